/* skip_unprepared — what came of a session since the check looked, in words. */
#ifndef RIDEALONG_SKIP_UNPREPARED_SINCE_H
#define RIDEALONG_SKIP_UNPREPARED_SINCE_H

#include "words.h"

#define SINCE_MOST 6

/** An appeal and what became of it, a preparation that came in, another decision, what is still open: in their order,
 * as whole parts of a sentence like reasons. Returns how many. Pure. */
size_t since_list(
	const struct rule_facts *facts, const GateLook *look, const char *locale, char ret[SINCE_MOST][WORDS_SIZE]);

#endif
