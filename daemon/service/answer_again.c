/* service/ — a second answer by mail to what was answered before. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/words.h"
#include "daemon/service/answer.h"
#include "daemon/service/session.h"
#include "ridealong/v1/preparation.pb-c.h"

/* Whether an answer is still missing to a question that counts. */
static enum status is_open(struct call *call, const struct answer *answer, bool *ret)
{
	GetPreparationRequest in = GET_PREPARATION_REQUEST__INIT;
	Preparation *preparation;
	enum status st;

	in.name = arena_printf(call->arena, "%s/preparation", answer->session->meeting);
	st = service_answer_act(call, answer, "ridealong.v1.Preparations/GetPreparation", &in.base, &preparation);
	if (st == STATUS_OK)
		*ret = preparation->state != PREPARATION_STATE_SUBMITTED || preparation->n_open_keys > 0;
	return st;
}

static bool is_debriefed(const Session *session)
{
	return session->state == SESSION_STATE_IN_PROGRESS || session->state == SESSION_STATE_DEBRIEFING;
}

enum status service_answer_once_more(struct call *call, const struct answer *answer, bool *ret)
{
	bool ahead = answer->session != NULL && call->now < instant_us(answer->session->end_time);

	*ret = false;
	if (answer->session == NULL)
		return STATUS_OK;
	if (answer->reminder->kind == REMINDER_KIND_DEBRIEF)
		*ret = is_debriefed(answer->session);
	else if (answer->reminder->kind == REMINDER_KIND_CARD)
		*ret = ahead && service_session_to_come(answer->session);
	else if (answer->reminder->kind == REMINDER_KIND_PREPARE && ahead)
		return is_open(call, answer, ret);
	return STATUS_OK;
}

/* The other of the two, by name. */
static const char *other(const struct answer *answer)
{
	if (answer->session == NULL)
		return "";
	return strcmp(answer->session->coach, answer->person->name) == 0 ? answer->session->coachee_display_name
									 : answer->session->coach_display_name;
}

enum status service_answer_refuse_again(struct call *call, const struct answer *answer)
{
	const char *language = answer->person->language, *name = other(answer), *instead = "";

	switch (answer->reminder->kind) {
	case REMINDER_KIND_DEBRIEF:
	case REMINDER_KIND_SIGN:
		instead = words_pick(language, "what comes up now fits your next one-on-one",
			"wat nu nog opkomt past in jullie volgende 1-op-1");
		break;
	case REMINDER_KIND_ACTION_POINT:
		instead = words_pick(language, "once it is due, the next mail can be answered again",
			"als het zover is, kun je op de volgende mail weer antwoorden");
		break;
	case REMINDER_KIND_PREPARE:
	case REMINDER_KIND_CARD:
		instead = words_pick(
			language, "bring along what you thought of since", "neem mee wat je sindsdien bedacht");
		break;
	case REMINDER_KIND_HELPED:
		break;
	default:
		if (name[0] != '\0')
			instead = arena_printf(call->arena,
				words_pick(language, "changed your mind? Tell %s",
					"van gedachten veranderd? Zeg het tegen %s"),
				name);
		break;
	}
	return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "ANSWERED", NULL, "%s%s%s",
		words_pick(language, "this message was answered already; what was done stays as it is",
			"dit bericht is al beantwoord; wat er is gedaan blijft staan"),
		instead[0] != '\0' ? "; " : "", instead);
}
