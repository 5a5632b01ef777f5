/* service/ — answers by mail about a session that ended, or that lies at the same time as another. */
#include "daemon/domain/instant.h"
#include "daemon/domain/lifecycle.h"
#include "daemon/domain/quick_answer.h"
#include "daemon/domain/words.h"
#include "daemon/service/answer.h"

/* What is next, when the meeting is over. Of one that nobody prepared there was no mail to debrief. */
static const char *say_what_is_enough(struct call *call, const struct answer *answer, const Session *session)
{
	const char *language = answer->person->language;

	if (call->now < instant_us(session->end_time))
		return "";
	if (session->state == SESSION_STATE_PLANNED)
		return words_pick(language, " A line from each of you on how it went is enough.",
			" Een regel van elk over hoe het ging is genoeg.");
	return words_pick(language, " A line from each of you is enough, in answer to the mail after the meeting.",
		" Een regel van elk is genoeg, als antwoord op de mail na afloop.");
}

static enum status reopen_session(struct call *call, struct answer *answer)
{
	ReopenSessionRequest in = REOPEN_SESSION_REQUEST__INIT;
	Session *session;
	enum status st;

	in.name = answer->session->name;
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/ReopenSession", &in.base, &session);
	if (st == STATUS_OK)
		service_answer_say(call, answer, "It is open again: %s.%s", "Het staat weer open: %s.%s",
			words_session_state(session->state, answer->person->language),
			say_what_is_enough(call, answer, session));
	return st;
}

enum status service_answer_ended(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_ended(answer->text, answer->person->language, call->arena);

	return read.verb == QUICK_REOPEN ? reopen_session(call, answer)
					 : service_answer_not_understood(call, read.problem);
}

static enum status withdraw(struct call *call, struct answer *answer, const char *reason)
{
	CancelSessionRequest in = CANCEL_SESSION_REQUEST__INIT;
	bool secret = lifecycle_hidden(answer->session);
	enum status st;

	in.name = answer->session->name;
	in.reason = (char *)service_answer_reason(call, answer, reason);
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/CancelSession", &in.base, NULL);
	if (st != STATUS_OK)
		return st;
	if (secret)
		service_answer_say(call, answer, "You withdrew. Nobody else was told.",
			"Je ziet ervan af. Niemand anders heeft bericht.");
	else
		service_answer_say(call, answer, "You withdrew%s. %s is told.",
			"Je ziet ervan af%s. %s krijgt bericht.", service_answer_quote(call, in.reason),
			answer->session->coachee_display_name);
	return STATUS_OK;
}

enum status service_answer_collided(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_collision(answer->text, answer->person->language, call->arena);

	switch (read.verb) {
	case QUICK_NO:
		return withdraw(call, answer, read.text);
	case QUICK_REOPEN:
		return reopen_session(call, answer);
	case QUICK_GO:
		service_answer_say(call, answer, "It stays as it is; withdraw from the other one when you know.",
			"Het blijft zoals het is; zie van de andere af zodra je het weet.");
		return STATUS_OK;
	default:
		return service_answer_not_understood(call, read.problem);
	}
}
