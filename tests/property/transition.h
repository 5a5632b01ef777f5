/* tests/ — every change of every zone's clock from 2020 to 2037, and what that clock shows around it, reckoned without
 * a calendar: from the two offsets alone. */
#ifndef RIDEALONG_TESTS_PROPERTY_TRANSITION_H
#define RIDEALONG_TESTS_PROPERTY_TRANSITION_H

#include <ridealong/v1/person.pb-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRANSITION_MINUTE INT64_C(60000000)

/** Minutes since 1970 UTC; offsets in minutes east of it. */
struct transition {
	char zone[64];
	int64_t at;
	int before, after;
};

/** All that differ in moment or offsets; zones that change as another does are in it once. Free it. */
size_t transition_collect(struct transition **ret);

/** What the wall shows at a minute since 1970, in minutes since 1970-01-01T00:00 on that wall. Within days of the
 *  transition. */
int64_t transition_wall(const struct transition *transition, int64_t minute);
/** The first minute at which the wall shows that, or the transition itself where it never does. */
int64_t transition_minute(const struct transition *transition, int64_t wall);

/** People who are hit by it: quiet hours that begin, end or lie within what is leaped over or comes twice, days off
 * beside it, and those who have none of that. The zone is the transition's. */
enum { TRANSITION_PEOPLE = 8 };
void transition_person(const struct transition *transition, int which, Person *ret);

/** By the wall alone: whether that person may be written to. */
bool transition_open(const struct transition *transition, const Person *person, int64_t minute);

#endif
