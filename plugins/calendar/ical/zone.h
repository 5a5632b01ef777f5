/* plugins/calendar/ical: time zones, from the file or by name.
 *
 * A zone is a table of moments at which the offset changes. It is made from the VTIMEZONE of the file (RFC 5545 section
 * 3.6.5) or from the system's tz database. A TZID is understood, in this order, as a name of that database, the
 * definition in the file, a Windows name (ICU), a path that ends in a name of the database. A TZID that is none of
 * these is unknown, and never taken for another zone. So a VTIMEZONE that disagrees with a name of the database loses:
 * such definitions are mostly old, cut short, or wrong, and the program that wrote them showed the name's time.
 *
 * Definitions that take too much work together are followed no further, and so are names beyond the first few thousand;
 * what is in such a zone is refused.
 */
#ifndef CALENDAR_ZONE_H
#define CALENDAR_ZONE_H

#include "arena.h"
#include "line.h"
#include "reason.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar_definition;
struct calendar_zone;
struct calendar_zone_named;

enum { CALENDAR_ZONE_CHAINS = 1024, CALENDAR_ZONE_WORK = 10000000 /* steps to follow the definitions of a source */ };

/** All zones of one source. It owns nothing; what it makes lives in the arena. */
struct calendar_zones {
	struct calendar_arena *arena;
	const char *folder; /* of the tz database; the system's, unless set before anything is resolved */
	struct calendar_zone_named *chains[CALENDAR_ZONE_CHAINS]; /* by a number made from the name */
	size_t names;
	size_t scope;                        /* the number of the present VCALENDAR */
	int64_t work;                        /* steps that may still be taken to follow definitions */
	struct calendar_definition *reading; /* the VTIMEZONE whose lines come in */
};

void calendar_zones_init(struct calendar_zones *zones, struct calendar_arena *arena);

/** A VCALENDAR begins: what is mentioned from here on is defined in it, and elsewhere only when it is not. */
void calendar_zones_scope(struct calendar_zones *zones);

/** The zone of that TZID, for a moment that mentions it; it may be defined later in the file. NULL without memory. */
struct calendar_zone *calendar_zones_mention(struct calendar_zones *zones, const char *tzid);

/** The lines of a VTIMEZONE, from its BEGIN to its END inclusive, one after the other. A definition that makes no sense
 *  counts as absent. Of two definitions of a TZID in one VCALENDAR the last stands. */
void calendar_zones_line(struct calendar_zones *zones, const struct calendar_line *line);

/** The name in the tz database, or NULL when the zone is known from the file only. To be asked after resolve. */
const char *calendar_zone_database_name(const struct calendar_zone *zone);

/** Finds out what the TZID means. NULL, or the reason why it is not known (in the arena). Cheap the second time. */
const struct calendar_reason *calendar_zone_resolve(struct calendar_zones *zones, struct calendar_zone *zone);

/** Seconds of UTC for a wall time in a resolved zone. A time that occurs twice is the first of the two; one that is
 * skipped is read with the offset before the gap (RFC 5545 section 3.3.5). */
int64_t calendar_zone_utc(const struct calendar_zone *zone, int64_t wall);

/** The wall time in a resolved zone at that many seconds of UTC. */
int64_t calendar_zone_wall(const struct calendar_zone *zone, int64_t utc);

#endif
