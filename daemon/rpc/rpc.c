/* rpc/ — the front door: from bytes to a call that knows its method, its caller and its time. */
#include "daemon/rpc/rpc.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/domain/may.h"
#include "daemon/domain/see.h"
#include "daemon/domain/words.h"
#include "daemon/rpc/inside.h"
#include "daemon/store/identity.h"
#include "proto/wire.h"

#define ENVELOPE_SIZE      ((size_t)1024 * 1024)
#define DEFAULT_TIMEOUT_MS 30000
#define LONGEST_TIMEOUT_MS (3600 * 1000)
#define REQUEST_ID_SIZE    64
#define CANCEL             "ridealong.v1.Calls/Cancel"

enum status rpc_create(const struct rpc_options *options, struct rpc **ret, struct error *reterr)
{
	struct rpc *rpc = calloc(1, sizeof(*rpc));

	if (rpc == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	rpc->options = *options;
	if (options->read_budget == 0)
		rpc->options.read_budget = RPC_READ_BUDGET;
	/* Audit names hang on the number: not from the same one after a restart, for the clock may stand still or go
	 * back. */
	rpc->serial = ((uint64_t)randombytes_random() << 31) + 1;
	rpc->callers = rpc_callers_create(options);
	rpc->metrics = metrics_create();
	registry_init(&rpc->registry, &rpc->options);
	pthread_mutex_init(&rpc->lock, NULL);
	pthread_cond_init(&rpc->left, NULL);
	*ret = rpc;
	return STATUS_OK;
}

void rpc_destroy(struct rpc *rpc)
{
	if (rpc == NULL)
		return;
	pthread_cond_destroy(&rpc->left);
	pthread_mutex_destroy(&rpc->lock);
	registry_finish(&rpc->registry);
	metrics_destroy(rpc->metrics);
	rpc_callers_destroy(rpc->callers);
	free(rpc);
}

static struct life *life_create(struct rpc *rpc, const struct rpc_arrival *arrival)
{
	struct arena *arena = arena_create();
	struct life *life = arena_zero(arena, sizeof(*life));

	life->call.rpc = rpc;
	life->call.serial = atomic_fetch_add(&rpc->serial, 1) + 1;
	life->call.arena = arena;
	life->slot = arrival->slot;
	life->caller = arrival->caller;
	life->local = arrival->local;
	life->uid = arrival->uid;
	life->arrived_ns = clock_monotonic_ns();
	return life;
}

static enum status read_envelope(struct life *life, const struct rpc_arrival *arrival, struct error *reterr)
{
	ProtobufCMessage *message;
	enum status status;

	if (arrival->size > ENVELOPE_SIZE)
		return error_detail(reterr, STATUS_RESOURCE_EXHAUSTED, "MESSAGE_TOO_LARGE", NULL,
			"the message of %zu bytes is larger than 1 MiB; send it in pieces", arrival->size);
	status = wire_unpack(&request__descriptor, arena_allocator(life->call.arena), arrival->size, arrival->bytes,
		&message, reterr);
	if (status != STATUS_OK)
		return status;
	life->envelope = (Request *)message;
	life->call_id = life->envelope->call_id;
	life->call.payload = life->envelope->payload;
	life->call.locale = strncmp(life->envelope->locale, "nl", 2) == 0 ? "nl" : "en";
	return STATUS_OK;
}

static void set_deadline(struct life *life)
{
	uint32_t ms = life->envelope->timeout_ms;

	if (ms == 0)
		ms = DEFAULT_TIMEOUT_MS;
	if (ms > LONGEST_TIMEOUT_MS)
		ms = LONGEST_TIMEOUT_MS;
	life->call.deadline_ns = life->arrived_ns + (int64_t)ms * 1000 * 1000;
}

static enum status check_request_id(struct life *life, struct error *reterr)
{
	const char *id = life->envelope->request_id;
	const size_t length = strlen(id);

	if (length == 0 && life->call.method->lane == LANE_WRITE)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "REQUEST_ID_MISSING", "request_id",
			words_pick(life->call.locale, "a write needs a request id, so that it can be sent again safely",
				"wat schrijft heeft een request_id nodig, zodat het veilig opnieuw kan"));
	if (length > REQUEST_ID_SIZE)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "REQUEST_ID_INVALID", "request_id",
			words_pick(life->call.locale, "a request id has at most %d bytes",
				"een request_id heeft hooguit %d bytes"),
			REQUEST_ID_SIZE);
	for (size_t i = 0; i < length; i++)
		if (id[i] < 0x20 || id[i] > 0x7e)
			return error_detail(reterr, STATUS_INVALID_ARGUMENT, "REQUEST_ID_INVALID", "request_id",
				words_pick(life->call.locale, "a request id is printable ASCII",
					"een request_id is afdrukbare ASCII"));
	life->call.request_id = life->call.method->lane == LANE_READ ? "" : id;
	return STATUS_OK;
}

static enum status read_call(struct life *life, struct error *reterr)
{
	ProtobufCMessage *in;
	enum status status;

	life->call.method = contract_find(life->envelope->method);
	if (life->call.method == NULL)
		return error_detail(reterr, STATUS_UNIMPLEMENTED, "METHOD_UNKNOWN", "method",
			words_pick(life->call.locale, "there is no method \"%.200s\"", "er is geen methode \"%.200s\""),
			life->envelope->method);
	set_deadline(life);
	status = wire_unpack(life->call.method->method->input, arena_allocator(life->call.arena),
		life->call.payload.len, life->call.payload.data, &in, reterr);
	if (status != STATUS_OK)
		return status;
	life->call.in = in;
	return STATUS_OK;
}

/* A plugin that writes to a person reads as they would, unless somebody asked it in a language. */
static enum status choose_language(struct life *life, struct store_conn *conn, struct error *reterr)
{
	const struct actor *actor = &life->call.actor;
	const char *language = "";
	enum status status;

	if (actor->kind != ACTOR_PERSON || actor->plugin == NULL || life->envelope->locale[0] != '\0')
		return STATUS_OK;
	status = store_identity_language(conn, actor->person, life->call.arena, &language, reterr);
	if (status == STATUS_OK && strcmp(language, "nl") == 0)
		life->call.locale = "nl";
	return status;
}

static enum status identify(struct life *life, struct store_conn *conn, struct error *reterr)
{
	struct actor *actor = &life->call.actor;
	enum status status;

	status = rpc_callers_identify(life->call.rpc->callers, conn, life, actor, reterr);
	if (status == STATUS_OK)
		status = choose_language(life, conn, reterr);
	if (status != STATUS_OK)
		return status;
	return may(actor, life->call.method->full_name, NULL, life->call.locale, reterr);
}

/* The front door's own method. */
static void cancel(struct life *life)
{
	const CancelRequest *in = (const CancelRequest *)life->call.in;
	CancelResponse response = CANCEL_RESPONSE__INIT;

	registry_cancel(&life->call.rpc->registry, life->caller, in->call_id);
	life_answer(life, &response.base);
}

/* Of a caller who is known already, what does not read here asks the store nothing. */
static enum status begin_transaction(const struct life *life, struct store_conn *conn, struct error *reterr)
{
	return life->call.method->lane == LANE_READ ? store_begin_read(conn, reterr) : store_begin_late(conn, reterr);
}

/* With the caller known, the call goes its way; the snapshot in which it was recognised is also a read's. */
static void begin(struct life *life)
{
	struct error error = { 0 };
	struct store_conn *conn;
	enum status status;

	status = lane_read_conn(life->call.rpc->options.read, &conn, &error);
	if (status == STATUS_OK)
		status = begin_transaction(life, conn, &error);
	if (status != STATUS_OK) {
		life_fail(life, &error);
		return;
	}
	status = identify(life, conn, &error);
	if (status != STATUS_OK) {
		store_rollback(conn);
		life_fail(life, &error);
		return;
	}
	life_run(life, conn);
}

static void deliver(struct life *life, const struct rpc_arrival *arrival)
{
	struct error error = { 0 };
	enum status status;

	status = read_envelope(life, arrival, &error);
	if (status == STATUS_OK)
		status = read_call(life, &error);
	if (status == STATUS_OK && strcmp(life->call.method->full_name, CANCEL) == 0) {
		cancel(life);
		return;
	}
	if (status == STATUS_OK)
		status = check_request_id(life, &error);
	if (status == STATUS_OK)
		begin(life);
	else
		life_fail(life, &error);
}

static void refuse(struct life *life, const struct rpc_arrival *arrival)
{
	struct error error = { 0 };

	if (read_envelope(life, arrival, &error) == STATUS_OK)
		error_detail(&error, STATUS_UNAVAILABLE, "STOPPING", NULL,
			words_pick(life->call.locale, "the daemon is stopping; try again in a moment",
				"de daemon stopt; probeer het zo weer"));
	life_fail(life, &error);
}

/* After this the thread touches neither lanes nor loop. */
static void leave(struct rpc *rpc)
{
	if (atomic_fetch_sub(&rpc->inside, 1) != 1 || !atomic_load(&rpc->refusing))
		return;
	pthread_mutex_lock(&rpc->lock);
	pthread_cond_broadcast(&rpc->left);
	pthread_mutex_unlock(&rpc->lock);
}

void rpc_deliver(struct rpc *rpc, const struct rpc_arrival *arrival)
{
	struct life *life = life_create(rpc, arrival);

	atomic_fetch_add(&rpc->inside, 1);
	if (!atomic_load(&rpc->refusing)) {
		deliver(life, arrival);
		leave(rpc);
	} else {
		leave(rpc);
		refuse(life, arrival);
	}
}

void rpc_gone(struct rpc *rpc, uint32_t caller)
{
	registry_gone(&rpc->registry, caller);
}

void rpc_refuse(struct rpc *rpc)
{
	atomic_store(&rpc->refusing, true);
	pthread_mutex_lock(&rpc->lock);
	while (atomic_load(&rpc->inside) > 0)
		pthread_cond_wait(&rpc->left, &rpc->lock);
	pthread_mutex_unlock(&rpc->lock);
}

bool rpc_idle(struct rpc *rpc)
{
	return lane_write_idle(rpc->options.write) && lane_slow_queued(rpc->options.slow) == 0;
}

/* The loop's side: struct life begins with struct rpc_call. */

bool rpc_call_dropped(const struct rpc_call *call)
{
	return atomic_load(&((const struct life *)call)->dropped) != STATUS_OK;
}

void rpc_call_reply(struct rpc_call *call, ProtobufCMessage *message)
{
	see(&call->actor, call->method->full_name, message);
	life_answer_traced((struct life *)call, message);
}

void rpc_call_reply_packed(struct rpc_call *call, const void *bytes, size_t size)
{
	ProtobufCMessage *message;
	struct error why = { 0 }, error = { 0 };

	if (wire_unpack(call->method->method->output, arena_allocator(call->arena), size, bytes, &message, &why) ==
		STATUS_OK) {
		rpc_call_reply(call, message);
		return;
	}
	error_set(&error, STATUS_INTERNAL, "the plugin's answer cannot be read: %.300s", why.message);
	life_fail((struct life *)call, &error);
}

void rpc_call_end(struct rpc_call *call, const struct error *error)
{
	life_fail((struct life *)call, error);
}

void rpc_call_ask(struct rpc_call *call, struct store_conn *conn, struct arena *arena, int64_t resume, struct call *ret)
{
	life_call_init((struct life *)call, conn, arena, ret);
	ret->resume = resume;
	if (service_invoke(ret, call->in) == STATUS_OK && ret->reply != NULL)
		see(&call->actor, call->method->full_name, ret->reply);
}

void rpc_plugin_admit(struct rpc *rpc, const char *plugin, const char *const *scopes, char ret_token[RPC_TOKEN_SIZE])
{
	rpc_callers_admit(rpc->callers, plugin, scopes, ret_token);
}

void rpc_plugin_dismiss(struct rpc *rpc, const char *plugin)
{
	rpc_callers_dismiss(rpc->callers, plugin);
}

int rpc_parked(struct rpc *rpc)
{
	return registry_waiting(&rpc->registry);
}
