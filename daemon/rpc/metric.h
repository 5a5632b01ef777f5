/* rpc/ — counts and latencies by method; for the files of this storey alone. */
#ifndef RIDEALONG_RPC_METRIC_H
#define RIDEALONG_RPC_METRIC_H

#include <stdatomic.h>

#include "daemon/base/arena.h"
#include "proto/contract.h"
#include "ridealong/v1/admin.pb-c.h"

#define METRIC_BUCKETS 32

struct metric {
	_Atomic int64_t calls, errors, total_us;
	_Atomic int64_t buckets[METRIC_BUCKETS]; /* i counts those below 2^i µs and not in a lower one */
};

/** One a method, in the order of contract_methods(). */
struct metric *metrics_create(void);
void metrics_destroy(struct metric *metrics);
/** Any thread. */
void metrics_count(struct metric *metrics, const struct contract_method *method, enum status status, int64_t ns);
/** Those that were called. Any thread. */
void metrics_fill(struct metric *metrics, struct arena *arena, Metrics *ret);

#endif
