/* loop/ — plugins' processes: started, started again, killed, given up. */
#ifndef RIDEALONG_LOOP_SUPERVISOR_H
#define RIDEALONG_LOOP_SUPERVISOR_H

#include "daemon/loop/loop.h"

/** Ends within a minute that are one too many: then the plugin is switched off until somebody switches it on. */
#define SUPERVISOR_CRASHES 5
/** Without a Take for so long, a process spins or hangs and is killed; setting "watchdog_s" of its section. */
#define SUPERVISOR_WATCHDOG_S 10
/** A process that was told to end gets so long. */
#define SUPERVISOR_FAREWELL_MS 3000

/* Settings of a section "[plugin NAME]" that are the supervisor's; all others are for the plugin to know (plugin.h):
 *	library          path of the shared object; else NAME.so where plugins are built or installed
 *	scopes           separated by blanks; else what the plugins of the house need
 *	watchdog_s       see above; 0: never
 *	memory_limit_mb  of the process; 0: none */

/** After take_start(). Starts every plugin's process that is not switched off. After a failure the loop is to be
 * stopped and run out, then supervisor_finish(). */
enum status supervisor_start(struct loop *loop, struct error *reterr);
void supervisor_finish(struct loop *loop);

/** For struct service's fill_plugin: fills a Plugin. arg is the loop. Any thread, from supervisor_start() to
 *  supervisor_finish(). */
void supervisor_fill(void *arg, struct arena *arena, const char *plugin, ProtobufCMessage *message);

/** Whether a section makes sense: INVALID_ARGUMENT (field: the key) for a number that is none, an unknown scope, a
 *  library that is not there, and for what the plugin itself objects to, which a host is started to ask. Another
 * status: it could not be asked, in SUPERVISOR_WATCHDOG_S at most. Waits; before there is a loop. */
enum status supervisor_check(const struct loop_plugin *plugin, struct error *reterr);

/** The same of several plugins at once, while the loop goes on. Lives until `done`. */
struct supervisor_checking {
	const struct loop_plugin *plugins;
	size_t n_plugins;
	/** Main thread, once, also while the loop ends. error is NULL when all is well; else that of plugins[at]. */
	void (*done)(struct supervisor_checking *checking, const struct error *error);
	void *arg;
	size_t at;
	struct error error; /* and the next: its own */
	uv_work_t work;
};
void supervisor_check_beside(struct loop *loop, struct supervisor_checking *checking);

/** Another section for a plugin, of which the supervisor keeps a copy. True when it differs from what it was: its
 * process ends and starts again with it, or does so when the plugin is switched on; what it was at is handed out again.
 * False for a plugin that is not known, and while the loop ends. After supervisor_start(). */
bool supervisor_renew(struct loop *loop, const struct loop_plugin *section);

#endif
