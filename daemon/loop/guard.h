/* loop/ — one plugin's process, for supervisor.c alone. */
#ifndef RIDEALONG_LOOP_GUARD_H
#define RIDEALONG_LOOP_GUARD_H

#include "daemon/loop/supervisor.h"
#include "ridealong/v1/plugin.pb-c.h"

/** What is shown of a plugin. Compared as bytes: cleared before it is filled. */
struct guard_facts {
	PluginState state;
	int64_t pid, start_us; /* real clock */
	int32_t restarts, unfinished, waiting;
	bool parked;
	char last_error[400];
};

struct guard {
	struct loop *loop;
	const struct loop_plugin *config;
	struct arena *kept; /* where config lives once it was renewed; else NULL */
	struct take_plugin *take;
	struct guard_facts shown; /* under the supervisor's lock */

	bool wanted;   /* it should run */
	bool gave_up;  /* it ended too often, or said that trying again cannot mend it */
	bool stopping; /* the daemon ends */
	bool renewing; /* the process ends because another section is to be started with */
	bool alive, process_open, control_open, timer_open;
	uv_process_t process;
	uv_pipe_t control;
	uv_timer_t timer; /* to start it again, or to kill it */
	int64_t exit_code;
	int exit_signal;
	int64_t start_us;                    /* of the process, real clock */
	int64_t ends_ns[SUPERVISOR_CRASHES]; /* monotonic, of the last ends nobody asked for */
	int ends;                            /* of them, in a row */
	int restarts, watchdog_s;
	bool killed_idle; /* it did not take work */
	char said[400];   /* a line that the host wrote, as it comes */
	size_t said_length;
	char last_error[400];
};

void guard_init(struct guard *guard, struct loop *loop, const struct loop_plugin *config);
/** Starts the process when it is wanted. */
void guard_start(struct guard *guard);
/** Switched on by somebody: what it did before is forgiven. */
void guard_enable(struct guard *guard);
/** Switched off; `why` is kept as the last error unless it is empty. */
void guard_disable(struct guard *guard, const char *why);
/** Starts it again with another section, of which it keeps a copy; false when that is what it has. */
bool guard_renew(struct guard *guard, const struct loop_plugin *section);
/** Kills a process that takes no work. */
void guard_watch(struct guard *guard);
/** The daemon ends: so does the process, and all handles close. */
void guard_stop(struct guard *guard);
void guard_finish(struct guard *guard);
void guard_look(const struct guard *guard, struct guard_facts *ret);

/** The close callback of process and control: when both are closed the guard goes on. */
void guard_on_closed(uv_handle_t *handle);

/* spawn.c */

/** Starts the host with its hello; its handles are then open. Logs and returns the reason. */
enum status guard_spawn(struct guard *guard, uv_exit_cb on_exit, struct error *reterr);

#endif
