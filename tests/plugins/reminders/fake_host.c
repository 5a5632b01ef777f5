/* A host over a small world. */
#include "fake_host.h"

#include <ridealong/sdk.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/gate.pb-c.h"
#include "ridealong/v1/template.pb-c.h"
#include "ridealong/v1/timer.pb-c.h"

struct outcome {
	int status;
	const char *message, *reason;
	const ProtobufCMessage *reply;
};

static const struct outcome not_found = { 5, "there is no such thing", "NO_SUCH_RESOURCE", NULL };

static struct outcome good(const ProtobufCMessage *reply)
{
	return (struct outcome){ 0, "", "", reply };
}

/* ---- reminders ---- */

static void fill_reminder(struct kept_reminder *kept, Reminder *ret)
{
	static char address[40];

	*ret = (Reminder)REMINDER__INIT;
	ret->name = kept->name;
	ret->key = kept->key;
	ret->person = kept->person;
	ret->session = kept->session;
	ret->action_point = kept->action_point;
	ret->kind = kept->kind;
	ret->state = kept->state;
	ret->attempts = kept->attempts;
	ret->reason = kept->reason;
	ret->message_id = kept->message_id;
	ret->create_time = &kept->created;
	if (kept->sent.seconds != 0)
		ret->send_time = &kept->sent;
	snprintf(address, sizeof(address), "secret%s", kept->name + strlen("reminders/"));
	if (kept->answerable)
		ret->answer_address = address;
}

static struct kept_reminder *find_reminder(struct ridealong_host *host, const char *name, const char *key)
{
	for (int i = 0; i < host->n_reminders; i++)
		if ((name != NULL && strcmp(host->reminders[i].name, name) == 0) ||
			(key != NULL && strcmp(host->reminders[i].key, key) == 0))
			return &host->reminders[i];
	return NULL;
}

static struct outcome create_reminder(struct ridealong_host *host, const CreateReminderRequest *in)
{
	static Reminder reply;
	struct kept_reminder *kept = find_reminder(host, NULL, in->reminder->key);

	if (kept == NULL) {
		kept = &host->reminders[host->n_reminders++];
		memset(kept, 0, sizeof(*kept));
		snprintf(kept->name, sizeof(kept->name), "reminders/%d", host->n_reminders);
		snprintf(kept->key, sizeof(kept->key), "%s", in->reminder->key);
		snprintf(kept->person, sizeof(kept->person), "%s", in->reminder->person);
		snprintf(kept->session, sizeof(kept->session), "%s", in->reminder->session);
		snprintf(kept->action_point, sizeof(kept->action_point), "%s", in->reminder->action_point);
		kept->kind = in->reminder->kind;
		kept->state = REMINDER_STATE_PENDING;
		kept->answerable = in->answerable;
		kept->created = sdk_time(host->now);
	}
	fill_reminder(kept, &reply);
	return good(&reply.base);
}

static bool masks(const FieldMask *mask, const char *path)
{
	for (size_t i = 0; i < mask->n_paths; i++)
		if (strcmp(mask->paths[i], path) == 0)
			return true;
	return false;
}

static struct outcome update_reminder(struct ridealong_host *host, const UpdateReminderRequest *in)
{
	static Reminder reply;
	struct kept_reminder *kept = find_reminder(host, in->reminder->name, NULL);

	if (kept == NULL)
		return not_found;
	if (masks(in->update_mask, "state"))
		kept->state = in->reminder->state;
	if (masks(in->update_mask, "attempts"))
		kept->attempts = in->reminder->attempts;
	if (masks(in->update_mask, "reason"))
		snprintf(kept->reason, sizeof(kept->reason), "%s", in->reminder->reason);
	if (masks(in->update_mask, "message_id"))
		snprintf(kept->message_id, sizeof(kept->message_id), "%s", in->reminder->message_id);
	if (masks(in->update_mask, "send_time"))
		kept->sent = *in->reminder->send_time;
	fill_reminder(kept, &reply);
	return good(&reply.base);
}

static struct outcome list_reminders(struct ridealong_host *host, const ListRemindersRequest *in)
{
	static ListRemindersResponse reply;
	static Reminder all[MOST_KEPT];
	static Reminder *pointers[MOST_KEPT];

	reply = (ListRemindersResponse)LIST_REMINDERS_RESPONSE__INIT;
	for (int i = 0; i < host->n_reminders; i++) {
		struct kept_reminder *kept = &host->reminders[i];

		if ((in->person[0] != '\0' && strcmp(in->person, kept->person) != 0) ||
			(in->session[0] != '\0' && strcmp(in->session, kept->session) != 0) ||
			(in->n_states > 0 && in->states[0] != kept->state))
			continue;
		fill_reminder(kept, &all[i]);
		pointers[reply.n_reminders++] = &all[i];
	}
	reply.reminders = pointers;
	return good(&reply.base);
}

static struct outcome take_answer(struct ridealong_host *host, const AnswerRequest *in)
{
	static char line[] = "zomaar iets", problem[] = "dit is geen antwoord op een vraag",
		    summary[] = "Eén antwoord.";
	static AnswerResponse reply;
	static LineResult result;
	static LineResult *results[] = { &result };
	static char name[40];
	struct kept_reminder *kept;
	int status = host->answer_status;

	if (status != 0)
		return (struct outcome){ status, "dat kan nu niet", "NOT_NOW", NULL };
	snprintf(name, sizeof(name), "reminders/%s", strncmp(in->address, "secret", 6) == 0 ? in->address + 6 : "none");
	kept = find_reminder(host, name, NULL);
	if (kept == NULL)
		return not_found;
	if (strcmp(in->sender, strcmp(kept->person, "people/coach") == 0 ? host->coach.email : host->coachee.email) !=
		0)
		return (struct outcome){ 7, "the address belongs to somebody else", "NOT_YOURS", NULL };
	if (!kept->answerable)
		return (struct outcome){ 9, "it was answered before", "ANSWERED", NULL };
	kept->answerable = false;
	host->answers++;
	snprintf(host->answered_text, sizeof(host->answered_text), "%s", in->text);
	if (host->lose_answer) {
		host->lose_answer = false;
		host->answer_status = 14;
		return (struct outcome){ 14, "the daemon went away", "", NULL };
	}
	result = (LineResult)LINE_RESULT__INIT;
	result.line = line;
	result.problem = problem;
	reply = (AnswerResponse)ANSWER_RESPONSE__INIT;
	reply.reminder = kept->name;
	reply.summary = summary;
	if (strstr(in->text, line) != NULL) {
		reply.lines = results;
		reply.n_lines = 1;
	}
	return good(&reply.base);
}

/* ---- timers ---- */

static struct outcome set_timer(struct ridealong_host *host, const SetTimerRequest *in)
{
	static Timer reply;
	struct kept_timer *timer = (struct kept_timer *)fake_host_find_timer(host, in->timer->key);

	if (timer == NULL)
		timer = &host->timers[host->n_timers++];
	snprintf(timer->key, sizeof(timer->key), "%s", in->timer->key);
	timer->due = sdk_time_us(in->timer->due_time);
	reply = (Timer)TIMER__INIT;
	return good(&reply.base);
}

const struct kept_timer *fake_host_find_timer(const struct ridealong_host *host, const char *key)
{
	for (int i = 0; i < host->n_timers; i++)
		if (strcmp(host->timers[i].key, key) == 0)
			return &host->timers[i];
	return NULL;
}

/* ---- the rest of the world ---- */

static struct outcome get_person(struct ridealong_host *host, const char *name)
{
	Person *people[] = { &host->coach, &host->coachee };

	for (int i = 0; i < 2; i++)
		if (strcmp(name, people[i]->name) == 0 || strcmp(name + strlen("people/"), people[i]->email) == 0)
			return good(&people[i]->base);
	return not_found;
}

static struct outcome get_template(void)
{
	static char keys[6][2] = { "a", "b", "c", "d", "e", "f" };
	static Question questions[6];
	static Question *pointers[6];
	static Template reply;

	for (int i = 0; i < 6; i++) {
		questions[i] = (Question)QUESTION__INIT;
		questions[i].part = TEMPLATE_PART_BEFORE;
		questions[i].required = true;
		questions[i].text = keys[i];
		pointers[i] = &questions[i];
	}
	reply = (Template)TEMPLATE__INIT;
	reply.questions = pointers;
	reply.n_questions = 6;
	return good(&reply.base);
}

static struct outcome answer_call(struct ridealong_host *host, const struct fake_call *call, const ProtobufCMessage *in)
{
	const char *method = strchr(call->method, '/') + 1;
	static SessionCard card;
	static Debrief debrief;

	if (strcmp(method, "GetSession") == 0)
		return host->hidden && strcmp(call->act_as, "people/coachee") == 0 ? not_found
										   : good(&host->session.base);
	if (strcmp(method, "GetPerson") == 0)
		return get_person(host, ((const GetPersonRequest *)in)->name);
	if (strcmp(method, "GetCoaching") == 0)
		return good(&host->coaching.base);
	if (strcmp(method, "GetActionPoint") == 0)
		return good(&host->point.base);
	if (strcmp(method, "GetPreparation") == 0)
		return good(&host->preparation.base);
	if (strcmp(method, "GetTemplate") == 0)
		return get_template();
	if (strcmp(method, "GetSessionCard") == 0) {
		card = (SessionCard)SESSION_CARD__INIT;
		return good(&card.base);
	}
	if (strcmp(method, "GetDebrief") == 0) {
		debrief = (Debrief)DEBRIEF__INIT;
		return good(&debrief.base);
	}
	if (strcmp(method, "SetTimer") == 0)
		return set_timer(host, (const SetTimerRequest *)in);
	if (strcmp(method, "CreateReminder") == 0)
		return create_reminder(host, (const CreateReminderRequest *)in);
	if (strcmp(method, "UpdateReminder") == 0)
		return update_reminder(host, (const UpdateReminderRequest *)in);
	if (strcmp(method, "ListReminders") == 0)
		return list_reminders(host, (const ListRemindersRequest *)in);
	if (strcmp(method, "GetReminder") == 0) {
		static Reminder reply;
		struct kept_reminder *kept = find_reminder(host, ((const GetReminderRequest *)in)->name, NULL);

		if (kept == NULL)
			return not_found;
		fill_reminder(kept, &reply);
		return good(&reply.base);
	}
	if (strcmp(method, "Answer") == 0)
		return take_answer(host, (const AnswerRequest *)in);
	return (struct outcome){ 14, "nobody serves this", "", NULL };
}

static const ProtobufCServiceDescriptor *const services[] = { &sessions__descriptor, &people__descriptor,
	&action_points__descriptor, &preparations__descriptor, &templates__descriptor, &debriefs__descriptor,
	&timers__descriptor, &reminders__descriptor, &gate__descriptor };

static ProtobufCMessage *unpack(const struct fake_call *call)
{
	const char *slash = strchr(call->method, '/');

	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++) {
		const ProtobufCMethodDescriptor *method;

		if (strncmp(services[i]->name, call->method, (size_t)(slash - call->method)) != 0)
			continue;
		method = protobuf_c_service_descriptor_get_method_by_name(services[i], slash + 1);
		return protobuf_c_message_unpack(method->input, NULL, call->length, call->bytes);
	}
	return NULL;
}

static void answer_one(struct ridealong_host *host)
{
	struct fake_call *call = host->calls;
	ProtobufCMessage *in = unpack(call);
	struct outcome outcome = answer_call(host, call, in);
	struct ridealong_reply reply = {
		.size = sizeof(reply), .status = outcome.status, .message = outcome.message, .reason = outcome.reason
	};
	uint8_t *bytes = NULL;

	host->calls = call->next;
	if (outcome.reply != NULL) {
		bytes = malloc(protobuf_c_message_get_packed_size(outcome.reply) + 1);
		reply.bytes = bytes;
		reply.length = protobuf_c_message_pack(outcome.reply, bytes);
	}
	if (call->done != NULL)
		call->done(call->arg, &reply);
	free(bytes);
	free(call->bytes);
	free(call);
	protobuf_c_message_free_unpacked(in, NULL);
}

/* ---- the host ---- */

static struct uv_loop_s *host_loop(struct ridealong_host *host)
{
	return &host->loop;
}

static int64_t host_now(struct ridealong_host *host)
{
	return host->now;
}

static const char *host_config(struct ridealong_host *host, const char *key)
{
	static char inbox[100], maildir[100];

	snprintf(inbox, sizeof(inbox), "%s/inbox", host->dir);
	snprintf(maildir, sizeof(maildir), "%s/mail", host->dir);
	if (strcmp(key, "inbox") == 0)
		return inbox;
	if (strcmp(key, "maildir") == 0)
		return host->command == NULL ? maildir : NULL;
	if (strcmp(key, "command") == 0)
		return host->command;
	if (strcmp(key, "from") == 0)
		return "Ridealong <ridealong@example.com>";
	return strcmp(key, "domain") == 0 ? "example.com" : NULL;
}

static const char *host_data_dir(struct ridealong_host *host)
{
	return host->dir;
}

static const char *host_share_dir(struct ridealong_host *host)
{
	static char dir[4096];

	(void)host;
	snprintf(dir, sizeof(dir), "%s/plugins/reminders", getenv("RIDEALONG_SOURCE"));
	return dir;
}

static void host_log(struct ridealong_host *host, enum ridealong_level level, const char *line)
{
	(void)host;
	printf("log %d: %s\n", (int)level, line);
}

static void host_call(struct ridealong_host *host, struct ridealong_work *work, const char *method, const char *act_as,
	const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	struct fake_call *call = calloc(1, sizeof(*call)), **at = &host->calls;

	(void)work;
	snprintf(call->method, sizeof(call->method), "%s", method);
	snprintf(call->act_as, sizeof(call->act_as), "%s", act_as != NULL ? act_as : "");
	call->bytes = malloc(length + 1);
	memcpy(call->bytes, bytes, length);
	call->length = length;
	call->done = done;
	call->arg = arg;
	while (*at != NULL)
		at = &(*at)->next;
	*at = call;
}

static void host_finish(struct ridealong_host *host, struct ridealong_work *work, int status, const char *message,
	const char *reason, const void *bytes, size_t length)
{
	(void)work;
	(void)reason;
	(void)bytes;
	(void)length;
	host->finished++;
	host->status = status;
	if (status != 0)
		printf("work ended with %d: %s\n", status, message);
}

static const struct ridealong_host_api api = { .size = sizeof(api),
	.loop = host_loop,
	.now = host_now,
	.config = host_config,
	.data_dir = host_data_dir,
	.share_dir = host_share_dir,
	.log = host_log,
	.call = host_call,
	.finish = host_finish };

static void on_turn(uv_idle_t *turn)
{
	struct ridealong_host *host = turn->data;

	if (host->calls != NULL)
		answer_one(host);
}

static int run_until_finished(struct ridealong_host *host, int before)
{
	while (host->finished == before)
		uv_run(&host->loop, UV_RUN_NOWAIT);
	return host->status;
}

void fake_host_restart(struct ridealong_host *host)
{
	const char *sentence = "";

	uv_loop_init(&host->loop);
	uv_idle_init(&host->loop, &host->turn);
	host->turn.data = host;
	uv_idle_start(&host->turn, on_turn);
	host->plugin = ridealong_plugin();
	host->self = host->plugin->start(host, &api, &sentence);
	if (host->self == NULL)
		printf("the plugin refuses: %s\n", sentence);
}

void fake_host_start(struct ridealong_host *host)
{
	strcpy(host->dir, "/tmp/reminders-host-XXXXXX");
	if (mkdtemp(host->dir) == NULL)
		abort();
	fake_host_restart(host);
}

void fake_host_stop(struct ridealong_host *host)
{
	if (host->self != NULL)
		host->plugin->stop(host->self);
	host->self = NULL;
	while (host->calls != NULL) { /* what was under way is answered to nobody */
		struct fake_call *call = host->calls;

		host->calls = call->next;
		free(call->bytes);
		free(call);
	}
	uv_close((uv_handle_t *)&host->turn, NULL);
	uv_run(&host->loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&host->loop) != 0)
		printf("handles were left open\n");
}

void fake_host_remove(struct ridealong_host *host)
{
	char command[100];

	fake_host_stop(host);
	snprintf(command, sizeof(command), "rm -rf %s", host->dir);
	if (system(command) != 0)
		abort();
}

int fake_host_event(struct ridealong_host *host, const char *type, const char *subject)
{
	const struct ridealong_event event = { .size = sizeof(event),
		.name = "events/1",
		.type = type,
		.subject = subject,
		.actor = "people/coach",
		.from_state = "",
		.to_state = "",
		.time_us = host->now };
	int before = host->finished;

	host->plugin->on_event(host->self, NULL, &event);
	return run_until_finished(host, before);
}

int fake_host_timer(struct ridealong_host *host, const char *key)
{
	const struct ridealong_timer timer = { .size = sizeof(timer), .key = key, .due_us = host->now };
	int before = host->finished;

	host->plugin->on_timer(host->self, NULL, &timer);
	return run_until_finished(host, before);
}

int fake_host_settle(struct ridealong_host *host)
{
	int before = host->finished;

	host->plugin->settle(host->self, NULL);
	return run_until_finished(host, before);
}

int fake_host_retry(struct ridealong_host *host, const char *reminder)
{
	RetryReminderRequest request = RETRY_REMINDER_REQUEST__INIT;
	struct ridealong_call call = { .size = sizeof(call),
		.method = "ridealong.v1.Reminders/RetryReminder",
		.caller = "admin",
		.locale = "en" };
	int before = host->finished;
	uint8_t bytes[100];

	request.name = (char *)reminder;
	call.length = protobuf_c_message_pack(&request.base, bytes);
	call.bytes = bytes;
	host->plugin->on_call(host->self, NULL, &call);
	return run_until_finished(host, before);
}

void fake_host_advance(struct ridealong_host *host, int64_t until)
{
	for (;;) {
		int next = -1;
		char key[200];

		for (int i = 0; i < host->n_timers; i++)
			if (host->timers[i].due <= until && (next < 0 || host->timers[i].due < host->timers[next].due))
				next = i;
		if (next < 0)
			break;
		if (host->timers[next].due > host->now)
			host->now = host->timers[next].due;
		strcpy(key, host->timers[next].key);
		host->timers[next] = host->timers[--host->n_timers];
		fake_host_timer(host, key);
	}
	host->now = until;
}
