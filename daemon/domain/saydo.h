/* domain/ — intended and seen: counts first, a ratio only where it means something.
 *
 * Only intentions that somebody looked at count. Announced and unannounced sessions are counted apart. What the
 * coachee contests counts as the coach saw it, and how many those are is said beside it. Pure. */
#ifndef RIDEALONG_DOMAIN_SAYDO_H
#define RIDEALONG_DOMAIN_SAYDO_H

#include <ridealong/v1/report.pb-c.h>

/** No ratio before so many intentions, and over so many sessions. */
#define SAYDO_INTENTIONS 10
#define SAYDO_SESSIONS   3

/** Adds one session's intentions; a session without any that was looked at does not count. */
void saydo_add(IntendedSeen *counts, Intention *const *intentions, size_t n_intentions);

/** Sets ratio_permille: not seen ÷ observable in thousandths, rounded; -1 where there is too little, or nothing that
 *  could be seen. Call when all is added. */
void saydo_finish(IntendedSeen *counts);

#endif
