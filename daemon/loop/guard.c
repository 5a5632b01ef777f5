/* loop/ — one plugin's process: its life. */
#include "daemon/loop/guard.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/base/log.h"
#include "daemon/loop/section.h"
#include "daemon/loop/take.h"

#define NEVER_AGAIN     78 /* a host's exit code: trying again cannot mend it */
#define BACKOFF_FIRST   100
#define BACKOFF_LAST    10000
#define CRASH_WINDOW_NS (INT64_C(60) * 1000000000)
#define CALM_NS         (INT64_C(60) * 1000000000) /* a process that lived so long starts afresh */
#define START_PATIENCE  3                          /* times the watchdog's, to the first Take */

static void go_on(struct guard *guard);

static void read_section(struct guard *guard)
{
	struct error error;

	if (section_number(guard->config, "watchdog_s", SUPERVISOR_WATCHDOG_S, &guard->watchdog_s, &error) != STATUS_OK)
		guard->watchdog_s = SUPERVISOR_WATCHDOG_S;
}

void guard_init(struct guard *guard, struct loop *loop, const struct loop_plugin *config)
{
	guard->loop = loop;
	guard->config = config;
	guard->take = take_find(loop, config->name);
	read_section(guard);
	uv_timer_init(&loop->uv, &guard->timer);
	guard->timer.data = guard;
	guard->timer_open = true;
}

void guard_finish(struct guard *guard)
{
	rpc_plugin_dismiss(guard->loop->options.rpc, guard->config->name);
	arena_destroy(guard->kept);
}

void guard_on_closed(uv_handle_t *handle)
{
	struct guard *guard = handle->data;

	if (handle == (uv_handle_t *)&guard->process)
		guard->process_open = false;
	else
		guard->control_open = false;
	if (!guard->process_open && !guard->control_open)
		go_on(guard);
}

static void say_ended(struct guard *guard)
{
	char *said = guard->said;

	said[strcspn(said, "\n")] = '\0';
	if (guard->killed_idle)
		snprintf(guard->last_error, sizeof(guard->last_error), "took no work for %d seconds and was killed",
			guard->watchdog_s);
	else if (said[0] != '\0')
		snprintf(guard->last_error, sizeof(guard->last_error), "%s", said);
	else if (guard->exit_signal != 0)
		snprintf(guard->last_error, sizeof(guard->last_error), "ended by signal %d (%s)", guard->exit_signal,
			strsignal(guard->exit_signal));
	else
		snprintf(guard->last_error, sizeof(guard->last_error), "ended with exit code %lld",
			(long long)guard->exit_code);
	log_warning("plugin %s: its process %d %s", guard->config->name, guard->process.pid, guard->last_error);
}

static void on_exit_of_process(uv_process_t *process, int64_t code, int signal)
{
	struct guard *guard = process->data;

	guard->alive = false;
	guard->exit_code = code;
	guard->exit_signal = signal;
	rpc_plugin_dismiss(guard->loop->options.rpc, guard->config->name);
	uv_timer_stop(&guard->timer);
	if (guard->wanted && !guard->stopping && !guard->renewing)
		say_ended(guard);
	take_gone(guard->take);
	uv_close((uv_handle_t *)process, guard_on_closed);
	if (!uv_is_closing((uv_handle_t *)&guard->control))
		uv_close((uv_handle_t *)&guard->control, guard_on_closed);
}

static void on_start_again(uv_timer_t *timer)
{
	struct guard *guard = timer->data;

	guard->restarts++;
	guard_start(guard);
}

static void give_up(struct guard *guard, const char *why)
{
	log_error("plugin %s: switched off, %s: %s", guard->config->name, why, guard->last_error);
	guard->gave_up = true;
	take_enable(guard->take, false);
}

/* Counts an end that nobody asked for; true when it is one too many. */
static bool count_end(struct guard *guard)
{
	const int64_t now = clock_monotonic_ns();
	const int64_t lived = now - guard->ends_ns[0];

	if (lived > CALM_NS)
		guard->ends = 0;
	memmove(&guard->ends_ns[1], &guard->ends_ns[0], sizeof(guard->ends_ns) - sizeof(guard->ends_ns[0]));
	guard->ends_ns[0] = now;
	guard->ends++;
	return guard->ends >= SUPERVISOR_CRASHES && now - guard->ends_ns[SUPERVISOR_CRASHES - 1] < CRASH_WINDOW_NS;
}

/* The process is gone and its handles are closed. */
static void go_on(struct guard *guard)
{
	uint64_t delay;

	if (guard->stopping) {
		if (!uv_is_closing((uv_handle_t *)&guard->timer))
			uv_close((uv_handle_t *)&guard->timer, NULL);
		return;
	}
	if (guard->renewing) {
		guard->renewing = false;
		if (guard->wanted)
			guard_enable(guard);
		return;
	}
	if (!guard->wanted || guard->gave_up)
		return;
	if (guard->exit_signal == 0 && guard->exit_code == NEVER_AGAIN) {
		give_up(guard, "for trying again cannot mend it");
		return;
	}
	if (count_end(guard)) {
		give_up(guard, "for it ended too often within a minute");
		return;
	}
	delay = (uint64_t)BACKOFF_FIRST << (guard->ends - 1 < 10 ? guard->ends - 1 : 10);
	uv_timer_start(&guard->timer, on_start_again, delay < BACKOFF_LAST ? delay : BACKOFF_LAST, 0);
}

void guard_start(struct guard *guard)
{
	struct error error;

	if (guard->stopping || guard->process_open || guard->control_open)
		return;
	take_enable(guard->take, guard->wanted && !guard->gave_up);
	if (!guard->wanted || guard->gave_up)
		return;
	guard->said_length = 0;
	guard->said[0] = '\0';
	guard->killed_idle = false;
	guard->take->gap_ns = clock_monotonic_ns();
	if (guard_spawn(guard, on_exit_of_process, &error) == STATUS_OK) {
		struct timespec now;

		clock_gettime(CLOCK_REALTIME, &now);
		guard->start_us = now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
		guard->alive = true;
		log_info("plugin %s: process %d", guard->config->name, guard->process.pid);
		return;
	}
	snprintf(guard->last_error, sizeof(guard->last_error), "%s", error.message);
	give_up(guard, "for its process could not be started");
}

void guard_enable(struct guard *guard)
{
	guard->wanted = true;
	guard->gave_up = false;
	guard->ends = 0;
	memset(guard->ends_ns, 0, sizeof(guard->ends_ns));
	guard_start(guard);
}

static void on_patience_ended(uv_timer_t *timer)
{
	struct guard *guard = timer->data;

	if (guard->alive)
		uv_process_kill(&guard->process, SIGKILL);
}

/* The closed descriptor says it to a host that listens, the signal to one that is starting. */
static void end_process(struct guard *guard)
{
	uv_timer_stop(&guard->timer);
	if (!guard->alive)
		return;
	uv_process_kill(&guard->process, SIGTERM);
	if (guard->control_open && !uv_is_closing((uv_handle_t *)&guard->control))
		uv_close((uv_handle_t *)&guard->control, guard_on_closed);
	uv_timer_start(&guard->timer, on_patience_ended, SUPERVISOR_FAREWELL_MS, 0);
}

void guard_disable(struct guard *guard, const char *why)
{
	if (why[0] != '\0')
		snprintf(guard->last_error, sizeof(guard->last_error), "%s", why);
	guard->wanted = false;
	take_enable(guard->take, false);
	end_process(guard);
}

static bool is_same(const struct loop_plugin *left, const struct loop_plugin *right)
{
	bool same = left->n_settings == right->n_settings;

	for (size_t i = 0; same && i < left->n_settings; i++)
		same = strcmp(left->keys[i], right->keys[i]) == 0 && strcmp(left->values[i], right->values[i]) == 0;
	return same;
}

static void keep(struct guard *guard, const struct loop_plugin *section)
{
	struct arena *arena = arena_create();
	struct loop_plugin *copy = arena_zero(arena, sizeof(*copy));
	const char **keys = arena_zero(arena, (section->n_settings + 1) * sizeof(*keys));
	const char **values = arena_zero(arena, (section->n_settings + 1) * sizeof(*values));

	for (size_t i = 0; i < section->n_settings; i++) {
		keys[i] = arena_strdup(arena, section->keys[i]);
		values[i] = arena_strdup(arena, section->values[i]);
	}
	*copy = (struct loop_plugin){
		.name = guard->take->config->name, .keys = keys, .values = values, .n_settings = section->n_settings
	};
	arena_destroy(guard->kept);
	guard->kept = arena;
	guard->config = copy;
}

bool guard_renew(struct guard *guard, const struct loop_plugin *section)
{
	if (guard->stopping || is_same(guard->config, section))
		return false;
	keep(guard, section);
	read_section(guard);
	if (!guard->wanted)
		return true;
	if (guard->process_open || guard->control_open) {
		guard->renewing = true;
		end_process(guard);
	} else {
		uv_timer_stop(&guard->timer);
		guard_enable(guard);
	}
	return true;
}

void guard_stop(struct guard *guard)
{
	guard->stopping = true;
	end_process(guard);
	if (!guard->process_open && !guard->control_open && !uv_is_closing((uv_handle_t *)&guard->timer))
		uv_close((uv_handle_t *)&guard->timer, NULL);
}

void guard_watch(struct guard *guard)
{
	const int patience = guard->take->instance[0] != '\0' ? guard->watchdog_s : guard->watchdog_s * START_PATIENCE;
	const int64_t gap = guard->take->gap_ns;

	if (!guard->alive || guard->killed_idle || guard->watchdog_s == 0 || gap == 0 || guard->stopping)
		return;
	if (clock_monotonic_ns() - gap < patience * INT64_C(1000000000))
		return;
	guard->killed_idle = true;
	uv_process_kill(&guard->process, SIGKILL);
}

void guard_look(const struct guard *guard, struct guard_facts *ret)
{
	int unfinished, waiting;

	take_count(guard->take, &unfinished, &waiting);
	memset(ret, 0, sizeof(*ret));
	ret->state = !guard->wanted || guard->gave_up   ? PLUGIN_STATE_DISABLED
		     : !guard->alive                    ? PLUGIN_STATE_BACKOFF
		     : guard->take->instance[0] == '\0' ? PLUGIN_STATE_STARTING
							: PLUGIN_STATE_RUNNING;
	ret->pid = guard->alive ? guard->process.pid : 0;
	ret->start_us = guard->alive ? guard->start_us : 0;
	ret->restarts = guard->restarts;
	ret->unfinished = unfinished;
	ret->waiting = waiting;
	ret->parked = guard->take->parked != NULL && unfinished == 0;
	strcpy(ret->last_error, guard->last_error);
}
