/* The preparation check tried on what is past, in the whole house: a real daemon in simulation, the real plugin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "house.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"

#define PEOPLE  5
#define QUARTER (30 * DAY) /* the first of April is past */

static SimulateGateResponse *try_simulate(struct house *f, const char *who, SimulateGateRequest *request)
{
	return house_try(f, f->en, who, "Gate/SimulateGate", &request->base, &simulate_gate_response__descriptor);
}

static SimulateGateResponse *simulate(struct house *f, const char *who, SimulateGateRequest *request)
{
	SimulateGateResponse *response = try_simulate(f, who, request);

	if (response == NULL)
		fail_msg("SimulateGate: %s", f->error.message);
	return response;
}

static void assert_refused(
	struct house *f, const char *who, SimulateGateRequest *request, int status, const char *reason)
{
	assert_null(try_simulate(f, who, request));
	assert_int_equal(f->error.status, status);
	assert_string_equal(f->error.reason, reason);
}

/* Two of the coach's own that are past, with nothing and with a whole preparation; and one of somebody else's. */
static void play(struct house *f, char sessions[2][80])
{
	char meeting[80], other[80];

	house_add_pair(f, COACH, COACHEE);
	house_add_pair(f, "other@example.com", "another@example.com");
	house_put_meeting(f, COACHEE, "one", 3 * DAY, meeting);
	house_plan(f, COACH, meeting, sessions[0]);
	house_put_meeting(f, COACHEE, "two", 4 * DAY, meeting);
	house_plan(f, COACH, meeting, sessions[1]);
	house_prepare(f, COACHEE, meeting);
	house_put_meeting(f, "another@example.com", "three", 3 * DAY, meeting);
	house_plan(f, "other@example.com", meeting, other);
	house_advance_to(f, 7 * DAY);
}

static void a_coach_tries_other_settings_on_their_own_sessions_and_nothing_changes(void **state)
{
	SimulateGateRequest request = SIMULATE_GATE_REQUEST__INIT;
	GateSettings other = GATE_SETTINGS__INIT;
	SimulateGateResponse *told;
	char sessions[2][80];
	struct house f;

	(void)state;
	house_start(&f);
	play(&f, sessions);
	told = simulate(&f, COACH, &request);
	assert_int_equal(told->n_sessions, 2);
	assert_string_equal(told->sessions[0]->session, sessions[0]);
	assert_int_equal(told->sessions[0]->before, GATE_DECISION_WITHDRAW);
	assert_int_equal(told->sessions[1]->before, GATE_DECISION_PASS);
	assert_true(told->sessions[1]->recorded);
	assert_int_equal(told->differing, 0);
	assert_int_equal(told->settings_before->thin_words, 4);
	house_release(told);
	request.settings = &other;
	other.thin_words = 20;
	told = simulate(&f, COACH, &request);
	assert_int_equal(told->differing, 1);
	assert_int_equal(told->sessions[1]->after, GATE_DECISION_ASK_COACH);
	assert_int_equal(told->after->ask_coach, 1);
	assert_int_equal(told->before->ask_coach, 0);
	assert_int_equal(told->settings_after->thin_words, 20);
	assert_int_equal(told->settings_after->alike_permille, 850);
	house_release(told);
	told = simulate(&f, COACH, &request); /* once more, the same: it changed nothing */
	assert_int_equal(told->differing, 1);
	house_release(told);
	house_assert_state(&f, sessions[1], SESSION_STATE_PREPARED);
	other.thin_words = 101;
	assert_refused(&f, COACH, &request, STATUS_INVALID_ARGUMENT, "BAD_VALUE");
	house_end(&f);
}

static void what_was_written_after_the_check_is_said_to_be_unknown(void **state)
{
	SavePreparationRequest save = SAVE_PREPARATION_REQUEST__INIT;
	SimulateGateRequest request = SIMULATE_GATE_REQUEST__INIT;
	GateSettings other = GATE_SETTINGS__INIT;
	Answer answer = ANSWER__INIT, *answers = &answer;
	char meeting[80], session[80], name[100];
	SimulateGateResponse *told;
	struct house f;

	(void)state;
	house_start(&f);
	house_add_pair(&f, COACH, COACHEE);
	house_put_meeting(&f, COACHEE, "one", 3 * DAY, meeting);
	house_plan(&f, COACH, meeting, session);
	house_prepare(&f, COACHEE, meeting);
	house_advance_to(&f, 2 * DAY + 8 * HOUR);
	snprintf(name, sizeof(name), "%s/preparation", meeting);
	save.name = name;
	answer.key = (char *)"goal";
	answer.text = (char *)"no";
	save.answers = &answers;
	save.n_answers = 1;
	house_release(house_ask(&f, COACHEE, "Preparations/SavePreparation", &save.base, &preparation__descriptor));
	house_advance_to(&f, 7 * DAY);
	told = simulate(&f, COACH, &request);
	assert_int_equal(told->sessions[0]->before, GATE_DECISION_PASS); /* as it was kept */
	assert_int_equal(told->sessions[0]->after, GATE_DECISION_PASS);  /* by the same settings the same */
	assert_string_equal(told->sessions[0]->unknown, "");
	house_release(told);
	request.settings = &other;
	other.thin_words = 2;
	told = simulate(&f, COACH, &request);
	assert_int_equal(told->sessions[0]->after, GATE_DECISION_UNSPECIFIED);
	assert_int_equal(told->after->unknown, 1);
	assert_string_equal(
		told->sessions[0]->unknown, "it was written on after the check; what stood there then is not kept");
	house_release(told);
	house_end(&f);
}

static void whoever_is_not_the_coach_gets_no_session(void **state)
{
	SimulateGateRequest request = SIMULATE_GATE_REQUEST__INIT;
	SimulateGateResponse *told;
	char sessions[2][80];
	struct house f;

	(void)state;
	house_start(&f);
	play(&f, sessions);
	told = simulate(&f, COACHEE, &request);
	assert_int_equal(told->n_sessions, 0);
	house_release(told);
	request.coach = (char *)"people/" COACH;
	assert_refused(&f, COACHEE, &request, STATUS_PERMISSION_DENIED, "NOT_YOURS");
	assert_refused(&f, "", &request, STATUS_INVALID_ARGUMENT, "QUARTER_WANTED");
	request.quarter = (char *)"2026-Q1";
	assert_refused(&f, "", &request, STATUS_INVALID_ARGUMENT, "QUARTER_WANTED");
	request.coach = (char *)"";
	request.coachee = (char *)"people/" COACHEE;
	assert_refused(&f, "", &request, STATUS_INVALID_ARGUMENT, "QUARTER_WANTED");
	request.quarter = (char *)"2026-Q5";
	assert_refused(&f, "", &request, STATUS_INVALID_ARGUMENT, "BAD_VALUE");
	house_end(&f);
}

/* Each with a coach of their own, and nothing in. */
static void add_people(struct house *f, int from, int until)
{
	for (int i = from; i < until; i++) {
		char coach[40], coachee[40], meeting[80], session[80];

		snprintf(coach, sizeof(coach), "coach%d@example.com", i);
		snprintf(coachee, sizeof(coachee), "coachee%d@example.com", i);
		house_add_pair(f, coach, coachee);
		house_put_meeting(f, coachee, "visit", 3 * DAY, meeting);
		house_plan(f, coach, meeting, session);
	}
}

static void administrators_get_rounded_sums_of_enough_people_in_a_quarter_that_is_over(void **state)
{
	SimulateGateRequest request = SIMULATE_GATE_REQUEST__INIT;
	GateSettings other = GATE_SETTINGS__INIT;
	SimulateGateResponse *told;
	struct house f;

	(void)state;
	house_start(&f);
	add_people(&f, 0, PEOPLE - 1);
	request.quarter = (char *)"2026-Q1";
	house_advance_to(&f, DAY);
	assert_refused(&f, "", &request, STATUS_FAILED_PRECONDITION, "QUARTER_NOT_OVER");
	house_advance_to(&f, QUARTER);
	assert_refused(&f, "", &request, STATUS_FAILED_PRECONDITION, "TOO_FEW");
	house_end(&f);

	house_start(&f);
	add_people(&f, 0, PEOPLE + 1);
	house_advance_to(&f, QUARTER);
	request.settings = &other;
	other.mode = GATE_MODE_ASK;
	told = simulate(&f, "", &request);
	assert_int_equal(told->n_sessions, 0);
	assert_int_equal(told->before->withdraw, 5); /* six, rounded */
	assert_int_equal(told->after->withdraw, 0);
	assert_int_equal(told->after->ask_coach, 5);
	assert_int_equal(told->rounding, 5);
	assert_null(told->settings_before);
	house_release(told);
	told = simulate(&f, "coach1@example.com", &request); /* as somebody, it is that one's own */
	house_release(told);
	house_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_coach_tries_other_settings_on_their_own_sessions_and_nothing_changes),
		cmocka_unit_test(what_was_written_after_the_check_is_said_to_be_unknown),
		cmocka_unit_test(whoever_is_not_the_coach_gets_no_session),
		cmocka_unit_test(administrators_get_rounded_sums_of_enough_people_in_a_quarter_that_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
