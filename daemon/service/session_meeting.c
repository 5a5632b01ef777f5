/* service/ — what a calendar does to the sessions at a meeting. */
#include "daemon/service/session.h"
#include "daemon/service/unannounced.h"
#include "daemon/store/session.h"

static enum status move(struct call *call, Session *session, const Meeting *meeting)
{
	enum status st;

	if (!service_session_to_come(session) && session->state != SESSION_STATE_SKIPPED)
		return STATUS_OK;
	st = service_session_times(call, session, meeting);
	if (st == STATUS_OK)
		st = service_session_keep(call, session, "session.moved");
	return st == STATUS_OK ? service_unannounced_check_all(call, session->coachee) : st;
}

/* The coach cannot be asked for a meeting that is not: this is the service's own step, whoever brought the calendar. */
static enum status cancel(struct call *call, Session *session)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_CANCEL, .who = LIFECYCLE_SERVICE, .meeting_cancelled = true };
	struct lifecycle_step step;
	enum status st;

	if (!service_session_to_come(session))
		return STATUS_OK;
	st = service_session_decide(call, session, &ask, &step);
	if (st != STATUS_OK)
		return st;
	session->meeting_cancelled = true;
	return service_session_take(call, session, &step);
}

static enum status each(struct call *call, const Meeting *meeting,
	enum status (*act)(struct call *call, Session *session, const Meeting *meeting))
{
	Session **sessions;
	size_t count;
	enum status st =
		store_session_of_meeting(call->conn, meeting->name, call->arena, &sessions, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = act(call, sessions[i], meeting);
	return st;
}

static enum status act_cancel(struct call *call, Session *session, const Meeting *meeting)
{
	(void)meeting;
	return cancel(call, session);
}

enum status service_session_meeting_moved(struct call *call, const Meeting *meeting)
{
	return each(call, meeting, move);
}

enum status service_session_meeting_cancelled(struct call *call, const Meeting *meeting)
{
	return each(call, meeting, act_cancel);
}
