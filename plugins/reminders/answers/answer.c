/* plugins/reminders/answers/ — an answer by mail.
 *
 * The order is what makes it happen once: noted in the journal, acted on, the reply noted, the reply sent, the file put
 * away, the note removed. An address is good for one answer: when it was used and the journal knows this letter, it was
 * this letter that used it. */
#include "plugins/reminders/answers/answer.h"

#include <glib.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/answers/bounce.h"
#include "plugins/reminders/answers/journal.h"
#include "plugins/reminders/answers/reply.h"
#include "plugins/reminders/delivery/delivery.h"
#include "plugins/reminders/delivery/errand.h"
#include "plugins/reminders/mail/letter.h"
#include "plugins/reminders/mail/mail.h"
#include "plugins/reminders/turn.h"
#include "proto/status.h"
#include "ridealong/v1/session.pb-c.h"

enum { ID = 65, MOST_QUOTED = 64 * 1024 };

struct answer {
	struct task task;
	struct turn *turn; /* in which it is read, and left when its reply is on its way */
	struct errand errand;
	struct reminders *self;
	struct letter *letter;
	char id[ID];
	char key[ID + 10];
	int64_t moment;
	bool again;               /* an earlier life was about to act on it */
	bool holder;              /* it came to an address that we gave: whoever wrote it has our mail */
	char *refusal;            /* key of the reason, or NULL: it was taken */
	char *detail;             /* the daemon's own words with it */
	bool unreadable;          /* the mail cannot be read as it was sent; another one could */
	bool unclear;             /* its words make nothing of what was asked; others could */
	AnswerResponse *response; /* NULL: nothing more is known than that it was taken */
	char *session;
	Person *person; /* who answered; NULL: nobody we know */
	Session *seen;  /* the session as they see it; NULL: none, or not to be had */
	struct journal_reply reply;
};

static void free_answer(struct task *task)
{
	struct answer *answer = (struct answer *)task;

	letter_destroy(answer->letter);
	free(answer->refusal);
	free(answer->detail);
	if (answer->response != NULL)
		sdk_free(&answer->response->base);
	free(answer->session);
	if (answer->person != NULL)
		sdk_free(&answer->person->base);
	if (answer->seen != NULL)
		sdk_free(&answer->seen->base);
	journal_reply_finish(&answer->reply);
	free(answer);
}

static void end(struct answer *answer, enum inbox_fate fate)
{
	struct reminders *self = answer->self;
	struct turn *turn = answer->turn;
	char id[ID], dir[2000];

	snprintf(id, sizeof(id), "%s", answer->id);
	snprintf(dir, sizeof(dir), "%s", answer->self->sdk.api->data_dir(answer->self->sdk.host));
	errand_end(self, &answer->errand);
	task_end(&answer->task);
	inbox_finish(self->inbox, fate);
	if (fate != INBOX_LATER)
		journal_end(dir, id);
	turn_end(self, turn);
}

static void end_later(struct answer *answer, const char *what, const char *why)
{
	sdk_log(&answer->self->sdk, RIDEALONG_WARNING, "an answer waits, %s: %s", what, why);
	end(answer, INBOX_LATER);
}

/* ---- the mail that goes back ---- */

static void on_delivered(void *arg, int status, const char *message)
{
	struct answer *answer = arg;

	if (status != STATUS_OK)
		end_later(answer, "its reply could not be sent", message);
	else
		end(answer, answer->reply.refused ? INBOX_REFUSED : INBOX_TAKEN);
}

static void deliver(struct answer *answer, const Reminder *reminder)
{
	const struct journal_reply *reply = &answer->reply;
	struct delivery_mail mail = { .reminder = reminder,
		.key = answer->key,
		.moment = reminder != NULL ? sdk_time_us(reminder->create_time) : answer->moment,
		.to = reply->to,
		.to_name = reply->to_name,
		.language = reply->language,
		.thread = reply->session[0] != '\0' ? reply->session : NULL,
		.answer_to = answer->letter->message_id,
		.subject = reply->subject,
		.body = reply->body,
		.no_timer = true };

	delivery_send(answer->self, &(struct cause){ .request = answer->key }, &mail, on_delivered, answer);
}

static void on_recorded(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct answer *answer = arg;
	const Reminder *reminder = (const Reminder *)reply;

	if (reply_end->status != STATUS_OK)
		on_delivered(answer, reply_end->status, reply_end->message);
	else if (reminder->state != REMINDER_STATE_PENDING) /* an earlier life, or the same letter delivered twice */
		on_delivered(answer, STATUS_OK, "");
	else
		deliver(answer, reminder);
}

/* People have their mails recorded; of strangers nothing is kept. */
static void record_reply(struct errand *errand)
{
	struct answer *answer = (struct answer *)(void *)((char *)errand - offsetof(struct answer, errand));
	CreateReminderRequest request = CREATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT;
	Timestamp due = sdk_time(sdk_now(&answer->self->sdk));

	if (answer->reply.person[0] == '\0') {
		deliver(answer, NULL);
		return;
	}
	reminder.key = answer->key;
	reminder.kind = REMINDER_KIND_ACKNOWLEDGEMENT;
	reminder.person = answer->reply.person;
	reminder.session = answer->reply.session;
	reminder.due_time = &due;
	reminder.rule =
		(char *)text_catalogue_phrase(answer->self->texts, answer->reply.language, "rule.acknowledgement");
	request.reminder = &reminder;
	cause_call(answer->self, &(struct cause){ .request = answer->key }, &reminders__descriptor, "CreateReminder",
		&request.base, on_recorded, answer);
}

static void send_reply(struct answer *answer)
{
	const struct journal_reply *reply = &answer->reply;

	errand_wait(answer->self, answer->turn, &answer->errand, reply->person[0] != '\0' ? reply->person : reply->to,
		record_reply);
}

static void keep_and_send(struct answer *answer)
{
	const char *dir = answer->self->sdk.api->data_dir(answer->self->sdk.host);
	struct error error = { 0 };
	bool again;
	const struct reply_about about = { .person = answer->person,
		.stranger = answer->letter->sender,
		.session = answer->session,
		.seen = answer->seen,
		.response = answer->response,
		.refusal = answer->refusal,
		.detail = answer->detail,
		.unreadable = answer->unreadable,
		.unclear = answer->unclear && answer->person != NULL ? answer->letter->text : NULL };
	enum status st = reply_write(answer->self, &about, &answer->reply, &error);

	if (st == STATUS_OK)
		st = journal_begin(dir, answer->id, &again, &error);
	if (st == STATUS_OK)
		st = journal_keep(dir, answer->id, &answer->reply, &error);
	if (st != STATUS_OK)
		end_later(answer, "its reply could not be written", error.message);
	else
		send_reply(answer);
}

/* ---- about what, and to whom ---- */

/* The subject says which session it is about, where that is to be had. */
static void on_session(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct answer *answer = arg;

	if (reply_end->status == STATUS_OK)
		answer->seen = (Session *)sdk_copy(reply);
	keep_and_send(answer);
}

static void ask_session(struct answer *answer)
{
	GetSessionRequest request = GET_SESSION_REQUEST__INIT;

	request.name = answer->session;
	sdk_call(&answer->self->sdk, NULL, &sessions__descriptor, "GetSession", answer->person->name, &request.base,
		on_session, answer);
}

/* Anybody can write any sender above a mail. A refusal goes only to whom it is likely to be from: who answers an
 * address that we gave, or one of our people, and to these not more often than somebody does by mistake. */
static bool is_plausible(struct answer *answer, const Person *person)
{
	if (answer->refusal == NULL || (answer->holder && mail_is_address(answer->letter->sender)))
		return true;
	return person != NULL && refusals_allow(&answer->self->refusals, person->name, sdk_now(&answer->self->sdk));
}

static void put_away(struct answer *answer, const char *why)
{
	sdk_log(&answer->self->sdk, RIDEALONG_INFO, "a mail was put away without an answer: %s", why);
	end(answer, INBOX_REFUSED);
}

static void write_reply(struct answer *answer, const ProtobufCMessage *person)
{
	answer->person = person != NULL ? (Person *)sdk_copy(person) : NULL;
	if (answer->person != NULL && answer->session != NULL && answer->session[0] != '\0')
		ask_session(answer);
	else
		keep_and_send(answer);
}

static void on_person(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	const Person *person = (const Person *)reply;
	struct answer *answer = arg;

	if (task_may_try_again(reply_end->status))
		end_later(answer, "the daemon could not say whose it is", reply_end->message);
	else if (!is_plausible(answer, reply_end->status == STATUS_OK ? person : NULL))
		put_away(answer, "whoever wrote it may not be its sender");
	else
		write_reply(answer, reply_end->status == STATUS_OK ? reply : NULL);
}

static void ask_person(struct answer *answer, const char *name)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	request.name = (char *)name;
	sdk_call(&answer->self->sdk, NULL, &people__descriptor, "GetPerson", NULL, &request.base, on_person, answer);
}

static void ask_sender(struct answer *answer)
{
	char name[400];

	snprintf(name, sizeof(name), "people/%.380s", answer->letter->sender);
	ask_person(answer, name);
}

static void on_asked(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct answer *answer = arg;
	const Reminder *reminder = (const Reminder *)reply;

	if (reply_end->status == STATUS_OK) {
		answer->session = task_copy(reminder->session);
		ask_person(answer, reminder->person);
	} else {
		ask_sender(answer);
	}
}

/* ---- acted on ---- */

static void refuse(struct answer *answer, const char *reason, const char *detail)
{
	answer->refusal = task_copy(reason);
	answer->detail = detail != NULL ? task_copy(detail) : NULL;
	sdk_log(&answer->self->sdk, RIDEALONG_INFO, "an answer was not taken: %s", reason);
	ask_sender(answer);
}

static bool is_because(const struct ridealong_reply *reply_end, const char *reason)
{
	return reply_end->reason != NULL && strstr(reply_end->reason, reason) != NULL;
}

static bool was_used(const struct ridealong_reply *reply_end)
{
	return reply_end->status == STATUS_FAILED_PRECONDITION && is_because(reply_end, "ANSWERED");
}

static void on_answered(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct answer *answer = arg;

	answer->holder = !is_because(reply_end, "NOT_ASKED");
	if (reply_end->status == STATUS_OK) {
		GetReminderRequest request = GET_REMINDER_REQUEST__INIT;

		answer->response = (AnswerResponse *)sdk_copy(reply);
		request.name = answer->response->reminder;
		sdk_call(&answer->self->sdk, NULL, &reminders__descriptor, "GetReminder", NULL, &request.base, on_asked,
			answer);
	} else if (task_may_try_again(reply_end->status)) {
		end_later(answer, "the daemon could not take it", reply_end->message);
	} else if (was_used(reply_end) && answer->again) {
		ask_sender(answer);
	} else if (was_used(reply_end)) {
		refuse(answer, "refusal.used", reply_end->message);
	} else if (reply_end->status == STATUS_PERMISSION_DENIED) {
		refuse(answer, "refusal.sender", NULL);
	} else if (reply_end->status == STATUS_NOT_FOUND) {
		refuse(answer, "refusal.unknown", NULL);
	} else {
		answer->unclear = reply_end->status == STATUS_INVALID_ARGUMENT;
		refuse(answer, "refusal.other", reply_end->message);
	}
}

static void act(struct answer *answer)
{
	const char *dir = answer->self->sdk.api->data_dir(answer->self->sdk.host);
	AnswerRequest request = ANSWER_REQUEST__INIT;
	struct error error = { 0 };

	if (journal_begin(dir, answer->id, &answer->again, &error) != STATUS_OK) {
		end_later(answer, "the journal cannot be written", error.message);
		return;
	}
	request.address = answer->letter->address;
	request.sender = answer->letter->sender;
	request.text = answer->letter->text;
	request.acknowledgement = answer->key;
	if (strlen(answer->letter->quoted) <= MOST_QUOTED)
		request.quoted = answer->letter->quoted;
	cause_call(answer->self, &(struct cause){ .request = answer->key }, &reminders__descriptor, "Answer",
		&request.base, on_answered, answer);
}

/* The same letter from the same person is one answer. Senders choose their Message-IDs, so it alone is no name: with
 * it a stranger could use up another's answer. A letter without one is known by all that it says. */
static void name_answer(struct answer *answer, const struct inbox_letter *given)
{
	const struct letter *letter = answer->letter;
	char *content = g_compute_checksum_for_data(G_CHECKSUM_SHA256, given->bytes, given->size);
	char *name = g_strjoin("\n", letter->message_id != NULL ? letter->message_id : content,
		letter->sender != NULL ? letter->sender : "", letter->address != NULL ? letter->address : "", NULL);
	char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, name, -1);

	snprintf(answer->id, sizeof(answer->id), "%s", hash);
	snprintf(answer->key, sizeof(answer->key), "answer/%s", hash);
	g_free(hash);
	g_free(name);
	g_free(content);
}

static void refuse_unreadable(struct answer *answer, const char *reason)
{
	answer->unreadable = true;
	refuse(answer, reason, NULL);
}

static void act_on_words(struct answer *answer)
{
	const struct letter *letter = answer->letter;

	if (letter->address == NULL)
		refuse(answer, "refusal.unknown", NULL);
	else if (letter->cut)
		refuse_unreadable(answer, "refusal.large");
	else if (letter->sealed == LETTER_ENCRYPTED)
		refuse_unreadable(answer, "refusal.encrypted");
	else if (letter->sealed == LETTER_TNEF)
		refuse_unreadable(answer, "refusal.tnef");
	else if (letter->text[0] == '\0')
		refuse(answer, "refusal.empty", NULL);
	else
		act(answer);
}

static void on_bounce_recorded(void *arg, bool later)
{
	end(arg, later ? INBOX_LATER : INBOX_TAKEN);
}

static void leave_alone(struct answer *answer)
{
	const struct letter *letter = answer->letter;

	sdk_log(&answer->self->sdk, RIDEALONG_INFO, "a mail was left alone: %s",
		letter->sign != NULL ? letter->sign : "it has no sender");
	end(answer, INBOX_TAKEN);
}

static void read_it(struct reminders *self, struct turn *turn, const struct inbox_letter *given)
{
	const struct letter_place place = { .domain = self->domain, .authority = self->authority };
	struct answer *answer = task_allocate(sizeof(*answer));
	struct letter *letter;

	answer->self = self;
	answer->turn = turn;
	answer->moment = given->moment;
	task_begin(self, &answer->task, free_answer);
	answer->letter = letter = letter_read(given->bytes, given->size, given->cut, &place);
	if (letter == NULL)
		abort();
	name_answer(answer, given);
	if (letter->origin == LETTER_BOUNCE)
		bounce_record(self, answer->key, &letter->bounce, on_bounce_recorded, answer);
	else if (letter->origin != LETTER_PERSON || letter->sender == NULL)
		leave_alone(answer);
	else if (self->authority != NULL && letter->proof != LETTER_PROVEN)
		put_away(answer, "nothing shows that it is from its sender");
	else if (journal_find(self->sdk.api->data_dir(self->sdk.host), answer->id, &answer->reply))
		send_reply(answer);
	else
		act_on_words(answer);
}

/* A letter that waits for its turn; the inbox holds it until it is finished. */
struct reading {
	struct turn turn;
	struct reminders *self;
	const struct inbox_letter *letter;
};

static void begin_reading(struct turn *turn)
{
	const struct reading *reading = (const struct reading *)turn;

	read_it(reading->self, turn, reading->letter);
}

static void free_reading(struct turn *turn)
{
	free(turn);
}

void answer_read(void *arg, const struct inbox_letter *given)
{
	struct reading *reading = task_allocate(sizeof(*reading));

	reading->self = arg;
	reading->letter = given;
	turn_wait(reading->self, &reading->turn, begin_reading, free_reading);
}
