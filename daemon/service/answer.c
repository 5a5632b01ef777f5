/* service/ — an answer by mail: what was asked selects the grammar, and it acts as the person who was asked. */
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/answer.h"
#include "daemon/service/check.h"
#include "daemon/service/reminder.h"
#include "daemon/service/service.h"
#include "daemon/store/person.h"
#include "daemon/store/reminder.h"
#include "daemon/store/session.h"

#define TEXT_MOST  ((size_t)64 * 1024)
#define QUOTE_MOST 160 /* characters */

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

void service_answer_say(struct call *call, struct answer *answer, const char *en, const char *nl, ...)
{
	va_list args;

	va_start(args, nl);
	answer->reply->summary = arena_vprintf(call->arena, words_pick(answer->person->language, en, nl), args);
	va_end(args);
}

const char *service_answer_quote(struct call *call, const char *words)
{
	char *quoted = quick_text_short(words, QUOTE_MOST, call->arena);
	size_t length = strlen(quoted);

	if (length > 0 && quoted[length - 1] == '.') /* the sentence around it has one */
		quoted[length - 1] = '\0';
	return quoted[0] == '\0' ? "" : arena_printf(call->arena, ": \"%s\"", quoted);
}

static bool is_own_name(const struct answer *answer, const char *line)
{
	const char *name = answer->person->display_name;
	size_t first = strcspn(name, " ");

	return strcasecmp(line, name) == 0 || (strlen(line) == first && strncasecmp(line, name, first) == 0);
}

const char *service_answer_reason(struct call *call, const struct answer *answer, const char *words)
{
	const char *line = strrchr(words, '\n'), *last = line == NULL ? words : line + 1;

	if (!is_own_name(answer, last))
		return words;
	return line == NULL ? "" : arena_printf(call->arena, "%.*s", (int)(line - words), words);
}

void service_answer_show(struct call *call, struct answer *answer, const char *line, const char *meaning)
{
	LineResult *shown = arena_alloc(call->arena, sizeof(*shown));

	line_result__init(shown);
	shown->line = arena_strdup(call->arena, line);
	shown->meaning = arena_strdup(call->arena, meaning);
	*(LineResult **)arena_push(
		call->arena, &answer->reply->lines, &answer->reply->n_lines, sizeof(*answer->reply->lines)) = shown;
}

static enum status do_what_was_asked(struct call *call, struct answer *answer)
{
	bool coach = answer->session != NULL && strcmp(answer->session->coach, answer->person->name) == 0;

	if (service_answer_is_stop(answer))
		return service_answer_stop(call, answer);
	if (answer->reminder->kind == REMINDER_KIND_ACTION_POINT)
		return service_answer_action_point(call, answer);
	if (answer->reminder->kind == REMINDER_KIND_CELEBRATE && answer->reminder->action_point[0] != '\0')
		return service_answer_praise(call, answer);
	if (answer->reminder->kind == REMINDER_KIND_CADENCE && answer->reminder->coaching[0] != '\0')
		return service_answer_rhythm(call, answer);
	if (answer->session != NULL) {
		switch (answer->reminder->kind) {
		case REMINDER_KIND_PREPARE:
			return service_answer_prepare(call, answer);
		case REMINDER_KIND_SKIPPED:
			return coach ? service_answer_skip(call, answer) : service_answer_appeal(call, answer);
		case REMINDER_KIND_DECIDE:
			return service_answer_decide(call, answer);
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
		case REMINDER_KIND_SIGN:
			return service_answer_sign(call, answer);
		case REMINDER_KIND_HELPED:
			return service_answer_helped(call, answer);
		case REMINDER_KIND_INVITATION:
			return service_answer_invitation(call, answer);
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

/* Mail servers deliver a letter twice, also weeks later, when nobody remembers the request id of the first time. */
static enum status check_letter(struct call *call, const AnswerRequest *in, const struct answer *answer)
{
	Reminder *before = NULL;
	enum status st = STATUS_OK;

	if (in->acknowledgement[0] != '\0')
		st = store_reminder_by_key(call->conn, in->acknowledgement, call->arena, &before, &call->error);
	if (st == STATUS_OK && before != NULL && strcmp(before->person, answer->person->name) == 0)
		return service_answer_refuse_again(call, answer);
	return st;
}

/* Address and sender have to belong together. A wrong address and a wrong sender read the same to people: neither
 * tells whether the other was right. */
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
		return error_detail(&call->error, STATUS_PERMISSION_DENIED,
			answer->reminder == NULL ? "NOT_ASKED" : "OTHER_SENDER", NULL, "%s",
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
		return service_answer_refuse_again(call, answer);
	return st == STATUS_OK ? check_letter(call, in, answer) : st;
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
	if (st == STATUS_OK) {
		call->locale = answer.person->language; /* whoever asked for it, they read what is said */
		st = service_check_size(call, "text", in->text, TEXT_MOST);
	}
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
