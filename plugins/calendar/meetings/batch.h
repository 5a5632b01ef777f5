/* plugins/calendar/meetings: what is to be sent to the daemon next: copies, in an arena of its own, until it is sent.
 */
#ifndef CALENDAR_BATCH_H
#define CALENDAR_BATCH_H

#include "ical/arena.h"

#include "ridealong/v1/meeting.pb-c.h"

#include <stdbool.h>
#include <stddef.h>

enum { CALENDAR_BATCH_MEETINGS = 500, CALENDAR_BATCH_BYTES = 600 * 1024 };

struct calendar_batch {
	struct calendar_arena arena;
	Meeting *meetings[CALENDAR_BATCH_MEETINGS];
	unsigned lines[CALENDAR_BATCH_MEETINGS]; /* of their events; 0 for none */
	MeetingRename *renames[CALENDAR_BATCH_MEETINGS];
	size_t count, rename_count, bytes;
};

/** Adds a copy. False without memory. */
bool calendar_batch_add(struct calendar_batch *batch, const Meeting *meeting, unsigned line);
/** The meeting that was added last is known until now by another recurrence_id. False without memory. */
bool calendar_batch_rename(struct calendar_batch *batch, const char *from);
/** Whether another meeting might not fit. */
bool calendar_batch_is_full(const struct calendar_batch *batch);
void calendar_batch_clear(struct calendar_batch *batch);
void calendar_batch_finish(struct calendar_batch *batch);

#endif
