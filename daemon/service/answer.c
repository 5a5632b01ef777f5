/* service/ — an answer by mail: what was asked selects the grammar, and it acts as the person who was asked. */
#include <string.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/lifecycle.h"
#include "daemon/domain/may.h"
#include "daemon/domain/quick_answer.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/answer.h"
#include "daemon/service/check.h"
#include "daemon/service/reminder.h"
#include "daemon/service/service.h"
#include "daemon/store/person.h"
#include "daemon/store/preparation.h"
#include "daemon/store/reminder.h"
#include "daemon/store/session.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

#define TEXT_MOST ((size_t)64 * 1024)

/* Calls a method as the person, in this call's transaction: with their rights, and in their language. */
enum status service_answer_act(
	struct call *call, const struct answer *answer, const char *method, const ProtobufCMessage *in, void *ret)
{
	const struct actor actor = { .kind = ACTOR_PERSON,
		.person = answer->person->name,
		.name = answer->person->name,
		.via = call->actor->name };
	struct call inner = *call;
	enum status st;

	inner.actor = &actor;
	inner.viewer = NULL;
	inner.locale = answer->person->language;
	inner.method = contract_find(method);
	inner.error = (struct error){ 0 };
	st = may(&actor, method, NULL, inner.locale, &inner.error);
	if (st == STATUS_OK)
		st = service_invoke(&inner, in);
	call->ordinal = inner.ordinal;
	call->aside = inner.aside;
	if (st != STATUS_OK)
		call->error = inner.error;
	else if (ret != NULL)
		*(ProtobufCMessage **)ret = inner.reply;
	return st;
}

enum status service_answer_not_understood(struct call *call, const char *problem)
{
	return error_detail(&call->error, STATUS_INVALID_ARGUMENT, "NOT_UNDERSTOOD", "text", "%s", problem);
}

void service_answer_say(struct call *call, struct answer *answer, const char *en, const char *nl)
{
	answer->reply->summary = arena_strdup(call->arena, words_pick(answer->person->language, en, nl));
}

static enum status reload(struct call *call, struct answer *answer)
{
	return store_session_get(call->conn, answer->session->name, call->arena, &answer->session, NULL, &call->error);
}

/* "Prepared after all": the lines are the preparation, unless it is in already; then they go with the appeal. */
static enum status appeal(struct call *call, struct answer *answer)
{
	AppealSessionRequest in = APPEAL_SESSION_REQUEST__INIT;
	Preparation *preparation;
	bool in_already;
	enum status st =
		store_preparation_get(call->conn, answer->session->meeting, call->arena, &preparation, &call->error);

	if (st != STATUS_OK)
		return st;
	in_already = preparation != NULL && preparation->state == PREPARATION_STATE_SUBMITTED;
	if (!in_already)
		st = service_answer_prepare(call, answer);
	if (st != STATUS_OK || answer->open) /* it was put aside: there is nothing to look at again */
		return st;
	st = reload(call, answer);
	if (st == STATUS_OK && answer->session->state == SESSION_STATE_SKIPPED && !answer->session->appealed) {
		in.name = answer->session->name;
		in.reason = in_already ? (char *)answer->text : in.reason;
		st = service_answer_act(call, answer, "ridealong.v1.Sessions/AppealSession", &in.base, NULL);
		if (st == STATUS_OK)
			st = reload(call, answer);
	}
	if (st != STATUS_OK)
		return st;
	if (answer->session->state == SESSION_STATE_CONFIRMED)
		answer->reply->summary = arena_printf(call->arena,
			words_pick(answer->person->language, "It came in in time: %s is coming along after all.",
				"Het kwam op tijd binnen: %s gaat toch mee."),
			answer->session->coach_display_name);
	else
		answer->reply->summary = arena_printf(call->arena,
			words_pick(answer->person->language, "It is in. %s is asked to look again.",
				"Het is binnen. %s kijkt er nog eens naar."),
			answer->session->coach_display_name);
	return STATUS_OK;
}

static enum status decide_as(struct call *call, struct answer *answer, Verdict verdict, const char *reason)
{
	DecideSessionRequest in = DECIDE_SESSION_REQUEST__INIT;
	enum status st;

	in.name = answer->session->name;
	in.verdict = verdict;
	if (verdict == VERDICT_COACH_MORE)
		in.talk = (char *)reason;
	else
		in.reason = (char *)reason;
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/DecideSession", &in.base, NULL);
	if (st != STATUS_OK)
		return st;
	answer->reply->summary = arena_printf(call->arena,
		words_pick(answer->person->language, "Your decision: %s. %s is told.",
			"Je besluit: %s. %s krijgt bericht."),
		words_verdict(verdict, answer->person->language), answer->session->coachee_display_name);
	return STATUS_OK;
}

static enum status go_after_all(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_skip(
		answer->text, (int)answer->reminder->n_options, answer->person->language, call->arena);

	if (read.verb == QUICK_OPTION)
		return service_answer_option(call, answer, read.option);
	if (read.verb != QUICK_GO)
		return service_answer_not_understood(call, read.problem);
	return decide_as(call, answer, VERDICT_GO, read.text);
}

/* The other party prefers just the two of them: no verdict about anything. */
static enum status leave_alone(struct call *call, struct answer *answer)
{
	CancelSessionRequest in = CANCEL_SESSION_REQUEST__INIT;
	enum status st;

	in.name = answer->session->name;
	in.cause = CANCEL_CAUSE_COUNTERPART;
	st = service_answer_act(call, answer, "ridealong.v1.Sessions/CancelSession", &in.base, NULL);
	if (st == STATUS_OK)
		answer->reply->summary = arena_printf(call->arena,
			words_pick(answer->person->language,
				"You leave the two of them to it. %s is told; it counts for nothing.",
				"Je laat het gesprek aan hen tweeën. %s krijgt bericht; het telt nergens in mee."),
			answer->session->coachee_display_name);
	return st;
}

static enum status decide(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_decision(answer->text, answer->person->language, call->arena);

	switch (read.verb) {
	case QUICK_GO:
		return decide_as(call, answer, VERDICT_GO, read.text);
	case QUICK_TALK:
		return decide_as(call, answer, VERDICT_COACH_MORE, read.text);
	case QUICK_NO:
		/* Without an appeal to answer: it stays as it is. */
		if (answer->session->state == SESSION_STATE_SKIPPED && !answer->session->appealed) {
			service_answer_say(call, answer, "It stays as it is: you are not going along.",
				"Het blijft zoals het is: je gaat niet mee.");
			return STATUS_OK;
		}
		if (answer->session->inconvenient)
			return service_answer_inconvenient(call, answer, read.text);
		return decide_as(call, answer, VERDICT_NOT_JOINING, read.text);
	case QUICK_ALONE:
		return leave_alone(call, answer);
	default:
		return service_answer_not_understood(call, read.problem);
	}
}

/* Yes, no, or a yes with something to talk through first, which is a decision. */
static enum status invitation(struct call *call, struct answer *answer)
{
	struct quick_answer read = quick_answer_decision(answer->text, answer->person->language, call->arena);
	AcceptSessionRequest accept = ACCEPT_SESSION_REQUEST__INIT;
	DeclineSessionRequest decline = DECLINE_SESSION_REQUEST__INIT;
	enum status st;

	accept.name = decline.name = answer->session->name;
	accept.coach_focus = decline.reason = (char *)read.text;
	switch (read.verb) {
	case QUICK_GO:
		st = service_answer_act(call, answer, "ridealong.v1.Sessions/AcceptSession", &accept.base, NULL);
		break;
	case QUICK_NO:
		st = service_answer_act(call, answer, "ridealong.v1.Sessions/DeclineSession", &decline.base, NULL);
		break;
	case QUICK_TALK:
		return decide_as(call, answer, VERDICT_COACH_MORE, read.text);
	default:
		return service_answer_not_understood(call, read.problem);
	}
	if (st == STATUS_OK)
		answer->reply->summary = arena_printf(call->arena,
			read.verb == QUICK_GO
				? words_pick(answer->person->language, "You are coming along. %s is asked to prepare.",
					  "Je gaat mee. %s krijgt de vraag om zich voor te bereiden.")
				: words_pick(answer->person->language, "You are not coming along. %s is told.",
					  "Je gaat niet mee. %s krijgt bericht."),
			answer->session->coachee_display_name);
	return st;
}

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
		answer->reply->summary = arena_printf(call->arena,
			words_pick(answer->person->language, "The new date is %s.", "De nieuwe datum is %s."),
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

static enum status action_point(struct call *call, struct answer *answer)
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

static enum status do_what_was_asked(struct call *call, struct answer *answer)
{
	bool coach = answer->session != NULL && strcmp(answer->session->coach, answer->person->name) == 0;

	if (answer->reminder->kind == REMINDER_KIND_ACTION_POINT)
		return action_point(call, answer);
	if (answer->reminder->kind == REMINDER_KIND_CELEBRATE && answer->reminder->action_point[0] != '\0')
		return service_answer_praise(call, answer);
	if (answer->reminder->kind == REMINDER_KIND_CADENCE && answer->reminder->coaching[0] != '\0')
		return service_answer_rhythm(call, answer);
	if (answer->session != NULL) {
		switch (answer->reminder->kind) {
		case REMINDER_KIND_PREPARE:
			return service_answer_prepare(call, answer);
		case REMINDER_KIND_SKIPPED:
			return coach ? go_after_all(call, answer) : appeal(call, answer);
		case REMINDER_KIND_DECIDE:
			return decide(call, answer);
		case REMINDER_KIND_UNANNOUNCED:
			return service_answer_unannounced(call, answer);
		case REMINDER_KIND_REVEAL:
			return service_answer_reveal(call, answer);
		case REMINDER_KIND_CHECK:
			return service_answer_check(call, answer);
		case REMINDER_KIND_CONFIRM:
			return service_answer_confirm(call, answer);
		case REMINDER_KIND_DEBRIEF:
			return service_answer_debrief(call, answer);
		case REMINDER_KIND_HELPED:
			return service_answer_helped(call, answer);
		case REMINDER_KIND_INVITATION:
			return invitation(call, answer);
		case REMINDER_KIND_CARD:
			return service_answer_card(call, answer);
		case REMINDER_KIND_ENDED:
			return service_answer_ended(call, answer);
		case REMINDER_KIND_COLLIDED:
			return service_answer_collided(call, answer);
		default:
			break;
		}
	}
	return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "NOTHING_ASKED", NULL, "%s",
		words_pick(answer->person->language, "this message asked for nothing, so there is nothing to answer",
			"dit bericht vroeg niets, dus er valt niets te beantwoorden"));
}

static enum status find_session(struct call *call, struct answer *answer)
{
	if (answer->reminder->session[0] == '\0')
		return STATUS_OK;
	return store_session_get(
		call->conn, answer->reminder->session, call->arena, &answer->session, NULL, &call->error);
}

/* Address and sender have to belong together. A wrong address and a wrong sender read the same: neither tells whether
 * the other was right. */
static enum status open_answer(struct call *call, const AnswerRequest *in, struct answer *answer)
{
	const char *address = store_person_fold(call->arena, in->address), *whose = NULL;
	bool again = false;
	enum status st = store_reminder_by_address(call->conn, address, call->arena, &answer->reminder, &call->error);

	if (st == STATUS_OK)
		st = store_person_find(call->conn, in->sender, call->arena, &whose, &call->error);
	if (st != STATUS_OK)
		return st;
	if (answer->reminder == NULL || whose == NULL || strcmp(whose, answer->reminder->person) != 0)
		return error_detail(&call->error, STATUS_PERMISSION_DENIED, "NOT_ASKED", NULL, "%s",
			words_pick(call->locale,
				"we cannot take this answer: please send it from the address at which you were asked",
				"we kunnen dit antwoord niet verwerken: stuur het vanaf het adres waarop je gevraagd "
				"bent"));
	st = store_person_get(call->conn, whose, call->arena, &answer->person, &call->error);
	if (st != STATUS_OK)
		return st;
	answer->today = day_of(call->now, answer->person->time_zone, NULL);
	st = find_session(call, answer);
	if (st == STATUS_OK && answer->reminder->answer_time != NULL)
		st = service_answer_once_more(call, answer, &again);
	if (st == STATUS_OK && answer->reminder->answer_time != NULL && !again)
		return error_detail(&call->error, STATUS_FAILED_PRECONDITION, "ANSWERED", NULL, "%s",
			words_pick(answer->person->language,
				"this message was answered already; what was done stays as it is",
				"dit bericht is al beantwoord; wat er is gedaan blijft staan"));
	return st;
}

static enum status mark_answered(struct call *call, Reminder *reminder)
{
	enum status st;

	reminder->answer_time = instant_new(call->arena, call->now);
	st = store_reminder_update(call->conn, reminder, &call->error);
	if (st == STATUS_OK)
		st = service_reminder_tell(
			call, reminder, "reminder.answered", REMINDER_STATE_UNSPECIFIED, REMINDER_STATE_UNSPECIFIED);
	return st;
}

enum status service_reminder_answer(struct call *call, const AnswerRequest *in, AnswerResponse **ret)
{
	struct answer answer = {
		.text = in->text, .quoted = in->quoted, .reply = arena_alloc(call->arena, sizeof(*answer.reply))
	};
	enum status st = service_allow(call, NULL);

	answer_response__init(answer.reply);
	if (st == STATUS_OK)
		st = open_answer(call, in, &answer);
	if (st == STATUS_OK)
		st = service_check_size(call, "text", in->text, TEXT_MOST);
	if (st == STATUS_OK)
		st = service_check_size(call, "quoted", in->quoted, TEXT_MOST);
	if (st == STATUS_OK)
		st = do_what_was_asked(call, &answer);
	if (st == STATUS_OK && !answer.open && answer.reminder->answer_time == NULL)
		st = mark_answered(call, answer.reminder);
	if (st != STATUS_OK)
		return st;
	answer.reply->reminder = answer.reminder->name;
	*ret = answer.reply;
	return STATUS_OK;
}
