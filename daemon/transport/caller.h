/* transport/ — which callers are there; for the files of this storey alone. */
#ifndef RIDEALONG_TRANSPORT_CALLER_H
#define RIDEALONG_TRANSPORT_CALLER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define CALLER_BUCKETS 1024

/** A set of their numbers. Any thread. */
struct callers {
	pthread_mutex_t lock;
	struct caller *buckets[CALLER_BUCKETS];
	int count;
};

void callers_init(struct callers *callers);
void callers_finish(struct callers *callers);
void callers_add(struct callers *callers, uint32_t number);
/** Whether it was there. */
bool callers_remove(struct callers *callers, uint32_t number);
bool callers_has(struct callers *callers, uint32_t number);
int callers_count(struct callers *callers);

#endif
