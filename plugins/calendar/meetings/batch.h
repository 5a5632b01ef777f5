/* plugins/calendar/meetings: what is to be sent to the daemon next, packed as it is added. */
#ifndef CALENDAR_BATCH_H
#define CALENDAR_BATCH_H

#include "ical/arena.h"

#include "ridealong/v1/meeting.pb-c.h"

#include <stdbool.h>
#include <stddef.h>

enum { CALENDAR_BATCH_MEETINGS = 2000, CALENDAR_BATCH_BYTES = 900 * 1024 };

struct calendar_batch_meeting {
	unsigned line; /* of its event; 0 for none */
	unsigned at;   /* where it begins among the bytes */
};

struct calendar_batch {
	struct calendar_arena arena; /* what renames say */
	uint8_t *bytes;              /* a request that has nothing but the meetings */
	size_t length, room;
	struct calendar_batch_meeting meetings[CALENDAR_BATCH_MEETINGS];
	MeetingRename *renames[CALENDAR_BATCH_MEETINGS];
	size_t count, rename_count, rename_bytes;
};

/** Adds what it says now. False without memory. */
bool calendar_batch_add(struct calendar_batch *batch, const Meeting *meeting, unsigned line);
/** The meeting is known until now by another recurrence_id. False without memory. */
bool calendar_batch_rename(struct calendar_batch *batch, const Meeting *meeting, const char *from);
/** Whether another meeting might not fit. */
bool calendar_batch_is_full(const struct calendar_batch *batch);
/** The whole request: what `head` says, the meetings and the renames. In the batch, until it is cleared; NULL without
 *  memory. */
const uint8_t *calendar_batch_pack(
	struct calendar_batch *batch, const BatchUpsertMeetingsRequest *head, size_t *ret_length);
/** The UID of one of its meetings, in the arena. */
const char *calendar_batch_uid(const struct calendar_batch *batch, size_t number, struct calendar_arena *arena);
void calendar_batch_clear(struct calendar_batch *batch);
void calendar_batch_finish(struct calendar_batch *batch);

#endif
