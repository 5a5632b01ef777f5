/* clients/cli — the clock on the caller's wall: the C library's, with the machine's tz database. A run has one zone. */
#ifndef RIDEALONG_CLI_ZONE_H
#define RIDEALONG_CLI_ZONE_H

#include <stdbool.h>
#include <stdint.h>

/** From here on walls are in this zone, "Europe/Amsterdam", instead of the machine's own. One that the machine does not
 *  know is false, and they are in UTC. While no other thread reads the environment. */
bool zone_enter(const char *name);

/** What hangs on the wall: a day (proto/day.h) and a time of day. */
struct zone_wall {
	int day, hour, minute;
};

/** From seconds since 1970. */
struct zone_wall zone_wall_at(int64_t seconds);
/** The way back; of an hour that comes twice, the later one. False for what no wall ever shows: the hour that is left
 *  out in spring, 24:00. */
bool zone_moment(const struct zone_wall *wall, int64_t *ret_seconds);

#endif
