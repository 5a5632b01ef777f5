/* clients/client — calls that wait for their answer, and typed stubs on top of them. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "private.h"
#include "proto/wire.h"

#define RESEND_FOR_MS   3000
#define RESEND_EVERY_MS 100

/* What came of a call. */
struct outcome {
	struct ridealong_error error;
	const ProtobufCMessageDescriptor *reply_type;
	ProtobufCMessage *reply;
};

static void on_done(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	struct outcome *outcome = arg;
	struct error wrong;

	outcome->error = *error;
	if (error->status == STATUS_OK &&
		wire_unpack(outcome->reply_type, NULL, length, bytes, &outcome->reply, &wrong) != STATUS_OK)
		client_error_set(&outcome->error, STATUS_INTERNAL, "BAD_REPLY",
			"the daemon's answer makes no sense: %s", wrong.message);
}

static void call_once(struct ridealong_client *client, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, struct outcome *outcome)
{
	uint64_t id;
	struct call *call = client_call_begin(client, method, bytes, length, options, NULL, NULL, &id);

	if (call == NULL) {
		client_error_set(&outcome->error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
		return;
	}
	client_drive_wait(call);
	client_call_finish(call, on_done, outcome);
}

/* Repeating is harmless for what only reads, and for what carries a request id. Advance and Take do neither. */
static bool may_repeat(const char *method, const struct ridealong_call_options *options)
{
	const char *slash = strrchr(method, '/'), *name = slash == NULL ? method : slash + 1;

	return options->request_id != NULL || strncmp(name, "Get", 3) == 0 || strncmp(name, "List", 4) == 0;
}

/* A daemon that restarts under a call is asked again, with the same request id. */
static void repeat_while_lost(struct ridealong_client *client, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, struct outcome *outcome)
{
	const struct timespec pause = { .tv_nsec = RESEND_EVERY_MS * 1000000L };
	const int64_t until = client_now() + RESEND_FOR_MS;
	struct ridealong_error lost = outcome->error;

	if (strcmp(lost.reason, "CONNECTION_LOST") != 0 || !may_repeat(method, options))
		return;
	while (outcome->error.status == STATUS_UNAVAILABLE && client_now() < until) {
		nanosleep(&pause, NULL);
		call_once(client, method, bytes, length, options, outcome);
		if (strcmp(outcome->error.reason, "NO_DAEMON") == 0)
			outcome->error = lost;
	}
}

int ridealong_call(struct ridealong_client *client, const char *method, const ProtobufCMessage *request,
	const struct ridealong_call_options *options, const ProtobufCMessageDescriptor *reply_type,
	ProtobufCMessage **ret, struct ridealong_error *ret_error)
{
	struct ridealong_call_options wanted = client_call_options(options);
	struct outcome outcome = { .reply_type = reply_type };
	const size_t length = protobuf_c_message_get_packed_size(request);
	uint8_t *bytes = malloc(length + 1);
	char request_id[37];

	if (bytes == NULL)
		return client_error_set(ret_error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
	protobuf_c_message_pack(request, bytes);
	wanted.size = sizeof(wanted);
	if (wanted.request_id == NULL && client_method_writes(method)) {
		ridealong_request_id(request_id);
		wanted.request_id = request_id;
	}
	call_once(client, method, bytes, length, &wanted, &outcome);
	repeat_while_lost(client, method, bytes, length, &wanted, &outcome);
	free(bytes);
	if (ret_error != NULL)
		*ret_error = outcome.error;
	if (outcome.error.status == STATUS_OK)
		*ret = outcome.reply;
	return outcome.error.status;
}
