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

static bool lacks_a_compliment(const Debrief *debrief)
{
	for (size_t i = 0; i < debrief->n_missing; i++)
		if (strcmp(debrief->missing[i], "compliment") == 0)
			return true;
	return false;
}

/* What is next, as the writer sees it: what they were asked, whose turn it is, or that all is there. */
static const char *say_next(struct call *call, const struct answer *answer, const Debrief *debrief, bool was_complete)
{
	const char *language = answer->person->language;
	bool coach = strcmp(answer->person->name, answer->session->coach) == 0;

	if (coach && debrief->coachee_experience[0] == '\0')
		return arena_printf(call->arena,
			words_pick(language, "%s reads them after saying how it went.",
				"%s leest ze na zelf verteld te hebben hoe het ging."),
			answer->session->coachee_display_name);
	if (!coach && debrief->coachee_experience[0] != '\0' && debrief->coach_experience[0] == '\0' &&
		!lacks_a_compliment(debrief))
		return arena_printf(call->arena, words_pick(language, "Now it is %s's turn.", "Nu is %s aan de beurt."),
			answer->session->coach_display_name);
	if (debrief->n_missing == 0 && !was_complete)
		return words_pick(language,
			"All is there. Next: each of you reads it and signs; a mail to do so follows.",
			"Alles staat er. Nu nog: ieder leest het en tekent; daarvoor komt een mail.");
	return debrief->nudge[0] != '\0' ? debrief->nudge : debrief->next;
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
	then = say_next(call, answer, written->debrief, before.complete);
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
		service_answer_say(call, answer, "Your answer: %s. Nobody sees it, only where five together go.",
			"Je antwoord: %s. Niemand ziet het, alleen waar vijf samen heen gaan.",
			words_helped(in.helped, answer->person->language));
	return st;
}
