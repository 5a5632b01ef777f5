/* tests — Reports: what is counted, and for whom. */
#include "history.h"
#include "ridealong/v1/report.pb-c.h"

extern Reports_Service service_reports;

static enum status report(struct fixture *fixture, const struct actor *actor, const char *coach, const char *coachee,
	CoachingReport **ret)
{
	ReportCoachingRequest in = REPORT_COACHING_REQUEST__INIT;

	in.coach = (char *)coach;
	in.coachee = (char *)coachee;
	return fixture_call(fixture, actor, &service_reports, "ReportCoaching", &in, ret);
}

/* Four sessions of ruud and noor: one closed, one still being debriefed with nothing said by noor, one the check
 * skipped, one planned in secret. */
static void past(struct fixture *fixture)
{
	static const Outcome seen[] = { OUTCOME_HAPPENED, OUTCOME_NOT, OUTCOME_NOT_OBSERVABLE, OUTCOME_UNSPECIFIED };
	static const Outcome fresh[] = { OUTCOME_PARTLY, OUTCOME_UNSPECIFIED };
	Session *session;

	history_keep_session(fixture,
		history_session(fixture, "closed", "noor", FIXTURE_NOW - 10 * CLOCK_DAY, SESSION_STATE_CLOSED));
	history_note(fixture, "1", "closed", OBSERVATION_KIND_WORKED);
	history_note(fixture, "2", "closed", OBSERVATION_KIND_WORKED);
	history_note(fixture, "3", "closed", OBSERVATION_KIND_TIP);
	history_note(fixture, "4", "closed", OBSERVATION_KIND_HELP_NUDGED);
	history_note(fixture, "5", "closed", OBSERVATION_KIND_HEARD);
	history_debrief(fixture, "closed", "it went well", 10 * CLOCK_MINUTE);
	history_intentions(fixture, "closed", "noor", seen);

	session = history_session(fixture, "fresh", "noor", FIXTURE_NOW - CLOCK_DAY, SESSION_STATE_DEBRIEFING);
	session->unannounced = 1;
	session->reveal_time = instant_new(fixture->arena, FIXTURE_NOW - CLOCK_DAY - CLOCK_HOUR);
	history_keep_session(fixture, session);
	history_note(fixture, "1", "fresh", OBSERVATION_KIND_WORKED);
	history_debrief(fixture, "fresh", "", 30 * CLOCK_MINUTE);
	history_intentions(fixture, "fresh", "noor", fresh);

	session = history_session(fixture, "skipped", "noor", FIXTURE_NOW - 5 * CLOCK_DAY, SESSION_STATE_SKIPPED);
	session->verdict = VERDICT_NOT_JOINING;
	session->verdict_rule = "skip_unprepared/1";
	history_keep_session(fixture, session);

	session = history_session(fixture, "secret", "noor", FIXTURE_NOW + CLOCK_HOUR, SESSION_STATE_PLANNED);
	session->unannounced = 1;
	history_keep_session(fixture, session);
}

static void a_coach_reads_the_counts_of_their_coachees(void **state)
{
	struct fixture *fixture = *state;
	CoachingReport *out;
	CoacheeReport *noor;

	past(fixture);
	assert_ok(fixture, report(fixture, &fixture->ruud, "", "", &out));
	assert_string_equal(out->from_date, "2025-03-02");
	assert_string_equal(out->until_date, "2026-03-03");
	assert_int_equal(out->n_coachees, 2);
	noor = out->coachees[0];
	assert_string_equal(noor->coachee, "people/noor");
	assert_string_equal(noor->display_name, "Noor");
	assert_int_equal(noor->planned, 4);
	assert_int_equal(noor->closed, 1);
	assert_int_equal(noor->skipped, 1);
	assert_int_equal(noor->compliments, 3);
	assert_int_equal(noor->tips, 1);
	assert_int_equal(noor->help_given, 1);
	assert_int_equal(noor->announced->intended, 3);
	assert_int_equal(noor->announced->happened, 1);
	assert_int_equal(noor->announced->not_seen, 1);
	assert_int_equal(noor->announced->not_observable, 1);
	assert_int_equal(noor->announced->sessions, 1);
	assert_int_equal(noor->announced->ratio_permille, -1);
	assert_int_equal(noor->unannounced->partly, 1);
	assert_int_equal(instant_length_us(noor->debrief_delay), 20 * CLOCK_MINUTE);
	assert_int_equal(noor->days_since_last, 1);
	assert_int_equal(noor->cadence_days, 28);
	assert_int_equal(noor->n_intentions, 4);
	assert_string_equal(noor->intentions[0]->text, "intention fresh.1");
	assert_string_equal(noor->intentions[3]->text, "intention closed.3");
	assert_string_equal(out->coachees[1]->coachee, "people/sam");
	assert_int_equal(out->coachees[1]->planned, 0);
	assert_int_equal(out->coachees[1]->days_since_last, -1);
	assert_null(out->coachees[1]->debrief_delay);
}

static void the_coachee_reads_nothing_of_what_is_secret_or_not_yet_theirs(void **state)
{
	struct fixture *fixture = *state;
	CoachingReport *out;
	CoacheeReport *noor;

	past(fixture);
	assert_ok(fixture, report(fixture, &fixture->noor, "", "", &out));
	assert_int_equal(out->n_coachees, 1);
	noor = out->coachees[0];
	assert_string_equal(noor->coachee, "people/noor");
	assert_int_equal(noor->planned, 3);
	assert_int_equal(noor->compliments, 2);
	assert_int_equal(noor->unannounced->intended, 0);
	assert_int_equal(noor->n_intentions, 3);
}

static void a_report_is_for_the_two_it_is_about(void **state)
{
	struct fixture *fixture = *state;
	CoachingReport *out;

	past(fixture);
	assert_ok(fixture, report(fixture, &fixture->ruud, "people/me", "people/noor@example.org", &out));
	assert_int_equal(out->n_coachees, 1);
	assert_ok(fixture, report(fixture, &fixture->noor, "people/ruud", "", &out));
	assert_int_equal(out->n_coachees, 1);
	assert_int_equal(out->coachees[0]->planned, 3);
	assert_ok(fixture, report(fixture, &fixture->admin, "people/ruud", "", &out));
	assert_int_equal(out->n_coachees, 2);
	assert_status(fixture, STATUS_NOT_FOUND, report(fixture, &fixture->sam, "people/ruud", "people/noor", NULL));
	assert_status(fixture, STATUS_NOT_FOUND, report(fixture, &fixture->kim, "people/ruud", "", NULL));
	assert_ok(fixture, report(fixture, &fixture->kim, "", "", &out));
	assert_int_equal(out->n_coachees, 0);
	assert_status(fixture, STATUS_INVALID_ARGUMENT, report(fixture, &fixture->admin, "", "", NULL));
	assert_string_equal(fixture->error.field, "coach");
	assert_status(fixture, STATUS_PERMISSION_DENIED, report(fixture, &fixture->program, "people/ruud", "", NULL));
	assert_status(fixture, STATUS_UNAUTHENTICATED, report(fixture, &fixture->nobody, "people/ruud", "", NULL));
}

static void action_points_and_promises_are_counted_apart(void **state)
{
	struct fixture *fixture = *state;
	CoachingReport *out;
	CoacheeReport *noor;

	history_action_point(
		fixture, "1", "noor", "noor", "2026-02-20", ACTION_POINT_STATE_DONE, FIXTURE_NOW - 15 * CLOCK_DAY);
	history_action_point(
		fixture, "2", "noor", "noor", "2026-02-20", ACTION_POINT_STATE_DONE, FIXTURE_NOW - 2 * CLOCK_DAY);
	history_action_point(fixture, "3", "noor", "noor", "2026-03-01", ACTION_POINT_STATE_OPEN, 0);
	history_action_point(fixture, "4", "noor", "noor", "2026-03-02", ACTION_POINT_STATE_OPEN, 0);
	history_action_point(fixture, "5", "noor", "noor", "2026-02-20", ACTION_POINT_STATE_DROPPED, FIXTURE_NOW);
	history_action_point(fixture, "6", "noor", "ruud", "2026-02-20", ACTION_POINT_STATE_DONE, FIXTURE_NOW);
	history_action_point(fixture, "7", "noor", "ruud", "2026-03-20", ACTION_POINT_STATE_OPEN, 0);
	history_action_point(fixture, "8", "sam", "sam", "2026-03-20", ACTION_POINT_STATE_OPEN, 0);
	assert_ok(fixture, report(fixture, &fixture->ruud, "", "people/noor", &out));
	noor = out->coachees[0];
	assert_int_equal(noor->action_points, 5);
	assert_int_equal(noor->action_points_done, 2);
	assert_int_equal(noor->action_points_late, 2);
	assert_int_equal(noor->promises, 2);
	assert_int_equal(noor->promises_done, 1);
}

static void only_the_days_asked_for_count(void **state)
{
	struct fixture *fixture = *state;
	ReportCoachingRequest in = REPORT_COACHING_REQUEST__INIT;
	CoachingReport *out;

	past(fixture);
	in.coachee = "people/noor";
	in.from_date = "2026-02-20";
	in.until_date = "2026-03-01";
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_reports, "ReportCoaching", &in, &out));
	assert_string_equal(out->from_date, "2026-02-20");
	assert_int_equal(out->coachees[0]->planned, 2);
	in.until_date = "2026-02-20";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->ruud, &service_reports, "ReportCoaching", &in, NULL));
	assert_string_equal(fixture->error.field, "until_date");
	in.from_date = "spring";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->ruud, &service_reports, "ReportCoaching", &in, NULL));
	assert_string_equal(fixture->error.field, "from_date");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_coach_reads_the_counts_of_their_coachees),
		with_fixture(the_coachee_reads_nothing_of_what_is_secret_or_not_yet_theirs),
		with_fixture(a_report_is_for_the_two_it_is_about),
		with_fixture(action_points_and_promises_are_counted_apart),
		with_fixture(only_the_days_asked_for_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
