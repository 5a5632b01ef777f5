/* clients/cli — the daemon's counts in words. */
#include "metrics.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MIB (INT64_C(1024) * 1024)

enum status metrics_get(struct cli *cli, Metrics **ret, struct ridealong_error *ret_error)
{
	GetMetricsRequest request = GET_METRICS_REQUEST__INIT;

	return cli_try(cli, "Admin/GetMetrics", &request, &metrics__descriptor, 0, ret, ret_error);
}

int64_t metrics_ns(const Duration *duration)
{
	return duration == NULL ? 0 : duration->seconds * 1000000000 + duration->nanos;
}

const char *metrics_method(const MethodMetrics *method)
{
	const char *dot = strrchr(method->method, '.');

	return dot == NULL ? method->method : dot + 1;
}

const QueueMetrics *metrics_queue(const Metrics *metrics, const char *name)
{
	for (size_t i = 0; i < metrics->n_queues; i++)
		if (strcmp(metrics->queues[i]->queue, name) == 0)
			return metrics->queues[i];
	return NULL;
}

const char *metrics_queue_words(const QueueMetrics *queue)
{
	static const struct {
		const char *queue, *words;
	} names[] = {
		{ "write_small", N_("writes") },
		{ "write_large", N_("writes of 64 KiB and more") },
		{ "slow", N_("slow calls") },
		{ "parked", N_("calls that wait for something") },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].queue, queue->queue) == 0)
			return _(names[i].words);
	return queue->queue;
}

char *metrics_text(const char *format, ...)
{
	va_list args;
	char *ret;

	va_start(args, format);
	if (vasprintf(&ret, format, args) < 0)
		abort();
	va_end(args);
	return ret;
}

/* Rounded up: what is said is a bound. */
static int64_t units_of(int64_t ns, int64_t unit)
{
	return (ns + unit - 1) / unit;
}

char *metrics_time(int64_t ns)
{
	const int64_t us = units_of(ns, 1000), ms = units_of(ns, 1000000), s = units_of(ns, 1000000000);
	const int64_t minutes = units_of(s, 60);

	if (us < 1000)
		return metrics_text(_("%d µs"), (int)us);
	if (ms < 10)
		return metrics_text(_("%d.%d ms"), (int)(units_of(us, 100) / 10), (int)(units_of(us, 100) % 10));
	if (ms < 1000)
		return metrics_text(_("%d ms"), (int)ms);
	if (s < 10)
		return metrics_text(_("%d.%d s"), (int)(units_of(ms, 100) / 10), (int)(units_of(ms, 100) % 10));
	if (s < 120)
		return metrics_text(_("%d s"), (int)s);
	if (minutes < 120)
		return metrics_text(_("%d min"), (int)minutes);
	if (minutes < 48 * 60)
		return metrics_text(_("%d h %02d min"), (int)(minutes / 60), (int)(minutes % 60));
	return metrics_text(_("%d days"), (int)(minutes / (24 * 60)));
}

char *metrics_quantile(const int64_t *buckets, size_t count, int percent)
{
	int64_t all = 0, seen = 0;
	char *time, *ret;

	for (size_t i = 0; i < count; i++)
		all += buckets[i];
	if (all == 0)
		return metrics_text("%s", "");
	for (size_t i = 0; i + 1 < count; i++) {
		seen += buckets[i];
		if (seen * 100 < all * percent)
			continue;
		time = metrics_time((INT64_C(1) << i) * 1000);
		ret = metrics_text("≤ %s", time);
		free(time);
		return ret;
	}
	return metrics_text("%s", _("> 17 min")); /* 2^30 µs */
}

char *metrics_bytes(int64_t bytes)
{
	const int64_t kib = units_of(bytes, 1024), tenths = units_of(bytes * 10, MIB);

	if (kib < 1024)
		return metrics_text("%d KiB", (int)kib);
	if (tenths < 100)
		return metrics_text(_("%d.%d MiB"), (int)(tenths / 10), (int)(tenths % 10));
	return metrics_text("%lld MiB", (long long)units_of(bytes, MIB));
}
