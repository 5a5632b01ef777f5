/* service/ — answers by mail around unannounced sessions. */
#include "daemon/domain/quick_answer.h"
#include "daemon/domain/quick_courtesy.h"
#include "daemon/domain/quick_reveal.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"
#include "daemon/service/answer.h"
#include "ridealong/v1/preparation.pb-c.h"

enum status service_answer_unannounced(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_decision(answer->text, answer->person->language, call->arena);
	RevealSessionRequest reveal = REVEAL_SESSION_REQUEST__INIT;
	CancelSessionRequest cancel = CANCEL_SESSION_REQUEST__INIT;
	enum status st;

	reveal.name = cancel.name = answer->session->name;
	cancel.reason = (char *)read.text;
	if (read.verb == QUICK_GO) {
		st = service_answer_act(call, answer, "ridealong.v1.Sessions/RevealSession", &reveal.base, NULL);
		if (st == STATUS_OK)
			service_answer_say(call, answer, "You are going along. %s is told now.",
				"Je gaat mee. %s krijgt nu bericht.", answer->session->coachee_display_name);
		return st;
	}
	if (read.verb != QUICK_NO)
		return service_answer_not_understood(
			call, words_pick(answer->person->language, "put go or no alone on a line: go announces it now",
				      "zet ga of niet alleen op een regel: ga maakt die nu bekend"));
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/CancelSession", &cancel.base, NULL);
	if (st == STATUS_OK)
		service_answer_say(call, answer, "It is cancelled. Nobody else knew of it.",
			"De sessie is afgezegd. Niemand anders wist ervan.");
	return st;
}

enum status service_answer_inconvenient(struct call *call, struct answer *answer, const char *reason)
{
	CancelSessionRequest in = CANCEL_SESSION_REQUEST__INIT;
	enum status st;

	in.name = answer->session->name;
	in.reason = (char *)service_answer_reason(call, answer, reason);
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/CancelSession", &in.base, NULL);
	if (st == STATUS_OK)
		service_answer_say(call, answer, "You are not going along%s. %s is told.",
			"Je gaat niet mee%s. %s krijgt bericht.", service_answer_quote(call, in.reason),
			answer->session->coachee_display_name);
	return st;
}

enum status service_answer_reveal(struct call *call, struct answer *answer)
{
	struct quick_reveal read = quick_reveal_read(answer->text, answer->person->language, call->arena);
	ObjectToSessionRequest in = OBJECT_TO_SESSION_REQUEST__INIT;
	enum status st;

	if (read.verb == QUICK_REVEAL_NOTHING)
		return service_answer_not_understood(call, read.problem);
	if (read.verb == QUICK_REVEAL_FINE) {
		if (quick_courtesy_beyond(read.text) > 2)
			service_answer_say(call, answer,
				"Good. What else you wrote is not kept: tell it on the way. Until then.",
				"Mooi. Wat je verder schreef is niet bewaard: vertel het onderweg. Tot straks.");
		else
			service_answer_say(call, answer, "Good. Until then.", "Mooi. Tot straks.");
		return STATUS_OK;
	}
	in.name = answer->session->name;
	in.reason = (char *)read.text;
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/ObjectToSession", &in.base, NULL);
	if (st == STATUS_OK)
		service_answer_say(call, answer,
			"You say that it is not convenient%s. %s is told now and decides. You will hear.",
			"Je zegt dat het niet uitkomt%s. %s krijgt nu bericht en besluit. Je hoort het.",
			service_answer_quote(call, in.reason), answer->session->coach_display_name);
	return st;
}

/* The lines as the intentions that were made of them. */
static void show_intentions(struct call *call, struct answer *answer, char *const *lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		service_answer_show(
			call, answer, lines[i], words_pick(answer->person->language, "intention", "voornemen"));
}

enum status service_answer_check(struct call *call, struct answer *answer)
{
	struct quick_check read = quick_check_read(answer->text, answer->person->language, call->arena);
	RecordRevealCheckRequest in = RECORD_REVEAL_CHECK_REQUEST__INIT;
	const char *language = answer->person->language, *taps;
	enum status st;

	if (read.problem[0] != '\0')
		return service_answer_not_understood(call, read.problem);
	in.name = answer->session->name;
	in.goal_clear = read.goal_clear;
	in.hardest_question = read.hardest_question;
	in.plan_b = read.plan_b;
	in.intentions = read.lines;
	in.n_intentions = read.n_lines;
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/RecordRevealCheck", &in.base, NULL);
	if (st != STATUS_OK)
		return st;
	show_intentions(call, answer, read.lines, read.n_lines);
	taps = arena_printf(call->arena,
		words_pick(language, "Goal clear: %s. Hardest question ready: %s. Plan B: %s.",
			"Doel helder: %s. Lastigste vraag bedacht: %s. Plan B: %s."),
		words_check(read.goal_clear, language), words_check(read.hardest_question, language),
		words_check(read.plan_b, language));
	if (read.n_lines == 0)
		service_answer_say(call, answer, "The check is kept. %s", "De check is bewaard. %s", taps);
	else
		service_answer_say(call, answer, "The check is kept. %s %s is asked to confirm the intentions.",
			"De check is bewaard. %s %s krijgt de vraag de voornemens te bevestigen.", taps,
			answer->session->coachee_display_name);
	return STATUS_OK;
}

/* As they are now, with the numbers by which the debrief knows them. */
static void say_confirmed(struct call *call, struct answer *answer, const Preparation *preparation)
{
	const char *list = "";

	for (size_t i = 0; i < preparation->n_intentions; i++)
		list = arena_printf(call->arena, "%s%s%d \"%s\"", list, list[0] != '\0' ? ", " : "",
			preparation->intentions[i]->number,
			quick_text_short(preparation->intentions[i]->text, 160, call->arena));
	if (list[0] == '\0')
		service_answer_say(call, answer, "No intention is left. The session goes on.",
			"Er blijft geen voornemen over. De sessie gaat gewoon door.");
	else
		service_answer_say(
			call, answer, "Your intentions are confirmed: %s.", "Je voornemens zijn bevestigd: %s.", list);
}

enum status service_answer_confirm(struct call *call, struct answer *answer)
{
	struct quick_confirm read = quick_confirm_read(answer->text, answer->person->language, call->arena);
	ConfirmIntentionsRequest in = CONFIRM_INTENTIONS_REQUEST__INIT;
	Preparation *preparation;
	enum status st;

	if (read.problem[0] != '\0')
		return service_answer_not_understood(call, read.problem);
	in.name = answer->session->name;
	in.changes = read.changes;
	in.n_changes = read.n_changes;
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/ConfirmIntentions", &in.base, &preparation);
	if (st == STATUS_OK)
		say_confirmed(call, answer, preparation);
	return st;
}
