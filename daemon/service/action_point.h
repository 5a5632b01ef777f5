/* service/ — action points: what the methods, the debrief and the end of a coaching relation stand on. All in the
 * call's arena; nobody's rights are looked at here. */
#ifndef RIDEALONG_SERVICE_ACTION_POINT_H
#define RIDEALONG_SERVICE_ACTION_POINT_H

#include "daemon/domain/action_point.h"
#include "daemon/service/call.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** One that is about to change. */
struct action_point {
	ActionPoint *kept;
	const char *coach, *coachee; /* whom its relation joins */
	const char *session;         /* in whose notes or debrief; "" outside of one */
	bool blind;                  /* a new one, of which the coachee is not to know yet */
};

/** Makes one (action_point_agree.c). Of `given` count owner, text, due_date ("": the next session that both know of, or
 *  in fourteen days without one), learning and skill; `session` is where it was agreed, NULL outside of one. *ret is
 *  NULL, and *ret_full says why, when there is no room for it (action_point_may_agree()): nothing is stored then. Event
 *  action_point.created; what the coach agrees on in a session before the coachee has spoken there is the coach's
 *  alone until service_action_points_show(), or until that session is over. */
enum status service_action_point_agree(struct call *call, const Coaching *coaching, const Session *session,
	const ActionPoint *given, ActionPoint **ret, struct error *ret_full);

/** It is there: stores a new row, its history and its event. name and times are made here. */
enum status service_action_point_insert(struct call *call, struct action_point *point, ActionPointChangeKind kind);

/** What becomes of one that is open (action_point_change.c). FAILED_PRECONDITION when it is not. Each leaves a line of
 *  history and an event. */
enum status service_action_point_complete(struct call *call, struct action_point *point);
enum status service_action_point_extend(struct call *call, struct action_point *point, struct action_point_move *move);
enum status service_action_point_drop(struct call *call, struct action_point *point, const char *reason);

/** Stores what changed in a row, a line of history and an event for the two. `change` has kind, field and values. */
enum status service_action_point_change(struct call *call, struct action_point *point, const char *event,
	ActionPointState before, ActionPointChange *change);
/** Makes a line of history: its name, time and author; behind the lines that are there. */
enum status service_action_point_sign(struct call *call, const struct action_point *point, ActionPointChange *line);
/** Appends an event about it for the two; for the coach alone while it is not shown to the coachee. */
enum status service_action_point_tell(
	struct call *call, const struct action_point *point, const char *event, const char *from, const char *to);
/** Days changed: tells of each open one of that owner (NULL: of anybody), or of that relation (NULL: of any), that its
 * moments are others now; of one that its owner must not know of yet nobody is told. Event action_point.timed. */
enum status service_action_points_timed(struct call *call, const char *owner, const char *coaching);
/** The coachee has spoken in that session: what the coach agreed on there before is for both from now on
 *  (action_point_agree.c). Event action_point.shown for the coachee. Done again, nothing happens. */
enum status service_action_points_show(struct call *call, const Session *session);
/** A line of history to fill. */
ActionPointChange service_action_point_line(ActionPointChangeKind kind);
/** The name of a state in the contract, for events. */
const char *service_action_point_state(ActionPointState state);
/** A method may go on with it when it is open. */
enum status service_action_point_open(struct call *call, const ActionPoint *point);

/** What was seen of one in a session (action_point_see.c). The other one learns of it when the coachee has spoken. */
enum status service_action_point_see(
	struct call *call, const struct action_point *point, const Session *session, Outcome outcome, const char *note);

/** A coachee's open action points in relations that have ended pass to the relation that holds today, if there is one:
 *  to the one that began last (action_point_pass.c). Each is closed as PASSED_ON there, and open here: the former coach
 *  does not follow it further, and the new one sees nothing of what was before. Done again, nothing happens. */
enum status service_action_points_pass_on(struct call *call, const char *coachee);

/** Agrees on one outside of a session, as `given` says: text, owner (the coachee when empty), due_date
 *  (the next session that both know of when empty, else in fourteen days), learning, skill. INVALID_ARGUMENT names the
 * field, FAILED_PRECONDITION says that five are open already; nothing is stored then. Event action_point.created. In
 * the call's arena. */
enum status service_action_point_create(
	struct call *call, const Coaching *coaching, const ActionPoint *given, ActionPoint **ret);

#endif
