/* service/ — what is in a preparation: its questions and the answers to them. */
#include "daemon/service/preparation.h"

#include <string.h>

#include "daemon/domain/preparation.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/template.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/template.h"
#include "daemon/service/viewer.h"
#include "daemon/store/coaching.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"

static void name_coach(struct preparation *preparation, const char *person, const char *name)
{
	preparation->coach_person = person;
	preparation->coach = name;
}

/* Who comes along, for the texts: the coach of a session that the owner knows of, else who coaches them. What was
 * handed in goes on naming the same one as it did then. */
static enum status find_coach(struct call *call, const Person *owner, struct preparation *preparation)
{
	const char *today = service_today(call, owner->time_zone);
	const Preparation *kept = preparation->kept;
	Session **sessions;
	Coaching **coachings;
	Person *coach = NULL;
	size_t count;
	enum status st = store_session_announced(
		call->conn, preparation->meeting->name, call->arena, &sessions, &count, &call->error);

	if (st != STATUS_OK)
		return st;
	if (kept->coach_display_name[0] != '\0' && (count == 0 || strcmp(sessions[0]->coach, kept->coach) == 0)) {
		name_coach(preparation, kept->coach, kept->coach_display_name);
		return STATUS_OK;
	}
	if (count > 0) {
		name_coach(preparation, sessions[0]->coach, sessions[0]->coach_display_name);
		return STATUS_OK;
	}
	name_coach(preparation, "", words_pick(call->locale, "your coach", "je coach"));
	st = store_coaching_of(call->conn, owner->name, today, call->arena, &coachings, &count, &call->error);
	if (st == STATUS_OK && count > 0)
		st = store_person_get(call->conn, coachings[0]->coach, call->arena, &coach, &call->error);
	if (st == STATUS_OK && coach != NULL)
		name_coach(preparation, coach->name, coach->display_name);
	return st;
}

void service_preparation_pin(struct preparation *preparation)
{
	preparation->kept->coach = (char *)preparation->coach_person;
	preparation->kept->coach_display_name =
		(char *)(preparation->coach_person[0] == '\0' ? "" : preparation->coach);
}

enum status service_preparation_questions(struct call *call, struct preparation *preparation)
{
	Preparation *kept = preparation->kept;
	Person *owner;
	enum status st = store_person_get(call->conn, kept->owner, call->arena, &owner, &call->error);

	if (st == STATUS_OK)
		st = find_coach(call, owner, preparation);
	if (st == STATUS_OK && kept->template_version == 0)
		st = service_template_of_meeting(call, kept->meeting, owner, &kept->template_, &kept->template_version);
	if (st == STATUS_OK)
		st = service_template_load(call, kept->template_, kept->template_version, &preparation->template);
	if (st != STATUS_OK)
		return st;
	if (preparation->template == NULL)
		preparation->template = template_built_in(TEMPLATE_DEFAULT, call->arena);
	template_say(preparation->template, call->locale, call->arena);
	preparation->coachee = owner->display_name;
	template_fill_all(preparation->template, preparation->coach, preparation->coachee, call->arena);
	return STATUS_OK;
}

const Question *service_preparation_question(const struct preparation *preparation, const char *key)
{
	const Question *question = template_question(preparation->template, key);

	return question != NULL && question->part == TEMPLATE_PART_BEFORE ? question : NULL;
}

bool service_preparation_is_default(
	struct call *call, const struct preparation *preparation, const Question *question, const char *text)
{
	for (size_t i = 0; i < question->n_texts; i++) {
		const char *answer = question->texts[i]->default_answer;

		if (answer[0] != '\0' &&
			strcmp(text, template_fill(answer, preparation->coach, preparation->coachee, call->arena)) == 0)
			return true;
	}
	return false;
}

static enum status check_answers(
	struct call *call, const struct preparation *preparation, Answer *const *answers, size_t n_answers)
{
	for (size_t i = 0; i < n_answers; i++) {
		enum status st = service_check_size(call, "answers.text", answers[i]->text, CHECK_TEXT);

		if (st != STATUS_OK)
			return st;
		if (service_preparation_question(preparation, answers[i]->key) == NULL)
			return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "NO_SUCH_QUESTION", "answers.key",
				words_pick(
					call->locale, "no question is called \"%.100s\"", "geen vraag heet \"%.100s\""),
				answers[i]->key);
	}
	return STATUS_OK;
}

/* The answers in the order of the questions; those given replace those kept, an empty one takes away. */
static void merge_answers(struct call *call, struct preparation *preparation, Answer *const *answers, size_t n_answers)
{
	Preparation *kept = preparation->kept;
	Answer **merged = NULL;
	size_t count = 0;

	for (size_t q = 0; q < preparation->template->n_questions; q++) {
		const Question *question = preparation->template->questions[q];
		Answer *answer;

		if (question->part != TEMPLATE_PART_BEFORE)
			continue;
		answer = preparation_answer(kept, question->key);
		for (size_t i = 0; i < n_answers; i++)
			if (strcmp(answers[i]->key, question->key) == 0) {
				answer = arena_alloc(call->arena, sizeof(*answer));
				answer__init(answer);
				answer->key = question->key;
				answer->text = quick_text_trim(answers[i]->text, strlen(answers[i]->text), call->arena);
				answer->untouched =
					service_preparation_is_default(call, preparation, question, answer->text);
				if (answer->untouched)
					answer->text = (char *)protobuf_c_empty_string;
			}
		if (answer != NULL && (answer->untouched || answer->text[0] != '\0'))
			*(Answer **)arena_push(call->arena, &merged, &count, sizeof(*merged)) = answer;
	}
	kept->answers = merged;
	kept->n_answers = count;
}

enum status service_preparation_merge(struct call *call, struct preparation *preparation, Answer *const *answers,
	size_t n_answers, char *const *intention_keys, size_t n_intention_keys)
{
	enum status st = check_answers(call, preparation, answers, n_answers);

	if (st != STATUS_OK)
		return st;
	merge_answers(call, preparation, answers, n_answers);
	return service_preparation_choose(call, preparation, intention_keys, n_intention_keys);
}

void service_preparation_defaults(struct call *call, struct preparation *preparation)
{
	Answer **defaults = NULL;
	size_t count = 0;

	for (size_t q = 0; q < preparation->template->n_questions; q++) {
		const Question *question = preparation->template->questions[q];
		Answer *answer;

		if (question->part != TEMPLATE_PART_BEFORE || question->default_answer[0] == '\0' ||
			preparation_answer(preparation->kept, question->key) != NULL)
			continue;
		answer = arena_alloc(call->arena, sizeof(*answer));
		answer__init(answer);
		answer->key = question->key;
		answer->text = question->default_answer;
		*(Answer **)arena_push(call->arena, &defaults, &count, sizeof(*defaults)) = answer;
	}
	merge_answers(call, preparation, defaults, count);
}

bool service_preparation_has_answer(const struct preparation *preparation)
{
	for (size_t i = 0; i < preparation->kept->n_answers; i++)
		if (!preparation->kept->answers[i]->untouched)
			return true;
	return false;
}
