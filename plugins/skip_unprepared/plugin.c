/* skip_unprepared — the preparation check as a plugin: a timer at each session's cut-off, a look, and what follows.
 *
 * session.planned, .moved, .reopened, .timed ──► timer at the cut-off ──► gather the facts ──► rule
 * ──► DecideSession or RecordGateLook: what was found is kept with the session
 *
 * Gate.ExplainGate: explain.h. Gate.SimulateGate: simulation.h */
#include <ridealong/sdk.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "facts.h"
#include "look.h"
#include "proto/status.h"
#include "ridealong/v1/gate.pb-c.h"
#include "simulation.h"

#define KEY_PREFIX "cutoff/"

struct gate {
	struct sdk sdk;
};

/* One piece of work on one session. */
struct step {
	struct gate *gate;
	struct ridealong_work *work;
	char session[128];
};

static struct step *step_create(struct gate *gate, struct ridealong_work *work, const char *session)
{
	struct step *step = calloc(1, sizeof(*step));

	if (step == NULL)
		abort();
	*step = (struct step){ .gate = gate, .work = work };
	snprintf(step->session, sizeof(step->session), "%s", session);
	return step;
}

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	struct gate *gate = calloc(1, sizeof(*gate));

	if (gate != NULL && sdk_init(&gate->sdk, host, api, ret_error))
		return gate;
	free(gate);
	return NULL;
}

static void set_timer(struct step *step, const Session *session)
{
	const struct sdk *sdk = &step->gate->sdk;
	char key[sizeof(KEY_PREFIX) + sizeof(step->session)];

	snprintf(key, sizeof(key), KEY_PREFIX "%s", step->session);
	sdk_timer_set(sdk, step->work, key, sdk_time_us(session->cutoff_time), NULL, 0, sdk_end_with,
		sdk_last(sdk, step->work));
}

static void delete_timer(struct step *step)
{
	const struct sdk *sdk = &step->gate->sdk;
	char key[sizeof(KEY_PREFIX) + sizeof(step->session)];

	snprintf(key, sizeof(key), KEY_PREFIX "%s", step->session);
	sdk_timer_delete(sdk, step->work, key, sdk_end_with, sdk_last(sdk, step->work));
}

/* Planned, moved or reopened: the check looks at the cut-off that is now, or not at all. */
SDK_REPLY(on_session_changed, struct step, step, Session, session)
{
	const struct sdk *sdk = &step->gate->sdk;

	if (end->status == STATUS_NOT_FOUND)
		sdk_finish(sdk, step->work, NULL);
	else if (end->status != STATUS_OK)
		sdk_finish_as(sdk, step->work, end);
	else if (session->unannounced || sdk_time_us(session->cutoff_time) <= sdk_now(sdk))
		delete_timer(step);
	else
		set_timer(step, session);
	free(step);
}

static void on_event(void *arg, struct ridealong_work *work, const struct ridealong_event *event)
{
	struct gate *gate = arg;
	struct step *step = step_create(gate, work, event->subject);
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	request.name = step->session;
	sdk_call(&gate->sdk, work, &sessions__descriptor, "GetSession", NULL, &request.base, on_session_changed, step);
}

/* Somebody prepared, or the coach spoke, between the look and the word: then the word does not count. */
SDK_REPLY(on_told, struct step, step, Session, session)
{
	const struct sdk *sdk = &step->gate->sdk;

	(void)session;
	if (end->status == STATUS_FAILED_PRECONDITION || end->status == STATUS_NOT_FOUND) {
		sdk_log(sdk, RIDEALONG_INFO, "%s has moved on: what was found does not count", step->session);
		sdk_finish(sdk, step->work, NULL);
	} else {
		sdk_finish_as(sdk, step->work, end);
	}
	free(step);
}

/* Only what did not come in withdraws, once the check looks. */
static void withdraw(struct step *step, GateLook *look)
{
	const struct sdk *sdk = &step->gate->sdk;
	DecideSessionRequest request = DECIDE_SESSION_REQUEST__INIT;

	request.name = step->session;
	request.verdict = VERDICT_NOT_JOINING;
	request.rule = RULE_NAME;
	request.cause = VERDICT_CAUSE_NOTHING_RECEIVED;
	request.gate_look = look;
	sdk_call(sdk, step->work, &sessions__descriptor, "DecideSession", NULL, &request.base, on_told, step);
}

static void record(struct step *step, GateLook *look)
{
	const struct sdk *sdk = &step->gate->sdk;
	RecordGateLookRequest request = RECORD_GATE_LOOK_REQUEST__INIT;

	request.name = step->session;
	request.gate_look = look;
	sdk_call(sdk, step->work, &sessions__descriptor, "RecordGateLook", NULL, &request.base, on_told, step);
}

/* The cut-off. To ask the coach is the reminders' affair: they ask for every preparation that came in, and hear of what
 * was kept. */
static void on_looked(void *arg, const struct ridealong_reply *end, const struct rule_facts *facts)
{
	struct step *step = arg;
	const struct sdk *sdk = &step->gate->sdk;
	struct rule_verdict verdict;
	struct look look;

	if (facts == NULL) {
		if (end->status == STATUS_NOT_FOUND)
			sdk_finish(sdk, step->work, NULL);
		else
			sdk_finish_as(sdk, step->work, end);
		free(step);
		return;
	}
	if (sdk_time_us(facts->session->cutoff_time) > facts->now) { /* moved; its event is still on the way */
		set_timer(step, facts->session);
		free(step);
		return;
	}
	verdict = rule_judge(facts);
	sdk_log(sdk, RIDEALONG_INFO, "%s: %s", step->session,
		protobuf_c_enum_descriptor_get_value(&gate_decision__descriptor, (int)verdict.decision)->name);
	look_fill(&look, facts, &verdict);
	if (verdict.decision == GATE_DECISION_WITHDRAW) {
		withdraw(step, &look.message);
	} else if (verdict.findings[0].reason == GATE_REASON_OVER ||
		   verdict.findings[0].reason == GATE_REASON_UNANNOUNCED) {
		sdk_finish(sdk, step->work, NULL);
		free(step);
	} else {
		record(step, &look.message);
	}
}

static void on_timer(void *arg, struct ridealong_work *work, const struct ridealong_timer *timer)
{
	struct gate *gate = arg;

	if (strncmp(timer->key, KEY_PREFIX, strlen(KEY_PREFIX)) != 0) {
		sdk_finish(&gate->sdk, work, NULL);
		return;
	}
	facts_gather(&gate->sdk, work, timer->key + strlen(KEY_PREFIX), NULL, on_looked,
		step_create(gate, work, timer->key + strlen(KEY_PREFIX)));
}

static void on_call(void *arg, struct ridealong_work *work, const struct ridealong_call *call)
{
	struct gate *gate = arg;

	if (sdk_call_is(call, &gate__descriptor, "ExplainGate"))
		explain_start(&gate->sdk, work, call);
	else if (sdk_call_is(call, &gate__descriptor, "SimulateGate"))
		simulation_start(&gate->sdk, work, call);
	else
		sdk_fail(&gate->sdk, work, STATUS_UNIMPLEMENTED, NULL, "the check does not answer %s", call->method);
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const char *const types[] = { "session.planned", "session.moved", "session.reopened", "session.timed",
		NULL };
	static const struct ridealong_setting no_settings[] = { { NULL, NULL } };
	static const struct ridealong_plugin self = { .abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "skip_unprepared",
		.event_types = types,
		.start = start,
		.stop = free,
		.on_event = on_event,
		.on_timer = on_timer,
		.on_call = on_call,
		.settings = no_settings };

	return &self;
}
