/* rpc/ — one call's life: envelope → caller → method → lane → what this caller may see → reply.
 *
 * Knows neither the transport below nor the loop above: daemon.c and loop/ join them with the callbacks here. */
#ifndef RIDEALONG_RPC_RPC_H
#define RIDEALONG_RPC_RPC_H

#include <sys/types.h>

#include "daemon/lane/lane.h"
#include "daemon/service/service.h"

#define RPC_TOKEN_SIZE 56 /* "ra_", 256 bits in base32, NUL */

/** Some ten milliseconds of one of nng's few threads. */
#define RPC_READ_BUDGET 500

#define RPC_PARKED_PER_CALLER 64
#define RPC_PARKED_IN_ALL     4096

struct rpc;

/** A call that waits in the loop. Lives until it is answered, by exactly one of rpc_call_*(). */
struct rpc_call {
	struct rpc *rpc;
	uint64_t serial; /* of this call, never used again */
	struct arena *arena;
	const struct contract_method *method;
	struct actor actor;
	const ProtobufCMessage *in;
	ProtobufCBinaryData payload; /* the same, packed */
	const char *request_id, *locale;
	int64_t deadline_ns; /* monotonic */
};

struct rpc_options {
	struct service *service;
	struct store *store;
	struct clock *clock;
	struct lane_read *read;
	struct lane_write *write;
	struct lane_slow *slow;
	int read_budget;   /* thousand VM steps, after which a read is run again in the slow lane; 0: the default */
	bool same_user;    /* the daemon's own uid is admin */
	const char *admin; /* login that is admin, or NULL */

	/** Sends a packed Reply and lets go of the slot. Any thread. */
	void (*reply)(void *slot, const void *bytes, size_t size);
	/** Whether the caller is still there; false for good once rpc_gone() was called for it. Any thread. */
	bool (*alive)(void *arg, uint32_t caller);
	void *transport;

	/** A loop-lane call, decoded and allowed: the loop's from here. Any thread. */
	void (*wait)(void *arg, struct rpc_call *call);
	/** A call given to wait() is wanted no more: CANCELLED. It is still to be answered, unless it was already. Any
	 *  thread. */
	void (*drop)(void *arg, uint64_t serial, enum status why);
	void *loop;
};

/** A message from the transport; bytes are valid within the call. */
struct rpc_arrival {
	void *slot;
	uint32_t caller; /* the pipe's number */
	bool local;      /* uid is known */
	uid_t uid;
	const void *bytes;
	size_t size;
};

enum status rpc_create(const struct rpc_options *options, struct rpc **ret, struct error *reterr);
/** After the lanes and the transport have stopped. NULL is fine. */
void rpc_destroy(struct rpc *rpc);

/** Begins a call; every arrival is answered exactly once. A read runs to its end in here. Any thread. */
void rpc_deliver(struct rpc *rpc, const struct rpc_arrival *arrival);
/** The caller has died: its queued and waiting calls are dropped. Any thread. */
void rpc_gone(struct rpc *rpc, uint32_t caller);
/** From here on calls are answered UNAVAILABLE; when it returns, no other thread is still beginning one. Any thread but
 *  those that deliver. */
void rpc_refuse(struct rpc *rpc);
/** No write and no slow call is queued or running. Any thread. */
bool rpc_idle(struct rpc *rpc);

/** Whether the caller wants it no more: asked once when the loop begins with it, since drop() may have come before. */
bool rpc_call_dropped(const struct rpc_call *call);

/* The loop's answers; each frees the call. */

/** Clears in the message what the caller may not see. */
void rpc_call_reply(struct rpc_call *call, ProtobufCMessage *message);
/** The same for packed bytes from a plugin, which are not trusted: INTERNAL when they are no answer of the method. */
void rpc_call_reply_packed(struct rpc_call *call, const void *bytes, size_t size);
void rpc_call_end(struct rpc_call *call, const struct error *error);

/** Runs the call's method here and now, with that connection inside a read snapshot, as service code sees it: for a
 *  Watch that asks. `resume` is what the asking before left in ret->resume, 0 at first. ret's status, error, reply and
 *  wait are as the method left them; the reply is as this caller may see it and lives in `arena`. */
void rpc_call_ask(
	struct rpc_call *call, struct store_conn *conn, struct arena *arena, int64_t resume, struct call *ret);

/** A write of the daemon's own; `done` runs in the write lane's thread after the commit, error NULL when all is well.
 *  Copies actor and request_id. When the lane is full, `done` runs at once in this thread. Any thread. */
void rpc_write(struct rpc *rpc, const struct actor *actor, const char *request_id,
	enum status (*run)(struct call *call, void *arg), void *arg,
	void (*done)(void *arg, const struct error *error));

/** The same for what no transaction can hold: it runs alone, between two of them. */
void rpc_write_apart(struct rpc *rpc, const struct actor *actor, const char *request_id,
	enum status (*run)(struct call *call, void *arg), void *arg,
	void (*done)(void *arg, const struct error *error));

/** Lets a plugin's host in: a token for it, kept in memory only, in place of the plugin's former one. `scopes` is
 *  NULL-terminated and copied. Any thread. */
void rpc_plugin_admit(struct rpc *rpc, const char *plugin, const char *const *scopes, char ret_token[RPC_TOKEN_SIZE]);
/** Its token works no more. Any thread. */
void rpc_plugin_dismiss(struct rpc *rpc, const char *plugin);

/** Fills a Metrics message; for struct service's fill_metrics. Any thread. */
void rpc_fill_metrics(struct rpc *rpc, struct arena *arena, ProtobufCMessage *metrics);

/** Calls that wait in the loop. Any thread. */
int rpc_parked(struct rpc *rpc);

#endif
