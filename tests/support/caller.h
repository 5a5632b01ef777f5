/* A caller without the client library: envelopes over nng, so that a test can also say what no client would. */
#ifndef RIDEALONG_TESTS_SUPPORT_CALLER_H
#define RIDEALONG_TESTS_SUPPORT_CALLER_H

#include <nng/nng.h>
#include <protobuf-c/protobuf-c.h>

#include "ridealong/v1/envelope.pb-c.h"

/** A connection. One call at a time, or many with test_call_begin(). */
struct test_caller {
	nng_socket socket;
};

/** One that is under way. */
struct test_call {
	nng_ctx ctx;
	nng_aio *aio;
};

void test_caller_open(struct test_caller *caller, const char *server);
void test_caller_close(struct test_caller *caller);

/** Sends bytes as they are and gives the Reply; NULL when the pipe was closed on it. reply__free_unpacked(). */
Reply *test_send(struct test_caller *caller, const void *bytes, size_t size);
/** Sends an envelope, its payload taken from `in` when that is not NULL. */
Reply *test_call(struct test_caller *caller, const char *method, const ProtobufCMessage *in, const char *request_id);
Reply *test_call_with(struct test_caller *caller, Request *envelope, const ProtobufCMessage *in);

/** The same, not waiting. */
void test_call_begin(struct test_caller *caller, Request *envelope, const ProtobufCMessage *in, struct test_call *ret);
Reply *test_call_end(struct test_call *call);
/** Lets go of it without having waited. */
void test_call_abandon(struct test_call *call);

/** The payload of a Reply that must be OK; frees the reply. protobuf_c_message_free_unpacked(). */
void *test_answer(Reply *reply, const ProtobufCMessageDescriptor *type);
/** Fails unless the reply has that status and, when not NULL, that reason; frees it. */
void test_refused(Reply *reply, unsigned status, const char *reason);

#endif
