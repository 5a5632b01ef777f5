/* domain/ — days, zones and working hours: what "the previous working day at 15:00" means for a person.
 *
 * A day is a number (proto/day.h); an instant is µs UTC; minutes count from local midnight by the clock on the wall. A
 * zone that ICU does not know counts as UTC. Every call makes its own ICU objects. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_DAY_H
#define RIDEALONG_DOMAIN_DAY_H

#include <ridealong/v1/person.pb-c.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "proto/day.h"

/** Whether ICU knows the zone ("Europe/Amsterdam"). */
bool day_zone_known(const char *zone);
/** The local day of an instant, and the minutes since its midnight on the wall (may be NULL). */
int day_of(int64_t us, const char *zone, int *ret_minute);
/** The instant at which a local clock shows that minute. Left out by summer time: the first instant after the gap;
 * shown twice: the first time. */
int64_t day_at(int day, int minute, const char *zone);

/** One of the person's working days (Monday to Friday when none are given) and no day off. */
bool day_working(const Person *person, int day);
/** The n-th working day after `day` (n > 0) or before it (n < 0); a person without any working day gets plain days. */
int day_step_working(const Person *person, int day, int n);
/** That minute of the n-th working day before, or after, the person's local day of an instant. */
int64_t day_before(const Person *person, int64_t us, int n, int minute);
int64_t day_after(const Person *person, int64_t us, int n, int minute);

/** Whether nothing may reach the person then: quiet hours (19:00 to 07:00 when none are given) or no working day. */
bool day_quiet(const Person *person, int64_t us);
/** The same instant, or when that is quiet, the next one that is not. */
int64_t day_shift_after(const Person *person, int64_t us);

/** The day, in the coachee's zone, on which the preparation for a meeting at `start` is looked at: their working day
 *  before it; but a skip is about the coach's journey, so when the coach could not be told of it (a day off, quiet
 *  hours) by `until`, an earlier one: the last on which they can. Who works Saturdays and is joined on a Sunday by
 *  somebody who does neither, is asked by Friday. When there is none within a week, the working day before. `minute`
 *  is when the check looks. */
int day_of_check(const Person *coachee, const Person *coach, int64_t start, int64_t until, int minute);

/** For people, in the arena: "Tuesday 12 May", "dinsdag 12 mei". */
const char *day_text(int day, const char *locale, struct arena *arena);
/** The local time of an instant, "14:30". */
const char *day_time_text(int64_t us, const char *zone, struct arena *arena);
/** Both: "Tuesday 12 May 14:30". */
const char *day_moment_text(int64_t us, const char *zone, const char *locale, struct arena *arena);

#endif
