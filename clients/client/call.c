/* clients/client — one call: out in an envelope, back with an answer or a reason. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "private.h"
#include "proto/wire.h"
#include "ridealong/v1/envelope.pb-c.h"

#define CANCEL_METHOD "ridealong.v1.Calls/Cancel"
#define NUMBER_MAX    0x7fffffff

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

uint32_t client_call_number(const struct call *call)
{
	return (uint32_t)call->id & NUMBER_MAX;
}

int64_t client_call_due(const struct call *call)
{
	switch (call->stage) {
	case CALL_QUEUED:
		return call->queued_until < call->deadline ? call->queued_until : call->deadline;
	case CALL_SENT:
		return call->deadline;
	default:
		return CLIENT_NEVER;
	}
}

void client_call_over(struct call *call, const struct ridealong_error *error)
{
	call->stage = CALL_OVER;
	if (error != NULL)
		call->error = *error;
	client_drive_tell(call);
}

/* The daemon's answer, which may be a reason why not. */
static void tell_reply(const struct call *call, const void *bytes, size_t length, ridealong_done_cb done, void *arg)
{
	struct ridealong_error error = { 0 };
	struct error wrong;
	ProtobufCMessage *message;
	Reply *reply;

	if (wire_unpack(&reply__descriptor, NULL, length, bytes, &message, &wrong) != STATUS_OK) {
		client_error_set(&error, STATUS_INTERNAL, "BAD_REPLY", "the answer of %s makes no sense: %s",
			call->client->server, wrong.message);
		done(arg, &error, NULL, 0);
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
	done(arg, &error, error.status == STATUS_OK ? reply->payload.data : NULL,
		error.status == STATUS_OK ? reply->payload.len : 0);
	protobuf_c_message_free_unpacked(message, NULL);
}

/* Whoever closes the client waits until nobody has a call of its any more. */
static void let_go(struct call *call)
{
	struct ridealong_client *client = call->client;

	pthread_mutex_lock(&client->lock);
	call->stage = CALL_FREE;
	call->next = client->free;
	client->free = call;
	client->busy--;
	if (client->busy == 0)
		pthread_cond_broadcast(&client->drive.moved);
	pthread_mutex_unlock(&client->lock);
}

void client_call_finish(struct call *call, ridealong_done_cb done, void *arg)
{
	struct message *reply = call->reply;

	free(call->request);
	call->request = NULL;
	call->reply = NULL;
	if (call->error.status != STATUS_OK)
		done(arg, &call->error, NULL, 0);
	else
		tell_reply(call, reply->bytes + call->reply_body, reply->size - call->reply_body, done, arg);
	free(reply);
	let_go(call);
}

static struct call *call_create(struct ridealong_client *client)
{
	struct call *call = calloc(1, sizeof(*call)), **grown;

	if (call == NULL)
		return NULL;
	grown = realloc(client->calls, (client->call_count + 1) * sizeof(*grown));
	if (grown == NULL) {
		free(call);
		return NULL;
	}
	call->client = client;
	client->calls = grown;
	client->calls[client->call_count++] = call;
	return call;
}

void client_call_destroy(struct call *call)
{
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
		client->busy++;
	}
	pthread_mutex_unlock(&client->lock);
	return call;
}

/* One piece of memory for what stands before the request and for itself. */
static int pack(struct call *call, const Request *request)
{
	const size_t size = request__get_packed_size(request);
	uint8_t head[FRAME_HEAD_MAX];
	struct frame_route route;
	size_t before;

	if (size > CLIENT_MESSAGE_MAX)
		return client_error_set(&call->error, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE",
			"the request is %zu bytes long; at most 1 MiB can be sent at once", size);
	frame_route_number(client_call_number(call), &route);
	before = frame_head(frame_stream_of(call->client->server), &route, size, head);
	call->request = client_message_create(before + size);
	if (call->request == NULL)
		return client_error_set(&call->error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
	memcpy(call->request->bytes, head, before);
	request__pack(request, call->request->bytes + before);
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

/* From here on the call ends by itself. */
static void begin(struct call *call)
{
	struct ridealong_client *client = call->client;
	struct ridealong_error error;

	pthread_mutex_lock(&client->lock);
	if (call->error.status != STATUS_OK) {
		client_call_over(call, NULL);
	} else if (client->closing) {
		client_error_cancelled(&error);
		client_call_over(call, &error);
	} else {
		call->queued_until = client_now() + client->patience_ms;
		client_waiting_add(&client->waiting, call);
		client_drive_go_on(client, client_call_due(call));
	}
	pthread_mutex_unlock(&client->lock);
}

struct call *client_call_begin(struct ridealong_client *client, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, ridealong_done_cb done, void *arg, uint64_t *ret_id)
{
	struct ridealong_call_options wanted = client_call_options(options);
	struct call *call = call_take(client);
	char request_id[37];
	Request request;

	if (call == NULL)
		return NULL;
	if (wanted.request_id == NULL && client_method_writes(method)) {
		ridealong_request_id(request_id);
		wanted.request_id = request_id;
	}
	*ret_id = call->id;
	call->done = done;
	call->arg = arg;
	free(call->act_as);
	call->act_as = wanted.act_as == NULL ? NULL : strdup(wanted.act_as);
	envelope(call, method, bytes, length, &wanted, &request);
	call->deadline = client_now() + request.timeout_ms + CLIENT_GRACE_MS;
	call->error.status = pack(call, &request);
	begin(call);
	return call;
}

uint64_t ridealong_call_async(struct ridealong_client *client, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, ridealong_done_cb done, void *arg)
{
	uint64_t id;

	if (!client_drive_start(client) ||
		client_call_begin(client, method, bytes, length, options, done, arg, &id) == NULL)
		return 0;
	return id;
}

static void ignore_done(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	(void)arg;
	(void)error;
	(void)bytes;
	(void)length;
}

static struct call *find_under_way(const struct ridealong_client *client, uint64_t id)
{
	for (size_t i = 0; i < client->call_count; i++) {
		struct call *call = client->calls[i];

		if (call->id == id && (call->stage == CALL_QUEUED || call->stage == CALL_SENT))
			return call;
	}
	return NULL;
}

void ridealong_cancel(struct ridealong_client *client, uint64_t id)
{
	struct ridealong_call_options options = { .size = sizeof(options) };
	CancelRequest request = CANCEL_REQUEST__INIT;
	struct ridealong_error error;
	uint8_t bytes[16];
	char *act_as = NULL;
	struct call *call;
	bool sent;

	pthread_mutex_lock(&client->lock);
	call = find_under_way(client, id);
	sent = call != NULL && call->stage == CALL_SENT;
	if (sent && call->act_as != NULL)
		act_as = strdup(call->act_as);
	client_error_cancelled(&error);
	if (call != NULL && !sent)
		client_waiting_end(&client->waiting, call, &error);
	pthread_mutex_unlock(&client->lock);
	if (sent) {
		request.call_id = id;
		options.act_as = act_as; /* the daemon drops a call of the same caller only */
		ridealong_call_async(client, CANCEL_METHOD, bytes, cancel_request__pack(&request, bytes), &options,
			ignore_done, NULL);
	}
	free(act_as);
}
