/* For authors of plugins: plugin.h's bytes as the contract's messages. C99, a static library, on the host's thread
 * only.
 *
 * A plugin embeds a struct sdk in its own state, fills it in start(), and then calls, finishes and logs with it.
 * plugins/example/example.c is a whole plugin. */
#ifndef RIDEALONG_SDK_H
#define RIDEALONG_SDK_H

#include <protobuf-c/protobuf-c.h>
#include <ridealong/plugin.h>
#include <stdbool.h>

#include "google/protobuf/timestamp.pb-c.h"

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SDK_PRINTF(at, rest) __attribute__((format(printf, at, rest)))
#else
#define SDK_PRINTF(at, rest)
#endif

/** The host as the plugin got it in start(). */
struct sdk {
	struct ridealong_host *host;
	const struct ridealong_host_api *api;
};

/** False, with a sentence in *ret_error, when the host offers less than this library was built for. */
bool sdk_init(
	struct sdk *sdk, struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error);

/** How a call ended: end->status 0 and a reply, or else why not and NULL. Both are valid within the callback. */
typedef void (*sdk_reply_cb)(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply);

/** Writes the callback's head, so that its body sees its own types:
 *
 *	SDK_REPLY(on_session, struct check, check, Session, session) { … check … end … session … }
 *
 *  and on_session is what sdk_call() wants. */
#define SDK_REPLY(name, State, state, Reply, reply)                                                                    \
	static void name##_typed(State *state, const struct ridealong_reply *end, const Reply *reply);                 \
	static void name(void *sdk_arg, const struct ridealong_reply *sdk_end, const ProtobufCMessage *sdk_reply)      \
	{                                                                                                              \
		name##_typed((State *)sdk_arg, sdk_end, (const Reply *)sdk_reply);                                     \
	}                                                                                                              \
	static void name##_typed(State *state, const struct ridealong_reply *end, const Reply *reply)

/** Calls a method: sdk_call(&sdk, work, &sessions__descriptor, "GetSession", NULL, &request.base, on_session, check).
 *  The request is packed before this returns; work and act_as as in plugin.h. The callback comes exactly once, later;
 *  NULL when nobody cares. A reply that cannot be read is DATA_LOSS (15). */
void sdk_call(const struct sdk *sdk, struct ridealong_work *work, const ProtobufCServiceDescriptor *service,
	const char *method, const char *act_as, const ProtobufCMessage *request, sdk_reply_cb done, void *arg);

/** The same with a request that is packed already: one that was written piece by piece. */
void sdk_call_packed(const struct sdk *sdk, struct ridealong_work *work, const ProtobufCServiceDescriptor *service,
	const char *method, const char *act_as, const void *bytes, size_t length, sdk_reply_cb done, void *arg);

/** The same for a write that belongs to no work: `request` is as in plugin.h's call_as_request(). */
void sdk_call_as_request(const struct sdk *sdk, const char *request, const ProtobufCServiceDescriptor *service,
	const char *method, const char *act_as, const ProtobufCMessage *message, sdk_reply_cb done, void *arg);

/** Ends work well; `reply` is the packed response's message for a call, else NULL. */
void sdk_finish(const struct sdk *sdk, struct ridealong_work *work, const ProtobufCMessage *reply);
/** Ends it as a call of its own ended. */
void sdk_finish_as(const struct sdk *sdk, struct ridealong_work *work, const struct ridealong_reply *end);
/** Ends it badly: a gRPC code, a constant reason (or NULL), one sentence without a final dot. */
void sdk_fail(const struct sdk *sdk, struct ridealong_work *work, int status, const char *reason, const char *format,
	...) SDK_PRINTF(5, 6);

/** The message of a call of ours, or NULL (the work has then been finished with INVALID_ARGUMENT). The caller frees it
 *  with sdk_free(). */
ProtobufCMessage *sdk_request(const struct sdk *sdk, struct ridealong_work *work, const struct ridealong_call *call,
	const ProtobufCMessageDescriptor *type);
/** Whether the call is of that method. */
bool sdk_call_is(const struct ridealong_call *call, const ProtobufCServiceDescriptor *service, const char *method);

/** A message of one's own from one that will go away. NULL gives NULL; out of memory aborts. */
ProtobufCMessage *sdk_copy(const ProtobufCMessage *message);
void sdk_free(ProtobufCMessage *message); /* NULL is fine */

/** Timers of one's own, by key: SetTimer sets or moves; deleting one that is not there is no error. */
void sdk_timer_set(const struct sdk *sdk, struct ridealong_work *work, const char *key, int64_t due_us,
	const void *payload, size_t length, sdk_reply_cb done, void *arg);
void sdk_timer_delete(
	const struct sdk *sdk, struct ridealong_work *work, const char *key, sdk_reply_cb done, void *arg);

/** A callback for the last call of a piece of work: `arg` is a struct sdk_last, which is freed. */
struct sdk_last {
	const struct sdk *sdk;
	struct ridealong_work *work;
};
struct sdk_last *sdk_last(const struct sdk *sdk, struct ridealong_work *work);
/** Finishes the work as the call ended; without its reply. */
void sdk_end_with(void *last, const struct ridealong_reply *end, const ProtobufCMessage *reply);

/** Several calls for one piece of work: it is finished when the last of them is answered, with the first status that
 *  was not OK. Begin, give `sdk_all_one` as callback to each call after sdk_all_add(), then sdk_all_end(). */
struct sdk_all;
struct sdk_all *sdk_all_begin(const struct sdk *sdk, struct ridealong_work *work);
/** Counts one more call; returns the same, as the callback's arg. */
struct sdk_all *sdk_all_add(struct sdk_all *all);
/** The callback. From a callback of one's own that was counted: call it at its end. */
void sdk_all_one(void *all, const struct ridealong_reply *end, const ProtobufCMessage *reply);
/** No more will be added from here on. */
void sdk_all_end(struct sdk_all *all);

/** Times: µs since 1970 and the contract's. An absent Timestamp is 0. */
int64_t sdk_time_us(const Timestamp *time);
Timestamp sdk_time(int64_t us);
int64_t sdk_now(const struct sdk *sdk);

/** A value of the config section, or `otherwise`. */
const char *sdk_config(const struct sdk *sdk, const char *key, const char *otherwise);
/** The name of its index-th section of its own, "[plugin NAME PART]"; NULL beyond the last. */
const char *sdk_part(const struct sdk *sdk, size_t index);
/** A value of that section, or `otherwise`. */
const char *sdk_part_config(const struct sdk *sdk, const char *part, const char *key, const char *otherwise);
/** The fault of a setting that names a folder: its path begins with /. */
const char *sdk_folder_fault(const char *value);

void sdk_log(const struct sdk *sdk, enum ridealong_level level, const char *format, ...) SDK_PRINTF(3, 4);

#ifdef __cplusplus
}
#endif
#endif
