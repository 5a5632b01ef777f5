/* domain/ — whether sessions help: what a coach learns of the coachees' answers.
 *
 * Five answers make a block, and of a block only a level is kept. A level stands for many sets of answers, also where
 * all five agree, and it never moves again: neither from one level nor from two readings in a row can an answer be
 * told. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_HELPED_H
#define RIDEALONG_DOMAIN_HELPED_H

#include <ridealong/v1/debrief.pb-c.h>
#include <stdbool.h>

#define HELPED_BLOCK 5

bool helped_known(Helped answer);

/** The level of a block's answers; UNSPECIFIED when there are fewer than HELPED_BLOCK. */
HelpLevel helped_level(const Helped *answers, size_t count);

/** The last level beside the one before; UNSPECIFIED when there is only one. */
HelpDirection helped_direction(const HelpLevel *levels, size_t count);

#endif
