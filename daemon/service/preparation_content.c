/* service/ — what is in a preparation: questions, answers, intentions, what is carried over. */
#include <string.h>

#include "daemon/domain/quick_text.h"
#include "daemon/domain/reveal.h"
#include "daemon/domain/template.h"
#include "daemon/domain/words.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/preparation.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/template.h"
#include "daemon/service/viewer.h"
#include "daemon/store/action_point.h"
#include "daemon/store/coaching.h"
#include "daemon/store/intention.h"
#include "daemon/store/meeting.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"

#define INTENTIONS REVEAL_INTENTIONS

static bool is_asked(const Question *question)
{
	return question->part == TEMPLATE_PART_BEFORE;
}

/* Who comes along, for the texts: the coach of a session that the owner knows of, else who coaches them. */
static enum status coach_name(struct call *call, const Meeting *meeting, const Person *owner, const char **ret)
{
	const char *today = service_today(call, owner->time_zone);
	Session **sessions;
	Coaching **coachings;
	Person *coach = NULL;
	size_t count;
	enum status st =
		store_session_announced(call->conn, meeting->name, call->arena, &sessions, &count, &call->error);

	*ret = words_pick(call->locale, "your coach", "je coach");
	if (st != STATUS_OK)
		return st;
	if (count > 0) {
		*ret = sessions[0]->coach_display_name;
		return STATUS_OK;
	}
	st = store_coaching_of(call->conn, owner->name, today, call->arena, &coachings, &count, &call->error);
	if (st == STATUS_OK && count > 0)
		st = store_person_get(call->conn, coachings[0]->coach, call->arena, &coach, &call->error);
	if (st == STATUS_OK && coach != NULL)
		*ret = coach->display_name;
	return st;
}

enum status service_preparation_questions(struct call *call, struct preparation *preparation)
{
	Preparation *kept = preparation->kept;
	Person *owner;
	enum status st = store_person_get(call->conn, kept->owner, call->arena, &owner, &call->error);

	if (st == STATUS_OK)
		st = coach_name(call, preparation->meeting, owner, &preparation->coach);
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

/* Whether the text is the question's default answer, in any of its languages. */
static bool is_default(
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

static Answer *find_answer(const Preparation *kept, const char *key)
{
	for (size_t i = 0; i < kept->n_answers; i++)
		if (strcmp(kept->answers[i]->key, key) == 0)
			return kept->answers[i];
	return NULL;
}

static const Question *find_question(const struct preparation *preparation, const char *key)
{
	const Question *question = template_question(preparation->template, key);

	return question != NULL && is_asked(question) ? question : NULL;
}

static enum status check_answers(
	struct call *call, const struct preparation *preparation, Answer *const *answers, size_t n_answers)
{
	for (size_t i = 0; i < n_answers; i++) {
		enum status st = service_check_size(call, "answers.text", answers[i]->text, CHECK_TEXT);

		if (st != STATUS_OK)
			return st;
		if (find_question(preparation, answers[i]->key) == NULL)
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
		Answer *answer = is_asked(question) ? find_answer(kept, question->key) : NULL;

		for (size_t i = 0; is_asked(question) && i < n_answers; i++)
			if (strcmp(answers[i]->key, question->key) == 0) {
				answer = arena_alloc(call->arena, sizeof(*answer));
				answer__init(answer);
				answer->key = question->key;
				answer->text = quick_text_trim(answers[i]->text, strlen(answers[i]->text), call->arena);
				answer->untouched = is_default(call, preparation, question, answer->text);
				if (answer->untouched)
					answer->text = (char *)protobuf_c_empty_string;
			}
		if (answer != NULL && (answer->untouched || answer->text[0] != '\0'))
			*(Answer **)arena_push(call->arena, &merged, &count, sizeof(*merged)) = answer;
	}
	kept->answers = merged;
	kept->n_answers = count;
}

static enum status check_intention(struct call *call, const struct preparation *preparation, const char *key)
{
	const Question *question = find_question(preparation, key);

	if (question == NULL || !question->intention)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "NO_INTENTION", "intention_keys",
			words_pick(call->locale, "no intention can be picked from \"%.100s\"",
				"bij \"%.100s\" hoort geen voornemen"),
			key);
	if (find_answer(preparation->kept, key) == NULL)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "NO_ANSWER", "intention_keys",
			words_pick(call->locale, "\"%.100s\" has no answer yet to pick an intention from",
				"bij \"%.100s\" staat nog geen antwoord om een voornemen uit te kiezen"),
			key);
	return STATUS_OK;
}

/* Each chosen answer becomes an intention, numbered in that order. */
static void choose_intentions(struct call *call, struct preparation *preparation, char *const *keys, size_t n_keys)
{
	Preparation *kept = preparation->kept;
	Intention **chosen = NULL;
	size_t count = 0;

	for (size_t i = 0; i < n_keys; i++) {
		const Answer *answer = find_answer(kept, keys[i]);
		Intention *intention;

		if (answer == NULL)
			continue;
		intention = arena_alloc(call->arena, sizeof(*intention));
		intention__init(intention);
		intention->key = answer->key;
		intention->text =
			answer->untouched ? find_question(preparation, answer->key)->default_answer : answer->text;
		*(Intention **)arena_push(call->arena, &chosen, &count, sizeof(*chosen)) = intention;
		intention->number = (int32_t)count;
	}
	/* Those that were said at a reveal are not chosen here, and stay. */
	for (size_t i = 0; i < kept->n_intentions; i++)
		if (reveal_said(kept->intentions[i])) {
			*(Intention **)arena_push(call->arena, &chosen, &count, sizeof(*chosen)) = kept->intentions[i];
			kept->intentions[i]->number = (int32_t)count;
		}
	kept->intentions = chosen;
	kept->n_intentions = count;
}

static size_t count_said(const Preparation *kept)
{
	size_t count = 0;

	for (size_t i = 0; i < kept->n_intentions; i++)
		count += reveal_said(kept->intentions[i]);
	return count;
}

static enum status merge_intentions(
	struct call *call, struct preparation *preparation, char *const *keys, size_t n_keys)
{
	char *same[INTENTIONS];
	enum status st = STATUS_OK;

	if (n_keys == 0) {
		for (size_t i = 0; i < preparation->kept->n_intentions && n_keys < INTENTIONS; i++)
			if (!reveal_said(preparation->kept->intentions[i]))
				same[n_keys++] = preparation->kept->intentions[i]->key;
		choose_intentions(call, preparation, same, n_keys);
		return STATUS_OK;
	}
	if (n_keys + count_said(preparation->kept) > INTENTIONS)
		return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "THREE_INTENTIONS", "intention_keys", "%s",
			words_pick(call->locale, "three intentions at most", "hooguit drie voornemens"));
	for (size_t i = 0; st == STATUS_OK && i < n_keys; i++) {
		st = check_intention(call, preparation, keys[i]);
		for (size_t j = 0; st == STATUS_OK && j < i; j++)
			if (strcmp(keys[i], keys[j]) == 0)
				st = service_refuse(call, STATUS_INVALID_ARGUMENT, "TWICE", "intention_keys",
					"intention_keys names \"%.100s\" twice",
					"intention_keys noemt \"%.100s\" twee keer", keys[i]);
	}
	if (st == STATUS_OK)
		choose_intentions(call, preparation, keys, n_keys);
	return st;
}

enum status service_preparation_intentions(
	struct call *call, const char *meeting, const Preparation *preparation, Intention ***ret, size_t *ret_count)
{
	bool draft = preparation == NULL || preparation->state == PREPARATION_STATE_DRAFT;
	size_t count, shared = 0;
	enum status st = store_intention_list(call->conn, meeting, call->arena, ret, &count, &call->error);

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		if (!draft || reveal_said((*ret)[i]))
			(*ret)[shared++] = (*ret)[i];
	*ret_count = shared;
	return st;
}

enum status service_preparation_merge(struct call *call, struct preparation *preparation, Answer *const *answers,
	size_t n_answers, char *const *intention_keys, size_t n_intention_keys)
{
	enum status st = check_answers(call, preparation, answers, n_answers);

	if (st != STATUS_OK)
		return st;
	merge_answers(call, preparation, answers, n_answers);
	return merge_intentions(call, preparation, intention_keys, n_intention_keys);
}

void service_preparation_defaults(struct call *call, struct preparation *preparation)
{
	Answer **defaults = NULL;
	size_t count = 0;

	for (size_t q = 0; q < preparation->template->n_questions; q++) {
		const Question *question = preparation->template->questions[q];
		Answer *answer;

		if (!is_asked(question) || question->default_answer[0] == '\0' ||
			find_answer(preparation->kept, question->key) != NULL)
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

/* The default answers as this reader reads them. */
static void say_answers(struct call *call, const struct preparation *preparation)
{
	for (size_t i = 0; i < preparation->kept->n_answers; i++) {
		Answer *answer = preparation->kept->answers[i];
		const Question *question = find_question(preparation, answer->key);

		if (question == NULL)
			continue;
		answer->untouched = answer->untouched || is_default(call, preparation, question, answer->text);
		if (answer->untouched)
			answer->text = question->default_answer;
	}
}

enum status service_preparation_say(struct call *call, Preparation *kept)
{
	struct preparation preparation = { .kept = kept };
	enum status st = STATUS_OK;

	if (kept->n_answers > 0)
		st = store_meeting_get(call->conn, kept->meeting, call->arena, &preparation.meeting, &call->error);
	if (st != STATUS_OK || preparation.meeting == NULL)
		return st;
	st = service_preparation_questions(call, &preparation);
	if (st == STATUS_OK)
		say_answers(call, &preparation);
	return st;
}

static void fill_questions(struct call *call, const struct preparation *preparation, Preparation *shown)
{
	size_t n_questions = 0, n_open = 0;

	template_drop_texts(preparation->template);
	shown->notice = preparation->template->notice;
	shown->confidential = preparation->template->confidential;
	for (size_t q = 0; q < preparation->template->n_questions; q++) {
		Question *question = preparation->template->questions[q];

		if (!is_asked(question))
			continue;
		*(Question **)arena_push(call->arena, &shown->questions, &n_questions, sizeof(Question *)) = question;
		if (question->required && question->default_answer[0] == '\0' &&
			find_answer(shown, question->key) == NULL)
			*(char **)arena_push(call->arena, &shown->open_keys, &n_open, sizeof(char *)) = question->key;
	}
	shown->n_questions = n_questions;
	shown->n_open_keys = n_open;
}

static enum status fill_carried(struct call *call, Preparation *shown)
{
	ActionPoint **points;
	size_t count, carried = 0;
	const char *person = call->actor->kind == ACTOR_PERSON ? call->actor->person : NULL;
	/* A coach sees those of their own relation: what another coach agreed on is between those two. */
	const char *coach = person == NULL || strcmp(person, shown->owner) == 0 ? "" : person;
	int64_t last;
	enum status st = store_session_last_time(call->conn, coach, shown->owner, &last, &call->error);

	if (st == STATUS_OK)
		st = store_action_point_carried(
			call->conn, shown->owner, coach, last, call->arena, &points, &count, &call->error);
	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		CarriedActionPoint *point = arena_alloc(call->arena, sizeof(*point));

		carried_action_point__init(point);
		point->action_point = points[i]->name;
		point->text = points[i]->text;
		point->due_date = points[i]->due_date;
		point->done = points[i]->state == ACTION_POINT_STATE_DONE;
		point->outcome = points[i]->outcome;
		point->outcome_note = points[i]->outcome_note;
		*(CarriedActionPoint **)arena_push(
			call->arena, &shown->carried, &carried, sizeof(CarriedActionPoint *)) = point;
	}
	shown->n_carried = carried;
	return st;
}

/* Focus of the coach of whom the owner knows; and whether somebody else looks at what is not handed in. */
static enum status fill_sides(struct call *call, const struct preparation *preparation, Preparation *shown)
{
	const struct actor *actor = call->actor;
	bool owner = actor->person != NULL && strcmp(actor->person, shown->owner) == 0;
	Session **sessions;
	size_t count;
	enum status st = store_session_announced(
		call->conn, preparation->meeting->name, call->arena, &sessions, &count, &call->error);

	if (st != STATUS_OK)
		return st;
	if (count > 0)
		shown->coach_focus = sessions[0]->coach_focus;
	shown->withheld = actor->kind == ACTOR_PERSON && !owner && !actor->admin && !service_session_handed_in(shown);
	return STATUS_OK;
}

/* The etag is of what the owner wrote: a language or somebody's finished action point does not change it. */
enum status service_preparation_show(struct call *call, struct preparation *preparation, Preparation **ret)
{
	Preparation *shown = preparation->kept;
	enum status st;

	service_etag_set(call, &shown->base);
	say_answers(call, preparation);
	fill_questions(call, preparation, shown);
	st = fill_sides(call, preparation, shown);
	if (st == STATUS_OK)
		st = fill_carried(call, shown);
	if (st == STATUS_OK)
		*ret = shown;
	return st;
}
