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
	assert_status(fixture, STATUS_NOT_FOUND, report(fixture, &fixture->sam, "people/ruud", "people/noor", NULL));
	assert_status(fixture, STATUS_NOT_FOUND, report(fixture, &fixture->kim, "people/ruud", "", NULL));
	assert_ok(fixture, report(fixture, &fixture->kim, "", "", &out));
	assert_int_equal(out->n_coachees, 0);
	assert_status(fixture, STATUS_PERMISSION_DENIED, report(fixture, &fixture->program, "people/ruud", "", NULL));
	assert_status(fixture, STATUS_UNAUTHENTICATED, report(fixture, &fixture->nobody, "people/ruud", "", NULL));
}

/* Others see sums of groups. Who is both, an administrator and one of the two, reads as one of the two. */
static void an_administrator_reads_the_report_of_no_two_people(void **state)
{
	struct fixture *fixture = *state;
	struct actor administrator = fixture->kim, coachee = fixture->noor;
	CoachingReport *out;

	administrator.admin = coachee.admin = true;
	past(fixture);
	assert_status(fixture, STATUS_PERMISSION_DENIED, report(fixture, &fixture->admin, "people/ruud", "", NULL));
	assert_status(fixture, STATUS_PERMISSION_DENIED,
		report(fixture, &fixture->admin, "people/ruud", "people/noor", NULL));
	assert_status(
		fixture, STATUS_PERMISSION_DENIED, report(fixture, &administrator, "people/ruud", "people/noor", NULL));
	assert_ok(fixture, report(fixture, &administrator, "people/ruud", "", &out));
	assert_int_equal(out->n_coachees, 0);
	assert_ok(fixture, report(fixture, &coachee, "", "", &out));
	assert_int_equal(out->n_coachees, 1);
	assert_int_equal(out->coachees[0]->planned, 3);
	assert_int_equal(out->coachees[0]->compliments, 2);
}

static Session *cancelled(struct fixture *fixture, const char *id)
{
	return history_session(fixture, id, "noor", FIXTURE_NOW - 3 * CLOCK_DAY, SESSION_STATE_CANCELLED);
}

static void what_comes_to_nothing_by_nobodys_doing_is_not_counted(void **state)
{
	struct fixture *fixture = *state;
	CoachingReport *out;
	Session *session;

	history_keep_session(fixture, cancelled(fixture, "withdrawn"));
	session = cancelled(fixture, "just-the-two");
	session->cancel_cause = CANCEL_CAUSE_COUNTERPART;
	history_keep_session(fixture, session);
	session = cancelled(fixture, "no-time");
	session->invited = 1;
	session->invite_state = INVITE_STATE_DECLINED;
	history_keep_session(fixture, session);
	session = cancelled(fixture, "twice");
	session->merged_into = "sessions/withdrawn";
	history_keep_session(fixture, session);
	assert_ok(fixture, report(fixture, &fixture->ruud, "", "people/noor", &out));
	assert_int_equal(out->coachees[0]->planned, 1);
	assert_int_equal(out->coachees[0]->cancelled, 1);
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
	assert_int_equal(noor->agreed->done_late, 1);
	assert_int_equal(noor->agreed->open, 2);
	assert_int_equal(noor->agreed->overdue, 1);
	assert_int_equal(noor->agreed->dropped, 1);
	assert_int_equal(noor->learning->untagged, 5);
	assert_int_equal(noor->promised->open, 1);
	assert_int_equal(noor->promises, 2);
	assert_int_equal(noor->promises_done, 1);
}

static void how_action_points_teach_and_what_they_are_about_is_counted(void **state)
{
	struct fixture *fixture = *state;
	CoachingReport *out;
	CoacheeReport *noor;

	history_lesson(fixture, "1", "noor", LEARNING_KIND_EXPERIENCE, "asking", 2);
	history_lesson(fixture, "2", "noor", LEARNING_KIND_EXPERIENCE, "Asking", 0);
	history_lesson(fixture, "3", "noor", LEARNING_KIND_COACHING, "", 1);
	history_lesson(fixture, "4", "noor", LEARNING_KIND_TRAINING, "closing", 0);
	assert_ok(fixture, report(fixture, &fixture->ruud, "", "people/noor", &out));
	noor = out->coachees[0];
	assert_int_equal(noor->learning->experience, 2);
	assert_int_equal(noor->learning->coaching, 1);
	assert_int_equal(noor->learning->training, 1);
	assert_int_equal(noor->learning->untagged, 0);
	assert_int_equal(noor->agreed->extended, 2);
	assert_int_equal(noor->n_skills, 2);
	assert_int_equal(noor->skills[0]->agreed, 2);
	assert_string_equal(noor->skills[1]->skill, "closing");
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

/* A session so many days ago, closed, debriefed after so many minutes. */
static void closed(struct fixture *fixture, const char *id, int days, int minutes, bool confirmed)
{
	Session *session = history_session(fixture, id, "noor", FIXTURE_NOW - days * CLOCK_DAY, SESSION_STATE_CLOSED);

	session->not_confirmed = !confirmed;
	history_keep_session(fixture, session);
	history_debrief(fixture, id, "it went well", minutes * CLOCK_MINUTE);
}

static CoacheeReport *of_noor(struct fixture *fixture, const struct actor *actor)
{
	CoachingReport *out;

	assert_ok(fixture, report(fixture, actor, "", "people/noor", &out));
	assert_int_equal(out->n_coachees, 1);
	return out->coachees[0];
}

static void coverage_counts_what_both_confirmed_against_the_rhythm(void **state)
{
	struct fixture *fixture = *state;
	CoacheeReport *noor;

	closed(fixture, "one", 50, 10, true);
	closed(fixture, "two", 40, 10, false);
	closed(fixture, "three", 10, 10, true);
	noor = of_noor(fixture, &fixture->ruud);
	assert_int_equal(noor->closed, 2);
	assert_int_equal(noor->not_confirmed, 1);
	assert_int_equal(noor->coverage->went_along, 2);
	/* since 2026-01-01: ten days to the first, forty to the next, ten that run */
	assert_int_equal(noor->coverage->turns, 2);
	assert_int_equal(noor->coverage->turns_kept, 1);
	assert_int_equal(noor->coverage->longest_days, 40);
}

static void preparations_are_counted_by_when_they_came_in(void **state)
{
	static const Outcome none[] = { OUTCOME_UNSPECIFIED };
	static const struct {
		const char *id;
		int64_t submitted; /* from the cut-off on; INT64_MIN: never */
		bool late_booking, appealed, unannounced;
		SessionState state;
		const char *rule;
	} rows[] = {
		{ "in-time", -CLOCK_HOUR, false, false, false, SESSION_STATE_CLOSED, "" },
		{ "at-the-moment", 0, false, false, false, SESSION_STATE_LAPSED, "" },
		{ "after", CLOCK_HOUR, false, true, false, SESSION_STATE_CONFIRMED, "skip_unprepared/1" },
		{ "never", INT64_MIN, false, true, false, SESSION_STATE_SKIPPED, "skip_unprepared/1" },
		{ "booked-late", INT64_MIN, true, false, false, SESSION_STATE_CLOSED, "" },
		{ "unannounced", INT64_MIN, false, false, true, SESSION_STATE_CLOSED, "" },
		{ "cancelled", INT64_MIN, false, false, false, SESSION_STATE_CANCELLED, "" },
	};
	struct fixture *fixture = *state;
	const int64_t cutoff = FIXTURE_NOW - 10 * CLOCK_DAY;
	PreparationReport *counts;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		Session *session = history_session(
			fixture, rows[i].id, "noor", cutoff + (int64_t)(i + 1) * CLOCK_HOUR, rows[i].state);

		session->cutoff_time = instant_new(fixture->arena, cutoff);
		session->create_time =
			instant_new(fixture->arena, rows[i].late_booking ? cutoff + CLOCK_MINUTE : cutoff - CLOCK_DAY);
		session->appealed = rows[i].appealed;
		session->unannounced = rows[i].unannounced;
		session->reveal_time = rows[i].unannounced ? session->create_time : NULL;
		session->verdict_rule = (char *)rows[i].rule;
		history_keep_session(fixture, session);
		history_intentions(fixture, rows[i].id, "noor", none);
		if (rows[i].submitted != INT64_MIN)
			history_submitted(fixture, rows[i].id, cutoff + rows[i].submitted);
	}
	for (int turn = 0; turn < 2; turn++) {
		counts = of_noor(fixture, turn == 0 ? &fixture->ruud : &fixture->noor)->preparation;
		assert_int_equal(counts->sessions, 4);
		assert_int_equal(counts->in_time, 2);
		assert_int_equal(counts->after, 1);
		assert_int_equal(counts->nothing_in, 1);
		assert_int_equal(counts->coach_asked, 0);
		assert_int_equal(counts->withdrawn, 2);
		assert_int_equal(counts->appeals, 2);
		assert_int_equal(counts->appeals_granted, 1);
	}
}

static void the_delay_has_a_median_a_ninetieth_percentile_and_a_trend_from_six_on(void **state)
{
	static const int minutes[] = { 60, 50, 40, 30, 20, 10 };
	struct fixture *fixture = *state;
	CoacheeReport *noor;

	for (int i = 0; i < 6; i++) {
		closed(fixture, arena_printf(fixture->arena, "s%d", i), 60 - 10 * i, minutes[i], true);
		noor = of_noor(fixture, &fixture->ruud);
		assert_int_equal(noor->delay->debriefs, i + 1);
		assert_true((noor->delay->later != NULL) == (i == 5));
	}
	assert_int_equal(instant_length_us(noor->delay->median), 35 * CLOCK_MINUTE);
	assert_int_equal(instant_length_us(noor->debrief_delay), 35 * CLOCK_MINUTE);
	assert_int_equal(instant_length_us(noor->delay->ninety), 60 * CLOCK_MINUTE);
	assert_int_equal(instant_length_us(noor->delay->earlier), 50 * CLOCK_MINUTE);
	assert_int_equal(instant_length_us(noor->delay->later), 20 * CLOCK_MINUTE);
}

static void months_run_from_the_first_with_something_to_the_last(void **state)
{
	static const Outcome seen[] = { OUTCOME_HAPPENED, OUTCOME_NOT, OUTCOME_UNSPECIFIED };
	struct fixture *fixture = *state;
	CoacheeReport *noor;

	closed(fixture, "december", 80, 15, true); /* 2025-12-12 */
	history_intentions(fixture, "december", "noor", seen);
	closed(fixture, "february", 10, 5, true);
	history_note(fixture, "1", "february", OBSERVATION_KIND_WORKED);
	noor = of_noor(fixture, &fixture->ruud);
	assert_int_equal(noor->n_months, 3);
	assert_string_equal(noor->months[0]->month, "2025-12");
	assert_int_equal(noor->months[0]->went_along, 1);
	assert_int_equal(noor->months[0]->announced->intended, 2);
	assert_int_equal(noor->months[0]->announced->not_seen, 1);
	assert_int_equal(instant_length_us(noor->months[0]->debrief_delay), 15 * CLOCK_MINUTE);
	assert_string_equal(noor->months[1]->month, "2026-01");
	assert_int_equal(noor->months[1]->went_along, 0);
	assert_null(noor->months[1]->debrief_delay);
	assert_string_equal(noor->months[2]->month, "2026-02");
	assert_int_equal(noor->months[2]->compliments, 1);
	assert_int_equal(noor->months[2]->announced->intended, 0);
}

static void a_tip_that_came_back_is_shown_once_both_have_spoken(void **state)
{
	struct fixture *fixture = *state;
	CoacheeReport *noor;
	Session *fresh;

	closed(fixture, "one", 40, 10, true);
	history_tip(fixture, "1", "one", "drie argumenten achter elkaar", "eerst een vraag");
	closed(fixture, "two", 20, 10, true);
	history_tip(fixture, "1", "two", "weer drie argumenten achter elkaar", "stel eerst een vraag");
	fresh = history_session(fixture, "fresh", "noor", FIXTURE_NOW - CLOCK_DAY, SESSION_STATE_DEBRIEFING);
	history_keep_session(fixture, fresh);
	history_tip(fixture, "1", "fresh", "drie argumenten, achter elkaar", "eerst een vraag");
	noor = of_noor(fixture, &fixture->ruud);
	assert_int_equal(noor->n_recurring_tips, 1);
	assert_int_equal(noor->recurring_tips[0]->sessions, 3);
	noor = of_noor(fixture, &fixture->noor);
	assert_int_equal(noor->n_recurring_tips, 1);
	assert_int_equal(noor->recurring_tips[0]->sessions, 2);
	assert_string_equal(noor->recurring_tips[0]->text, "weer drie argumenten achter elkaar");
	assert_string_equal(noor->recurring_tips[0]->first_date, "2026-01-21");
	assert_string_equal(noor->recurring_tips[0]->last_date, "2026-02-10");
}

static void a_quarter_stands_for_its_days(void **state)
{
	struct fixture *fixture = *state;
	ReportCoachingRequest in = REPORT_COACHING_REQUEST__INIT;
	CoachingReport *out;

	in.coachee = "people/noor";
	in.quarter = "2026-Q1";
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_reports, "ReportCoaching", &in, &out));
	assert_string_equal(out->from_date, "2026-01-01");
	assert_string_equal(out->until_date, "2026-04-01");
	in.from_date = "2026-02-01";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->ruud, &service_reports, "ReportCoaching", &in, NULL));
	assert_string_equal(fixture->error.field, "quarter");
	in.from_date = "";
	in.quarter = "2026-Q5";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->ruud, &service_reports, "ReportCoaching", &in, NULL));
	assert_string_equal(fixture->error.field, "quarter");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_coach_reads_the_counts_of_their_coachees),
		with_fixture(the_coachee_reads_nothing_of_what_is_secret_or_not_yet_theirs),
		with_fixture(a_report_is_for_the_two_it_is_about),
		with_fixture(an_administrator_reads_the_report_of_no_two_people),
		with_fixture(what_comes_to_nothing_by_nobodys_doing_is_not_counted),
		with_fixture(action_points_and_promises_are_counted_apart),
		with_fixture(how_action_points_teach_and_what_they_are_about_is_counted),
		with_fixture(only_the_days_asked_for_count),
		with_fixture(coverage_counts_what_both_confirmed_against_the_rhythm),
		with_fixture(preparations_are_counted_by_when_they_came_in),
		with_fixture(the_delay_has_a_median_a_ninetieth_percentile_and_a_trend_from_six_on),
		with_fixture(months_run_from_the_first_with_something_to_the_last),
		with_fixture(a_tip_that_came_back_is_shown_once_both_have_spoken),
		with_fixture(a_quarter_stands_for_its_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
