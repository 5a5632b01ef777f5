/* tests — sessions: planning, deciding, starting, ending. */
#include "story.h"

extern Meetings_Service service_meetings;
extern People_Service service_people;

#include <stdio.h>

static void a_coach_plans_and_both_are_told(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_int_equal(session->state, SESSION_STATE_PLANNED);
	assert_string_equal(session->coach, "people/ruud");
	assert_string_equal(session->coachee_display_name, "Noor");
	assert_int_equal(instant_us(session->departure_time), STORY_START - 30 * CLOCK_MINUTE);
	assert_int_equal(instant_us(session->cutoff_time), STORY_CUTOFF);
	assert_int_equal(instant_us(session->grace_time), STORY_GRACE);
	assert_string_not_equal(session->etag, "");
	assert_int_equal(fixture_events(f, "session.planned", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.planned", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.planned", "people/sam"), 0);
	assert_int_equal(story_count(f, &f->noor), 1);
	assert_int_equal(story_count(f, &f->sam), 0);
}

static void a_coachee_invites_their_coach(void **state)
{
	struct fixture *f = *state;
	const char *meeting = story_meeting(f, "offer", "people/noor", STORY_START);
	Session *session;

	assert_status(f, STATUS_INVALID_ARGUMENT, story_plan(f, &f->noor, meeting, NULL, false, NULL));
	assert_ok(f, story_plan(f, &f->noor, meeting, "people/ruud@example.org", false, &session));
	assert_true(session->invited);
	assert_string_equal(session->coach, "people/ruud");
}

static void who_does_not_coach_the_owner_cannot_plan(void **state)
{
	struct fixture *f = *state;
	const char *meeting = story_meeting(f, "offer", "people/noor", STORY_START);

	assert_status(f, STATUS_NOT_FOUND, story_plan(f, &f->kim, meeting, NULL, false, NULL));
	assert_status(f, STATUS_NOT_FOUND, story_plan(f, &f->sam, meeting, "people/ruud", false, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->admin, meeting, "people/kim", false, NULL));
	assert_reason(f, "NO_COACHING");
}

static void the_same_meeting_twice_exists_already(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_status(f, STATUS_ALREADY_EXISTS, story_plan(f, &f->ruud, session->meeting, NULL, false, NULL));
	assert_status(f, STATUS_ALREADY_EXISTS, story_plan(f, &f->noor, session->meeting, "people/ruud", false, NULL));
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", session->name, NULL));
	assert_ok(f, story_plan(f, &f->ruud, session->meeting, NULL, false, NULL));
}

static void a_coach_is_not_in_two_places(void **state)
{
	struct fixture *f = *state;
	const char *same_time, *soon_after, *with_noor;

	story_planned(f);
	same_time = story_meeting(f, "sams", "people/sam", STORY_START + 30 * CLOCK_MINUTE);
	soon_after = story_meeting(f, "sams-later", "people/sam", STORY_END + 10 * CLOCK_MINUTE);
	with_noor = story_meeting(f, "noors-next", "people/noor", STORY_END + 10 * CLOCK_MINUTE);
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, same_time, NULL, false, NULL));
	assert_reason(f, "COACH_BUSY");
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, soon_after, NULL, false, NULL));
	assert_ok(f, story_plan(f, &f->ruud, with_noor, NULL, false, NULL));
}

static void a_meeting_that_is_over_cannot_be_joined(void **state)
{
	struct fixture *f = *state;
	const char *meeting = story_meeting(f, "past", "people/noor", FIXTURE_NOW - 2 * CLOCK_HOUR);

	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, meeting, NULL, false, NULL));
	assert_reason(f, "MEETING_OVER");
}

static void bad_input_is_named(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_status(f, STATUS_INVALID_ARGUMENT, story_plan(f, &f->ruud, "offer", NULL, false, NULL));
	assert_string_equal(f->error.field, "meeting");
	assert_status(f, STATUS_NOT_FOUND, story_plan(f, &f->ruud, "meetings/none", NULL, false, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, story_do(f, &f->ruud, "GetSession", "session", NULL));
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->ruud, "GetSession", "sessions/none", NULL));
	assert_status(
		f, STATUS_INVALID_ARGUMENT, story_decide(f, &f->ruud, session->name, VERDICT_UNSPECIFIED, "", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, story_decide(f, &f->ruud, session->name, VERDICT_GO, "me/1", NULL));
	assert_status(
		f, STATUS_INVALID_ARGUMENT, story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "", NULL));
}

static void a_stranger_finds_nothing(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->sam, "GetSession", session->name, NULL));
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->kim, "StartSession", session->name, NULL));
	assert_status(f, STATUS_UNAUTHENTICATED, story_do(f, &f->nobody, "GetSession", session->name, NULL));
}

static void the_coach_decides_and_the_coachee_cannot(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_status(f, STATUS_PERMISSION_DENIED, story_decide(f, &f->noor, session->name, VERDICT_GO, "", NULL));
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_COACH_MORE, "", &session));
	assert_int_equal(session->state, SESSION_STATE_CONFIRMED);
	assert_int_equal(session->verdict, VERDICT_COACH_MORE);
	assert_string_equal(session->verdict_rule, "");
	assert_int_equal(fixture_events(f, "session.confirmed", "people/noor"), 1);
}

static void the_checks_reason_is_read_in_ones_own_language_and_time(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f), *listed;
	ListSessionsRequest list = LIST_SESSIONS_REQUEST__INIT;
	DecideSessionRequest in = DECIDE_SESSION_REQUEST__INIT;
	UpdatePersonRequest move = UPDATE_PERSON_REQUEST__INIT;
	ListSessionsResponse *sessions;
	Person ruud = PERSON__INIT;

	story_until(f, STORY_CUTOFF);
	in.name = session->name;
	in.verdict = VERDICT_NOT_JOINING;
	in.rule = "skip_unprepared/1";
	in.cause = VERDICT_CAUSE_NOTHING_RECEIVED;
	assert_ok(f, fixture_call(f, &story_gate, &service_sessions, "DecideSession", &in, NULL));

	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->verdict_cause, VERDICT_CAUSE_NOTHING_RECEIVED);
	assert_string_equal(session->verdict_reason, "no preparation had come in by 15:00");
	f->locale = "nl";
	assert_ok(f, fixture_call(f, &f->noor, &service_sessions, "ListSessions", &list, &sessions));
	assert_int_equal(sessions->n_sessions, 1);
	listed = sessions->sessions[0];
	assert_string_equal(listed->verdict_reason, "om 15:00 was er nog geen voorbereiding binnen");

	f->locale = "en";
	ruud.name = "people/ruud";
	ruud.time_zone = "Europe/London";
	move.person = &ruud;
	move.update_mask =
		&(FieldMask){ PROTOBUF_C_MESSAGE_INIT(&field_mask__descriptor), 1, (char *[]){ "time_zone" } };
	assert_ok(f, fixture_call(f, &f->ruud, &service_people, "UpdatePerson", &move, NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_string_equal(session->verdict_reason, "no preparation had come in by 14:00");
	assert_string_equal(session->etag, listed->etag); /* it is the same session for all that */

	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", &session));
	assert_int_equal(session->verdict_cause, VERDICT_CAUSE_UNSPECIFIED);
	assert_string_equal(session->verdict_reason, "because");
}

static void that_the_meeting_was_cancelled_is_read_in_ones_own_language(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	CancelMeetingRequest in = CANCEL_MEETING_REQUEST__INIT;

	in.name = session->meeting;
	f->locale = "nl";
	assert_ok(f, fixture_call(f, &f->noor, &service_meetings, "CancelMeeting", &in, NULL));
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_CANCELLED);
	assert_true(session->meeting_cancelled);
	assert_string_equal(session->cancel_reason, "de afspraak zelf is afgezegd");
	f->locale = "en";
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_string_equal(session->cancel_reason, "the meeting itself was cancelled");
}

static void a_cause_is_for_rules_and_stands_without_words(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	DecideSessionRequest in = DECIDE_SESSION_REQUEST__INIT;

	in.name = session->name;
	in.verdict = VERDICT_NOT_JOINING;
	in.cause = VERDICT_CAUSE_NOTHING_RECEIVED;
	assert_status(
		f, STATUS_INVALID_ARGUMENT, fixture_call(f, &f->ruud, &service_sessions, "DecideSession", &in, NULL));
	assert_string_equal(f->error.field, "cause");
	in.rule = "skip_unprepared/1";
	in.reason = "because";
	assert_status(f, STATUS_INVALID_ARGUMENT,
		fixture_call(f, &story_gate, &service_sessions, "DecideSession", &in, NULL));
	assert_string_equal(f->error.field, "reason");
	in.reason = "";
	in.cause = (VerdictCause)99;
	assert_status(f, STATUS_INVALID_ARGUMENT,
		fixture_call(f, &story_gate, &service_sessions, "DecideSession", &in, NULL));
}

static void the_check_withdraws_the_coach_and_leaves_a_subject(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	ListOneOnOneItemsRequest in = LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT;
	GetOneOnOneItemRequest get = GET_ONE_ON_ONE_ITEM_REQUEST__INIT;
	DecideSessionRequest decide = DECIDE_SESSION_REQUEST__INIT;
	ListOneOnOneItemsResponse *items;
	OneOnOneItem *item;

	story_until(f, STORY_CUTOFF);
	decide.name = session->name;
	decide.verdict = VERDICT_NOT_JOINING;
	decide.rule = "skip_unprepared/1";
	decide.cause = VERDICT_CAUSE_NOTHING_RECEIVED;
	assert_ok(f, fixture_call(f, &story_gate, &service_sessions, "DecideSession", &decide, &session));
	assert_int_equal(session->state, SESSION_STATE_SKIPPED);
	assert_string_equal(session->verdict_rule, "skip_unprepared/1");
	assert_int_equal(fixture_events(f, "session.skipped", "people/noor"), 1);
	assert_ok(f, fixture_call(f, &f->ruud, &service_one_on_ones, "ListOneOnOneItems", &in, &items));
	assert_int_equal(items->n_one_on_one_items, 1);
	assert_string_equal(items->one_on_one_items[0]->subject,
		"Dovecote BV, Wednesday 4 March: nothing had come in by 15:00, and Ruud did not go along");
	f->locale = "nl";
	get.name = items->one_on_one_items[0]->name;
	assert_ok(f, fixture_call(f, &f->noor, &service_one_on_ones, "GetOneOnOneItem", &get, &item));
	assert_string_equal(item->subject,
		"Dovecote BV, woensdag 4 maart: er was om 15:00 nog niets binnen, en Ruud ging niet mee");
	assert_string_equal(item->author, "");
	assert_string_equal(item->etag, items->one_on_one_items[0]->etag);
	assert_status(f, STATUS_FAILED_PRECONDITION,
		story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "skip_unprepared/1", NULL));
	assert_ok(f, fixture_call(f, &f->sam, &service_one_on_ones, "ListOneOnOneItems", &in, &items));
	assert_int_equal(items->n_one_on_one_items, 0);
}

static void the_check_never_overrules_a_coach_or_a_preparation(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "a date", true, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION,
		story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "skip_unprepared/1", NULL));
	assert_status(f, STATUS_PERMISSION_DENIED,
		story_decide(f, &story_gate, session->name, VERDICT_GO, "skip_unprepared/1", NULL));
	assert_status(f, STATUS_PERMISSION_DENIED,
		story_decide(f, &f->plugin, session->name, VERDICT_NOT_JOINING, "reminders/1", NULL));
}

static Session *skipped(struct fixture *f)
{
	Session *session = story_planned(f);

	story_until(f, STORY_CUTOFF);
	assert_ok(f, story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "skip_unprepared/1", &session));
	return session;
}

static void a_preparation_before_the_grace_brings_the_coach_back(void **state)
{
	struct fixture *f = *state;
	Session *session = skipped(f);
	ListOneOnOneItemsRequest in = LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT;
	ListOneOnOneItemsResponse *items;

	f->now = STORY_GRACE - CLOCK_MINUTE;
	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "a date for the start", true, NULL));
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_CONFIRMED);
	assert_true(session->appealed);
	assert_int_equal(session->verdict, VERDICT_GO);
	assert_string_equal(session->verdict_rule, "skip_unprepared/1");
	assert_int_equal(fixture_events(f, "session.appealed", "people/ruud"), 1);
	assert_ok(f, fixture_call(f, &f->noor, &service_one_on_ones, "ListOneOnOneItems", &in, &items));
	assert_int_equal(items->n_one_on_one_items, 0);
}

static void after_the_grace_the_coach_is_asked(void **state)
{
	struct fixture *f = *state;
	Session *session = skipped(f);

	f->now = STORY_GRACE + CLOCK_MINUTE;
	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "a date for the start", true, NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_SKIPPED);
	assert_true(session->appealed);
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", &session));
	assert_int_equal(session->state, SESSION_STATE_CONFIRMED);
}

static void an_appeal_ends_with_departure(void **state)
{
	struct fixture *f = *state;
	Session *session = skipped(f);

	assert_status(f, STATUS_PERMISSION_DENIED, story_do(f, &f->ruud, "AppealSession", session->name, NULL));
	f->now = STORY_START - 30 * CLOCK_MINUTE;
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->noor, "AppealSession", session->name, NULL));
	assert_reason(f, "TOO_LATE");
}

static void a_skip_can_be_taken_back_within_a_day(void **state)
{
	struct fixture *f = *state;
	Session *session = skipped(f);

	assert_status(f, STATUS_PERMISSION_DENIED, story_do(f, &f->noor, "ReopenSession", session->name, NULL));
	assert_ok(f, story_do(f, &f->ruud, "ReopenSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_PLANNED);
	assert_int_equal(session->verdict, VERDICT_UNSPECIFIED);
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", session->name, NULL));
	f->now += 25 * CLOCK_HOUR;
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "ReopenSession", session->name, NULL));
	assert_reason(f, "TOO_LATE");
}

static void it_starts_on_the_day_and_finishes_by_itself(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "StartSession", session->name, NULL));
	assert_reason(f, "TOO_EARLY");
	story_until(f, STORY_START + CLOCK_MINUTE);
	assert_ok(f, story_do(f, &f->noor, "StartSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_IN_PROGRESS);
	assert_int_equal(instant_us(session->actual_start_time), STORY_START + CLOCK_MINUTE);
	story_until(f, STORY_END + 5 * CLOCK_MINUTE);
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_DEBRIEFING);
	assert_int_equal(instant_us(session->actual_end_time), STORY_END);
	assert_int_equal(fixture_events(f, "session.finished", "people/noor"), 1);
}

static void what_nobody_started_lapses_after_five_working_days(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	story_until(f, STORY_END + 6 * CLOCK_DAY);
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_PLANNED);
	story_until(f, STORY_END + 8 * CLOCK_DAY);
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_LAPSED);
	assert_int_equal(fixture_events(f, "session.lapsed", "people/noor"), 1);
}

static void aliases_mean_the_callers_own(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f), *found;

	assert_ok(f, story_do(f, &f->noor, "GetSession", "sessions/@next", &found));
	assert_string_equal(found->name, session->name);
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", "sessions/@now", NULL));
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->sam, "GetSession", "sessions/@next", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, story_do(f, &f->admin, "GetSession", "sessions/@next", NULL));
	f->now = STORY_START - 10 * CLOCK_MINUTE;
	assert_ok(f, story_do(f, &f->ruud, "GetSession", "sessions/@now", &found));
	assert_ok(f, story_decide(f, &f->ruud, "sessions/@now", VERDICT_GO, "", NULL));
	assert_ok(f, story_do(f, &f->ruud, "StartSession", "sessions/@now", NULL));
	f->now = STORY_END;
	assert_ok(f, story_do(f, &f->ruud, "FinishSession", "sessions/@now", NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", "sessions/@now", &found));
	assert_string_equal(found->name, session->name);
	f->now = STORY_END + 2 * CLOCK_HOUR;
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->ruud, "GetSession", "sessions/@now", NULL));
	assert_ok(f, story_do(f, &f->noor, "GetSession", "sessions/@last", &found));
	assert_string_equal(found->name, session->name);
}

static void the_last_one_may_be_one_that_nobody_started(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f), *found;

	f->now = STORY_END + CLOCK_MINUTE;
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", "sessions/@last", NULL));
	f->now = FIXTURE_NOW;
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	f->now = STORY_START - CLOCK_MINUTE;
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", "sessions/@last", NULL));
	f->now = STORY_END + CLOCK_MINUTE;
	assert_ok(f, story_do(f, &f->noor, "GetSession", "sessions/@last", &found));
	assert_string_equal(found->name, session->name);
	assert_ok(f, story_debrief(f, &f->noor, "sessions/@last", "ging goed", NULL));
}

static enum status update(
	struct fixture *f, const struct actor *actor, Session *given, char **paths, size_t n_paths, Session **ret)
{
	UpdateSessionRequest in = UPDATE_SESSION_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;

	mask.paths = paths;
	mask.n_paths = n_paths;
	in.session = given;
	in.update_mask = n_paths == 0 ? NULL : &mask;
	return fixture_call(f, actor, &service_sessions, "UpdateSession", &in, ret);
}

static void updates_move_the_departure_and_know_whose_field_it_is(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f), given = SESSION__INIT, *updated;
	Duration hour = DURATION__INIT;
	char *travel[] = { "travel" }, *introduction[] = { "introduction" }, *wrong[] = { "state" };

	hour.seconds = 3600;
	given.name = session->name;
	given.travel = &hour;
	given.introduction = "a colleague";
	given.etag = session->etag;
	assert_ok(f, update(f, &f->ruud, &given, travel, 1, &updated));
	assert_int_equal(instant_us(updated->departure_time), STORY_START - CLOCK_HOUR);
	assert_status(f, STATUS_ABORTED, update(f, &f->ruud, &given, travel, 1, NULL));
	given.etag = "";
	assert_status(f, STATUS_PERMISSION_DENIED, update(f, &f->noor, &given, travel, 1, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, update(f, &f->ruud, &given, wrong, 1, NULL));
	assert_ok(f, update(f, &f->noor, &given, introduction, 1, &updated));
	assert_string_equal(updated->introduction, "a colleague");
	f->now = STORY_START;
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	assert_ok(f, story_do(f, &f->ruud, "StartSession", session->name, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, update(f, &f->noor, &given, introduction, 1, NULL));
}

/* Sam's meeting ends half an hour before Noor's begins: half an hour on the road is fine, an hour is not. */
static void a_longer_way_there_does_not_lead_through_another_session(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f), given = SESSION__INIT, *seen;
	char *travel[] = { "travel" };

	story_meeting(f, "sams-before", "people/sam", STORY_START - 30 * CLOCK_MINUTE - CLOCK_HOUR);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/sams-before", NULL, false, NULL));
	given.name = session->name;
	given.travel = instant_length_new(f->arena, CLOCK_HOUR);
	assert_status(f, STATUS_FAILED_PRECONDITION, update(f, &f->ruud, &given, travel, 1, NULL));
	assert_reason(f, "COACH_BUSY");
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &seen));
	assert_int_equal(instant_us(seen->departure_time), STORY_START - 30 * CLOCK_MINUTE);
	given.travel = instant_length_new(f->arena, 20 * CLOCK_MINUTE);
	assert_ok(f, update(f, &f->ruud, &given, travel, 1, NULL));
}

/* Three hours apart. */
static void plan_three(struct fixture *f, Session *ret[3])
{
	char id[20];

	for (int i = 0; i < 3; i++) {
		snprintf(id, sizeof(id), "m%d", i);
		assert_ok(f,
			story_plan(f, &f->ruud, story_meeting(f, id, "people/noor", STORY_START + i * 3 * CLOCK_HOUR),
				NULL, false, &ret[i]));
	}
}

static void lists_come_in_pages_and_by_state(void **state)
{
	struct fixture *f = *state;
	ListSessionsRequest in = LIST_SESSIONS_REQUEST__INIT;
	SessionState planned[] = { SESSION_STATE_PLANNED };
	Session *sessions[3];
	ListSessionsResponse *out;

	plan_three(f, sessions);
	in.page_size = 2;
	in.coachee = "people/noor@example.org";
	in.states = planned;
	in.n_states = 1;
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "ListSessions", &in, &out));
	assert_int_equal(out->n_sessions, 2);
	in.page_token = out->next_page_token;
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "ListSessions", &in, &out));
	assert_int_equal(out->n_sessions, 1);
	assert_string_equal(out->next_page_token, "");
	in.coachee = "";
	assert_status(
		f, STATUS_INVALID_ARGUMENT, fixture_call(f, &f->sam, &service_sessions, "ListSessions", &in, &out));
	assert_reason(f, "PAGE_TOKEN");
}

static void a_list_from_a_time_begins_with_what_goes_on_then(void **state)
{
	struct fixture *f = *state;
	ListSessionsRequest in = LIST_SESSIONS_REQUEST__INIT;
	Session *sessions[3];
	ListSessionsResponse *out;

	plan_three(f, sessions);
	in.page_size = 1;
	in.from_time = instant_new(f->arena, STORY_START + 3 * CLOCK_HOUR + CLOCK_MINUTE);
	for (int i = 1; i < 3; i++) {
		assert_ok(f, fixture_call(f, &f->noor, &service_sessions, "ListSessions", &in, &out));
		assert_int_equal(out->n_sessions, 1);
		assert_string_equal(out->sessions[0]->name, sessions[i]->name);
		in.page_token = out->next_page_token;
	}
	assert_string_equal(in.page_token, "");
	in.from_time = instant_new(f->arena, STORY_START + 9 * CLOCK_HOUR);
	assert_ok(f, fixture_call(f, &f->noor, &service_sessions, "ListSessions", &in, &out));
	assert_int_equal(out->n_sessions, 0);
}

static void the_card_has_what_the_coach_wants_to_know(void **state)
{
	struct fixture *f = *state;
	GetSessionCardRequest in = GET_SESSION_CARD_REQUEST__INIT;
	Session *session = story_planned(f);
	SessionCard *card;

	in.name = session->name;
	assert_ok(f, story_prepare(f, &f->noor, session->meeting,
			     "* goal: a date for the start\nscenarios: If the price is too high, then I ask compared "
			     "to what",
			     true, NULL));
	assert_status(f, STATUS_PERMISSION_DENIED,
		fixture_call(f, &f->noor, &service_sessions, "GetSessionCard", &in, &card));
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "GetSessionCard", &in, &card));
	assert_string_equal(card->who, "Dovecote BV");
	assert_string_equal(card->goal, "a date for the start");
	assert_int_equal(card->n_intentions, 1);
	assert_string_equal(card->scenario, "the price is too high");
	assert_false(card->outnumbering);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_coach_plans_and_both_are_told),
		with_fixture(a_coachee_invites_their_coach),
		with_fixture(who_does_not_coach_the_owner_cannot_plan),
		with_fixture(the_same_meeting_twice_exists_already),
		with_fixture(a_coach_is_not_in_two_places),
		with_fixture(a_meeting_that_is_over_cannot_be_joined),
		with_fixture(bad_input_is_named),
		with_fixture(a_stranger_finds_nothing),
		with_fixture(the_coach_decides_and_the_coachee_cannot),
		with_fixture(the_checks_reason_is_read_in_ones_own_language_and_time),
		with_fixture(that_the_meeting_was_cancelled_is_read_in_ones_own_language),
		with_fixture(a_cause_is_for_rules_and_stands_without_words),
		with_fixture(the_check_withdraws_the_coach_and_leaves_a_subject),
		with_fixture(the_check_never_overrules_a_coach_or_a_preparation),
		with_fixture(a_preparation_before_the_grace_brings_the_coach_back),
		with_fixture(after_the_grace_the_coach_is_asked),
		with_fixture(an_appeal_ends_with_departure),
		with_fixture(a_skip_can_be_taken_back_within_a_day),
		with_fixture(it_starts_on_the_day_and_finishes_by_itself),
		with_fixture(what_nobody_started_lapses_after_five_working_days),
		with_fixture(aliases_mean_the_callers_own),
		with_fixture(the_last_one_may_be_one_that_nobody_started),
		with_fixture(updates_move_the_departure_and_know_whose_field_it_is),
		with_fixture(a_longer_way_there_does_not_lead_through_another_session),
		with_fixture(lists_come_in_pages_and_by_state),
		with_fixture(a_list_from_a_time_begins_with_what_goes_on_then),
		with_fixture(the_card_has_what_the_coach_wants_to_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
