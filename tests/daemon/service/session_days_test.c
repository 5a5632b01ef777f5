/* tests — sessions to come follow the days of the two, and the hours of the team. */
#include "story.h"

extern People_Service service_people;

/* The moments of a session as the store has them now. */
static Session *now_of(struct fixture *f, const Session *session)
{
	GetSessionRequest in = GET_SESSION_REQUEST__INIT;
	Session *ret;

	in.name = session->name;
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "GetSession", &in, &ret));
	return ret;
}

static void set_days_off(struct fixture *f, const struct actor *actor, const char *person, const char *day)
{
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person given = PERSON__INIT;
	char *paths[] = { (char *)"days_off" }, *days[] = { (char *)day };

	given.name = (char *)person;
	given.days_off = days;
	given.n_days_off = day != NULL;
	mask.paths = paths;
	mask.n_paths = 1;
	in.person = &given;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, actor, &service_people, "UpdatePerson", &in, NULL));
}

static void set_zone(struct fixture *f, const char *zone)
{
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person given = PERSON__INIT;
	char *paths[] = { (char *)"time_zone" };

	given.name = (char *)"people/noor";
	given.time_zone = (char *)zone;
	mask.paths = paths;
	mask.n_paths = 1;
	in.person = &given;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, &f->noor, &service_people, "UpdatePerson", &in, NULL));
}

static void a_day_off_moves_the_check_to_the_working_day_before_and_back_again(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	set_days_off(f, &f->noor, "people/noor", "2026-03-03"); /* the day of the check: Monday it is */
	assert_int_equal(instant_us(now_of(f, session)->cutoff_time), STORY_CUTOFF - CLOCK_DAY);
	assert_int_equal(instant_us(now_of(f, session)->grace_time), STORY_GRACE - CLOCK_DAY);
	assert_int_equal(fixture_events(f, "session.timed", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.moved", NULL), 0);
	set_days_off(f, &f->noor, "people/noor", NULL);
	assert_int_equal(instant_us(now_of(f, session)->cutoff_time), STORY_CUTOFF);
}

static void another_zone_moves_the_check_to_that_afternoon_there(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	set_zone(f, "Europe/London");
	assert_int_equal(instant_us(now_of(f, session)->cutoff_time), STORY_CUTOFF + CLOCK_HOUR);
	assert_int_equal(instant_us(now_of(f, session)->start_time), STORY_START);
}

static void a_check_that_has_been_stays_where_it_was(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	f->now = STORY_CUTOFF + CLOCK_MINUTE;
	set_zone(f, "America/New_York");
	assert_int_equal(instant_us(now_of(f, session)->cutoff_time), STORY_CUTOFF);
}

static void no_check_is_moved_to_where_it_would_have_been_already(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	f->now = STORY_CUTOFF - 20 * CLOCK_HOUR; /* Monday 19:00: the day before has no 15:00 to come */
	set_days_off(f, &f->noor, "people/noor", "2026-03-03");
	assert_int_equal(instant_us(now_of(f, session)->cutoff_time), STORY_CUTOFF);
}

static void what_does_not_touch_days_touches_no_session(void **state)
{
	struct fixture *f = *state;

	story_planned(f);
	set_zone(f, "Europe/Amsterdam");
	set_days_off(f, &f->noor, "people/noor", NULL);
	assert_int_equal(fixture_events(f, "session.timed", NULL), 0);
}

static void of_a_hidden_session_the_coachee_s_days_tell_the_coach_alone(void **state)
{
	struct fixture *f = *state;
	Session *session;

	story_tell_team(f);
	story_meeting(f, "first", "people/noor", STORY_START - CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/first", "", false, NULL));
	story_meeting(f, "second", "people/noor", STORY_START + 7 * CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/second", "", true, &session));
	set_days_off(f, &f->noor, "people/noor", "2026-03-10");
	assert_int_equal(fixture_events(f, "session.timed", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.timed", "people/ruud"), 2);
}

/* ---- the hours of the team ---- */

static struct policy_team section;

static void begin(struct fixture *f, const char *key, const char *text)
{
	char fault[POLICY_FAULT];
	struct call *call;

	section = (struct policy_team){ .address = "" };
	f->service.teams = (struct policy_teams){ &section, key != NULL };
	if (key != NULL && !policy_set(&section.policy, key, text, fault))
		fail_msg("%s", fault);
	call = fixture_bare_call(f, &call_service_actor, "ridealong.v1.Sessions/GetSession");
	call->request_id = text;
	if (service_begin(call) != STATUS_OK)
		fail_msg("%s", call->error.message);
}

static void other_hours_hold_from_the_next_start_on_for_checks_that_lie_ahead(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	begin(f, "cutoff", "14:00");
	assert_int_equal(instant_us(now_of(f, session)->cutoff_time), STORY_CUTOFF - CLOCK_HOUR);
	assert_int_equal(fixture_events(f, "session.timed", "people/ruud"), 1);
	begin(f, "cutoff", "14:00"); /* the same again changes nothing */
	assert_int_equal(fixture_events(f, "session.timed", "people/ruud"), 1);
	begin(f, NULL, "none");
	assert_int_equal(instant_us(now_of(f, session)->cutoff_time), STORY_CUTOFF);
	f->now = STORY_CUTOFF + CLOCK_MINUTE;
	begin(f, "cutoff", "14:30");
	assert_int_equal(instant_us(now_of(f, session)->cutoff_time), STORY_CUTOFF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_day_off_moves_the_check_to_the_working_day_before_and_back_again),
		with_fixture(another_zone_moves_the_check_to_that_afternoon_there),
		with_fixture(a_check_that_has_been_stays_where_it_was),
		with_fixture(no_check_is_moved_to_where_it_would_have_been_already),
		with_fixture(what_does_not_touch_days_touches_no_session),
		with_fixture(of_a_hidden_session_the_coachee_s_days_tell_the_coach_alone),
		with_fixture(other_hours_hold_from_the_next_start_on_for_checks_that_lie_ahead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
