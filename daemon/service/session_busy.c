/* service/ — nobody is in two places: what else the coach has at the time of a session. */
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/session.h"
#include "daemon/store/session.h"

enum status service_session_in_the_way(struct call *call, const Session *session, bool hidden, Session **ret)
{
	const struct store_session_busy_ask ask = { .coach = session->coach,
		.coachee = session->coachee,
		.meeting = session->meeting,
		.departure = instant_us(session->departure_time),
		.start = instant_us(session->start_time),
		.end = instant_us(session->end_time) };

	return store_session_busy(call->conn, &ask, hidden, call->arena, ret, &call->error);
}

static enum status find_any(struct call *call, const Session *session, Session **ret)
{
	enum status st = service_session_in_the_way(call, session, false, ret);

	return st == STATUS_OK && *ret == NULL ? service_session_in_the_way(call, session, true, ret) : st;
}

enum status service_session_refuse_busy(struct call *call, const Session *other)
{
	return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "COACH_BUSY", NULL,
		words_pick(call->locale, "you go along with %s at that time: %s", "je gaat dan al mee met %s: %s"),
		other->coachee_display_name, other->name);
}

enum status service_session_check_free(struct call *call, const Session *session)
{
	Session *other;
	enum status st = find_any(call, session, &other);

	return st != STATUS_OK || other == NULL ? st : service_session_refuse_busy(call, other);
}

enum status service_session_check_collision(struct call *call, const Session *session)
{
	Session *other;
	enum status st = find_any(call, session, &other);

	return st != STATUS_OK || other == NULL ? st : service_session_collided(call, session);
}
