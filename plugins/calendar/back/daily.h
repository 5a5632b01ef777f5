/* plugins/calendar/back: a timer of the daemon's for the next midnight (UTC), when the window of what is written moves.
 * Host's thread. */
#ifndef CALENDAR_BACK_DAILY_H
#define CALENDAR_BACK_DAILY_H

#include <ridealong/sdk.h>

/** Begins with its sdk and zero; lives as long as calls may be answered. */
struct daily {
	const struct sdk *sdk;
	int64_t woken_us; /* when the timer is due */
};

/** Sets the timer where it is not set: after an answer, for before it is not known what time it is. */
void daily_wake(struct daily *daily);
/** Whether it is that timer, whoever set it. */
bool daily_is(const struct ridealong_timer *timer);

#endif
