/* transport/ — the REP socket, its contexts and its listeners. */
#include "daemon/transport/transport.h"

#include <nng/nng.h>
#include <nng/protocol/reqrep0/rep.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/base/log.h"
#include "daemon/transport/caller.h"
#include "daemon/transport/sendmsg.h"

#define RECEIVING_WANTED 32
#define SLOTS_AT_MOST    12288 /* parked, queued, and some air: beyond it nng holds callers back */
#define SEND_TIMEOUT_MS  10000

/* A context: receives, is delivered, is replied to, and receives again. */
struct transport_slot {
	struct transport *transport;
	nng_ctx ctx;
	nng_aio *aio;
	_Atomic bool sending; /* what the aio is doing */
	nng_pipe caller;      /* of the message at hand */
	struct transport_slot *next;
};

struct transport {
	struct transport_options options;
	nng_socket socket;
	struct callers callers;
	_Atomic int receiving, slots;
	_Atomic bool stopping;

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t idle;
	struct transport_slot *all; /* only grows */
	int busy;                   /* operations of nng's that have begun and whose callback has not returned */
};

static void add_slot(struct transport *transport);

/* Begins under the lock: a context that begins to receive while its socket closes brings nng down. */
static void receive(struct transport_slot *slot)
{
	struct transport *transport = slot->transport;

	pthread_mutex_lock(&transport->lock);
	if (!atomic_load(&transport->stopping)) {
		transport->busy++;
		atomic_store(&slot->sending, false);
		atomic_fetch_add(&transport->receiving, 1);
		nng_aio_set_timeout(slot->aio, NNG_DURATION_INFINITE);
		nng_ctx_recv(slot->ctx, slot->aio);
	}
	pthread_mutex_unlock(&transport->lock);
}

static void deliver(struct transport_slot *slot)
{
	struct transport *transport = slot->transport;
	nng_msg *msg = nng_aio_get_msg(slot->aio);
	struct transport_message message = { .bytes = nng_msg_body(msg), .size = nng_msg_len(msg) };
	struct caller caller;

	nng_aio_set_msg(slot->aio, NULL);
	slot->caller = nng_msg_get_pipe(msg);
	message.caller = (uint32_t)nng_pipe_id(slot->caller);
	if (callers_find(&transport->callers, message.caller, &caller)) {
		message.local = caller.local;
		message.uid = caller.uid;
	}
	transport->options.deliver(transport->options.arg, slot, &message);
	nng_msg_free(msg);
}

static void on_received(struct transport_slot *slot)
{
	struct transport *transport = slot->transport;
	const int receiving = atomic_fetch_sub(&transport->receiving, 1) - 1;

	if (nng_aio_result(slot->aio) == 0) {
		if (receiving < RECEIVING_WANTED && atomic_load(&transport->slots) < SLOTS_AT_MOST)
			add_slot(transport);
		deliver(slot);
	} else {
		receive(slot);
	}
}

/* The next receive starts here and nowhere else: a context that receives while it sends loses its reply (nng #1702). */
static void on_sent(struct transport_slot *slot)
{
	const int result = nng_aio_result(slot->aio);

	if (result != 0) {
		nng_msg *msg = nng_aio_get_msg(slot->aio);

		nng_aio_set_msg(slot->aio, NULL);
		nng_msg_free(msg);
	}
	if (result == NNG_ETIMEDOUT)
		nng_pipe_close(slot->caller);
	receive(slot);
}

static void on_done(void *arg)
{
	struct transport_slot *slot = arg;
	struct transport *transport = slot->transport;

	if (atomic_load(&slot->sending))
		on_sent(slot);
	else
		on_received(slot);
	pthread_mutex_lock(&transport->lock);
	transport->busy--;
	if (transport->busy == 0)
		pthread_cond_broadcast(&transport->idle);
	pthread_mutex_unlock(&transport->lock);
}

static void add_slot(struct transport *transport)
{
	struct transport_slot *slot = calloc(1, sizeof(*slot));
	int failed;

	if (slot == NULL)
		return;
	slot->transport = transport;
	failed = nng_ctx_open(&slot->ctx, transport->socket);
	if (failed != 0)
		goto free_slot;
	failed = nng_aio_alloc(&slot->aio, on_done, slot);
	if (failed != 0)
		goto close_ctx;
	pthread_mutex_lock(&transport->lock);
	slot->next = transport->all;
	transport->all = slot;
	pthread_mutex_unlock(&transport->lock);
	atomic_fetch_add(&transport->slots, 1);
	receive(slot);
	return;

close_ctx:
	nng_ctx_close(slot->ctx);
free_slot:
	free(slot);
	if (!atomic_load(&transport->stopping))
		log_warning("no more calls at a time: %s", nng_strerror(failed));
}

static void on_pipe(nng_pipe pipe, nng_pipe_ev event, void *arg)
{
	struct transport *transport = arg;
	const uint32_t number = (uint32_t)nng_pipe_id(pipe);
	uint64_t uid;

	if (event == NNG_PIPE_EV_ADD_PRE) {
		bool local = nng_pipe_get_uint64(pipe, NNG_OPT_IPC_PEER_UID, &uid) == 0;

		callers_add(&transport->callers, number, local, local ? (uid_t)uid : 0);
	} else if (callers_remove(&transport->callers, number)) {
		transport->options.gone(transport->options.arg, number);
	}
}

/* nng removes whatever it finds where its socket is to be. */
static bool is_in_the_way(const char *address)
{
	struct stat found;

	return strncmp(address, "ipc://", 6) == 0 && lstat(address + 6, &found) == 0 && !S_ISSOCK(found.st_mode);
}

static enum status listen_at(struct transport *transport, const char *address, struct error *reterr)
{
	nng_listener listener;
	int failed;

	if (is_in_the_way(address))
		return error_set(reterr, STATUS_FAILED_PRECONDITION,
			"cannot listen at %s: what is there already is no socket; it stays as it is", address);
	failed = nng_listener_create(&listener, transport->socket, address);
	if (failed != 0)
		return error_set(reterr, STATUS_INVALID_ARGUMENT,
			"\"%s\" is no address to listen at, such as ipc:///run/ridealong/ridealong.sock (%s)", address,
			nng_strerror(failed));
	if (strncmp(address, "ipc:", 4) == 0)
		nng_listener_set_int(listener, NNG_OPT_IPC_PERMISSIONS, (int)transport->options.mode);
	failed = nng_listener_start(listener, 0);
	if (failed != 0)
		return error_set(reterr, STATUS_UNAVAILABLE, "cannot listen at %s: %s", address, nng_strerror(failed));
	return STATUS_OK;
}

static enum status open_socket(struct transport *transport, struct error *reterr)
{
	int failed;

	failed = nng_rep0_open(&transport->socket);
	if (failed == 0)
		failed = nng_socket_set_size(transport->socket, NNG_OPT_RECVMAXSZ, TRANSPORT_MESSAGE_SIZE);
	if (failed == 0)
		failed = nng_pipe_notify(transport->socket, NNG_PIPE_EV_ADD_PRE, on_pipe, transport);
	if (failed == 0)
		failed = nng_pipe_notify(transport->socket, NNG_PIPE_EV_REM_POST, on_pipe, transport);
	if (failed != 0)
		return error_set(reterr, STATUS_UNAVAILABLE, "no socket: %s", nng_strerror(failed));
	return STATUS_OK;
}

enum status transport_create(const struct transport_options *options, struct transport **ret, struct error *reterr)
{
	struct transport *transport = calloc(1, sizeof(*transport));
	enum status status;

	if (transport == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	if (!sendmsg_is_ours())
		log_warning("sendmsg() is another's: with nng before 1.6 a caller who hangs up at once stops the door");
	transport->options = *options;
	if (options->send_timeout_ms == 0)
		transport->options.send_timeout_ms = SEND_TIMEOUT_MS;
	pthread_mutex_init(&transport->lock, NULL);
	pthread_cond_init(&transport->idle, NULL);
	callers_init(&transport->callers);
	status = open_socket(transport, reterr);
	for (int i = 0; status == STATUS_OK && i < RECEIVING_WANTED; i++)
		add_slot(transport);
	if (status != STATUS_OK) {
		transport_destroy(transport);
		return status;
	}
	*ret = transport;
	return STATUS_OK;
}

enum status transport_listen(struct transport *transport, struct error *reterr)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && transport->options.listen[i] != NULL; i++)
		status = listen_at(transport, transport->options.listen[i], reterr);
	return status;
}

void transport_destroy(struct transport *transport)
{
	if (transport == NULL)
		return;
	/* Replies under way get their chance; the send's timeout bounds it. */
	pthread_mutex_lock(&transport->lock);
	atomic_store(&transport->stopping, true);
	for (struct transport_slot *slot = transport->all; slot != NULL; slot = slot->next)
		if (!atomic_load(&slot->sending))
			nng_aio_cancel(slot->aio);
	while (transport->busy > 0)
		pthread_cond_wait(&transport->idle, &transport->lock);
	pthread_mutex_unlock(&transport->lock);
	nng_close(transport->socket);
	while (transport->all != NULL) {
		struct transport_slot *slot = transport->all;

		transport->all = slot->next;
		nng_aio_stop(slot->aio);
		nng_aio_free(slot->aio);
		free(slot);
	}
	callers_finish(&transport->callers);
	pthread_cond_destroy(&transport->idle);
	pthread_mutex_destroy(&transport->lock);
	free(transport);
}

void transport_slot_reply(struct transport_slot *slot, const void *bytes, size_t size)
{
	struct transport *transport = slot->transport;
	nng_msg *msg;

	if (nng_msg_alloc(&msg, 0) != 0 || nng_msg_append(msg, bytes, size) != 0) {
		log_error("out of memory");
		abort();
	}
	pthread_mutex_lock(&transport->lock);
	transport->busy++;
	atomic_store(&slot->sending, true);
	nng_aio_set_msg(slot->aio, msg);
	nng_aio_set_timeout(slot->aio, slot->transport->options.send_timeout_ms);
	nng_ctx_send(slot->ctx, slot->aio);
	pthread_mutex_unlock(&transport->lock);
}

bool transport_alive(struct transport *transport, uint32_t caller)
{
	return callers_find(&transport->callers, caller, NULL);
}

void transport_count(struct transport *transport, struct transport_counts *ret)
{
	ret->slots = atomic_load(&transport->slots);
	ret->receiving = atomic_load(&transport->receiving);
	ret->callers = callers_count(&transport->callers);
}
