/* store/ — people who are being erased, or were. */
#ifndef RIDEALONG_STORE_ERASURE_H
#define RIDEALONG_STORE_ERASURE_H

#include "daemon/store/store.h"
#include "ridealong/v1/privacy.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** How far the work is. In the arena of whoever read it. */
struct store_erasure_work {
	int64_t event;     /* number of the event that plugins have to be done with first */
	int step;          /* tables that are done, counted from the last */
	const char *place; /* the last row that was looked through in the next one; "" at its beginning */
};

/** The erasure of a person, or the one of that name; NULL when there is none. ret_work may be NULL. */
enum status store_erasure_of(struct store_conn *conn, const char *person, struct arena *arena, Erasure **ret,
	struct store_erasure_work *ret_work, struct error *reterr);
enum status store_erasure_get(
	struct store_conn *conn, const char *name, struct arena *arena, Erasure **ret, struct error *reterr);
/** The oldest first, after the one named (""; from the first). INVALID_ARGUMENT when there is none of that name. */
enum status store_erasure_list(struct store_conn *conn, const char *after, int limit, struct arena *arena,
	Erasure ***ret, size_t *ret_count, struct error *reterr);

/** Plugins have to be done with the event of that number first. */
enum status store_erasure_insert(struct store_conn *conn, const Erasure *erasure, int64_t event, struct error *reterr);
/** A finish_time of 0 is none. */
enum status store_erasure_set(struct store_conn *conn, const char *person, ErasureState state,
	const struct store_erasure_work *work, int64_t finish_time, struct error *reterr);

/** Whether one waits for a plugin that is done with events up to that number. */
enum status store_erasure_waits(struct store_conn *conn, int64_t done, bool *ret, struct error *reterr);
/** People whose erasure waits for plugins. */
enum status store_erasure_waiting(
	struct store_conn *conn, struct arena *arena, Erasure ***ret, size_t *ret_count, struct error *reterr);
/** How many are not done. */
enum status store_erasure_count(struct store_conn *conn, int64_t *ret, struct error *reterr);

/** Shuts the person out: no login, no token works any more, and their relations end with that day. */
enum status store_erasure_shut_out(
	struct store_conn *conn, const char *person, const char *today, int64_t now, struct error *reterr);
/** Names of the sessions at which the person is coach or coachee and that are in one of the three states, or that one.
 */
enum status store_erasure_sessions(struct store_conn *conn, const char *person, const SessionState states[3],
	struct arena *arena, char ***ret, size_t *ret_count, struct error *reterr);

#endif
