/* base/ — how often something was how much, counted by powers of two. */
#ifndef RIDEALONG_BASE_BUCKET_H
#define RIDEALONG_BASE_BUCKET_H

#include <stdint.h>

/** For times in µs: the last one but one ends at 18 minutes. */
#define BUCKET_COUNT 32

/** Which of `count` buckets a value belongs to: the first i for which it is at most 2^i; the last one also takes what
 * is more. Pure. */
int bucket_number(int64_t value, int count);
/** Of BUCKET_COUNT, that of a time, counted in µs. */
int bucket_number_of_time(int64_t ns);

#endif
