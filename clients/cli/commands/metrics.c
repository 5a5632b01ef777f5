/* clients/cli — metrics: how busy the daemon is and has been. */
#include "metrics.h"

#include "commands.h"

#include <libsmartcols/libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "screen.h"

const struct flag flags_metrics[] = {
	{ "prometheus", NULL, N_("as text for Prometheus (format 0.0.4)") },
	{ NULL, NULL, NULL },
};

/* "3.2": so many of one on each of the other. */
static char *text_of_ratio(int64_t many, int64_t each)
{
	const int64_t tenths = each == 0 ? 0 : (many * 10 + each / 2) / each;

	return metrics_text(_("%d.%d"), (int)(tenths / 10), (int)(tenths % 10));
}

/* ---- lines */

struct fact {
	const char *title;
	char *words; /* malloc'd */
};

struct facts {
	struct fact all[12];
	size_t count;
};

static void add(struct facts *facts, const char *title, char *words)
{
	facts->all[facts->count++] = (struct fact){ title, words };
}

static void print(struct facts *facts)
{
	int wide = 0;

	for (size_t i = 0; i < facts->count; i++)
		if (screen_columns(facts->all[i].title) > wide)
			wide = screen_columns(facts->all[i].title);
	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = &facts->all[i];

		printf("%s:%*s", fact->title, wide - screen_columns(fact->title) + 1, "");
		screen_text(fact->words, wide + 2, wide + 2);
		free(fact->words);
	}
}

static void add_memory(struct facts *facts, const Metrics *metrics)
{
	char *now = metrics_bytes(metrics->memory), *peak = metrics_bytes(metrics->peak_memory);

	add(facts, _("Memory"), metrics_text(_("%s, at most %s"), now, peak));
	free(now);
	free(peak);
}

static void add_timers(struct facts *facts, const Metrics *metrics)
{
	char *lag = metrics_time(metrics_ns(metrics->timer_lag));

	if (metrics->timer_lag == NULL)
		add(facts, _("Timers that wait"), metrics_text("%lld", (long long)metrics->timers));
	else
		add(facts, _("Timers that wait"),
			metrics_text(_("%lld, the most overdue one for %s"), (long long)metrics->timers, lag));
	free(lag);
}

static void add_commits(struct facts *facts, const Metrics *metrics)
{
	char *half = metrics_quantile(metrics->commit_buckets, metrics->n_commit_buckets, 50);
	char *most = metrics_quantile(metrics->commit_buckets, metrics->n_commit_buckets, 99);
	char *group = text_of_ratio(metrics->writes, metrics->commits);

	if (metrics->commits == 0)
		add(facts, _("Commits"), metrics_text("0"));
	else
		add(facts, _("Commits"),
			metrics_text(_("%lld, of %s writes on average"), (long long)metrics->commits, group));
	if (metrics->commits > 0)
		add(facts, _("One COMMIT"),
			metrics_text(
				_("p50 %s, p99 %s; over 100 ms: %lld"), half, most, (long long)metrics->slow_commits));
	free(half);
	free(most);
	free(group);
}

static void add_work(struct facts *facts, const Metrics *metrics)
{
	char *commit = metrics_time(metrics_ns(metrics->commit_time));
	char *work = metrics_time(metrics_ns(metrics->work_time));

	add(facts, _("Write lane"), metrics_text(_("%s in COMMIT, %s at its own work"), commit, work));
	free(commit);
	free(work);
}

static void add_wal(struct facts *facts, const Metrics *metrics)
{
	char *longest = metrics_time(metrics_ns(metrics->longest_checkpoint));
	char *size = metrics_bytes(metrics->wal_size), *pending = metrics_bytes(metrics->wal_pending);

	if (metrics->checkpoints == 0)
		add(facts, _("Checkpoints"), metrics_text("0"));
	else
		add(facts, _("Checkpoints"),
			metrics_text(_("%lld, the longest %s"), (long long)metrics->checkpoints, longest));
	add(facts, _("WAL"), metrics_text(_("%s, of it pending %s"), size, pending));
	free(longest);
	free(size);
	free(pending);
}

static void print_facts(struct cli *cli, const Metrics *metrics)
{
	struct facts facts = { 0 };
	char since[80];

	cli_time_print(cli, metrics->start_time, since);
	add(&facts, _("Since"), metrics_text("%s", since));
	add(&facts, _("Callers connected"), metrics_text("%d", metrics->callers));
	add(&facts, _("Calls under way"), metrics_text("%d", metrics->calls_under_way));
	add(&facts, _("Reads run again"), metrics_text("%lld", (long long)metrics->reruns));
	add_memory(&facts, metrics);
	add_timers(&facts, metrics);
	add_commits(&facts, metrics);
	add_work(&facts, metrics);
	add_wal(&facts, metrics);
	print(&facts);
}

/* ---- tables */

static struct libscols_table *new_table(const char *const *titles, size_t count, size_t numbers_from)
{
	struct libscols_table *table = scols_new_table();
	const int first = isatty(STDOUT_FILENO) ? SCOLS_FL_WRAP : 0;

	for (size_t i = 0; i < count; i++) {
		const int flags = i == 0 ? first : i >= numbers_from ? SCOLS_FL_RIGHT : 0;

		if (table == NULL || scols_table_new_column(table, _(titles[i]), 0, flags) == NULL)
			abort();
	}
	return table;
}

/* Takes the text over. */
static void put(struct libscols_line *line, size_t column, char *cell)
{
	if (line == NULL || scols_line_refer_data(line, column, cell) != 0)
		abort();
}

static void print_table(struct libscols_table *table)
{
	putchar('\n');
	scols_print_table(table);
	scols_unref_table(table);
}

static void print_queues(const Metrics *metrics)
{
	static const char *const titles[] = { N_("Queue"), N_("Now"), N_("Most"), N_("Room"), N_("Turned away") };
	struct libscols_table *table = new_table(titles, 5, 1);

	for (size_t i = 0; i < metrics->n_queues; i++) {
		struct libscols_line *line = scols_table_new_line(table, NULL);
		const QueueMetrics *queue = metrics->queues[i];

		put(line, 0, metrics_text("%s", metrics_queue_words(queue)));
		put(line, 1, metrics_text("%d", queue->waiting));
		put(line, 2, metrics_text("%d", queue->most));
		put(line, 3, metrics_text("%d", queue->limit));
		put(line, 4, metrics_text("%lld", (long long)queue->refused));
	}
	print_table(table);
}

static int by_calls(const void *left, const void *right)
{
	const MethodMetrics *a = *(MethodMetrics *const *)left, *b = *(MethodMetrics *const *)right;

	return a->calls != b->calls ? (a->calls < b->calls) - (a->calls > b->calls) : strcmp(a->method, b->method);
}

/* "": it does not wait, or is not run again. */
static char *text_of_waiting(const MethodMetrics *method)
{
	const int64_t ns = metrics_ns(method->waited);

	return ns == 0 ? metrics_text("%s", "") : metrics_time(ns / method->calls);
}

static char *text_of_reruns(const MethodMetrics *method)
{
	return method->reruns == 0 ? metrics_text("%s", "") : metrics_text("%lld", (long long)method->reruns);
}

static void print_methods(const Metrics *metrics)
{
	static const char *const titles[] = { N_("Method"), N_("Lane"), N_("Calls"), N_("Errors"), "p50", "p99",
		N_("Waited"), N_("Again") };
	struct libscols_table *table = new_table(titles, metrics->reruns > 0 ? 8 : 7, 2);

	qsort(metrics->methods, metrics->n_methods, sizeof(*metrics->methods), by_calls);
	for (size_t i = 0; i < metrics->n_methods; i++) {
		struct libscols_line *line = scols_table_new_line(table, NULL);
		const MethodMetrics *method = metrics->methods[i];

		put(line, 0, metrics_text("%s", metrics_method(method)));
		put(line, 1, metrics_text("%s", method->lane));
		put(line, 2, metrics_text("%lld", (long long)method->calls));
		put(line, 3, metrics_text("%lld", (long long)method->errors));
		put(line, 4, metrics_quantile(method->latency_buckets, method->n_latency_buckets, 50));
		put(line, 5, metrics_quantile(method->latency_buckets, method->n_latency_buckets, 99));
		put(line, 6, text_of_waiting(method));
		if (metrics->reruns > 0)
			put(line, 7, text_of_reruns(method));
	}
	print_table(table);
}

int cmd_metrics(struct cli *cli, int argc, char **argv)
{
	const bool prometheus = cli_flag(cli, "prometheus") != NULL;
	struct ridealong_error error;
	Metrics *metrics;

	(void)argc;
	(void)argv;
	if (prometheus && cli->output != CLI_TABLE)
		return cli_usage(cli, _("either --prometheus or --output"));
	if (metrics_get(cli, &metrics, &error) != STATUS_OK)
		return cli_failed(cli, &error);
	if (prometheus) {
		metrics_print_prometheus(metrics);
		return 0;
	}
	if (cli_print_json(cli, metrics))
		return 0;
	print_facts(cli, metrics);
	print_queues(metrics);
	if (metrics->n_methods > 0)
		print_methods(metrics);
	return 0;
}
