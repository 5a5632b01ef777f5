/* plugins/reminders/messages/ — a message from its moment to its fate: what is known, what the rule says, recorded,
 * delivered.
 */
#ifndef RIDEALONG_REMINDERS_MESSAGE_H
#define RIDEALONG_REMINDERS_MESSAGE_H

#include "plugins/reminders/delivery/delivery.h"

/** The timer of a rule is due. The callback comes once, perhaps from within: status 0 when all is recorded (sent,
 *  dropped, put off, or to be tried again), else the daemon's. A key of no rule is logged and is done. */
void message_due(
	struct reminders *self, struct ridealong_work *work, const char *timer_key, delivery_cb done, void *arg);

/** Tries a recorded reminder once more: looks anew whether it still makes sense. Acknowledgements are answer.h's. */
void message_retry(
	struct reminders *self, struct ridealong_work *work, const Reminder *reminder, delivery_cb done, void *arg);

/** Sets the timers that follow from an event, one after the other by time and key: those that are due together come
 *  back in the same order however fast they come. The callback as above. */
void message_plan(struct reminders *self, struct ridealong_work *work, const struct ridealong_event *event,
	delivery_cb done, void *arg);

#endif
