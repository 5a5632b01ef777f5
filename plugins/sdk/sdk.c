/* plugins/sdk — typed messages over the border's bytes. */
#include <ridealong/sdk.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/status.h"
#include "ridealong/v1/timer.pb-c.h"

#define MESSAGE_SIZE 400

static void *allocate(size_t size)
{
	void *memory = calloc(1, size > 0 ? size : 1);

	if (memory == NULL)
		abort();
	return memory;
}

static uint8_t *pack(const ProtobufCMessage *message, size_t *ret_length)
{
	uint8_t *bytes = allocate(protobuf_c_message_get_packed_size(message));

	*ret_length = protobuf_c_message_pack(message, bytes);
	return bytes;
}

bool sdk_init(
	struct sdk *sdk, struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	if (api->size < sizeof(*api)) {
		*ret_error = "the host is older than this plugin";
		return false;
	}
	*sdk = (struct sdk){ .host = host, .api = api };
	return true;
}

/* A call under way: what its answer is, and who waits for it. */
struct pending {
	const ProtobufCMessageDescriptor *type;
	sdk_reply_cb done;
	void *arg;
};

static void on_reply(void *arg, const struct ridealong_reply *end)
{
	struct pending *pending = arg;
	struct ridealong_reply broken = { .size = sizeof(broken),
		.status = STATUS_DATA_LOSS,
		.message = "the answer could not be read",
		.reason = "" };
	ProtobufCMessage *reply = NULL;

	if (pending->done != NULL) {
		if (end->status == STATUS_OK && pending->type != NULL)
			reply = protobuf_c_message_unpack(pending->type, NULL, end->length, end->bytes);
		pending->done(pending->arg, end->status == STATUS_OK && reply == NULL ? &broken : end, reply);
		sdk_free(reply);
	}
	free(pending);
}

/* A call, packed: to be given away with its bytes. */
struct packed {
	char method[128];
	uint8_t *bytes;
	size_t length;
	struct pending *pending;
};

static struct packed begin_call(
	const ProtobufCServiceDescriptor *service, const char *method, sdk_reply_cb done, void *arg)
{
	const ProtobufCMethodDescriptor *known = protobuf_c_service_descriptor_get_method_by_name(service, method);
	struct packed call = { .pending = allocate(sizeof(*call.pending)) };

	*call.pending = (struct pending){ .type = known != NULL ? known->output : NULL, .done = done, .arg = arg };
	snprintf(call.method, sizeof(call.method), "%s/%s", service->name, method);
	return call;
}

static struct packed pack_call(const ProtobufCServiceDescriptor *service, const char *method,
	const ProtobufCMessage *request, sdk_reply_cb done, void *arg)
{
	struct packed call = begin_call(service, method, done, arg);

	call.bytes = pack(request, &call.length);
	return call;
}

void sdk_call(const struct sdk *sdk, struct ridealong_work *work, const ProtobufCServiceDescriptor *service,
	const char *method, const char *act_as, const ProtobufCMessage *request, sdk_reply_cb done, void *arg)
{
	struct packed call = pack_call(service, method, request, done, arg);

	sdk->api->call(sdk->host, work, call.method, act_as, call.bytes, call.length, on_reply, call.pending);
	free(call.bytes);
}

void sdk_call_packed(const struct sdk *sdk, struct ridealong_work *work, const ProtobufCServiceDescriptor *service,
	const char *method, const char *act_as, const void *bytes, size_t length, sdk_reply_cb done, void *arg)
{
	struct packed call = begin_call(service, method, done, arg);

	sdk->api->call(sdk->host, work, call.method, act_as, bytes, length, on_reply, call.pending);
}

void sdk_call_as_request(const struct sdk *sdk, const char *request, const ProtobufCServiceDescriptor *service,
	const char *method, const char *act_as, const ProtobufCMessage *message, sdk_reply_cb done, void *arg)
{
	struct packed call = pack_call(service, method, message, done, arg);

	sdk->api->call_as_request(
		sdk->host, request, call.method, act_as, call.bytes, call.length, on_reply, call.pending);
	free(call.bytes);
}

void sdk_finish(const struct sdk *sdk, struct ridealong_work *work, const ProtobufCMessage *reply)
{
	uint8_t *bytes = NULL;
	size_t length = 0;

	if (reply != NULL)
		bytes = pack(reply, &length);
	sdk->api->finish(sdk->host, work, STATUS_OK, "", "", bytes, length);
	free(bytes);
}

void sdk_finish_as(const struct sdk *sdk, struct ridealong_work *work, const struct ridealong_reply *end)
{
	sdk->api->finish(sdk->host, work, end->status, end->message, end->reason, NULL, 0);
}

void sdk_fail(
	const struct sdk *sdk, struct ridealong_work *work, int status, const char *reason, const char *format, ...)
{
	char message[MESSAGE_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	sdk->api->finish(sdk->host, work, status, message, reason != NULL ? reason : "", NULL, 0);
}

ProtobufCMessage *sdk_request(const struct sdk *sdk, struct ridealong_work *work, const struct ridealong_call *call,
	const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *request = protobuf_c_message_unpack(type, NULL, call->length, call->bytes);

	if (request == NULL)
		sdk_fail(sdk, work, STATUS_INVALID_ARGUMENT, NULL, "the request is no %s", type->short_name);
	return request;
}

bool sdk_call_is(const struct ridealong_call *call, const ProtobufCServiceDescriptor *service, const char *method)
{
	size_t length = strlen(service->name);

	return strncmp(call->method, service->name, length) == 0 && call->method[length] == '/' &&
	       strcmp(call->method + length + 1, method) == 0;
}

ProtobufCMessage *sdk_copy(const ProtobufCMessage *message)
{
	ProtobufCMessage *copy;
	uint8_t *bytes;
	size_t length;

	if (message == NULL)
		return NULL;
	bytes = pack(message, &length);
	copy = protobuf_c_message_unpack(message->descriptor, NULL, length, bytes);
	if (copy == NULL)
		abort();
	free(bytes);
	return copy;
}

void sdk_free(ProtobufCMessage *message)
{
	if (message != NULL)
		protobuf_c_message_free_unpacked(message, NULL);
}

void sdk_timer_set(const struct sdk *sdk, struct ridealong_work *work, const char *key, int64_t due_us,
	const void *payload, size_t length, sdk_reply_cb done, void *arg)
{
	SetTimerRequest request = SET_TIMER_REQUEST__INIT;
	Timestamp due = sdk_time(due_us);
	Timer timer = TIMER__INIT;

	timer.key = (char *)key;
	timer.due_time = &due;
	timer.payload = (ProtobufCBinaryData){ .data = (uint8_t *)payload, .len = length };
	request.timer = &timer;
	sdk_call(sdk, work, &timers__descriptor, "SetTimer", NULL, &request.base, done, arg);
}

/* Deleting: that there was none is as good as that there is none. */
struct deletion {
	sdk_reply_cb done;
	void *arg;
};

static void on_deleted(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct ridealong_reply fine = { .size = sizeof(fine), .message = "", .reason = "" };
	DeleteTimerResponse none = DELETE_TIMER_RESPONSE__INIT;
	struct deletion *deletion = arg;

	if (deletion->done != NULL) {
		if (end->status == STATUS_NOT_FOUND)
			deletion->done(deletion->arg, &fine, &none.base);
		else
			deletion->done(deletion->arg, end, reply);
	}
	free(deletion);
}

void sdk_timer_delete(const struct sdk *sdk, struct ridealong_work *work, const char *key, sdk_reply_cb done, void *arg)
{
	DeleteTimerRequest request = DELETE_TIMER_REQUEST__INIT;
	struct deletion *deletion = allocate(sizeof(*deletion));

	*deletion = (struct deletion){ .done = done, .arg = arg };
	request.key = (char *)key;
	sdk_call(sdk, work, &timers__descriptor, "DeleteTimer", NULL, &request.base, on_deleted, deletion);
}

struct sdk_last *sdk_last(const struct sdk *sdk, struct ridealong_work *work)
{
	struct sdk_last *last = allocate(sizeof(*last));

	*last = (struct sdk_last){ .sdk = sdk, .work = work };
	return last;
}

void sdk_end_with(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct sdk_last *last = arg;

	(void)reply;
	sdk_finish_as(last->sdk, last->work, end);
	free(last);
}

struct sdk_all {
	const struct sdk *sdk;
	struct ridealong_work *work;
	int open; /* calls under way, and one until sdk_all_end() */
	int status;
	char message[MESSAGE_SIZE];
	char reason[64];
};

struct sdk_all *sdk_all_begin(const struct sdk *sdk, struct ridealong_work *work)
{
	struct sdk_all *all = allocate(sizeof(*all));

	*all = (struct sdk_all){ .sdk = sdk, .work = work, .open = 1, .status = STATUS_OK };
	return all;
}

struct sdk_all *sdk_all_add(struct sdk_all *all)
{
	all->open++;
	return all;
}

void sdk_all_one(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct sdk_all *all = arg;

	(void)reply;
	if (end->status != STATUS_OK && all->status == STATUS_OK) {
		all->status = end->status;
		snprintf(all->message, sizeof(all->message), "%s", end->message);
		snprintf(all->reason, sizeof(all->reason), "%s", end->reason);
	}
	sdk_all_end(all);
}

void sdk_all_end(struct sdk_all *all)
{
	if (--all->open > 0)
		return;
	all->sdk->api->finish(all->sdk->host, all->work, all->status, all->message, all->reason, NULL, 0);
	free(all);
}

int64_t sdk_time_us(const Timestamp *time)
{
	return time == NULL ? 0 : time->seconds * 1000000 + time->nanos / 1000;
}

Timestamp sdk_time(int64_t us)
{
	Timestamp time = TIMESTAMP__INIT;

	time.seconds = us / 1000000;
	time.nanos = (int32_t)(us % 1000000) * 1000;
	if (time.nanos < 0) {
		time.seconds--;
		time.nanos += 1000000000;
	}
	return time;
}

int64_t sdk_now(const struct sdk *sdk)
{
	return sdk->api->now(sdk->host);
}

const char *sdk_config(const struct sdk *sdk, const char *key, const char *otherwise)
{
	const char *value = sdk->api->config(sdk->host, key);

	return value != NULL ? value : otherwise;
}

const char *sdk_part(const struct sdk *sdk, size_t index)
{
	return sdk->api->config_part(sdk->host, index);
}

const char *sdk_part_config(const struct sdk *sdk, const char *part, const char *key, const char *otherwise)
{
	char whole[200];

	snprintf(whole, sizeof(whole), "%s.%s", part, key);
	return sdk_config(sdk, whole, otherwise);
}

const char *sdk_folder_fault(const char *value)
{
	return value[0] == '/' ? NULL : "is no folder that begins with /";
}

void sdk_log(const struct sdk *sdk, enum ridealong_level level, const char *format, ...)
{
	char line[MESSAGE_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	sdk->api->log(sdk->host, level, line);
}
