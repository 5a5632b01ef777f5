/* domain/ — how soon debriefs begin: half of them, nine in ten, and whether it gets sooner. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_DELAY_H
#define RIDEALONG_DOMAIN_DELAY_H

#include <stddef.h>
#include <stdint.h>

/** No trend before so many. */
#define DELAY_TREND 6

/** The median; of an even number the mean of the two in the middle; 0 of none. Leaves the values sorted. */
int64_t delay_median(int64_t *values, size_t count);
/** The value that `percent` of them do not exceed, by nearest rank: the ⌈percent·n÷100⌉-th of the sorted; 0 of none.
 *  Leaves the values sorted. */
int64_t delay_percentile(int64_t *values, size_t count, int percent);

#endif
