/* clients/client — calls that wait for their answer, and typed stubs on top of them. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "private.h"
#include "proto/wire.h"

#define RESEND_FOR_MS   3000
#define RESEND_EVERY_MS 100

struct waiter {
	pthread_mutex_t lock;
	pthread_cond_t told;
	bool done;
	struct ridealong_error error;
	const ProtobufCMessageDescriptor *reply_type;
	ProtobufCMessage *reply;
};

static void on_done(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	struct waiter *waiter = arg;
	struct error wrong;

	pthread_mutex_lock(&waiter->lock);
	waiter->error = *error;
	if (error->status == STATUS_OK &&
		wire_unpack(waiter->reply_type, NULL, length, bytes, &waiter->reply, &wrong) != STATUS_OK)
		client_error_set(&waiter->error, STATUS_INTERNAL, "BAD_REPLY", "the daemon's answer makes no sense: %s",
			wrong.message);
	waiter->done = true;
	pthread_cond_signal(&waiter->told);
	pthread_mutex_unlock(&waiter->lock);
}

static void call_once(struct ridealong_client *client, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, struct waiter *waiter)
{
	waiter->done = false;
	if (ridealong_call_async(client, method, bytes, length, options, on_done, waiter) == 0) {
		client_error_set(&waiter->error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
		return;
	}
	pthread_mutex_lock(&waiter->lock);
	while (!waiter->done)
		pthread_cond_wait(&waiter->told, &waiter->lock);
	pthread_mutex_unlock(&waiter->lock);
}

/* Repeating is harmless for what only reads, and for what carries a request id. Advance and Take do neither. */
static bool may_repeat(const char *method, const struct ridealong_call_options *options)
{
	const char *slash = strrchr(method, '/'), *name = slash == NULL ? method : slash + 1;

	return options->request_id != NULL || strncmp(name, "Get", 3) == 0 || strncmp(name, "List", 4) == 0;
}

static int64_t monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A daemon that restarts under a call is asked again, with the same request id. */
static void repeat_while_lost(struct ridealong_client *client, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, struct waiter *waiter)
{
	const struct timespec pause = { .tv_nsec = RESEND_EVERY_MS * 1000000L };
	const int64_t until = monotonic_ms() + RESEND_FOR_MS;
	struct ridealong_error lost = waiter->error;

	if (strcmp(lost.reason, "CONNECTION_LOST") != 0 || !may_repeat(method, options))
		return;
	while (waiter->error.status == STATUS_UNAVAILABLE && monotonic_ms() < until) {
		nanosleep(&pause, NULL);
		call_once(client, method, bytes, length, options, waiter);
		if (strcmp(waiter->error.reason, "NO_DAEMON") == 0)
			waiter->error = lost;
	}
}

int ridealong_call(struct ridealong_client *client, const char *method, const ProtobufCMessage *request,
	const struct ridealong_call_options *options, const ProtobufCMessageDescriptor *reply_type,
	ProtobufCMessage **ret, struct ridealong_error *ret_error)
{
	struct ridealong_call_options wanted = client_call_options(options);
	struct waiter waiter = {
		.lock = PTHREAD_MUTEX_INITIALIZER, .told = PTHREAD_COND_INITIALIZER, .reply_type = reply_type
	};
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
	call_once(client, method, bytes, length, &wanted, &waiter);
	repeat_while_lost(client, method, bytes, length, &wanted, &waiter);
	free(bytes);
	if (ret_error != NULL)
		*ret_error = waiter.error;
	if (waiter.error.status == STATUS_OK)
		*ret = waiter.reply;
	return waiter.error.status;
}
