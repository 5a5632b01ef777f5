/* service/ — answers by mail to the debrief, and to whether it helped. */
#include <string.h>

#include "daemon/domain/quick_answer.h"
#include "daemon/domain/words.h"
#include "daemon/service/answer.h"
#include "daemon/service/debrief.h"
#include "daemon/store/debrief.h"
#include "ridealong/v1/debrief.pb-c.h"

/* A coach who answers before the coachee has spoken is not at one table with them: what they write waits for the
 * coachee's words, and nothing of it is refused. */
static enum status choose_mode(struct call *call, const struct answer *answer, DebriefMode *ret)
{
	Debrief *debrief;
	enum status st = store_debrief_get(call->conn, answer->session->name, call->arena, &debrief, &call->error);
	bool begun = st == STATUS_OK && debrief != NULL &&
		     (debrief->coachee_experience[0] != '\0' || debrief->coach_experience[0] != '\0');

	if (st == STATUS_OK && !begun && strcmp(answer->person->name, answer->session->coach) == 0)
		*ret = DEBRIEF_MODE_APART;
	return st;
}

/* What the coach has yet to say is no question to the coachee. */
static bool asks_the_other(const struct answer *answer, const Debrief *debrief)
{
	for (size_t i = 0; i < debrief->n_missing; i++)
		if (strcmp(debrief->missing[i], "compliment") == 0)
			return false;
	return strcmp(answer->person->name, answer->session->coachee) == 0 && debrief->coachee_experience[0] != '\0' &&
	       debrief->coach_experience[0] == '\0';
}

enum status service_answer_debrief(struct call *call, struct answer *answer)
{
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;
	struct debrief_ready before = { 0 };
	WriteDebriefResponse *written;
	const char *then;
	enum status st = service_debrief_look(call, answer->session, &before);

	in.name = arena_printf(call->arena, "%s/debrief", answer->session->name);
	in.lines = (char *)answer->text;
	if (st == STATUS_OK)
		st = choose_mode(call, answer, &in.mode);
	if (st == STATUS_OK)
		st = service_answer_act(call, answer, "ridealong.v1.Debriefs/WriteDebrief", &in.base, &written);
	if (st != STATUS_OK)
		return st;
	answer->reply->lines = written->lines;
	answer->reply->n_lines = written->n_lines;
	then = written->debrief->nudge[0] != '\0' ? written->debrief->nudge : written->debrief->next;
	if (asks_the_other(answer, written->debrief))
		then = "";
	else if (written->debrief->n_missing == 0 && !before.complete)
		then = words_pick(answer->person->language,
			"All is there. Next: each of you reads it and signs; a mail to do so follows.",
			"Alles staat er. Nu nog: ieder leest het en tekent; daarvoor komt een mail.");
	answer->reply->summary = arena_printf(call->arena, "%s%s%s",
		words_pick(answer->person->language, "Your lines are kept.", "Je regels zijn bewaard."),
		then[0] != '\0' ? " " : "", then);
	return STATUS_OK;
}

enum status service_answer_helped(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_helped(answer->text, answer->person->language, call->arena);
	AnswerHelpedRequest in = ANSWER_HELPED_REQUEST__INIT;
	enum status st;

	if (read.verb == QUICK_NOTHING)
		return service_answer_not_understood(call, read.problem);
	in.name = arena_printf(call->arena, "%s/debrief", answer->session->name);
	in.helped = read.verb == QUICK_YES ? HELPED_YES : read.verb == QUICK_LITTLE ? HELPED_A_LITTLE : HELPED_NO;
	st = service_answer_act(call, answer, "ridealong.v1.Debriefs/AnswerHelped", &in.base, NULL);
	if (st == STATUS_OK)
		service_answer_say(call, answer, "Nobody sees your answer, only where five together go.",
			"Niemand ziet je antwoord, alleen waar vijf samen heen gaan.");
	return st;
}
