/* loop/ — calls that wait: Watch, Take, Advance, and whatever a plugin serves. All in the main thread. */
#ifndef RIDEALONG_LOOP_CALL_H
#define RIDEALONG_LOOP_CALL_H

#include "daemon/domain/actor.h"
#include "daemon/service/call.h"

struct loop;

/** A call on the loop. rpc/ hands it over decoded and with its caller known; the loop answers exactly once. It lives
 *  until then. */
struct loop_call {
	struct loop *loop;
	const struct contract_method *method;
	struct actor actor;
	const ProtobufCMessage *in;
	ProtobufCBinaryData payload; /* the same, packed */
	const char *request_id, *locale;
	int64_t deadline_ns; /* monotonic */
	struct arena *arena;
	/** Set by the handler that keeps the call: the caller cancelled, went away, or the deadline passed (the status
	 * says which). The call is still to be answered; loop_call_end() with that status is the default when NULL. */
	void (*dropped)(struct loop_call *call, enum status why);
	void *data;                    /* the handler's */
	struct loop_call *prev, *next; /* the handler's list, if it keeps one */
};

/* Each answers the call and frees it: `in`, `payload` and the arena are valid until then. */

/** Fields that the caller may not see are cleared in the message. */
void loop_call_reply(struct loop_call *call, ProtobufCMessage *message);
/** Bytes that a plugin packed: INTERNAL for the caller when they are no answer of the method. */
void loop_call_reply_packed(struct loop_call *call, const void *bytes, size_t size);
void loop_call_end(struct loop_call *call, const struct error *error);

/** For methods whose answer at the deadline is an empty one (Watch, Take): has `dropped` called a little before it, so
 *  that the answer is there in time. */
void loop_call_hasten(struct loop_call *call);

/** Runs the call's method with the main thread's connection, which is in a snapshot; see rpc_call_ask(). */
void loop_call_ask(struct loop_call *call, struct arena *arena, int64_t resume, struct call *ret);

/** A loop-lane method. Every method with LANE_LOOP has one: Take, AdvanceClock, WatchEvents, and for methods that a
 *  plugin serves, one for all. */
typedef void (*loop_handler)(struct loop_call *call);

#endif
