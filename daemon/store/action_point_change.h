/* store/ — what becomes of an action point: changes, and what was seen of it. Rows are only added. */
#ifndef RIDEALONG_STORE_ACTION_POINT_CHANGE_H
#define RIDEALONG_STORE_ACTION_POINT_CHANGE_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"

/** When the last line of its history was written, of both kinds; 0 without one. Lines are kept apart by a microsecond,
 * so that the last word is the last one. */
enum status store_action_point_change_last(
	struct store_conn *conn, const char *action_point, int64_t *ret, struct error *reterr);
/** A change that is no sighting. */
enum status store_action_point_change_insert(
	struct store_conn *conn, const ActionPointChange *change, struct error *reterr);
/** A sighting: kind SEEN, with session, outcome, author and the line in to_value. */
enum status store_action_point_sighting_insert(
	struct store_conn *conn, const ActionPointChange *sighting, struct error *reterr);
/** Both, by time, then name, with the authors' names. Of a session in which the coachee has not spoken yet, the coachee
 *  is shown their own sightings only. INVALID_ARGUMENT for an `after` the viewer was never shown. */
enum status store_action_point_change_list(struct store_conn *conn, const struct store_viewer *viewer,
	const char *action_point, const char *after, int limit, struct arena *arena, ActionPointChange ***ret,
	size_t *ret_count, struct error *reterr);
/** The last word about each action point in a session, by time. */
enum status store_action_point_sighting_list(struct store_conn *conn, const char *session, struct arena *arena,
	ActionPointSighting ***ret, size_t *ret_count, struct error *reterr);

#endif
