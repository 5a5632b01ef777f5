/* transport/ — a table of pipes. */
#include "daemon/transport/caller.h"

#include <stdlib.h>

#include "daemon/base/log.h"

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
static struct caller **place(struct callers *callers, uint32_t pipe)
{
	struct caller **at = &callers->buckets[pipe % CALLER_BUCKETS];

	while (*at != NULL && (*at)->pipe != pipe)
		at = &(*at)->next;
	return at;
}

void callers_add(struct callers *callers, uint32_t pipe, bool local, uid_t uid)
{
	struct caller *caller = malloc(sizeof(*caller)), **at;

	if (caller == NULL) {
		log_error("out of memory");
		abort();
	}
	*caller = (struct caller){ .pipe = pipe, .local = local, .uid = uid };
	pthread_mutex_lock(&callers->lock);
	at = place(callers, pipe);
	if (*at == NULL) {
		*at = caller;
		callers->count++;
		caller = NULL;
	}
	pthread_mutex_unlock(&callers->lock);
	free(caller);
}

bool callers_remove(struct callers *callers, uint32_t pipe)
{
	struct caller *found, **at;

	pthread_mutex_lock(&callers->lock);
	at = place(callers, pipe);
	found = *at;
	if (found != NULL) {
		*at = found->next;
		callers->count--;
	}
	pthread_mutex_unlock(&callers->lock);
	free(found);
	return found != NULL;
}

bool callers_find(struct callers *callers, uint32_t pipe, struct caller *ret)
{
	const struct caller *found;

	pthread_mutex_lock(&callers->lock);
	found = *place(callers, pipe);
	if (found != NULL && ret != NULL)
		*ret = *found;
	pthread_mutex_unlock(&callers->lock);
	return found != NULL;
}

int callers_count(struct callers *callers)
{
	int count;

	pthread_mutex_lock(&callers->lock);
	count = callers->count;
	pthread_mutex_unlock(&callers->lock);
	return count;
}
