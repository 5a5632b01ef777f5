/* plugins/reminders/delivery/ — one errand a message: those to one person one after the other, those to others beside
 * them. A channel that is slow for somebody holds up nobody else.
 *
 * What somebody sees of their messages, and of what became of them, is in order: an errand lasts from looking whether a
 * message makes sense until its fate is recorded, and what is to others moves nothing of it. */
#ifndef RIDEALONG_REMINDERS_ERRAND_H
#define RIDEALONG_REMINDERS_ERRAND_H

#include "plugins/reminders/reminders.h"

enum { ERRAND_MOST = 8 /* under way at one time */, ERRAND_RECEIVER = 330 };

/** A member of what waits for it, which owns it; zeroed at first. */
struct errand {
	struct errand *next;
	char receiver[ERRAND_RECEIVER]; /* "people/ID", or a stranger's address */
	void (*begin)(struct errand *errand);
	bool waits, begun;
};

/** Begins once nobody is on an errand to that receiver that came before, and there is room; perhaps from within. The
 *  turn in which it came up is left; NULL when there is none. */
void errand_wait(struct reminders *self, struct turn *turn, struct errand *errand, const char *receiver,
	void (*begin)(struct errand *errand));
/** It is over, or no longer wanted; nothing happens when it never waited. Others may begin from within. */
void errand_end(struct reminders *self, struct errand *errand);

#endif
