/* skip_unprepared — how much an answer says. */
#ifndef RIDEALONG_SKIP_UNPREPARED_SUBSTANCE_H
#define RIDEALONG_SKIP_UNPREPARED_SUBSTANCE_H

#include <stddef.h>

/** How many different words of the answer are not words of its question:
 *
 *      substance(q, a) = |W(a) \ W(q)|
 *
 *  where W(x) is the set of the words of x, folded (fold.h): case, accents and punctuation do not count, and "Ja, ja,
 * ja" says one. At most 1000 are counted. Never more for a longer question, never less for a longer answer, and 0 for
 * an answer out of the question's own words. Source: the method's rule of the preparation check ("fewer than four words
 *  beyond the question"); the set difference is the plain reading of it. Pure; any thread. */
size_t substance_count(const char *question, const char *answer);

#endif
