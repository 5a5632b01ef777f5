/* store/ — who coaches whom. */
#ifndef RIDEALONG_STORE_COACHING_H
#define RIDEALONG_STORE_COACHING_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/person.pb-c.h"

/* A viewer sees the relations they are part of, past ones as well. Dates are "2026-03-02", end dates "" while a
 * relation lasts. Messages live in the arena; all is filled but the etag. */

/** By name, whoever asks; *ret is NULL when there is none. */
enum status store_coaching_get(
	struct store_conn *conn, const char *name, struct arena *arena, Coaching **ret, struct error *reterr);
/** By name, under the viewer's predicate. */
enum status store_coaching_see(struct store_conn *conn, const struct store_viewer *viewer, const char *name,
	struct arena *arena, Coaching **ret, struct error *reterr);

/** The relation of the two on that day; *ret is NULL when there is none. */
enum status store_coaching_find(struct store_conn *conn, const char *coach, const char *coachee, const char *day,
	struct arena *arena, Coaching **ret, struct error *reterr);
/** Any relation of the two, `except` apart, that has a day in common with first…last (last "" for ever); NULL when
 * there is none. */
enum status store_coaching_overlap(struct store_conn *conn, const char *coach, const char *coachee, const char *except,
	const char *first, const char *last, struct arena *arena, Coaching **ret, struct error *reterr);
/** Of a coachee on that day, the longest standing first: all who coach them. */
enum status store_coaching_of(struct store_conn *conn, const char *coachee, const char *day, struct arena *arena,
	Coaching ***ret, size_t *ret_count, struct error *reterr);
/** Of a coach on that day, by coachee: all whom they coach. */
enum status store_coaching_by(struct store_conn *conn, const char *coach, const char *day, struct arena *arena,
	Coaching ***ret, size_t *ret_count, struct error *reterr);

/** The oldest first; only of this coach and of this coachee ("" for any); those after the one named `after` ("" or
 * NULL: from the first). INVALID_ARGUMENT (field page_token) when the viewer was shown no such relation. */
enum status store_coaching_list(struct store_conn *conn, const struct store_viewer *viewer, const char *coach,
	const char *coachee, const char *after, int limit, struct arena *arena, Coaching ***ret, size_t *ret_count,
	struct error *reterr);

enum status store_coaching_insert(struct store_conn *conn, const Coaching *coaching, struct error *reterr);
/** Writes end_date, cadence_days and update_time. */
enum status store_coaching_update(struct store_conn *conn, const Coaching *coaching, struct error *reterr);

/** Whether the coachee has no relation that began earlier, with whomever. */
enum status store_coaching_is_first(struct store_conn *conn, const Coaching *coaching, bool *ret, struct error *reterr);
/** Until when the coach put going along off on purpose; "" for not. Kept apart from the relation, for the coachee sees
 *  that. */
enum status store_coaching_postponed(
	struct store_conn *conn, const char *name, struct arena *arena, const char **ret, struct error *reterr);
enum status store_coaching_postpone(struct store_conn *conn, const char *name, const char *until, struct error *reterr);

#endif
