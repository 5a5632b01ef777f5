/* store/ — whether sessions helped: the answers, and the blocks that are shown in their place. */
#ifndef RIDEALONG_STORE_HELPED_H
#define RIDEALONG_STORE_HELPED_H

#include "daemon/store/store.h"
#include "ridealong/v1/debrief.pb-c.h"

/** What was answered of a session, and the block in which it counts (0: none yet). UNSPECIFIED when nothing was. */
enum status store_helped_get(
	struct store_conn *conn, const char *session, Helped *ret, int64_t *ret_block, struct error *reterr);
/** Keeps an answer, or another one in its place: as long as it is in no block. */
enum status store_helped_put(struct store_conn *conn, const char *session, const char *coach, Helped answer,
	int64_t answer_time, struct error *reterr);
/** A coach's answers that are in no block, the oldest first, at most `most`. */
enum status store_helped_waiting(struct store_conn *conn, const char *coach, size_t most, struct arena *arena,
	Helped **ret, size_t *ret_count, struct error *reterr);
/** Puts all that wait into a new block of that level. */
enum status store_helped_seal(struct store_conn *conn, const char *coach, HelpLevel level, struct error *reterr);
/** A coach's levels, the oldest first. */
enum status store_helped_levels(struct store_conn *conn, const char *coach, struct arena *arena, HelpLevel **ret,
	size_t *ret_count, struct error *reterr);

#endif
