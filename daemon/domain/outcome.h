/* domain/ — what became of an intention, in two pairs of eyes. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_OUTCOME_H
#define RIDEALONG_DOMAIN_OUTCOME_H

#include <ridealong/v1/preparation.pb-c.h>
#include <stdbool.h>

/** Whether coach and coachee see it otherwise: both said what became of it and differ, or the coachee has words against
 *  what the coach said. An own view that agrees, or that nothing stands against yet, contests nothing. */
bool outcome_contested(const Intention *intention);

/** Whether it is one that can be said: HAPPENED to NOT_OBSERVABLE. */
bool outcome_known(Outcome outcome);

#endif
