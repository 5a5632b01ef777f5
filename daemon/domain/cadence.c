/* domain/ — how often a coach goes along, against how often they want to. */
#include "daemon/domain/cadence.h"

static void end_turn(CoverageReport *coverage, int length, int every)
{
	coverage->turns++;
	coverage->turns_kept += length <= every;
	if (length > coverage->longest_days)
		coverage->longest_days = length;
}

void cadence_count(CoverageReport *coverage, const int *days, size_t count, int from, int until, int every)
{
	int begin = from;

	for (size_t i = 0; i < count; i++) {
		if (days[i] < from || days[i] > until)
			continue;
		end_turn(coverage, days[i] - begin, every);
		begin = days[i];
	}
	if (until - begin > every)
		end_turn(coverage, until - begin, every);
	else if (until - begin > coverage->longest_days)
		coverage->longest_days = until - begin;
}
