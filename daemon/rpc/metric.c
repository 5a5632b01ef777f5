/* rpc/ — counts and latencies. */
#include "daemon/rpc/metric.h"

#include <stdlib.h>

#include "daemon/base/log.h"

struct metric *metrics_create(void)
{
	struct metric *metrics;
	size_t count;

	contract_methods(&count);
	metrics = calloc(count, sizeof(*metrics));
	if (metrics == NULL) {
		log_error("out of memory");
		abort();
	}
	return metrics;
}

void metrics_destroy(struct metric *metrics)
{
	free(metrics);
}

static int bucket_of(int64_t us)
{
	int bucket = 0;

	while (bucket < METRIC_BUCKETS - 1 && us >= INT64_C(1) << bucket)
		bucket++;
	return bucket;
}

void metrics_count(struct metric *metrics, const struct contract_method *method, enum status status, int64_t ns)
{
	size_t count;
	struct metric *metric = &metrics[method - contract_methods(&count)];

	atomic_fetch_add_explicit(&metric->calls, 1, memory_order_relaxed);
	if (status != STATUS_OK)
		atomic_fetch_add_explicit(&metric->errors, 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&metric->total_us, ns / 1000, memory_order_relaxed);
	atomic_fetch_add_explicit(&metric->buckets[bucket_of(ns / 1000)], 1, memory_order_relaxed);
}

static Duration *duration(struct arena *arena, int64_t us)
{
	Duration *duration = arena_alloc(arena, sizeof(*duration));

	duration__init(duration);
	duration->seconds = us / 1000000;
	duration->nanos = (int32_t)(us % 1000000 * 1000);
	return duration;
}

static void fill(struct metric *metric, const char *name, struct arena *arena, MethodMetrics *ret)
{
	method_metrics__init(ret);
	ret->method = arena_strdup(arena, name);
	ret->calls = metric->calls;
	ret->errors = metric->errors;
	ret->total = duration(arena, metric->total_us);
	ret->latency_buckets = arena_alloc(arena, METRIC_BUCKETS * sizeof(*ret->latency_buckets));
	ret->n_latency_buckets = METRIC_BUCKETS;
	for (int i = 0; i < METRIC_BUCKETS; i++)
		ret->latency_buckets[i] = metric->buckets[i];
}

void metrics_fill(struct metric *metrics, struct arena *arena, Metrics *ret)
{
	const struct contract_method *methods;
	size_t count;

	methods = contract_methods(&count);
	for (size_t i = 0; i < count; i++) {
		MethodMetrics **slot;

		if (metrics[i].calls == 0)
			continue;
		slot = arena_push(arena, &ret->methods, &ret->n_methods, sizeof(*slot));
		*slot = arena_alloc(arena, sizeof(**slot));
		fill(&metrics[i], methods[i].full_name, arena, *slot);
	}
}
