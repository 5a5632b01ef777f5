/* plugins/calendar/dav: what a calendar server says of its resources (RFC 4918 13, 4791, 6578), from its bytes.
 *
 * Pieces of any size go in; each response comes out as it ends, and nothing of it is kept. Only what is asked for
 * (question.h) is read, by namespace and place; whatever else stands there is passed over. A DOCTYPE is refused, so
 * there are no entities but XML's own. Pure. Not thread-safe. Out of memory aborts. */
#ifndef CALENDAR_DAV_MULTISTATUS_H
#define CALENDAR_DAV_MULTISTATUS_H

#include "ical/reason.h"

#include <stdbool.h>
#include <stddef.h>

/** Properties that are texts. */
enum calendar_dav_text {
	CALENDAR_DAV_NAME,      /* displayname */
	CALENDAR_DAV_ETAG,      /* getetag */
	CALENDAR_DAV_CTAG,      /* getctag: changes whenever something in the collection does */
	CALENDAR_DAV_TOKEN,     /* sync-token */
	CALENDAR_DAV_DATA,      /* calendar-data */
	CALENDAR_DAV_PRINCIPAL, /* current-user-principal */
	CALENDAR_DAV_HOMES,     /* calendar-home-set: an address a line */
	CALENDAR_DAV_TEXTS
};

/** Properties that say yes. */
enum calendar_dav_trait {
	CALENDAR_DAV_CALENDAR,   /* it is a calendar … */
	CALENDAR_DAV_PARTICULAR, /* … that says which kinds of things it holds, … */
	CALENDAR_DAV_EVENTS,     /* … events among them */
	CALENDAR_DAV_CAN_SYNC,   /* it answers sync-collection … */
	CALENDAR_DAV_CAN_GET,    /* … and calendar-multiget */
	CALENDAR_DAV_TRAITS
};

/** One resource; valid within the call. What the server did not give (a propstat other than 2xx) is NULL or false. */
struct calendar_dav_response {
	const char *href; /* as it stands there; see href.h */
	int status;       /* of the resource as a whole; 0: it has properties in its place */
	const char *texts[CALENDAR_DAV_TEXTS];
	bool traits[CALENDAR_DAV_TRAITS];
};

struct calendar_multistatus;

struct calendar_multistatus *calendar_multistatus_create(
	void (*on_response)(void *arg, const struct calendar_dav_response *response), void *arg);
/** NULL is fine. */
void calendar_multistatus_destroy(struct calendar_multistatus *status);

/** False: it is refused, and the rest is not wanted. */
bool calendar_multistatus_feed(struct calendar_multistatus *status, const void *bytes, size_t length);
/** The end. False: it is refused, then or before. */
bool calendar_multistatus_end(struct calendar_multistatus *status);
/** Why it is refused: no XML, a DOCTYPE, beyond the limits, or another document than a multistatus. */
enum calendar_why calendar_multistatus_refused(const struct calendar_multistatus *status);
/** The sync-token of the answer as a whole (RFC 6578 6.2); NULL when there is none. */
const char *calendar_multistatus_token(const struct calendar_multistatus *status);

#endif
