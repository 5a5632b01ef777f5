/* tests/ — a daemon that a test plays. */
#include "fake.h"

#include <nng/protocol/reqrep0/rep.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SLOTS 16

struct slot {
	struct fake *fake;
	nng_ctx context;
	nng_aio *aio;
	int sending;
	Request *request;
};

struct fake {
	nng_socket socket;
	fake_answer answer;
	void *arg;
	struct slot slots[SLOTS];
	pthread_mutex_t lock;
	pthread_cond_t idle;
	unsigned threads;
	nng_listener listener;
	int buried;
};

void fake_payload(Reply *reply, const ProtobufCMessage *message)
{
	reply->payload.len = protobuf_c_message_get_packed_size(message);
	reply->payload.data = malloc(reply->payload.len + 1);
	protobuf_c_message_pack(message, reply->payload.data);
}

static void receive(struct slot *slot)
{
	slot->sending = 0;
	nng_ctx_recv(slot->context, slot->aio);
}

/* An answer may take its time: it has a thread of its own, for nng's may be the one that reads the next request. */
static void *answer_and_leave(void *arg)
{
	struct slot *slot = arg;
	struct fake *fake = slot->fake;
	Reply reply = REPLY__INIT;
	Request *request = slot->request;
	nng_msg *message;

	reply.call_id = request->call_id;
	if (!fake->answer(fake->arg, request, &reply)) {
		receive(slot);
	} else {
		nng_msg_alloc(&message, reply__get_packed_size(&reply));
		reply__pack(&reply, nng_msg_body(message));
		slot->sending = 1;
		nng_aio_set_msg(slot->aio, message);
		nng_ctx_send(slot->context, slot->aio);
	}
	free(reply.payload.data);
	request__free_unpacked(request, NULL);
	pthread_mutex_lock(&fake->lock);
	fake->threads--;
	pthread_cond_signal(&fake->idle);
	pthread_mutex_unlock(&fake->lock);
	return NULL;
}

static void on_aio(void *arg)
{
	struct slot *slot = arg;
	const int code = nng_aio_result(slot->aio);
	pthread_t thread;
	nng_msg *message;

	if (code != 0 && slot->sending)
		nng_msg_free(nng_aio_get_msg(slot->aio));
	if (code == NNG_ECLOSED || code == NNG_ECANCELED)
		return;
	if (code != 0 || slot->sending) {
		receive(slot);
		return;
	}
	message = nng_aio_get_msg(slot->aio);
	slot->request = request__unpack(NULL, nng_msg_len(message), nng_msg_body(message));
	nng_msg_free(message);
	if (slot->request == NULL) {
		receive(slot);
		return;
	}
	pthread_mutex_lock(&slot->fake->lock);
	slot->fake->threads++;
	pthread_mutex_unlock(&slot->fake->lock);
	if (pthread_create(&thread, NULL, answer_and_leave, slot) != 0)
		abort();
	pthread_detach(thread);
}

struct fake *fake_start(const char *url, fake_answer answer, void *arg)
{
	struct fake *fake = calloc(1, sizeof(*fake));

	if (fake == NULL || nng_rep0_open(&fake->socket) != 0)
		abort();
	pthread_mutex_init(&fake->lock, NULL);
	pthread_cond_init(&fake->idle, NULL);
	fake->answer = answer;
	fake->arg = arg;
	if (nng_listen(fake->socket, url, &fake->listener, 0) != 0)
		abort();
	for (unsigned i = 0; i < SLOTS; i++) {
		struct slot *slot = &fake->slots[i];

		slot->fake = fake;
		nng_ctx_open(&slot->context, fake->socket);
		nng_aio_alloc(&slot->aio, on_aio, slot);
		receive(slot);
	}
	return fake;
}

int fake_port(const struct fake *fake)
{
	int port = 0;

	nng_listener_get_int(fake->listener, NNG_OPT_TCP_BOUND_PORT, &port);
	return port;
}

static void *bury(void *arg)
{
	struct fake *fake = arg;

	nng_close(fake->socket);
	pthread_mutex_lock(&fake->lock);
	fake->buried = 1;
	pthread_cond_signal(&fake->idle);
	pthread_mutex_unlock(&fake->lock);
	return NULL;
}

static void wait_for_answers(struct fake *fake)
{
	pthread_mutex_lock(&fake->lock);
	while (fake->threads > 0)
		pthread_cond_wait(&fake->idle, &fake->lock);
	pthread_mutex_unlock(&fake->lock);
}

void fake_stop(struct fake *fake)
{
	struct timespec until;
	pthread_t thread;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 3;
	if (fake == NULL)
		return;
	/* nng does not bear a socket that closes under a send. */
	wait_for_answers(fake);
	for (unsigned i = 0; i < SLOTS; i++)
		nng_aio_stop(fake->slots[i].aio);
	wait_for_answers(fake); /* a request may have come in before the last of them stopped */
	/* nng 1.5.2 may hang in nng_close(); a listener that is closed refuses new callers, which is what a test wants.
	 */
	nng_listener_close(fake->listener);
	if (pthread_create(&thread, NULL, bury, fake) != 0)
		abort();
	pthread_mutex_lock(&fake->lock);
	while (!fake->buried && pthread_cond_timedwait(&fake->idle, &fake->lock, &until) == 0)
		;
	pthread_mutex_unlock(&fake->lock);
	pthread_detach(thread);
	if (!fake->buried)
		return;
	for (unsigned i = 0; i < SLOTS; i++)
		nng_aio_free(fake->slots[i].aio);
	free(fake);
}

static char folder[64], url[100];

static void remove_folder(void)
{
	unlink(url + strlen("ipc://"));
	rmdir(folder);
}

const char *fake_url(void)
{
	if (url[0] == '\0') {
		snprintf(folder, sizeof(folder), "/tmp/ridealong-fake-XXXXXX");
		if (mkdtemp(folder) == NULL)
			abort();
		snprintf(url, sizeof(url), "ipc://%s/daemon.sock", folder);
		atexit(remove_folder);
	}
	return url;
}
