/* domain/ — moments of the contract as plain numbers. */
#ifndef RIDEALONG_DOMAIN_INSTANT_H
#define RIDEALONG_DOMAIN_INSTANT_H

#include <google/protobuf/duration.pb-c.h>
#include <google/protobuf/timestamp.pb-c.h>
#include <stdint.h>

/** µs since 1970-01-01T00:00:00Z; 0 for an absent one. */
static inline int64_t instant_us(const Timestamp *time)
{
	return time == NULL ? 0 : time->seconds * INT64_C(1000000) + time->nanos / 1000;
}

/** Its length in µs; 0 for an absent one. */
static inline int64_t instant_length_us(const Duration *length)
{
	return length == NULL ? 0 : length->seconds * INT64_C(1000000) + length->nanos / 1000;
}

#endif
