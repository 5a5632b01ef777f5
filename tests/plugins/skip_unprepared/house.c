/* tests — the preparation check in the whole house. */
#include "house.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "ridealong/v1/admin.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/plugin.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "rule.h"

void house_start_with(struct house *f, const char *more)
{
	struct ridealong_options options = { .size = sizeof(options), .timeout_ms = 60000 };
	char config[1000];

	memset(f, 0, sizeof(*f));
	snprintf(config, sizeof(config), "[plugin skip_unprepared]\n%s", more);
	test_daemon_make(&f->daemon, "manual:2026-03-02T08:00:00+01:00", "skip_unprepared", config);
	test_daemon_start(&f->daemon);
	options.server = f->daemon.server;
	assert_int_equal(ridealong_client_open(&options, &f->en, &f->error), 0);
	options.locale = "nl";
	assert_int_equal(ridealong_client_open(&options, &f->nl, &f->error), 0);
}

void house_start(struct house *f)
{
	house_start_with(f, "");
}

void house_end(struct house *f)
{
	ridealong_client_close(f->en);
	ridealong_client_close(f->nl);
	test_daemon_stop(&f->daemon);
	test_daemon_remove(&f->daemon);
}

void *house_try(struct house *f, struct ridealong_client *client, const char *who, const char *method,
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

void *house_ask(struct house *f, const char *who, const char *method, const ProtobufCMessage *request,
	const ProtobufCMessageDescriptor *type)
{
	void *reply = house_try(f, f->en, who, method, request, type);

	if (reply == NULL)
		fail_msg("%s: %s", method, f->error.message);
	return reply;
}

void house_release(void *message)
{
	protobuf_c_message_free_unpacked(message, NULL);
}

void house_add_person(struct house *f, const char *email, const char *language)
{
	CreatePersonRequest request = CREATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;

	person.email = person.display_name = (char *)email;
	person.language = (char *)language;
	person.time_zone = "Europe/Amsterdam";
	person.template_ = "account-manager";
	request.person = &person;
	house_release(house_ask(f, "", "People/CreatePerson", &request.base, &person__descriptor));
}

void house_add_pair(struct house *f, const char *coach, const char *coachee)
{
	CreateCoachingRequest request = CREATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;
	char coach_name[100], coachee_name[100];

	house_add_person(f, coach, "en");
	house_add_person(f, coachee, "nl");
	snprintf(coach_name, sizeof(coach_name), "people/%s", coach);
	snprintf(coachee_name, sizeof(coachee_name), "people/%s", coachee);
	coaching.coach = coach_name;
	coaching.coachee = coachee_name;
	request.coaching = &coaching;
	house_release(house_ask(f, "", "People/CreateCoaching", &request.base, &coaching__descriptor));
}

/* A meeting of a calendar; the same uid again moves it. An hour long; seconds after MONDAY. */
void house_put_meeting(struct house *f, const char *owner, const char *uid, int64_t begins, char ret_name[80])
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
	response = house_ask(
		f, "", "Meetings/BatchUpsertMeetings", &request.base, &batch_upsert_meetings_response__descriptor);
	assert_int_equal(response->n_results, 1);
	snprintf(ret_name, 80, "%s", response->results[0]->meeting);
	house_release(response);
}

void house_plan(struct house *f, const char *coach, const char *meeting, char ret_name[80])
{
	PlanSessionRequest request = PLAN_SESSION_REQUEST__INIT;
	Session *session;

	request.meeting = (char *)meeting;
	session = house_ask(f, coach, "Sessions/PlanSession", &request.base, &session__descriptor);
	snprintf(ret_name, 80, "%s", session->name);
	house_release(session);
}

Session *house_get(struct house *f, const char *name)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	request.name = (char *)name;
	return house_ask(f, "", "Sessions/GetSession", &request.base, &session__descriptor);
}

void house_assert_state(struct house *f, const char *name, SessionState state)
{
	Session *session = house_get(f, name);

	assert_int_equal(session->state, state);
	house_release(session);
}

/* To so many seconds after MONDAY. */
void house_advance_to(struct house *f, int64_t moment)
{
	AdvanceClockRequest request = ADVANCE_CLOCK_REQUEST__INIT;
	Timestamp to = TIMESTAMP__INIT;

	to.seconds = MONDAY + moment;
	request.target_case = ADVANCE_CLOCK_REQUEST__TARGET_TO;
	request.to = &to;
	house_release(house_ask(f, "", "Admin/AdvanceClock", &request.base, &advance_clock_response__descriptor));
}

void house_assert_explains(struct house *f, struct ridealong_client *client, const char *who, const char *session,
	GateDecision decision, const char *reason)
{
	ExplainGateRequest request = EXPLAIN_GATE_REQUEST__INIT;
	ExplainGateResponse *response;

	request.session = (char *)session;
	response = house_try(f, client, who, "Gate/ExplainGate", &request.base, &explain_gate_response__descriptor);
	if (response == NULL)
		fail_msg("ExplainGate: %s", f->error.message);
	assert_int_equal(response->decision, decision);
	assert_string_equal(response->reasons[0], reason);
	assert_string_equal(response->rule, RULE_NAME);
	house_release(response);
}

void house_prepare(struct house *f, const char *who, const char *meeting)
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
	house_release(house_ask(
		f, who, "Preparations/WritePreparation", &request.base, &write_preparation_response__descriptor));
}

/* A client with a program's token that reads gates. */
struct ridealong_client *house_program(struct house *f)
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
	made = house_ask(f, "", "Admin/CreateToken", &request.base, &token__descriptor);
	options.server = f->daemon.server;
	options.token = made->secret;
	assert_int_equal(ridealong_client_open(&options, &client, &f->error), 0);
	house_release(made);
	return client;
}

/* What it is handed from here on, it has at hand until it is killed. */
void house_stop_plugin(struct house *f)
{
	const struct timespec breath = { .tv_nsec = 500000 };
	GetPluginRequest request = GET_PLUGIN_REQUEST__INIT;
	bool parked = false;

	request.name = "plugins/skip_unprepared";
	while (!parked) {
		Plugin *plugin = house_ask(f, "", "Plugins/GetPlugin", &request.base, &plugin__descriptor);

		parked = plugin->parked;
		if (parked)
			kill((pid_t)plugin->pid, SIGSTOP);
		house_release(plugin);
		nanosleep(&breath, NULL);
	}
}
