/* plugins/calendar/calls: files that arrive in pieces.
 *
 * Pieces of one file come in order under an upload id that the client chose; two callers never share one. At most
 * CALENDAR_UPLOADS are kept; the one that was idle longest makes room. Host's thread.
 */
#ifndef CALENDAR_UPLOAD_H
#define CALENDAR_UPLOAD_H

#include "ical/source.h"
#include "meetings/sync.h"

#include "ridealong/v1/calendar.pb-c.h"

enum { CALENDAR_UPLOADS = 8, CALENDAR_PIECE_MAX = 512 * 1024 };

struct calendar_upload {
	char *key;
	char *file; /* its name without folders, for messages */
	struct calendar_spool *spool;
	struct calendar_source *source; /* what a check has read of it, or NULL */
	int64_t received;               /* bytes */
	bool ended;                     /* the last piece is in */
	uint64_t used;
};

struct calendar_uploads {
	const struct calendar_desk *desk; /* set by the owner */
	struct calendar_upload *list[CALENDAR_UPLOADS];
	uint64_t clock; /* counts uses */
};

/** What is wrong with a piece: a gRPC status, a machine's reason or NULL, and a person's. */
struct calendar_upload_error {
	int status;
	const char *reason;
	enum calendar_why why;
};

/** Feeds a piece to the upload it belongs to, which begins with a piece at offset 0. purpose keeps uploads of different
 *  methods apart. A piece that has just come is taken once only. NULL when it cannot be taken, and why in *ret_error:
 *  INVALID_ARGUMENT, or ABORTED with UPLOAD_LOST. */
struct calendar_upload *calendar_uploads_take(struct calendar_uploads *uploads, const char *purpose, const char *caller,
	const FilePiece *piece, struct calendar_upload_error *ret_error);

/** The upload of that id whose last piece is in, or NULL. */
struct calendar_upload *calendar_uploads_find_ended(
	struct calendar_uploads *uploads, const char *purpose, const char *caller, const char *id);

/** Takes the bytes out of an upload. The caller owns them. */
struct calendar_spool *calendar_upload_release(struct calendar_upload *upload);
/** Forgets an upload, with all that it still has. */
void calendar_uploads_forget(struct calendar_uploads *uploads, struct calendar_upload *upload);

/** Forgets all. */
void calendar_uploads_finish(struct calendar_uploads *uploads);

#endif
