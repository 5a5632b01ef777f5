/* service/ — what is said at the reveal. */
#include "daemon/service/reveal.h"

#include "daemon/domain/instant.h"
#include "daemon/domain/reveal.h"
#include "daemon/service/check.h"
#include "daemon/service/preparation.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/store/intention.h"
#include "daemon/store/outcome.h"

static enum status check_answer(struct call *call, const char *field, CheckAnswer answer)
{
	if (answer == CHECK_ANSWER_YES || answer == CHECK_ANSWER_NO)
		return STATUS_OK;
	return service_refuse(
		call, STATUS_INVALID_ARGUMENT, "CHECK", field, "%s must be yes or no", "%s moet ja of nee zijn", field);
}

static enum status check_said(struct call *call, const RecordRevealCheckRequest *in)
{
	enum status st = check_answer(call, "goal_clear", in->goal_clear);

	if (st == STATUS_OK)
		st = check_answer(call, "hardest_question", in->hardest_question);
	if (st == STATUS_OK)
		st = check_answer(call, "plan_b", in->plan_b);
	for (size_t i = 0; st == STATUS_OK && i < in->n_intentions; i++) {
		st = service_check_present(call, "intentions", in->intentions[i]);
		if (st == STATUS_OK)
			st = service_check_size(call, "intentions", in->intentions[i], CHECK_TEXT);
	}
	return st;
}

/* What the lines make of the meeting's intentions. */
static enum status note(struct call *call, const Session *session, const RecordRevealCheckRequest *in)
{
	Intention **kept, **noted;
	size_t n_kept, n_noted;
	enum status st = store_intention_list(call->conn, session->meeting, call->arena, &kept, &n_kept, &call->error);

	if (st == STATUS_OK)
		st = reveal_note(kept, n_kept, in->intentions, in->n_intentions, call->locale, call->arena, &noted,
			&n_noted, &call->error);
	if (st != STATUS_OK)
		return st;
	return store_intention_replace(call->conn, session->meeting, noted, n_noted, &call->error);
}

enum status service_reveal_check(struct call *call, const RecordRevealCheckRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = reveal_may_check(session, call->locale, &call->error);
	if (st == STATUS_OK)
		st = check_said(call, in);
	if (st == STATUS_OK)
		st = note(call, session, in);
	if (st != STATUS_OK)
		return st;
	session->goal_clear = in->goal_clear;
	session->hardest_question = in->hardest_question;
	session->plan_b = in->plan_b;
	session->check_time = instant_new(call->arena, call->now);
	*ret = session;
	return service_session_keep(call, session, "session.checked");
}

static enum status check_changes(struct call *call, const ConfirmIntentionsRequest *in)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < in->n_changes; i++)
		st = service_check_size(call, "changes.text", in->changes[i]->text, CHECK_TEXT);
	return st;
}

enum status service_reveal_confirm(struct call *call, const ConfirmIntentionsRequest *in, Preparation **ret)
{
	Intention **kept, **confirmed;
	size_t n_kept, n_confirmed;
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = reveal_may_confirm(session, call->locale, &call->error);
	if (st == STATUS_OK)
		st = check_changes(call, in);
	if (st == STATUS_OK)
		st = store_intention_list(call->conn, session->meeting, call->arena, &kept, &n_kept, &call->error);
	if (st == STATUS_OK)
		st = store_outcome_fill(call->conn, session->name, kept, n_kept, call->arena, &call->error);
	if (st == STATUS_OK)
		st = reveal_confirm(kept, n_kept, in->changes, in->n_changes, call->locale, call->arena, &confirmed,
			&n_confirmed, &call->error);
	if (st == STATUS_OK)
		st = store_intention_replace(call->conn, session->meeting, confirmed, n_confirmed, &call->error);
	if (st == STATUS_OK)
		st = service_session_keep(call, session, "session.intentions_confirmed");
	return st == STATUS_OK ? service_preparation_of_meeting(call, session->meeting, ret) : st;
}

enum status service_reveal_object(struct call *call, const ObjectToSessionRequest *in, Session **ret)
{
	Session *session;
	enum status st = service_session_open(call, "name", in->name, &session);

	if (st == STATUS_OK)
		st = reveal_may_object(session, call->locale, &call->error);
	if (st == STATUS_OK)
		st = service_check_size(call, "reason", in->reason, CHECK_TEXT);
	if (st != STATUS_OK)
		return st;
	session->inconvenient = true;
	session->inconvenient_reason = in->reason;
	*ret = session;
	return service_session_keep(call, session, "session.inconvenient");
}
