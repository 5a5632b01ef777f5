/* plugins/reminders/messages/ — a person may be reached at other hours: what waits for an hour of theirs waits for the
 * right one. What has a moment of its own follows from what sessions and action points say of themselves (plan.c). */
#ifndef RIDEALONG_REMINDERS_HOURS_H
#define RIDEALONG_REMINDERS_HOURS_H

#include "plugins/reminders/delivery/delivery.h"
#include "plugins/reminders/turn.h"

/** Days, zone, quiet hours or digest of "people/ID" are others (person.timed). The turn is left when a message has
 * to go out for that; the callback as message_plan()'s. */
void hours_changed(struct reminders *self, struct turn *turn, struct ridealong_work *work, const char *person,
	delivery_cb done, void *arg);

#endif
