/* service/ — what becomes of sessions with the coaching relation: after its last day there are none. */
#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/service/session.h"
#include "daemon/store/coaching.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"

/* The service's own step, in whosever call. */
static enum status end_with_coaching(struct call *call, Session **sessions, size_t count)
{
	struct call aside = *call;
	enum status st = STATUS_OK;

	aside.actor = &call_service_actor;
	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = service_session_cancel(&aside, sessions[i], "", CANCEL_CAUSE_COACHING_ENDED);
	call->ordinal = aside.ordinal;
	call->aside = aside.aside;
	if (st != STATUS_OK)
		call->error = aside.error;
	return st;
}

/* When the last day is over, by the coachee's clock; INT64_MAX while there is none. */
static enum status coaching_ends(struct call *call, const Coaching *coaching, int64_t *ret)
{
	Person *coachee;
	int last;
	enum status st = store_person_get(call->conn, coaching->coachee, call->arena, &coachee, &call->error);

	if (st == STATUS_OK)
		*ret = day_parse(coaching->end_date, &last) ? day_at(last + 1, 0, coachee->time_zone) : INT64_MAX;
	return st;
}

enum status service_session_coaching_ended(struct call *call, const Coaching *coaching)
{
	Session **sessions;
	size_t count = 0;
	int64_t over = INT64_MAX;
	enum status st = coaching_ends(call, coaching, &over);

	if (st != STATUS_OK || over == INT64_MAX)
		return st;
	st = store_session_to_come(call->conn, coaching->name, over, call->arena, &sessions, &count, &call->error);
	return st == STATUS_OK ? end_with_coaching(call, sessions, count) : st;
}

enum status service_session_check_coaching(struct call *call, Session *session)
{
	Coaching *coaching;
	int64_t over = INT64_MAX;
	enum status st = store_coaching_get(call->conn, session->coaching, call->arena, &coaching, &call->error);

	if (st == STATUS_OK)
		st = coaching_ends(call, coaching, &over);
	if (st != STATUS_OK || instant_us(session->start_time) < over)
		return st;
	return end_with_coaching(call, &session, 1);
}
