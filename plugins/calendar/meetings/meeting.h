/* plugins/calendar/meetings: an occurrence as the contract's Meeting.
 *
 * Whole days are taken in the owner's zone; so are times without a zone, unless the calendar says in X-WR-TIMEZONE
 * where it is kept. What its owner declined is called off for them, whoever else goes. What leaves them free
 * (TRANSP:TRANSPARENT) is a meeting all the same: people forget to change that, and a meeting too many does no harm. A
 * private or confidential event keeps only its time.
 */
#ifndef CALENDAR_MEETING_H
#define CALENDAR_MEETING_H

#include "ical/series.h"

#include "ridealong/v1/meeting.pb-c.h"

/** Whose calendar it is. */
struct calendar_owner {
	const char *email;
	const char *const *aliases; /* other addresses of the same person */
	size_t alias_count;
	const char *zone_name;            /* "" for UTC */
	const struct calendar_zone *zone; /* NULL for UTC */
};

/** Is this an address of theirs? */
bool calendar_owner_is(const struct calendar_owner *owner, const char *email);

/** Does it not take place, for its owner: it is called off, or they declined? */
bool calendar_meeting_is_off(const struct calendar_occurrence *occurrence, const struct calendar_owner *owner);

/** The meeting, in the arena; its texts point into the event where they can. NULL without memory. */
Meeting *calendar_meeting_make(
	const struct calendar_occurrence *occurrence, const struct calendar_owner *owner, struct calendar_arena *arena);

/** The UID under which an event is known: its own, or for one that has none "no-uid-" and a number made from its words
 * and times, so that the same event is the same again. In the arena or the event. */
const char *calendar_meeting_uid(const struct calendar_event *event, struct calendar_arena *arena);

#endif
