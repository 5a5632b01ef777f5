/* tests — what is to come follows the days of the two, and the hours of the team: sessions, action points, and what the
 * service does by itself. */
#include "story.h"

#include "daemon/domain/day.h"
#include "daemon/store/timer.h"

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

static void set_zone_of(struct fixture *f, const struct actor *actor, const char *zone)
{
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person given = PERSON__INIT;
	char *paths[] = { (char *)"time_zone" };

	given.name = (char *)actor->person;
	given.time_zone = (char *)zone;
	mask.paths = paths;
	mask.n_paths = 1;
	in.person = &given;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, actor, &service_people, "UpdatePerson", &in, NULL));
}

static void set_zone(struct fixture *f, const char *zone)
{
	set_zone_of(f, &f->noor, zone);
}

/* When a timer of the service is due; 0: there is none. */
static int64_t due_of(struct fixture *f, const char *kind, const char *name)
{
	int64_t due = 0;

	assert_int_equal(
		store_timer_find(f->conn, STORE_TIMER_SERVICE, arena_printf(f->arena, "%s/%s", kind, name), &due, NULL),
		STATUS_OK);
	return due;
}

/* An hour of a day of March. */
static int64_t march(int day, int hour, const char *zone)
{
	int first;

	assert_true(day_parse("2026-03-01", &first));
	return day_at(first + day - 1, hour * 60, zone);
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

static void a_session_that_waits_for_its_debrief_hears_of_it_and_one_that_is_over_does_not(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	set_zone(f, "Asia/Tokyo");
	assert_int_equal(fixture_events(f, "session.timed", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.timed", "people/ruud"), 1);
	assert_int_equal(instant_us(now_of(f, session)->cutoff_time), STORY_CUTOFF);
	set_zone_of(f, &f->ruud, "Asia/Tokyo");
	assert_int_equal(fixture_events(f, "session.timed", "people/noor"), 2);
	assert_ok(f, story_debrief(f, &f->noor, session->name, "it went well\n+ calm", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "I listened\n! rehearse @2026-03-11", NULL));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL));
	assert_ok(f, story_sign(f, &f->ruud, session->name, NULL));
	set_zone(f, "Europe/London");
	assert_int_equal(fixture_events(f, "session.timed", NULL), 2);
}

/* ---- what the service does by itself ---- */

static void what_nobody_wrote_about_ends_at_five_there(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f); /* Wednesday the 4th */

	assert_int_equal(due_of(f, "lapse", session->name), march(11, 17, "Europe/Amsterdam"));
	set_zone(f, "Asia/Tokyo");
	assert_int_equal(due_of(f, "lapse", session->name), march(11, 17, "Asia/Tokyo"));
	set_zone(f, "America/New_York");
	assert_int_equal(due_of(f, "lapse", session->name), march(11, 17, "America/New_York"));
	set_days_off(f, &f->noor, "people/noor", "2026-03-09");
	assert_int_equal(due_of(f, "lapse", session->name), march(12, 17, "America/New_York"));
}

static void nobody_is_late_for_an_end_that_was_never_theirs(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	f->now = march(11, 12, "Europe/Amsterdam"); /* past five there */
	set_zone(f, "Asia/Tokyo");
	assert_int_equal(due_of(f, "lapse", session->name), march(12, 17, "Asia/Tokyo"));
	set_zone(f, "Europe/Amsterdam");
	assert_int_equal(due_of(f, "lapse", session->name), march(11, 17, "Europe/Amsterdam"));
}

static void who_did_not_answer_has_no_more_days_for_having_moved(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	f->now = march(5, 10, "Europe/Amsterdam"); /* Thursday */
	assert_ok(f, story_debrief(f, &f->noor, session->name, "it went well\n+ calm", NULL));
	assert_ok(f, story_debrief(f, &f->ruud, session->name, "I listened\n! rehearse @2026-03-20", NULL));
	assert_int_equal(due_of(f, "unconfirmed", session->name), march(12, 17, "Europe/Amsterdam"));
	f->now = march(10, 10, "Europe/Amsterdam");
	set_zone(f, "Europe/London");
	assert_int_equal(due_of(f, "unconfirmed", session->name), march(12, 17, "Europe/London"));
	assert_ok(f, story_sign(f, &f->noor, session->name, NULL)); /* it does begin anew with that */
	assert_int_equal(due_of(f, "unconfirmed", session->name), march(17, 17, "Europe/London"));
	f->now = march(11, 10, "Europe/London");
	set_zone(f, "Europe/Amsterdam");
	assert_int_equal(due_of(f, "unconfirmed", session->name), march(17, 17, "Europe/Amsterdam"));
}

static void a_look_at_a_hidden_session_whose_hour_has_been_there_comes_at_once(void **state)
{
	struct fixture *f = *state;
	Session *session;

	story_tell_team(f);
	story_meeting(f, "first", "people/noor", STORY_START - CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/first", "", false, NULL));
	story_meeting(f, "second", "people/noor", STORY_START + 7 * CLOCK_DAY); /* Wednesday the 11th */
	assert_ok(f, story_plan(f, &f->ruud, "meetings/second", "", true, &session));
	assert_int_equal(due_of(f, "fit", session->name), march(10, 9, "Europe/Amsterdam"));
	set_zone(f, "Europe/London");
	assert_int_equal(due_of(f, "fit", session->name), march(10, 9, "Europe/London"));
	f->now = march(10, 8, "Europe/London");
	set_zone(f, "Asia/Tokyo");
	assert_int_equal(due_of(f, "fit", session->name), f->now);
}

static void the_rhythm_is_told_of_at_nine_where_the_coach_is(void **state)
{
	struct fixture *f = *state;
	UpdateCoachingRequest in = UPDATE_COACHING_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Coaching coaching = COACHING__INIT;
	char *paths[] = { (char *)"cadence_days" };
	int64_t due;
	int day;

	coaching.name = (char *)"coachings/noor";
	coaching.cadence_days = 21;
	mask.paths = paths;
	mask.n_paths = 1;
	in.coaching = &coaching;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, &f->admin, &service_people, "UpdateCoaching", &in, NULL));
	due = due_of(f, "cadence", "coachings/noor");
	day = day_of(due, "Europe/Amsterdam", NULL);
	assert_int_equal(due, day_at(day, 9 * 60, "Europe/Amsterdam"));
	set_zone(f, "Asia/Tokyo");
	assert_int_equal(due_of(f, "cadence", "coachings/noor"), due);
	set_zone_of(f, &f->ruud, "America/New_York");
	assert_int_equal(due_of(f, "cadence", "coachings/noor"), day_at(day, 9 * 60, "America/New_York"));
	set_zone_of(f, &f->ruud, "Asia/Tokyo");
	assert_int_equal(due_of(f, "cadence", "coachings/noor"), day_at(day, 9 * 60, "Asia/Tokyo"));
}

static void a_relation_ends_at_midnight_where_the_coachee_is(void **state)
{
	struct fixture *f = *state;
	UpdateCoachingRequest in = UPDATE_COACHING_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Coaching coaching = COACHING__INIT;
	char *paths[] = { (char *)"end_date" };

	coaching.name = (char *)"coachings/noor";
	coaching.end_date = (char *)"2026-03-10";
	mask.paths = paths;
	mask.n_paths = 1;
	in.coaching = &coaching;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, &f->admin, &service_people, "UpdateCoaching", &in, NULL));
	assert_int_equal(due_of(f, "handover", "coachings/noor"), march(11, 0, "Europe/Amsterdam"));
	set_zone_of(f, &f->ruud, "Asia/Tokyo");
	assert_int_equal(due_of(f, "handover", "coachings/noor"), march(11, 0, "Europe/Amsterdam"));
	set_zone(f, "America/New_York");
	assert_int_equal(due_of(f, "handover", "coachings/noor"), march(11, 0, "America/New_York"));
	f->now = march(11, 0, "Asia/Tokyo") + CLOCK_HOUR;
	set_zone(f, "Asia/Tokyo"); /* where it has been: it still comes */
	assert_int_equal(due_of(f, "handover", "coachings/noor"), march(11, 0, "Asia/Tokyo"));
}

/* ---- action points ---- */

static ActionPoint *agree(struct fixture *f, const char *owner, const char *text)
{
	CreateActionPointRequest in = CREATE_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT, *ret;

	in.action_point = &point;
	point.coaching = (char *)"coachings/noor";
	point.owner = (char *)owner;
	point.text = (char *)text;
	point.due_date = (char *)"2026-03-12";
	assert_ok(f, fixture_call(f, &f->ruud, &service_action_points, "CreateActionPoint", &in, &ret));
	return ret;
}

static void open_action_points_hear_of_the_days_of_their_owner_alone(void **state)
{
	struct fixture *f = *state;
	CompleteActionPointRequest complete = COMPLETE_ACTION_POINT_REQUEST__INIT;

	complete.name = agree(f, "people/noor", "done")->name;
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "CompleteActionPoint", &complete, NULL));
	agree(f, "people/noor", "rehearse");
	agree(f, "people/noor", "wait");
	agree(f, "people/ruud", "call purchasing");
	set_zone(f, "Asia/Tokyo");
	assert_int_equal(fixture_events(f, "action_point.timed", NULL), 2);
	assert_int_equal(fixture_events(f, "action_point.timed", "people/noor"), 2);
	assert_int_equal(fixture_events(f, "action_point.timed", "people/ruud"), 2);
	set_days_off(f, &f->ruud, "people/ruud", "2026-03-11");
	assert_int_equal(fixture_events(f, "action_point.timed", NULL), 3);
	set_days_off(f, &f->ruud, "people/ruud", "2026-03-11"); /* the same again changes nothing */
	assert_int_equal(fixture_events(f, "action_point.timed", NULL), 3);
}

static void of_what_the_coachee_must_not_know_yet_the_coach_alone_hears(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;

	in.name = arena_printf(f->arena, "%s/debrief", session->name);
	in.lines = (char *)"! learn to wait @2026-03-12\n? call purchasing @2026-03-12";
	in.mode = DEBRIEF_MODE_APART;
	assert_ok(f, fixture_call(f, &f->ruud, &service_debriefs, "WriteDebrief", &in, NULL));
	set_zone(f, "Asia/Tokyo"); /* theirs is none that they are asked about */
	assert_int_equal(fixture_events(f, "action_point.timed", NULL), 0);
	set_zone_of(f, &f->ruud, "Asia/Tokyo");
	assert_int_equal(fixture_events(f, "action_point.timed", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "action_point.timed", "people/noor"), 0);
}

static void whose_hours_changed_is_told_also_when_only_their_digest_did(void **state)
{
	struct fixture *f = *state;
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Person given = PERSON__INIT;
	char *paths[] = { (char *)"digest", (char *)"digest_minute" };

	story_planned(f);
	set_zone(f, "Asia/Tokyo");
	assert_int_equal(fixture_events(f, "person.timed", "people/noor"), 1);
	given.name = (char *)"people/noor";
	given.digest = true;
	given.digest_minute = 8 * 60;
	mask.paths = paths;
	mask.n_paths = 2;
	in.person = &given;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, &f->noor, &service_people, "UpdatePerson", &in, NULL));
	assert_ok(f, fixture_call(f, &f->noor, &service_people, "UpdatePerson", &in, NULL));
	assert_int_equal(fixture_events(f, "person.timed", NULL), 2);
	assert_int_equal(fixture_events(f, "session.timed", NULL), 1);
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
		with_fixture(a_session_that_waits_for_its_debrief_hears_of_it_and_one_that_is_over_does_not),
		with_fixture(what_nobody_wrote_about_ends_at_five_there),
		with_fixture(nobody_is_late_for_an_end_that_was_never_theirs),
		with_fixture(who_did_not_answer_has_no_more_days_for_having_moved),
		with_fixture(a_look_at_a_hidden_session_whose_hour_has_been_there_comes_at_once),
		with_fixture(the_rhythm_is_told_of_at_nine_where_the_coach_is),
		with_fixture(a_relation_ends_at_midnight_where_the_coachee_is),
		with_fixture(open_action_points_hear_of_the_days_of_their_owner_alone),
		with_fixture(of_what_the_coachee_must_not_know_yet_the_coach_alone_hears),
		with_fixture(whose_hours_changed_is_told_also_when_only_their_digest_did),
		with_fixture(other_hours_hold_from_the_next_start_on_for_checks_that_lie_ahead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
