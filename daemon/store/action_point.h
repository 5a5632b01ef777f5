/* store/ — action points. */
#ifndef RIDEALONG_STORE_ACTION_POINT_H
#define RIDEALONG_STORE_ACTION_POINT_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** Which action points. Strings are the caller's; NULL and "" are "any". */
struct store_action_point_filter {
	const struct store_viewer *viewer; /* those of relations they are part of */
	const char *owner, *coaching, *session, *skill;
	const char *due_from, *due_until; /* days; the second is left out */
	LearningKind learning;            /* 0: any */
	const ActionPointState *states;
	size_t n_states;   /* 0: any */
	const char *after; /* page token: name of the last one shown */
	int limit;
};

/* Those that are read come with the owner's name, and with what was seen of them in the last session that was talked
 * through: until the coachee has spoken, what the coach saw is not told. */

/** *ret is NULL when there is none. *ret_coach and *ret_coachee (NULL is fine) are the two whom the relation joins.
 *  Whoever asks. */
enum status store_action_point_get(struct store_conn *conn, const char *name, struct arena *arena, ActionPoint **ret,
	const char **ret_coach, const char **ret_coachee, struct error *reterr);
enum status store_action_point_insert(struct store_conn *conn, const ActionPoint *point, struct error *reterr);
/** Writes everything that may change. */
enum status store_action_point_update(struct store_conn *conn, const ActionPoint *point, struct error *reterr);
/** By due date, and those of one date in the order in which they were agreed. INVALID_ARGUMENT for an `after` the
 * viewer was never shown. */
enum status store_action_point_list(struct store_conn *conn, const struct store_action_point_filter *filter,
	struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr);
/** Those agreed in a session, in whatever state, in the order in which they were agreed: no new date moves one. */
enum status store_action_point_agreed(struct store_conn *conn, const struct store_viewer *viewer, const char *session,
	int limit, struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr);
/** Whether the viewer may know of it: the coachee may not of one that was hidden, until it is shown. */
enum status store_action_point_shown(
	struct store_conn *conn, const struct store_viewer *viewer, const char *name, bool *ret, struct error *reterr);
/** It is the coach's for now: the coachee finds it in nothing, and neither of them carries it on. */
enum status store_action_point_hide(struct store_conn *conn, const char *name, struct error *reterr);
/** From now on those of a session are for both; returns the ones that were not. */
enum status store_action_point_show(struct store_conn *conn, const char *session, int64_t now, struct arena *arena,
	ActionPoint ***ret, size_t *ret_count, struct error *reterr);
/** The open ones of a relation and owner, and those agreed in a session by that owner and not dropped since; of which
 *  the viewer may know. */
enum status store_action_point_count(struct store_conn *conn, const struct store_viewer *viewer, const char *coaching,
	const char *owner, const char *session, int64_t *ret_open, int64_t *ret_of_session, struct error *reterr);
/** What a person carried from one session to the next at a moment, as the coachee of whatever relation, or of those
 * with one coach ("" for any): what was theirs, shown to them and open then, and what was done since the session
 * before; the oldest first, at most 20. Its state and what was seen of it are those of then. */
enum status store_action_point_carried(struct store_conn *conn, const char *owner, const char *coach, int64_t when,
	struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr);
/** What the two look back at in a session, the coachee's before the coach's promises, the oldest first: agreed and
 *  shown before its debrief began and not in it, and open when it was time to leave. From then on the list stays as it
 * is, whatever becomes of them, so that they can be named by number. At most 20. */
enum status store_action_point_looked_back(struct store_conn *conn, const Session *session, struct arena *arena,
	ActionPoint ***ret, size_t *ret_count, struct error *reterr);
/** The open ones of a coachee in relations that ended before a day and were with somebody else, or that the coach of
 *  `coaching` owns as a promise to them: what passes to that relation. The oldest first. */
enum status store_action_point_left_behind(struct store_conn *conn, const char *coaching, const char *today,
	struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr);

#endif
