/* tests — People: coaching relations and teams. */
#include "fixture.h"

extern People_Service service_people;

static enum status create(
	struct fixture *fixture, const struct actor *actor, const char *coach, const char *coachee, Coaching **ret)
{
	CreateCoachingRequest in = CREATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;

	coaching.coach = (char *)coach;
	coaching.coachee = (char *)coachee;
	in.coaching = &coaching;
	return fixture_call(fixture, actor, &service_people, "CreateCoaching", &in, ret);
}

static enum status update(struct fixture *fixture, const struct actor *actor, const char *end_date, int cadence_days,
	const char *etag, Coaching **ret)
{
	UpdateCoachingRequest in = UPDATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;

	coaching.name = "coachings/noor";
	coaching.end_date = (char *)end_date;
	coaching.cadence_days = cadence_days;
	coaching.etag = (char *)etag;
	in.coaching = &coaching;
	return fixture_call(fixture, actor, &service_people, "UpdateCoaching", &in, ret);
}

static void a_relation_starts_today_with_the_usual_rhythm(void **state)
{
	struct fixture *fixture = *state;
	Coaching *made;

	assert_ok(fixture, create(fixture, &fixture->admin, "people/ruud@example.org", "people/kim", &made));
	assert_string_equal(made->coach, "people/ruud");
	assert_string_equal(made->coachee, "people/kim");
	assert_string_equal(made->start_date, "2026-03-02");
	assert_string_equal(made->end_date, "");
	assert_int_equal(made->cadence_days, 28);
	assert_int_equal(fixture_events(fixture, "coaching.created", "people/ruud"), 1);
	assert_int_equal(fixture_events(fixture, "coaching.created", "people/kim"), 1);
	assert_int_equal(fixture_events(fixture, "coaching.created", "people/noor"), 0);
}

static void the_two_have_one_relation_at_a_time(void **state)
{
	struct fixture *fixture = *state;
	Coaching *changed;

	assert_status(
		fixture, STATUS_ALREADY_EXISTS, create(fixture, &fixture->admin, "people/ruud", "people/noor", NULL));
	assert_ok(fixture, update(fixture, &fixture->admin, "2026-03-01", 14, "", &changed));
	assert_ok(fixture, create(fixture, &fixture->admin, "people/ruud", "people/noor", NULL));
	/* and the old one cannot reach into the new one any more */
	assert_status(fixture, STATUS_ALREADY_EXISTS, update(fixture, &fixture->admin, "2026-03-02", 14, "", NULL));
}

static void nobody_coaches_themself_or_whoever_is_not_there(void **state)
{
	struct fixture *fixture = *state;

	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		create(fixture, &fixture->admin, "people/kim", "people/kim@example.org", NULL));
	assert_string_equal(fixture->error.field, "coachee");
	assert_status(fixture, STATUS_NOT_FOUND,
		create(fixture, &fixture->admin, "people/kim", "people/nobody@example.org", NULL));
	assert_status(
		fixture, STATUS_PERMISSION_DENIED, create(fixture, &fixture->ruud, "people/ruud", "people/ruud", NULL));
}

static void the_two_see_their_relation_and_others_do_not(void **state)
{
	struct fixture *fixture = *state;
	GetCoachingRequest in = GET_COACHING_REQUEST__INIT;
	ListCoachingsRequest list_in = LIST_COACHINGS_REQUEST__INIT;
	ListCoachingsResponse *list;

	in.name = "coachings/noor";
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_people, "GetCoaching", &in, NULL));
	assert_ok(fixture, fixture_call(fixture, &fixture->noor, &service_people, "GetCoaching", &in, NULL));
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->sam, &service_people, "GetCoaching", &in, NULL));
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_people, "ListCoachings", &list_in, &list));
	assert_int_equal(list->n_coachings, 2);
	assert_ok(fixture, fixture_call(fixture, &fixture->sam, &service_people, "ListCoachings", &list_in, &list));
	assert_int_equal(list->n_coachings, 1);
	assert_ok(fixture, fixture_call(fixture, &fixture->kim, &service_people, "ListCoachings", &list_in, &list));
	assert_int_equal(list->n_coachings, 0);
	list_in.coachee = "people/sam@example.org";
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_people, "ListCoachings", &list_in, &list));
	assert_int_equal(list->n_coachings, 1);
	assert_string_equal(list->coachings[0]->name, "coachings/sam");
	assert_int_equal(strlen(list->coachings[0]->etag), 32);
}

static void the_coach_sets_rhythm_and_end(void **state)
{
	struct fixture *fixture = *state;
	Coaching *changed;

	assert_ok(fixture, update(fixture, &fixture->ruud, "2026-03-31", 14, "", &changed));
	assert_string_equal(changed->end_date, "2026-03-31");
	assert_int_equal(changed->cadence_days, 14);
	assert_status(fixture, STATUS_PERMISSION_DENIED, update(fixture, &fixture->noor, "", 14, "", NULL));
	assert_status(fixture, STATUS_NOT_FOUND, update(fixture, &fixture->kim, "", 14, "", NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, update(fixture, &fixture->ruud, "2025-12-31", 14, "", NULL));
	assert_string_equal(fixture->error.field, "end_date");
	assert_status(fixture, STATUS_INVALID_ARGUMENT, update(fixture, &fixture->ruud, "2026-02-30", 14, "", NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, update(fixture, &fixture->ruud, "", 400, "", NULL));
	assert_string_equal(fixture->error.field, "cadence_days");
	assert_status(fixture, STATUS_ABORTED, update(fixture, &fixture->ruud, "", 14, "0000", NULL));
}

static void when_it_has_ended_the_coach_sees_the_coachee_no_more(void **state)
{
	struct fixture *fixture = *state;
	GetPersonRequest in = GET_PERSON_REQUEST__INIT;

	in.name = "people/noor";
	assert_ok(fixture, update(fixture, &fixture->ruud, "2026-03-02", 14, "", NULL));
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_people, "GetPerson", &in, NULL));
	fixture->now += CLOCK_DAY;
	assert_status(fixture, STATUS_NOT_FOUND,
		fixture_call(fixture, &fixture->ruud, &service_people, "GetPerson", &in, NULL));
}

static void a_coach_does_not_take_up_again_what_has_ended(void **state)
{
	struct fixture *fixture = *state;

	assert_ok(fixture, update(fixture, &fixture->ruud, "2026-03-02", 14, "", NULL));
	assert_ok(fixture, update(fixture, &fixture->ruud, "2026-03-03", 14, "", NULL));
	fixture->now += 2 * CLOCK_DAY;
	assert_status(fixture, STATUS_FAILED_PRECONDITION, update(fixture, &fixture->ruud, "", 14, "", NULL));
	assert_string_equal(fixture->error.reason, "ENDED");
	assert_status(fixture, STATUS_FAILED_PRECONDITION, update(fixture, &fixture->ruud, "2026-12-31", 14, "", NULL));
	assert_ok(fixture, update(fixture, &fixture->admin, "2026-12-31", 14, "", NULL));
	assert_ok(fixture, update(fixture, &fixture->ruud, "2026-12-30", 14, "", NULL));
}

static enum status get_team(struct fixture *fixture, const struct actor *actor, const char *name, Team **ret)
{
	GetTeamRequest in = GET_TEAM_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(fixture, actor, &service_people, "GetTeam", &in, ret);
}

static enum status told(struct fixture *fixture, const struct actor *actor, const char *date, Team **ret)
{
	UpdateTeamRequest in = UPDATE_TEAM_REQUEST__INIT;
	Team team = TEAM__INIT;

	team.name = "people/ruud/team";
	team.unannounced_told_date = (char *)date;
	in.team = &team;
	return fixture_call(fixture, actor, &service_people, "UpdateTeam", &in, ret);
}

static void everyone_in_a_team_can_read_the_policy(void **state)
{
	struct fixture *fixture = *state;
	Team *team;

	assert_ok(fixture, get_team(fixture, &fixture->ruud, "people/me/team", &team));
	assert_string_equal(team->name, "people/ruud/team");
	assert_non_null(strstr(team->unannounced_policy, "Every session is announced"));
	assert_ok(fixture, get_team(fixture, &fixture->noor, "people/ruud@example.org/team", &team));
	assert_status(fixture, STATUS_NOT_FOUND, get_team(fixture, &fixture->kim, "people/ruud/team", &team));
	/* Ruud sees Noor, but is in no team of hers */
	assert_status(fixture, STATUS_NOT_FOUND, get_team(fixture, &fixture->ruud, "people/noor/team", &team));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, get_team(fixture, &fixture->ruud, "people/ruud", &team));
}

static void the_coach_records_when_the_team_was_told(void **state)
{
	struct fixture *fixture = *state;
	Team *team;

	assert_ok(fixture, told(fixture, &fixture->ruud, "2026-03-02", &team));
	assert_string_equal(team->unannounced_told_date, "2026-03-02");
	assert_non_null(strstr(team->unannounced_policy, "Since Monday 2 March 2026"));
	assert_int_equal(fixture_events(fixture, "team.updated", "people/ruud"), 1);
	assert_status(fixture, STATUS_INVALID_ARGUMENT, told(fixture, &fixture->ruud, "2026-03-03", NULL));
	assert_string_equal(fixture->error.field, "unannounced_told_date");
	assert_status(fixture, STATUS_INVALID_ARGUMENT, told(fixture, &fixture->ruud, "yesterday", NULL));
	assert_status(fixture, STATUS_PERMISSION_DENIED, told(fixture, &fixture->noor, "2026-03-01", NULL));
	assert_status(fixture, STATUS_NOT_FOUND, told(fixture, &fixture->kim, "2026-03-01", NULL));
	assert_ok(fixture, told(fixture, &fixture->ruud, "", &team));
	assert_non_null(strstr(team->unannounced_policy, "Every session is announced"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_relation_starts_today_with_the_usual_rhythm),
		with_fixture(the_two_have_one_relation_at_a_time),
		with_fixture(nobody_coaches_themself_or_whoever_is_not_there),
		with_fixture(the_two_see_their_relation_and_others_do_not),
		with_fixture(the_coach_sets_rhythm_and_end),
		with_fixture(when_it_has_ended_the_coach_sees_the_coachee_no_more),
		with_fixture(a_coach_does_not_take_up_again_what_has_ended),
		with_fixture(everyone_in_a_team_can_read_the_policy),
		with_fixture(the_coach_records_when_the_team_was_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
