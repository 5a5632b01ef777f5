/* tests — what becomes of what is planned when a coaching relation ends. */
#include "story.h"

extern Meetings_Service service_meetings;
extern People_Service service_people;

static enum status end(struct fixture *f, const char *day)
{
	UpdateCoachingRequest in = UPDATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;
	char *path = "end_date";
	FieldMask mask = FIELD_MASK__INIT;

	mask.paths = &path;
	mask.n_paths = 1;
	coaching.name = "coachings/noor";
	coaching.end_date = (char *)day;
	in.coaching = &coaching;
	in.update_mask = &mask;
	return fixture_call(f, &f->admin, &service_people, "UpdateCoaching", &in, NULL);
}

static Session *get(struct fixture *f, const struct actor *actor, const char *name)
{
	Session *session = NULL;

	assert_ok(f, story_do(f, actor, "GetSession", name, &session));
	return session;
}

static void what_is_planned_after_the_last_day_is_cancelled_and_both_are_told_why(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_ok(f, end(f, "2026-03-03"));
	session = get(f, &f->ruud, session->name);
	assert_int_equal(session->state, SESSION_STATE_CANCELLED);
	assert_int_equal(session->cancel_cause, CANCEL_CAUSE_COACHING_ENDED);
	assert_string_equal(session->cancel_reason, "the coaching relation ends before that day");
	f->locale = "nl";
	assert_string_equal(get(f, &f->noor, session->name)->cancel_reason, "de coachrelatie eindigt vóór die dag");
	assert_int_equal(fixture_events(f, "session.cancelled", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.cancelled", "people/noor"), 1);
}

static void what_is_planned_until_the_last_day_goes_on(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_ok(f, end(f, "2026-03-04"));
	assert_int_equal(get(f, &f->ruud, session->name)->state, SESSION_STATE_PLANNED);
	assert_ok(f, end(f, ""));
	assert_int_equal(get(f, &f->ruud, session->name)->state, SESSION_STATE_PLANNED);
}

static void nothing_is_planned_after_the_last_day(void **state)
{
	struct fixture *f = *state;
	const char *before = story_meeting(f, "before", "people/noor", STORY_START);
	const char *after = story_meeting(f, "after", "people/noor", STORY_START + CLOCK_DAY);

	assert_ok(f, end(f, "2026-03-04"));
	assert_ok(f, story_plan(f, &f->ruud, before, NULL, false, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, after, NULL, false, NULL));
	assert_reason(f, "COACHING_ENDS");
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->noor, after, "people/ruud", false, NULL));
	assert_reason(f, "COACHING_ENDS");
}

static void what_moves_beyond_the_last_day_is_cancelled(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	UpdateMeetingRequest in = UPDATE_MEETING_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Meeting meeting = MEETING__INIT;
	char *path = "start_time";

	assert_ok(f, end(f, "2026-03-04"));
	mask.paths = &path;
	mask.n_paths = 1;
	meeting.name = session->meeting;
	meeting.start_time = instant_new(f->arena, STORY_START + CLOCK_HOUR);
	in.meeting = &meeting;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, &f->noor, &service_meetings, "UpdateMeeting", &in, NULL));
	assert_int_equal(get(f, &f->ruud, session->name)->state, SESSION_STATE_PLANNED);
	meeting.start_time = instant_new(f->arena, STORY_START + CLOCK_DAY);
	assert_ok(f, fixture_call(f, &f->noor, &service_meetings, "UpdateMeeting", &in, NULL));
	session = get(f, &f->ruud, session->name);
	assert_int_equal(session->state, SESSION_STATE_CANCELLED);
	assert_int_equal(session->cancel_cause, CANCEL_CAUSE_COACHING_ENDED);
	assert_int_equal(fixture_events(f, "session.cancelled", "people/noor"), 1);
}

static void a_later_end_does_not_bring_it_back_and_reopening_does(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_ok(f, end(f, "2026-03-03"));
	assert_ok(f, end(f, "2026-12-31"));
	assert_int_equal(get(f, &f->ruud, session->name)->state, SESSION_STATE_CANCELLED);
	assert_ok(f, story_do(f, &f->ruud, "ReopenSession", session->name, NULL));
	session = get(f, &f->noor, session->name);
	assert_int_equal(session->state, SESSION_STATE_PLANNED);
	assert_int_equal(session->cancel_cause, CANCEL_CAUSE_UNSPECIFIED);
	assert_string_equal(session->cancel_reason, "");
}

static void of_a_hidden_one_only_the_coach_is_told(void **state)
{
	struct fixture *f = *state;
	Session *session = NULL;
	int before;

	story_tell_team(f);
	story_planned(f);
	assert_ok(f, story_plan(f, &f->ruud, story_meeting(f, "secret", "people/noor", STORY_START + CLOCK_DAY), NULL,
			     true, &session));
	before = fixture_events(f, NULL, "people/noor");
	assert_ok(f, end(f, "2026-03-04"));
	assert_int_equal(get(f, &f->ruud, session->name)->cancel_cause, CANCEL_CAUSE_COACHING_ENDED);
	assert_int_equal(fixture_events(f, "session.cancelled", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.cancelled", "people/noor"), 0);
	assert_int_equal(fixture_events(f, NULL, "people/noor"), before + 1); /* coaching.updated */
}

static void what_is_open_for_the_one_on_one_stays_readable_to_both(void **state)
{
	struct fixture *f = *state;
	CreateOneOnOneItemRequest in = CREATE_ONE_ON_ONE_ITEM_REQUEST__INIT;
	OneOnOneItem item = ONE_ON_ONE_ITEM__INIT;
	ListOneOnOneItemsRequest list = LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT;
	ListOneOnOneItemsResponse *out;

	in.one_on_one_item = &item;
	item.coaching = "coachings/noor";
	item.subject = "where to go from here";
	assert_ok(f, fixture_call(f, &f->noor, &service_one_on_ones, "CreateOneOnOneItem", &in, NULL));
	assert_ok(f, end(f, "2026-03-03"));
	story_until(f, FIXTURE_NOW + 10 * CLOCK_DAY);
	assert_ok(f, fixture_call(f, &f->noor, &service_one_on_ones, "ListOneOnOneItems", &list, &out));
	assert_int_equal(out->n_one_on_one_items, 1);
	assert_ok(f, fixture_call(f, &f->ruud, &service_one_on_ones, "ListOneOnOneItems", &list, &out));
	assert_int_equal(out->n_one_on_one_items, 1);
}

static void nobody_cancels_for_that_cause_by_hand(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);
	CancelSessionRequest in = CANCEL_SESSION_REQUEST__INIT;

	in.name = session->name;
	in.cause = CANCEL_CAUSE_COACHING_ENDED;
	assert_status(
		f, STATUS_INVALID_ARGUMENT, fixture_call(f, &f->ruud, &service_sessions, "CancelSession", &in, NULL));
}

static void with_the_one_it_was_planned_on_a_hidden_one_goes_once(void **state)
{
	struct fixture *f = *state;

	story_tell_team(f);
	story_planned(f);
	assert_ok(f, story_plan(f, &f->ruud, story_meeting(f, "secret", "people/noor", STORY_START + CLOCK_DAY), NULL,
			     true, NULL));
	assert_ok(f, end(f, "2026-03-03"));
	assert_int_equal(fixture_events(f, "session.cancelled", "people/ruud"), 2);
	assert_int_equal(fixture_events(f, "session.cancelled", "people/noor"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(what_is_planned_after_the_last_day_is_cancelled_and_both_are_told_why),
		with_fixture(what_is_planned_until_the_last_day_goes_on),
		with_fixture(nothing_is_planned_after_the_last_day),
		with_fixture(what_moves_beyond_the_last_day_is_cancelled),
		with_fixture(a_later_end_does_not_bring_it_back_and_reopening_does),
		with_fixture(of_a_hidden_one_only_the_coach_is_told),
		with_fixture(with_the_one_it_was_planned_on_a_hidden_one_goes_once),
		with_fixture(what_is_open_for_the_one_on_one_stays_readable_to_both),
		with_fixture(nobody_cancels_for_that_cause_by_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
