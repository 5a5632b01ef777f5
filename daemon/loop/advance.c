/* loop/ — moves a manual clock. */
#include "daemon/loop/advance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"
#include "daemon/domain/words.h"
#include "daemon/loop/take.h"
#include "daemon/store/timer.h"
#include "ridealong/v1/admin.pb-c.h"

/* The write lane's end is seen from here, not told. */
#define LOOK_MS 1
#define COUNTED 1000 /* timers counted at one moment */

struct advance {
	struct loop *loop;
	struct loop_call *call; /* who moves the clock; NULL: nobody */
	int64_t target;
	int rounds, timers;
	uint64_t progress;
	int64_t progress_ns; /* monotonic, when there last was some */
	uv_timer_t look;
	struct loop_hook on_stop;
};

static void on_look(uv_timer_t *timer);

/* Something may have moved on: look when the loop comes round. */
static void on_moved(struct loop *loop)
{
	struct advance *advance = loop->advance;

	if (advance->call != NULL && !loop->stopping)
		uv_timer_start(&advance->look, on_look, 0, LOOK_MS);
}

static void stop(struct advance *advance)
{
	take_settle_no_more(advance->loop);
	uv_timer_stop(&advance->look);
	advance->call = NULL;
}

static void end_with(struct advance *advance, const struct error *error)
{
	struct loop_call *call = advance->call;

	stop(advance);
	loop_call_end(call, error);
}

static void end_well(struct advance *advance)
{
	AdvanceClockResponse response = ADVANCE_CLOCK_RESPONSE__INIT;
	const int64_t now = loop_now(advance->loop);
	struct loop_call *call = advance->call;
	Timestamp time = TIMESTAMP__INIT;

	time.seconds = now / CLOCK_SECOND;
	time.nanos = (int32_t)(now % CLOCK_SECOND) * 1000;
	response.clock_time = &time;
	response.rounds = advance->rounds;
	response.timers = advance->timers;
	stop(advance);
	loop_call_reply(call, &response.base);
}

/* The first plugin that is waited for, or NULL. */
static const struct take_plugin *find_unsettled(const struct loop *loop)
{
	for (size_t i = 0; i < loop->take->n_plugins; i++)
		if (loop->take->plugins[i].enabled && !take_is_settled(&loop->take->plugins[i]))
			return &loop->take->plugins[i];
	return NULL;
}

static enum status say_stuck(const struct advance *advance, struct error *reterr)
{
	const struct take_plugin *plugin = find_unsettled(advance->loop);
	const char *locale = advance->call->locale;

	if (plugin == NULL)
		return error_detail(reterr, STATUS_DEADLINE_EXCEEDED, "CLOCK_STUCK", NULL,
			words_pick(locale, "the clock stays where it is: writes did not end in time",
				"de klok blijft staan: het schrijven was niet op tijd klaar"));
	return error_detail(reterr, STATUS_DEADLINE_EXCEEDED, "CLOCK_STUCK", NULL,
		words_pick(locale, "the clock stays where it is: the plugin %s did not finish its work in time",
			"de klok blijft staan: de plug-in %s was niet op tijd klaar"),
		plugin->config->name);
}

static bool is_stuck(struct advance *advance)
{
	const struct take *take = advance->loop->take;
	const int64_t now = clock_monotonic_ns();
	uint64_t progress = 0;

	for (size_t i = 0; i < take->n_plugins; i++)
		progress += take->plugins[i].done + (uint64_t)take->plugins[i].handed;
	if (progress != advance->progress || find_unsettled(advance->loop) == NULL) {
		advance->progress = progress;
		advance->progress_ns = now;
	}
	return now - advance->progress_ns > ADVANCE_STUCK_NS;
}

static const struct take_plugin *find_endless(const struct loop *loop)
{
	for (size_t i = 0; i < loop->take->n_plugins; i++)
		if (loop->take->plugins[i].timer_rounds > ADVANCE_ROUNDS)
			return &loop->take->plugins[i];
	return NULL;
}

static enum status read_next(struct advance *advance, int64_t *ret, struct error *reterr)
{
	struct store_conn *conn = loop_conn(advance->loop);
	const int64_t retry = take_next_retry(advance->loop);
	enum status st = store_begin_read(conn, reterr);

	if (st != STATUS_OK)
		return st;
	st = store_timer_next(conn, loop_now(advance->loop), ret, reterr);
	store_rollback(conn);
	if (st == STATUS_OK && retry < *ret)
		*ret = retry;
	return st;
}

/* Of those that come due with the next step. */
static int count_timers(struct advance *advance, int64_t to)
{
	struct store_conn *conn = loop_conn(advance->loop);
	const int64_t now = loop_now(advance->loop);
	struct arena *arena = arena_create();
	struct store_timer *timers;
	struct error error;
	size_t count;
	int fresh = 0;

	if (store_begin_read(conn, &error) == STATUS_OK &&
		store_timer_due(conn, NULL, to, COUNTED, arena, &timers, &count, &error) == STATUS_OK)
		for (size_t i = 0; i < count; i++)
			fresh += timers[i].due > now;
	store_rollback(conn);
	arena_destroy(arena);
	return fresh;
}

static void go_to(struct advance *advance, int64_t to)
{
	struct take *take = advance->loop->take;
	struct error error;

	advance->timers += count_timers(advance, to);
	for (size_t i = 0; i < take->n_plugins; i++)
		take->plugins[i].timer_rounds = 0;
	if (loop_clock_advance(advance->loop, to, &error) != STATUS_OK) {
		end_with(advance, &error);
		return;
	}
	take_settle_all(advance->loop);
}

/* All is settled at this instant: on to the next, or to the end. */
static void go_on(struct advance *advance)
{
	const int64_t now = loop_now(advance->loop);
	struct error error;
	int64_t next;

	if (read_next(advance, &next, &error) != STATUS_OK) {
		end_with(advance, &error);
		return;
	}
	if (next <= advance->target) {
		advance->rounds++;
		go_to(advance, next > now ? next : now);
	} else if (now < advance->target) {
		go_to(advance, advance->target);
	} else {
		end_well(advance);
	}
}

static void look(struct advance *advance)
{
	const struct take_plugin *endless = find_endless(advance->loop);
	struct error error;

	if (endless != NULL) {
		error_detail(&error, STATUS_RESOURCE_EXHAUSTED, "TIMER_ENDLESS", NULL,
			words_pick(advance->call->locale,
				"the timer %s of the plugin %s came due more than %d times at one instant",
				"de timer %s van de plug-in %s ging meer dan %d keer af op één moment"),
			endless->timer_key, endless->config->name, ADVANCE_ROUNDS);
		end_with(advance, &error);
		return;
	}
	if (is_stuck(advance)) {
		say_stuck(advance, &error);
		end_with(advance, &error);
		return;
	}
	if (!loop_quiet(advance->loop))
		return;
	/* What the last commit brought is read here: quiet before and after, and nothing was handed out. */
	take_pump_all(advance->loop);
	if (find_unsettled(advance->loop) == NULL && loop_quiet(advance->loop))
		go_on(advance);
}

static void on_look(uv_timer_t *timer)
{
	struct advance *advance = timer->data;

	if (advance->call != NULL)
		look(advance);
}

static void on_dropped(struct loop_call *call, enum status why)
{
	struct advance *advance = call->data;
	struct error error;

	if (why == STATUS_DEADLINE_EXCEEDED)
		say_stuck(advance, &error);
	else
		error_set(&error, why,
			words_pick(
				call->locale, "nobody waits for the clock any more", "niemand wacht nog op de klok"));
	end_with(advance, &error);
}

static enum status read_target(const struct loop_call *call, int64_t *ret, struct error *reterr)
{
	const AdvanceClockRequest *request = (const AdvanceClockRequest *)call->in;
	const int64_t now = loop_now(call->loop);

	switch (request->target_case) {
	case ADVANCE_CLOCK_REQUEST__TARGET_BY:
		*ret = now + request->by->seconds * CLOCK_SECOND + request->by->nanos / 1000;
		if (request->by->seconds < 0 || request->by->nanos < 0 ||
			request->by->seconds > INT64_C(100) * 366 * 86400)
			return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "by",
				words_pick(call->locale, "the clock moves forward, by at most a hundred years",
					"de klok gaat vooruit, met hooguit honderd jaar"));
		return STATUS_OK;
	case ADVANCE_CLOCK_REQUEST__TARGET_TO:
		*ret = request->to->seconds * CLOCK_SECOND + request->to->nanos / 1000;
		if (request->to->seconds > now / CLOCK_SECOND + INT64_C(100) * 366 * 86400 || *ret < now)
			return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "to",
				words_pick(call->locale, "the clock moves forward, by at most a hundred years",
					"de klok gaat vooruit, met hooguit honderd jaar"));
		return STATUS_OK;
	default:
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "by",
			words_pick(call->locale, "say how far, or to when", "zeg hoe ver, of tot wanneer"));
	}
}

static enum status begin(struct loop_call *call, struct error *reterr)
{
	struct advance *advance = call->loop->advance;
	enum status st;

	if (!clock_is_manual(call->loop->options.clock))
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "CLOCK_REAL", NULL,
			words_pick(call->locale, "this is no simulation: its clock moves by itself",
				"dit is geen simulatie: de klok loopt vanzelf"));
	if (advance->call != NULL)
		return error_detail(reterr, STATUS_ABORTED, "CLOCK_MOVING", NULL,
			words_pick(call->locale, "somebody else moves the clock just now; try again in a moment",
				"iemand anders verzet de klok nu; probeer het zo weer"));
	st = read_target(call, &advance->target, reterr);
	if (st != STATUS_OK)
		return st;
	advance->call = call;
	advance->rounds = advance->timers = 0;
	advance->progress_ns = clock_monotonic_ns();
	call->data = advance;
	call->dropped = on_dropped;
	return STATUS_OK;
}

/* What was left lying until now is done now, not after the jump. */
static void handle(struct loop_call *call)
{
	struct loop *loop = call->loop;
	struct error error;

	if (begin(call, &error) != STATUS_OK) {
		loop_call_end(call, &error);
		return;
	}
	for (size_t i = 0; i < loop->take->n_plugins; i++)
		loop->take->plugins[i].timer_rounds = 0;
	take_settle_all(loop);
	on_moved(loop);
}

static void on_stop(struct loop_hook *hook)
{
	struct advance *advance = hook->data;
	struct error error;

	if (advance->call != NULL) {
		error_set(&error, STATUS_UNAVAILABLE,
			words_pick(advance->call->locale, "the daemon is stopping; try again in a moment",
				"de daemon stopt; probeer het zo weer"));
		end_with(advance, &error);
	}
	uv_close((uv_handle_t *)&advance->look, NULL);
}

enum status advance_start(struct loop *loop, struct error *reterr)
{
	struct advance *advance = calloc(1, sizeof(*advance));

	if (advance == NULL || loop->take == NULL || uv_timer_init(&loop->uv, &advance->look) < 0) {
		free(advance);
		return error_set(reterr, STATUS_INTERNAL, "the clock cannot be moved");
	}
	advance->loop = loop;
	advance->look.data = advance;
	advance->on_stop = (struct loop_hook){ .run = on_stop, .data = advance };
	loop->advance = advance;
	loop->take->moved = on_moved;
	loop_handle(loop, "ridealong.v1.Admin/AdvanceClock", handle);
	loop_on_stop(loop, &advance->on_stop);
	return STATUS_OK;
}

void advance_finish(struct loop *loop)
{
	free(loop->advance);
	loop->advance = NULL;
}
