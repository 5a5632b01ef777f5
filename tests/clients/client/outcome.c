/* tests/ — the outcome of an asynchronous call. */
#include "outcome.h"

#include <string.h>

void outcome_init(struct outcome *outcome)
{
	memset(outcome, 0, sizeof(*outcome));
	pthread_mutex_init(&outcome->lock, NULL);
	pthread_cond_init(&outcome->told, NULL);
}

void outcome_on_done(void *arg, const struct ridealong_error *error, const void *bytes, size_t length)
{
	struct outcome *outcome = arg;

	(void)bytes;
	pthread_mutex_lock(&outcome->lock);
	outcome->times++;
	outcome->error = *error;
	outcome->length = length;
	pthread_cond_broadcast(&outcome->told);
	pthread_mutex_unlock(&outcome->lock);
}

int outcome_wait(struct outcome *outcome)
{
	int status;

	pthread_mutex_lock(&outcome->lock);
	while (outcome->times == 0)
		pthread_cond_wait(&outcome->told, &outcome->lock);
	status = outcome->error.status;
	pthread_mutex_unlock(&outcome->lock);
	return status;
}
