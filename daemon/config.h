/* daemon/ — the configuration: one file, checked line by line. */
#ifndef RIDEALONG_DAEMON_CONFIG_H
#define RIDEALONG_DAEMON_CONFIG_H

#include "daemon/base/arena.h"
#include "daemon/base/log.h"
#include "daemon/domain/policy.h"
#include "daemon/domain/retention.h"
#include "daemon/loop/loop.h"

struct config_section; /* config.c */

/** Everything in it lives in its arena. Lists are NULL-terminated. */
struct config {
	struct arena *arena;
	const char *file; /* NULL: a private instance */
	const char *data;
	const char **listen;
	size_t n_listen;
	const char *admin;    /* login, or NULL */
	bool same_user;       /* the daemon's own user is admin */
	unsigned socket_mode; /* of ipc sockets */
	enum log_level log_level;
	struct retention retention; /* zeroed where the file says nothing */
	struct policy_team *teams;  /* "[team ADDRESS]" and "[team]" as they stand in the file */
	size_t n_teams;
	struct loop_plugin *plugins; /* sorted by name */
	size_t n_plugins;
	int plugins_line;                      /* where they are named; 0: nowhere */
	const struct config_section *sections; /* "[plugin NAME]" as they stand in the file */
	size_t n_sections;
};

/** Reads a file. INVALID_ARGUMENT: "FILE:LINE: what is wrong"; NOT_FOUND: it cannot be read. Destroy what comes out
 * also on failure. */
enum status config_read(const char *file, struct config *ret, struct error *reterr);
/** A private instance of whoever starts it: data in `data` or, when that is NULL, under $XDG_STATE_HOME; socket under
 *  $XDG_RUNTIME_DIR; the default plugins, mails in a Maildir a person below data/mail and answers to them in the
 * Maildir data/inbox; its own user is admin. FAILED_PRECONDITION when there is no home. */
enum status config_private(const char *data, struct config *ret, struct error *reterr);
/** What is wrong with an address to listen at, to be read after it; NULL when nothing is. */
const char *config_address_fault(const char *address);
/** Where a plugin's key stands in the file (NULL: where its section begins); 0 when it does not. */
int config_line_of(const struct config *config, const char *plugin, const char *key);
void config_destroy(struct config *config);

#endif
