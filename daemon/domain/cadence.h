/* domain/ — how often a coach goes along, against how often they want to. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_CADENCE_H
#define RIDEALONG_DOMAIN_CADENCE_H

#include <ridealong/v1/report.pb-c.h>
#include <stddef.h>

/** Fills turns, turns_kept and longest_days. `days` are those of the sessions that count (domain/day.h), in ascending
 *  order; the first turn begins on day `from`, a later one with each session; the running one ends on `until` (today,
 *  or the last day that is looked at) and counts only when it is longer than `every` days, for until then it may still
 *  be kept. Days outside of from…until are left out. */
void cadence_count(CoverageReport *coverage, const int *days, size_t count, int from, int until, int every);

#endif
