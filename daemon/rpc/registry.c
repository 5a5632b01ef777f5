/* rpc/ — calls that wait.
 *
 * A queued call that is dropped stays in its lane's queue and ends when its turn comes, without running. One in the
 * loop is told by its serial number: by the time the loop hears of it, the call may be answered and gone. */
#include "daemon/rpc/registry.h"

#include <string.h>

#include "daemon/domain/words.h"

void registry_init(struct registry *registry, const struct rpc_options *options)
{
	*registry = (struct registry){ .options = options };
	pthread_mutex_init(&registry->lock, NULL);
}

void registry_finish(struct registry *registry)
{
	pthread_mutex_destroy(&registry->lock);
}

static struct life **bucket_of(struct registry *registry, uint32_t caller)
{
	return &registry->buckets[caller % REGISTRY_BUCKETS];
}

/* Waiting calls of the same actor, over all its connections. */
static int waiting_of(const struct registry *registry, const char *actor)
{
	int count = 0;

	for (int i = 0; i < REGISTRY_BUCKETS; i++)
		for (const struct life *life = registry->buckets[i]; life != NULL; life = life->next)
			count += life->waiting && strcmp(life->once, actor) == 0;
	return count;
}

static enum status has_room(const struct registry *registry, const struct life *life, struct error *reterr)
{
	if (registry->waiting >= RPC_PARKED_IN_ALL)
		return error_detail(reterr, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_WAITING", NULL,
			words_pick(life->call.locale, "%d calls are waiting already; try again later",
				"er wachten al %d aanroepen; probeer het later opnieuw"),
			RPC_PARKED_IN_ALL);
	if (waiting_of(registry, life->once) >= RPC_PARKED_PER_CALLER)
		return error_detail(reterr, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_WAITING", NULL,
			words_pick(life->call.locale, "%d calls of yours are waiting already; end one of them first",
				"er wachten al %d aanroepen van jou; beëindig er eerst een"),
			RPC_PARKED_PER_CALLER);
	return STATUS_OK;
}

static void list(struct registry *registry, struct life *life, bool waiting)
{
	struct life **bucket = bucket_of(registry, life->caller);

	life->prev = NULL;
	life->next = *bucket;
	if (life->next != NULL)
		life->next->prev = life;
	*bucket = life;
	life->listed = true;
	life->waiting = waiting;
	registry->waiting += waiting;
	if (registry->waiting > registry->most)
		registry->most = registry->waiting;
}

enum status registry_add(struct registry *registry, struct life *life, bool waiting, struct error *reterr)
{
	enum status status = STATUS_OK;

	pthread_mutex_lock(&registry->lock);
	if (waiting)
		status = has_room(registry, life, reterr);
	if (status == STATUS_OK)
		list(registry, life, waiting);
	else
		registry->refused++;
	pthread_mutex_unlock(&registry->lock);
	/* Asked after listing: whoever dies from now on is found in the list. */
	if (status == STATUS_OK && !registry->options->alive(registry->options->transport, life->caller))
		atomic_store(&life->dropped, STATUS_CANCELLED);
	return status;
}

void registry_remove(struct registry *registry, struct life *life)
{
	pthread_mutex_lock(&registry->lock);
	if (life->listed) {
		if (life->prev != NULL)
			life->prev->next = life->next;
		else
			*bucket_of(registry, life->caller) = life->next;
		if (life->next != NULL)
			life->next->prev = life->prev;
		registry->waiting -= life->waiting;
		life->listed = life->waiting = false;
	}
	pthread_mutex_unlock(&registry->lock);
}

/* Under the lock, so that the loop hears of the drop before it could hear of anything later. */
static void drop(struct registry *registry, struct life *life)
{
	atomic_store(&life->dropped, STATUS_CANCELLED);
	if (life->waiting)
		registry->options->drop(registry->options->loop, life->call.serial, STATUS_CANCELLED);
}

void registry_cancel(struct registry *registry, uint32_t caller, uint64_t call_id)
{
	pthread_mutex_lock(&registry->lock);
	for (struct life *life = *bucket_of(registry, caller); life != NULL; life = life->next)
		if (life->caller == caller && life->call_id == call_id)
			drop(registry, life);
	pthread_mutex_unlock(&registry->lock);
}

void registry_gone(struct registry *registry, uint32_t caller)
{
	pthread_mutex_lock(&registry->lock);
	for (struct life *life = *bucket_of(registry, caller); life != NULL; life = life->next)
		if (life->caller == caller)
			drop(registry, life);
	pthread_mutex_unlock(&registry->lock);
}

int registry_waiting(struct registry *registry)
{
	int waiting;

	pthread_mutex_lock(&registry->lock);
	waiting = registry->waiting;
	pthread_mutex_unlock(&registry->lock);
	return waiting;
}

struct lane_queue_counts registry_count(struct registry *registry)
{
	struct lane_queue_counts counts;

	pthread_mutex_lock(&registry->lock);
	counts = (struct lane_queue_counts){
		.waiting = registry->waiting, .most = registry->most, .refused = registry->refused
	};
	pthread_mutex_unlock(&registry->lock);
	return counts;
}
