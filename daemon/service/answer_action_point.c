/* service/ — answers by mail about an action point. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/quick_answer.h"
#include "daemon/domain/quick_text.h"
#include "daemon/service/answer.h"
#include "daemon/store/coaching.h"
#include "daemon/store/person.h"
#include "ridealong/v1/action_point.pb-c.h"

/* Its words, short: several messages of this kind may wait for an answer, and their subjects do not say which. */
static const char *words_of(struct call *call, const ActionPoint *point)
{
	return quick_text_short(point->text, 160, call->arena);
}

/* Whoever else sees what becomes of it. */
static enum status find_other(
	struct call *call, const struct answer *answer, const ActionPoint *point, const char **ret)
{
	Coaching *coaching;
	Person *other = NULL;
	enum status st = store_coaching_get(call->conn, point->coaching, call->arena, &coaching, &call->error);

	if (st == STATUS_OK && coaching != NULL)
		st = store_person_get(call->conn,
			strcmp(coaching->coach, answer->person->name) == 0 ? coaching->coachee : coaching->coach,
			call->arena, &other, &call->error);
	*ret = other != NULL ? other->display_name : "";
	return st;
}

static enum status finish_action_point(struct call *call, struct answer *answer)
{
	CompleteActionPointRequest in = COMPLETE_ACTION_POINT_REQUEST__INIT;
	const char *other;
	ActionPoint *point;
	enum status st;

	in.name = answer->reminder->action_point;
	st = service_answer_act(call, answer, "ridealong.v1.ActionPoints/CompleteActionPoint", &in.base, &point);
	if (st == STATUS_OK)
		st = find_other(call, answer, point, &other);
	if (st == STATUS_OK)
		service_answer_say(call, answer, "Well done: \"%s\" is marked as done. %s can see it.",
			"Mooi: \"%s\" staat op klaar. %s kan het zien.", words_of(call, point), other);
	return st;
}

static enum status extend_action_point(struct call *call, struct answer *answer, const struct quick_answer *read)
{
	ExtendActionPointRequest in = EXTEND_ACTION_POINT_REQUEST__INIT;
	const char *other;
	ActionPoint *point;
	int day;
	enum status st;

	in.name = answer->reminder->action_point;
	in.due_date = (char *)read->due;
	in.days = read->days;
	in.earlier = true; /* who writes a day means it */
	st = service_answer_act(call, answer, "ridealong.v1.ActionPoints/ExtendActionPoint", &in.base, &point);
	if (st == STATUS_OK)
		st = find_other(call, answer, point, &other);
	if (st == STATUS_OK && day_parse(point->due_date, &day))
		service_answer_say(call, answer, "\"%s\" is now for %s. %s can see it.",
			"\"%s\" staat nu voor %s. %s kan het zien.", words_of(call, point),
			day_text(day, answer->person->language, call->arena), other);
	return st;
}

static enum status drop_action_point(struct call *call, struct answer *answer, const char *reason)
{
	DropActionPointRequest in = DROP_ACTION_POINT_REQUEST__INIT;
	const char *other;
	ActionPoint *point;
	enum status st;

	in.name = answer->reminder->action_point;
	in.reason = (char *)reason;
	st = service_answer_act(call, answer, "ridealong.v1.ActionPoints/DropActionPoint", &in.base, &point);
	if (st == STATUS_OK)
		st = find_other(call, answer, point, &other);
	if (st == STATUS_OK)
		service_answer_say(call, answer, "\"%s\" is dropped, with your reason%s. %s can see it.",
			"\"%s\" is vervallen, met je reden%s. %s kan het zien.", words_of(call, point),
			service_answer_quote(call, reason), other);
	return st;
}

enum status service_answer_action_point(struct call *call, struct answer *answer)
{
	struct quick_answer read =
		quick_answer_action_point(answer->text, answer->today, answer->person->language, call->arena);

	switch (read.verb) {
	case QUICK_DONE:
		return finish_action_point(call, answer);
	case QUICK_EXTEND:
		return extend_action_point(call, answer, &read);
	case QUICK_DROP:
		return drop_action_point(call, answer, service_answer_reason(call, answer, read.text));
	default:
		return service_answer_not_understood(call, read.problem);
	}
}
