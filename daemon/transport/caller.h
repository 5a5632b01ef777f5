/* transport/ — who is at the other end of which pipe; for the files of this storey alone. */
#ifndef RIDEALONG_TRANSPORT_CALLER_H
#define RIDEALONG_TRANSPORT_CALLER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define CALLER_BUCKETS 1024

struct caller {
	uint32_t pipe;
	bool local;
	uid_t uid;
	struct caller *next;
};

/** Any thread. */
struct callers {
	pthread_mutex_t lock;
	struct caller *buckets[CALLER_BUCKETS];
	int count;
};

void callers_init(struct callers *callers);
void callers_finish(struct callers *callers);
void callers_add(struct callers *callers, uint32_t pipe, bool local, uid_t uid);
/** Whether it was there. */
bool callers_remove(struct callers *callers, uint32_t pipe);
/** Whether it is there; *ret (NULL is fine) is a copy. */
bool callers_find(struct callers *callers, uint32_t pipe, struct caller *ret);
int callers_count(struct callers *callers);

#endif
