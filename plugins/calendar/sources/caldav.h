/* plugins/calendar/sources: a calendar on a server (CalDAV): found once, read in what has changed, put onto the shelf,
 * and the meetings brought in line.
 *
 * Which calendar it is, and how far it has been read, lies on the shelf with its objects, and changes with them or not
 * at all: what the brake (sync.h) holds comes again with the next read. What the server gives is kept aside in a file
 * without a name until all of it is there. A calendar that is not where it was is looked for again. Host's thread. */
#ifndef CALENDAR_CALDAV_H
#define CALENDAR_CALDAV_H

#include "http.h"
#include "meetings/sync.h"

struct calendar_caldav;

struct calendar_caldav_settings {
	const struct sdk *sdk;
	struct calendar_desk *desk;
	const char *owner;                     /* "people/…" */
	const char *calendar;                  /* its name here */
	const char *address;                   /* "https://host/path/", "host", "user@host" */
	const char *wanted;                    /* which of those there; "" when there is only one */
	const char *user, *password, *ca_file; /* as in http.h */
	bool allow_private;
};

/** How a read ended; valid within done(). */
struct calendar_caldav_end {
	int status; /* gRPC; UNAVAILABLE where trying again may help */
	const struct calendar_reason *why;
	const char *code;                          /* the machine's reason; may be empty */
	int64_t retry_us;                          /* not before so much time has passed; 0: nothing said */
	const struct calendar_sync_result *result; /* NULL: it did not come so far */
};

/** Copies the settings. Out of memory aborts, here and below. */
struct calendar_caldav *calendar_caldav_start(const struct calendar_caldav_settings *settings);

/** What it speaks with, for its password to be renewed between reads. */
struct calendar_http *calendar_caldav_http(const struct calendar_caldav *caldav);

/** Reads once, never while a read is under way. done() comes once, later, unless it is stopped before. */
void calendar_caldav_read(struct calendar_caldav *caldav, bool accept_cancellations,
	void (*done)(void *arg, const struct calendar_caldav_end *end), void *arg);

/** Ends what is under way; stopped() when nothing of it is left on the loop. A sync ends with the desk. */
void calendar_caldav_stop(struct calendar_caldav *caldav, void (*stopped)(void *arg), void *arg);

#endif
