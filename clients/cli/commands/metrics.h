/* clients/cli — what the daemon counts of itself, and what of it is worth saying: for metrics, status and doctor. */
#ifndef RIDEALONG_CLI_METRICS_H
#define RIDEALONG_CLI_METRICS_H

#include "cli.h"
#include "ridealong/v1/admin.pb-c.h"

enum status metrics_get(struct cli *cli, Metrics **ret, struct ridealong_error *ret_error);

/** As printf() would print it; malloc'd. */
char *metrics_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
/** 0 for an absent one. */
int64_t metrics_ns(const Duration *duration);
/** "1.1 ms", rounded up; malloc'd. */
char *metrics_time(int64_t ns);
/** "3.9 MiB", rounded up; malloc'd. */
char *metrics_bytes(int64_t bytes);
/** "≤ 1.1 ms": what so many percent of those in the buckets (as MethodMetrics has them) did not exceed. Buckets know no
 *  more than bounds, so it is the bound. "" when they are empty; malloc'd. */
char *metrics_quantile(const int64_t *buckets, size_t count, int percent);
/** "Sessions/GetSession". Points into it. */
const char *metrics_method(const MethodMetrics *method);
/** NULL when there is none. */
const QueueMetrics *metrics_queue(const Metrics *metrics, const char *name);

/** What waits in it, in the language of the screen. */
const char *metrics_queue_words(const QueueMetrics *queue);

/** More than one COMMIT in a hundred took over 100 ms, and not just once or twice. */
bool metrics_disk_is_slow(const Metrics *metrics);
/** Calls that were turned away because the write lane had no room. */
int64_t metrics_writes_refused(const Metrics *metrics);

/** The text exposition format of Prometheus, version 0.0.4, on standard output. */
void metrics_print_prometheus(const Metrics *metrics);
/** What an administrator should know of it, below a heading; nothing when all is well, or it cannot be had. */
void metrics_print_worth(struct cli *cli);

#endif
