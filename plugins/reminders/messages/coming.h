/* plugins/reminders/messages/ — what is to come: the timers that wait, and what would become of each as things are now.
 * Nothing is written by looking. */
#ifndef RIDEALONG_REMINDERS_COMING_H
#define RIDEALONG_REMINDERS_COMING_H

#include "plugins/reminders/reminders.h"
#include "ridealong/v1/reminder.pb-c.h"

/** Answers the call that `work` is; `request` and `call` are copied. A person is told what comes to them, an
 *  administrator what comes to everybody. A session that is not announced is there for its own coach only; for all
 * others neither rows nor pages nor tokens differ from what they would be without it. */
void coming_list(struct reminders *self, struct ridealong_work *work, const ListComingRemindersRequest *request,
	const struct ridealong_call *call);

#endif
