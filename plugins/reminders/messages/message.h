/* plugins/reminders/messages/ — a message from its moment to its fate: what is known, what the rule says, recorded,
 * delivered.
 */
#ifndef RIDEALONG_REMINDERS_MESSAGE_H
#define RIDEALONG_REMINDERS_MESSAGE_H

#include "plugins/reminders/delivery/delivery.h"
#include "plugins/reminders/turn.h"

/** The timer of a rule is due. The turn is left once it is known to whom the message goes, which is then an errand to
 *  them. The callback comes once, perhaps from within: status 0 when all is recorded (sent, dropped, put off, or to be
 *  tried again), else the daemon's. A key of no rule is logged and is done. */
void message_due(struct reminders *self, struct turn *turn, struct ridealong_work *work,
	const struct ridealong_timer *timer, delivery_cb done, void *arg);

/** Tries a recorded reminder once more, as an errand to its receiver, if it is pending by then: looks anew whether it
 *  still makes sense. With `revive` one that failed is pending again, and any other that is not is refused with
 *  FAILED_PRECONDITION, and a phrase's key for a sentence. `turn` may be NULL. Acknowledgements are answer.h's. */
void message_retry(struct reminders *self, struct turn *turn, struct ridealong_work *work, const Reminder *reminder,
	bool revive, delivery_cb done, void *arg);

/** Looks at one that waits for a digest: it goes on waiting if it may, with the digest as it comes now, and goes out
 *  else. */
void message_reconsider(struct reminders *self, struct turn *turn, struct ridealong_work *work,
	const Reminder *reminder, delivery_cb done, void *arg);

/** Sets the timers that follow from an event, one after the other by time and key: those that are due together come
 *  back in the same order however fast they come. When it is one of days that changed, moves those that wait. The
 *  callback as above. */
void message_plan(struct reminders *self, struct ridealong_work *work, const struct ridealong_event *event,
	delivery_cb done, void *arg);

#endif
