/* plugins/reminders/answers/ — how often somebody is refused in a row. */
#include "plugins/reminders/answers/refusals.h"

#include <stdio.h>
#include <string.h>

#define HOUR INT64_C(3600000000)

bool refusals_allow(struct refusals *refusals, const char *person, int64_t now)
{
	unsigned count = 0;

	for (unsigned i = 0; i < REFUSALS_KEPT; i++)
		count += strcmp(refusals->kept[i].person, person) == 0 && refusals->kept[i].moment > now - HOUR &&
			 refusals->kept[i].moment <= now;
	if (count >= REFUSALS_AN_HOUR)
		return false;
	snprintf(refusals->kept[refusals->next].person, sizeof(refusals->kept[0].person), "%s", person);
	refusals->kept[refusals->next].moment = now;
	refusals->next = (refusals->next + 1) % REFUSALS_KEPT;
	return true;
}
