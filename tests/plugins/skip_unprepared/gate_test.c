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
#include <ridealong/client.h>

#include "proto/status.h"
#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/event.pb-c.h"
#include "ridealong/v1/gate.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/session.pb-c.h"
#include "rule.h"
#include "tests/support/daemon.h"

#define COACH   "coach@example.com"
#define COACHEE "coachee@example.com"
#define HOUR    INT64_C(3600)
#define DAY     (24 * HOUR)
#define MONDAY  INT64_C(1772434800) /* 2026-03-02T08:00:00+01:00 */
#define PAIRS   12

struct fixture {
	struct test_daemon daemon;
	struct ridealong_client *en, *nl;
	struct ridealong_error error; /* of the last call */
};

static void start(struct fixture *f)
{
	struct ridealong_options options = { .size = sizeof(options), .timeout_ms = 60000 };

	memset(f, 0, sizeof(*f));
	test_daemon_make(
		&f->daemon, "manual:2026-03-02T08:00:00+01:00", "skip_unprepared", "[plugin skip_unprepared]\n");
	test_daemon_start(&f->daemon);
	options.server = f->daemon.server;
	assert_int_equal(ridealong_client_open(&options, &f->en, &f->error), 0);
	options.locale = "nl";
	assert_int_equal(ridealong_client_open(&options, &f->nl, &f->error), 0);
}

static void end(struct fixture *f)
{
	ridealong_client_close(f->en);
	ridealong_client_close(f->nl);
	test_daemon_stop(&f->daemon);
	test_daemon_remove(&f->daemon);
}

static void *try(struct fixture *f, struct ridealong_client *client, const char *who, const char *method,
	const ProtobufCMessage *request, const ProtobufCMessageDescriptor *type)
{
	const struct ridealong_call_options options = { .size = sizeof(options), .act_as = who };
	ProtobufCMessage *reply = NULL;
	char full[100];

	snprintf(full, sizeof(full), "ridealong.v1.%s", method);
	memset(&f->error, 0, sizeof(f->error));
	if (ridealong_call(client, full, request, &options, type, &reply, &f->error) != 0)
		return NULL;
	return reply;
}

static void *ask(struct fixture *f, const char *who, const char *method, const ProtobufCMessage *request,
	const ProtobufCMessageDescriptor *type)
{
	void *reply = try(f, f->en, who, method, request, type);

	if (reply == NULL)
		fail_msg("%s: %s", method, f->error.message);
	return reply;
}

static void release(void *message)
{
	protobuf_c_message_free_unpacked(message, NULL);
}

static void add_person(struct fixture *f, const char *email, const char *language)
{
	CreatePersonRequest request = CREATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;

	person.email = person.display_name = (char *)email;
	person.language = (char *)language;
	person.time_zone = "Europe/Amsterdam";
	person.template_ = "account-manager";
	request.person = &person;
	release(ask(f, "", "People/CreatePerson", &request.base, &person__descriptor));
}

static void add_pair(struct fixture *f, const char *coach, const char *coachee)
{
	CreateCoachingRequest request = CREATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;
	char coach_name[100], coachee_name[100];

	add_person(f, coach, "en");
	add_person(f, coachee, "nl");
	snprintf(coach_name, sizeof(coach_name), "people/%s", coach);
	snprintf(coachee_name, sizeof(coachee_name), "people/%s", coachee);
	coaching.coach = coach_name;
	coaching.coachee = coachee_name;
	request.coaching = &coaching;
	release(ask(f, "", "People/CreateCoaching", &request.base, &coaching__descriptor));
}

/* A meeting of a calendar; the same uid again moves it. An hour long; seconds after MONDAY. */
static void put_meeting(struct fixture *f, const char *owner, const char *uid, int64_t begins, char ret_name[80])
{
	BatchUpsertMeetingsRequest request = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	BatchUpsertMeetingsResponse *response;
	Meeting meeting = MEETING__INIT, *list = &meeting;
	Timestamp from = TIMESTAMP__INIT, until = TIMESTAMP__INIT;
	char owner_name[100];

	snprintf(owner_name, sizeof(owner_name), "people/%s", owner);
	from.seconds = MONDAY + begins;
	until.seconds = from.seconds + HOUR;
	meeting.uid = (char *)uid;
	meeting.title = "Visit";
	meeting.start_time = &from;
	meeting.end_time = &until;
	request.owner = owner_name;
	request.calendar = "test";
	request.meetings = &list;
	request.n_meetings = 1;
	response =
		ask(f, "", "Meetings/BatchUpsertMeetings", &request.base, &batch_upsert_meetings_response__descriptor);
	assert_int_equal(response->n_results, 1);
	snprintf(ret_name, 80, "%s", response->results[0]->meeting);
	release(response);
}

static void plan(struct fixture *f, const char *coach, const char *meeting, char ret_name[80])
{
	PlanSessionRequest request = PLAN_SESSION_REQUEST__INIT;
	Session *session;

	request.meeting = (char *)meeting;
	session = ask(f, coach, "Sessions/PlanSession", &request.base, &session__descriptor);
	snprintf(ret_name, 80, "%s", session->name);
	release(session);
}

static Session *get(struct fixture *f, const char *name)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	request.name = (char *)name;
	return ask(f, "", "Sessions/GetSession", &request.base, &session__descriptor);
}

static void assert_state(struct fixture *f, const char *name, SessionState state)
{
	Session *session = get(f, name);

	assert_int_equal(session->state, state);
	release(session);
}

/* To so many seconds after MONDAY. */
static void advance_to(struct fixture *f, int64_t moment)
{
	AdvanceClockRequest request = ADVANCE_CLOCK_REQUEST__INIT;
	Timestamp to = TIMESTAMP__INIT;

	to.seconds = MONDAY + moment;
	request.target_case = ADVANCE_CLOCK_REQUEST__TARGET_TO;
	request.to = &to;
	release(ask(f, "", "Admin/AdvanceClock", &request.base, &advance_clock_response__descriptor));
}

static void assert_explains(struct fixture *f, struct ridealong_client *client, const char *who, const char *session,
	GateDecision decision, const char *reason)
{
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;
	ExplainGateResponse *response;

	request.session = (char *)session;
	response = try(f, client, who, "Gate/ExplainGate", &request.base, &explain_gate_response__descriptor);
	if (response == NULL)
		fail_msg("ExplainGate: %s", f->error.message);
	assert_int_equal(response->decision, decision);
	assert_string_equal(response->reasons[0], reason);
	assert_string_equal(response->rule, RULE_NAME);
	release(response);
}

static void prepare(struct fixture *f, const char *who, const char *meeting)
{
	WritePreparationRequest request = WRITE_PREPARATION_REQUEST__INIT;
	char name[100];

	snprintf(name, sizeof(name), "%s/preparation", meeting);
	request.name = name;
	request.lines = "1 een besluit over de proef en een datum daarvoor\n"
			"2 zakelijk maar welwillend, ik blijf rustig en vraag door\n"
			"3 prijs: over drie jaar gerekend; levertijd: vier weken na akkoord\n"
			"4 schuift inkoop aan dan begin ik met cijfers, anders met het idee\n"
			"6 een vergelijking met hun eigen stilstand van vorig jaar\n";
	request.submit = 1;
	release(ask(f, who, "Preparations/WritePreparation", &request.base, &write_preparation_response__descriptor));
}

static void who_did_not_prepare_goes_alone_and_the_meeting_stands(void **state)
{
	char empty_meeting[80], ready_meeting[80], late_meeting[80], empty[80], ready[80], late[80];
	GetMeetingRequest request = GET_MEETING_REQUEST__INIT;
	struct fixture f;
	Session *session;
	Meeting *meeting;

	(void)state;
	start(&f);
	add_pair(&f, COACH, COACHEE);
	put_meeting(&f, COACHEE, "empty", 3 * DAY + 1 * HOUR, empty_meeting); /* Thursday 09:00 */
	put_meeting(&f, COACHEE, "ready", 3 * DAY + 4 * HOUR, ready_meeting);
	put_meeting(&f, COACHEE, "late", 3 * DAY + 7 * HOUR, late_meeting);
	plan(&f, COACH, empty_meeting, empty);
	plan(&f, COACH, ready_meeting, ready);
	prepare(&f, COACHEE, ready_meeting);

	assert_explains(&f, f.nl, COACHEE, empty, GATE_DECISION_WITHDRAW,
		"er is nog geen voorbereiding binnen; de check kijkt op woensdag 4 maart 15:00");
	assert_explains(&f, f.en, COACH, ready, GATE_DECISION_PASS, "the preparation is in");

	advance_to(&f, 2 * DAY + 7 * HOUR - 1); /* a second before the cut-off */
	assert_state(&f, empty, SESSION_STATE_PLANNED);
	advance_to(&f, 2 * DAY + 7 * HOUR);
	session = get(&f, empty);
	assert_int_equal(session->state, SESSION_STATE_SKIPPED);
	assert_int_equal(session->verdict, VERDICT_NOT_JOINING);
	assert_string_equal(session->verdict_rule, RULE_NAME);
	assert_string_equal(session->verdict_reason, "no preparation had come in by 15:00");
	release(session);
	assert_state(&f, ready, SESSION_STATE_PREPARED);
	request.name = empty_meeting;
	meeting = ask(&f, "", "Meetings/GetMeeting", &request.base, &meeting__descriptor);
	assert_int_equal(meeting->state, MEETING_STATE_SCHEDULED);
	release(meeting);

	plan(&f, COACH, late_meeting, late); /* booked inside the window */
	assert_explains(&f, f.en, COACH, late, GATE_DECISION_EXEMPT,
		"the session was planned after the moment of the check (Wednesday 4 March 15:00)");
	advance_to(&f, 3 * DAY);
	assert_state(&f, late, SESSION_STATE_PLANNED);
	end(&f);
}

static void a_session_that_moved_is_looked_at_by_its_new_time(void **state)
{
	char meeting[80], session[80];
	struct fixture f;

	(void)state;
	start(&f);
	add_pair(&f, COACH, COACHEE);
	put_meeting(&f, COACHEE, "moves", 2 * DAY + 2 * HOUR, meeting); /* Wednesday: cut-off on Tuesday */
	plan(&f, COACH, meeting, session);
	put_meeting(&f, COACHEE, "moves", 4 * DAY + 2 * HOUR, meeting); /* Friday: cut-off on Thursday */
	advance_to(&f, 2 * DAY);
	assert_state(&f, session, SESSION_STATE_PLANNED);
	advance_to(&f, 3 * DAY + 7 * HOUR);
	assert_state(&f, session, SESSION_STATE_SKIPPED);
	end(&f);
}

static void the_check_tells_nobody_else(void **state)
{
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;
	struct ridealong_error unknown;
	char meeting[80], session[80];
	struct fixture f;

	(void)state;
	start(&f);
	add_pair(&f, COACH, COACHEE);
	add_pair(&f, "other@example.com", "another@example.com");
	put_meeting(&f, COACHEE, "one", 3 * DAY, meeting);
	plan(&f, COACH, meeting, session);
	request.session = session;
	assert_null(try(
		&f, f.en, "other@example.com", "Gate/ExplainGate", &request.base, &explain_gate_response__descriptor));
	assert_int_equal(f.error.status, STATUS_NOT_FOUND);
	unknown = f.error;
	request.session = "sessions/00000000-0000-7000-8000-000000000000";
	assert_null(try(
		&f, f.en, "other@example.com", "Gate/ExplainGate", &request.base, &explain_gate_response__descriptor));
	assert_int_equal(f.error.status, unknown.status);
	assert_string_equal(f.error.reason, unknown.reason);
	end(&f);
}

/* A client with a program's token that reads gates. */
static struct ridealong_client *program(struct fixture *f)
{
	struct ridealong_options options = { .size = sizeof(options), .timeout_ms = 60000 };
	CreateTokenRequest request = CREATE_TOKEN_REQUEST__INIT;
	struct ridealong_client *client;
	Token token = TOKEN__INIT, *made;
	char *scopes[] = { "gate.read" };

	token.display_name = "planning";
	token.scopes = scopes;
	token.n_scopes = 1;
	request.token = &token;
	made = ask(f, "", "Admin/CreateToken", &request.base, &token__descriptor);
	options.server = f->daemon.server;
	options.token = made->secret;
	assert_int_equal(ridealong_client_open(&options, &client, &f->error), 0);
	release(made);
	return client;
}

static void to_a_program_a_hidden_session_is_as_unknown_as_any_other_name(void **state)
{
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;
	PlanSessionRequest hidden = PLAN_SESSION_REQUEST__INIT;
	UpdateTeamRequest told = UPDATE_TEAM_REQUEST__INIT;
	char first[80], second[80], session[80], says[200];
	struct ridealong_client *client;
	Team team = TEAM__INIT;
	struct fixture f;
	Session *made;

	(void)state;
	start(&f);
	add_pair(&f, COACH, COACHEE);
	put_meeting(&f, COACHEE, "one", 3 * DAY, first);
	put_meeting(&f, COACHEE, "two", 7 * DAY, second);
	plan(&f, COACH, first, session);
	team.name = "people/" COACH "/team";
	team.unannounced_told_date = "2026-03-01";
	told.team = &team;
	release(ask(&f, COACH, "People/UpdateTeam", &told.base, &team__descriptor));
	hidden.meeting = second;
	hidden.unannounced = 1;
	made = ask(&f, COACH, "Sessions/PlanSession", &hidden.base, &session__descriptor);
	client = program(&f);
	request.session = made->name;
	assert_null(try(&f, client, "", "Gate/ExplainGate", &request.base, &explain_gate_response__descriptor));
	assert_int_equal(f.error.status, STATUS_NOT_FOUND);
	assert_string_equal(f.error.reason, "NO_SUCH_RESOURCE");
	snprintf(says, sizeof(says), "there is no \"%s\"", made->name);
	assert_string_equal(f.error.message, says);
	release(made);
	ridealong_client_close(client);
	end(&f);
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
		release(reply);
		nanosleep(&breath, NULL);
	}
	ridealong_client_close(client);
	return NULL;
}

/* What it is handed from here on, it has at hand until it is killed. */
static void stop_plugin(struct fixture *f)
{
	const struct timespec breath = { .tv_nsec = 500000 };
	GetPluginRequest request = GET_PLUGIN_REQUEST__INIT;
	bool parked = false;

	request.name = "plugins/skip_unprepared";
	while (!parked) {
		Plugin *plugin = ask(f, "", "Plugins/GetPlugin", &request.base, &plugin__descriptor);

		parked = plugin->parked;
		if (parked)
			kill((pid_t)plugin->pid, SIGSTOP);
		release(plugin);
		nanosleep(&breath, NULL);
	}
}

static size_t count_skips(struct fixture *f, const char *session)
{
	ListEventsRequest request = LIST_EVENTS_REQUEST__INIT;
	ListEventsResponse *response;
	char *type = "session.skipped";
	size_t count;

	request.types = &type;
	request.n_types = 1;
	request.subject = (char *)session;
	response = ask(f, "", "Events/ListEvents", &request.base, &list_events_response__descriptor);
	count = response->n_events;
	release(response);
	return count;
}

static void killed_at_work_it_withdraws_each_coach_once(void **state)
{
	char sessions[PAIRS][80], meeting[80];
	struct killer killer = { 0 };
	struct fixture f;
	pthread_t thread;

	(void)state;
	start(&f);
	for (int i = 0; i < PAIRS; i++) {
		char coach[40], coachee[40];

		snprintf(coach, sizeof(coach), "coach%d@example.com", i);
		snprintf(coachee, sizeof(coachee), "coachee%d@example.com", i);
		add_pair(&f, coach, coachee);
		put_meeting(&f, coachee, "visit", 3 * DAY, meeting);
		plan(&f, coach, meeting, sessions[i]);
	}
	killer.server = f.daemon.server;
	stop_plugin(&f);
	pthread_create(&thread, NULL, kill_at_work, &killer);
	advance_to(&f, 2 * DAY + 8 * HOUR);
	atomic_store(&killer.enough, true);
	pthread_join(thread, NULL);
	assert_in_range(killer.kills, 1, 4);
	for (int i = 0; i < PAIRS; i++) {
		assert_state(&f, sessions[i], SESSION_STATE_SKIPPED);
		assert_int_equal(count_skips(&f, sessions[i]), 1);
	}
	end(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_did_not_prepare_goes_alone_and_the_meeting_stands),
		cmocka_unit_test(a_session_that_moved_is_looked_at_by_its_new_time),
		cmocka_unit_test(the_check_tells_nobody_else),
		cmocka_unit_test(to_a_program_a_hidden_session_is_as_unknown_as_any_other_name),
		cmocka_unit_test(killed_at_work_it_withdraws_each_coach_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
