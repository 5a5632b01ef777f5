/* service/ — what the two agree before they go: the answer to an invitation, and what is talked through. */
#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"

enum status service_session_accept(struct call *call, const AcceptSessionRequest *in, Session **ret)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_ACCEPT };
	struct lifecycle_step step;
	enum status st = service_session_open(call, "name", in->name, ret);

	if (st == STATUS_OK)
		st = service_check_size(call, "coach_focus", in->coach_focus, CHECK_TEXT);
	if (st == STATUS_OK)
		st = service_session_decide(call, *ret, &ask, &step);
	if (st != STATUS_OK)
		return st;
	(*ret)->invite_state = INVITE_STATE_ACCEPTED;
	if (in->coach_focus[0] != '\0')
		(*ret)->coach_focus = in->coach_focus;
	return service_session_take(call, *ret, &step);
}

enum status service_session_decline(struct call *call, Session *session, const char *reason)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_DECLINE };
	struct lifecycle_step step;
	enum status st = service_session_decide(call, session, &ask, &step);

	if (st != STATUS_OK)
		return st;
	session->invite_state = INVITE_STATE_DECLINED;
	session->cancel_reason = (char *)reason;
	return service_session_take(call, session, &step);
}

enum status service_session_talk(struct call *call, const TalkSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st != STATUS_OK)
		return st;
	if (session->verdict != VERDICT_COACH_MORE)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "NOTHING_TO_TALK", NULL,
			"nothing was left to talk through first", "er hoeft niets eerst nog te worden doorgesproken");
	if (session->state != SESSION_STATE_CONFIRMED && session->state != SESSION_STATE_IN_PROGRESS)
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "SESSION_STATE", NULL,
			words_pick(call->locale, "the session is marked \"%s\" and stays as it is",
				"de sessie staat op \"%s\" en blijft zoals die is"),
			words_session_state(session->state, call->locale));
	*ret = session;
	if ((session->talk_time == NULL) == in->undo) /* it is so already */
		return STATUS_OK;
	session->talk_time = in->undo ? NULL : instant_new(call->arena, call->now);
	return service_session_keep(call, session, "session.talked");
}
