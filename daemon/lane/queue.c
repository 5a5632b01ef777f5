/* lane/ — jobs in the order of their coming. */
#include "daemon/lane/queue.h"

void lane_queue_add(struct lane_queue *queue, struct lane_job *job)
{
	job->next = NULL;
	if (queue->last != NULL)
		queue->last->next = job;
	else
		queue->first = job;
	queue->last = job;
	queue->count++;
	if (queue->count > queue->most)
		queue->most = queue->count;
}

void lane_queue_put_back(struct lane_queue *queue, struct lane_job *job)
{
	job->next = queue->first;
	queue->first = job;
	if (queue->last == NULL)
		queue->last = job;
	queue->count++;
}

struct lane_job *lane_queue_take(struct lane_queue *queue)
{
	struct lane_job *job = queue->first;

	if (job == NULL)
		return NULL;
	queue->first = job->next;
	if (queue->first == NULL)
		queue->last = NULL;
	queue->count--;
	job->next = NULL;
	return job;
}

struct lane_queue_counts lane_queue_count(const struct lane_queue *queue)
{
	return (struct lane_queue_counts){ .waiting = queue->count, .most = queue->most, .refused = queue->refused };
}

void lane_cond_init(pthread_cond_t *cond)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(cond, &attributes);
	pthread_condattr_destroy(&attributes);
}
