/* domain/ — tips that come back.
 *
 * Two tips are alike when they are about the same things, however the sentence runs. Of a tip's moment and first step
 * together count the words of four letters and more, without case and accents (NFKD, full case folding), each cut to
 * its first five letters, so that "argumenten" and "argument", "question" and "questions" are one; each once, however
 * often it stands there. likeness = 2 · common ÷ (words of the one + words of the other): the Sørensen–Dice coefficient
 * over sets. From RECURRING_LIKE on, with at least RECURRING_WORDS in common, they are the same tip; a tip joins the
 * group of the first earlier one it is like. A group counts when its tips come from two sessions or more: what was said
 * twice in one conversation did not come back. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_RECURRING_H
#define RIDEALONG_DOMAIN_RECURRING_H

#include <stddef.h>

#include "daemon/base/arena.h"

#define RECURRING_LIKE  0.5
#define RECURRING_WORDS 2

struct recurring_tip {
	const char *text, *next_step;
	const char *session; /* in which it was given */
	int day;             /* of that session */
};

/** Tips that are the same: the last one, in how many sessions, and the days of the first and the last. */
struct recurring_group {
	const struct recurring_tip *last;
	int sessions, first_day, last_day;
};

/** Between 0 and 1; 0 with fewer than RECURRING_WORDS words in common. */
double recurring_likeness(const struct recurring_tip *left, const struct recurring_tip *right, struct arena *arena);

/** The groups of two sessions and more: by sessions, then by last day, both descending. `tips` are in the order in
 *  which they were given, the oldest first, and are borrowed. In the arena; *ret_count of them. */
struct recurring_group *recurring_groups(
	const struct recurring_tip *tips, size_t count, struct arena *arena, size_t *ret_count);

#endif
