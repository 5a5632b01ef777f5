/* The client library: a table and a wire. C99.
 *
 * A client is a connection to one daemon. Typed stubs are protobuf-c's own: ridealong_client_service() gives a
 * ProtobufCService for any service of the contract, whose generated functions (sessions__plan_session(…)) are then
 * round trips. The same calls exist with descriptors, for programs that are driven by tables. */
#ifndef RIDEALONG_CLIENT_H
#define RIDEALONG_CLIENT_H

#include <protobuf-c/protobuf-c.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RIDEALONG_CLIENT_EXPORT __attribute__((visibility("default")))

struct ridealong_client;

struct ridealong_options {
	size_t size;         /* sizeof(struct ridealong_options) */
	const char *server;  /* "ipc:///run/ridealong/ridealong.sock", "tcp://127.0.0.1:7411"; NULL: RIDEALONG_SERVER,
				else the caller's private instance, if there is one, else the first of these */
	const char *token;   /* "ra_…", or NULL */
	const char *act_as;  /* e-mail address, or NULL */
	const char *locale;  /* "en" or "nl", or NULL */
	uint32_t timeout_ms; /* of each call; 0: 30 seconds */
};

/** How a call ended. status is a gRPC code; message and reason are empty on 0. */
struct ridealong_error {
	int status;
	char message[400];
	char reason[64];
	char field[128];
};

/** Connects lazily: an absent daemon shows at the first call, as UNAVAILABLE; what is no address shows here, as
 *  INVALID_ARGUMENT. Returns a gRPC code; strings are copied. */
RIDEALONG_CLIENT_EXPORT int ridealong_client_open(
	const struct ridealong_options *options, struct ridealong_client **ret, struct ridealong_error *ret_error);
/** Ends calls under way as CANCELLED and returns when their callbacks have, whatever the daemon does. NULL is fine. Not
 *  from within a callback. */
RIDEALONG_CLIENT_EXPORT void ridealong_client_close(struct ridealong_client *client);

/** What a single call wants otherwise than the client's options; all may be zero. */
struct ridealong_call_options {
	size_t size;
	uint32_t timeout_ms;
	const char *request_id; /* NULL: the library makes one, and keeps it over its own resends */
	const char *act_as;     /* "" takes the client's own back */
	const char *locale;     /* "en" or "nl"; NULL: the client's */
};

/** Blocking. `method` is the full name. The reply is malloc'd: protobuf_c_message_free_unpacked(reply, NULL). Any
 * thread. */
RIDEALONG_CLIENT_EXPORT int ridealong_call(struct ridealong_client *client, const char *method,
	const ProtobufCMessage *request, const struct ridealong_call_options *options,
	const ProtobufCMessageDescriptor *reply_type, ProtobufCMessage **ret, struct ridealong_error *ret_error);

/** The outcome of an asynchronous call; bytes are valid within the callback. */
typedef void (*ridealong_done_cb)(void *arg, const struct ridealong_error *error, const void *bytes, size_t length);

/** Asynchronous, with packed bytes. The callback comes exactly once, on a thread of the library, one after the other,
 *  never from within this function, which waits for nothing. Returns an id for ridealong_cancel(); 0 when memory is
 * out, and then no callback comes. Any thread. */
RIDEALONG_CLIENT_EXPORT uint64_t ridealong_call_async(struct ridealong_client *client, const char *method,
	const void *bytes, size_t length, const struct ridealong_call_options *options, ridealong_done_cb done,
	void *arg);
/** Takes the call back if it was not sent yet, else asks the daemon to drop it; the callback still comes, with
 * CANCELLED or whatever was first. */
RIDEALONG_CLIENT_EXPORT void ridealong_cancel(struct ridealong_client *client, uint64_t id);

/** A service of the contract as protobuf-c knows it: its `invoke` is a blocking round trip; the closure gets NULL when
 * the call failed, and ridealong_last_error() says why. Lives as long as the client. One thread at a time. */
RIDEALONG_CLIENT_EXPORT ProtobufCService *ridealong_client_service(
	struct ridealong_client *client, const ProtobufCServiceDescriptor *descriptor);
RIDEALONG_CLIENT_EXPORT const struct ridealong_error *ridealong_last_error(const struct ridealong_client *client);

/** A fresh request id: 128 random bits as text. ret has room for 37 bytes. */
RIDEALONG_CLIENT_EXPORT void ridealong_request_id(char ret[37]);

#ifdef __cplusplus
}
#endif
#endif
