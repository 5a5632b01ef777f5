/* tests — meetings move, are called off and come back, and their sessions go along. */
#include "story.h"

#include "daemon/domain/lifecycle.h"

extern Meetings_Service service_meetings;

/* What the calendar says of a visit of the owner's: when, and whether it takes place. */
struct visit {
	const char *owner, *uid;
	int64_t start;
	MeetingState state;
};

static enum status say_all(struct fixture *f, const struct visit *visits, size_t count, const char **ret_last)
{
	BatchUpsertMeetingsRequest in = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	BatchUpsertMeetingsResponse *out = NULL;
	Meeting *meetings[4];
	enum status st;

	assert_true(count <= 4);
	for (size_t i = 0; i < count; i++) {
		meetings[i] = arena_alloc(f->arena, sizeof(**meetings));
		meeting__init(meetings[i]);
		meetings[i]->uid = (char *)visits[i].uid;
		meetings[i]->title = "Visit";
		meetings[i]->start_time = instant_new(f->arena, visits[i].start);
		meetings[i]->end_time = instant_new(f->arena, visits[i].start + CLOCK_HOUR);
		meetings[i]->state = visits[i].state;
	}
	in.owner = (char *)visits[0].owner;
	in.calendar = "work.ics";
	in.meetings = meetings;
	in.n_meetings = count;
	st = fixture_call(f, &f->plugin, &service_meetings, "BatchUpsertMeetings", &in, &out);
	if (st == STATUS_OK && ret_last != NULL)
		*ret_last = out->results[count - 1]->meeting;
	return st;
}

static const char *say(struct fixture *f, const char *owner, const char *uid, int64_t start, MeetingState state)
{
	const struct visit visit = { owner, uid, start, state };
	const char *name = NULL;

	assert_ok(f, say_all(f, &visit, 1, &name));
	return name;
}

#define STANDS MEETING_STATE_SCHEDULED
#define OFF    MEETING_STATE_CANCELLED

static Session *get(struct fixture *f, const char *name)
{
	Session *session = NULL;

	assert_ok(f, story_do(f, &f->ruud, "GetSession", name, &session));
	return session;
}

static Session *plan(struct fixture *f, const char *meeting, bool unannounced)
{
	Session *session = NULL;

	assert_ok(f, story_plan(f, &f->ruud, meeting, NULL, unannounced, &session));
	return session;
}

/* The first one with somebody is never unannounced. */
static void know_each_other(struct fixture *f)
{
	story_tell_team(f);
	plan(f, story_meeting(f, "earlier", "people/noor", STORY_START - CLOCK_DAY), false);
}

static void a_session_moves_with_its_meeting_and_knows_where_it_was(void **state)
{
	struct fixture *f = *state;
	Session *session = plan(f, say(f, "people/noor", "visit", STORY_START, STANDS), false);

	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "1 a date\n2 calm\n3 the price", true, NULL));
	f->now += CLOCK_HOUR;
	say(f, "people/noor", "visit", STORY_START + CLOCK_DAY, STANDS);
	session = get(f, session->name);
	assert_int_equal(session->state, SESSION_STATE_PREPARED);
	assert_int_equal(instant_us(session->start_time), STORY_START + CLOCK_DAY);
	assert_int_equal(instant_us(session->departure_time), STORY_START + CLOCK_DAY - 30 * CLOCK_MINUTE);
	assert_int_equal(instant_us(session->cutoff_time), STORY_CUTOFF + CLOCK_DAY);
	assert_int_equal(instant_us(session->previous_start_time), STORY_START);
	assert_int_equal(instant_us(session->move_time), f->now);
	assert_int_equal(fixture_events(f, "session.moved", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.collided", NULL), 0);
}

static void a_meeting_that_is_called_off_and_comes_back_brings_its_session_back(void **state)
{
	struct fixture *f = *state;
	Session *session = plan(f, say(f, "people/noor", "visit", STORY_START, STANDS), false);

	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "1 a date\n2 calm\n3 the price", true, NULL));
	say(f, "people/noor", "visit", STORY_START, OFF);
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_CANCELLED);
	assert_true(get(f, session->name)->meeting_cancelled);
	f->now += 25 * CLOCK_HOUR; /* later than a coach could take it back */
	say(f, "people/noor", "visit", STORY_START, STANDS);
	session = get(f, session->name);
	assert_int_equal(session->state, SESSION_STATE_PREPARED);
	assert_false(session->meeting_cancelled);
	assert_string_equal(session->cancel_reason, "");
	assert_null(session->move_time);
	assert_int_equal(fixture_events(f, "session.reopened", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.reopened", "people/ruud"), 1);
	/* the same again changes nothing */
	say(f, "people/noor", "visit", STORY_START, STANDS);
	assert_int_equal(fixture_events(f, "session.reopened", "people/noor"), 1);
}

static void it_may_come_back_at_another_time(void **state)
{
	struct fixture *f = *state;
	Session *session = plan(f, say(f, "people/noor", "visit", STORY_START, STANDS), false);

	say(f, "people/noor", "visit", STORY_START, OFF);
	say(f, "people/noor", "visit", STORY_START + CLOCK_DAY, STANDS);
	session = get(f, session->name);
	assert_int_equal(session->state, SESSION_STATE_PLANNED);
	assert_int_equal(instant_us(session->start_time), STORY_START + CLOCK_DAY);
	assert_int_equal(instant_us(session->previous_start_time), STORY_START);
}

static void what_is_over_or_was_withdrawn_does_not_come_back(void **state)
{
	struct fixture *f = *state;
	Session *withdrawn = plan(f, say(f, "people/noor", "visit", STORY_START, STANDS), false);
	Session *late = plan(f, say(f, "people/noor", "late", STORY_START + 5 * CLOCK_HOUR, STANDS), false);

	assert_ok(f, story_do(f, &f->ruud, "CancelSession", withdrawn->name, NULL));
	say(f, "people/noor", "visit", STORY_START, OFF);
	say(f, "people/noor", "late", STORY_START + 5 * CLOCK_HOUR, OFF);
	f->now = STORY_START + 5 * CLOCK_HOUR + CLOCK_MINUTE;
	say(f, "people/noor", "visit", STORY_START + CLOCK_DAY, STANDS);
	say(f, "people/noor", "late", STORY_START + 5 * CLOCK_HOUR, STANDS);
	assert_int_equal(get(f, withdrawn->name)->state, SESSION_STATE_CANCELLED);
	assert_int_equal(get(f, late->name)->state, SESSION_STATE_CANCELLED);
}

static void what_the_coach_filled_in_the_meantime_stays_and_the_coach_is_asked(void **state)
{
	struct fixture *f = *state;
	Session *session = plan(f, say(f, "people/noor", "visit", STORY_START, STANDS), false);

	say(f, "people/noor", "visit", STORY_START, OFF);
	plan(f, say(f, "people/sam", "sams", STORY_START, STANDS), false);
	say(f, "people/noor", "visit", STORY_START, STANDS);
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_CANCELLED);
	assert_int_equal(fixture_events(f, "session.collided", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.collided", "people/noor"), 0);
	assert_int_equal(fixture_events(f, "session.collided", "people/sam"), 0);
}

static void a_move_onto_another_session_asks_the_coach_alone(void **state)
{
	struct fixture *f = *state;

	plan(f, say(f, "people/noor", "visit", STORY_START, STANDS), false);
	plan(f, say(f, "people/sam", "sams", STORY_START + CLOCK_DAY, STANDS), false);
	say(f, "people/sam", "sams", STORY_START + 30 * CLOCK_MINUTE, STANDS);
	assert_int_equal(fixture_events(f, "session.moved", "people/sam"), 1);
	assert_int_equal(fixture_events(f, "session.collided", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.collided", "people/sam"), 0);
	assert_int_equal(fixture_events(f, "session.collided", "people/noor"), 0);
}

static void a_hidden_one_moves_goes_and_comes_back_unseen(void **state)
{
	struct fixture *f = *state;
	Session *session;
	int before;

	know_each_other(f);
	session = plan(f, say(f, "people/noor", "visit", STORY_START, STANDS), true);
	before = fixture_events(f, "session.", "people/noor");
	say(f, "people/noor", "visit", STORY_START + CLOCK_DAY, STANDS);
	say(f, "people/noor", "visit", STORY_START + CLOCK_DAY, OFF);
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_CANCELLED);
	say(f, "people/noor", "visit", STORY_START + CLOCK_DAY, STANDS);
	session = get(f, session->name);
	assert_int_equal(session->state, SESSION_STATE_PLANNED);
	assert_true(lifecycle_hidden(session));
	assert_int_equal(fixture_events(f, "session.", "people/noor"), before);
	assert_int_equal(fixture_events(f, "session.reopened", "people/ruud"), 1);
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", session->name, NULL));
}

static void a_hidden_one_twice_in_one_batch_is_no_stumbling_block(void **state)
{
	struct fixture *f = *state;
	struct visit visits[] = { { "people/noor", "visit", STORY_START + CLOCK_DAY, STANDS },
		{ "people/noor", "visit", STORY_START + 2 * CLOCK_DAY, STANDS } };
	Session *session;

	know_each_other(f);
	session = plan(f, say(f, "people/noor", "visit", STORY_START, STANDS), true);
	assert_ok(f, say_all(f, visits, 2, NULL));
	assert_int_equal(fixture_events(f, "session.moved", "people/ruud"), 2);
	assert_int_equal(instant_us(get(f, session->name)->start_time), STORY_START + 2 * CLOCK_DAY);
}

static void a_hidden_one_keeps_no_announced_one_from_coming_back(void **state)
{
	struct fixture *f = *state;
	Session *session;

	know_each_other(f);
	assert_ok(f, story_plan(f, &f->ruud,
			     story_meeting(f, "sams-first", "people/sam", STORY_START - CLOCK_DAY + 3 * CLOCK_HOUR),
			     NULL, false, NULL));
	session = plan(f, say(f, "people/noor", "visit", STORY_START, STANDS), false);
	say(f, "people/noor", "visit", STORY_START, OFF);
	plan(f, say(f, "people/sam", "sams", STORY_START, STANDS), true);
	say(f, "people/noor", "visit", STORY_START, STANDS);
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_PLANNED);
	assert_int_equal(fixture_events(f, "session.collided", "people/ruud"), 1);
}

/* ---- by hand ---- */

static Meeting *by_hand(struct fixture *f)
{
	CreateMeetingRequest in = CREATE_MEETING_REQUEST__INIT;
	Meeting meeting = MEETING__INIT, *made = NULL;

	meeting.owner = "people/noor";
	meeting.title = "Calls";
	meeting.start_time = instant_new(f->arena, STORY_START);
	meeting.end_time = instant_new(f->arena, STORY_END);
	in.meeting = &meeting;
	assert_ok(f, fixture_call(f, &f->noor, &service_meetings, "CreateMeeting", &in, &made));
	return made;
}

static enum status update(
	struct fixture *f, const struct actor *actor, const Meeting *given, const char *path, Meeting **ret)
{
	UpdateMeetingRequest in = UPDATE_MEETING_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *paths[] = { (char *)path };

	mask.paths = paths;
	mask.n_paths = 1;
	in.meeting = (Meeting *)given;
	in.update_mask = &mask;
	return fixture_call(f, actor, &service_meetings, "UpdateMeeting", &in, ret);
}

static void what_was_entered_by_hand_moves_as_long_as_it_was(void **state)
{
	struct fixture *f = *state;
	Meeting *meeting = by_hand(f), given = MEETING__INIT, *moved;
	Session *session = plan(f, meeting->name, false);

	given.name = meeting->name;
	given.etag = meeting->etag;
	given.start_time = instant_new(f->arena, STORY_START + CLOCK_DAY);
	assert_status(f, STATUS_NOT_FOUND, update(f, &f->kim, &given, "start_time", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, update(f, &f->noor, &given, "owner", NULL));
	assert_ok(f, update(f, &f->noor, &given, "start_time", &moved));
	assert_int_equal(instant_us(moved->end_time), STORY_END + CLOCK_DAY);
	assert_int_equal(instant_us(get(f, session->name)->start_time), STORY_START + CLOCK_DAY);
	assert_int_equal(fixture_events(f, "meeting.moved", "people/noor"), 1);
	assert_status(f, STATUS_ABORTED, update(f, &f->noor, &given, "start_time", NULL));
	given.etag = "";
	assert_ok(f, update(f, &f->ruud, &given, "start_time", NULL));
	assert_int_equal(fixture_events(f, "meeting.moved", "people/noor"), 1);
	given.end_time = instant_new(f->arena, STORY_START);
	assert_status(f, STATUS_INVALID_ARGUMENT, update(f, &f->noor, &given, "end_time", NULL));
	given.title = "Calls with customers";
	assert_ok(f, update(f, &f->noor, &given, "title", &moved));
	assert_string_equal(moved->title, "Calls with customers");
	assert_int_equal(fixture_events(f, "meeting.updated", "people/noor"), 1);
}

static void what_a_calendar_brought_is_changed_there(void **state)
{
	struct fixture *f = *state;
	Meeting given = MEETING__INIT;

	given.name = (char *)say(f, "people/noor", "visit", STORY_START, STANDS);
	given.title = "mine";
	assert_status(f, STATUS_FAILED_PRECONDITION, update(f, &f->noor, &given, "title", NULL));
	assert_reason(f, "FROM_CALENDAR");
}

static void what_was_cancelled_by_hand_can_be_taken_back(void **state)
{
	struct fixture *f = *state;
	CancelMeetingRequest cancel = CANCEL_MEETING_REQUEST__INIT;
	RestoreMeetingRequest restore = RESTORE_MEETING_REQUEST__INIT;
	Meeting *meeting = by_hand(f), given = MEETING__INIT;
	Session *session = plan(f, meeting->name, false);

	cancel.name = restore.name = given.name = meeting->name;
	assert_status(f, STATUS_FAILED_PRECONDITION,
		fixture_call(f, &f->noor, &service_meetings, "RestoreMeeting", &restore, NULL));
	assert_ok(f, fixture_call(f, &f->noor, &service_meetings, "CancelMeeting", &cancel, NULL));
	given.title = "too late";
	assert_status(f, STATUS_FAILED_PRECONDITION, update(f, &f->noor, &given, "title", NULL));
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_CANCELLED);
	assert_ok(f, fixture_call(f, &f->noor, &service_meetings, "RestoreMeeting", &restore, &meeting));
	assert_int_equal(meeting->state, MEETING_STATE_SCHEDULED);
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_PLANNED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_session_moves_with_its_meeting_and_knows_where_it_was),
		with_fixture(a_meeting_that_is_called_off_and_comes_back_brings_its_session_back),
		with_fixture(it_may_come_back_at_another_time),
		with_fixture(what_is_over_or_was_withdrawn_does_not_come_back),
		with_fixture(what_the_coach_filled_in_the_meantime_stays_and_the_coach_is_asked),
		with_fixture(a_move_onto_another_session_asks_the_coach_alone),
		with_fixture(a_hidden_one_moves_goes_and_comes_back_unseen),
		with_fixture(a_hidden_one_twice_in_one_batch_is_no_stumbling_block),
		with_fixture(a_hidden_one_keeps_no_announced_one_from_coming_back),
		with_fixture(what_was_entered_by_hand_moves_as_long_as_it_was),
		with_fixture(what_a_calendar_brought_is_changed_there),
		with_fixture(what_was_cancelled_by_hand_can_be_taken_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
