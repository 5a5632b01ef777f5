/* tests/ — a daemon that a test plays. */
#include "fake.h"

#include <nng/protocol/reqrep0/rep.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SLOTS 16

struct slot {
	struct fake *fake;
	nng_ctx context;
	nng_aio *aio;
	int sending;
};

struct fake {
	nng_socket socket;
	fake_answer answer;
	void *arg;
	struct slot slots[SLOTS];
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

static void on_aio(void *arg)
{
	struct slot *slot = arg;
	Reply reply = REPLY__INIT;
	Request *request;
	nng_msg *message;

	if (nng_aio_result(slot->aio) != 0) {
		if (slot->sending)
			nng_msg_free(nng_aio_get_msg(slot->aio));
		if (nng_aio_result(slot->aio) != NNG_ECLOSED && nng_aio_result(slot->aio) != NNG_ECANCELED)
			receive(slot);
		return;
	}
	if (slot->sending) {
		receive(slot);
		return;
	}
	message = nng_aio_get_msg(slot->aio);
	request = request__unpack(NULL, nng_msg_len(message), nng_msg_body(message));
	nng_msg_free(message);
	if (request == NULL) {
		receive(slot);
		return;
	}
	reply.call_id = request->call_id;
	if (!slot->fake->answer(slot->fake->arg, request, &reply)) {
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
}

struct fake *fake_start(const char *url, fake_answer answer, void *arg)
{
	struct fake *fake = calloc(1, sizeof(*fake));

	if (fake == NULL || nng_rep0_open(&fake->socket) != 0)
		abort();
	fake->answer = answer;
	fake->arg = arg;
	if (nng_listen(fake->socket, url, NULL, 0) != 0)
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

void fake_stop(struct fake *fake)
{
	if (fake == NULL)
		return;
	nng_close(fake->socket);
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
