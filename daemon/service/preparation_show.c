/* service/ — a preparation as its reader gets it: in their language, with what is open, and with what is carried over.
 */
#include "daemon/service/preparation.h"

#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/preparation.h"
#include "daemon/domain/template.h"
#include "daemon/service/etag.h"
#include "daemon/store/action_point.h"
#include "daemon/store/meeting.h"
#include "daemon/store/session.h"

/* The default answers as this reader reads them. */
static void say_answers(struct call *call, const struct preparation *preparation)
{
	for (size_t i = 0; i < preparation->kept->n_answers; i++) {
		Answer *answer = preparation->kept->answers[i];
		const Question *question = service_preparation_question(preparation, answer->key);

		if (question == NULL)
			continue;
		answer->untouched =
			answer->untouched || service_preparation_is_default(call, preparation, question, answer->text);
		if (answer->untouched)
			answer->text = question->default_answer;
	}
}

static void fill_open_keys(struct call *call, const struct preparation *preparation, Preparation *shown)
{
	size_t n_open = 0;

	for (size_t q = 0; q < preparation->template->n_questions; q++) {
		const Question *question = preparation->template->questions[q];

		if (question->part == TEMPLATE_PART_BEFORE && question->required &&
			question->default_answer[0] == '\0' && preparation_answer(shown, question->key) == NULL)
			*(char **)arena_push(call->arena, &shown->open_keys, &n_open, sizeof(char *)) = question->key;
	}
	shown->n_open_keys = n_open;
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
	if (st != STATUS_OK)
		return st;
	say_answers(call, &preparation);
	fill_open_keys(call, &preparation, kept);
	return STATUS_OK;
}

static void fill_questions(struct call *call, const struct preparation *preparation, Preparation *shown)
{
	size_t n_questions = 0;

	template_drop_texts(preparation->template);
	shown->notice = preparation->template->notice;
	shown->confidential = preparation->template->confidential;
	for (size_t q = 0; q < preparation->template->n_questions; q++) {
		Question *question = preparation->template->questions[q];

		if (question->part != TEMPLATE_PART_BEFORE)
			continue;
		*(Question **)arena_push(call->arena, &shown->questions, &n_questions, sizeof(Question *)) = question;
	}
	shown->n_questions = n_questions;
	fill_open_keys(call, preparation, shown);
}

/* When the coach left for it, or it began: from then on what was carried stays as it was. Until then, now. */
static enum status when_carried(struct call *call, const struct preparation *preparation, int64_t *ret)
{
	int64_t left = 0, leaves;
	enum status st = store_session_left_time(call->conn, preparation->meeting->name, &left, &call->error);

	leaves = left != 0 ? left : instant_us(preparation->meeting->start_time);
	*ret = leaves < call->now ? leaves : call->now;
	return st;
}

static enum status fill_carried(struct call *call, const struct preparation *preparation, Preparation *shown)
{
	ActionPoint **points;
	size_t count, carried = 0;
	const char *person = call->actor->kind == ACTOR_PERSON ? call->actor->person : NULL;
	/* A coach sees those of their own relation: what another coach agreed on is between those two. */
	const char *coach = person == NULL || strcmp(person, shown->owner) == 0 ? "" : person;
	int64_t when;
	enum status st = when_carried(call, preparation, &when);

	if (st == STATUS_OK)
		st = store_action_point_carried(
			call->conn, shown->owner, coach, when, call->arena, &points, &count, &call->error);
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
	shown->withheld = actor->kind == ACTOR_PERSON && !owner && !actor->admin && !preparation_handed_in(shown);
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
		st = fill_carried(call, preparation, shown);
	if (st == STATUS_OK)
		*ret = shown;
	return st;
}
