/* clients/cli — what of the daemon's counts is worth saying without being asked. */
#include "metrics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUSIEST        3
#define PART_OF_ROOM   16 /* of a queue's room: as much makes it long */
#define PART_OF_PARKED 2  /* waiting is what those are for */
#define OVERDUE_NS     (INT64_C(5) * 60 * 1000000000)

bool metrics_disk_is_slow(const Metrics *metrics)
{
	return metrics->slow_commits > 2 && metrics->slow_commits * 100 > metrics->commits;
}

int64_t metrics_writes_refused(const Metrics *metrics)
{
	const QueueMetrics *small = metrics_queue(metrics, "write_small");
	const QueueMetrics *large = metrics_queue(metrics, "write_large");

	return (small == NULL ? 0 : small->refused) + (large == NULL ? 0 : large->refused);
}

/* The heading stands above the first line. */
static void begin_line(bool *said)
{
	if (!*said)
		printf("\n%s\n", _("Worth knowing:"));
	*said = true;
	printf("  · ");
}

static bool is_long(const QueueMetrics *queue)
{
	const int part = strcmp(queue->queue, "parked") == 0 ? PART_OF_PARKED : PART_OF_ROOM;

	return queue->waiting > 0 && queue->waiting >= queue->limit / part;
}

static void say_queues(const Metrics *metrics, bool *said)
{
	for (size_t i = 0; i < metrics->n_queues; i++) {
		const QueueMetrics *queue = metrics->queues[i];

		if (queue->refused == 0 && !is_long(queue))
			continue;
		begin_line(said);
		printf(_("%s: %d wait now, of %d that may."), metrics_queue_words(queue), queue->waiting, queue->limit);
		if (queue->refused > 0)
			printf(_(" There was no room for %lld."), (long long)queue->refused);
		putchar('\n');
	}
}

static void say_disk(const Metrics *metrics, bool *said)
{
	if (!metrics_disk_is_slow(metrics))
		return;
	begin_line(said);
	printf(_("The disk is slow: %lld of %lld COMMITs took over 100 ms.\n"), (long long)metrics->slow_commits,
		(long long)metrics->commits);
}

/* Of a method more than one call in a hundred, and not just once or twice. */
static void say_reruns(const Metrics *metrics, bool *said)
{
	for (size_t i = 0; i < metrics->n_methods; i++) {
		const MethodMetrics *method = metrics->methods[i];

		if (method->reruns <= 2 || method->reruns * 100 <= method->calls)
			continue;
		begin_line(said);
		printf(_("%s: %lld of %lld calls were too much for their turn and ran again in the slow lane.\n"),
			metrics_method(method), (long long)method->reruns, (long long)method->calls);
	}
}

static void say_timers(const Metrics *metrics, bool *said)
{
	char *lag;

	if (metrics_ns(metrics->timer_lag) < OVERDUE_NS)
		return;
	lag = metrics_time(metrics_ns(metrics->timer_lag));
	begin_line(said);
	printf(_("The most overdue timer has been due for %s.\n"), lag);
	free(lag);
}

/* Time that it was at work; in the loop calls only wait. */
static int64_t work_of(const MethodMetrics *method)
{
	return strcmp(method->lane, "loop") == 0 ? 0 : metrics_ns(method->total) - metrics_ns(method->waited);
}

static int by_work(const void *left, const void *right)
{
	const int64_t a = work_of(*(MethodMetrics *const *)left), b = work_of(*(MethodMetrics *const *)right);

	return (a < b) - (a > b);
}

/* Who makes it busy. */
static void print_busiest(const Metrics *metrics)
{
	qsort(metrics->methods, metrics->n_methods, sizeof(*metrics->methods), by_work);
	for (size_t i = 0; i < metrics->n_methods && i < BUSIEST && work_of(metrics->methods[i]) > 0; i++) {
		const MethodMetrics *method = metrics->methods[i];
		char *p99 = metrics_quantile(method->latency_buckets, method->n_latency_buckets, 99);

		if (i == 0)
			printf("    %s\n", _("Busiest:"));
		printf(_("      %s: %lld calls, p99 %s\n"), metrics_method(method), (long long)method->calls, p99);
		free(p99);
	}
	printf("    %s\n", _("All of it: ridealong metrics"));
}

void metrics_print_worth(struct cli *cli)
{
	struct ridealong_error error;
	bool said = false;
	Metrics *metrics;

	if (metrics_get(cli, &metrics, &error) != STATUS_OK)
		return;
	say_queues(metrics, &said);
	say_disk(metrics, &said);
	say_reruns(metrics, &said);
	say_timers(metrics, &said);
	if (said)
		print_busiest(metrics);
}
