/* loop/ — WatchEvents: asks, waits, and asks again on the hint that follows a commit. */
#include <stdlib.h>

#include "daemon/base/log.h"
#include "daemon/domain/words.h"
#include "daemon/loop/inside.h"
#include "ridealong/v1/event.pb-c.h"

/* What a waiting call's `data` points to, in the call's arena. */
struct watcher {
	int64_t resume;
};

struct loop_watch {
	struct loop *loop;
	struct loop_hook hook;
	struct loop_call *all;
};

static void unlist(struct loop_call *call)
{
	if (call->prev != NULL)
		call->prev->next = call->next;
	else
		call->loop->watch->all = call->next;
	if (call->next != NULL)
		call->next->prev = call->prev;
}

/* In time there is an answer: nothing. */
static void on_dropped(struct loop_call *call, enum status why)
{
	ListEventsResponse nothing = LIST_EVENTS_RESPONSE__INIT;
	struct error error = { 0 };

	unlist(call);
	if (why == STATUS_DEADLINE_EXCEEDED) {
		loop_call_reply(call, &nothing.base);
		return;
	}
	error_set(&error, why, words_pick(call->locale, "the call was cancelled", "de aanroep is afgebroken"));
	loop_call_end(call, &error);
}

/* Whether the call was answered. In a snapshot; what the asking makes goes when the arena does. */
static bool ask(struct loop_call *call, struct arena *arena)
{
	struct watcher *watcher = call->data;
	struct call asked;

	loop_call_ask(call, arena, watcher->resume, &asked);
	if (asked.status == STATUS_OK && asked.wait) {
		watcher->resume = asked.resume;
		return false;
	}
	if (call->dropped != NULL)
		unlist(call);
	if (asked.status == STATUS_OK)
		loop_call_reply(call, asked.reply);
	else
		loop_call_end(call, &asked.error);
	return true;
}

/* A thousand who wait are asked in one snapshot. One that cannot be had is the next commit's. */
static void on_commit(struct loop_hook *hook)
{
	struct loop_watch *watch = hook->data;
	struct store_conn *conn = loop_conn(watch->loop);
	struct error error = { 0 };
	struct loop_call *next;
	struct arena *arena;

	if (watch->all == NULL)
		return;
	if (store_begin_read(conn, &error) != STATUS_OK) {
		log_error("what happened cannot be told: %s", error.message);
		return;
	}
	arena = arena_create();
	for (struct loop_call *call = watch->all; call != NULL; call = next) {
		next = call->next;
		ask(call, arena);
		arena_reset(arena);
	}
	arena_destroy(arena);
	store_rollback(conn);
}

/* The same for one that has just come. */
static bool ask_first(struct loop_call *call)
{
	struct store_conn *conn = loop_conn(call->loop);
	struct error error = { 0 };
	struct arena *arena;
	bool answered;

	if (store_begin_read(conn, &error) != STATUS_OK) {
		loop_call_end(call, &error);
		return true;
	}
	arena = arena_create(); /* not the call's, which is kept as long as it waits */
	answered = ask(call, arena);
	arena_destroy(arena);
	store_rollback(conn);
	return answered;
}

static void begin(struct loop_call *call)
{
	struct loop_watch *watch = call->loop->watch;

	loop_call_hasten(call);
	call->data = arena_zero(call->arena, sizeof(struct watcher));
	if (ask_first(call))
		return;
	call->dropped = on_dropped;
	call->prev = NULL;
	call->next = watch->all;
	if (call->next != NULL)
		call->next->prev = call;
	watch->all = call;
}

enum status loop_watch_start(struct loop *loop, struct error *reterr)
{
	struct loop_watch *watch = calloc(1, sizeof(*watch));

	if (watch == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	watch->loop = loop;
	watch->hook = (struct loop_hook){ .run = on_commit, .data = watch };
	loop->watch = watch;
	loop_on_commit(loop, &watch->hook);
	loop_handle(loop, "ridealong.v1.Events/WatchEvents", begin);
	return STATUS_OK;
}

void loop_watch_destroy(struct loop *loop)
{
	free(loop->watch);
	loop->watch = NULL;
}
