/* loop/ — where a plugin's work comes from: events after its cursor, due timers, and the wish to settle. */
#include <string.h>

#include "daemon/base/log.h"
#include "daemon/loop/inside.h"
#include "daemon/loop/take.h"
#include "daemon/store/erasure.h"
#include "daemon/store/event.h"
#include "daemon/store/timer.h"

#define TIMERS_AT_ONCE 64
#define SKIP_UNWRITTEN 1000 /* events of others that a restart may look at again */

static bool has_kind(const struct take_plugin *plugin, enum take_kind kind)
{
	for (const struct take_work *work = plugin->work; work != NULL; work = work->next)
		if (work->kind == kind)
			return true;
	return false;
}

static enum status look_cursor(struct take_plugin *plugin, struct store_conn *conn, struct error *reterr)
{
	bool disabled;
	enum status st;

	if (plugin->knows_cursor)
		return STATUS_OK;
	st = store_event_cursor_get(conn, plugin->config->name, &plugin->cursor, &disabled, reterr);
	plugin->written = plugin->cursor;
	plugin->knows_cursor = st == STATUS_OK;
	return st;
}

/* How far it is past events of others is written now and then; at once when an erasure waits for it. */
static enum status look_past(struct take_plugin *plugin, struct store_conn *conn, struct error *reterr)
{
	bool waits = false;
	enum status st = store_event_last(conn, &plugin->cursor, reterr);

	if (st == STATUS_OK && plugin->cursor > plugin->written)
		st = store_erasure_waits(conn, plugin->written, &waits, reterr);
	if (st == STATUS_OK && (waits || plugin->cursor - plugin->written > SKIP_UNWRITTEN))
		take_work_cursor(plugin);
	return st;
}

/* The next event comes when the one before is done. */
static enum status look_event(struct take_plugin *plugin, struct store_conn *conn, struct error *reterr)
{
	const struct store_viewer everything = { .all = true, .hidden = true, .person = "", .today = "" };
	struct take_work *work;
	size_t count;
	int64_t last;
	Event **events;
	enum status st;

	if (has_kind(plugin, TAKE_EVENT))
		return STATUS_OK;
	st = look_cursor(plugin, conn, reterr);
	if (st != STATUS_OK)
		return st;
	if (plugin->n_allowed == 0)
		return look_past(plugin, conn, reterr);
	work = take_work_create(plugin, TAKE_EVENT);
	st = store_event_list(conn,
		&(struct store_event_filter){ .viewer = &everything,
			.after = plugin->cursor,
			.types = plugin->allowed,
			.n_types = plugin->n_allowed,
			.limit = 1 },
		work->arena, &events, &count, &last, reterr);
	if (st == STATUS_OK && count == 0) /* none of those up to the newest is its business */
		st = look_past(plugin, conn, reterr);
	if (st != STATUS_OK || count == 0) {
		arena_destroy(work->arena);
		return st;
	}
	work->seq = last;
	work->message.id = events[0]->name;
	work->message.kind_case = WORK__KIND_EVENT;
	work->message.event = events[0];
	take_work_add(plugin, work);
	return STATUS_OK;
}

/* A generation counts the settings of one key. */
static bool is_of_timer(const struct take_work *work, const struct store_timer *timer)
{
	return work->kind == TAKE_TIMER && work->timer.generation == timer->generation &&
	       strcmp(work->timer.key, timer->key) == 0;
}

static bool has_timer(const struct take_plugin *plugin, const struct store_timer *timer)
{
	for (const struct take_work *work = plugin->work; work != NULL; work = work->next)
		if (is_of_timer(work, timer))
			return true;
	return false;
}

static void add_timer(struct take_plugin *plugin, const struct store_timer *found)
{
	struct take_work *work = take_work_create(plugin, TAKE_TIMER);
	Timer *timer = arena_alloc(work->arena, sizeof(*timer));
	Timestamp *due = arena_alloc(work->arena, sizeof(*due));

	timer__init(timer);
	timestamp__init(due);
	due->seconds = found->due / CLOCK_SECOND;
	due->nanos = (int32_t)(found->due % CLOCK_SECOND) * 1000;
	work->timer = *found;
	work->timer.owner = plugin->config->name;
	work->timer.key = timer->key = arena_strdup(work->arena, found->key);
	timer->name = arena_printf(work->arena, "plugins/%s/timers/%s", plugin->config->name, found->key);
	timer->payload.data = arena_memdup(work->arena, found->payload.data, found->payload.len);
	timer->payload.len = found->payload.len;
	timer->due_time = due;
	work->message.id = arena_printf(work->arena, "timers/%s/%lld", found->key, (long long)found->generation);
	work->message.kind_case = WORK__KIND_TIMER;
	work->message.timer = timer;
	take_work_add(plugin, work);
}

/* A timer that was set anew, or deleted, while its work waited for another try. */
static void drop_stale_timers(struct take_plugin *plugin, const struct store_timer *timers, size_t count)
{
	struct take_work *work, *next;

	for (work = plugin->work; work != NULL; work = next) {
		bool found = work->kind != TAKE_TIMER || work->state != TAKE_WAITING;

		next = work->next;
		for (size_t i = 0; !found && i < count; i++)
			found = is_of_timer(work, &timers[i]);
		if (!found)
			take_work_remove(work);
	}
}

static enum status look_timers(struct take_plugin *plugin, struct store_conn *conn, struct error *reterr)
{
	struct store_timer *timers;
	int64_t until;
	size_t count;
	int at_hand = 0;
	enum status st;

	for (const struct take_work *work = plugin->work; work != NULL; work = work->next)
		at_hand += work->kind == TAKE_TIMER;
	if (at_hand >= TIMERS_AT_ONCE)
		return STATUS_OK;
	st = loop_timer_until(plugin->loop, loop_now(plugin->loop), plugin->loop->take->scratch, &until, reterr);
	if (st == STATUS_OK)
		st = store_timer_due(conn, plugin->config->name, until, TIMERS_AT_ONCE + at_hand,
			plugin->loop->take->scratch, &timers, &count, reterr);
	if (st != STATUS_OK)
		return st;
	drop_stale_timers(plugin, timers, count);
	for (size_t i = 0; i < count; i++)
		if (!has_timer(plugin, &timers[i]))
			add_timer(plugin, &timers[i]);
	return STATUS_OK;
}

/* Settling comes after all else; whatever came since the last makes it worth another. */
static void look_settle(struct take_plugin *plugin)
{
	const int64_t now = loop_now(plugin->loop);
	struct take_work *work;

	if (!plugin->dirty || plugin->settled)
		return;
	for (work = plugin->work; work != NULL; work = work->next)
		if (work->state != TAKE_WAITING || work->not_before <= now)
			return;
	plugin->dirty = false;
	work = take_work_create(plugin, TAKE_SETTLE);
	/* By the time, not by a count of all: how often others made it settle must not show in ids that derive from
	 * this. */
	plugin->settles = plugin->settled_us == now ? plugin->settles + 1 : 0;
	plugin->settled_us = now;
	work->message.id = arena_printf(work->arena, "settle/%lld/%d", (long long)now, plugin->settles);
	work->message.kind_case = WORK__KIND_SETTLE;
	work->message.settle = arena_alloc(work->arena, sizeof(*work->message.settle));
	settle__init(work->message.settle);
	take_work_add(plugin, work);
}

void take_work_look(struct take_plugin *plugin)
{
	struct store_conn *conn = loop_conn(plugin->loop);
	struct error error;
	enum status st = store_begin_read(conn, &error);

	if (st == STATUS_OK)
		st = look_event(plugin, conn, &error);
	if (st == STATUS_OK)
		st = look_timers(plugin, conn, &error);
	if (st != STATUS_OK)
		log_error("plugin %s: its work could not be read: %s", plugin->config->name, error.message);
	store_rollback(conn);
	if (plugin->loop->take->settling)
		look_settle(plugin);
}

void take_settle_no_more(struct loop *loop)
{
	loop->take->settling = false;
}

void take_settle_all(struct loop *loop)
{
	loop->take->settling = true;
	for (size_t i = 0; i < loop->take->n_plugins; i++) {
		loop->take->plugins[i].dirty = true;
		loop->take->plugins[i].settled = false;
	}
	take_pump_all(loop);
}

bool take_is_settled(const struct take_plugin *plugin)
{
	const int64_t now = loop_now(plugin->loop);

	if (plugin->parked == NULL || !plugin->settled || plugin->writes_cursor)
		return false;
	for (const struct take_work *work = plugin->work; work != NULL; work = work->next)
		if (work->state != TAKE_WAITING || work->not_before <= now)
			return false;
	return true;
}
