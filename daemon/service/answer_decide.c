/* service/ — answers by mail around a decision: does the coach come along? */
#include "daemon/domain/quick_answer.h"
#include "daemon/domain/words.h"
#include "daemon/service/answer.h"
#include "daemon/store/preparation.h"
#include "daemon/store/session.h"

static enum status reload(struct call *call, struct answer *answer)
{
	return store_session_get(call->conn, answer->session->name, call->arena, &answer->session, NULL, &call->error);
}

/* "Prepared after all": the lines are the preparation, unless it is in already; then they go with the appeal. */
enum status service_answer_appeal(struct call *call, struct answer *answer)
{
	AppealSessionRequest in = APPEAL_SESSION_REQUEST__INIT;
	Preparation *preparation;
	bool in_already;
	enum status st =
		store_preparation_get(call->conn, answer->session->meeting, call->arena, &preparation, &call->error);

	if (st != STATUS_OK)
		return st;
	in_already = preparation != NULL && preparation->state == PREPARATION_STATE_SUBMITTED;
	if (!in_already)
		st = service_answer_prepare(call, answer);
	if (st != STATUS_OK || answer->open) /* it was put aside: there is nothing to look at again */
		return st;
	st = reload(call, answer);
	if (st == STATUS_OK && answer->session->state == SESSION_STATE_SKIPPED && !answer->session->appealed) {
		in.name = answer->session->name;
		in.reason = in_already ? (char *)answer->text : in.reason;
		st = service_answer_act(call, answer, "ridealong.v1.Sessions/AppealSession", &in.base, NULL);
		if (st == STATUS_OK)
			st = reload(call, answer);
	}
	if (st != STATUS_OK)
		return st;
	if (answer->session->state == SESSION_STATE_CONFIRMED)
		service_answer_say(call, answer, "It came in in time: %s is coming along after all.",
			"Het kwam op tijd binnen: %s gaat toch mee.", answer->session->coach_display_name);
	else
		service_answer_say(call, answer, "It is in%s. %s is asked to look again.",
			"Het is binnen%s. %s krijgt de vraag er nog eens naar te kijken.",
			service_answer_quote(call, in.reason), answer->session->coach_display_name);
	return STATUS_OK;
}

static enum status decide_as(struct call *call, struct answer *answer, Verdict verdict, const char *reason)
{
	DecideSessionRequest in = DECIDE_SESSION_REQUEST__INIT;
	enum status st;

	reason = service_answer_reason(call, answer, reason);
	in.name = answer->session->name;
	in.verdict = verdict;
	if (verdict == VERDICT_COACH_MORE)
		in.talk = (char *)reason;
	else
		in.reason = (char *)reason;
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/DecideSession", &in.base, NULL);
	if (st != STATUS_OK)
		return st;
	/* A yes is what was expected: among the few mails of a session it may find no place. */
	if (verdict == VERDICT_GO)
		service_answer_say(call, answer, "Your decision: %s%s. %s can see it.",
			"Je besluit: %s%s. %s kan het zien.", words_verdict(verdict, answer->person->language),
			service_answer_quote(call, reason), answer->session->coachee_display_name);
	else
		service_answer_say(call, answer, "Your decision: %s%s. %s is told.",
			"Je besluit: %s%s. %s krijgt bericht.", words_verdict(verdict, answer->person->language),
			service_answer_quote(call, reason), answer->session->coachee_display_name);
	return STATUS_OK;
}

enum status service_answer_skip(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_skip(
		answer->text, (int)answer->reminder->n_options, answer->person->language, call->arena);

	if (read.verb == QUICK_OPTION)
		return service_answer_option(call, answer, read.option);
	if (read.verb != QUICK_GO)
		return service_answer_not_understood(call, read.problem);
	return decide_as(call, answer, VERDICT_GO, read.text);
}

/* The other party prefers just the two of them: no verdict about anything. */
static enum status leave_alone(struct call *call, struct answer *answer)
{
	CancelSessionRequest in = CANCEL_SESSION_REQUEST__INIT;
	enum status st;

	in.name = answer->session->name;
	in.cause = CANCEL_CAUSE_COUNTERPART;
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/CancelSession", &in.base, NULL);
	if (st == STATUS_OK)
		service_answer_say(call, answer, "You leave the two of them to it. %s is told; it counts for nothing.",
			"Je laat het gesprek aan hen tweeën. %s krijgt bericht; het telt nergens in mee.",
			answer->session->coachee_display_name);
	return st;
}

enum status service_answer_decide(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_decision(answer->text, answer->person->language, call->arena);

	/* Who comes along already is asked whether something is in the way; there a yes says nothing clear. */
	if (read.verb == QUICK_YES && answer->session->state != SESSION_STATE_CONFIRMED)
		read.verb = QUICK_GO;
	switch (read.verb) {
	case QUICK_GO:
		return decide_as(call, answer, VERDICT_GO, read.text);
	case QUICK_TALK:
		return decide_as(call, answer, VERDICT_COACH_MORE, read.text);
	case QUICK_NO:
		/* Without an appeal to answer: it stays as it is. */
		if (answer->session->state == SESSION_STATE_SKIPPED && !answer->session->appealed) {
			service_answer_say(call, answer, "It stays as it is: you are not going along.",
				"Het blijft zoals het is: je gaat niet mee.");
			return STATUS_OK;
		}
		if (answer->session->inconvenient)
			return service_answer_inconvenient(call, answer, read.text);
		return decide_as(call, answer, VERDICT_NOT_JOINING, read.text);
	case QUICK_ALONE:
		return leave_alone(call, answer);
	case QUICK_YES:
		return service_answer_not_understood(call, quick_answer_decision_problem(answer->person->language));
	default:
		return service_answer_not_understood(call, read.problem);
	}
}

/* Yes, no, or a yes with something to talk through first, which is a decision. */
enum status service_answer_invitation(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_decision(answer->text, answer->person->language, call->arena);
	AcceptSessionRequest accept = ACCEPT_SESSION_REQUEST__INIT;
	DeclineSessionRequest decline = DECLINE_SESSION_REQUEST__INIT;
	const char *words = service_answer_reason(call, answer, read.text);
	enum status st;

	accept.name = decline.name = answer->session->name;
	accept.coach_focus = decline.reason = (char *)words;
	switch (read.verb) {
	case QUICK_GO:
	case QUICK_YES:
		st = service_answer_act(call, answer, "ridealong.v1.Sessions/AcceptSession", &accept.base, NULL);
		break;
	case QUICK_NO:
		st = service_answer_act(call, answer, "ridealong.v1.Sessions/DeclineSession", &decline.base, NULL);
		break;
	case QUICK_TALK:
		return decide_as(call, answer, VERDICT_COACH_MORE, read.text);
	default:
		return service_answer_not_understood(call, read.problem);
	}
	if (st == STATUS_OK && read.verb != QUICK_NO)
		service_answer_say(call, answer, "You are coming along%s%s. %s is asked to prepare.",
			"Je gaat mee%s%s. %s krijgt de vraag om zich voor te bereiden.",
			words[0] != '\0' ? words_pick(answer->person->language, ", to watch for", ", om te letten op")
					 : "",
			service_answer_quote(call, words), answer->session->coachee_display_name);
	else if (st == STATUS_OK)
		service_answer_say(call, answer, "You are not coming along%s. %s is told.",
			"Je gaat niet mee%s. %s krijgt bericht.", service_answer_quote(call, words),
			answer->session->coachee_display_name);
	return st;
}
