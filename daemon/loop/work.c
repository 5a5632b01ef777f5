/* loop/ — one piece of a plugin's work, and what its end means. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"
#include "daemon/domain/words.h"
#include "daemon/loop/take.h"
#include "daemon/service/erasure.h"
#include "daemon/store/event.h"
#include "daemon/store/timer.h"

#define TRIES         12 /* then it is given up: more than an hour of them */
#define BACKOFF_FIRST CLOCK_SECOND
#define BACKOFF_LAST  (10 * CLOCK_MINUTE)

static const struct actor service_actor = { .kind = ACTOR_SERVICE, .name = "service" };

struct take_work *take_work_create(struct take_plugin *plugin, enum take_kind kind)
{
	struct arena *arena = arena_create();
	struct take_work *work = arena_zero(arena, sizeof(*work));

	work->arena = arena;
	work->kind = kind;
	work->plugin = plugin;
	work__init(&work->message);
	return work;
}

void take_work_add(struct take_plugin *plugin, struct take_work *work)
{
	struct take_work **last = &plugin->work;

	work->size = work__get_packed_size(&work->message);
	while (*last != NULL)
		last = &(*last)->next;
	*last = work;
}

struct take_work *take_work_find(struct take_plugin *plugin, const char *id)
{
	struct take_work *work = plugin->work;

	while (work != NULL && strcmp(work->message.id, id) != 0)
		work = work->next;
	return work;
}

void take_work_remove(struct take_work *work)
{
	struct take_work **at = &work->plugin->work;

	while (*at != work)
		at = &(*at)->next;
	*at = work->next;
	arena_destroy(work->arena);
}

void take_work_refuse(struct take_work *work, const struct error *error)
{
	while (work->callers != NULL) {
		struct loop_call *call = work->callers;

		work->callers = call->next;
		loop_call_end(call, error);
	}
}

/* Trying again cannot mend these (google.aip.dev/194 and what the codes say of themselves). */
static bool is_final(uint32_t status)
{
	switch (status) {
	case STATUS_INVALID_ARGUMENT:
	case STATUS_NOT_FOUND:
	case STATUS_ALREADY_EXISTS:
	case STATUS_PERMISSION_DENIED:
	case STATUS_FAILED_PRECONDITION:
	case STATUS_OUT_OF_RANGE:
	case STATUS_UNIMPLEMENTED:
	case STATUS_DATA_LOSS:
	case STATUS_UNAUTHENTICATED:
		return true;
	default:
		return false;
	}
}

static void try_again_later(struct take_work *work)
{
	const int doublings = work->tries < 10 ? work->tries : 10;
	int64_t delay = BACKOFF_FIRST << doublings;

	work->tries++;
	work->state = TAKE_WAITING;
	work->not_before = loop_now(work->plugin->loop) + (delay < BACKOFF_LAST ? delay : BACKOFF_LAST);
}

bool take_work_ready(const struct take_work *work, int64_t now)
{
	return work->state == TAKE_WAITING && (work->not_before <= now || work->not_before > now + BACKOFF_LAST);
}

/* An event's end is written as the plugin's place among the events. One such write is under way at a time, and stands
 * for all that ended while it was. */
struct cursor_write {
	struct take_plugin *plugin;
	int64_t seq;
};

static enum status run_cursor(struct call *call, void *arg)
{
	const struct cursor_write *write = arg;

	enum status st;

	st = store_event_cursor_set(call->conn, write->plugin->config->name, write->seq, &call->error);
	return st == STATUS_OK ? service_erasure_move(call) : st;
}

static void on_cursor_written(struct loop *loop, void *arg, const struct error *error)
{
	struct cursor_write *write = arg;
	struct take_plugin *plugin = write->plugin;

	plugin->writes_cursor = false;
	if (error == NULL) {
		plugin->written = write->seq;
		take_work_cursor(plugin);
	} else { /* its next event tries again; after a restart some are handed out twice */
		log_error("plugin %s: that its events are done could not be written: %s", plugin->config->name,
			error->message);
	}
	free(write);
	if (loop->take->moved != NULL)
		loop->take->moved(loop);
}

void take_work_cursor(struct take_plugin *plugin)
{
	struct cursor_write *write;
	char id[64];

	if (plugin->writes_cursor || plugin->written >= plugin->cursor)
		return;
	write = malloc(sizeof(*write));
	if (write == NULL)
		abort();
	*write = (struct cursor_write){ .plugin = plugin, .seq = plugin->cursor };
	plugin->writes_cursor = true;
	snprintf(id, sizeof(id), "cursor/%.30s/%lld", plugin->config->name, (long long)write->seq);
	loop_write(plugin->loop, &service_actor, id, run_cursor, write, on_cursor_written);
}

static void end_event(struct take_work *work)
{
	struct take_plugin *plugin = work->plugin;

	plugin->cursor = work->seq;
	take_work_cursor(plugin);
	take_work_remove(work);
}

static enum status run_timer_finish(struct call *call, void *arg)
{
	const struct take_work *work = arg;

	return store_timer_finish(call->conn, work->timer.owner, work->timer.key, work->timer.generation, &call->error);
}

/* Those that came in one report are written together: the next are looked for once, after the last of them. */
static bool some_are_ending(const struct take_plugin *plugin)
{
	for (const struct take_work *work = plugin->work; work != NULL; work = work->next)
		if (work->state == TAKE_ENDING)
			return true;
	return false;
}

static void on_timer_finished(struct loop *loop, void *arg, const struct error *error)
{
	struct take_work *work = arg;
	struct take_plugin *plugin = work->plugin;

	if (error == NULL) {
		take_work_remove(work);
	} else {
		log_error("plugin %s: that its timer %s is done could not be written: %s", plugin->config->name,
			work->timer.key, error->message);
		try_again_later(work);
	}
	if (!some_are_ending(plugin))
		take_pump_all(loop);
	if (loop->take->moved != NULL)
		loop->take->moved(loop);
}

/* Until that is written the timer is still in the store, and known here. */
static void end_timer(struct take_work *work)
{
	work->state = TAKE_ENDING;
	loop_write(work->plugin->loop, &service_actor, work->message.id, run_timer_finish, work, on_timer_finished);
}

static void end_call(struct take_work *work, const WorkDone *done)
{
	const bool known = done->status <= STATUS_UNAUTHENTICATED;
	struct error error;

	if (done->status == STATUS_OK) {
		while (work->callers != NULL) {
			struct loop_call *call = work->callers;

			work->callers = call->next;
			loop_call_reply_packed(call, done->payload.data, done->payload.len);
		}
	} else {
		error_detail(&error, known ? (enum status)done->status : STATUS_UNKNOWN,
			done->reason[0] != '\0' ? done->reason : NULL, NULL, "%s", done->message);
		take_work_refuse(work, &error);
	}
	take_work_remove(work);
}

static void end_settle(struct take_work *work)
{
	struct take_plugin *plugin = work->plugin;

	plugin->settled = !plugin->dirty;
	take_work_remove(work);
}

/* Says what was not well; true when the work is to be tried again. */
static bool judge(struct take_work *work, const WorkDone *done)
{
	const char *name = work->plugin->config->name;

	if (done->status == STATUS_OK)
		return false;
	if (!is_final(done->status) && work->tries + 1 < TRIES) {
		log_warning("plugin %s: %s will be tried again: %s (%s)", name, work->message.id, done->message,
			status_name((enum status)done->status));
		return true;
	}
	log_error("plugin %s: %s is given up after %d tries: %s (%s)", name, work->message.id, work->tries + 1,
		done->message, status_name((enum status)done->status));
	return false;
}

void take_work_end(struct take_work *work, const WorkDone *done)
{
	work->plugin->done++;
	if (work->kind == TAKE_CALL) {
		end_call(work, done);
		return;
	}
	if (judge(work, done) && work->kind != TAKE_SETTLE) {
		try_again_later(work);
		return;
	}
	switch (work->kind) {
	case TAKE_EVENT:
		end_event(work);
		return;
	case TAKE_TIMER:
		end_timer(work);
		return;
	default:
		end_settle(work);
	}
}

enum status take_add_call(struct take_plugin *plugin, const char *id, struct loop_call *call, struct error *reterr)
{
	struct take_work *work = take_work_find(plugin, id);
	PluginCall *message;

	if (work != NULL) {
		const PluginCall *former = work->message.call;

		if (strcmp(former->method, call->method->full_name) != 0 || former->payload.len != call->payload.len ||
			memcmp(former->payload.data, call->payload.data, call->payload.len) != 0)
			return error_detail(reterr, STATUS_ALREADY_EXISTS, "REQUEST_ID_REUSED", "request_id",
				words_pick(call->locale,
					"this request id was used for another call before; take a new one",
					"deze request_id hoorde eerder bij een andere aanroep; neem een nieuwe"));
		call->next = work->callers;
		work->callers = call;
		return STATUS_OK;
	}
	work = take_work_create(plugin, TAKE_CALL);
	message = arena_alloc(work->arena, sizeof(*message));
	plugin_call__init(message);
	message->method = (char *)call->method->full_name;
	message->payload.data = arena_memdup(work->arena, call->payload.data, call->payload.len);
	message->payload.len = call->payload.len;
	message->caller = arena_strdup(work->arena, call->actor.name);
	message->locale = arena_strdup(work->arena, call->locale);
	message->request_id = arena_strdup(work->arena, call->request_id);
	message->admin = call->actor.admin;
	message->timeout_ms = (uint32_t)((call->deadline_ns - clock_monotonic_ns()) / 1000000);
	work->message.id = arena_strdup(work->arena, id);
	work->message.kind_case = WORK__KIND_CALL;
	work->message.call = message;
	work->callers = call;
	call->next = NULL;
	take_work_add(plugin, work);
	return STATUS_OK;
}

void take_drop_call(struct take_plugin *plugin, struct loop_call *call, const struct error *error)
{
	struct take_work *work;

	for (work = plugin->work; work != NULL; work = work->next) {
		struct loop_call **at = &work->callers;

		while (*at != NULL && *at != call)
			at = &(*at)->next;
		if (*at == NULL)
			continue;
		*at = call->next;
		if (work->callers == NULL && work->state == TAKE_WAITING)
			take_work_remove(work);
		break;
	}
	loop_call_end(call, error);
}

int64_t take_next_retry(const struct loop *loop)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < loop->take->n_plugins; i++) {
		const struct take_plugin *plugin = &loop->take->plugins[i];

		for (const struct take_work *work = plugin->work; plugin->enabled && work != NULL; work = work->next)
			if (work->state == TAKE_WAITING && work->not_before > 0 && work->not_before < next)
				next = work->not_before;
	}
	return next;
}

void take_count(const struct take_plugin *plugin, int *ret_unfinished, int *ret_waiting)
{
	*ret_unfinished = *ret_waiting = 0;
	for (const struct take_work *work = plugin->work; work != NULL; work = work->next) {
		*ret_unfinished += work->state != TAKE_WAITING;
		*ret_waiting += work->state == TAKE_WAITING;
	}
}
