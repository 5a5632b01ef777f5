/* store/ — the coach's working notes. */
#ifndef RIDEALONG_STORE_WORKING_NOTE_H
#define RIDEALONG_STORE_WORKING_NOTE_H

#include "daemon/store/store.h"
#include "ridealong/v1/working_note.pb-c.h"

enum status store_working_note_insert(struct store_conn *conn, const WorkingNote *note, struct error *reterr);
/** *ret is NULL when there is none. Whoever asks. */
enum status store_working_note_get(
	struct store_conn *conn, const char *name, struct arena *arena, WorkingNote **ret, struct error *reterr);
/** Of a session, the oldest first; at most `limit` after the one named `after` ("" for the first; INVALID_ARGUMENT when
 *  it is not of this list). */
enum status store_working_note_list(struct store_conn *conn, const char *session, const char *after, int limit,
	struct arena *arena, WorkingNote ***ret, size_t *ret_count, struct error *reterr);
enum status store_working_note_delete(struct store_conn *conn, const char *name, struct error *reterr);

#endif
