/* The preparation check in the whole house: a real daemon in simulation, the real plugin. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "house.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/event.pb-c.h"
#include "ridealong/v1/gate.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/privacy.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "rule.h"

#define PAIRS 12

static void who_did_not_prepare_goes_alone_and_the_meeting_stands(void **state)
{
	char empty_meeting[80], ready_meeting[80], late_meeting[80], empty[80], ready[80], late[80];
	GetMeetingRequest request = GET_MEETING_REQUEST__INIT;
	struct house f;
	Session *session;
	Meeting *meeting;

	(void)state;
	house_start(&f);
	house_add_pair(&f, COACH, COACHEE);
	house_put_meeting(&f, COACHEE, "empty", 3 * DAY + 1 * HOUR, empty_meeting); /* Thursday 09:00 */
	house_put_meeting(&f, COACHEE, "ready", 3 * DAY + 4 * HOUR, ready_meeting);
	house_put_meeting(&f, COACHEE, "late", 3 * DAY + 7 * HOUR, late_meeting);
	house_plan(&f, COACH, empty_meeting, empty);
	house_plan(&f, COACH, ready_meeting, ready);
	house_prepare(&f, COACHEE, ready_meeting);

	house_assert_explains(&f, f.nl, COACHEE, empty, GATE_DECISION_WITHDRAW,
		"er is nog geen voorbereiding binnen; de check kijkt op woensdag 4 maart 15:00");
	house_assert_explains(&f, f.en, COACH, ready, GATE_DECISION_PASS, "the preparation is in");

	house_advance_to(&f, 2 * DAY + 7 * HOUR - 1); /* a second before the cut-off */
	house_assert_state(&f, empty, SESSION_STATE_PLANNED);
	house_advance_to(&f, 2 * DAY + 7 * HOUR);
	session = house_get(&f, empty);
	assert_int_equal(session->state, SESSION_STATE_SKIPPED);
	assert_int_equal(session->verdict, VERDICT_NOT_JOINING);
	assert_string_equal(session->verdict_rule, RULE_NAME);
	assert_string_equal(session->verdict_reason, "no preparation had come in by 15:00");
	house_release(session);
	house_assert_state(&f, ready, SESSION_STATE_PREPARED);
	request.name = empty_meeting;
	meeting = house_ask(&f, "", "Meetings/GetMeeting", &request.base, &meeting__descriptor);
	assert_int_equal(meeting->state, MEETING_STATE_SCHEDULED);
	house_release(meeting);

	house_plan(&f, COACH, late_meeting, late); /* booked inside the window */
	house_assert_explains(&f, f.en, COACH, late, GATE_DECISION_EXEMPT,
		"the session was planned after the moment of the check (Wednesday 4 March 15:00)");
	house_advance_to(&f, 3 * DAY);
	house_assert_state(&f, late, SESSION_STATE_PLANNED);
	house_end(&f);
}

static void a_session_that_moved_is_looked_at_by_its_new_time(void **state)
{
	char meeting[80], session[80];
	struct house f;

	(void)state;
	house_start(&f);
	house_add_pair(&f, COACH, COACHEE);
	house_put_meeting(&f, COACHEE, "moves", 2 * DAY + 2 * HOUR, meeting); /* Wednesday: cut-off on Tuesday */
	house_plan(&f, COACH, meeting, session);
	house_put_meeting(&f, COACHEE, "moves", 4 * DAY + 2 * HOUR, meeting); /* Friday: cut-off on Thursday */
	house_advance_to(&f, 2 * DAY);
	house_assert_state(&f, session, SESSION_STATE_PLANNED);
	house_advance_to(&f, 3 * DAY + 7 * HOUR);
	house_assert_state(&f, session, SESSION_STATE_SKIPPED);
	house_end(&f);
}

static void what_it_found_is_kept_with_its_reasons_rule_and_settings(void **state)
{
	char meeting[80], session[80], bare[80], other[80];
	struct house f;
	Session *now;

	(void)state;
	house_start_with(&f, "[team " COACH "]\nthin_words = 3\n");
	house_add_pair(&f, COACH, COACHEE);
	house_put_meeting(&f, COACHEE, "one", 3 * DAY, meeting);
	house_put_meeting(&f, COACHEE, "two", 3 * DAY + 3 * HOUR, other);
	house_plan(&f, COACH, meeting, session);
	house_plan(&f, COACH, other, bare);
	house_prepare(&f, COACHEE, meeting);
	house_advance_to(&f, 2 * DAY + 8 * HOUR);
	now = house_get(&f, session);
	assert_int_equal(now->state, SESSION_STATE_PREPARED);
	assert_int_equal(now->gate_look->decision, GATE_DECISION_PASS);
	assert_int_equal(now->gate_look->look_time->seconds, MONDAY + 2 * DAY + 7 * HOUR);
	assert_string_equal(now->gate_look->rule, RULE_NAME);
	assert_int_equal(now->gate_look->settings->thin_words, 3);
	assert_int_equal(now->gate_look->findings[0]->reason, GATE_REASON_PREPARED);
	house_release(now);
	now = house_get(&f, bare);
	assert_int_equal(now->state, SESSION_STATE_SKIPPED);
	assert_int_equal(now->gate_look->decision, GATE_DECISION_WITHDRAW);
	assert_int_equal(now->gate_look->findings[0]->reason, GATE_REASON_NOTHING_IN);
	house_release(now);
	house_end(&f);
}

static void a_team_whose_check_only_asks_or_is_off_loses_no_coach(void **state)
{
	char meeting[80], session[80], free_meeting[80], free_session[80];
	struct house f;
	Session *now;

	(void)state;
	house_start_with(&f, "[team " COACH "]\ngate = ask\n[team free@example.com]\ngate = off\n");
	house_add_pair(&f, COACH, COACHEE);
	house_add_pair(&f, "free@example.com", "bird@example.com");
	house_put_meeting(&f, COACHEE, "one", 3 * DAY, meeting);
	house_put_meeting(&f, "bird@example.com", "one", 3 * DAY, free_meeting);
	house_plan(&f, COACH, meeting, session);
	house_plan(&f, "free@example.com", free_meeting, free_session);
	house_advance_to(&f, 2 * DAY + 8 * HOUR);
	now = house_get(&f, session);
	assert_int_equal(now->state, SESSION_STATE_PLANNED);
	assert_int_equal(now->gate_look->decision, GATE_DECISION_ASK_COACH);
	house_release(now);
	house_assert_explains(&f, f.en, COACH, session, GATE_DECISION_ASK_COACH, "no preparation had come in by 15:00");
	house_assert_state(&f, free_session, SESSION_STATE_PLANNED);
	house_assert_explains(
		&f, f.nl, "bird@example.com", free_session, GATE_DECISION_EXEMPT, "dit team werkt zonder de check");
	house_end(&f);
}

static void a_preparation_in_the_grace_brings_the_coach_back_and_after_it_the_coach_decides(void **state)
{
	char early_meeting[80], late_meeting[80], early[80], late[80];
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;
	ExplainGateResponse *told;
	struct house f;

	(void)state;
	house_start(&f);
	house_add_pair(&f, COACH, COACHEE);
	house_put_meeting(&f, COACHEE, "early", 3 * DAY, early_meeting);
	house_put_meeting(&f, COACHEE, "late", 3 * DAY + 3 * HOUR, late_meeting);
	house_plan(&f, COACH, early_meeting, early);
	house_plan(&f, COACH, late_meeting, late);
	house_advance_to(&f, 2 * DAY + 9 * HOUR - 1); /* a second before the grace ends */
	house_assert_state(&f, early, SESSION_STATE_SKIPPED);
	house_prepare(&f, COACHEE, early_meeting);
	house_assert_state(&f, early, SESSION_STATE_CONFIRMED);
	house_advance_to(&f, 2 * DAY + 9 * HOUR + 1);
	house_prepare(&f, COACHEE, late_meeting);
	house_assert_state(&f, late, SESSION_STATE_SKIPPED);
	request.session = early;
	told = house_ask(&f, COACHEE, "Gate/ExplainGate", &request.base, &explain_gate_response__descriptor);
	assert_int_equal(told->decision, GATE_DECISION_WITHDRAW); /* as it was found */
	assert_int_equal(told->n_since, 3);
	assert_string_equal(
		told->since[2], "that was in time: since Wednesday 4 March 16:59 the coach is coming along again");
	house_release(told);
	house_end(&f);
}

/* Hands in one preparation after the other while the check is at work. */
struct writer {
	struct house *house;
	struct ridealong_client *client;
	char (*meetings)[80], (*coachees)[40];
};

static void *write_at_once(void *arg)
{
	struct writer *writer = arg;

	for (int i = 0; i < PAIRS; i++) {
		WritePreparationRequest request = WRITE_PREPARATION_REQUEST__INIT;
		const struct ridealong_call_options options = { .size = sizeof(options),
			.act_as = writer->coachees[i] };
		struct ridealong_error error;
		ProtobufCMessage *reply = NULL;
		char name[100];

		snprintf(name, sizeof(name), "%s/preparation", writer->meetings[i]);
		request.name = name;
		request.lines = (char *)"1 a decision about the trial and a date for it";
		request.submit = 1;
		if (ridealong_call(writer->client, "ridealong.v1.Preparations/WritePreparation", &request.base,
			    &options, &write_preparation_response__descriptor, &reply, &error) != 0)
			print_error("%s\n", error.message);
		house_release(reply);
	}
	return NULL;
}

static void a_preparation_that_comes_while_the_check_looks_is_never_lost(void **state)
{
	char sessions[PAIRS][80], meetings[PAIRS][80], coachees[PAIRS][40];
	struct ridealong_options options = { .size = sizeof(options), .timeout_ms = 60000 };
	struct writer writer = { .meetings = meetings, .coachees = coachees };
	struct house f;
	pthread_t thread;

	(void)state;
	house_start(&f);
	for (int i = 0; i < PAIRS; i++) {
		char coach[40];

		snprintf(coach, sizeof(coach), "coach%d@example.com", i);
		snprintf(coachees[i], sizeof(coachees[i]), "coachee%d@example.com", i);
		house_add_pair(&f, coach, coachees[i]);
		house_put_meeting(&f, coachees[i], "visit", 3 * DAY, meetings[i]);
		house_plan(&f, coach, meetings[i], sessions[i]);
	}
	house_advance_to(&f, 2 * DAY + 7 * HOUR - 1);
	options.server = f.daemon.server;
	assert_int_equal(ridealong_client_open(&options, &writer.client, &f.error), 0);
	pthread_create(&thread, NULL, write_at_once, &writer);
	house_advance_to(&f, 2 * DAY + 7 * HOUR);
	pthread_join(thread, NULL);
	/* Before the look it counts, after it it brings the coach back; in between, too. */
	for (int i = 0; i < PAIRS; i++) {
		Session *now = house_get(&f, sessions[i]);

		if (now->state != SESSION_STATE_PREPARED && now->state != SESSION_STATE_CONFIRMED)
			fail_msg("pair %d: the coach stays away (%d) from what was prepared", i, now->state);
		house_release(now);
	}
	ridealong_client_close(writer.client);
	house_end(&f);
}

static size_t count_reads(struct house *f, const char *whose, const char *what, const char *resource)
{
	ListAccessRequest request = LIST_ACCESS_REQUEST__INIT;
	ListAccessResponse *response;
	char name[100];
	size_t count = 0;

	snprintf(name, sizeof(name), "people/%s", whose);
	request.name = name;
	request.page_size = 1000;
	response = house_ask(f, "", "Privacy/ListAccess", &request.base, &list_access_response__descriptor);
	for (size_t i = 0; i < response->n_accesses; i++)
		count += strstr(response->accesses[i]->what, what) != NULL && response->accesses[i]->via[0] == '\0' &&
			 strcmp(response->accesses[i]->resource, resource) == 0;
	house_release(response);
	return count;
}

static void who_else_has_it_explained_leaves_a_trace(void **state)
{
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;
	char meeting[80], session[80];
	struct house f;

	(void)state;
	house_start(&f);
	house_add_pair(&f, COACH, COACHEE);
	house_put_meeting(&f, COACHEE, "one", 3 * DAY, meeting);
	house_plan(&f, COACH, meeting, session);
	assert_int_equal(count_reads(&f, COACHEE, "Gate/ExplainGate", session), 0);
	request.session = session;
	house_release(house_ask(&f, "", "Gate/ExplainGate", &request.base, &explain_gate_response__descriptor));
	assert_int_equal(count_reads(&f, COACHEE, "Gate/ExplainGate", session), 1);
	assert_int_equal(count_reads(&f, COACH, "Gate/ExplainGate", session), 1);
	house_end(&f);
}

static void the_check_tells_nobody_else(void **state)
{
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;
	struct ridealong_error unknown;
	char meeting[80], session[80];
	struct house f;

	(void)state;
	house_start(&f);
	house_add_pair(&f, COACH, COACHEE);
	house_add_pair(&f, "other@example.com", "another@example.com");
	house_put_meeting(&f, COACHEE, "one", 3 * DAY, meeting);
	house_plan(&f, COACH, meeting, session);
	request.session = session;
	assert_null(house_try(
		&f, f.en, "other@example.com", "Gate/ExplainGate", &request.base, &explain_gate_response__descriptor));
	assert_int_equal(f.error.status, STATUS_NOT_FOUND);
	unknown = f.error;
	request.session = "sessions/00000000-0000-7000-8000-000000000000";
	assert_null(house_try(
		&f, f.en, "other@example.com", "Gate/ExplainGate", &request.base, &explain_gate_response__descriptor));
	assert_int_equal(f.error.status, unknown.status);
	assert_string_equal(f.error.reason, unknown.reason);
	house_end(&f);
}

static void to_a_program_a_hidden_session_is_as_unknown_as_any_other_name(void **state)
{
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;
	PlanSessionRequest hidden = PLAN_SESSION_REQUEST__INIT;
	UpdateTeamRequest told = UPDATE_TEAM_REQUEST__INIT;
	char first[80], second[80], session[80], says[200];
	struct ridealong_client *client;
	Team team = TEAM__INIT;
	struct house f;
	Session *made;

	(void)state;
	house_start(&f);
	house_add_pair(&f, COACH, COACHEE);
	house_put_meeting(&f, COACHEE, "one", 3 * DAY, first);
	house_put_meeting(&f, COACHEE, "two", 7 * DAY, second);
	house_plan(&f, COACH, first, session);
	team.name = "people/" COACH "/team";
	team.unannounced_told_date = "2026-03-01";
	told.team = &team;
	house_release(house_ask(&f, COACH, "People/UpdateTeam", &told.base, &team__descriptor));
	hidden.meeting = second;
	hidden.unannounced = 1;
	made = house_ask(&f, COACH, "Sessions/PlanSession", &hidden.base, &session__descriptor);
	client = house_program(&f);
	request.session = made->name;
	assert_null(house_try(&f, client, "", "Gate/ExplainGate", &request.base, &explain_gate_response__descriptor));
	assert_int_equal(f.error.status, STATUS_NOT_FOUND);
	assert_string_equal(f.error.reason, "NO_SUCH_RESOURCE");
	snprintf(says, sizeof(says), "there is no \"%s\"", made->name);
	assert_string_equal(f.error.message, says);
	house_release(made);
	ridealong_client_close(client);
	house_end(&f);
}

/* Kills the plugin when it has work at hand, a few times: the first time for certain, for it was stopped before. */
struct killer {
	const char *server;
	_Atomic bool enough;
	int kills;
};

static void *kill_at_work(void *arg)
{
	const struct timespec breath = { .tv_nsec = 500000 };
	struct killer *killer = arg;
	struct ridealong_options options = { .size = sizeof(options), .server = killer->server };
	GetPluginRequest request = GET_PLUGIN_REQUEST__INIT;
	struct ridealong_client *client;
	struct ridealong_error error;

	if (ridealong_client_open(&options, &client, &error) != 0)
		return NULL;
	request.name = "plugins/skip_unprepared";
	while (!atomic_load(&killer->enough) && killer->kills < 4) { /* a fifth within a minute is one too many */
		ProtobufCMessage *reply = NULL;

		if (ridealong_call(client, "ridealong.v1.Plugins/GetPlugin", &request.base, NULL, &plugin__descriptor,
			    &reply, &error) != 0)
			continue;
		if (((Plugin *)reply)->unfinished > 0 && ((Plugin *)reply)->pid > 0) {
			kill((pid_t)((Plugin *)reply)->pid, SIGKILL);
			killer->kills++;
		}
		house_release(reply);
		nanosleep(&breath, NULL);
	}
	ridealong_client_close(client);
	return NULL;
}

static size_t count_skips(struct house *f, const char *session)
{
	ListEventsRequest request = LIST_EVENTS_REQUEST__INIT;
	ListEventsResponse *response;
	char *type = "session.skipped";
	size_t count;

	request.types = &type;
	request.n_types = 1;
	request.subject = (char *)session;
	response = house_ask(f, "", "Events/ListEvents", &request.base, &list_events_response__descriptor);
	count = response->n_events;
	house_release(response);
	return count;
}

static void killed_at_work_it_withdraws_each_coach_once(void **state)
{
	char sessions[PAIRS][80], meeting[80];
	struct killer killer = { 0 };
	struct house f;
	pthread_t thread;

	(void)state;
	house_start(&f);
	for (int i = 0; i < PAIRS; i++) {
		char coach[40], coachee[40];

		snprintf(coach, sizeof(coach), "coach%d@example.com", i);
		snprintf(coachee, sizeof(coachee), "coachee%d@example.com", i);
		house_add_pair(&f, coach, coachee);
		house_put_meeting(&f, coachee, "visit", 3 * DAY, meeting);
		house_plan(&f, coach, meeting, sessions[i]);
	}
	killer.server = f.daemon.server;
	house_stop_plugin(&f);
	pthread_create(&thread, NULL, kill_at_work, &killer);
	house_advance_to(&f, 2 * DAY + 8 * HOUR);
	atomic_store(&killer.enough, true);
	pthread_join(thread, NULL);
	assert_in_range(killer.kills, 1, 4);
	for (int i = 0; i < PAIRS; i++) {
		house_assert_state(&f, sessions[i], SESSION_STATE_SKIPPED);
		assert_int_equal(count_skips(&f, sessions[i]), 1);
	}
	house_end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_did_not_prepare_goes_alone_and_the_meeting_stands),
		cmocka_unit_test(a_session_that_moved_is_looked_at_by_its_new_time),
		cmocka_unit_test(what_it_found_is_kept_with_its_reasons_rule_and_settings),
		cmocka_unit_test(a_team_whose_check_only_asks_or_is_off_loses_no_coach),
		cmocka_unit_test(a_preparation_in_the_grace_brings_the_coach_back_and_after_it_the_coach_decides),
		cmocka_unit_test(a_preparation_that_comes_while_the_check_looks_is_never_lost),
		cmocka_unit_test(who_else_has_it_explained_leaves_a_trace),
		cmocka_unit_test(the_check_tells_nobody_else),
		cmocka_unit_test(to_a_program_a_hidden_session_is_as_unknown_as_any_other_name),
		cmocka_unit_test(killed_at_work_it_withdraws_each_coach_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
