/* plugins/calendar/ical: scheduling messages (iTIP, RFC 5546). What is kept of a UID and a message about it make what
 * is kept from then on.
 *
 * Both are texts: whole VCALENDARs that hold the VEVENTs of one UID and the VTIMEZONEs they use; the message has its
 * METHOD. What the two must not lose on their way here: UID, RECURRENCE-ID, DTSTART, DTEND, DURATION, the rules and
 * single dates, SEQUENCE, DTSTAMP, STATUS, ORGANIZER, and ATTENDEE with all its parameters. Components within a VEVENT
 * are left out of what comes back. Pure; any thread.
 *
 * How messages are read:
 *  - SEQUENCE decides which of two versions counts, then DTSTAMP; with both alike the one that comes later;
 *  - REQUEST with the master stands for the whole series: occurrences that were changed before go, unless their version
 *    is newer. Without the master it changes single occurrences. Within one SEQUENCE what somebody answered stays;
 *  - CANCEL without RECURRENCE-ID calls all off, with it one occurrence, with RANGE=THISANDFUTURE that and what
 * follows. What is called off stays, as STATUS:CANCELLED, so that an older REQUEST that comes late does not bring it
 * back;
 *  - REPLY changes the PARTSTAT of who answers, of one occurrence or of all; their newest answer counts;
 *  - ADD adds single occurrences;
 *  - PUBLISH, or no METHOD, is what stands: it replaces all;
 *  - COUNTER, DECLINECOUNTER and REFRESH are talk between people: they change nothing. */
#ifndef CALENDAR_SCHEDULING_H
#define CALENDAR_SCHEDULING_H

#include "arena.h"
#include "reason.h"

#include <stdbool.h>

struct calendar_scheduled {
	bool changed;
	const char *text;                      /* to keep from now on; the kept one itself when nothing changed */
	const struct calendar_reason *ignored; /* why nothing changed; else NULL */
};

/** Applies a message to what is kept, "" for nothing. The results live in the arena, or are static. Without memory
 * nothing changes, and that is the reason. */
struct calendar_scheduled calendar_scheduling_apply(
	const char *kept, const char *message, struct calendar_arena *arena);

#endif
