/* service/ — action points, as the debrief needs them. */
#ifndef RIDEALONG_SERVICE_ACTION_POINT_H
#define RIDEALONG_SERVICE_ACTION_POINT_H

#include "daemon/service/call.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

#define SERVICE_ACTION_POINT_DAYS 14 /* when neither a date nor a next session is known */

/** Agrees on one in a session: `owner` will do it. `due` is "2026-03-20", or "" for the next session, or in fourteen
 * days without one. *ret is NULL, and *ret_problem says why in the caller's language, when two are agreed here or five
 * are open already: nothing is stored then. Event action_point.created. In the call's arena. */
enum status service_action_point_agree(struct call *call, const Session *session, const char *owner, const char *text,
	const char *due, ActionPoint **ret, const char **ret_problem);

/** Agrees on one outside of a session, as `given` says: text, owner (the coachee when empty), due_date (in fourteen
 * days when empty), learning, skill. INVALID_ARGUMENT names the field, FAILED_PRECONDITION says that five are open
 * already; nothing is stored then. Event action_point.created. In the call's arena. */
enum status service_action_point_create(
	struct call *call, const Coaching *coaching, const ActionPoint *given, ActionPoint **ret);

#endif
