/* tests — what a coach's team has otherwise than by default, where it holds. */
#include "story.h"

#include "daemon/service/policy.h"
#include "ridealong/v1/admin.pb-c.h"

extern Admin_Service service_admin;
extern People_Service service_people;

static struct policy_team sections[2];

/* A line of [team ruud@example.org], as the configuration would have it. */
static void say(struct fixture *f, const char *key, const char *text)
{
	char fault[POLICY_FAULT];

	if (f->service.teams.count == 0)
		memset(sections, 0, sizeof(sections));
	sections[0].address = "Ruud@example.org";
	sections[1].address = "nobody@example.org";
	f->service.teams = (struct policy_teams){ sections, 2 };
	if (!policy_set(&sections[0].policy, key, text, fault))
		fail_msg("%s", fault);
}

static Team *team(struct fixture *f, const struct actor *actor, const char *name)
{
	GetTeamRequest in = GET_TEAM_REQUEST__INIT;
	Team *ret;

	in.name = (char *)name;
	assert_ok(f, fixture_call(f, actor, &service_people, "GetTeam", &in, &ret));
	return ret;
}

static const TeamSetting *setting(const Team *team, const char *key)
{
	for (size_t i = 0; i < team->n_settings; i++)
		if (strcmp(team->settings[i]->key, key) == 0)
			return team->settings[i];
	return NULL;
}

static void everyone_in_a_team_reads_what_holds_and_what_is_otherwise_than_by_default(void **state)
{
	struct fixture *f = *state;
	const Team *before = team(f, &f->ruud, "people/me/team"), *after;

	assert_int_equal(before->policy->cutoff_minute, 15 * 60);
	assert_int_equal(before->policy->gate, GATE_MODE_ON);
	assert_int_equal(before->n_settings, POLICY_SETTINGS);
	assert_string_equal(setting(before, "cutoff")->usual, "");
	say(f, "cutoff", "14:30");
	say(f, "gate", "ask");
	say(f, "travel", "0m");
	say(f, "quiet", "cadence celebrate");
	f->locale = "nl";
	after = team(f, &f->noor, "people/ruud@example.org/team");
	assert_int_equal(after->policy->cutoff_minute, 14 * 60 + 30);
	assert_int_equal(after->policy->gate, GATE_MODE_ASK);
	assert_int_equal(after->policy->travel_minutes, 0);
	assert_int_equal(after->policy->grace_minute, 17 * 60);
	assert_int_equal(after->policy->n_quiet, 2);
	assert_string_equal(setting(after, "cutoff")->value, "14:30");
	assert_string_equal(setting(after, "cutoff")->usual, "15:00");
	assert_string_equal(setting(after, "cutoff")->description, "de check kijkt, op de werkdag ervoor");
	assert_string_equal(setting(after, "quiet")->value, "cadence celebrate");
	assert_string_equal(before->etag, after->etag); /* what an UpdateTeam was based on is still so */
}

static void a_session_gets_the_hours_and_the_way_of_its_coach_s_team(void **state)
{
	struct fixture *f = *state;
	Session *session;

	say(f, "cutoff", "13:00");
	say(f, "grace", "13:45");
	say(f, "travel", "90m");
	session = story_planned(f);
	assert_int_equal(instant_us(session->cutoff_time), STORY_CUTOFF - 2 * CLOCK_HOUR);
	assert_int_equal(instant_us(session->grace_time), STORY_CUTOFF - 75 * CLOCK_MINUTE);
	assert_int_equal(instant_us(session->departure_time), STORY_START - 90 * CLOCK_MINUTE);
}

static void another_coach_s_team_has_what_was_usual(void **state)
{
	struct fixture *f = *state;
	Session *session;

	say(f, "cutoff", "13:00");
	sections[0].address = "kim@example.org";
	session = story_planned(f);
	assert_int_equal(instant_us(session->cutoff_time), STORY_CUTOFF);
	assert_int_equal(instant_us(session->grace_time), STORY_GRACE);
}

static void a_debrief_without_an_answer_waits_for_as_many_working_days_as_the_team_has_for_it(void **state)
{
	struct fixture *f = *state;
	GetSessionRequest in = GET_SESSION_REQUEST__INIT;
	Session *session;

	say(f, "lapse_days", "2"); /* after Wednesday: Friday at 17:00 */
	session = story_debriefing(f);
	in.name = session->name;
	story_until(f, FIXTURE_NOW + 4 * CLOCK_DAY + 9 * CLOCK_HOUR - CLOCK_MINUTE);
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "GetSession", &in, &session));
	assert_int_equal(session->state, SESSION_STATE_DEBRIEFING);
	story_until(f, FIXTURE_NOW + 4 * CLOCK_DAY + 9 * CLOCK_HOUR);
	assert_ok(f, fixture_call(f, &f->ruud, &service_sessions, "GetSession", &in, &session));
	assert_int_equal(session->state, SESSION_STATE_LAPSED);
}

static void a_new_relation_takes_the_team_s_rhythm_unless_one_is_chosen(void **state)
{
	struct fixture *f = *state;
	CreateCoachingRequest in = CREATE_COACHING_REQUEST__INIT;
	Coaching given = COACHING__INIT, *coaching;

	say(f, "cadence_days", "42");
	given.coach = (char *)"people/ruud";
	given.coachee = (char *)"people/kim";
	in.coaching = &given;
	assert_ok(f, fixture_call(f, &f->admin, &service_people, "CreateCoaching", &in, &coaching));
	assert_int_equal(coaching->cadence_days, 42);
}

static void an_address_of_nobody_is_told_to_administrators_alone(void **state)
{
	struct fixture *f = *state;
	GetStatusRequest in = GET_STATUS_REQUEST__INIT;
	Status *status;

	say(f, "cutoff", "14:30");
	assert_ok(f, fixture_call(f, &f->admin, &service_admin, "GetStatus", &in, &status));
	assert_int_equal(status->n_unknown_teams, 1);
	assert_string_equal(status->unknown_teams[0], "nobody@example.org");
	assert_ok(f, fixture_call(f, &f->ruud, &service_admin, "GetStatus", &in, &status));
	assert_int_equal(status->n_unknown_teams, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(everyone_in_a_team_reads_what_holds_and_what_is_otherwise_than_by_default),
		with_fixture(a_session_gets_the_hours_and_the_way_of_its_coach_s_team),
		with_fixture(another_coach_s_team_has_what_was_usual),
		with_fixture(a_debrief_without_an_answer_waits_for_as_many_working_days_as_the_team_has_for_it),
		with_fixture(a_new_relation_takes_the_team_s_rhythm_unless_one_is_chosen),
		with_fixture(an_address_of_nobody_is_told_to_administrators_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
