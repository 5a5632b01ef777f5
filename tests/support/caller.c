#include "tests/support/caller.h"

#include <nng/protocol/reqrep0/req.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PATIENCE_MS 40000

void test_caller_open(struct test_caller *caller, const char *server)
{
	if (nng_req0_open(&caller->socket) != 0)
		fail_msg("no socket");
	nng_socket_set_ms(caller->socket, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE);
	nng_socket_set_size(caller->socket, NNG_OPT_RECVMAXSZ, 0);
	if (nng_dial(caller->socket, server, NULL, 0) != 0)
		fail_msg("nobody listens at %s", server);
}

void test_caller_close(struct test_caller *caller)
{
	nng_close(caller->socket);
}

static void begin(struct test_caller *caller, const void *bytes, size_t size, struct test_call *ret)
{
	nng_msg *msg;

	if (nng_ctx_open(&ret->ctx, caller->socket) != 0 || nng_aio_alloc(&ret->aio, NULL, NULL) != 0 ||
		nng_msg_alloc(&msg, 0) != 0 || nng_msg_append(msg, bytes, size) != 0)
		fail_msg("out of memory");
	nng_aio_set_msg(ret->aio, msg);
	nng_aio_set_timeout(ret->aio, PATIENCE_MS);
	nng_ctx_send(ret->ctx, ret->aio);
	nng_aio_wait(ret->aio);
	if (nng_aio_result(ret->aio) != 0)
		fail_msg("cannot send: %s", nng_strerror(nng_aio_result(ret->aio)));
	nng_ctx_recv(ret->ctx, ret->aio);
}

static void let_go(struct test_call *call)
{
	nng_aio_stop(call->aio);
	nng_aio_free(call->aio);
	nng_ctx_close(call->ctx);
}

Reply *test_call_end(struct test_call *call)
{
	Reply *reply = NULL;
	nng_msg *msg;

	nng_aio_wait(call->aio);
	if (nng_aio_result(call->aio) == NNG_ETIMEDOUT)
		fail_msg("no answer came");
	if (nng_aio_result(call->aio) == 0) {
		msg = nng_aio_get_msg(call->aio);
		reply = reply__unpack(NULL, nng_msg_len(msg), nng_msg_body(msg));
		nng_msg_free(msg);
		assert_non_null(reply);
	}
	let_go(call);
	return reply;
}

void test_call_abandon(struct test_call *call)
{
	nng_aio_cancel(call->aio);
	nng_aio_wait(call->aio);
	if (nng_aio_result(call->aio) == 0)
		nng_msg_free(nng_aio_get_msg(call->aio));
	let_go(call);
}

Reply *test_send(struct test_caller *caller, const void *bytes, size_t size)
{
	struct test_call call;

	begin(caller, bytes, size, &call);
	return test_call_end(&call);
}

void test_call_begin(struct test_caller *caller, Request *envelope, const ProtobufCMessage *in, struct test_call *ret)
{
	uint8_t *payload = NULL, *bytes;
	size_t size;

	if (in != NULL) {
		payload = malloc(protobuf_c_message_get_packed_size(in) + 1);
		envelope->payload.len = protobuf_c_message_pack(in, payload);
		envelope->payload.data = payload;
	}
	size = request__get_packed_size(envelope);
	bytes = malloc(size + 1);
	request__pack(envelope, bytes);
	begin(caller, bytes, size, ret);
	free(bytes);
	if (in != NULL) {
		free(payload);
		envelope->payload.data = NULL;
		envelope->payload.len = 0;
	}
}

Reply *test_call_with(struct test_caller *caller, Request *envelope, const ProtobufCMessage *in)
{
	struct test_call call;

	test_call_begin(caller, envelope, in, &call);
	return test_call_end(&call);
}

Reply *test_call(struct test_caller *caller, const char *method, const ProtobufCMessage *in, const char *request_id)
{
	static uint64_t call_id;
	Request envelope = REQUEST__INIT;
	Reply *reply;

	envelope.method = (char *)method;
	envelope.call_id = ++call_id;
	envelope.request_id = (char *)(request_id == NULL ? "" : request_id);
	reply = test_call_with(caller, &envelope, in);
	if (reply != NULL)
		assert_int_equal(reply->call_id, envelope.call_id);
	return reply;
}

void *test_answer(Reply *reply, const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message;

	assert_non_null(reply);
	if (reply->status != 0)
		fail_msg("status %u: %s", reply->status, reply->message);
	message = protobuf_c_message_unpack(type, NULL, reply->payload.len, reply->payload.data);
	assert_non_null(message);
	reply__free_unpacked(reply, NULL);
	return message;
}

void test_refused(Reply *reply, unsigned status, const char *reason)
{
	assert_non_null(reply);
	if (reply->status != status)
		fail_msg("status %u in place of %u: %s", reply->status, status, reply->message);
	assert_true(reply->message[0] != '\0');
	assert_non_null(reply->error);
	if (reason != NULL)
		assert_string_equal(reply->error->reason, reason);
	reply__free_unpacked(reply, NULL);
}
