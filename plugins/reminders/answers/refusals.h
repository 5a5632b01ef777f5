/* plugins/reminders/answers/ — how often somebody is refused in a row. Who writes mails in another's name would
 * otherwise have us write to them as often. Pure; kept in memory only: a restart allows a few more. */
#ifndef RIDEALONG_REMINDERS_REFUSALS_H
#define RIDEALONG_REMINDERS_REFUSALS_H

#include <stdbool.h>
#include <stdint.h>

enum { REFUSALS_KEPT = 128, REFUSALS_AN_HOUR = 3 };

/** Zeroed to begin with. */
struct refusals {
	struct {
		char person[80];
		int64_t moment;
	} kept[REFUSALS_KEPT];
	unsigned next;
};

/** Whether one more may go to that person; counts it if so. `now` in µs. */
bool refusals_allow(struct refusals *refusals, const char *person, int64_t now);

#endif
