/* daemon/ — the configuration, read again while the daemon runs (SIGHUP). Main thread. */
#ifndef RIDEALONG_DAEMON_RELOAD_H
#define RIDEALONG_DAEMON_RELOAD_H

#include "daemon/config.h"
#include "daemon/loop/supervisor.h"

struct reload {
	const struct config *running; /* as the daemon started; NULL before it did */
	struct loop *loop;
	struct config fresh; /* while plugins are asked about it */
	struct supervisor_checking checking;
	bool busy, again;
};

/** Reads the file again and checks all of it as --check-config does; plugins are asked while the loop goes on. When it
 *  makes sense, log_level and the sections of plugins take effect: a plugin whose section changed starts again with it.
 *  What waits for a restart is named in the log. When anything is wrong, nothing changes, and the log says file and
 *  line. Asked for again meanwhile, it is done once more after that. */
void reload_begin(struct reload *reload);

/** What a plugin found wrong, with file and line where there are any. */
enum status reload_say_fault(
	const struct config *config, const char *plugin, const struct error *why, struct error *reterr);

#endif
