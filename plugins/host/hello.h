/* plugins/host — what a host is told at its start, over an inherited descriptor or in a systemd credential: never in
 * argv or environment, where others could read it. */
#ifndef RIDEALONG_HOST_HELLO_H
#define RIDEALONG_HOST_HELLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/status.h"

/** One line of JSON:
 *
 *	{"plugin": "calendar", "server": "ipc:///run/ridealong/ridealong.sock", "token": "ra_…",
 *	 "data_dir": "/var/lib/ridealong/plugins/calendar", "share_dir": "/usr/share/ridealong",
 *	 "memory_limit_mb": 1024, "config": {"folder": "…", "work.url": "…"},
 *	 "now_us": 1772434800000000, "simulation": false}
 *
 *  A dot in a key of config parts the name of a section of its own, "[plugin calendar work]", from the key in it.
 *  now_us is the daemon's time, and with "simulation": true it stands still between two pieces of work; without it the
 *  machine's clock serves until the first of them comes. share_dir, memory_limit_mb (0: none), config, now_us and
 *  simulation may be left out. With "check": true the host only says what the plugin makes of config, and server, token
 *  and data_dir may be left out, too. */
struct hello {
	char *plugin, *server, *token, *data_dir, *share_dir;
	int memory_limit_mb;
	int64_t now_us; /* 0: not said */
	bool simulation;
	bool check;
	struct hello_setting {
		char *key, *value;
		char *part; /* what stands before the key's dot; NULL: it has none */
	} * config;
	size_t n_config;
};

#define HELLO_MAX 65536 /* bytes of the line */

/** INVALID_ARGUMENT names the member. */
enum status hello_parse(const char *text, struct hello *ret, struct error *reterr);
/** Reads the line from a descriptor, waiting for it; what follows the line stays unread. DATA_LOSS: it ended before. */
enum status hello_read(int fd, struct hello *ret, struct error *reterr);
/** Reads $CREDENTIALS_DIRECTORY/ridealong-plugin (systemd.exec(5), LoadCredential=). */
enum status hello_read_credential(struct hello *ret, struct error *reterr);
/** Overwrites the token. A zeroed hello is fine. */
void hello_finish(struct hello *hello);

#endif
