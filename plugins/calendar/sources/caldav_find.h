/* plugins/calendar/sources: which calendar an address means (RFC 6764, RFC 4791 6.2.1).
 *
 * The address may be that of a calendar; else it leads by way of the person whose password it is
 * (current-user-principal) to where their calendars are (calendar-home-set). A bare host, or the host of user@host, is
 * asked at
 * /.well-known/caldav first; where it was written without
 * https://, the name service is asked before that (caldav_look.h). Of several calendars for events one has to be named,
 * by its name, its path or the last part of that. The password goes nowhere but to the server and hosts of its own
 * domain (href.h).
 *
 * Host's thread; done() comes exactly once, never from within calendar_find(). */
#ifndef CALENDAR_CALDAV_FIND_H
#define CALENDAR_CALDAV_FIND_H

#include "http.h"

struct calendar_find_end {
	const struct calendar_reason *why; /* NULL: found */
	int status;                        /* gRPC; UNAVAILABLE where trying again may help */
	const char *url;                   /* of the calendar, ending in "/" */
	int64_t retry_us;                  /* not before so much time has passed; 0: nothing said */
};

struct uv_loop_s;
struct calendar_find;

struct calendar_find_job {
	struct uv_loop_s *loop;
	struct calendar_http *http;
	const char *address; /* "https://host/path/", "host", "user@host" */
	const char *wanted;  /* which calendar; "" when there is only one */
	void (*done)(void *arg, const struct calendar_find_end *end);
	void *arg;
};

/** Texts of the job are copied. It lives until done(). */
struct calendar_find *calendar_find(const struct calendar_find_job *job);

/** Nothing more is asked. To be called before calendar_http_stop(), which ends the question under way; a look-up of a
 *  name takes some seconds to end. */
void calendar_find_break(struct calendar_find *find);

#endif
