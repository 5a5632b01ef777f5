/* plugins/calendar/ical: the VEVENTs of one UID together: a master, its changed occurrences, and what comes of them.
 *
 * Of several masters, or several versions of one changed occurrence, one counts (calendar_event_compare). A series is
 * taken as a whole or refused as a whole: with one of its events in doubt, a time would be wrong.
 */
#ifndef CALENDAR_SERIES_H
#define CALENDAR_SERIES_H

#include "event.h"

/** One time at which an event takes place. */
struct calendar_occurrence {
	const struct calendar_event *event; /* whose words apply */
	enum calendar_kind kind; /* UTC and ZONED: start and end are instants; else wall times; DATE: midnights */
	int64_t start;           /* µs since 1970 */
	int64_t end;             /* µs; of a DATE the day after the last */
	const char *zone;        /* name in the tz database; "" for none */
	const struct calendar_zone *floats_in; /* FLOATING: X-WR-TIMEZONE of its calendar; or NULL: of who reads it */
	/** Which of the series it is, however it was moved: "20260302T090000Z", "20260302T090000" (floating),
	 * "20260302" (whole days), or "" for an event that happens once. */
	const char *recurrence_id;
	bool cancelled;
};

struct calendar_occurrences {
	struct calendar_occurrence *list;
	size_t count;
	size_t room;
};

struct calendar_window {
	int64_t from; /* seconds; starts from here … */
	int64_t end;  /* … up to, not including, here; wall times are compared as if they were UTC */
};

struct calendar_bounds {
	size_t occurrences; /* of one series within the window */
	int64_t work;       /* steps of its recurrence rules, and what is as much; what is spent is taken off */
};

/** Appends the occurrences that start in the window to *ret, in rising order, and to *ret_outside those outside of it
 * that have a VEVENT of their own: an event that happens once, or a changed occurrence. NULL, or the reason why the
 * series is refused (nothing is appended then). events share one UID and are not NULL; count is at least 1. */
const struct calendar_reason *calendar_series_expand(struct calendar_event *const *events, size_t count,
	struct calendar_window window, struct calendar_bounds *bounds, struct calendar_zones *zones,
	struct calendar_arena *arena, struct calendar_occurrences *ret, struct calendar_occurrences *ret_outside);

#endif
