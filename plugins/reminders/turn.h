/* plugins/reminders/ — one after the other, in the order of arrival.
 *
 * Work comes by the dozen. Were it begun at the same time, the order of what becomes of it would be chance, and what
 * somebody must not know of could move what they do see. So it is found out in turn what the work is and to whom a
 * message goes; from there on the message is an errand to its receiver (delivery/errand.h), and the turn is left. */
#ifndef RIDEALONG_REMINDERS_TURN_H
#define RIDEALONG_REMINDERS_TURN_H

#include "plugins/reminders/reminders.h"

/** First member of what waits for its turn. */
struct turn {
	struct turn *next;
	void (*begin)(struct turn *turn); /* its turn has come; turn_end() ends it, from within or later */
	void (*free)(struct turn *turn);  /* of the whole; without calling anybody back */
	bool alone;                       /* set before: it does not begin while an errand is under way or waits */
	bool begun;
	bool left; /* its work goes on as an errand, and the next one may begin; it lives until turn_end() */
};

/** Takes ownership. Begins at once when nobody else is at it. */
void turn_wait(struct reminders *self, struct turn *turn, void (*begin)(struct turn *turn),
	void (*free_turn)(struct turn *turn));
/** It is over and is freed; the next begins unless it had been left. */
void turn_end(struct reminders *self, struct turn *turn);
/** A turn was left, or an errand has ended: somebody's may have come. */
void turn_go_on(struct reminders *self);
/** Frees all, as the plugin stops. */
void turn_end_all(struct reminders *self);

#endif
