/* plugins/calendar/ical: one calendar file, from its bytes to the times that it says.
 *
 * Bytes are fed in pieces of any size; each VEVENT is read as its lines come by, and nothing of the file is kept but
 * what its events say. After the end, the occurrences of any window can be asked for, as often as one likes. One bad
 * event is refused with its reason; the good ones stay. Pure: no clock, and no I/O but the tz database's files. Not
 * thread-safe.
 */
#ifndef CALENDAR_SOURCE_H
#define CALENDAR_SOURCE_H

#include "series.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar_limits {
	uint64_t bytes;      /* of the file */
	size_t memory;       /* that what it says may take, in bytes, and once more what an expansion makes of it */
	size_t events;       /* VEVENTs; those beyond are refused */
	size_t occurrences;  /* of one series in a window */
	int64_t series_work; /* steps of recurrence rules: of one series, … */
	int64_t work;        /* … and of all together, for one window; a million steps take about 0.02 s */
};

/** 10 MiB, 64 MiB of memory, 10,000 events, 3,500 occurrences, and half a second of work. */
extern const struct calendar_limits calendar_limits_default;

enum { CALENDAR_OCCURRENCES_AN_EVENT = 3 }; /* in a window, taking all series together, of as many events as may be */

/** What may still be spent on a calendar. */
struct calendar_budget {
	int64_t work;       /* steps of recurrence rules, and what is as much work */
	int64_t zone_work;  /* steps to follow definitions of zones */
	size_t occurrences; /* of all series in the window */
};

struct calendar_budget calendar_budget_of(const struct calendar_limits *limits);

/** An event that is not taken. */
struct calendar_refusal {
	const char *uid;
	unsigned line; /* of its BEGIN:VEVENT */
	const struct calendar_reason *reason;
};

struct calendar_refusals {
	struct calendar_refusal *list;
	size_t count;
	size_t room;
};

struct calendar_source;

/** Begins a source. name is what messages call the file, "" when it has none; limits may be NULL for the default. NULL
 * without memory. */
struct calendar_source *calendar_source_create(const char *name, const struct calendar_limits *limits);

/** NULL is fine. All that came from the source goes with it. */
void calendar_source_destroy(struct calendar_source *source);

/** The next piece of the file. */
void calendar_source_feed(struct calendar_source *source, const void *bytes, size_t length);

/** The file is larger than its limit, of which not all was fed. */
void calendar_source_refuse_large(struct calendar_source *source);

/** The file's end. An event that is still open is refused. */
void calendar_source_end(struct calendar_source *source);

/** For whoever keeps events apart and reads them series by series. Forgets the events, and what was fed last goes out
 * as a line; the present VCALENDAR, its properties and its zones stay. */
void calendar_source_next(struct calendar_source *source);

/** What is fed next began on that line of its file, and its event was that many-th there (from 0). */
void calendar_source_jump(struct calendar_source *source, unsigned line, size_t number);

/** Bytes that zones take: they stay as long as the source does. */
size_t calendar_source_zone_memory(const struct calendar_source *source);

/** What expansions cost is taken off that budget from now on, instead of a new one for each. It lives as long as the
 * source. */
void calendar_source_draw_on(struct calendar_source *source, struct calendar_budget *budget);

/** Why the file as a whole is refused, naming the file and, where there is one, the line; NULL when it is not. */
const struct calendar_reason *calendar_source_refused(const struct calendar_source *source);

/** False when the file ended before its END:VCALENDAR, or events were refused as too many: what is absent from it is
 * then not to be taken for gone. */
bool calendar_source_is_whole(const struct calendar_source *source);

/** VEVENTs seen so far. */
size_t calendar_source_event_count(const struct calendar_source *source);

/** Works out the occurrences that start in the window. Lists live until another window is asked for or the source's
 * end, and are sorted by UID, then start. */
void calendar_source_expand(struct calendar_source *source, struct calendar_window window,
	const struct calendar_occurrences **ret_occurrences, const struct calendar_refusals **ret_refusals);

/** The events of that UID, in the order of the file. To be asked after an expansion. */
struct calendar_event *const *calendar_source_series(
	const struct calendar_source *source, const char *uid, size_t *ret_count);

/** The occurrences outside of the last window that have a VEVENT of their own: whoever knows them as being inside
 * learns from it that they moved. */
const struct calendar_occurrences *calendar_source_outside(const struct calendar_source *source);

/** A zone by its name, for times that the file writes without one: what the daemon takes the name for, which asks ICU.
 * NULL when it is not known. Lives as long as the source. */
const struct calendar_zone *calendar_source_zone(struct calendar_source *source, const char *name);

/** The UIDs of the series that the last calendar_source_expand() found to have no occurrence in its window. */
const char *const *calendar_source_empty_series(const struct calendar_source *source, size_t *ret_count);

#endif
