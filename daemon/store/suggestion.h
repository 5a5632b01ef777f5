/* store/ — what is not to be suggested. */
#ifndef RIDEALONG_STORE_SUGGESTION_H
#define RIDEALONG_STORE_SUGGESTION_H

#include "daemon/store/store.h"

/** Not to that coach; once is enough. */
enum status store_suggestion_dismiss(
	struct store_conn *conn, const char *coach, const char *meeting, int64_t now, struct error *reterr);
enum status store_suggestion_restore(
	struct store_conn *conn, const char *coach, const char *meeting, struct error *reterr);
enum status store_suggestion_is_dismissed(
	struct store_conn *conn, const char *coach, const char *meeting, bool *ret, struct error *reterr);

#endif
