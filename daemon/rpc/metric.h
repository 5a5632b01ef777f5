/* rpc/ — counts and latencies by method; for the files of this storey alone. */
#ifndef RIDEALONG_RPC_METRIC_H
#define RIDEALONG_RPC_METRIC_H

#include <stdatomic.h>
#include <stdbool.h>

#include "daemon/base/arena.h"
#include "daemon/base/bucket.h"
#include "proto/contract.h"
#include "ridealong/v1/admin.pb-c.h"

struct metric {
	_Atomic int64_t calls[BUCKET_COUNT]; /* by their time: bucket_number_of_time() */
	_Atomic int64_t errors, total_ns, waited_ns, reruns;
};

/** One a method, in the order of contract_methods(). */
struct metric *metrics_create(void);
void metrics_destroy(struct metric *metrics);
/** A call that has ended, and its time from arrival. Any thread; a read is counted where it runs, without a lock. */
void metrics_count(struct metric *metrics, const struct contract_method *method, enum status status, int64_t ns);
/** Its turn came in the write or the slow lane, after so much time. Any thread. */
void metrics_count_waiting(struct metric *metrics, const struct contract_method *method, int64_t ns);
/** A read runs again in the slow lane. Any thread. */
void metrics_count_rerun(struct metric *metrics, const struct contract_method *method);
/** In the arena. */
Duration *metrics_duration(struct arena *arena, int64_t ns);
/** Those that were called, and the sum of their reruns. Any thread. */
void metrics_fill(struct metric *metrics, struct arena *arena, Metrics *ret);

#endif
