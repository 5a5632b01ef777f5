/* lane/ — jobs in the order of their coming; for the files of this storey alone. Whoever holds the lane's lock. */
#ifndef RIDEALONG_LANE_QUEUE_H
#define RIDEALONG_LANE_QUEUE_H

#include <pthread.h>

#include "daemon/lane/lane.h"

/** Zeroed is empty. */
struct lane_queue {
	struct lane_job *first, *last;
	int count, most; /* now, and at one time */
	int64_t refused; /* counted by whoever finds that there is no room */
};

void lane_queue_add(struct lane_queue *queue, struct lane_job *job);
/** To its front: it is taken next. */
void lane_queue_put_back(struct lane_queue *queue, struct lane_job *job);
/** NULL when empty. */
struct lane_job *lane_queue_take(struct lane_queue *queue);

struct lane_queue_counts lane_queue_count(const struct lane_queue *queue);

/** A condition whose timed waits follow the monotonic clock. */
void lane_cond_init(pthread_cond_t *cond);

#endif
