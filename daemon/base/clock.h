/* base/ — the one clock. */
#ifndef RIDEALONG_BASE_CLOCK_H
#define RIDEALONG_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/status.h"

/** Wall time in µs since 1970-01-01T00:00:00Z. Real, or manual: then it moves only by clock_set(). Any thread. */
struct clock;

#define CLOCK_SECOND INT64_C(1000000)
#define CLOCK_MINUTE (60 * CLOCK_SECOND)
#define CLOCK_HOUR   (60 * CLOCK_MINUTE)
#define CLOCK_DAY    (24 * CLOCK_HOUR)

struct clock *clock_create_real(void);
struct clock *clock_create_manual(int64_t start_us);
void clock_destroy(struct clock *clock); /* NULL is fine */

bool clock_is_manual(const struct clock *clock);
int64_t clock_now(const struct clock *clock);
/** Manual clocks only, and never backwards: FAILED_PRECONDITION else. */
enum status clock_set(struct clock *clock, int64_t now_us, struct error *reterr);

/** Moves a manual clock anywhere, back too, as people and time servers set a real one: for tests of what happens then.
 */
void clock_jump(struct clock *clock, int64_t now_us);

/** Monotonic time in ns, real also under a manual clock: deadlines of calls, backoff, measuring. */
int64_t clock_monotonic_ns(void);

/** RFC 3339 with offset ("2026-03-02T08:00:00+01:00") to µs. INVALID_ARGUMENT. Pure. */
enum status clock_parse(const char *text, int64_t *ret_us, struct error *reterr);

#endif
