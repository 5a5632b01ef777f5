/* plugins/host — what the plugin may ask of its host. */
#include "plugins/host/inside.h"
#include "plugins/host/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A call's answer travels in a Take, with room for its wrapping. */
#define ANSWER_MAX (1024 * 1024 - 16384)
/* Calls that end with the host; a plugin that calls again for each would never come to its end. */
#define MOST_CANCELLED 10000

static struct uv_loop_s *api_loop(struct ridealong_host *host)
{
	return &host->loop;
}

static int64_t api_now(struct ridealong_host *host)
{
	if (host->simulation)
		return host->clock_us;
	return host->clock_us + (int64_t)(uv_hrtime() - host->clock_at_ns) / 1000;
}

static const char *api_config(struct ridealong_host *host, const char *key)
{
	for (size_t i = 0; i < host->hello->n_config; i++)
		if (strcmp(host->hello->config[i].key, key) == 0)
			return host->hello->config[i].value;
	return NULL;
}

static const char *api_config_part(struct ridealong_host *host, size_t index)
{
	return settings_part(host->hello, index);
}

static const char *api_data_dir(struct ridealong_host *host)
{
	return host->hello->data_dir;
}

static const char *api_share_dir(struct ridealong_host *host)
{
	return host->hello->share_dir;
}

static void api_log(struct ridealong_host *host, enum ridealong_level level, const char *line)
{
	host_log(level, host->hello->plugin, line);
}

/* Ends a call for the plugin, once; its letter, if that is still to come, finds nobody. */
static void end_call(struct ridealong_host *host, struct waiting *waiting, const struct ridealong_reply *reply)
{
	struct waiting **at = &host->waiting;

	while (*at != waiting)
		at = &(*at)->next;
	*at = waiting->next;
	if (waiting->done != NULL)
		waiting->done(waiting->arg, reply);
	waiting->ended = true;
}

static void on_reply(struct ridealong_host *host, struct letter *letter)
{
	struct waiting *waiting = letter->arg;
	const struct ridealong_reply reply = { .size = sizeof(reply),
		.status = letter->error.status,
		.message = letter->error.message,
		.reason = letter->error.reason,
		.bytes = letter->bytes,
		.length = letter->length };

	if (!waiting->ended)
		end_call(host, waiting, &reply);
	free(waiting);
}

void api_cancel_all(struct ridealong_host *host)
{
	static const struct ridealong_reply cancelled = {
		.size = sizeof(cancelled), .status = STATUS_CANCELLED, .message = "the host is ending", .reason = ""
	};

	for (int i = 0; host->waiting != NULL && i < MOST_CANCELLED; i++)
		end_call(host, host->waiting, &cancelled);
	while (host->waiting != NULL) { /* it calls again and again */
		host->waiting->ended = true;
		host->waiting = host->waiting->next;
	}
}

/* Reads carry no request id, as their verbs say. */
static bool is_read(const char *method)
{
	const char *slash = strrchr(method, '/'), *verb = slash != NULL ? slash + 1 : method;

	return strncmp(verb, "Get", 3) == 0 || strncmp(verb, "List", 4) == 0 || strncmp(verb, "Report", 6) == 0;
}

/* What somebody asked for is done in the language in which it was asked; locale is NULL for everything else. */
static void send_call(struct ridealong_host *host, const char *request_id, const char *method, const char *act_as,
	const char *locale, const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	struct waiting *waiting = host_allocate(sizeof(*waiting));
	struct ridealong_call_options options = {
		.size = sizeof(options), .act_as = act_as, .request_id = request_id, .locale = locale
	};

	*waiting = (struct waiting){ .done = done, .arg = arg, .next = host->waiting };
	host->waiting = waiting;
	host_call_async(host, method, bytes, length, &options, letter_create(host, on_reply, waiting));
}

static void api_call(struct ridealong_host *host, struct ridealong_work *work, const char *method, const char *act_as,
	const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	char request_id[37];
	bool named = work != NULL && !is_read(method);

	if (named)
		work_request_id(work, method, act_as, bytes, length, request_id);
	send_call(host, named ? request_id : NULL, method, act_as, work != NULL ? work->call.locale : NULL, bytes,
		length, done, arg);
}

static void api_call_as_request(struct ridealong_host *host, const char *request, const char *method,
	const char *act_as, const void *bytes, size_t length, ridealong_reply_cb done, void *arg)
{
	char request_id[37];
	bool named = !is_read(method);

	if (named)
		request_id_derive(request, method, act_as, bytes, length, request_id);
	send_call(host, named ? request_id : NULL, method, act_as, NULL, bytes, length, done, arg);
}

/* The contract's strings are UTF-8; a sentence that was cut may end within a character. */
static char *clean_text(const char *text)
{
	char *copy = host_strdup(text != NULL ? text : "");
	unsigned char *at = (unsigned char *)copy;

	while (*at != '\0') {
		int length = *at < 0x80 ? 1 : *at >= 0xc2 && *at < 0xe0 ? 2 : (*at & 0xf0) == 0xe0 ? 3 : 0;
		bool fine = length > 0;

		if (*at >= 0xf0 && *at < 0xf5)
			length = 4, fine = true;
		for (int i = 1; i < length && fine; i++)
			fine = (at[i] & 0xc0) == 0x80;
		fine = fine && !(at[0] == 0xe0 && at[1] < 0xa0) && !(at[0] == 0xed && at[1] >= 0xa0) &&
		       !(at[0] == 0xf0 && at[1] < 0x90) && !(at[0] == 0xf4 && at[1] >= 0x90);
		if (!fine)
			*at = '?';
		at += fine ? length : 1;
	}
	return copy;
}

static WorkDone *make_done(const struct ridealong_work *work, int status, const char *message, const char *reason)
{
	WorkDone *done = host_allocate(sizeof(*done));

	work_done__init(done);
	done->work = host_strdup(work->message->id);
	done->status = (uint32_t)status;
	done->message = clean_text(message);
	done->reason = clean_text(reason);
	return done;
}

static void api_finish(struct ridealong_host *host, struct ridealong_work *work, int status, const char *message,
	const char *reason, const void *bytes, size_t length)
{
	WorkDone *done;

	if (length > ANSWER_MAX)
		done = make_done(work, STATUS_RESOURCE_EXHAUSTED, "the answer is too large", "");
	else
		done = make_done(work, status, message, reason);
	if (status == STATUS_OK && length > 0 && length <= ANSWER_MAX) {
		done->payload.data = host_allocate(length);
		memcpy(done->payload.data, bytes, length);
		done->payload.len = length;
	}
	work_forget(host, work);
	take_report(host, done);
}

const struct ridealong_host_api host_api = {
	.size = sizeof(host_api),
	.loop = api_loop,
	.now = api_now,
	.config = api_config,
	.data_dir = api_data_dir,
	.share_dir = api_share_dir,
	.log = api_log,
	.call = api_call,
	.finish = api_finish,
	.call_as_request = api_call_as_request,
	.config_part = api_config_part,
};
