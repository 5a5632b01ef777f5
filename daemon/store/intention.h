/* store/ — intentions of a meeting: picked from its preparation, or said at a reveal. */
#ifndef RIDEALONG_STORE_INTENTION_H
#define RIDEALONG_STORE_INTENTION_H

#include "daemon/store/store.h"
#include "ridealong/v1/preparation.pb-c.h"

/** By number; whoever asks. */
enum status store_intention_list(struct store_conn *conn, const char *meeting, struct arena *arena, Intention ***ret,
	size_t *ret_count, struct error *reterr);
/** Those given take the place of all there are; what became of them is outcome.h's. */
enum status store_intention_replace(
	struct store_conn *conn, const char *meeting, Intention *const *intentions, size_t count, struct error *reterr);

#endif
