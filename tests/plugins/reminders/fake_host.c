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
	return fake_host_good(&reply.base);
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
			return fake_host_good(&people[i]->base);
	return fake_host_not_found();
}

/* Nobody chose anything. */
static struct outcome get_team(void)
{
	static TeamPolicy policy;
	static Team reply;

	policy = (TeamPolicy)TEAM_POLICY__INIT;
#define SETTING(NAME, key, field, type, usual, least, most, en, nl) policy.field = usual;
#include "daemon/domain/policy.def"
#undef SETTING
	reply = (Team)TEAM__INIT;
	reply.policy = &policy;
	return fake_host_good(&reply.base);
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
	return fake_host_good(&reply.base);
}

static struct outcome record_bounce(struct ridealong_host *host, const RecordBounceRequest *in)
{
	static char name[] = "reminders/1", reason[] = "came back";
	static Reminder reply;

	if (host->answer_status != 0)
		return (struct outcome){ host->answer_status, "not now", "NOT_NOW", NULL };
	host->bounces++;
	snprintf(host->bounced, sizeof(host->bounced), "%s", in->message_id);
	snprintf(host->bounced_words, sizeof(host->bounced_words), "%s %s", in->status, in->words);
	host->bounced_final = in->final;
	reply = (Reminder)REMINDER__INIT;
	reply.name = name;
	reply.reason = reason;
	return fake_host_good(&reply.base);
}

static struct outcome answer_call(struct ridealong_host *host, const struct fake_call *call, const ProtobufCMessage *in)
{
	const char *method = strchr(call->method, '/') + 1;
	static SessionCard card;
	static Debrief debrief;

	if (strcmp(method, "GetSession") == 0)
		return host->hidden && strcmp(call->act_as, "people/coachee") == 0
			       ? fake_host_not_found()
			       : fake_host_good(&host->session.base);
	if (strcmp(method, "GetPerson") == 0)
		return get_person(host, ((const GetPersonRequest *)in)->name);
	if (strcmp(method, "GetTeam") == 0)
		return get_team();
	if (strcmp(method, "GetCoaching") == 0)
		return fake_host_good(&host->coaching.base);
	if (strcmp(method, "GetActionPoint") == 0)
		return fake_host_good(&host->point.base);
	if (strcmp(method, "GetPreparation") == 0)
		return fake_host_good(&host->preparation.base);
	if (strcmp(method, "GetTemplate") == 0)
		return get_template();
	if (strcmp(method, "GetSessionCard") == 0) {
		card = (SessionCard)SESSION_CARD__INIT;
		return fake_host_good(&card.base);
	}
	if (strcmp(method, "GetDebrief") == 0) {
		debrief = (Debrief)DEBRIEF__INIT;
		return fake_host_good(&debrief.base);
	}
	if (strcmp(method, "SetTimer") == 0)
		return set_timer(host, (const SetTimerRequest *)in);
	if (strcmp(method, "CreateReminder") == 0)
		return fake_host_create_reminder(host, (const CreateReminderRequest *)in);
	if (strcmp(method, "UpdateReminder") == 0)
		return fake_host_update_reminder(host, (const UpdateReminderRequest *)in);
	if (strcmp(method, "ListReminders") == 0)
		return fake_host_list_reminders(host, (const ListRemindersRequest *)in);
	if (strcmp(method, "GetReminder") == 0)
		return fake_host_get_reminder(host, (const GetReminderRequest *)in);
	if (strcmp(method, "Answer") == 0)
		return fake_host_take_answer(host, (const AnswerRequest *)in);
	if (strcmp(method, "RecordBounce") == 0)
		return record_bounce(host, (const RecordBounceRequest *)in);
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
		return host->no_inbox ? NULL : inbox;
	if (strcmp(key, "require_auth") == 0)
		return host->require;
	if (strcmp(key, "maildir") == 0)
		return host->command == NULL ? maildir : NULL;
	if (strcmp(key, "command") == 0)
		return host->command;
	if (strcmp(key, "from") == 0)
		return "Ridealong <ridealong@example.com>";
	if (strcmp(key, "most_an_hour") == 0)
		return host->most_an_hour;
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

static void host_call_as_request(struct ridealong_host *host, const char *request, const char *method,
	const char *act_as, const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	(void)request;
	host_call(host, NULL, method, act_as, bytes, length, done, arg);
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

static const char *host_config_part(struct ridealong_host *host, size_t index)
{
	(void)host;
	(void)index;
	return NULL;
}

static const struct ridealong_host_api api = { .size = sizeof(api),
	.loop = host_loop,
	.now = host_now,
	.config = host_config,
	.data_dir = host_data_dir,
	.share_dir = host_share_dir,
	.log = host_log,
	.call = host_call,
	.finish = host_finish,
	.call_as_request = host_call_as_request,
	.config_part = host_config_part };

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

/* As a host does before stop(); what the plugin then calls ends likewise. */
static void cancel_all(struct ridealong_host *host)
{
	static const struct ridealong_reply cancelled = {
		.size = sizeof(cancelled), .status = 1, .message = "the host is ending", .reason = ""
	};

	while (host->calls != NULL) {
		struct fake_call *call = host->calls;

		host->calls = call->next;
		if (call->done != NULL)
			call->done(call->arg, &cancelled);
		free(call->bytes);
		free(call);
	}
}

void fake_host_stop(struct ridealong_host *host)
{
	cancel_all(host);
	if (host->self != NULL)
		host->plugin->stop(host->self);
	host->self = NULL;
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

void fake_host_two_timers(struct ridealong_host *host, const char *first, const char *second)
{
	const struct ridealong_timer timers[] = { { .size = sizeof(timers[0]), .key = first, .due_us = host->now },
		{ .size = sizeof(timers[0]), .key = second, .due_us = host->now } };
	int before = host->finished;

	for (int i = 0; i < 2; i++)
		host->plugin->on_timer(host->self, NULL, &timers[i]);
	while (host->finished < before + 2)
		uv_run(&host->loop, UV_RUN_NOWAIT);
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

int fake_host_receive(struct ridealong_host *host, const char *mail, const char *receiver, const char *return_path)
{
	ReceiveMailRequest request = RECEIVE_MAIL_REQUEST__INIT;
	struct ridealong_call call = { .size = sizeof(call),
		.method = "ridealong.v1.Reminders/ReceiveMail",
		.caller = "mailserver",
		.locale = "nl" };
	int before = host->finished, status;
	uint8_t *bytes;

	request.mail.data = (uint8_t *)mail;
	request.mail.len = strlen(mail);
	if (receiver != NULL)
		request.receiver = (char *)receiver;
	if (return_path != NULL)
		request.return_path = (char *)return_path;
	bytes = malloc(receive_mail_request__get_packed_size(&request) + 1);
	call.length = receive_mail_request__pack(&request, bytes);
	call.bytes = bytes;
	host->plugin->on_call(host->self, NULL, &call);
	status = run_until_finished(host, before);
	free(bytes);
	return status;
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
