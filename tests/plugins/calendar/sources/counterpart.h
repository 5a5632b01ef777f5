/* Real calendar servers beside the tests, each a process of its own with an empty folder. */
#ifndef CALENDAR_TEST_COUNTERPART_H
#define CALENDAR_TEST_COUNTERPART_H

#include "dav_bench.h"

#include <stdbool.h>
#include <sys/types.h>

struct counterpart {
	char folder[64];
	char url[64]; /* "http://127.0.0.1:PORT" */
	int port;
	bool is_radicale;
	pid_t pid;
};

/** Of "radicale" and "xandikos": Radicale knows anna with the password "secret", and nothing else yet; Xandikos knows
 * nobody, and /user/ has a calendar. Fails the test when it does not start. */
void counterpart_start(struct counterpart *server, const char *name);
/** Ends the process, so that nobody answers; again() starts it on the same port with the same folder. */
void counterpart_end(struct counterpart *server);
void counterpart_again(struct counterpart *server);
/** Ends it and removes its folder. */
void counterpart_stop(struct counterpart *server);

/* What somebody with a calendar program does there; each fails the test when it does not work. */

/** The address of something in the home of its user; static, until the next call. */
const char *counterpart_place(const struct counterpart *server, const char *path);
/** Makes the calendar "work/". */
void counterpart_make(const struct counterpart *server, struct dav_bench *bench);
/** Puts an event of an hour into it, with lines more, which end it. */
void counterpart_put(const struct counterpart *server, struct dav_bench *bench, const char *name, const char *start,
	const char *more);
void counterpart_take(const struct counterpart *server, struct dav_bench *bench, const char *path);

/** Runs tests beside both, `server` being started before; 77 when one of them is not installed. */
int counterpart_run(struct counterpart *server, const struct CMUnitTest *tests, size_t count);

#endif
