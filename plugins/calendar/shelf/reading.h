/* plugins/calendar/shelf: a calendar as it is kept, read UID by UID: what its events say in a window. Only one series
 * is in memory at a time.
 */
#ifndef CALENDAR_READING_H
#define CALENDAR_READING_H

#include "ical/source.h"
#include "shelf.h"

/** One series, valid until the next is asked for. */
struct calendar_series_read {
	const char *uid;                                     /* "(no-uid-N)" for an event that has none */
	size_t events;                                       /* VEVENTs of it */
	const struct calendar_occurrences *inside, *outside; /* as of calendar_source_expand() and _outside() */
	const struct calendar_refusal *refused;              /* NULL, or why it is refused; then the lists are empty */
};

struct calendar_reading;

/** Begins, within a turn of the shelf. All of it takes at most limits->work steps; what is beyond is refused. NULL
 *  limits for the default. NULL when that is not possible. */
struct calendar_reading *calendar_reading_begin(struct calendar_shelf *shelf, int64_t calendar,
	struct calendar_window window, const struct calendar_limits *limits);
/** Only that UID. */
struct calendar_reading *calendar_reading_begin_uid(struct calendar_shelf *shelf, int64_t calendar, const char *uid,
	struct calendar_window window, const struct calendar_limits *limits);

/** None by itself: each is asked for. Also while the calendar is taken in, once its first event is there. */
struct calendar_reading *calendar_reading_open(struct calendar_shelf *shelf, int64_t calendar,
	struct calendar_window window, const struct calendar_limits *limits);
/** The series of that UID, or, of an event that has none (""), that event. NULL when it is broken. */
const struct calendar_series_read *calendar_reading_of(
	struct calendar_reading *reading, const char *uid, int64_t event);

/** The next series; NULL at the end. */
const struct calendar_series_read *calendar_reading_next(struct calendar_reading *reading);

/** The source that holds the events of the series that was read last, until the next is asked for. */
struct calendar_source *calendar_reading_source(const struct calendar_reading *reading);

/** It came to its end before it should: the database failed, or there is no memory left. */
bool calendar_reading_is_broken(const struct calendar_reading *reading);

/** NULL is fine. */
void calendar_reading_end(struct calendar_reading *reading);

#endif
