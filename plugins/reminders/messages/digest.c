/* plugins/reminders/messages/ — a person's digest. */
#include "plugins/reminders/messages/digest.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/delivery/errand.h"
#include "plugins/reminders/messages/digest_page.h"
#include "plugins/reminders/messages/facts.h"
#include "plugins/reminders/messages/words.h"
#include "plugins/reminders/rules/digest.h"
#include "proto/status.h"

enum { MOST = 200 };

struct digest {
	struct task task;
	struct errand errand;
	struct reminders *self;
	struct ridealong_work *work;
	char *person;
	Person *receiver;
	struct diary *diary;
	Reminder *kept; /* the mail itself, once it is recorded */
	ListRemindersResponse *list;
	size_t at;          /* the next to look at, or to mark */
	struct facts facts; /* of the one at hand */
	struct digest_page *page;
	bool *in_mail; /* by place in the list */
	int64_t last;  /* what was recorded after that is another mail's */
	int64_t again; /* when the rest goes out; 0: there is none */
	delivery_cb done;
	void *arg;
};

void digest_timer_key(const char *person, char ret[RULE_KEY])
{
	snprintf(ret, RULE_KEY, DIGEST_PREFIX "%.150s", person);
}

static void free_digest(struct task *task)
{
	struct digest *digest = (struct digest *)task;

	facts_finish(&digest->facts);
	diary_close(digest->diary);
	sdk_free((ProtobufCMessage *)digest->receiver);
	sdk_free((ProtobufCMessage *)digest->kept);
	sdk_free((ProtobufCMessage *)digest->list);
	digest_page_destroy(digest->page);
	free(digest->in_mail);
	free(digest->person);
	free(digest);
}

static void end(void *arg, int status, const char *text)
{
	struct digest *digest = arg;
	struct reminders *self = digest->self;
	delivery_cb done = digest->done;
	void *done_arg = digest->arg;
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", text);
	errand_end(self, &digest->errand);
	task_end(&digest->task);
	done(done_arg, status, copy);
}

static int64_t now_of(const struct digest *digest)
{
	return sdk_now(&digest->self->sdk);
}

static const char *say(const struct digest *digest, const char *key)
{
	return text_catalogue_say(digest->self->texts, digest->receiver->language, key);
}

static void on_timer_set(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	(void)reply;
	end(arg, reply_end->status, reply_end->message);
}

static void come_back(struct digest *digest, int64_t due)
{
	char key[RULE_KEY];

	digest_timer_key(digest->person, key);
	sdk_timer_set(&digest->self->sdk, digest->work, key, due, NULL, 0, on_timer_set, digest);
}

/* ---- sent: so is what it held ---- */

static void mark_next(struct digest *digest);

static void on_marked(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct digest *digest = arg;

	(void)reply;
	if (reply_end->status != STATUS_OK)
		end(digest, reply_end->status, reply_end->message);
	else
		mark_next(digest);
}

static void mark_next(struct digest *digest)
{
	static char *fields[] = { (char *)"state", (char *)"channel", (char *)"message_id", (char *)"reason",
		(char *)"send_time" };
	UpdateReminderRequest request = UPDATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT;
	FieldMask mask = FIELD_MASK__INIT;

	while (digest->at < digest->list->n_reminders && !digest->in_mail[digest->at])
		digest->at++;
	if (digest->at == digest->list->n_reminders && digest->again != 0) {
		come_back(digest, digest->again);
		return;
	}
	if (digest->at == digest->list->n_reminders) {
		end(digest, STATUS_OK, "");
		return;
	}
	reminder.name = digest->list->reminders[digest->at++]->name;
	reminder.state = digest->kept->state;
	reminder.channel = digest->kept->channel;
	reminder.message_id = digest->kept->message_id;
	reminder.reason = digest->kept->reason;
	reminder.send_time = digest->kept->send_time;
	mask.paths = fields;
	mask.n_paths = sizeof(fields) / sizeof(fields[0]) - (digest->kept->send_time == NULL);
	request.reminder = &reminder;
	request.update_mask = &mask;
	sdk_call(&digest->self->sdk, digest->work, &reminders__descriptor, "UpdateReminder", NULL, &request.base,
		on_marked, digest);
}

static void on_fate(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct digest *digest = arg;

	if (reply_end->status != STATUS_OK) {
		end(digest, reply_end->status, reply_end->message);
		return;
	}
	sdk_free((ProtobufCMessage *)digest->kept);
	digest->kept = (Reminder *)sdk_copy(reply);
	digest->at = 0;
	if (digest->kept->state == REMINDER_STATE_PENDING)
		end(digest, STATUS_OK, ""); /* it is tried again */
	else
		mark_next(digest);
}

static void on_delivered(void *arg, int status, const char *text)
{
	struct digest *digest = arg;
	GetReminderRequest request = GET_REMINDER_REQUEST__INIT;

	if (status != STATUS_OK) {
		end(digest, status, text);
		return;
	}
	request.name = digest->kept->name;
	sdk_call(&digest->self->sdk, NULL, &reminders__descriptor, "GetReminder", NULL, &request.base, on_fate, digest);
}

/* ---- all looked at: one mail ---- */

static void deliver(struct digest *digest)
{
	const struct cause cause = { .work = digest->work };
	char name[200], *subject, *body;
	struct error error = { 0 };
	struct delivery_mail mail = { .reminder = digest->kept,
		.key = digest->kept->key,
		.moment = sdk_time_us(digest->kept->create_time),
		.to = digest->receiver->email,
		.to_name = name,
		.language = strncmp(digest->receiver->language, "nl", 2) == 0 ? "nl" : "en" };

	words_name(digest->receiver, name);
	if (digest_page_write(digest->page, digest->self->texts, digest->receiver, digest->diary, mail.moment, &subject,
		    &body, &error) != STATUS_OK) {
		sdk_log(&digest->self->sdk, RIDEALONG_ERROR, "a digest has no words: %s", error.message);
		end(digest, STATUS_INTERNAL, error.message);
		return;
	}
	mail.subject = subject;
	mail.body = body;
	delivery_send(digest->self, &cause, &mail, on_delivered, digest);
	free(subject);
	free(body);
}

/* Of an earlier life that came as far as sending it: what it held is marked. What was recorded after it, or was not due
 * by then, is another day's. */
static void go_on_after(struct digest *digest)
{
	const int64_t made = sdk_time_us(digest->kept->create_time);

	for (size_t i = 0; i < digest->list->n_reminders; i++)
		if (digest->in_mail[i] && (sdk_time_us(digest->list->reminders[i]->create_time) > made ||
						  sdk_time_us(digest->list->reminders[i]->due_time) > made)) {
			digest->in_mail[i] = false;
			digest->again = digest_next(digest->receiver, digest->diary, now_of(digest));
		}
	digest->at = 0;
	mark_next(digest);
}

static void on_recorded(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct digest *digest = arg;

	if (reply_end->status != STATUS_OK) {
		end(digest, reply_end->status, reply_end->message);
		return;
	}
	digest->kept = (Reminder *)sdk_copy(reply);
	if (digest->kept->state == REMINDER_STATE_PENDING)
		deliver(digest);
	else
		go_on_after(digest);
}

/* One a day of the receiver's. */
static void key_of_today(const struct digest *digest, char ret[RULE_KEY])
{
	char date[16];

	diary_date_format(diary_date_of(digest->diary, now_of(digest)), date);
	snprintf(ret, RULE_KEY, DIGEST_PREFIX "%.150s/%s", digest->person, date);
}

static void record(struct digest *digest)
{
	CreateReminderRequest request = CREATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT;
	Timestamp due = sdk_time(now_of(digest));
	char key[RULE_KEY];

	key_of_today(digest, key);
	reminder.key = key;
	reminder.kind = REMINDER_KIND_DIGEST;
	reminder.person = digest->person;
	reminder.due_time = &due;
	reminder.rule = (char *)say(digest, "rule.digest");
	request.reminder = &reminder;
	sdk_call(&digest->self->sdk, digest->work, &reminders__descriptor, "CreateReminder", NULL, &request.base,
		on_recorded, digest);
}

/* One alone goes as it is: its answer is an answer to it. */
static void send_alone(struct digest *digest)
{
	struct reminders *self = digest->self;
	struct ridealong_work *work = digest->work;
	Reminder *reminder = (Reminder *)sdk_copy(&digest->list->reminders[digest_page_first(digest->page)]->base);
	delivery_cb done = digest->done;
	void *arg = digest->arg;

	errand_end(self, &digest->errand);
	task_end(&digest->task);
	message_retry(self, NULL, work, reminder, false, done, arg);
	sdk_free(&reminder->base);
}

/* It may be what an earlier life had left to mark. */
static void on_sent(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	const ListRemindersResponse *sent = (const ListRemindersResponse *)reply;
	struct digest *digest = arg;
	char key[RULE_KEY];

	if (reply_end->status != STATUS_OK) {
		end(digest, reply_end->status, reply_end->message);
		return;
	}
	key_of_today(digest, key);
	for (size_t i = 0; i < sent->n_reminders; i++)
		if (strcmp(sent->reminders[i]->key, key) == 0) {
			digest->kept = (Reminder *)sdk_copy(&sent->reminders[i]->base);
			go_on_after(digest);
			return;
		}
	send_alone(digest);
}

/* The newest come first, and today's is among them. */
static void look_for_todays(struct digest *digest)
{
	static ReminderState states[] = { REMINDER_STATE_SENT };
	ListRemindersRequest request = LIST_REMINDERS_REQUEST__INIT;

	request.person = digest->person;
	request.states = states;
	request.n_states = 1;
	request.page_size = MOST;
	sdk_call(&digest->self->sdk, NULL, &reminders__descriptor, "ListReminders", NULL, &request.base, on_sent,
		digest);
}

static void send_all(struct digest *digest)
{
	const struct cause cause = { .work = digest->work };
	const size_t count = digest_page_count(digest->page);

	if (digest->kept != NULL && count == 0)
		delivery_drop(digest->self, &cause, digest->kept, say(digest, "dropped.gone"), end, digest);
	else if (digest->kept != NULL)
		deliver(digest);
	else if (count == 0)
		end(digest, STATUS_OK, "");
	else if (count == 1)
		look_for_todays(digest);
	else
		record(digest);
}

/* ---- each looked at anew ---- */

static void look_at_next(struct digest *digest);

static void put_into_mail(struct digest *digest, const struct rule *rule)
{
	const Reminder *reminder = digest->list->reminders[digest->at];
	struct error error = { 0 };

	facts_offer(&digest->facts, reminder);
	if (digest_page_add(digest->page, rule, reminder, &digest->facts, digest->at, &error) == STATUS_OK)
		digest->in_mail[digest->at] = true;
	else
		sdk_log(&digest->self->sdk, RIDEALONG_ERROR, "%s has no words: %s", reminder->name, error.message);
}

static void leave_it(struct digest *digest)
{
	facts_finish(&digest->facts);
	digest->facts = (struct facts){ 0 };
	digest->at++;
	look_at_next(digest);
}

static void on_dropped(void *arg, int status, const char *text)
{
	if (status != STATUS_OK)
		end(arg, status, text);
	else
		leave_it(arg);
}

static void drop(struct digest *digest, const char *key)
{
	const struct cause cause = { .work = digest->work };

	delivery_drop(digest->self, &cause, digest->list->reminders[digest->at], say(digest, key), on_dropped, digest);
}

/* Whether the message that the row would send is still the one at hand. */
static bool is_the_same(struct digest *digest, const struct rule *rule)
{
	const Reminder *reminder = digest->list->reminders[digest->at];
	char key[RULE_KEY];

	rule_reminder_key(rule, digest->facts.resource, &digest->facts.known, key);
	return strcmp(key, reminder->key) == 0;
}

static void on_facts(void *arg, int status, const char *text)
{
	struct digest *digest = arg;
	const struct rule *rule = rule_find(digest->list->reminders[digest->at]->key);
	const char *reason = "dropped.gone";
	int64_t due = 0;

	if (status != STATUS_OK) {
		end(digest, status, text);
		return;
	}
	switch (rule_decide(rule, &digest->facts.known, &reason, &due)) {
	case RULE_SEND:
		put_into_mail(digest, rule);
		leave_it(digest);
		return;
	case RULE_LATER:
		if (digest->facts.known.arrival > now_of(digest)) { /* on the way */
			come_back(digest, digest->facts.known.arrival);
			return;
		}
		if (is_the_same(digest, rule)) { /* its moment is later than it was; the row has a timer for it */
			leave_it(digest);
			return;
		}
		reason = "dropped.moved"; /* and so has the row for the message in its place */
		break;
	case RULE_SILENT:
		reason = "dropped.gone";
		break;
	case RULE_DROP:
		break;
	}
	drop(digest, reason);
}

static bool is_held(const struct digest *digest, const Reminder *reminder)
{
	return digest_holds(reminder) && reminder->attempts == 0 && rule_find(reminder->key) != NULL &&
	       sdk_time_us(reminder->create_time) <= digest->last;
}

static bool is_repeated(const struct digest *digest)
{
	const ListRemindersResponse *list = digest->list;

	for (size_t i = digest->at + 1; i < list->n_reminders; i++)
		if (is_held(digest, list->reminders[i]) &&
			digest_repeats(list->reminders[digest->at], list->reminders[i]))
			return true;
	return false;
}

static void look_at_next(struct digest *digest)
{
	const ListRemindersResponse *list = digest->list;
	const Reminder *reminder;
	const struct rule *rule;

	while (digest->at < list->n_reminders && !is_held(digest, list->reminders[digest->at]))
		digest->at++;
	if (digest->at == list->n_reminders) {
		send_all(digest);
		return;
	}
	reminder = list->reminders[digest->at];
	rule = rule_find(reminder->key);
	if (is_repeated(digest)) {
		drop(digest, "dropped.repeated");
		return;
	}
	digest->facts = (struct facts){ .self = digest->self,
		.work = digest->work,
		.resource = task_copy(facts_resource_of(reminder)),
		.receiver_kind = rule->receiver,
		.needs = rule->needs };
	digest->facts.known.due = sdk_time_us(reminder->due_time);
	facts_load(&digest->facts, on_facts, digest);
}

/* ---- what waits ---- */

/* The day's mail may be recorded already, by an earlier life or by an earlier attempt. */
static int64_t last_of(const struct digest *digest)
{
	const ListRemindersResponse *list = digest->list;
	char key[RULE_KEY];

	if (digest->kept != NULL)
		return sdk_time_us(digest->kept->create_time);
	key_of_today(digest, key);
	for (size_t i = 0; i < list->n_reminders; i++)
		if (strcmp(list->reminders[i]->key, key) == 0)
			return sdk_time_us(list->reminders[i]->create_time);
	return now_of(digest);
}

static void on_waiting(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct digest *digest = arg;
	ListRemindersResponse *list;

	if (reply_end->status != STATUS_OK) {
		end(digest, reply_end->status, reply_end->message);
		return;
	}
	list = digest->list = (ListRemindersResponse *)sdk_copy(reply);
	for (size_t i = 0; i < list->n_reminders / 2; i++) { /* the newest first, as it comes */
		Reminder *other = list->reminders[list->n_reminders - 1 - i];

		list->reminders[list->n_reminders - 1 - i] = list->reminders[i];
		list->reminders[i] = other;
	}
	digest->last = last_of(digest);
	digest->in_mail = task_allocate(list->n_reminders + 1);
	digest->page = digest_page_create(list->n_reminders);
	look_at_next(digest);
}

static void on_receiver(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	static ReminderState pending[] = { REMINDER_STATE_PENDING };
	struct digest *digest = arg;
	ListRemindersRequest request = LIST_REMINDERS_REQUEST__INIT;
	struct error error = { 0 };

	if (reply_end->status != STATUS_OK) {
		end(digest, reply_end->status == STATUS_NOT_FOUND ? STATUS_OK : reply_end->status, reply_end->message);
		return;
	}
	digest->receiver = (Person *)sdk_copy(reply);
	if (digest->receiver->email[0] == '\0') { /* somebody who was erased */
		end(digest, STATUS_OK, "");
		return;
	}
	if (diary_open(digest->receiver, &digest->diary, &error) != STATUS_OK) {
		end(digest, error.status, error.message);
		return;
	}
	if (!diary_is_open(digest->diary, now_of(digest))) { /* a day off since, or another zone */
		come_back(digest, digest_next(digest->receiver, digest->diary, now_of(digest)));
		return;
	}
	request.person = digest->person;
	request.states = pending;
	request.n_states = 1;
	request.page_size = MOST;
	sdk_call(&digest->self->sdk, NULL, &reminders__descriptor, "ListReminders", NULL, &request.base, on_waiting,
		digest);
}

static void on_turn(struct errand *errand)
{
	struct digest *digest = (struct digest *)(void *)((char *)errand - offsetof(struct digest, errand));
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	request.name = digest->person;
	sdk_call(&digest->self->sdk, NULL, &people__descriptor, "GetPerson", NULL, &request.base, on_receiver, digest);
}

void digest_due(struct reminders *self, struct turn *turn, struct ridealong_work *work, const char *person,
	const Reminder *kept, delivery_cb done, void *arg)
{
	struct digest *digest = task_allocate(sizeof(*digest));

	digest->self = self;
	digest->work = work;
	digest->person = task_copy(person);
	digest->kept = kept != NULL ? (Reminder *)sdk_copy(&kept->base) : NULL;
	digest->done = done;
	digest->arg = arg;
	task_begin(self, &digest->task, free_digest);
	errand_wait(self, turn, &digest->errand, person, on_turn);
}
