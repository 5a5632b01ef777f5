/* service/ — answers by mail about a preparation, and the card's three lines. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/quick_prepare.h"
#include "daemon/domain/words.h"
#include "daemon/service/answer.h"
#include "daemon/service/session.h"
#include "ridealong/v1/preparation.pb-c.h"

/* The numbers of the questions that are still open, as they stand below the mail. */
static const char *list_open(struct call *call, const Preparation *preparation)
{
	const char *list = "";

	for (size_t i = 0; i < preparation->n_questions; i++)
		for (size_t k = 0; k < preparation->n_open_keys; k++)
			if (strcmp(preparation->questions[i]->key, preparation->open_keys[k]) == 0)
				list = arena_printf(call->arena, "%s%s%zu", list, list[0] != '\0' ? ", " : "", i + 1);
	return list;
}

static bool is_left_open(const WritePreparationResponse *written)
{
	return written->kept && written->preparation->n_open_keys > 0;
}

static void say_written(struct call *call, struct answer *answer, const WritePreparationResponse *written)
{
	if (written->put_aside)
		service_answer_say(call, answer,
			"It is kept for you, and not handed in: it reads like no answer yet. Answer once more with the "
			"number of the question in front: 1 …",
			"Het is voor je bewaard en niet ingeleverd: het lijkt nog geen antwoord. Antwoord nog eens, "
			"met het "
			"nummer van de vraag ervoor: 1 …");
	else if (is_left_open(written))
		service_answer_say(call, answer,
			"What stands there stays. Still open: %s. Answer with the number in front: 1 …",
			"Wat er staat blijft staan. Nog open: %s. Antwoord met het nummer ervoor: 1 …",
			list_open(call, written->preparation));
	else if (written->preparation->n_open_keys == 0)
		service_answer_say(call, answer, "Your preparation is in, and %s can read it.",
			"Je voorbereiding is binnen, en %s kan die lezen.", answer->session->coach_display_name);
	else
		service_answer_say(call, answer,
			"Your preparation is in, and %s can read it. Still open, and that is fine: %s. Another answer "
			"to the mail with the questions can add it.",
			"Je voorbereiding is binnen, en %s kan die lezen. Nog open, en dat mag: %s. Aanvullen kan met "
			"nog een antwoord op de mail met de vragen.",
			answer->session->coach_display_name, list_open(call, written->preparation));
}

/* The line as it came, and that nothing was made of it. */
static void show_back(struct call *call, const struct answer *answer, WritePreparationResponse *written)
{
	for (size_t i = 0; i < written->n_lines; i++) {
		written->lines[i]->meaning = "";
		written->lines[i]->problem = arena_strdup(call->arena,
			words_pick(answer->person->language, "kept, and not handed in", "bewaard en niet ingeleverd"));
	}
}

enum status service_answer_prepare(struct call *call, struct answer *answer)
{
	WritePreparationRequest in = WRITE_PREPARATION_REQUEST__INIT;
	WritePreparationResponse *written;
	enum status st;

	in.name = arena_printf(call->arena, "%s/preparation", answer->session->meeting);
	in.lines = (char *)(answer->quoted[0] != '\0' ? answer->quoted : answer->text);
	in.submit = true;
	in.guarded = true;
	st = service_answer_act(call, answer, "ridealong.v1.Preparations/WritePreparation", &in.base, &written);
	if (st != STATUS_OK)
		return st;
	if (written->put_aside || (written->kept && written->n_lines > 1))
		show_back(call, answer, written);
	answer->open = written->put_aside || is_left_open(written);
	answer->reply->lines = written->lines;
	answer->reply->n_lines = written->n_lines;
	say_written(call, answer, written);
	return STATUS_OK;
}

/* The card's three optional lines: by number or name, or bare in their order. */
enum status service_answer_card(struct call *call, struct answer *answer)
{
	const char *language = answer->person->language;
	struct quick_question open[3] = {
		{ .key = "focus", .label = words_pick(language, "focus", "aandacht") },
		{ .key = "help", .label = words_pick(language, "help", "hulp") },
		{ .key = "bridge", .label = words_pick(language, "bridge", "bruggetje") },
	};
	UpdateSessionRequest in = UPDATE_SESSION_REQUEST__INIT;
	const Session *before = answer->session;
	Session session = SESSION__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *paths[3];
	struct quick_prepare read;
	enum status st;

	open[0].answered = before->coach_focus[0] != '\0';
	open[1].answered = before->coach_help[0] != '\0';
	open[2].answered = before->coach_bridge[0] != '\0';
	read = quick_prepare_read(answer->text, open, 3, language, call->arena);
	mask.paths = paths;
	for (size_t i = 0; i < read.n_answers; i++) {
		bool focus = strcmp(read.answers[i]->key, "focus") == 0,
		     help = strcmp(read.answers[i]->key, "help") == 0;

		*(focus        ? &session.coach_focus
			: help ? &session.coach_help
			       : &session.coach_bridge) = read.answers[i]->text;
		paths[mask.n_paths++] = (char *)(focus ? "coach_focus" : help ? "coach_help" : "coach_bridge");
	}
	if (mask.n_paths == 0)
		return service_answer_not_understood(
			call, words_pick(language, "there was no line to keep: begin one with 1, 2 or 3",
				      "er stond geen regel om te bewaren: begin er een met 1, 2 of 3"));
	session.name = before->name;
	in.session = &session;
	in.update_mask = &mask;
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/UpdateSession", &in.base, NULL);
	if (st != STATUS_OK)
		return st;
	answer->reply->lines = read.results;
	answer->reply->n_lines = read.n_results;
	service_answer_say(call, answer, "Your lines are on the card.", "Je regels staan op het kaartje.");
	return STATUS_OK;
}
