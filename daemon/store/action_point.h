/* store/ — action points. */
#ifndef RIDEALONG_STORE_ACTION_POINT_H
#define RIDEALONG_STORE_ACTION_POINT_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/action_point.pb-c.h"

/** Which action points. Strings are the caller's; NULL and "" are "any". */
struct store_action_point_filter {
	const struct store_viewer *viewer; /* those of relations they are part of */
	const char *owner, *coaching, *session;
	const ActionPointState *states;
	size_t n_states;   /* 0: any */
	const char *after; /* page token: name of the last one shown */
	int limit;
};

/** With the owner's name; *ret is NULL when there is none. *ret_coach and *ret_coachee (NULL is fine) are the two whom
 *  the relation joins. Whoever asks. */
enum status store_action_point_get(struct store_conn *conn, const char *name, struct arena *arena, ActionPoint **ret,
	const char **ret_coach, const char **ret_coachee, struct error *reterr);
enum status store_action_point_insert(struct store_conn *conn, const ActionPoint *point, struct error *reterr);
/** Writes everything that may change. */
enum status store_action_point_update(struct store_conn *conn, const ActionPoint *point, struct error *reterr);
/** By due date, then name. INVALID_ARGUMENT for an `after` the viewer was never shown. */
enum status store_action_point_list(struct store_conn *conn, const struct store_action_point_filter *filter,
	struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr);
/** The open ones of a relation and owner, and those agreed in a session by that owner. */
enum status store_action_point_count(struct store_conn *conn, const char *coaching, const char *owner,
	const char *session, int64_t *ret_open, int64_t *ret_of_session, struct error *reterr);
/** What a person carries from one session to the next, as the coachee of whatever relation: theirs that are open, and
 *  those done after a moment; the oldest first, at most 20. */
enum status store_action_point_carried(struct store_conn *conn, const char *owner, int64_t done_after,
	struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr);

#endif
