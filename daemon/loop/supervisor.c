/* loop/ — a process for each plugin. */
#include "daemon/loop/supervisor.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"
#include "daemon/loop/guard.h"
#include "daemon/loop/take.h"
#include "daemon/store/event.h"

#define WATCH_MS       1000
#define EVENTS_AT_ONCE 20

struct supervisor {
	struct loop *loop;
	struct guard *guards;
	size_t n_guards;
	int64_t seen; /* sequence number of the last event that was looked at */
	uv_timer_t watch;
	uv_prepare_t before_wait;
	struct loop_hook on_commit, on_stop;
	pthread_mutex_t lock; /* of what other threads may read: the guards' facts */
};

/* On any thread: a reload gives a guard another section, and its taker keeps the first, with the name. */
static struct guard *find(struct supervisor *supervisor, const char *name)
{
	for (size_t i = 0; i < supervisor->n_guards; i++)
		if (strcmp(supervisor->guards[i].take->config->name, name) == 0)
			return &supervisor->guards[i];
	return NULL;
}

void supervisor_fill(void *arg, struct arena *arena, const char *plugin, ProtobufCMessage *message)
{
	struct supervisor *supervisor = ((struct loop *)arg)->supervisor;
	struct guard *guard = find(supervisor, plugin);
	Plugin *out = (Plugin *)message;
	struct guard_facts facts;

	if (guard == NULL)
		return;
	pthread_mutex_lock(&supervisor->lock);
	facts = guard->shown;
	pthread_mutex_unlock(&supervisor->lock);
	out->state = facts.state;
	out->pid = facts.pid;
	out->restarts = facts.restarts;
	out->last_error = arena_strdup(arena, facts.last_error);
	out->unfinished = facts.unfinished;
	out->waiting = facts.waiting;
	out->parked = facts.parked;
	if (facts.start_us != 0) {
		out->start_time = arena_alloc(arena, sizeof(*out->start_time));
		timestamp__init(out->start_time);
		out->start_time->seconds = facts.start_us / CLOCK_SECOND;
		out->start_time->nanos = (int32_t)(facts.start_us % CLOCK_SECOND) * 1000;
	}
}

/* True while some process takes no work just now. */
static bool is_watching(const struct supervisor *supervisor)
{
	for (size_t i = 0; i < supervisor->n_guards; i++)
		if (supervisor->guards[i].alive && supervisor->guards[i].take->gap_ns != 0)
			return true;
	return false;
}

static void watch(uv_timer_t *timer)
{
	struct supervisor *supervisor = timer->data;

	for (size_t i = 0; i < supervisor->n_guards; i++)
		guard_watch(&supervisor->guards[i]);
	if (!is_watching(supervisor))
		uv_timer_stop(timer);
}

/* What other threads may read is brought up to date whenever the loop is about to wait; the watch runs only while there
 * is something to watch, so that an idle daemon sleeps. */
static void before_wait(uv_prepare_t *prepare)
{
	struct supervisor *supervisor = prepare->data;

	if (is_watching(supervisor) && !uv_is_active((uv_handle_t *)&supervisor->watch))
		uv_timer_start(&supervisor->watch, watch, WATCH_MS, WATCH_MS);
	for (size_t i = 0; i < supervisor->n_guards; i++) {
		struct guard *guard = &supervisor->guards[i];
		struct guard_facts facts;

		guard_look(guard, &facts);
		if (memcmp(&facts, &guard->shown, sizeof(facts)) == 0)
			continue;
		pthread_mutex_lock(&supervisor->lock);
		guard->shown = facts;
		pthread_mutex_unlock(&supervisor->lock);
	}
}

static void obey(struct supervisor *supervisor, const Event *event)
{
	const char *slash = strchr(event->subject, '/');
	struct guard *guard = slash != NULL ? find(supervisor, slash + 1) : NULL;

	if (guard == NULL)
		return;
	if (strcmp(event->type, "plugin.enabled") == 0)
		guard_enable(guard);
	else if (strcmp(event->type, "plugin.disabled") == 0)
		guard_disable(guard, "");
}

/* An administrator's wish is a write, and comes back as its event. */
static void on_commit(struct loop_hook *hook)
{
	static char *types[] = { "plugin." };
	const struct store_viewer everything = { .all = true, .hidden = true, .person = "", .today = "" };
	struct supervisor *supervisor = hook->data;
	struct store_conn *conn = loop_conn(supervisor->loop);
	struct arena *arena = arena_create();
	struct store_event_filter filter = {
		.viewer = &everything, .after = supervisor->seen, .types = types, .n_types = 1, .limit = EVENTS_AT_ONCE
	};
	size_t count = 0;
	Event **events;
	struct error error;
	enum status st = store_begin_read(conn, &error);

	if (st == STATUS_OK)
		st = store_event_list(conn, &filter, arena, &events, &count, &supervisor->seen, &error);
	if (st == STATUS_OK && count == 0)
		st = store_event_last(conn, &supervisor->seen, &error);
	store_rollback(conn);
	if (st != STATUS_OK)
		log_error("what was said of plugins could not be read: %s", error.message);
	for (size_t i = 0; i < count; i++)
		obey(supervisor, events[i]);
	arena_destroy(arena);
	if (count == EVENTS_AT_ONCE && st == STATUS_OK)
		on_commit(hook);
}

static void on_stop(struct loop_hook *hook)
{
	struct supervisor *supervisor = hook->data;

	for (size_t i = 0; i < supervisor->n_guards; i++)
		guard_stop(&supervisor->guards[i]);
	uv_close((uv_handle_t *)&supervisor->watch, NULL);
	uv_close((uv_handle_t *)&supervisor->before_wait, NULL);
}

static enum status read_switches(struct supervisor *supervisor, struct error *reterr)
{
	struct store_conn *conn = loop_conn(supervisor->loop);
	enum status st = store_begin_read(conn, reterr);

	if (st == STATUS_OK)
		st = store_event_last(conn, &supervisor->seen, reterr);
	for (size_t i = 0; st == STATUS_OK && i < supervisor->n_guards; i++) {
		struct guard *guard = &supervisor->guards[i];
		int64_t cursor;
		bool disabled;

		st = store_event_cursor_get(conn, guard->config->name, &cursor, &disabled, reterr);
		guard->wanted = !disabled;
	}
	store_rollback(conn);
	return st;
}

enum status supervisor_start(struct loop *loop, struct error *reterr)
{
	struct supervisor *supervisor = calloc(1, sizeof(*supervisor));
	enum status st;

	if (supervisor == NULL)
		abort();
	supervisor->loop = loop;
	supervisor->n_guards = loop->options.n_plugins;
	supervisor->guards = calloc(supervisor->n_guards + 1, sizeof(*supervisor->guards));
	if (supervisor->guards == NULL)
		abort();
	pthread_mutex_init(&supervisor->lock, NULL);
	loop->supervisor = supervisor;
	for (size_t i = 0; i < supervisor->n_guards; i++)
		guard_init(&supervisor->guards[i], loop, &loop->options.plugins[i]);
	uv_timer_init(&loop->uv, &supervisor->watch);
	uv_prepare_init(&loop->uv, &supervisor->before_wait);
	supervisor->watch.data = supervisor->before_wait.data = supervisor;
	supervisor->on_commit = (struct loop_hook){ .run = on_commit, .data = supervisor };
	supervisor->on_stop = (struct loop_hook){ .run = on_stop, .data = supervisor };
	loop_on_stop(loop, &supervisor->on_stop); /* from here on whatever is open is closed there */
	st = read_switches(supervisor, reterr);
	if (st != STATUS_OK)
		return st;
	loop_on_commit(loop, &supervisor->on_commit);
	uv_prepare_start(&supervisor->before_wait, before_wait);
	for (size_t i = 0; i < supervisor->n_guards; i++)
		guard_start(&supervisor->guards[i]);
	before_wait(&supervisor->before_wait);
	return STATUS_OK;
}

bool supervisor_renew(struct loop *loop, const struct loop_plugin *section)
{
	struct guard *guard =
		loop->supervisor != NULL && !loop->stopping ? find(loop->supervisor, section->name) : NULL;

	return guard != NULL && guard_renew(guard, section);
}

void supervisor_finish(struct loop *loop)
{
	struct supervisor *supervisor = loop->supervisor;

	if (supervisor == NULL)
		return;
	for (size_t i = 0; i < supervisor->n_guards; i++)
		guard_finish(&supervisor->guards[i]);
	pthread_mutex_destroy(&supervisor->lock);
	free(supervisor->guards);
	free(supervisor);
	loop->supervisor = NULL;
}
