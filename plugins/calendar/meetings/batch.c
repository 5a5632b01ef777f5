/* plugins/calendar/meetings: see batch.h. */
#include "batch.h"

enum { MEETING_BYTES = 16 * 1024 }; /* the largest that meeting.c makes */

static void *arena_alloc(void *arena, size_t size)
{
	return calendar_arena_take(arena, size);
}

static void arena_keep(void *arena, void *taken)
{
	(void)arena;
	(void)taken;
}

bool calendar_batch_add(struct calendar_batch *batch, const Meeting *meeting, unsigned line)
{
	ProtobufCAllocator allocator = { .alloc = arena_alloc, .free = arena_keep, .allocator_data = &batch->arena };
	size_t length = meeting__get_packed_size(meeting);
	uint8_t *bytes = calendar_arena_take(&batch->arena, length + 1);

	if (!bytes || batch->count == CALENDAR_BATCH_MEETINGS)
		return false;
	meeting__pack(meeting, bytes);
	batch->meetings[batch->count] = meeting__unpack(&allocator, length, bytes);
	if (!batch->meetings[batch->count])
		return false;
	batch->lines[batch->count++] = line;
	batch->bytes += length + 8;
	return true;
}

bool calendar_batch_rename(struct calendar_batch *batch, const char *from)
{
	MeetingRename *rename = calendar_arena_take(&batch->arena, sizeof(*rename));
	const Meeting *meeting = batch->meetings[batch->count - 1];

	if (!rename)
		return false;
	meeting_rename__init(rename);
	rename->uid = meeting->uid;
	rename->from = calendar_arena_print(&batch->arena, "%s", from);
	rename->to = meeting->recurrence_id;
	batch->renames[batch->rename_count++] = rename;
	batch->bytes += meeting_rename__get_packed_size(rename) + 8;
	return true;
}

bool calendar_batch_is_full(const struct calendar_batch *batch)
{
	return batch->count == CALENDAR_BATCH_MEETINGS || batch->bytes + MEETING_BYTES > CALENDAR_BATCH_BYTES;
}

void calendar_batch_clear(struct calendar_batch *batch)
{
	calendar_arena_reset(&batch->arena);
	batch->count = batch->rename_count = batch->bytes = 0;
}

void calendar_batch_finish(struct calendar_batch *batch)
{
	calendar_arena_free(&batch->arena);
}
