/* plugins/calendar/sources: what a server has given, until all of it is there: objects, and names of those that are
 * gone. It lies in a file without a name, so that memory does not grow with it. Host's thread. */
#ifndef CALENDAR_HAUL_H
#define CALENDAR_HAUL_H

#include <stdbool.h>
#include <stddef.h>

struct calendar_haul;

/** In that folder. NULL when none can be had. */
struct calendar_haul *calendar_haul_create(const char *folder);
/** NULL is fine. */
void calendar_haul_destroy(struct calendar_haul *haul);

/** Without data it is gone. */
void calendar_haul_add(struct calendar_haul *haul, const char *href, const char *etag, const char *data);

struct calendar_hauled {
	const char *href, *etag;
	const char *data; /* NULL: it is gone */
	size_t length;
};

/** The next one, from the first, in the order in which they came; valid until the next call. False at the end, or when
 * it is broken. */
bool calendar_haul_next(struct calendar_haul *haul, struct calendar_hauled *ret);
/** The disk is full, or the like. */
bool calendar_haul_is_broken(const struct calendar_haul *haul);

#endif
