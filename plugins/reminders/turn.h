/* plugins/reminders/ — one after the other, in the order of arrival.
 *
 * Work comes by the dozen. Were it done at the same time, the order of what becomes of it would be chance, and what
 * somebody must not know of could move what they do see. */
#ifndef RIDEALONG_REMINDERS_TURN_H
#define RIDEALONG_REMINDERS_TURN_H

#include "plugins/reminders/reminders.h"

/** First member of what waits for its turn. */
struct turn {
	struct turn *next;
	void (*begin)(struct turn *turn); /* its turn has come; turn_end() ends it, from within or later */
	void (*free)(struct turn *turn);  /* of the whole; without calling anybody back */
	bool begun;
};

/** Takes ownership. Begins at once when nobody else is at it. */
void turn_wait(struct reminders *self, struct turn *turn, void (*begin)(struct turn *turn),
	void (*free_turn)(struct turn *turn));
/** The turn at hand is over: it is freed, and the next begins. */
void turn_end(struct reminders *self);
/** Frees all, as the plugin stops. */
void turn_end_all(struct reminders *self);

#endif
