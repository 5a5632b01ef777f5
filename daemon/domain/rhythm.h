/* domain/ — how often a coach means to go along, and when it is told that this slips. Pure; any thread.
 *
 * Somebody who has just begun is a starter: with a starter a coach goes along every two weeks (or as the team has it),
 * or oftener where that was chosen. A relation's first twelve weeks make a starter, when it is the coachee's first one
 * and nobody chose another rhythm for it; Coaching.starter_until holds the last of these days and can be set. */
#ifndef RIDEALONG_DOMAIN_RHYTHM_H
#define RIDEALONG_DOMAIN_RHYTHM_H

#include <limits.h>
#include <ridealong/v1/person.pb-c.h>
#include <stdbool.h>

#include "daemon/domain/policy.h"

#define RHYTHM_STARTER_FOR 84

/** No day. */
#define RHYTHM_NEVER INT_MIN

/** Whether the coachee is a starter on that day (day.h). */
bool rhythm_starter(const Coaching *coaching, int day);
/** How often the coach means to go along on that day, in days: as was chosen, or else the team's. */
int rhythm_every(const Coaching *coaching, const struct policy *policy, int day);

/** The day on which the coach is told that the rhythm slips: a quarter more than it (five weeks of four, 18 days
 *  of 14), or the team's share, has passed since the two last sat down together or, when they have not yet, since the
 * relation began; the rhythm is that of the day from which is counted. Not before `postponed`, a day until which the
 * coach put it off on purpose. `last` and `postponed` may be RHYTHM_NEVER. */
int rhythm_slips(const Coaching *coaching, const struct policy *policy, int last, int postponed);

#endif
