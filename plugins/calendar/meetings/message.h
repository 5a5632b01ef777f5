/* plugins/calendar/meetings: files that may be scheduling messages (iTIP, RFC 5546; see shelf/message.h).
 *
 * A message is applied (ical/scheduling.h) in each calendar of the owner that holds its UID, wherever that came from:
 * a copy that did not hear of it would go on saying what is over. When none does, what it says begins in the calendar
 * "Invitations", until another has it, which adopts it (adoption.h). A later snapshot of a calendar replaces what
 * messages have changed in it. Feeds and calendars on servers are no messages, whatever METHOD they say: they are read
 * again and again, and say what is (RFC 4791 section 4.1 allows no METHOD there). So does a file with METHOD:REQUEST
 * whose name is that of a calendar that came with such a METHOD before: a program that writes it into what it exports
 * does so with a single event, too.
 */
#ifndef CALENDAR_MEETINGS_MESSAGE_H
#define CALENDAR_MEETINGS_MESSAGE_H

#include "sync.h"

/** What became of a message; lives as long as the result. */
struct calendar_told {
	const char *method, *uid;
	const char *const *calendars; /* in which it was applied, by name */
	size_t calendar_count;
	const struct calendar_reason *ignored; /* why in none, or what is to be said of it all the same; or NULL */
};

/** As calendar_sync_start(), of a job with a spool; should that hold a message, the calendar's name and kind are those
 * of the calendar that it would be otherwise, and the job's choose() is asked only when it holds none. The result's
 * counts are then of the message alone. */
void calendar_message_start(struct calendar_desk *desk, const struct calendar_sync_job *job);

#endif
