/* service/ — a mail that came back, or is delayed, by the word of a mail server. */
#include <string.h>

#include "daemon/domain/words.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/refuse.h"
#include "daemon/service/reminder.h"
#include "daemon/store/person.h"
#include "daemon/store/reminder.h"

/* Mail servers give up after days. What is older is no longer looked through. */
#define LATEST (30 * INT64_C(86400000000))

static enum status check(struct call *call, const RecordBounceRequest *in)
{
	enum status st = service_check_line(call, "message_id", in->message_id, CHECK_KEY);

	if (st == STATUS_OK && strlen(in->message_id) < STORE_REMINDER_MESSAGE)
		st = service_refuse(call, STATUS_INVALID_ARGUMENT, "MESSAGE_ID", "message_id",
			"message_id is too short to say which mail is meant",
			"message_id is te kort om te zeggen welke mail het is");
	if (st == STATUS_OK)
		st = service_check_line(call, "status", in->status, 20);
	return st == STATUS_OK ? service_check_line(call, "words", in->words, CHECK_TITLE) : st;
}

static enum status find(struct call *call, const RecordBounceRequest *in, Reminder **ret)
{
	const char *beginning = arena_printf(call->arena, "%.*s", STORE_REMINDER_MESSAGE, in->message_id);
	enum status st =
		store_reminder_by_message(call->conn, beginning, call->now - LATEST, call->arena, ret, &call->error);

	if (st != STATUS_OK || *ret != NULL)
		return st;
	return service_refuse(call, STATUS_NOT_FOUND, "NO_SUCH_MAIL", "message_id", "no mail of ours is meant",
		"er is geen mail van ons bedoeld");
}

/* In the language of the receiver, who may read it, as all that is kept with a reminder. */
static enum status say_why(struct call *call, const RecordBounceRequest *in, Reminder *reminder)
{
	const char *between = in->words[0] != '\0' ? ": " : "";
	Person *person;
	enum status st = store_person_get(call->conn, reminder->person, call->arena, &person, &call->error);
	const char *what, *language;

	if (st != STATUS_OK)
		return st;
	language = person != NULL ? person->language : "en";
	what = in->final ? words_pick(language, "the mail came back", "de mail kwam terug")
			 : words_pick(language, "not delivered yet", "nog niet bezorgd");
	if (in->status[0] != '\0')
		what = arena_printf(call->arena, "%s (%s)", what, in->status);
	reminder->reason = arena_printf(call->arena, "%s%s%s", what, between, in->words);
	return STATUS_OK;
}

enum status service_reminder_bounce(struct call *call, const RecordBounceRequest *in, Reminder **ret)
{
	Reminder *reminder;
	enum status st = service_allow(call, NULL);

	if (st == STATUS_OK)
		st = check(call, in);
	if (st == STATUS_OK)
		st = find(call, in, &reminder);
	if (st != STATUS_OK)
		return st;
	*ret = reminder;
	if (reminder->state != REMINDER_STATE_SENT) /* on its way once more, or known to have failed */
		return STATUS_OK;
	st = say_why(call, in, reminder);
	if (in->final)
		reminder->state = REMINDER_STATE_FAILED;
	if (st == STATUS_OK)
		st = store_reminder_update(call->conn, reminder, &call->error);
	if (st == STATUS_OK && in->final)
		st = service_reminder_tell(call, reminder, "reminder.failed", REMINDER_STATE_SENT, reminder->state);
	return st;
}
