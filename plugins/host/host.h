/* plugins/host — one plugin in a process of its own: a libuv loop, a client of the daemon, and the standing Take.
 *
 *   client's threads ──letters──► mailbox ──► loop: take.c ──► work.c ──► the plugin
 *                                                  ◄── finish ── api.c ◄──────┘
 */
#ifndef RIDEALONG_HOST_HOST_H
#define RIDEALONG_HOST_HOST_H

#include <ridealong/plugin.h>

#include "plugins/host/hello.h"

/** How a host ends, for whoever started it. */
enum host_exit {
	HOST_EXIT_DONE = 0,   /* it was told to, or the daemon is gone */
	HOST_EXIT_AGAIN = 75, /* try again later (EX_TEMPFAIL) */
	HOST_EXIT_NEVER = 78, /* trying again cannot mend it (EX_CONFIG) */
};

/** How long a host that has no descriptor to its starter goes without its daemon before it ends. */
#define HOST_ALONE_MS 60000
/** How long the plugin has to close its handles at the end. */
#define HOST_STOP_MS 5000

/** Runs the plugin until SIGTERM, until `control` (a stream socket to whoever started it, or -1) is closed from the
 *  other side, or until it cannot go on. The hello outlives it. A sentence about a failure is logged, and written to
 *  control as a line. Once a process. */
enum host_exit host_run(const struct ridealong_plugin *plugin, const struct hello *hello, int control);

/** Writes to control, as a line of JSON, whether the plugin's section makes sense to it; nothing of the plugin's is
 *  started. "status" is OK's, INVALID_ARGUMENT's, or NOT_FOUND's for a key that it does not have; "key" may be missing.
 *
 *	{"status": 3, "key": "seconds", "message": "seconds: \"soon\" is no whole number"} */
enum host_exit host_check(const struct ridealong_plugin *plugin, const struct hello *hello, int control);

/** Tells why there will be no host: logs it, and writes it to control. */
void host_refuse(int control, const char *name, const char *sentence);

/** One line to stderr, as the daemon's own: time and level, or under systemd a priority. Control characters escaped. */
void host_log(enum ridealong_level level, const char *name, const char *line);

#endif
