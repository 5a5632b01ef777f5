/* clients/client — one call: out in an envelope, back with an answer or a reason. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "private.h"
#include "proto/wire.h"
#include "ridealong/v1/envelope.pb-c.h"

#define CANCEL_METHOD "ridealong.v1.Calls/Cancel"

struct ridealong_call_options client_call_options(const struct ridealong_call_options *options)
{
	struct ridealong_call_options wanted = { 0 };

	if (options != NULL)
		memcpy(&wanted, options, options->size < sizeof(wanted) ? options->size : sizeof(wanted));
	return wanted;
}

bool client_method_writes(const char *method)
{
	static const char *const others[] = { "Get", "List", "Report", "Export", "Backup", "Watch", "Take", "Advance" };
	const char *slash = strrchr(method, '/'), *name = slash == NULL ? method : slash + 1;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const size_t length = strlen(others[i]);

		if (strncmp(name, others[i], length) == 0 && !(name[length] >= 'a' && name[length] <= 'z'))
			return false;
	}
	return true;
}

void ridealong_request_id(char ret[37])
{
	unsigned char bytes[16];
	char *at = ret;

	while (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		;                            /* only a signal can be in the way */
	bytes[6] = (bytes[6] & 0x0f) | 0x40; /* RFC 9562 section 5.4 */
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	for (unsigned i = 0; i < sizeof(bytes); i++)
		at += sprintf(at, i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", bytes[i]);
}

/* Ends the call: whoever closes the client waits until its callback has returned. */
static void finish(struct call *call, const struct ridealong_error *error, const void *bytes, size_t length)
{
	struct ridealong_client *client = call->client;
	const ridealong_done_cb done = call->done;
	void *const arg = call->arg;

	done(arg, error, bytes, length);
	pthread_mutex_lock(&client->lock);
	call->stage = CALL_FREE;
	call->next = client->free;
	client->free = call;
	client->busy--;
	if (client->busy == 0)
		pthread_cond_broadcast(&client->idle);
	pthread_mutex_unlock(&client->lock);
}

/* nng's codes die here. */
static void finish_broken(struct call *call, int code)
{
	struct ridealong_error error;

	switch (code) {
	case NNG_ETIMEDOUT:
		if (call->stage == CALL_SENDING && nng_clock() < call->deadline)
			client_error_set(&error, STATUS_UNAVAILABLE, "NO_DAEMON",
				"the daemon at %s does not take calls", call->client->server);
		else
			client_error_set(&error, STATUS_DEADLINE_EXCEEDED, "DEADLINE",
				"the daemon at %s did not answer in time", call->client->server);
		break;
	case NNG_ECANCELED:
	case NNG_ECLOSED:
		client_error_set(&error, STATUS_CANCELLED, NULL, "the call was cancelled");
		break;
	default:
		client_error_set(&error, STATUS_UNAVAILABLE, "CONNECTION_LOST",
			"the connection to the daemon at %s broke before it answered", call->client->server);
		break;
	}
	finish(call, &error, NULL, 0);
}

/* The daemon's answer, which may be a reason why not. */
static void finish_reply(struct call *call, const void *bytes, size_t length)
{
	struct ridealong_error error = { 0 };
	struct error wrong;
	ProtobufCMessage *message;
	Reply *reply;

	if (wire_unpack(&reply__descriptor, NULL, length, bytes, &message, &wrong) != STATUS_OK) {
		client_error_set(&error, STATUS_INTERNAL, "BAD_REPLY", "the answer of %s makes no sense: %s",
			call->client->server, wrong.message);
		finish(call, &error, NULL, 0);
		return;
	}
	reply = (Reply *)message;
	/* An envelope that could not be read has no id to answer with. */
	if (reply->call_id != call->id && (reply->call_id != 0 || reply->status == STATUS_OK))
		client_error_set(&error, STATUS_INTERNAL, "BAD_REPLY", "%s answered another call than was asked",
			call->client->server);
	else if (reply->status != STATUS_OK)
		client_error_set(&error, (int)reply->status, reply->error == NULL ? NULL : reply->error->reason, "%s",
			reply->message);
	if (reply->status != STATUS_OK && reply->error != NULL)
		snprintf(error.field, sizeof(error.field), "%s", reply->error->field);
	finish(call, &error, error.status == STATUS_OK ? reply->payload.data : NULL,
		error.status == STATUS_OK ? reply->payload.len : 0);
	protobuf_c_message_free_unpacked(message, NULL);
}

static nng_duration time_left(const struct call *call)
{
	const nng_time now = nng_clock();

	return now >= call->deadline ? 0 : (nng_duration)(call->deadline - now);
}

/* A client that closes cancels what is under way; an operation that was begun just after that is caught here. */
static void stop_if_closing(struct ridealong_client *client, struct call *call, uint64_t id)
{
	pthread_mutex_lock(&client->lock);
	if (client->closing && call->stage != CALL_FREE && call->id == id)
		nng_aio_cancel(call->aio);
	pthread_mutex_unlock(&client->lock);
}

static void on_aio(void *arg)
{
	struct call *call = arg;
	struct ridealong_client *client = call->client;
	const int code = nng_aio_result(call->aio);
	const uint64_t id = call->id;
	nng_msg *message;

	switch (call->stage) {
	case CALL_FAILED:
		finish(call, &call->error, NULL, 0);
		return;
	case CALL_SENDING:
		if (code != 0) {
			nng_msg_free(nng_aio_get_msg(call->aio)); /* an unsent message stays ours */
			finish_broken(call, code);
			return;
		}
		pthread_mutex_lock(&client->lock);
		call->stage = CALL_RECEIVING;
		pthread_mutex_unlock(&client->lock);
		nng_aio_set_timeout(call->aio, time_left(call));
		nng_ctx_recv(call->context, call->aio);
		stop_if_closing(client, call, id);
		return;
	default:
		if (code != 0) {
			finish_broken(call, code);
			return;
		}
		message = nng_aio_get_msg(call->aio);
		finish_reply(call, nng_msg_body(message), nng_msg_len(message));
		nng_msg_free(message);
		return;
	}
}

static struct call *call_create(struct ridealong_client *client)
{
	struct call *call = calloc(1, sizeof(*call)), **grown;

	if (call == NULL)
		return NULL;
	call->client = client;
	if (nng_aio_alloc(&call->aio, on_aio, call) != 0)
		goto no_aio;
	if (nng_ctx_open(&call->context, client->socket) != 0)
		goto no_context;
	grown = realloc(client->calls, (client->call_count + 1) * sizeof(*grown));
	if (grown == NULL)
		goto no_place;
	client->calls = grown;
	client->calls[client->call_count++] = call;
	return call;

no_place:
	nng_ctx_close(call->context);
no_context:
	nng_aio_free(call->aio);
no_aio:
	free(call);
	return NULL;
}

void client_call_destroy(struct call *call)
{
	nng_aio_free(call->aio); /* waits for its callback */
	nng_ctx_close(call->context);
	free(call->act_as);
	free(call);
}

static struct call *call_take(struct ridealong_client *client)
{
	struct call *call;

	pthread_mutex_lock(&client->lock);
	call = client->free;
	if (call != NULL)
		client->free = call->next;
	else
		call = call_create(client);
	if (call != NULL) {
		call->id = ++client->next_id;
		call->stage = CALL_FAILED;
		client->busy++;
	}
	pthread_mutex_unlock(&client->lock);
	return call;
}

static int pack(const Request *request, nng_msg **ret, struct ridealong_error *ret_error)
{
	const size_t size = request__get_packed_size(request);

	if (size > CLIENT_MESSAGE_MAX)
		return client_error_set(ret_error, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
			"the request is %zu bytes long; at most 1 MiB can be sent at once", size);
	if (nng_msg_alloc(ret, size) != 0)
		return client_error_set(ret_error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
	request__pack(request, nng_msg_body(*ret));
	return STATUS_OK;
}

static char *or_empty(const char *text)
{
	return text == NULL ? (char *)"" : (char *)text;
}

static void envelope(struct call *call, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, Request *ret)
{
	const struct ridealong_client *client = call->client;

	request__init(ret);
	ret->method = (char *)method;
	ret->call_id = call->id;
	ret->timeout_ms = options->timeout_ms != 0 ? options->timeout_ms : client->timeout_ms;
	ret->request_id = or_empty(options->request_id);
	ret->token = or_empty(client->token);
	ret->act_as = or_empty(options->act_as != NULL ? options->act_as : client->act_as);
	ret->locale = or_empty(options->locale != NULL ? options->locale : client->locale);
	ret->payload.data = (uint8_t *)bytes;
	ret->payload.len = length;
}

/* Lets the callback tell of a failure: it never comes from within the caller's own call. */
static void fail_later(struct call *call)
{
	nng_sleep_aio(0, call->aio);
}

static void send(struct call *call, nng_msg *message, uint64_t id)
{
	const nng_duration left = time_left(call);
	struct ridealong_client *client = call->client;

	pthread_mutex_lock(&client->lock);
	call->stage = CALL_SENDING;
	pthread_mutex_unlock(&client->lock);
	nng_aio_set_msg(call->aio, message);
	nng_aio_set_timeout(call->aio, left < CLIENT_PATIENCE_MS ? left : CLIENT_PATIENCE_MS);
	nng_ctx_send(call->context, call->aio);
	stop_if_closing(client, call, id);
}

uint64_t ridealong_call_async(struct ridealong_client *client, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, ridealong_done_cb done, void *arg)
{
	struct ridealong_call_options wanted = client_call_options(options);
	struct call *call = call_take(client);
	char request_id[37];
	Request request;
	nng_msg *message;
	uint64_t id;

	if (call == NULL)
		return 0;
	if (wanted.request_id == NULL && client_method_writes(method)) {
		ridealong_request_id(request_id);
		wanted.request_id = request_id;
	}
	id = call->id;
	call->done = done;
	call->arg = arg;
	free(call->act_as);
	call->act_as = wanted.act_as == NULL ? NULL : strdup(wanted.act_as);
	envelope(call, method, bytes, length, &wanted, &request);
	call->deadline = nng_clock() + request.timeout_ms + CLIENT_GRACE_MS;
	if (pack(&request, &message, &call->error) != STATUS_OK) {
		fail_later(call);
		return id;
	}
	if (client_connect(client, &call->error) != STATUS_OK) {
		nng_msg_free(message);
		fail_later(call);
		return id;
	}
	send(call, message, id);
	return id;
}

static void ignore_done(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	(void)arg;
	(void)error;
	(void)bytes;
	(void)length;
}

void ridealong_cancel(struct ridealong_client *client, uint64_t id)
{
	struct ridealong_call_options options = { .size = sizeof(options) };
	CancelRequest request = CANCEL_REQUEST__INIT;
	uint8_t bytes[16];
	char *act_as = NULL;
	bool under_way = false;

	pthread_mutex_lock(&client->lock);
	for (size_t i = 0; i < client->call_count && !under_way; i++) {
		const struct call *call = client->calls[i];

		under_way = call->id == id && call->stage != CALL_FREE;
		if (under_way && call->act_as != NULL)
			act_as = strdup(call->act_as);
	}
	pthread_mutex_unlock(&client->lock);
	if (under_way) {
		request.call_id = id;
		options.act_as = act_as; /* the daemon drops a call of the same caller only */
		ridealong_call_async(client, CANCEL_METHOD, bytes, cancel_request__pack(&request, bytes), &options,
			ignore_done, NULL);
	}
	free(act_as);
}
