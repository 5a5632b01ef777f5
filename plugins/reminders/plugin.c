/* plugins/reminders/ — the plugin: what it is asked to do, and who does it. */
#include "plugins/reminders/reminders.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/answers/answer.h"
#include "plugins/reminders/answers/inbox.h"
#include "plugins/reminders/answers/receive.h"
#include "plugins/reminders/delivery/pace.h"
#include "plugins/reminders/messages/coming.h"
#include "plugins/reminders/messages/digest.h"
#include "plugins/reminders/messages/hours.h"
#include "plugins/reminders/messages/message.h"
#include "plugins/reminders/rules/digest.h"
#include "plugins/reminders/settings.h"
#include "plugins/reminders/turn.h"
#include "plugins/reminders/wipe.h"
#include "proto/status.h"

#define ERASING "person.erasing"
#define TIMED   "person.timed"

enum { PENDING = 200 };

/* ---- beginning and end ---- */

static enum status open_texts(struct reminders *self, struct error *reterr)
{
	const char *share = self->sdk.api->share_dir(self->sdk.host);
	char dir[4096];

	snprintf(dir, sizeof(dir), "%s/texts", share != NULL ? share : "");
	return text_catalogue_open(sdk_config(&self->sdk, "texts", dir), &self->texts, reterr);
}

static int count_of(struct reminders *self, const char *key, int otherwise)
{
	const char *value = sdk_config(&self->sdk, key, NULL);

	return value != NULL ? atoi(value) : otherwise;
}

/* Without one of the operator's, what a mail server hands over goes into one of our own. */
static enum status open_inbox(struct reminders *self, struct error *reterr)
{
	const char *given = sdk_config(&self->sdk, "inbox", NULL);
	char own[4096];

	snprintf(own, sizeof(own), "%s/inbox", self->sdk.api->data_dir(self->sdk.host));
	return inbox_open(self->sdk.api->loop(self->sdk.host), given != NULL ? given : own, given == NULL, answer_read,
		self, &self->inbox, reterr);
}

static enum status open_all(struct reminders *self, struct error *reterr)
{
	enum status st;

	self->from = sdk_config(&self->sdk, "from", "Ridealong <ridealong@localhost>");
	self->domain = sdk_config(&self->sdk, "domain", "localhost");
	self->language = sdk_config(&self->sdk, "language", "en");
	self->pace = pace_create(
		count_of(self, "most_an_hour", PACE_MOST_AN_HOUR), count_of(self, "most_a_minute", PACE_MOST_A_MINUTE));
	self->authority = sdk_config(&self->sdk, "require_auth", NULL);
	st = open_texts(self, reterr);
	if (st != STATUS_OK)
		return st;
	st = ways_open(&self->sdk, &self->ways, reterr);
	if (st != STATUS_OK)
		return st;
	return open_inbox(self, reterr);
}

static void stop(void *arg)
{
	struct reminders *self = arg;

	task_end_all(self);
	self->errands = NULL; /* they were the tasks' */
	turn_end_all(self);
	inbox_close(self->inbox);
	ways_close(self->ways);
	text_catalogue_close(self->texts);
	pace_destroy(self->pace);
	free(self);
}

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	static struct error error;
	struct reminders *self = calloc(1, sizeof(*self));

	if (self == NULL || !sdk_init(&self->sdk, host, api, ret_error)) {
		free(self);
		return NULL;
	}
	g_mime_init();
	if (open_all(self, &error) != STATUS_OK) {
		*ret_error = error.message;
		stop(self);
		return NULL;
	}
	inbox_scan(self->inbox);
	return self;
}

/* ---- events and timers ---- */

/* Work waits for its turn; what it is about is valid until it is finished. */
struct work {
	struct turn turn;
	struct reminders *self;
	struct ridealong_work *work;
	const struct ridealong_event *event; /* one of these */
	const struct ridealong_timer *timer;
	const struct ridealong_call *call;
	char *name, *locale; /* of the reminder that a caller wants tried again, and theirs; else NULL */
};

static void free_work(struct turn *turn)
{
	struct work *work = (struct work *)turn;

	free(work->name);
	free(work->locale);
	free(work);
}

static struct work *remember(struct reminders *self, struct ridealong_work *work)
{
	struct work *remembered = task_allocate(sizeof(*remembered));

	remembered->self = self;
	remembered->work = work;
	return remembered;
}

static void on_done(void *arg, int status, const char *message)
{
	struct work *work = arg;

	if (status == STATUS_OK)
		sdk_finish(&work->self->sdk, work->work, NULL);
	else
		sdk_fail(&work->self->sdk, work->work, status, NULL, "%s", message);
	turn_end(work->self, &work->turn);
}

static void begin_event(struct turn *turn)
{
	struct work *work = (struct work *)turn;

	if (strcmp(work->event->type, ERASING) == 0) {
		wipe_person(work->self, work->work, work->event->subject, on_done, work);
		return;
	}
	if (strcmp(work->event->type, TIMED) == 0)
		hours_changed(work->self, turn, work->work, work->event->subject, on_done, work);
	else
		message_plan(work->self, work->work, work->event, on_done, work);
}

static void on_event(void *arg, struct ridealong_work *work, const struct ridealong_event *event)
{
	struct work *remembered = remember(arg, work);

	remembered->event = event;
	remembered->turn.alone = strcmp(event->type, ERASING) == 0; /* nothing of theirs is on its way, then */
	turn_wait(arg, &remembered->turn, begin_event, free_work);
}

static void on_pending_reminder(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct work *work = arg;
	const Reminder *reminder = (const Reminder *)reply;

	if (end->status != STATUS_OK)
		on_done(work, end->status == STATUS_NOT_FOUND ? STATUS_OK : end->status, end->message);
	else if (reminder->state != REMINDER_STATE_PENDING)
		on_done(work, STATUS_OK, "");
	else
		message_retry(work->self, &work->turn, work->work, reminder, false, on_done, work);
}

static void get_reminder(
	struct reminders *self, struct ridealong_work *work, const char *name, sdk_reply_cb done, void *arg)
{
	GetReminderRequest request = GET_REMINDER_REQUEST__INIT;

	request.name = (char *)name;
	sdk_call(&self->sdk, work, &reminders__descriptor, "GetReminder", NULL, &request.base, done, arg);
}

static void begin_timer(struct turn *turn)
{
	struct work *work = (struct work *)turn;
	const char *key = work->timer->key;

	if (strncmp(key, "retry/", strlen("retry/")) == 0)
		get_reminder(work->self, work->work, key + strlen("retry/"), on_pending_reminder, work);
	else if (strncmp(key, DIGEST_PREFIX, strlen(DIGEST_PREFIX)) == 0)
		digest_due(work->self, turn, work->work, key + strlen(DIGEST_PREFIX), NULL, on_done, work);
	else
		message_due(work->self, turn, work->work, work->timer, on_done, work);
}

static void on_timer(void *arg, struct ridealong_work *work, const struct ridealong_timer *timer)
{
	struct work *remembered = remember(arg, work);

	remembered->timer = timer;
	turn_wait(arg, &remembered->turn, begin_timer, free_work);
}

/* ---- RetryReminder ---- */

static void on_final_reminder(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct work *work = arg;

	if (end->status == STATUS_OK)
		sdk_finish(&work->self->sdk, work->work, reply);
	else
		sdk_finish_as(&work->self->sdk, work->work, end);
	turn_end(work->self, &work->turn);
}

static void on_retried(void *arg, int status, const char *message)
{
	struct work *work = arg;

	if (status == STATUS_OK) {
		get_reminder(work->self, work->work, work->name, on_final_reminder, work);
		return;
	}
	sdk_fail(&work->self->sdk, work->work, status, status == STATUS_FAILED_PRECONDITION ? "NOT_FAILED" : NULL, "%s",
		text_catalogue_say(work->self->texts, work->locale, message));
	turn_end(work->self, &work->turn);
}

static void on_reminder_to_retry(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct work *work = arg;

	if (end->status != STATUS_OK)
		on_final_reminder(work, end, NULL);
	else
		message_retry(work->self, &work->turn, work->work, (const Reminder *)reply, true, on_retried, work);
}

static void begin_call(struct turn *turn)
{
	struct work *work = (struct work *)turn;

	get_reminder(work->self, work->work, work->name, on_reminder_to_retry, work);
}

static void on_coming(struct reminders *self, struct ridealong_work *work, const struct ridealong_call *call)
{
	ProtobufCMessage *request = sdk_request(&self->sdk, work, call, &list_coming_reminders_request__descriptor);

	if (request == NULL)
		return;
	coming_list(self, work, (const ListComingRemindersRequest *)request, call);
	sdk_free(request);
}

static void on_call(void *arg, struct ridealong_work *work, const struct ridealong_call *call)
{
	struct reminders *self = arg;
	RetryReminderRequest *request;
	struct work *remembered;

	if (sdk_call_is(call, &reminders__descriptor, "ListComingReminders")) {
		on_coming(self, work, call);
		return;
	}
	if (sdk_call_is(call, &reminders__descriptor, "ReceiveMail")) {
		receive_mail(self, work, call);
		return;
	}
	if (!sdk_call_is(call, &reminders__descriptor, "RetryReminder")) {
		sdk_fail(&self->sdk, work, STATUS_UNIMPLEMENTED, NULL, "reminders does not serve %s", call->method);
		return;
	}
	request = (RetryReminderRequest *)sdk_request(&self->sdk, work, call, &retry_reminder_request__descriptor);
	if (request == NULL)
		return;
	remembered = remember(self, work);
	remembered->name = task_copy(request->name);
	remembered->locale = task_copy(call->locale);
	sdk_free(&request->base);
	turn_wait(self, &remembered->turn, begin_call, free_work);
}

/* ---- settle ---- */

struct sweep {
	struct turn turn;
	struct reminders *self;
	ListRemindersResponse *list; /* pending */
	size_t at;
};

static void free_sweep(struct turn *turn)
{
	struct sweep *sweep = (struct sweep *)turn;

	if (sweep->list != NULL)
		sdk_free(&sweep->list->base);
	free(sweep);
}

static void on_all_read(void *arg)
{
	struct reminders *self = arg;

	sdk_finish(&self->sdk, self->settle, NULL);
}

/* Letters take their own turns, so this one is over. */
static void end_sweep(struct sweep *sweep)
{
	struct reminders *self = sweep->self;

	turn_end(self, &sweep->turn);
	inbox_settle(self->inbox, on_all_read, self);
}

static void sweep_next(struct sweep *sweep);

static void on_swept(void *arg, int status, const char *message)
{
	struct sweep *sweep = arg;

	(void)message;
	if (status != STATUS_OK)
		sweep->self->looked_back = false; /* at the next occasion, then */
	sweep_next(sweep);
}

static void sweep_next(struct sweep *sweep)
{
	while (sweep->at < sweep->list->n_reminders) {
		const Reminder *reminder = sweep->list->reminders[sweep->at++];

		/* One that was tried has a timer, one that waits for a digest has the digest's; an acknowledgement has
		 * its letter. */
		if (reminder->attempts > 0 || digest_holds(reminder) || reminder->kind == REMINDER_KIND_ACKNOWLEDGEMENT)
			continue;
		message_retry(sweep->self, NULL, sweep->self->settle, reminder, false, on_swept, sweep);
		return;
	}
	end_sweep(sweep);
}

static void on_pending_list(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct sweep *sweep = arg;

	if (end->status != STATUS_OK) {
		sweep->self->looked_back = false;
		end_sweep(sweep);
		return;
	}
	sweep->list = (ListRemindersResponse *)sdk_copy(reply);
	sweep_next(sweep);
}

/* What an earlier life recorded and did not get round to sending has its timer still; this brings it forward. */
static void begin_sweep(struct turn *turn)
{
	static ReminderState pending[] = { REMINDER_STATE_PENDING };
	struct sweep *sweep = (struct sweep *)turn;
	ListRemindersRequest request = LIST_REMINDERS_REQUEST__INIT;

	if (sweep->self->looked_back) {
		end_sweep(sweep);
		return;
	}
	sweep->self->looked_back = true;
	request.states = pending;
	request.n_states = 1;
	request.page_size = PENDING;
	sdk_call(&sweep->self->sdk, NULL, &reminders__descriptor, "ListReminders", NULL, &request.base, on_pending_list,
		sweep);
}

static void settle(void *arg, struct ridealong_work *work)
{
	struct reminders *self = arg;
	struct sweep *sweep = task_allocate(sizeof(*sweep));

	self->settle = work;
	sweep->self = self;
	sweep->turn.alone = true; /* all that is on its way arrives first */
	turn_wait(self, &sweep->turn, begin_sweep, free_sweep);
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const char *const types[] = { "session.", "action_point.", "coaching.", ERASING, TIMED, NULL };
	static const struct ridealong_plugin self = { .abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "reminders",
		.event_types = types,
		.start = start,
		.stop = stop,
		.settle = settle,
		.on_event = on_event,
		.on_timer = on_timer,
		.on_call = on_call,
		.settings = reminders_settings,
		.settings_fault = reminders_settings_fault,
		.part_settings = reminders_part_settings,
		.part_fault = ways_part_fault,
		.sections_fault = ways_sections_fault };

	reminders_settings_gather();
	return &self;
}
