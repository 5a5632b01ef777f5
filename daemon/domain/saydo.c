/* domain/ — intended and seen. */
#include "daemon/domain/saydo.h"

void saydo_add(IntendedSeen *counts, Intention *const *intentions, size_t n_intentions)
{
	int32_t before = counts->intended;

	for (size_t i = 0; i < n_intentions; i++) {
		switch (intentions[i]->outcome) {
		case OUTCOME_HAPPENED:
			counts->happened++;
			break;
		case OUTCOME_PARTLY:
			counts->partly++;
			break;
		case OUTCOME_NOT:
			counts->not_seen++;
			break;
		case OUTCOME_NOT_OBSERVABLE:
			counts->not_observable++;
			break;
		default:
			continue;
		}
		counts->intended++;
		counts->contested += intentions[i]->contested;
	}
	counts->sessions += counts->intended > before;
}

void saydo_finish(IntendedSeen *counts)
{
	int64_t observable = (int64_t)counts->happened + counts->partly + counts->not_seen;

	counts->ratio_permille = -1;
	if (counts->intended < SAYDO_INTENTIONS || counts->sessions < SAYDO_SESSIONS || observable == 0)
		return;
	counts->ratio_permille = (int32_t)((counts->not_seen * INT64_C(1000) + observable / 2) / observable);
}
