/* rpc/ — a call from arrival to answer; for the files of this storey alone. */
#ifndef RIDEALONG_RPC_LIFE_H
#define RIDEALONG_RPC_LIFE_H

#include <stdatomic.h>

#include "daemon/rpc/rpc.h"
#include "ridealong/v1/envelope.pb-c.h"

/** Lives in its own arena. One thread at a time has it: the nng thread it arrived on, then its lane's, or the loop's.
 */
struct life {
	struct rpc_call call; /* first: what the loop knows of it */
	void *slot;
	uint32_t caller;
	bool local;
	uid_t uid;
	Request *envelope;
	uint64_t call_id;
	const char *once; /* whose request ids these are; of what does not run where it arrived */
	char content[65]; /* of a write: the hash of method and payload */
	int64_t arrived_ns;
	int64_t queued_ns; /* when it was put into its lane's queue; 0 while it is in none */

	struct lane_job job;
	struct error error;         /* of the method */
	ProtobufCMessage *reply;    /* of the method */
	ProtobufCBinaryData packed; /* the reply of a write sent again */
	bool turned_away;           /* for want of room: it never had its turn */

	/* The registry's, under its lock; `dropped` is also read without. */
	_Atomic int dropped; /* enum status: why the caller wants it no more; OK while it does */
	bool waiting;        /* in the loop */
	bool listed;
	struct life *prev, *next;
};

#endif
