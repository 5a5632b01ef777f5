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

static struct metric *metric_of(struct metric *metrics, const struct contract_method *method)
{
	size_t count;

	return &metrics[method - contract_methods(&count)];
}

static void add(_Atomic int64_t *to, int64_t value)
{
	atomic_fetch_add_explicit(to, value, memory_order_relaxed);
}

static int64_t get(const _Atomic int64_t *from)
{
	return atomic_load_explicit(from, memory_order_relaxed);
}

void metrics_count(struct metric *metrics, const struct contract_method *method, enum status status, int64_t ns)
{
	struct metric *metric = metric_of(metrics, method);

	add(&metric->calls[bucket_number_of_time(ns)], 1);
	add(&metric->total_ns, ns);
	if (status != STATUS_OK)
		add(&metric->errors, 1);
}

void metrics_count_waiting(struct metric *metrics, const struct contract_method *method, int64_t ns)
{
	add(&metric_of(metrics, method)->waited_ns, ns);
}

void metrics_count_rerun(struct metric *metrics, const struct contract_method *method)
{
	add(&metric_of(metrics, method)->reruns, 1);
}

Duration *metrics_duration(struct arena *arena, int64_t ns)
{
	Duration *duration = arena_alloc(arena, sizeof(*duration));

	duration__init(duration);
	duration->seconds = ns / 1000000000;
	duration->nanos = (int32_t)(ns % 1000000000);
	return duration;
}

static const char *name_of_lane(enum lane_kind lane)
{
	static const char *const names[] = {
		[LANE_READ] = "read", [LANE_WRITE] = "write", [LANE_SLOW] = "slow", [LANE_LOOP] = "loop"
	};

	return names[lane];
}

/* Whether it was called. The number of calls is that of its buckets: what is counted meanwhile is in both. */
static bool fill(
	const struct metric *metric, const struct contract_method *method, struct arena *arena, MethodMetrics *ret)
{
	method_metrics__init(ret);
	ret->method = (char *)method->full_name;
	ret->latency_buckets = arena_alloc(arena, BUCKET_COUNT * sizeof(*ret->latency_buckets));
	ret->n_latency_buckets = BUCKET_COUNT;
	for (int i = 0; i < BUCKET_COUNT; i++)
		ret->calls += ret->latency_buckets[i] = get(&metric->calls[i]);
	ret->errors = get(&metric->errors);
	ret->total = metrics_duration(arena, get(&metric->total_ns));
	ret->waited = metrics_duration(arena, get(&metric->waited_ns));
	ret->reruns = get(&metric->reruns);
	ret->lane = (char *)name_of_lane(method->lane);
	return ret->calls > 0;
}

void metrics_fill(struct metric *metrics, struct arena *arena, Metrics *ret)
{
	const struct contract_method *methods;
	size_t count;

	methods = contract_methods(&count);
	for (size_t i = 0; i < count; i++) {
		MethodMetrics *method = arena_alloc(arena, sizeof(*method)), **slot;

		if (!fill(&metrics[i], &methods[i], arena, method))
			continue;
		slot = arena_push(arena, &ret->methods, &ret->n_methods, sizeof(*slot));
		*slot = method;
		ret->reruns += method->reruns;
	}
}
