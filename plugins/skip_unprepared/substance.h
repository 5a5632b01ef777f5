/* skip_unprepared — how much an answer says. */
#ifndef RIDEALONG_SKIP_UNPREPARED_SUBSTANCE_H
#define RIDEALONG_SKIP_UNPREPARED_SUBSTANCE_H

#include <stddef.h>

/** An answer with fewer words than this beyond its question is thin. */
#define SUBSTANCE_LEAST 4

/** How many different words of the answer are not words of its question; case and accents do not count. "Ja, ja, ja"
 *  says one. Pure; any thread. */
size_t substance_count(const char *question, const char *answer);

#endif
