/* plugins/calendar/meetings: see batch.h.
 *
 * Packed messages one behind the other are one message: so a request is written piece by piece, and nothing is kept
 * of a meeting but its bytes. */
#include "batch.h"

#include <stdlib.h>

enum { MEETING_BYTES = 16 * 1024 }; /* the largest that meeting.c makes */

/* Packs the next piece behind what is there. */
static bool piece_add(struct calendar_batch *batch, const BatchUpsertMeetingsRequest *piece)
{
	size_t wanted = batch->length + batch_upsert_meetings_request__get_packed_size(piece);

	if (wanted > batch->room) {
		size_t room = wanted > CALENDAR_BATCH_BYTES ? wanted : CALENDAR_BATCH_BYTES;
		uint8_t *moved = realloc(batch->bytes, room);

		if (!moved)
			return false;
		batch->bytes = moved;
		batch->room = room;
	}
	batch->length += batch_upsert_meetings_request__pack(piece, batch->bytes + batch->length);
	return true;
}

bool calendar_batch_add(struct calendar_batch *batch, const Meeting *meeting, unsigned line)
{
	BatchUpsertMeetingsRequest piece = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	size_t at = batch->length;

	piece.meetings = (Meeting *[]){ (Meeting *)meeting };
	piece.n_meetings = 1;
	if (batch->count == CALENDAR_BATCH_MEETINGS || !piece_add(batch, &piece))
		return false;
	batch->meetings[batch->count++] = (struct calendar_batch_meeting){ line, (unsigned)at };
	return true;
}

bool calendar_batch_rename(struct calendar_batch *batch, const Meeting *meeting, const char *from)
{
	MeetingRename *rename = calendar_arena_take(&batch->arena, sizeof(*rename));

	if (!rename)
		return false;
	meeting_rename__init(rename);
	rename->uid = calendar_arena_print(&batch->arena, "%s", meeting->uid);
	rename->from = calendar_arena_print(&batch->arena, "%s", from);
	rename->to = calendar_arena_print(&batch->arena, "%s", meeting->recurrence_id);
	batch->renames[batch->rename_count++] = rename;
	batch->rename_bytes += meeting_rename__get_packed_size(rename) + 8;
	return true;
}

bool calendar_batch_is_full(const struct calendar_batch *batch)
{
	return batch->count == CALENDAR_BATCH_MEETINGS ||
	       batch->length + batch->rename_bytes + MEETING_BYTES > CALENDAR_BATCH_BYTES;
}

const uint8_t *calendar_batch_pack(
	struct calendar_batch *batch, const BatchUpsertMeetingsRequest *head, size_t *ret_length)
{
	BatchUpsertMeetingsRequest piece = *head;

	piece.renames = batch->renames;
	piece.n_renames = batch->rename_count;
	if (!piece_add(batch, &piece))
		return NULL;
	*ret_length = batch->length;
	return batch->bytes;
}

const char *calendar_batch_uid(const struct calendar_batch *batch, size_t number, struct calendar_arena *arena)
{
	size_t at = batch->meetings[number].at;
	size_t end = number + 1 < batch->count ? batch->meetings[number + 1].at : batch->length;
	BatchUpsertMeetingsRequest *piece = batch_upsert_meetings_request__unpack(NULL, end - at, batch->bytes + at);
	const char *uid = calendar_arena_print(arena, "%s", piece ? piece->meetings[0]->uid : "");

	batch_upsert_meetings_request__free_unpacked(piece, NULL);
	return uid;
}

void calendar_batch_clear(struct calendar_batch *batch)
{
	calendar_arena_reset(&batch->arena);
	batch->count = batch->length = batch->rename_count = batch->rename_bytes = 0;
}

void calendar_batch_finish(struct calendar_batch *batch)
{
	calendar_arena_free(&batch->arena);
	free(batch->bytes);
	batch->bytes = NULL;
}
