/* domain/ — moments of the contract as plain numbers, and back. */
#ifndef RIDEALONG_DOMAIN_INSTANT_H
#define RIDEALONG_DOMAIN_INSTANT_H

#include <google/protobuf/duration.pb-c.h>
#include <google/protobuf/timestamp.pb-c.h>
#include <stdint.h>

#include "daemon/base/arena.h"

/** µs since 1970-01-01T00:00:00Z; 0 for an absent one. What lies beyond the years that protobuf knows (0001 to 9999) is
 *  held at their edge, so that nobody's number overflows. Pure. */
int64_t instant_us(const Timestamp *time);
/** Its length in µs, held within ±10,000 years; 0 for an absent one. */
int64_t instant_length_us(const Duration *length);

/** The way back, in the arena; NULL for 0, which stands for "absent" wherever a time is stored. */
Timestamp *instant_new(struct arena *arena, int64_t us);
Duration *instant_length_new(struct arena *arena, int64_t us);

#endif
