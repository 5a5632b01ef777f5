/* service/ — answers by mail about an action point. */
#include "daemon/domain/day.h"
#include "daemon/domain/quick_answer.h"
#include "daemon/service/answer.h"
#include "ridealong/v1/action_point.pb-c.h"

static enum status finish_action_point(struct call *call, struct answer *answer)
{
	CompleteActionPointRequest in = COMPLETE_ACTION_POINT_REQUEST__INIT;
	enum status st;

	in.name = answer->reminder->action_point;
	st = service_answer_act(call, answer, "ridealong.v1.ActionPoints/CompleteActionPoint", &in.base, NULL);
	if (st == STATUS_OK)
		service_answer_say(call, answer, "Well done. It is marked as done.", "Mooi. Het staat op klaar.");
	return st;
}

static enum status extend_action_point(struct call *call, struct answer *answer, const struct quick_answer *read)
{
	ExtendActionPointRequest in = EXTEND_ACTION_POINT_REQUEST__INIT;
	ActionPoint *point;
	int day;
	enum status st;

	in.name = answer->reminder->action_point;
	in.due_date = (char *)read->due;
	in.days = read->days;
	in.earlier = true; /* who writes a day means it */
	st = service_answer_act(call, answer, "ridealong.v1.ActionPoints/ExtendActionPoint", &in.base, &point);
	if (st == STATUS_OK && day_parse(point->due_date, &day))
		service_answer_say(call, answer, "The new date is %s.", "De nieuwe datum is %s.",
			day_text(day, answer->person->language, call->arena));
	return st;
}

static enum status drop_action_point(struct call *call, struct answer *answer, const char *reason)
{
	DropActionPointRequest in = DROP_ACTION_POINT_REQUEST__INIT;
	enum status st;

	in.name = answer->reminder->action_point;
	in.reason = (char *)reason;
	st = service_answer_act(call, answer, "ridealong.v1.ActionPoints/DropActionPoint", &in.base, NULL);
	if (st == STATUS_OK)
		service_answer_say(
			call, answer, "It is dropped, with your reason.", "Het is vervallen, met je reden erbij.");
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
		return drop_action_point(call, answer, read.text);
	default:
		return service_answer_not_understood(call, read.problem);
	}
}
