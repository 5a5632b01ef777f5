/* plugins/calendar/sources: what has changed in a calendar on a server since it was last read.
 *
 * By the best way that the server knows: sync-collection with the token of last time (RFC 6578), an answer that is cut
 * short (507) being continued; else, when the ctag has changed, the versions (etags) of all objects, and then those
 * that are new or changed, in portions (calendar-multiget); else all objects of the window (calendar-query). A token
 * that is lost or refused means that everything is listed anew, which brings only what is new. While an object that the
 * server lists is not given, or is beyond the limit, nothing is remembered, so that the next read asks for everything
 * again; what is known of it stays.
 *
 * What is handed on counts only if the read ends well: until then whoever is told has to keep it aside. Host's thread;
 * nothing is called from within calendar_read(). */
#ifndef CALENDAR_CALDAV_READ_H
#define CALENDAR_CALDAV_READ_H

#include "http.h"
#include "ical/series.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Objects of one calendar; what is listed beyond them is not read. */
enum { CALENDAR_READ_OBJECTS_MAX = 10000 };

enum calendar_read_way { CALENDAR_READ_BY_TOKEN, CALENDAR_READ_BY_ETAGS, CALENDAR_READ_WINDOW };

/** An object that is here from last time. */
struct calendar_read_known {
	const char *href, *etag;
};

struct calendar_read_end {
	const struct calendar_reason *why; /* NULL: it ended well */
	int status;                        /* gRPC; UNAVAILABLE where trying again may help */
	int http;                          /* of HTTP; 404 and 410: there is no such calendar any more */
	int64_t retry_us;                  /* not before so much time has passed; 0: nothing said */
	enum calendar_read_way way;
	bool unchanged;           /* nothing was handed on, for nothing has changed */
	const char *token, *ctag; /* for the next time; "" when there is none */
	size_t missed;            /* objects that the server lists but does not give */
	size_t beyond;            /* objects beyond CALENDAR_READ_OBJECTS_MAX */
};

struct calendar_read_job {
	struct calendar_http *http;
	const char *url;                         /* of the calendar, ending in "/" */
	const char *token, *ctag;                /* of last time; "" when there is none */
	const struct calendar_read_known *known; /* in order of their hrefs (strcmp); lives until done() */
	size_t known_count;
	struct calendar_window window;
	/** A new or changed object; the same one may come again. */
	void (*object)(void *arg, const char *href, const char *etag, const char *data);
	/** A known object that is there no more. */
	void (*gone)(void *arg, const char *href);
	/** The end, once. */
	void (*done)(void *arg, const struct calendar_read_end *end);
	void *arg;
};

/** Texts of the job are copied, but for the known. */
void calendar_read(const struct calendar_read_job *job);

#endif
