/* plugins/reminders/delivery/ — a reminder on its way. */
#include "plugins/reminders/delivery/delivery.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/delivery/backoff.h"
#include "plugins/reminders/delivery/pace.h"
#include "plugins/reminders/mail/mail.h"
#include "proto/defuse.h"
#include "proto/status.h"

struct delivery {
	struct task task;
	struct reminders *self;
	struct cause cause;
	Reminder *reminder; /* NULL: a stranger's */
	char *key, *to, *to_name, *language, *subject, *body, *bytes;
	char message_id[MAIL_ID];
	struct channel *channel; /* that takes it; NULL: it goes nowhere */
	struct channel_mail parcel;
	char kind[40], reply_to[400];
	char retry_key[300];
	int64_t retry_at; /* 0: not */
	bool no_timer, paced;
	bool put_off;            /* not an attempt: it waits */
	enum status verdict;     /* the channel's, for who tries again */
	bool in_channel, orphan; /* what the channel holds is freed by its callback, though the plugin has stopped */
	delivery_cb done;
	void *arg;
};

static void free_delivery(struct task *task)
{
	struct delivery *delivery = (struct delivery *)task;

	if (delivery->in_channel) {
		delivery->orphan = true;
		return;
	}
	if (delivery->reminder != NULL)
		sdk_free(&delivery->reminder->base);
	free(delivery->key);
	free(delivery->to);
	free(delivery->to_name);
	free(delivery->language);
	free(delivery->subject);
	free(delivery->body);
	free(delivery->bytes);
	free(delivery);
}

static void end(struct delivery *delivery, int status, const char *message)
{
	delivery_cb done = delivery->done;
	void *arg = delivery->arg;
	char copy[400];

	snprintf(copy, sizeof(copy), "%s", message);
	task_end(&delivery->task);
	done(arg, status, copy);
}

static void on_retry_set(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	(void)reply;
	end(arg, reply_end->status, reply_end->message);
}

static void on_recorded(void *arg, const struct ridealong_reply *reply_end, const ProtobufCMessage *reply)
{
	struct delivery *delivery = arg;

	(void)reply;
	if (reply_end->status != STATUS_OK)
		end(delivery, reply_end->status, reply_end->message);
	else if (delivery->retry_at == 0)
		end(delivery, STATUS_OK, "");
	else if (delivery->no_timer)
		end(delivery, delivery->verdict, delivery->body);
	else
		sdk_timer_set(&delivery->self->sdk, delivery->cause.work, delivery->retry_key, delivery->retry_at, NULL,
			0, on_retry_set, delivery);
}

/* Records state, attempts and reason of the reminder; of one that was sent also when, of one that waits until when. */
static void record(struct delivery *delivery)
{
	static char *sent[] = { (char *)"state", (char *)"message_id", (char *)"attempts", (char *)"reason",
		(char *)"channel", (char *)"send_time" };
	static char *tried[] = { (char *)"state", (char *)"message_id", (char *)"attempts", (char *)"reason",
		(char *)"channel", (char *)"next_time" };
	static char *other[] = { (char *)"state", (char *)"reason", (char *)"next_time" };
	const ReminderState state = delivery->reminder->state;
	const bool attempted = !delivery->put_off && state != REMINDER_STATE_DROPPED;
	UpdateReminderRequest request = UPDATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Timestamp now = sdk_time(sdk_now(&delivery->self->sdk)), next = sdk_time(delivery->retry_at);

	reminder.name = delivery->reminder->name;
	reminder.state = delivery->reminder->state;
	reminder.channel = (char *)(delivery->channel != NULL ? delivery->channel->name : "");
	reminder.message_id = delivery->message_id;
	reminder.attempts = delivery->reminder->attempts;
	reminder.reason = delivery->body; /* the fate in words; the mail is no longer needed */
	reminder.send_time = &now;
	reminder.next_time = delivery->retry_at != 0 ? &next : NULL;
	mask.paths = !attempted ? other : state == REMINDER_STATE_SENT ? sent : tried;
	mask.n_paths = attempted ? sizeof(sent) / sizeof(sent[0]) : sizeof(other) / sizeof(other[0]);
	request.reminder = &reminder;
	request.update_mask = &mask;
	cause_call(delivery->self, &delivery->cause, &reminders__descriptor, "UpdateReminder", &request.base,
		on_recorded, delivery);
}

static void try_again_at(struct delivery *delivery, int64_t moment)
{
	snprintf(delivery->retry_key, sizeof(delivery->retry_key), "retry/%.200s", delivery->reminder->name);
	delivery->retry_at = moment;
}

/* Not before the other side wants to be asked again. */
static void plan_retry(struct delivery *delivery, int64_t wait_us)
{
	const int64_t interval = backoff_interval(delivery->key, delivery->reminder->attempts);

	if (interval == BACKOFF_NEVER)
		delivery->reminder->state = REMINDER_STATE_FAILED;
	else
		try_again_at(delivery, sdk_now(&delivery->self->sdk) + (wait_us > interval ? wait_us : interval));
}

static void on_channel(void *arg, enum status status, const char *message, int64_t wait_us)
{
	struct delivery *delivery = arg;
	Reminder *reminder = delivery->reminder;

	delivery->in_channel = false;
	if (delivery->orphan) {
		free_delivery(&delivery->task);
		return;
	}
	if (status != STATUS_OK)
		sdk_log(&delivery->self->sdk, RIDEALONG_WARNING, "%s could not be delivered by %s: %s",
			reminder != NULL ? reminder->name : "a refusal", delivery->channel->name, message);
	if (delivery->paced)
		pace_tell(delivery->self->pace, delivery->channel, delivery->reminder->person,
			status == STATUS_OK || status == STATUS_FAILED_PRECONDITION, sdk_now(&delivery->self->sdk));
	if (reminder == NULL) {
		end(delivery, status, message);
		return;
	}
	reminder->attempts++;
	delivery->verdict = status;
	free(delivery->body);
	delivery->body = task_copy(message);
	if (status == STATUS_OK)
		reminder->state = REMINDER_STATE_SENT;
	else if (status == STATUS_FAILED_PRECONDITION)
		reminder->state = REMINDER_STATE_FAILED;
	else
		plan_retry(delivery, wait_us);
	record(delivery);
}

static struct delivery *begin(struct reminders *self, const struct cause *cause, const Reminder *reminder,
	const char *key, delivery_cb done, void *arg)
{
	struct delivery *delivery = task_allocate(sizeof(*delivery));

	delivery->self = self;
	delivery->cause = *cause;
	delivery->reminder = reminder != NULL ? (Reminder *)sdk_copy(&reminder->base) : NULL;
	delivery->key = task_copy(key);
	delivery->done = done;
	delivery->arg = arg;
	mail_id(key, self->domain, delivery->message_id);
	task_begin(self, &delivery->task, free_delivery);
	return delivery;
}

static enum status compose(struct delivery *delivery, const struct delivery_mail *given, struct error *reterr)
{
	struct mail mail = { .key = delivery->key,
		.from = delivery->self->from,
		.domain = delivery->self->domain,
		.to = delivery->to,
		.to_name = delivery->to_name,
		.thread = given->thread,
		.answer_to = given->answer_to,
		.language = delivery->language,
		.subject = delivery->subject,
		.body = delivery->body,
		.calendar = given->calendar,
		.calendar_name = given->calendar_name,
		.date = given->moment }; /* not the attempt's: it is the same mail each time */

	if (given->reminder != NULL && given->reminder->answer_address[0] != '\0') {
		snprintf(delivery->reply_to, sizeof(delivery->reply_to), "ridealong+%.100s@%.250s",
			given->reminder->answer_address, delivery->self->domain);
		mail.reply_to = delivery->reply_to;
	}
	return mail_compose(&mail, &delivery->bytes, &delivery->parcel.size, reterr);
}

/* "prepare", "action_point": the kind's name in the contract, in small letters. */
static void name_kind(const Reminder *reminder, char *ret, size_t size)
{
	const ProtobufCEnumValue *value =
		reminder != NULL ? protobuf_c_enum_descriptor_get_value(&reminder_kind__descriptor, (int)reminder->kind)
				 : NULL;
	const char *name = value != NULL ? value->name + strlen("REMINDER_KIND_") : "refusal";
	size_t length = 0;

	for (; name[length] != '\0' && length + 1 < size; length++)
		ret[length] = (char)tolower((unsigned char)name[length]);
	ret[length] = '\0';
}

void delivery_send(struct reminders *self, const struct cause *cause, const struct delivery_mail *mail,
	delivery_cb done, void *arg)
{
	struct delivery *delivery = begin(self, cause, mail->reminder, mail->key, done, arg);
	struct error error = { 0 };
	enum status st;

	delivery->no_timer = mail->no_timer;
	delivery->paced = mail->paced;
	delivery->to = task_copy(mail->to);
	delivery->to_name = task_copy(mail->to_name);
	delivery->language = task_copy(mail->language);
	delivery->subject = task_copy(mail->subject);
	delivery->body = task_copy(mail->body);
	defuse_line(delivery->to_name);
	defuse_line(delivery->subject);
	defuse(delivery->body);
	st = compose(delivery, mail, &error);
	if (st != STATUS_OK) {
		end(delivery, st, error.message);
		return;
	}
	delivery->parcel.key = delivery->key;
	delivery->parcel.moment = mail->moment;
	delivery->parcel.to = delivery->to;
	delivery->parcel.to_name = delivery->to_name;
	delivery->parcel.subject = delivery->subject;
	delivery->parcel.body = delivery->body;
	delivery->parcel.language = delivery->language;
	name_kind(mail->reminder, delivery->kind, sizeof(delivery->kind));
	delivery->parcel.kind = delivery->kind;
	if (delivery->reminder != NULL && delivery->reminder->session[0] != '\0')
		delivery->parcel.session = delivery->reminder->session;
	if (delivery->reply_to[0] != '\0')
		delivery->parcel.reply_to = delivery->reply_to;
	delivery->parcel.message_id = delivery->message_id;
	delivery->parcel.bytes = delivery->bytes;
	delivery->in_channel = true;
	delivery->channel = ways_for(self->ways, delivery->to);
	delivery->channel->deliver(delivery->channel, &delivery->parcel, on_channel, delivery);
}

void delivery_drop(struct reminders *self, const struct cause *cause, const Reminder *reminder, const char *reason,
	delivery_cb done, void *arg)
{
	struct delivery *delivery = begin(self, cause, reminder, reminder->key, done, arg);

	delivery->reminder->state = REMINDER_STATE_DROPPED;
	delivery->body = task_copy(reason);
	record(delivery);
}

void delivery_put_off(struct reminders *self, const struct cause *cause, const Reminder *reminder, int64_t until,
	const char *reason, delivery_cb done, void *arg)
{
	struct delivery *delivery = begin(self, cause, reminder, reminder->key, done, arg);

	delivery->put_off = true;
	delivery->body = task_copy(reason);
	try_again_at(delivery, until);
	record(delivery);
}
