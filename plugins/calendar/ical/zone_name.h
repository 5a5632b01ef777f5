/* plugins/calendar/ical: what else a time zone is called, as ICU knows it. Only names are taken from there: the times
 * are those of the tz database, which machines update.
 */
#ifndef CALENDAR_ZONE_NAME_H
#define CALENDAR_ZONE_NAME_H

#include <stdbool.h>

enum { CALENDAR_ZONE_NAME_MAX = 64 }; /* bytes of a name with its NUL; what is longer is no name */

/** The zone that Windows calls so ("W. Europe Standard Time"), as ICU names it. False when there is none. */
bool calendar_zone_name_of_windows(const char *windows, char ret[CALENDAR_ZONE_NAME_MAX]);

/** The name that ICU holds for canonical. False when it knows no zone of that name. */
bool calendar_zone_name_canonical(const char *name, char ret[CALENDAR_ZONE_NAME_MAX]);

/** Tells take() the other names of a zone (US/Eastern: America/New_York), the canonical one first, until it takes one.
 *  Whether it did. What is short for more than one zone (IST) has none. */
bool calendar_zone_name_others(const char *name, bool (*take)(void *arg, const char *other), void *arg);

#endif
