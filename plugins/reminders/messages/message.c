/* plugins/reminders/messages/ — a message from its moment to its fate.
 *
 * All writes go out with the work that they are part of. A timer by its key and a reminder by its key are written once
 * however often that is asked: what is asked, and with it the request id, may differ with the time at which work is
 * done again. */
#include "plugins/reminders/messages/message.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/delivery/errand.h"
#include "plugins/reminders/delivery/pace.h"
#include "plugins/reminders/messages/digest.h"
#include "plugins/reminders/messages/facts.h"
#include "plugins/reminders/messages/words.h"
#include "plugins/reminders/rules/digest.h"
#include "proto/status.h"

struct message {
	struct task task;
	struct facts facts;
	struct errand errand;
	struct turn *turn; /* that is to be left; may be NULL */
	const struct rule *rule;
	char timer_key[300];
	Reminder *reminder; /* NULL: not recorded yet */
	bool revive, paced;
	bool held;        /* waits for a digest, if it still may */
	int64_t wait;     /* for the receiver's digest until then; 0: not */
	const char *drop; /* key of the reason, or NULL: to be sent */
	delivery_cb done;
	void *arg;
};

static struct cause cause_of(const struct message *message)
{
	return (struct cause){ .work = message->facts.work };
}

static void free_message(struct task *task)
{
	struct message *message = (struct message *)task;

	facts_finish(&message->facts);
	if (message->reminder != NULL)
		sdk_free(&message->reminder->base);
	free(message);
}

static void end(void *arg, int status, const char *text)
{
	struct message *message = arg;
	struct reminders *self = message->facts.self;
	delivery_cb done = message->done;
	void *done_arg = message->arg;
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", text);
	errand_end(self, &message->errand);
	task_end(&message->task);
	done(done_arg, status, copy);
}

static const char *say(const struct message *message, const char *key)
{
	return text_catalogue_say(message->facts.self->texts, message->facts.receiver->language, key);
}

/* ---- recorded: send it, or say why not ---- */

/* Whether an earlier mail has put the time of the debrief into the receiver's calendar: one that said that the coach
 * comes along. */
static bool has_been_invited(const struct facts *facts)
{
	for (size_t i = 0; facts->reminders != NULL && i < facts->reminders->n_reminders; i++) {
		const Reminder *reminder = facts->reminders->reminders[i];
		const struct rule *rule = rule_find(reminder->key);

		if (reminder->state == REMINDER_STATE_SENT && rule != NULL &&
			(rule->needs & RULE_NEEDS_CALENDAR) != 0 && rule_names(rule, "session.confirmed"))
			return true;
	}
	return false;
}

/* It goes with the mail when the coach comes along; later, so that it moves or goes away. */
static bool has_calendar(const struct facts *facts)
{
	return facts->calendar != NULL && (facts->session->state == SESSION_STATE_CONFIRMED || has_been_invited(facts));
}

static void send_it(struct message *message)
{
	struct facts *facts = &message->facts;
	const struct cause cause = cause_of(message);
	struct error error = { 0 };
	char name[200], *subject, *body;
	struct delivery_mail mail = { .reminder = message->reminder,
		.key = message->reminder->key,
		.moment = sdk_time_us(message->reminder->create_time),
		.to = facts->receiver->email,
		.to_name = name,
		.language = strncmp(facts->receiver->language, "nl", 2) == 0 ? "nl" : "en",
		.thread = facts->session != NULL ? facts->session->name : NULL,
		.paced = message->paced };

	words_name(facts->receiver, name);
	if (words_write(facts->self->texts, rule_text(message->rule, &facts->known), message->rule->needs, facts,
		    &subject, &body, &error) != STATUS_OK) {
		sdk_log(&facts->self->sdk, RIDEALONG_ERROR, "%s has no words: %s", message->reminder->name,
			error.message);
		delivery_drop(facts->self, &cause, message->reminder, error.message, end, message);
		return;
	}
	if (has_calendar(facts)) {
		mail.calendar = facts->calendar->content;
		mail.calendar_name = facts->calendar->file_name;
	}
	if (message->rule->answerable)
		body = words_append_foot(facts->self->texts, mail.language, message->rule->kind, body);
	mail.subject = subject;
	mail.body = body;
	delivery_send(facts->self, &cause, &mail, end, message);
	free(subject);
	free(body);
}

/* What is not announced neither waits for other messages nor makes them wait: nothing of those to the coachee may move
 * by it. */
static bool is_apart(const struct message *message)
{
	const Session *session = message->facts.whole;

	return session != NULL && rule_is_hidden(session);
}

static void send_in_time(struct message *message)
{
	struct facts *facts = &message->facts;
	const struct cause cause = cause_of(message);
	const char *reason = NULL;
	int64_t until = 0;

	message->paced = !rule_cannot_wait(message->rule) && !is_apart(message);
	if (message->paced)
		until = pace_ask(facts->self->pace, ways_for(facts->self->ways, facts->receiver->email),
			facts->receiver->name, message->reminder->key, facts->known.now, &reason);
	if (until != 0)
		delivery_put_off(facts->self, &cause, message->reminder, until, say(message, reason), end, message);
	else
		send_it(message);
}

static void settle_fate(struct message *message)
{
	const struct cause cause = cause_of(message);

	if (message->reminder->state != REMINDER_STATE_PENDING)
		end(message, STATUS_OK, ""); /* an earlier life got as far as that */
	else if (message->drop != NULL)
		delivery_drop(
			message->facts.self, &cause, message->reminder, say(message, message->drop), end, message);
	else
		send_in_time(message);
}

/* ---- decided ---- */

static void on_put_off(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	(void)reply;
	end(arg, reply_end->status, reply_end->message);
}

/* The person's timer stands for all that waits. */
static void wait_for_digest(struct message *message)
{
	char key[RULE_KEY];

	digest_timer_key(message->facts.receiver->name, key);
	sdk_timer_set(&message->facts.self->sdk, message->facts.work, key, message->wait, NULL, 0, on_put_off, message);
}

static void on_recorded(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct message *message = arg;

	if (reply_end->status != STATUS_OK) {
		end(message, reply_end->status, reply_end->message);
		return;
	}
	message->reminder = (Reminder *)sdk_copy(reply);
	if (message->wait != 0 && message->reminder->state == REMINDER_STATE_PENDING)
		wait_for_digest(message);
	else
		settle_fate(message);
}

static void record(struct message *message)
{
	struct facts *facts = &message->facts;
	CreateReminderRequest request = CREATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT;
	Timestamp due = sdk_time(message->wait != 0 ? message->wait : facts->known.due);
	char key[RULE_KEY], rule[100];

	rule_reminder_key(message->rule, facts->resource, &facts->known, key);
	snprintf(rule, sizeof(rule), "rule.%.80s", message->rule->name);
	reminder.key = key;
	reminder.kind = message->rule->kind;
	reminder.person = facts->receiver->name;
	if (facts->session != NULL)
		reminder.session = facts->session->name;
	if (facts->point != NULL)
		reminder.action_point = facts->point->name;
	if (facts->rhythm != NULL)
		reminder.coaching = facts->coaching->name;
	reminder.options = facts->offered;
	reminder.n_options = facts->n_offered;
	reminder.due_time = &due;
	reminder.rule = (char *)say(message, rule);
	request.reminder = &reminder;
	request.answerable = message->rule->answerable;
	sdk_call(&facts->self->sdk, facts->work, &reminders__descriptor, "CreateReminder", NULL, &request.base,
		on_recorded, message);
}

/* Of one that is recorded it is recorded, too, why it waits and until when. */
static void put_off(struct message *message, int64_t due)
{
	const struct facts *facts = &message->facts;
	const struct cause cause = cause_of(message);

	if (message->reminder == NULL)
		sdk_timer_set(&facts->self->sdk, facts->work, message->timer_key, due, NULL, 0, on_put_off, message);
	else
		delivery_put_off(
			facts->self, &cause, message->reminder, due, say(message, "waits.moment"), end, message);
}

static void on_facts(void *arg, int status, const char *text)
{
	struct message *message = arg;
	struct facts *facts = &message->facts;
	int64_t due = 0;

	if (status != STATUS_OK) {
		end(message, status, text);
		return;
	}
	if (facts->receiver != NULL && facts->receiver->email[0] == '\0') { /* somebody who was erased */
		end(message, STATUS_OK, "");
		return;
	}
	switch (rule_decide(message->rule, &facts->known, &message->drop, &due)) {
	case RULE_LATER:
		if (message->held)
			end(message, STATUS_OK, "");
		else
			put_off(message, due);
		return;
	case RULE_SILENT:
		if (message->reminder == NULL || facts->receiver == NULL) {
			end(message, STATUS_OK, "");
			return;
		}
		message->drop = "dropped.gone";
		break;
	case RULE_DROP:
		break;
	case RULE_SEND:
		if (message->reminder == NULL || message->held)
			message->wait = digest_wait(message->rule, &facts->known);
		break;
	}
	if (message->held && message->wait != 0) {
		end(message, STATUS_OK, "");
		return;
	}
	facts_offer(facts, message->reminder);
	if (message->reminder != NULL)
		settle_fate(message);
	else
		record(message);
}

/* ---- begun ---- */

/* `resource` may have a stamp behind it, which goes. */
static struct message *make(struct reminders *self, struct ridealong_work *work, const struct rule *rule,
	const char *resource, delivery_cb done, void *arg)
{
	struct message *message = task_allocate(sizeof(*message));
	char *end_of_id;

	message->rule = rule;
	message->done = done;
	message->arg = arg;
	message->facts.self = self;
	message->facts.work = work;
	message->facts.resource = task_copy(resource);
	end_of_id = strchr(message->facts.resource, '/');
	end_of_id = end_of_id != NULL ? strchr(end_of_id + 1, '/') : NULL;
	if (end_of_id != NULL)
		*end_of_id = '\0';
	message->facts.receiver_kind = rule->receiver;
	message->facts.needs = rule->needs;
	task_begin(self, &message->task, free_message);
	return message;
}

static struct message *of_errand(struct errand *errand)
{
	return (struct message *)(void *)((char *)errand - offsetof(struct message, errand));
}

static void on_turn_to_ask(struct errand *errand)
{
	facts_go_on(&of_errand(errand)->facts);
}

static void on_receiver(struct facts *facts)
{
	struct message *message = facts->arg;

	errand_wait(facts->self, message->turn, &message->errand, facts->receiver->name, on_turn_to_ask);
}

void message_due(struct reminders *self, struct turn *turn, struct ridealong_work *work,
	const struct ridealong_timer *timer, delivery_cb done, void *arg)
{
	const char *timer_key = timer->key, *resource = strchr(timer_key, '/');
	const struct rule *rule = rule_find(timer_key);
	struct message *message;

	if (rule == NULL || resource == NULL) {
		sdk_log(&self->sdk, RIDEALONG_WARNING, "the timer %s belongs to no rule", timer_key);
		done(arg, STATUS_OK, "");
		return;
	}
	message = make(self, work, rule, resource + 1, done, arg);
	snprintf(message->timer_key, sizeof(message->timer_key), "%s", timer_key);
	message->facts.known.due = timer->due_us;
	message->turn = turn;
	message->facts.at_receiver = on_receiver;
	facts_load(&message->facts, on_facts, message);
}

/* ---- once more ---- */

static void go_on_with(struct message *message, const ProtobufCMessage *reminder)
{
	sdk_free(message->reminder != NULL ? &message->reminder->base : NULL);
	message->reminder = (Reminder *)sdk_copy(reminder);
	message->facts.known.due = sdk_time_us(message->reminder->due_time);
	facts_load(&message->facts, on_facts, message);
}

static void on_revived(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct message *message = arg;

	if (reply_end->status != STATUS_OK)
		end(message, reply_end->status, reply_end->message);
	else
		go_on_with(message, reply);
}

static void revive(struct message *message)
{
	static char *fields[] = { (char *)"state", (char *)"attempts" };
	UpdateReminderRequest request = UPDATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT;
	FieldMask mask = FIELD_MASK__INIT;

	reminder.name = message->reminder->name;
	reminder.state = REMINDER_STATE_PENDING;
	mask.paths = fields;
	mask.n_paths = sizeof(fields) / sizeof(fields[0]);
	request.reminder = &reminder;
	request.update_mask = &mask;
	sdk_call(&message->facts.self->sdk, message->facts.work, &reminders__descriptor, "UpdateReminder", NULL,
		&request.base, on_revived, message);
}

/* What it was when it began to wait may be past. */
static void on_looked_up(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct message *message = arg;
	const Reminder *reminder = (const Reminder *)reply;

	if (reply_end->status == STATUS_NOT_FOUND)
		end(message, message->revive ? STATUS_NOT_FOUND : STATUS_OK, reply_end->message);
	else if (reply_end->status != STATUS_OK)
		end(message, reply_end->status, reply_end->message);
	else if (message->revive &&
		 (reminder->state == REMINDER_STATE_FAILED || reminder->state == REMINDER_STATE_PENDING))
		revive(message);
	else if (message->revive)
		end(message, STATUS_FAILED_PRECONDITION, "retry.not_failed");
	else if (reminder->state != REMINDER_STATE_PENDING)
		end(message, STATUS_OK, "");
	else
		go_on_with(message, reply);
}

static void on_turn_to_look(struct errand *errand)
{
	struct message *message = of_errand(errand);
	GetReminderRequest request = GET_REMINDER_REQUEST__INIT;

	request.name = message->reminder->name;
	sdk_call(&message->facts.self->sdk, NULL, &reminders__descriptor, "GetReminder", NULL, &request.base,
		on_looked_up, message);
}

void message_retry(struct reminders *self, struct turn *turn, struct ridealong_work *work, const Reminder *reminder,
	bool revive, delivery_cb done, void *arg)
{
	const struct rule *rule = rule_find(reminder->key);
	const char *resource = facts_resource_of(reminder);
	struct message *message;

	if (reminder->kind == REMINDER_KIND_DIGEST && revive) {
		done(arg, STATUS_FAILED_PRECONDITION, "retry.digest");
		return;
	}
	if (reminder->kind == REMINDER_KIND_DIGEST) {
		digest_due(self, turn, work, reminder->person, reminder, done, arg);
		return;
	}
	if (rule == NULL || resource[0] == '\0') {
		sdk_log(&self->sdk, RIDEALONG_WARNING, "%s belongs to no rule", reminder->name);
		delivery_drop(self, &(struct cause){ .work = work }, reminder, "no rule", done, arg);
		return;
	}
	message = make(self, work, rule, resource, done, arg);
	snprintf(message->timer_key, sizeof(message->timer_key), "retry/%.200s", reminder->name);
	message->reminder = (Reminder *)sdk_copy(&reminder->base);
	message->revive = revive;
	errand_wait(self, turn, &message->errand, reminder->person, on_turn_to_look);
}

void message_reconsider(struct reminders *self, struct turn *turn, struct ridealong_work *work,
	const Reminder *reminder, delivery_cb done, void *arg)
{
	const struct rule *rule = rule_find(reminder->key);
	struct message *message;

	if (rule == NULL) {
		done(arg, STATUS_OK, "");
		return;
	}
	message = make(self, work, rule, facts_resource_of(reminder), done, arg);
	message->reminder = (Reminder *)sdk_copy(&reminder->base);
	message->held = true;
	errand_wait(self, turn, &message->errand, reminder->person, on_turn_to_look);
}
