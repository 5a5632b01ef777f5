/* plugins/calendar/sources: one question to a calendar server (CalDAV), and its multistatus.
 *
 * A password that the server's own domain asks for after a redirect is given there as well (href.h). Host's thread;
 * done() comes exactly once, never from within calendar_ask(). */
#ifndef CALENDAR_CALDAV_ASK_H
#define CALENDAR_CALDAV_ASK_H

#include "dav/multistatus.h"
#include "http.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** How it ended; valid within done(). */
struct calendar_ask_end {
	const struct calendar_reason *why; /* NULL: a multistatus, read to its end */
	int status;                        /* gRPC; UNAVAILABLE where trying again may help */
	int http;                          /* of HTTP; 0 when there was no answer */
	const char *url;                   /* where it was found */
	const char *token;                 /* of the multistatus; "" when it has none */
	int64_t retry_us;                  /* not before so much time has passed; 0: nothing said */
};

struct calendar_question {
	const char *method, *url, *body; /* the body lives until done() */
	const char *depth;               /* "0" or "1" */
	void (*on_response)(void *arg, const struct calendar_dav_response *response);
	void (*done)(void *arg, const struct calendar_ask_end *end);
	void *arg;
};

void calendar_ask(struct calendar_http *http, const struct calendar_question *question);

#endif
