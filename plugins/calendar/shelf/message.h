/* plugins/calendar/shelf: scheduling messages (iTIP, RFC 5546) as they come in, and what is kept of the UID that they
 * are about. How the one changes the other is ical/scheduling.h.
 *
 * A file is a message when all of its VCALENDARs have the same METHOD, which is not PUBLISH, and all its events the
 * same UID (RFC 5546 section 3.2: a message is about one). Many programs write METHOD:REQUEST into whatever they
 * export: with several UIDs, or none, that is a calendar like any other; so is one that calls off several events
 * (METHOD:CANCEL). What another METHOD then means, nobody can say: such a file is refused.
 *
 * A message about something that no calendar of its owner's holds begins a series in one of a kind of its own,
 * CALENDAR_MESSAGES. That one lies nowhere else: what is not on the shelf need not be gone.
 */
#ifndef CALENDAR_MESSAGE_H
#define CALENDAR_MESSAGE_H

#include "shelf.h"
#include "spool.h"

#define CALENDAR_MESSAGES       "messages"    /* the kind */
#define CALENDAR_MESSAGES_NAMED "Invitations" /* each owner's calendar of it; a section's name has no capitals */

struct calendar_message {
	const char *method; /* in capitals; "" when the file is a calendar */
	const char *uid;
	const char *text; /* reduced (keep.h), with its METHOD */
	size_t events;
};

/** Reads a file to see what it is; the spool is read from its beginning, and is at its beginning afterwards. NULL, with
 * *ret in the arena; or why the file is refused. name is what messages call it. */
const struct calendar_reason *calendar_message_read(
	struct calendar_spool *spool, const char *name, struct calendar_arena *arena, struct calendar_message *ret);

/** All that a calendar keeps of a UID, as one text in the arena; "" when that is nothing, NULL when the database
 * failed.
 */
const char *calendar_message_kept(
	struct calendar_shelf *shelf, int64_t calendar, const char *uid, struct calendar_arena *arena);

#endif
