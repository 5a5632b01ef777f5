/* rpc/ — calls that wait, in a queue or in the loop, and can therefore be dropped; for the files of this storey alone.
 */
#ifndef RIDEALONG_RPC_REGISTRY_H
#define RIDEALONG_RPC_REGISTRY_H

#include <pthread.h>

#include "daemon/rpc/life.h"

#define REGISTRY_BUCKETS 1024

/** By caller. Any thread. */
struct registry {
	const struct rpc_options *options;
	pthread_mutex_t lock;
	struct life *buckets[REGISTRY_BUCKETS];
	int waiting, most; /* in the loop: now, and at one time */
	int64_t refused;   /* for want of room there */
};

void registry_init(struct registry *registry, const struct rpc_options *options);
void registry_finish(struct registry *registry);

/** Lists a call; one whose caller has died meanwhile is dropped at once. `waiting`: it goes to the loop, if its actor
 *  has room there: RESOURCE_EXHAUSTED. */
enum status registry_add(struct registry *registry, struct life *life, bool waiting, struct error *reterr);
/** It is about to be answered. Fine when it is not listed. */
void registry_remove(struct registry *registry, struct life *life);

/** The caller's call of that id, if it waits. */
void registry_cancel(struct registry *registry, uint32_t caller, uint64_t call_id);
/** All of the caller's. */
void registry_gone(struct registry *registry, uint32_t caller);
int registry_waiting(struct registry *registry);
struct lane_queue_counts registry_count(struct registry *registry);

#endif
