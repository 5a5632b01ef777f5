/* store/ — subjects for the next one-on-one. */
#ifndef RIDEALONG_STORE_ONE_ON_ONE_H
#define RIDEALONG_STORE_ONE_ON_ONE_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/one_on_one.pb-c.h"

/** *ret is NULL when there is none; *ret_coach and *ret_coachee are the two whom the relation joins. Whoever asks. */
enum status store_one_on_one_get(struct store_conn *conn, const char *name, struct arena *arena, OneOnOneItem **ret,
	const char **ret_coach, const char **ret_coachee, struct error *reterr);
enum status store_one_on_one_insert(struct store_conn *conn, const OneOnOneItem *item, struct error *reterr);
/** Writes everything that may change. */
enum status store_one_on_one_update(struct store_conn *conn, const OneOnOneItem *item, struct error *reterr);
/** An open item that came from the session: its name, or "". */
enum status store_one_on_one_of_session(
	struct store_conn *conn, const char *session, struct arena *arena, const char **ret, struct error *reterr);
/** Those of relations the viewer is part of, of one (`coaching`, "" for any), the oldest first; at most `limit` after
 *  the one named `after` ("" for the first). INVALID_ARGUMENT for an `after` the viewer was never shown. */
enum status store_one_on_one_list(struct store_conn *conn, const struct store_viewer *viewer, const char *coaching,
	bool include_discussed, const char *after, int limit, struct arena *arena, OneOnOneItem ***ret,
	size_t *ret_count, struct error *reterr);

#endif
