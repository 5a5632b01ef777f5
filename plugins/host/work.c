/* plugins/host — work at hand: from the contract's messages to the plugin's functions. */
#include "plugins/host/inside.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t time_us(const Timestamp *time)
{
	return time == NULL ? 0 : time->seconds * 1000000 + time->nanos / 1000;
}

static void begin_event(struct ridealong_host *host, struct ridealong_work *work, const Event *event)
{
	work->event = (struct ridealong_event){ .size = sizeof(work->event),
		.name = event->name,
		.type = event->type,
		.subject = event->subject,
		.actor = event->actor,
		.from_state = event->from_state,
		.to_state = event->to_state,
		.time_us = time_us(event->event_time) };
	if (host->plugin->on_event != NULL)
		host->plugin->on_event(host->self, work, &work->event);
	else
		host_api.finish(host, work, STATUS_OK, "", "", NULL, 0);
}

static void begin_timer(struct ridealong_host *host, struct ridealong_work *work, const Timer *timer)
{
	work->timer = (struct ridealong_timer){ .size = sizeof(work->timer),
		.key = timer->key,
		.due_us = time_us(timer->due_time),
		.payload = timer->payload.data,
		.length = timer->payload.len };
	if (host->plugin->on_timer != NULL)
		host->plugin->on_timer(host->self, work, &work->timer);
	else
		host_api.finish(host, work, STATUS_OK, "", "", NULL, 0);
}

static void begin_call(struct ridealong_host *host, struct ridealong_work *work, const PluginCall *call)
{
	work->call = (struct ridealong_call){ .size = sizeof(work->call),
		.method = call->method,
		.bytes = call->payload.data,
		.length = call->payload.len,
		.caller = call->caller,
		.locale = call->locale,
		.admin = call->admin };
	if (host->plugin->on_call != NULL)
		host->plugin->on_call(host->self, work, &work->call);
	else
		host_api.finish(host, work, STATUS_UNIMPLEMENTED, "the plugin serves no calls", "", NULL, 0);
}

static void begin_settle(struct ridealong_host *host, struct ridealong_work *work)
{
	if (host->plugin->settle != NULL)
		host->plugin->settle(host->self, work);
	else
		host_api.finish(host, work, STATUS_OK, "", "", NULL, 0);
}

static bool is_at_hand(const struct ridealong_host *host, const char *id)
{
	for (const struct ridealong_work *work = host->work; work != NULL; work = work->next)
		if (strcmp(work->message->id, id) == 0)
			return true;
	return false;
}

void work_begin(struct ridealong_host *host, Work *message)
{
	struct ridealong_work *work, **last = &host->work;

	if (is_at_hand(host, message->id)) {
		work__free_unpacked(message, NULL);
		return;
	}
	work = host_allocate(sizeof(*work));
	work->message = message;
	while (*last != NULL)
		last = &(*last)->next;
	*last = work;
	switch (message->kind_case) {
	case WORK__KIND_EVENT:
		begin_event(host, work, message->event);
		return;
	case WORK__KIND_TIMER:
		begin_timer(host, work, message->timer);
		return;
	case WORK__KIND_CALL:
		begin_call(host, work, message->call);
		return;
	case WORK__KIND_SETTLE:
		begin_settle(host, work);
		return;
	default:
		host_api.finish(
			host, work, STATUS_UNIMPLEMENTED, "work of a kind this host does not know", "", NULL, 0);
	}
}

static void work_destroy(struct ridealong_work *work)
{
	while (work->ordinals != NULL) {
		struct ordinal *ordinal = work->ordinals;

		work->ordinals = ordinal->after;
		free(ordinal->call);
		free(ordinal);
	}
	if (work->message != NULL)
		work__free_unpacked(work->message, NULL);
	free(work);
}

void work_finish_all(struct ridealong_host *host)
{
	while (host->work != NULL) {
		struct ridealong_work *work = host->work;

		host->work = work->next;
		work_destroy(work);
	}
}

void work_forget(struct ridealong_host *host, struct ridealong_work *work)
{
	for (struct ridealong_work **at = &host->work; *at != NULL; at = &(*at)->next) {
		if (*at == work) {
			*at = work->next;
			work_destroy(work);
			return;
		}
	}
}

static uint32_t next_ordinal(struct ridealong_work *work, const char *call)
{
	struct ordinal *ordinal;

	for (ordinal = work->ordinals; ordinal != NULL; ordinal = ordinal->after)
		if (strcmp(ordinal->call, call) == 0)
			return ordinal->next++;
	ordinal = host_allocate(sizeof(*ordinal));
	*ordinal = (struct ordinal){ .call = host_strdup(call), .next = 1, .after = work->ordinals };
	work->ordinals = ordinal;
	return 0;
}

/* Method, person and content in a line; it fits, as method and person are cut if need be and the content follows. */
static void describe_call(const char *method, const char *act_as, const void *bytes, size_t length, char ret[512])
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char content[2 * sizeof(hash) + 1];

	crypto_hash_sha256(hash, bytes, length);
	sodium_bin2hex(content, sizeof(content), hash, sizeof(hash));
	snprintf(ret, 512, "%.100s %.320s %s", method, act_as != NULL ? act_as : "", content);
}

static void hash_id(const char *text, char ret[37])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
	sodium_bin2hex(ret, 37, hash, 18);
}

void work_request_id(struct ridealong_work *work, const char *method, const char *act_as, const void *bytes,
	size_t length, char ret[37])
{
	char call[512], text[1024];

	describe_call(method, act_as, bytes, length, call);
	snprintf(text, sizeof(text), "%s %s %u", work->message->id, call, (unsigned)next_ordinal(work, call));
	hash_id(text, ret);
}

void request_id_derive(
	const char *request, const char *method, const char *act_as, const void *bytes, size_t length, char ret[37])
{
	char call[512], text[1024];

	describe_call(method, act_as, bytes, length, call);
	/* The call comes first, so that a long name cannot cut it off. */
	snprintf(text, sizeof(text), "request %s %s", call, request);
	hash_id(text, ret);
}
