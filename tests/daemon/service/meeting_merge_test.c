/* tests — one appointment that is known twice becomes one, and two again. */
#include "story.h"

#include "daemon/domain/lifecycle.h"
#include "ridealong/v1/event.pb-c.h"

extern Events_Service service_events;
extern Meetings_Service service_meetings;

static const char *say(struct fixture *f, const char *calendar, int64_t start, MeetingState state)
{
	BatchUpsertMeetingsRequest in = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	BatchUpsertMeetingsResponse *out = NULL;
	Meeting meeting = MEETING__INIT, *meetings[] = { &meeting };

	meeting.uid = "visit@example.org";
	meeting.title = "Visit";
	meeting.start_time = instant_new(f->arena, start);
	meeting.end_time = instant_new(f->arena, start + CLOCK_HOUR);
	meeting.state = state;
	in.owner = "people/noor";
	in.calendar = (char *)calendar;
	in.meetings = meetings;
	in.n_meetings = 1;
	assert_ok(f, fixture_call(f, &f->plugin, &service_meetings, "BatchUpsertMeetings", &in, &out));
	return out->results[0]->meeting;
}

#define STANDS MEETING_STATE_SCHEDULED
#define OFF    MEETING_STATE_CANCELLED

static enum status merge(struct fixture *f, const struct actor *actor, const char *keep, const char *duplicate)
{
	MergeMeetingsRequest in = MERGE_MEETINGS_REQUEST__INIT;

	in.keep = (char *)keep;
	in.duplicate = (char *)duplicate;
	return fixture_call(f, actor, &service_meetings, "MergeMeetings", &in, NULL);
}

static enum status unmerge(struct fixture *f, const struct actor *actor, const char *duplicate)
{
	UnmergeMeetingRequest in = UNMERGE_MEETING_REQUEST__INIT;

	in.name = (char *)duplicate;
	return fixture_call(f, actor, &service_meetings, "UnmergeMeeting", &in, NULL);
}

static Meeting *meeting_of(struct fixture *f, const char *name)
{
	GetMeetingRequest in = GET_MEETING_REQUEST__INIT;
	Meeting *meeting = NULL;

	in.name = (char *)name;
	assert_ok(f, fixture_call(f, &f->ruud, &service_meetings, "GetMeeting", &in, &meeting));
	return meeting;
}

static size_t listed(struct fixture *f, bool merged)
{
	ListMeetingsRequest in = LIST_MEETINGS_REQUEST__INIT;
	ListMeetingsResponse *out = NULL;

	in.owner = "people/noor";
	in.include_merged = merged;
	assert_ok(f, fixture_call(f, &f->noor, &service_meetings, "ListMeetings", &in, &out));
	return out->n_meetings;
}

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

static Preparation *preparation_of(struct fixture *f, const char *meeting)
{
	GetPreparationRequest in = GET_PREPARATION_REQUEST__INIT;
	Preparation *preparation = NULL;

	in.name = arena_printf(f->arena, "%s/preparation", meeting);
	assert_ok(f, fixture_call(f, &f->noor, &service_preparations, "GetPreparation", &in, &preparation));
	return preparation;
}

static void what_hangs_on_the_duplicate_moves_over(void **state)
{
	struct fixture *f = *state;
	const char *keep = say(f, "work.ics", STORY_START, STANDS);
	const char *duplicate = say(f, "home.ics", STORY_START + CLOCK_HOUR / 2, STANDS);
	Session *session = plan(f, duplicate, false);

	assert_ok(f, story_prepare(f, &f->noor, duplicate, "* 1 a date for the start\n2 calm and open", true, NULL));
	assert_status(f, STATUS_NOT_FOUND, merge(f, &f->kim, keep, duplicate));
	assert_status(f, STATUS_INVALID_ARGUMENT, merge(f, &f->noor, keep, keep));
	assert_ok(f, merge(f, &f->noor, keep, duplicate));
	session = get(f, session->name);
	assert_string_equal(session->meeting, keep);
	assert_int_equal(session->state, SESSION_STATE_PREPARED);
	assert_int_equal(instant_us(session->start_time), STORY_START);
	assert_string_equal(preparation_of(f, keep)->answers[0]->text, "a date for the start");
	assert_int_equal(preparation_of(f, keep)->n_intentions, 1);
	assert_int_equal(listed(f, false), 1);
	assert_int_equal(listed(f, true), 2);
	assert_int_equal(meeting_of(f, duplicate)->state, MEETING_STATE_MERGED);
	assert_string_equal(meeting_of(f, duplicate)->merged_into, keep);
	assert_int_equal(fixture_events(f, "meeting.merged", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.moved", "people/noor"), 1);
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, duplicate, NULL, false, NULL));
	assert_reason(f, "MERGED");
	assert_status(f, STATUS_FAILED_PRECONDITION, story_prepare(f, &f->noor, duplicate, "1 no", true, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, merge(f, &f->noor, keep, duplicate));
}

static void a_preparation_of_the_duplicate_counts_for_the_session_of_the_other(void **state)
{
	struct fixture *f = *state;
	const char *keep = say(f, "work.ics", STORY_START, STANDS);
	const char *duplicate = say(f, "home.ics", STORY_START, STANDS);
	Session *session = plan(f, keep, false);

	assert_ok(f, story_prepare(f, &f->noor, duplicate, "1 a date for the start\n2 calm and open", true, NULL));
	assert_ok(f, merge(f, &f->ruud, keep, duplicate));
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_PREPARED);
	/* and goes with it */
	assert_ok(f, unmerge(f, &f->ruud, duplicate));
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_PLANNED);
	assert_int_equal(preparation_of(f, keep)->n_answers, 0);
	assert_int_equal(preparation_of(f, duplicate)->state, PREPARATION_STATE_SUBMITTED);
}

static void of_two_sessions_of_one_coach_one_goes_on_and_both_come_back(void **state)
{
	struct fixture *f = *state;
	const char *keep = say(f, "work.ics", STORY_START, STANDS);
	const char *duplicate = say(f, "home.ics", STORY_START + 2 * CLOCK_HOUR, STANDS);
	Session *kept = plan(f, keep, false), *other;

	assert_ok(f, story_plan(f, &f->noor, duplicate, "people/ruud", false, &other));
	say(f, "home.ics", STORY_START, STANDS);
	assert_ok(f, story_decide(f, &f->ruud, other->name, VERDICT_GO, "", NULL));
	assert_ok(f, merge(f, &f->noor, keep, duplicate));
	assert_int_equal(get(f, other->name)->state, SESSION_STATE_CONFIRMED);
	assert_string_equal(get(f, other->name)->meeting, keep);
	kept = get(f, kept->name);
	assert_int_equal(kept->state, SESSION_STATE_CANCELLED);
	assert_string_equal(kept->merged_into, other->name);
	assert_non_null(strstr(kept->cancel_reason, "known twice"));
	f->now += 23 * CLOCK_HOUR;
	assert_ok(f, unmerge(f, &f->noor, duplicate));
	assert_int_equal(get(f, kept->name)->state, SESSION_STATE_PLANNED);
	assert_string_equal(get(f, kept->name)->merged_into, "");
	assert_string_equal(get(f, other->name)->meeting, duplicate);
	assert_int_equal(listed(f, false), 2);
	assert_int_equal(fixture_events(f, "meeting.unmerged", "people/ruud"), 1);
	assert_status(f, STATUS_FAILED_PRECONDITION, unmerge(f, &f->noor, duplicate));
	assert_reason(f, "NOT_MERGED");
}

static void after_a_day_or_once_it_began_it_stays_as_it_is(void **state)
{
	struct fixture *f = *state;
	const char *keep = say(f, "work.ics", STORY_START, STANDS);
	const char *duplicate = say(f, "home.ics", STORY_START, STANDS);
	Session *session = plan(f, duplicate, false);

	f->now = STORY_START - CLOCK_HOUR;
	assert_ok(f, merge(f, &f->noor, keep, duplicate));
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	assert_ok(f, story_do(f, &f->ruud, "StartSession", session->name, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, unmerge(f, &f->noor, duplicate));
	assert_reason(f, "BEGAN");
	story_until(f, STORY_START + 24 * CLOCK_HOUR);
	assert_status(f, STATUS_FAILED_PRECONDITION, unmerge(f, &f->noor, duplicate));
	assert_reason(f, "TOO_LATE");
}

static void two_that_somebody_went_along_to_are_no_duplicates(void **state)
{
	struct fixture *f = *state;
	Session *first = story_debriefing(f), *second;
	const char *other;

	f->now = STORY_END + CLOCK_HOUR;
	other = say(f, "work.ics", f->now + CLOCK_MINUTE, STANDS);
	second = plan(f, other, false);
	assert_ok(f, story_decide(f, &f->ruud, second->name, VERDICT_GO, "", NULL));
	assert_ok(f, story_do(f, &f->ruud, "StartSession", second->name, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, merge(f, &f->ruud, other, first->meeting));
	assert_reason(f, "BOTH_BEGAN");
}

static void what_was_prepared_for_another_does_not_change_what_a_debrief_looks_back_at(void **state)
{
	struct fixture *f = *state;
	Session *begun;
	const char *bare, *other;

	bare = say(f, "work.ics", f->now + CLOCK_HOUR, STANDS);
	begun = plan(f, bare, false);
	assert_ok(f, story_decide(f, &f->ruud, begun->name, VERDICT_GO, "", NULL));
	assert_ok(f, story_do(f, &f->ruud, "StartSession", begun->name, NULL));
	other = story_meeting(f, "prepared", "people/noor", f->now + CLOCK_HOUR);
	assert_ok(f, story_prepare(f, &f->noor, other, "1 een datum", true, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, merge(f, &f->ruud, other, bare));
	assert_reason(f, "DUPLICATE_BEGAN");
	assert_ok(f, merge(f, &f->ruud, bare, other));
}

static void a_later_import_brings_no_duplicate_back(void **state)
{
	struct fixture *f = *state;
	const char *keep = say(f, "work.ics", STORY_START, STANDS);
	const char *duplicate = say(f, "home.ics", STORY_START, STANDS);
	Session *session = plan(f, keep, false);

	assert_ok(f, merge(f, &f->noor, keep, duplicate));
	assert_string_equal(say(f, "home.ics", STORY_START + CLOCK_DAY, STANDS), keep);
	assert_int_equal(listed(f, false), 1);
	assert_int_equal(meeting_of(f, duplicate)->state, MEETING_STATE_MERGED);
	assert_int_equal(instant_us(get(f, session->name)->start_time), STORY_START); /* its own calendar says so */
	say(f, "home.ics", STORY_START, OFF);
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_PLANNED);
	assert_ok(f, unmerge(f, &f->noor, duplicate));
	assert_int_equal(meeting_of(f, duplicate)->state, MEETING_STATE_CANCELLED);
}

static void one_entered_by_hand_follows_the_calendar_of_its_duplicate(void **state)
{
	struct fixture *f = *state;
	const char *keep = story_meeting(f, "byhand", "people/noor", STORY_START);
	const char *duplicate = say(f, "home.ics", STORY_START, STANDS);
	Session *session = plan(f, keep, false);

	assert_ok(f, merge(f, &f->noor, keep, duplicate));
	say(f, "home.ics", STORY_START + CLOCK_DAY, STANDS);
	assert_int_equal(instant_us(get(f, session->name)->start_time), STORY_START + CLOCK_DAY);
	say(f, "home.ics", STORY_START + CLOCK_DAY, OFF);
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_CANCELLED);
	say(f, "home.ics", STORY_START + CLOCK_DAY, STANDS);
	assert_int_equal(get(f, session->name)->state, SESSION_STATE_PLANNED);
}

static void what_was_called_off_and_written_anew_goes_on(void **state)
{
	struct fixture *f = *state;
	const char *old = say(f, "work.ics", STORY_START, STANDS), *new;
	Session *session = plan(f, old, false);

	say(f, "work.ics", STORY_START, OFF);
	new = say(f, "new.ics", STORY_START, STANDS);
	assert_status(f, STATUS_FAILED_PRECONDITION, merge(f, &f->noor, old, new));
	assert_reason(f, "CANCELLED");
	assert_ok(f, merge(f, &f->noor, new, old));
	session = get(f, session->name);
	assert_int_equal(session->state, SESSION_STATE_PLANNED);
	assert_string_equal(session->meeting, new);
}

static void pairs_are_listed_for_the_owner_and_their_coach(void **state)
{
	struct fixture *f = *state;
	ListMeetingDuplicatesRequest in = LIST_MEETING_DUPLICATES_REQUEST__INIT;
	ListMeetingDuplicatesResponse *out;
	const char *keep = say(f, "work.ics", STORY_START, STANDS);
	const char *duplicate = say(f, "home.ics", STORY_START, STANDS);

	assert_ok(f, fixture_call(f, &f->noor, &service_meetings, "ListMeetingDuplicates", &in, &out));
	assert_int_equal(out->n_duplicates, 1);
	assert_string_equal(out->duplicates[0]->keep->name, keep);
	assert_string_equal(out->duplicates[0]->duplicate->name, duplicate);
	assert_int_equal(out->duplicates[0]->likeness, MEETING_LIKENESS_UID);
	assert_string_equal(out->next_page_token, "");
	in.owner = "people/noor@example.org";
	assert_ok(f, fixture_call(f, &f->ruud, &service_meetings, "ListMeetingDuplicates", &in, &out));
	assert_int_equal(out->n_duplicates, 1);
	assert_status(
		f, STATUS_NOT_FOUND, fixture_call(f, &f->kim, &service_meetings, "ListMeetingDuplicates", &in, &out));
	in.page_token = "meetings/none";
	assert_status(f, STATUS_INVALID_ARGUMENT,
		fixture_call(f, &f->ruud, &service_meetings, "ListMeetingDuplicates", &in, &out));
	in.page_token = "";
	assert_ok(f, merge(f, &f->noor, keep, duplicate));
	assert_ok(f, fixture_call(f, &f->ruud, &service_meetings, "ListMeetingDuplicates", &in, &out));
	assert_int_equal(out->n_duplicates, 0);
}

/* ---- what the coachee gets, with and without hidden sessions ---- */

struct transcript {
	uint8_t bytes[65536];
	size_t size;
};

static void keep_bytes(struct transcript *transcript, const void *message)
{
	transcript->size += protobuf_c_message_pack(message, transcript->bytes + transcript->size);
	assert_true(transcript->size < sizeof(transcript->bytes) / 2);
}

static void ask(struct fixture *f, const char *id, void *service, const char *method, const void *in,
	struct transcript *transcript)
{
	ProtobufCMessage *out = NULL;

	assert_ok(f, fixture_call_as(f, &f->noor, id, service, method, in, &out));
	keep_bytes(transcript, out);
}

static void look(struct fixture *f, struct transcript *transcript)
{
	ListMeetingsRequest meetings = LIST_MEETINGS_REQUEST__INIT;
	ListSessionsRequest sessions = LIST_SESSIONS_REQUEST__INIT;
	ListMeetingDuplicatesRequest pairs = LIST_MEETING_DUPLICATES_REQUEST__INIT;
	ListEventsRequest events = LIST_EVENTS_REQUEST__INIT;

	meetings.include_merged = meetings.include_cancelled = true;
	ask(f, "", &service_meetings, "ListMeetings", &meetings, transcript);
	ask(f, "", &service_meetings, "ListMeetingDuplicates", &pairs, transcript);
	ask(f, "", &service_sessions, "ListSessions", &sessions, transcript);
	ask(f, "", &service_events, "ListEvents", &events, transcript);
}

static void play(bool hidden, struct transcript *transcript)
{
	PlanSessionRequest invite = PLAN_SESSION_REQUEST__INIT;
	MergeMeetingsRequest in = MERGE_MEETINGS_REQUEST__INIT;
	UnmergeMeetingRequest back = UNMERGE_MEETING_REQUEST__INIT;
	struct fixture *f;
	void *state;

	transcript->size = 0;
	fixture_open(&state);
	f = state;
	story_tell_team(f);
	plan(f, story_meeting(f, "earlier", "people/noor", STORY_START - CLOCK_DAY), false);
	in.keep = (char *)story_meeting(f, "one", "people/noor", STORY_START);
	in.duplicate = back.name = (char *)story_meeting(f, "two", "people/noor", STORY_START + 2 * CLOCK_HOUR);
	invite.meeting = in.duplicate;
	invite.coach = "people/ruud";
	ask(f, "invite", &service_sessions, "PlanSession", &invite, transcript);
	if (hidden)
		plan(f, in.keep, true);
	look(f, transcript);
	f->now += CLOCK_MINUTE;
	ask(f, "merge", &service_meetings, "MergeMeetings", &in, transcript);
	look(f, transcript);
	f->now += CLOCK_MINUTE;
	ask(f, "unmerge", &service_meetings, "UnmergeMeeting", &back, transcript);
	look(f, transcript);
	assert_int_equal(fixture_events(f, "session.cancelled", "people/ruud"), hidden);
	fixture_close(&state);
}

static void hidden_sessions_change_no_byte_of_a_merge(void **state)
{
	static struct transcript with, without;

	(void)state;
	play(false, &without);
	play(true, &with);
	assert_int_equal(with.size, without.size);
	assert_memory_equal(with.bytes, without.bytes, with.size);
}

static void of_a_hidden_and_a_known_one_the_known_goes_on_and_the_hidden_comes_back_hidden(void **state)
{
	struct fixture *f = *state;
	const char *keep, *duplicate;
	Session *hidden, *known;

	story_tell_team(f);
	plan(f, story_meeting(f, "earlier", "people/noor", STORY_START - CLOCK_DAY), false);
	keep = story_meeting(f, "one", "people/noor", STORY_START);
	duplicate = story_meeting(f, "two", "people/noor", STORY_START + 2 * CLOCK_HOUR);
	hidden = plan(f, keep, true);
	known = plan(f, duplicate, false);
	assert_ok(f, merge(f, &f->noor, keep, duplicate));
	assert_int_equal(get(f, known->name)->state, SESSION_STATE_PLANNED);
	assert_int_equal(get(f, hidden->name)->state, SESSION_STATE_CANCELLED);
	assert_string_equal(get(f, hidden->name)->merged_into, known->name);
	assert_ok(f, unmerge(f, &f->noor, duplicate));
	hidden = get(f, hidden->name);
	assert_int_equal(hidden->state, SESSION_STATE_PLANNED);
	assert_true(lifecycle_hidden(hidden));
	assert_int_equal(fixture_events(f, "session.reopened", "people/noor"), 0);
	assert_int_equal(fixture_events(f, "session.cancelled", "people/noor"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(what_hangs_on_the_duplicate_moves_over),
		with_fixture(a_preparation_of_the_duplicate_counts_for_the_session_of_the_other),
		with_fixture(of_two_sessions_of_one_coach_one_goes_on_and_both_come_back),
		with_fixture(after_a_day_or_once_it_began_it_stays_as_it_is),
		with_fixture(two_that_somebody_went_along_to_are_no_duplicates),
		with_fixture(what_was_prepared_for_another_does_not_change_what_a_debrief_looks_back_at),
		with_fixture(a_later_import_brings_no_duplicate_back),
		with_fixture(one_entered_by_hand_follows_the_calendar_of_its_duplicate),
		with_fixture(what_was_called_off_and_written_anew_goes_on),
		with_fixture(pairs_are_listed_for_the_owner_and_their_coach),
		with_fixture(of_a_hidden_and_a_known_one_the_known_goes_on_and_the_hidden_comes_back_hidden),
		cmocka_unit_test(hidden_sessions_change_no_byte_of_a_merge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
