/* store/ — observations: what was noted, never changed. */
#ifndef RIDEALONG_STORE_OBSERVATION_H
#define RIDEALONG_STORE_OBSERVATION_H

#include "daemon/store/store.h"
#include "ridealong/v1/debrief.pb-c.h"

enum status store_observation_insert(struct store_conn *conn, const Observation *observation, struct error *reterr);
/** Of a session, by time, and those of one time in the order of their insertion; of one author only unless `author` is
 *  "". At most `limit` after the one named `after` ("" for the first; INVALID_ARGUMENT when it is not of this list). */
enum status store_observation_list(struct store_conn *conn, const char *session, const char *author, const char *after,
	int limit, struct arena *arena, Observation ***ret, size_t *ret_count, struct error *reterr);

/** Notes that came with an id of their author's own: the session and hash they came with; both "" when they are new. */
enum status store_observation_batch_get(struct store_conn *conn, const char *author, const char *client_id,
	struct arena *arena, const char **ret_session, const char **ret_hash, struct error *reterr);
enum status store_observation_batch_insert(struct store_conn *conn, const char *author, const char *client_id,
	const char *session, const char *hash, struct error *reterr);

#endif
