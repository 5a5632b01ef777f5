/* service/ — answers to what was offered to a coach, and to what somebody did. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/quick_answer.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"
#include "daemon/service/answer.h"
#include "daemon/store/person.h"
#include "ridealong/v1/action_point.pb-c.h"

enum status service_answer_option(struct call *call, struct answer *answer, int option)
{
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;
	const char *locale = answer->person->language;
	Session *session;
	enum status st;

	in.meeting = answer->reminder->options[option - 1];
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/PlanSession", &in.base, &session);
	if (st == STATUS_OK)
		service_answer_say(call, answer, "You are going along with %s: %s, %s. %s is asked to prepare.",
			"Je gaat mee met %s: %s, %s. %s krijgt de vraag om zich voor te bereiden.",
			session->coachee_display_name,
			session->customer[0] != '\0' ? session->customer : session->meeting_title,
			day_moment_text(
				instant_us(session->start_time), answer->person->time_zone, locale, call->arena),
			session->coachee_display_name);
	return st;
}

static enum status postpone(struct call *call, struct answer *answer, const struct quick_answer *read)
{
	PostponeRhythmRequest in = POSTPONE_RHYTHM_REQUEST__INIT;
	int day = answer->today + read->days;
	char until[DAY_TEXT];
	Person *coachee = NULL;
	Rhythm *rhythm;
	enum status st;

	if (read->due[0] != '\0')
		day_parse(read->due, &day);
	day_format(day, until);
	in.name = arena_printf(call->arena, "%s/rhythm", answer->reminder->coaching);
	in.until_date = until;
	st = service_answer_act(call, answer, "ridealong.v1.People/PostponeRhythm", &in.base, &rhythm);
	if (st == STATUS_OK)
		st = store_person_get(call->conn, rhythm->coachee, call->arena, &coachee, &call->error);
	if (st == STATUS_OK)
		service_answer_say(call, answer,
			"Going along with %s is put off until %s. Until then you are not asked.",
			"Meegaan met %s schuift door tot %s. Tot dan wordt er niet naar gevraagd.",
			coachee != NULL ? coachee->display_name : "",
			day_text(day, answer->person->language, call->arena));
	return st;
}

enum status service_answer_rhythm(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_rhythm(
		answer->text, (int)answer->reminder->n_options, answer->today, answer->person->language, call->arena);

	switch (read.verb) {
	case QUICK_OPTION:
		return service_answer_option(call, answer, read.option);
	case QUICK_EXTEND:
		return postpone(call, answer, &read);
	default:
		return service_answer_not_understood(call, read.problem);
	}
}

enum status service_answer_praise(struct call *call, struct answer *answer)
{
	PraiseActionPointRequest in = PRAISE_ACTION_POINT_REQUEST__INIT;
	ActionPoint *point;
	size_t count;
	char **lines = quick_text_lines(answer->text, call->arena, &count);
	enum status st;

	for (size_t i = 0; i < count; i++)
		in.words = arena_printf(call->arena, "%s%s%s", in.words, i == 0 ? "" : "\n", lines[i]);
	in.name = answer->reminder->action_point;
	st = service_answer_act(call, answer, "ridealong.v1.ActionPoints/PraiseActionPoint", &in.base, &point);
	if (st == STATUS_OK)
		service_answer_say(call, answer, "%s gets your words as they are%s.",
			"%s krijgt je woorden zoals ze zijn%s.", point->owner_display_name,
			service_answer_quote(call, in.words));
	return st;
}
