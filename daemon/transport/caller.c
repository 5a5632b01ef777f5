/* transport/ — a set of callers. */
#include "daemon/transport/caller.h"

#include <stdlib.h>

#include "daemon/base/log.h"

struct caller {
	uint32_t number;
	struct caller *next;
};

void callers_init(struct callers *callers)
{
	*callers = (struct callers){ 0 };
	pthread_mutex_init(&callers->lock, NULL);
}

void callers_finish(struct callers *callers)
{
	for (int i = 0; i < CALLER_BUCKETS; i++) {
		while (callers->buckets[i] != NULL) {
			struct caller *caller = callers->buckets[i];

			callers->buckets[i] = caller->next;
			free(caller);
		}
	}
	pthread_mutex_destroy(&callers->lock);
}

/* The place that points to the caller, or where its chain ends. */
static struct caller **place(struct callers *callers, uint32_t number)
{
	struct caller **at = &callers->buckets[number % CALLER_BUCKETS];

	while (*at != NULL && (*at)->number != number)
		at = &(*at)->next;
	return at;
}

void callers_add(struct callers *callers, uint32_t number)
{
	struct caller *caller = calloc(1, sizeof(*caller)), **at;

	if (caller == NULL) {
		log_error("out of memory");
		abort();
	}
	caller->number = number;
	pthread_mutex_lock(&callers->lock);
	at = place(callers, number);
	if (*at == NULL) {
		*at = caller;
		callers->count++;
		caller = NULL;
	}
	pthread_mutex_unlock(&callers->lock);
	free(caller);
}

bool callers_remove(struct callers *callers, uint32_t number)
{
	struct caller *found, **at;

	pthread_mutex_lock(&callers->lock);
	at = place(callers, number);
	found = *at;
	if (found != NULL) {
		*at = found->next;
		callers->count--;
	}
	pthread_mutex_unlock(&callers->lock);
	free(found);
	return found != NULL;
}

bool callers_has(struct callers *callers, uint32_t number)
{
	bool has;

	pthread_mutex_lock(&callers->lock);
	has = *place(callers, number) != NULL;
	pthread_mutex_unlock(&callers->lock);
	return has;
}

int callers_count(struct callers *callers)
{
	int count;

	pthread_mutex_lock(&callers->lock);
	count = callers->count;
	pthread_mutex_unlock(&callers->lock);
	return count;
}
