/* clients/cli — the daemon's counts in the text exposition format of Prometheus, version 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/): a family's HELP, its TYPE, and its samples together;
 * times in seconds; a histogram's buckets each with what the ones before it hold. In English: it is for programs. */
#include "metrics.h"

#include <stdio.h>
#include <string.h>

#define PREFIX "ridealong_"

/* Of the buckets of times those from 16 µs to 67 s are told: what is below is in the first, what is above in "+Inf". */
#define FIRST_TIME 4
#define LAST_TIME  26

static void begin(const char *name, const char *type, const char *help)
{
	printf("# HELP " PREFIX "%s %s\n# TYPE " PREFIX "%s %s\n", name, help, name, type);
}

static void print_number(const char *name, const char *type, const char *help, int64_t value)
{
	begin(name, type, help);
	printf(PREFIX "%s %lld\n", name, (long long)value);
}

static void print_seconds(int64_t ns)
{
	printf("%lld.%09lld", (long long)(ns / 1000000000), (long long)(ns % 1000000000));
}

static void print_time(const char *name, const char *type, const char *help, int64_t ns)
{
	begin(name, type, help);
	printf(PREFIX "%s ", name);
	print_seconds(ns);
	putchar('\n');
}

/* A label's value: backslash, quote and line feed are escaped. */
static void print_label(const char *name, const char *value)
{
	printf("%s=\"", name);
	for (; *value != '\0'; value++) {
		if (*value == '\\' || *value == '"')
			printf("\\%c", *value);
		else if (*value == '\n')
			printf("\\n");
		else
			putchar(*value);
	}
	putchar('"');
}

/* ---- histograms */

struct histogram {
	const char *name;
	const MethodMetrics *method; /* its labels; NULL: none */
	const int64_t *buckets;
	size_t count;
	size_t first, last; /* those that are told */
	bool times;         /* the bounds are µs and told in seconds */
};

static void print_labels_of(const MethodMetrics *method)
{
	print_label("method", metrics_method(method));
	putchar(',');
	print_label("lane", method->lane);
}

static void print_bucket(const struct histogram *histogram, size_t bucket, int64_t at_most)
{
	printf(PREFIX "%s_bucket{", histogram->name);
	if (histogram->method != NULL) {
		print_labels_of(histogram->method);
		putchar(',');
	}
	if (bucket == histogram->count)
		printf("le=\"+Inf\"} %lld\n", (long long)at_most);
	else if (histogram->times)
		printf("le=\"%lld.%06lld\"} %lld\n", (1LL << bucket) / 1000000, (1LL << bucket) % 1000000,
			(long long)at_most);
	else
		printf("le=\"%lld\"} %lld\n", 1LL << bucket, (long long)at_most);
}

static void print_part(const struct histogram *histogram, const char *part)
{
	printf(PREFIX "%s_%s", histogram->name, part);
	if (histogram->method != NULL) {
		putchar('{');
		print_labels_of(histogram->method);
		putchar('}');
	}
	putchar(' ');
}

/* All but the sum; returns how many there are in all. */
static int64_t print_buckets(const struct histogram *histogram)
{
	int64_t at_most = 0;

	for (size_t i = 0; i < histogram->count; i++) {
		at_most += histogram->buckets[i];
		if (i >= histogram->first && i <= histogram->last)
			print_bucket(histogram, i, at_most);
	}
	print_bucket(histogram, histogram->count, at_most);
	return at_most;
}

static void print_times(
	const char *name, const MethodMetrics *method, const int64_t *buckets, size_t count, const Duration *sum)
{
	const struct histogram histogram = { .name = name,
		.method = method,
		.buckets = buckets,
		.count = count,
		.first = FIRST_TIME,
		.last = LAST_TIME,
		.times = true };
	const int64_t all = print_buckets(&histogram);

	print_part(&histogram, "sum");
	print_seconds(metrics_ns(sum));
	putchar('\n');
	print_part(&histogram, "count");
	printf("%lld\n", (long long)all);
}

/* ---- families */

static void print_methods(const Metrics *metrics)
{
	begin("call_duration_seconds", "histogram", "Time of calls from arrival to answer.");
	for (size_t i = 0; i < metrics->n_methods; i++) {
		const MethodMetrics *method = metrics->methods[i];

		print_times("call_duration_seconds", method, method->latency_buckets, method->n_latency_buckets,
			method->total);
	}
}

static void begin_sample(const char *name, const MethodMetrics *method)
{
	printf(PREFIX "%s{", name);
	print_labels_of(method);
	printf("} ");
}

static void print_method_counts(const Metrics *metrics)
{
	begin("call_errors_total", "counter", "Calls that ended with another status than OK.");
	for (size_t i = 0; i < metrics->n_methods; i++) {
		begin_sample("call_errors_total", metrics->methods[i]);
		printf("%lld\n", (long long)metrics->methods[i]->errors);
	}
	begin("call_queue_seconds_total", "counter",
		"Of the time of calls, what they waited for their turn in a lane.");
	for (size_t i = 0; i < metrics->n_methods; i++) {
		begin_sample("call_queue_seconds_total", metrics->methods[i]);
		print_seconds(metrics_ns(metrics->methods[i]->waited));
		putchar('\n');
	}
	begin("call_reruns_total", "counter",
		"Reads that were too much for their turn and ran again in the slow lane.");
	for (size_t i = 0; i < metrics->n_methods; i++) {
		begin_sample("call_reruns_total", metrics->methods[i]);
		printf("%lld\n", (long long)metrics->methods[i]->reruns);
	}
}

static int64_t waiting_of(const QueueMetrics *queue)
{
	return queue->waiting;
}

static int64_t most_of(const QueueMetrics *queue)
{
	return queue->most;
}

static int64_t limit_of(const QueueMetrics *queue)
{
	return queue->limit;
}

static int64_t refused_of(const QueueMetrics *queue)
{
	return queue->refused;
}

static void print_queues(const Metrics *metrics)
{
	static const struct {
		const char *name, *type, *help;
		int64_t (*value)(const QueueMetrics *queue);
	} families[] = {
		{ "queue_length", "gauge", "Calls that wait in a queue.", waiting_of },
		{ "queue_length_max", "gauge", "The most that waited at one time since the start.", most_of },
		{ "queue_limit", "gauge", "How many may wait.", limit_of },
		{ "queue_refused_total", "counter", "Calls that were turned away because the queue was full.",
			refused_of },
	};

	for (size_t n = 0; n < sizeof(families) / sizeof(families[0]); n++) {
		begin(families[n].name, families[n].type, families[n].help);
		for (size_t i = 0; i < metrics->n_queues; i++) {
			printf(PREFIX "%s{", families[n].name);
			print_label("queue", metrics->queues[i]->queue);
			printf("} %lld\n", (long long)families[n].value(metrics->queues[i]));
		}
	}
}

static void print_group_sizes(const Metrics *metrics)
{
	const struct histogram histogram = { .name = "commit_writes",
		.buckets = metrics->group_size_buckets,
		.count = metrics->n_group_size_buckets,
		.last = metrics->n_group_size_buckets };

	begin("commit_writes", "histogram", "Writes that a commit held.");
	print_buckets(&histogram);
	printf(PREFIX "commit_writes_sum %lld\n" PREFIX "commit_writes_count %lld\n", (long long)metrics->writes,
		(long long)metrics->commits);
}

static void print_commits(const Metrics *metrics)
{
	begin("commit_duration_seconds", "histogram", "Time of COMMIT alone, which waits for the disk.");
	print_times("commit_duration_seconds", NULL, metrics->commit_buckets, metrics->n_commit_buckets,
		metrics->commit_time);
	print_number("slow_commits_total", "counter", "Commits of which COMMIT took more than 100 ms.",
		metrics->slow_commits);
	print_group_sizes(metrics);
	print_time("write_work_seconds_total", "counter", "Time of the write lane's own work, without COMMIT.",
		metrics_ns(metrics->work_time));
	print_number(
		"checkpoints_total", "counter", "How often the WAL was moved into the database.", metrics->checkpoints);
	print_time("checkpoint_seconds_total", "counter", "Time that checkpoints took.",
		metrics_ns(metrics->checkpoint_time));
	print_time("checkpoint_longest_seconds", "gauge", "Time that the longest checkpoint took.",
		metrics_ns(metrics->longest_checkpoint));
	print_number("wal_bytes", "gauge", "Size of the WAL's file.", metrics->wal_size);
	print_number("wal_pending_bytes", "gauge", "Of it, what was written since the last checkpoint.",
		metrics->wal_pending);
}

void metrics_print_prometheus(const Metrics *metrics)
{
	print_number("start_time_seconds", "gauge", "When the daemon started, in seconds since 1970.",
		metrics->start_time == NULL ? 0 : metrics->start_time->seconds);
	print_number("callers", "gauge", "Callers connected.", metrics->callers);
	print_number(
		"calls_under_way", "gauge", "Calls that arrived and are not yet answered.", metrics->calls_under_way);
	print_methods(metrics);
	print_method_counts(metrics);
	print_queues(metrics);
	print_commits(metrics);
	print_number("resident_memory_bytes", "gauge", "Memory that the daemon has in use.", metrics->memory);
	print_number("resident_memory_max_bytes", "gauge", "The most that it was.", metrics->peak_memory);
	print_number("timers", "gauge", "Timers that wait.", metrics->timers);
	print_time("timer_lag_seconds", "gauge", "For how long the most overdue timer has been due.",
		metrics_ns(metrics->timer_lag));
}
