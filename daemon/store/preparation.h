/* store/ — preparations and their intentions. */
#ifndef RIDEALONG_STORE_PREPARATION_H
#define RIDEALONG_STORE_PREPARATION_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/preparation.pb-c.h"

/** A meeting's preparation with answers and intentions; *ret is NULL when nobody began it. Whoever asks. */
enum status store_preparation_get(
	struct store_conn *conn, const char *meeting, struct arena *arena, Preparation **ret, struct error *reterr);
/** Makes it, or writes everything that may change; its intentions become those of the message. */
enum status store_preparation_put(struct store_conn *conn, const Preparation *preparation, struct error *reterr);
/** As if nobody had begun it; its intentions go, too. */
enum status store_preparation_delete(struct store_conn *conn, const char *meeting, struct error *reterr);
/** Those the viewer may see (their own, and of meetings at which they are the coach of a session), of `owner` ("" for
 *  any), by the meeting's start; at most `limit` after the one named `after` ("" for the first). INVALID_ARGUMENT for
 * an `after` the viewer was never shown. */
enum status store_preparation_list(struct store_conn *conn, const struct store_viewer *viewer, const char *owner,
	const char *after, int limit, struct arena *arena, Preparation ***ret, size_t *ret_count, struct error *reterr);

#endif
