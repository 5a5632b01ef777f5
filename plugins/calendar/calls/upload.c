/* plugins/calendar/calls: see upload.h. */
#include "upload.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_MAX = 64 };

static int fail(struct calendar_upload_error *error, int status, const char *reason, enum calendar_why why)
{
	*error = (struct calendar_upload_error){ status, reason, why };
	return status;
}

static bool id_is_fine(const char *id)
{
	size_t length = strlen(id);

	for (size_t i = 0; i < length; i++) {
		if (id[i] <= ' ' || id[i] > '~')
			return false;
	}
	return length > 0 && length <= ID_MAX;
}

static int piece_check(const FilePiece *piece, struct calendar_upload_error *error)
{
	if (!piece)
		return fail(error, STATUS_INVALID_ARGUMENT, NULL, CALENDAR_WHY_CALL_NO_PIECE);
	if (!id_is_fine(piece->upload))
		return fail(error, STATUS_INVALID_ARGUMENT, NULL, CALENDAR_WHY_CALL_UPLOAD);
	if (piece->data.len > CALENDAR_PIECE_MAX)
		return fail(error, STATUS_INVALID_ARGUMENT, NULL, CALENDAR_WHY_CALL_PIECE_LARGE);
	if (piece->offset < 0)
		return fail(error, STATUS_INVALID_ARGUMENT, NULL, CALENDAR_WHY_CALL_OFFSET);
	return STATUS_OK;
}

/* Its place in the list, or CALENDAR_UPLOADS. */
static size_t place_of(const struct calendar_uploads *uploads, const char *purpose, const char *caller, const char *id)
{
	char key[512];

	snprintf(key, sizeof(key), "%s %s %s", purpose, id, caller);
	for (size_t i = 0; i < CALENDAR_UPLOADS; i++) {
		if (uploads->list[i] && strcmp(uploads->list[i]->key, key) == 0)
			return i;
	}
	return CALENDAR_UPLOADS;
}

static void upload_free(struct calendar_upload *upload)
{
	calendar_source_destroy(upload->source);
	calendar_spool_destroy(upload->spool);
	free(upload->key);
	free(upload->file);
	free(upload);
}

static void forget(struct calendar_uploads *uploads, size_t place)
{
	struct calendar_upload *upload = uploads->list[place];

	uploads->list[place] = NULL;
	if (upload)
		upload_free(upload);
}

static size_t place_make(struct calendar_uploads *uploads)
{
	size_t oldest = 0;

	for (size_t i = 0; i < CALENDAR_UPLOADS; i++) {
		if (!uploads->list[i])
			return i;
		if (uploads->list[i]->used < uploads->list[oldest]->used)
			oldest = i;
	}
	forget(uploads, oldest);
	return oldest;
}

static struct calendar_upload *begin(
	struct calendar_uploads *uploads, const char *purpose, const char *caller, const FilePiece *piece)
{
	struct calendar_upload *upload = calloc(1, sizeof(*upload));
	const char *slash = strrchr(piece->file, '/');
	const char *file = slash ? slash + 1 : piece->file;
	char key[512];

	if (!upload)
		return NULL;
	snprintf(key, sizeof(key), "%s %s %s", purpose, piece->upload, caller);
	upload->key = strdup(key);
	upload->file = strdup(file);
	upload->spool = calendar_desk_spool(uploads->desk);
	if (!upload->key || !upload->file || !upload->spool) {
		upload_free(upload);
		return NULL;
	}
	uploads->list[place_make(uploads)] = upload;
	return upload;
}

struct calendar_upload *calendar_uploads_take(struct calendar_uploads *uploads, const char *purpose, const char *caller,
	const FilePiece *piece, struct calendar_upload_error *ret_error)
{
	struct calendar_upload *upload = NULL;
	size_t place;

	if (piece_check(piece, ret_error) != STATUS_OK)
		return NULL;
	place = place_of(uploads, purpose, caller, piece->upload);
	if (place < CALENDAR_UPLOADS)
		upload = uploads->list[place];
	/* An answer that got lost on its way makes a client send the same piece again. */
	if (upload && upload->received > 0 && piece->offset + (int64_t)piece->data.len == upload->received &&
		piece->data.len > 0) {
		upload->used = ++uploads->clock;
	} else {
		if (upload && piece->offset == 0) {
			forget(uploads, place);
			upload = NULL;
		}
		if (!upload && piece->offset == 0)
			upload = begin(uploads, purpose, caller, piece);
		else if (!upload || upload->ended || piece->offset != upload->received) {
			fail(ret_error, STATUS_ABORTED, "UPLOAD_LOST", CALENDAR_WHY_CALL_PIECES_LOST);
			return NULL;
		}
		if (!upload) {
			fail(ret_error, STATUS_RESOURCE_EXHAUSTED, NULL, CALENDAR_WHY_NO_MEMORY);
			return NULL;
		}
		upload->used = ++uploads->clock;
		upload->received += (int64_t)piece->data.len;
		calendar_spool_add(upload->spool, piece->data.data, piece->data.len);
	}
	upload->ended = upload->ended || piece->last;
	return upload;
}

struct calendar_upload *calendar_uploads_find_ended(
	struct calendar_uploads *uploads, const char *purpose, const char *caller, const char *id)
{
	size_t place = place_of(uploads, purpose, caller, id);

	if (place == CALENDAR_UPLOADS || !uploads->list[place]->ended)
		return NULL;
	uploads->list[place]->used = ++uploads->clock;
	return uploads->list[place];
}

struct calendar_spool *calendar_upload_release(struct calendar_upload *upload)
{
	struct calendar_spool *spool = upload->spool;

	upload->spool = NULL;
	return spool;
}

void calendar_uploads_forget(struct calendar_uploads *uploads, struct calendar_upload *upload)
{
	for (size_t i = 0; i < CALENDAR_UPLOADS; i++) {
		if (uploads->list[i] == upload)
			forget(uploads, i);
	}
}

void calendar_uploads_finish(struct calendar_uploads *uploads)
{
	for (size_t i = 0; i < CALENDAR_UPLOADS; i++)
		forget(uploads, i);
}
