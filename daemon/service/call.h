/* service/ — what a method is handed. One call, one thread: nothing here is shared. */
#ifndef RIDEALONG_SERVICE_CALL_H
#define RIDEALONG_SERVICE_CALL_H

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/id.h"
#include "daemon/domain/actor.h"
#include "daemon/store/store.h"
#include "proto/contract.h"
#include "proto/status.h"

struct call_ids;     /* what the ids made in one call have in common: call.c */
struct service;      /* what outlives calls: the HMAC key, the clock's kind, counters. service.h */
struct store_viewer; /* whose eyes a list is read with. store/viewer.h */

struct call {
	struct arena *arena;       /* everything of this call, the reply included */
	struct store_conn *conn;   /* the lane's connection, in a transaction */
	const struct actor *actor; /* who */
	const struct contract_method *method;
	int64_t now;            /* µs */
	const char *request_id; /* "" on reads */
	const char *locale;     /* "en" or "nl" */
	struct service *service;
	const struct call_ids *ids;        /* where they come from; NULL until the first is made */
	uint32_t ordinal;                  /* of the next id made in this call */
	uint32_t aside;                    /* of the next id that must not move the others */
	const struct store_viewer *viewer; /* NULL until service_viewer() was asked; viewer.h */
	struct error error;                /* of the call; a method that fails has filled it */
	bool wait;               /* loop lane: nothing yet; the call is parked and asked again after a commit */
	int64_t resume;          /* loop lane: the method's own mark of where to go on when asked again; 0 at first */
	enum status status;      /* what the method returned */
	ProtobufCMessage *reply; /* its answer */
};

/** The service itself, for what it does by itself in somebody's call. */
extern const struct actor call_service_actor;

/** A new resource name: "sessions" gives "sessions/ID". In the call's arena. Ids derive from now, caller, request id
 * and the call's ordinal. */
char *call_new_name(struct call *call, const char *collection);

/** A method's body is a plain function; the macro writes the trampoline that protobuf-c's generated table wants. In
 *each service's file, after `#define RPC_SERVICE Sessions_Service`:
 *
 *	RPC_METHOD(plan_session, PlanSessionRequest, Session)(struct call *call, const PlanSessionRequest *in, Session
 ***ret) { … } Sessions_Service service_sessions = SESSIONS__INIT(handle_);
 *
 *  so a method without a handler does not compile. *ret lives in the call's arena. */
#define RPC_METHOD(name, Request, Reply)                                                                               \
	static enum status name(struct call *call, const Request *in, Reply **ret);                                    \
	static void handle_##name(RPC_SERVICE *service, const Request *in, Reply##_Closure closure, void *arg)         \
	{                                                                                                              \
		struct call *call = arg;                                                                               \
		Reply *reply = NULL;                                                                                   \
		(void)service;                                                                                         \
		(void)closure;                                                                                         \
		call->status = name(call, in, &reply);                                                                 \
		call->reply = call->status == STATUS_OK && reply != NULL ? &reply->base : NULL;                        \
	}                                                                                                              \
	static enum status name

/** The trampoline of a method that the loop answers (Take, AdvanceClock, what a plugin serves): never reached here. */
#define RPC_METHOD_ELSEWHERE(name, Request, Reply)                                                                     \
	static void handle_##name(RPC_SERVICE *service, const Request *in, Reply##_Closure closure, void *arg)         \
	{                                                                                                              \
		struct call *call = arg;                                                                               \
		(void)service;                                                                                         \
		(void)in;                                                                                              \
		(void)closure;                                                                                         \
		call->status = error_set(&call->error, STATUS_INTERNAL, #name " is the loop's");                       \
	}                                                                                                              \
	static_assert(sizeof(Reply) > 0, "a use of the macro ends in a semicolon")

#endif
