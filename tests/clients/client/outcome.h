/* tests/ — the outcome of an asynchronous call. */
#ifndef RIDEALONG_TESTS_OUTCOME_H
#define RIDEALONG_TESTS_OUTCOME_H

#include <pthread.h>

#include "ridealong/client.h"

struct outcome {
	pthread_mutex_t lock;
	pthread_cond_t told;
	unsigned times;
	struct ridealong_error error;
	size_t length;
};

void outcome_init(struct outcome *outcome);
/** For ridealong_call_async(), with the outcome as its argument. */
void outcome_on_done(void *arg, const struct ridealong_error *error, const void *bytes, size_t length);
/** Waits until it is there; returns the status. */
int outcome_wait(struct outcome *outcome);

#endif
