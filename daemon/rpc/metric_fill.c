/* rpc/ — what this storey and the lanes below it know of how busy they are. */
#include "daemon/rpc/inside.h"

static void add_queue(
	Metrics *metrics, struct arena *arena, const char *name, struct lane_queue_counts counts, int limit)
{
	QueueMetrics **slot = arena_push(arena, &metrics->queues, &metrics->n_queues, sizeof(*slot));
	QueueMetrics *queue = *slot = arena_alloc(arena, sizeof(*queue));

	queue_metrics__init(queue);
	queue->queue = (char *)name;
	queue->waiting = counts.waiting;
	queue->most = counts.most;
	queue->limit = limit;
	queue->refused = counts.refused;
}

static int64_t *copy_buckets(struct arena *arena, const int64_t *buckets, size_t count)
{
	return arena_memdup(arena, buckets, count * sizeof(*buckets));
}

static void fill_writing(struct rpc *rpc, struct arena *arena, Metrics *ret)
{
	struct lane_write_counts counts;

	lane_write_count(rpc->options.write, &counts);
	ret->commits = counts.commits;
	ret->writes = counts.writes;
	ret->write_queue = counts.small.waiting + counts.large.waiting;
	ret->group_size_buckets = copy_buckets(arena, counts.groups, LANE_GROUP_BUCKETS);
	ret->n_group_size_buckets = LANE_GROUP_BUCKETS;
	ret->commit_time = metrics_duration(arena, counts.commit_ns);
	ret->commit_buckets = copy_buckets(arena, counts.commit_times, BUCKET_COUNT);
	ret->n_commit_buckets = BUCKET_COUNT;
	ret->slow_commits = counts.slow_commits;
	ret->work_time = metrics_duration(arena, counts.work_ns);
	ret->checkpoints = counts.checkpoints;
	ret->checkpoint_time = metrics_duration(arena, counts.checkpoint_ns);
	ret->longest_checkpoint = metrics_duration(arena, counts.longest_checkpoint_ns);
	ret->wal_size = store_wal_file_size(rpc->options.store);
	ret->wal_pending = counts.wal_size;
	add_queue(ret, arena, "write_small", counts.small, LANE_WRITE_QUEUE);
	add_queue(ret, arena, "write_large", counts.large, LANE_WRITE_QUEUE);
}

void rpc_fill_metrics(struct rpc *rpc, struct arena *arena, ProtobufCMessage *metrics)
{
	Metrics *ret = (Metrics *)metrics;
	struct lane_slow_counts slow;

	metrics_fill(rpc->metrics, arena, ret);
	fill_writing(rpc, arena, ret);
	lane_slow_count(rpc->options.slow, &slow);
	ret->slow_queue = slow.queue.waiting + slow.running;
	ret->parked = registry_waiting(&rpc->registry);
	add_queue(ret, arena, "slow", slow.queue, LANE_SLOW_QUEUE);
	add_queue(ret, arena, "parked", registry_count(&rpc->registry), RPC_PARKED_IN_ALL);
}
