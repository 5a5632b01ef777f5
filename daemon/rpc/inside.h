/* rpc/ — the storey from the inside; for its own files alone. */
#ifndef RIDEALONG_RPC_INSIDE_H
#define RIDEALONG_RPC_INSIDE_H

#include "daemon/rpc/caller.h"
#include "daemon/rpc/metric.h"
#include "daemon/rpc/registry.h"

struct rpc {
	struct rpc_options options;
	struct rpc_callers *callers;
	struct registry registry;
	struct metric *metrics;
	_Atomic uint64_t serial;

	/* How many threads are beginning a call; the last one out wakes whoever refuses. */
	_Atomic int inside;
	_Atomic bool refusing;
	pthread_mutex_t lock;
	pthread_cond_t left;
};

/* lane.c */

/** Runs the call in the lane its method belongs to; from here on the lane, or the loop, answers it. `conn` is this
 *  thread's read connection, in a transaction, with a snapshot where the method reads; it is ended. */
void life_run(struct life *life, struct store_conn *conn);
/** Answers a call that waited in the loop, once the read has left its trace where it is to (audit.h). */
void life_answer_traced(struct life *life, ProtobufCMessage *message);
/** What service code is handed. */
void life_call_init(const struct life *life, struct store_conn *conn, struct arena *arena, struct call *ret);

/* answer.c: each frees the call */

void life_answer(struct life *life, const ProtobufCMessage *message);
void life_answer_packed(struct life *life, const void *bytes, size_t size);
void life_fail(struct life *life, const struct error *error);

#endif
