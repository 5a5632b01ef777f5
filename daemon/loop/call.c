/* loop/ — calls that wait, and what ends their waiting. */
#include "daemon/loop/call.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"
#include "daemon/domain/words.h"
#include "daemon/loop/inside.h"

#define HASTE_NS (INT64_C(200) * 1000 * 1000)

/* A call as this storey keeps it, in the call's own arena. */
struct waiting {
	struct loop_call call; /* first */
	struct rpc_call *rpc;
	struct loop_task task; /* its way in */
	struct waiting *prev, *next;
};

struct loop_calls {
	uv_timer_t timer; /* the first deadline of all */
	int64_t armed_ns; /* which it is set for; INT64_MAX without one */
	struct waiting *all;
	int count;
};

/* The way of a drop() into the main thread. */
struct drop {
	struct loop_task task;
	struct loop *loop;
	uint64_t serial;
	enum status why;
};

static void list(struct loop_calls *calls, struct waiting *waiting)
{
	waiting->next = calls->all;
	if (waiting->next != NULL)
		waiting->next->prev = waiting;
	calls->all = waiting;
	calls->count++;
}

/* Out of the list; gives what rpc/ knows it by. */
static struct rpc_call *unlist(struct loop_call *call)
{
	struct waiting *waiting = (struct waiting *)call;
	struct loop_calls *calls = call->loop->calls;

	if (waiting->prev != NULL)
		waiting->prev->next = waiting->next;
	else
		calls->all = waiting->next;
	if (waiting->next != NULL)
		waiting->next->prev = waiting->prev;
	calls->count--;
	return waiting->rpc;
}

void loop_call_reply(struct loop_call *call, ProtobufCMessage *message)
{
	rpc_call_reply(unlist(call), message);
}

void loop_call_reply_packed(struct loop_call *call, const void *bytes, size_t size)
{
	rpc_call_reply_packed(unlist(call), bytes, size);
}

void loop_call_end(struct loop_call *call, const struct error *error)
{
	rpc_call_end(unlist(call), error);
}

static void end_for(struct loop_call *call, enum status why)
{
	struct error error = { 0 };

	switch (why) {
	case STATUS_CANCELLED:
		error_set(&error, why, words_pick(call->locale, "the call was cancelled", "de aanroep is afgebroken"));
		break;
	case STATUS_DEADLINE_EXCEEDED:
		error_set(&error, why,
			words_pick(call->locale, "no answer came in the time that the call had; try again",
				"er kwam geen antwoord in de tijd die de aanroep had; probeer het opnieuw"));
		break;
	default:
		error_detail(&error, STATUS_UNAVAILABLE, "STOPPING", NULL,
			words_pick(call->locale, "the daemon is stopping; try again in a moment",
				"de daemon stopt; probeer het zo weer"));
		break;
	}
	loop_call_end(call, &error);
}

/* Once: whoever keeps the call after that is no longer asked. */
static void drop(struct loop_call *call, enum status why)
{
	call->deadline_ns = INT64_MAX;
	if (call->dropped != NULL)
		call->dropped(call, why);
	else
		end_for(call, why);
}

/* Deadlines */

static void arm(struct loop_calls *calls, int64_t deadline_ns);

static struct waiting *earliest(const struct loop_calls *calls)
{
	struct waiting *first = calls->all;

	for (struct waiting *waiting = first; waiting != NULL; waiting = waiting->next)
		if (waiting->call.deadline_ns < first->call.deadline_ns)
			first = waiting;
	return first;
}

/* Looked for anew after each: a handler may answer other calls as well when one of its calls is dropped. */
static void on_deadline(uv_timer_t *timer)
{
	struct loop *loop = timer->data;
	struct loop_calls *calls = loop->calls;
	const int64_t now = clock_monotonic_ns();
	struct waiting *waiting;

	calls->armed_ns = INT64_MAX;
	while ((waiting = earliest(calls)) != NULL && waiting->call.deadline_ns <= now)
		drop(&waiting->call, STATUS_DEADLINE_EXCEEDED);
	if (waiting != NULL)
		arm(calls, waiting->call.deadline_ns);
}

static void arm(struct loop_calls *calls, int64_t deadline_ns)
{
	const int64_t now = clock_monotonic_ns();

	if (deadline_ns >= calls->armed_ns)
		return;
	calls->armed_ns = deadline_ns;
	uv_update_time(calls->timer.loop);
	uv_timer_start(
		&calls->timer, on_deadline, deadline_ns <= now ? 0 : (uint64_t)((deadline_ns - now) / 1000000 + 1), 0);
}

void loop_call_hasten(struct loop_call *call)
{
	const int64_t left = call->deadline_ns - clock_monotonic_ns();

	call->deadline_ns -= left / 10 < HASTE_NS ? left / 10 : HASTE_NS;
}

/* Coming in */

static loop_handler handler_of(const struct loop *loop, const struct contract_method *method)
{
	for (size_t i = 0; i < loop->n_handlers; i++) {
		const char *name = loop->handlers[i].method;

		if (name == NULL ? method->served_by != NULL : strcmp(name, method->full_name) == 0)
			return loop->handlers[i].handler;
	}
	return NULL;
}

static void end_unserved(struct loop_call *call)
{
	struct error error = { 0 };

	if (call->method->served_by != NULL)
		error_detail(&error, STATUS_UNAVAILABLE, "PLUGIN_MISSING", NULL,
			words_pick(call->locale, "the plugin \"%s\", which answers this, is not configured",
				"de plug-in \"%s\", die dit beantwoordt, staat niet in de configuratie"),
			call->method->served_by);
	else
		error_set(&error, STATUS_UNIMPLEMENTED,
			words_pick(
				call->locale, "the daemon has no answer to %s", "de daemon heeft geen antwoord op %s"),
			call->method->full_name);
	loop_call_end(call, &error);
}

static void begin(struct loop_task *task)
{
	struct waiting *waiting = (struct waiting *)((char *)task - offsetof(struct waiting, task));
	struct loop_call *call = &waiting->call;
	struct loop *loop = call->loop;
	loop_handler handler = handler_of(loop, call->method);

	list(loop->calls, waiting);
	if (loop->stopping) {
		end_for(call, STATUS_UNAVAILABLE);
	} else if (rpc_call_dropped(waiting->rpc)) {
		end_for(call, STATUS_CANCELLED);
	} else if (handler == NULL) {
		end_unserved(call);
	} else {
		arm(loop->calls, call->deadline_ns - HASTE_NS); /* early: the handler may hasten it */
		handler(call);
	}
}

void loop_accept(struct loop *loop, struct rpc_call *rpc)
{
	struct waiting *waiting = arena_zero(rpc->arena, sizeof(*waiting));

	waiting->rpc = rpc;
	waiting->task.run = begin;
	waiting->call = (struct loop_call){ .loop = loop,
		.method = rpc->method,
		.actor = rpc->actor,
		.in = rpc->in,
		.payload = rpc->payload,
		.request_id = rpc->request_id,
		.locale = rpc->locale,
		.deadline_ns = rpc->deadline_ns,
		.arena = rpc->arena };
	loop_post(loop, &waiting->task);
}

/* Going away */

static void drop_by_serial(struct loop_task *task)
{
	struct drop *wish = (struct drop *)task;

	for (struct waiting *waiting = wish->loop->calls->all; waiting != NULL; waiting = waiting->next) {
		if (waiting->rpc->serial == wish->serial) {
			drop(&waiting->call, wish->why);
			break;
		}
	}
	free(wish);
}

void loop_drop(struct loop *loop, uint64_t serial, enum status why)
{
	struct drop *wish = malloc(sizeof(*wish));

	if (wish == NULL) {
		log_error("out of memory");
		abort();
	}
	*wish = (struct drop){ .task = { .run = drop_by_serial }, .loop = loop, .serial = serial, .why = why };
	loop_post(loop, &wish->task);
}

void loop_call_ask(struct loop_call *call, struct arena *arena, int64_t resume, struct call *ret)
{
	rpc_call_ask(((struct waiting *)call)->rpc, loop_conn(call->loop), arena, resume, ret);
}

enum status loop_calls_start(struct loop *loop, struct error *reterr)
{
	struct loop_calls *calls = calloc(1, sizeof(*calls));

	if (calls == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	uv_timer_init(&loop->uv, &calls->timer);
	calls->timer.data = loop;
	calls->armed_ns = INT64_MAX;
	loop->calls = calls;
	return STATUS_OK;
}

void loop_calls_stop(struct loop *loop)
{
	while (loop->calls->all != NULL)
		end_for(&loop->calls->all->call, STATUS_UNAVAILABLE);
	uv_close((uv_handle_t *)&loop->calls->timer, NULL);
}

void loop_calls_destroy(struct loop *loop)
{
	free(loop->calls);
	loop->calls = NULL;
}
