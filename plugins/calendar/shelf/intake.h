/* plugins/calendar/shelf: bytes on their way onto the shelf.
 *
 * Pieces of any size are read as their lines come by; nothing is in memory but the present VEVENT. What is kept of it
 * goes to the shelf at its end, as an object that takes the place of the one with the same href. To be used within a
 * transaction: when the object is refused, or the database failed, it is to be rolled back.
 */
#ifndef CALENDAR_INTAKE_H
#define CALENDAR_INTAKE_H

#include "ical/source.h"
#include "shelf.h"
#include "survey.h"

struct calendar_intake;

/** Begins an object of the calendar. name is what messages call the file. NULL without memory, or when the database
 *  failed. limits as of a source; NULL for the default. */
struct calendar_intake *calendar_intake_begin(struct calendar_shelf *shelf, int64_t calendar, const char *href,
	const char *etag, const char *name, const struct calendar_limits *limits);

/** Follows what a survey of the file found (before the first piece; it lives longer): says which series are there. */
void calendar_intake_follow(struct calendar_intake *intake, struct calendar_survey *survey);

/** A series all of whose events are on the shelf. */
struct calendar_ready {
	const char *uid; /* "" for an event that has none */
	int64_t event;   /* on the shelf: its last one */
};

/** Takes the next one that became ready with the last piece, or at the end; false when there is none. Valid until the
 *  next piece. */
bool calendar_intake_ready(struct calendar_intake *intake, struct calendar_ready *ret);

/** The next piece. */
void calendar_intake_feed(struct calendar_intake *intake, const void *bytes, size_t length);

/** The end of the object. Answers why it is refused, in the arena; NULL when it is taken. */
const struct calendar_reason *calendar_intake_end(struct calendar_intake *intake, struct calendar_arena *arena);

size_t calendar_intake_events(const struct calendar_intake *intake);
/** Of so many events, how many are beyond the limit and not even kept as refused: only the first of them are. */
size_t calendar_intake_dropped(size_t events, const struct calendar_limits *limits);
/** It ended before its END:VCALENDAR, or events were too many. */
bool calendar_intake_is_cut(const struct calendar_intake *intake);
/** METHOD of its last VCALENDAR, "" when there is none. */
const char *calendar_intake_method(const struct calendar_intake *intake);

/** NULL is fine. */
void calendar_intake_destroy(struct calendar_intake *intake);

/** All of that at once, for an object whose bytes are at hand. The events of all the calendar's objects count towards
 * the limit. */
bool calendar_shelf_put(struct calendar_shelf *shelf, int64_t calendar, const char *href, const char *etag,
	const void *bytes, size_t length, const struct calendar_limits *limits, struct calendar_arena *arena,
	const struct calendar_reason **ret_refused);

/** Puts the events of one UID, which text holds alone, in the place of those that the calendar has of it: into their
 * object, or, when there is none, one of its own. They have no lines (0). Within a transaction, to be rolled back when
 * that answers false. */
bool calendar_shelf_put_uid(struct calendar_shelf *shelf, int64_t calendar, const char *uid, const char *text,
	const struct calendar_limits *limits);

#endif
