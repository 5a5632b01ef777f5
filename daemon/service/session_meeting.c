/* service/ — what becomes of sessions with their meeting: it moves, goes, comes back, or is another one. */
#include "daemon/domain/instant.h"
#include "daemon/service/session.h"
#include "daemon/service/unannounced.h"
#include "daemon/store/session.h"

/* Whether it can be where it is now: within the relation, and with nothing else there. */
static enum status check_place(struct call *call, Session *session)
{
	enum status st = STATUS_OK;

	if (service_session_to_come(session))
		st = service_session_check_coaching(call, session);
	return st == STATUS_OK && service_session_to_come(session) ? service_session_check_collision(call, session)
								   : st;
}

static enum status move(struct call *call, Session *session, const Meeting *meeting)
{
	enum status st;

	if (!service_session_to_come(session) && session->state != SESSION_STATE_SKIPPED)
		return STATUS_OK;
	session->previous_start_time = session->start_time;
	session->move_time = instant_new(call->arena, call->now);
	st = service_session_times(call, session, meeting);
	if (st == STATUS_OK)
		st = service_session_keep(call, session, "session.moved");
	if (st == STATUS_OK)
		st = service_unannounced_check_all(call, session->coachee);
	return st == STATUS_OK ? check_place(call, session) : st;
}

/* The coach cannot be asked for a meeting that is not: this is the service's own step, whoever brought the calendar. */
static enum status cancel(struct call *call, Session *session, const Meeting *meeting)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_CANCEL, .who = LIFECYCLE_SERVICE, .meeting_cancelled = true };
	struct lifecycle_step step;
	enum status st;

	(void)meeting;
	if (!service_session_to_come(session))
		return STATUS_OK;
	st = service_session_decide(call, session, &ask, &step);
	if (st != STATUS_OK)
		return st;
	session->meeting_cancelled = true;
	return service_session_take(call, session, &step);
}

/* Whether something else stands in the place of a session that could come back. Towards a coachee a hidden one is not
 * there, so it is in the way of another hidden one only. */
static enum status is_replaced(struct call *call, const Session *session, bool *ret)
{
	bool hidden = lifecycle_hidden(session);
	Session *other;
	enum status st = store_session_beside(call->conn, session, call->arena, &other, &call->error);

	*ret = st == STATUS_OK && other != NULL && (hidden || !lifecycle_hidden(other));
	if (st != STATUS_OK || *ret)
		return st;
	st = service_session_in_the_way(call, session, false, &other);
	if (st == STATUS_OK && other == NULL && hidden)
		st = service_session_in_the_way(call, session, true, &other);
	*ret = st == STATUS_OK && other != NULL;
	return st;
}

/* A meeting that was called off takes place after all. Where the coach has something else by now, it is the coach who
 * says what is to be. */
static enum status restore(struct call *call, Session *session, const Meeting *meeting)
{
	int64_t before = instant_us(session->start_time);
	bool replaced = false;
	enum status st = service_session_times(call, session, meeting);

	if (st == STATUS_OK && call->now >= instant_us(session->start_time))
		return STATUS_OK;
	if (st == STATUS_OK)
		st = is_replaced(call, session, &replaced);
	if (st != STATUS_OK)
		return st;
	if (replaced)
		return service_session_collided(call, session);
	if (before != instant_us(session->start_time)) {
		session->previous_start_time = instant_new(call->arena, before);
		session->move_time = instant_new(call->arena, call->now);
	}
	st = service_session_reopen(call, session, LIFECYCLE_SERVICE, 0);
	if (st == STATUS_OK)
		st = service_unannounced_check_all(call, session->coachee);
	return st == STATUS_OK ? check_place(call, session) : st;
}

static enum status each(struct call *call, const Meeting *meeting, Session **sessions, size_t count,
	enum status (*act)(struct call *call, Session *session, const Meeting *meeting))
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = act(call, sessions[i], meeting);
	return st;
}

static enum status each_that_stands(struct call *call, const Meeting *meeting,
	enum status (*act)(struct call *call, Session *session, const Meeting *meeting))
{
	Session **sessions;
	size_t count;
	enum status st =
		store_session_of_meeting(call->conn, meeting->name, call->arena, &sessions, &count, &call->error);

	return st == STATUS_OK ? each(call, meeting, sessions, count, act) : st;
}

enum status service_session_meeting_moved(struct call *call, const Meeting *meeting)
{
	return each_that_stands(call, meeting, move);
}

enum status service_session_meeting_cancelled(struct call *call, const Meeting *meeting)
{
	return each_that_stands(call, meeting, cancel);
}

enum status service_session_meeting_restored(struct call *call, const Meeting *meeting)
{
	Session **sessions;
	size_t count;
	enum status st =
		store_session_cancelled_with(call->conn, meeting->name, call->arena, &sessions, &count, &call->error);

	return st == STATUS_OK ? each(call, meeting, sessions, count, restore) : st;
}

enum status service_session_carry(struct call *call, Session *session, const Meeting *to)
{
	int64_t start = instant_us(session->start_time), end = instant_us(session->end_time);
	bool follows = service_session_to_come(session) || session->state == SESSION_STATE_SKIPPED;
	const char *event = "session.updated";
	enum status st = STATUS_OK;

	session->meeting = to->name;
	if (follows)
		st = service_session_times(call, session, to);
	if (st != STATUS_OK)
		return st;
	if (follows && (start != instant_us(session->start_time) || end != instant_us(session->end_time))) {
		session->previous_start_time = instant_new(call->arena, start);
		session->move_time = instant_new(call->arena, call->now);
		event = "session.moved";
	}
	st = service_session_keep(call, session, event);
	return st == STATUS_OK ? check_place(call, session) : st;
}
