/* plugins/reminders/messages/ — what is to come: the timers that wait, and what would become of each as things are now.
 * Nothing is written by looking. */
#ifndef RIDEALONG_REMINDERS_COMING_H
#define RIDEALONG_REMINDERS_COMING_H

#include "plugins/reminders/reminders.h"
#include "ridealong/v1/reminder.pb-c.h"

/** Answers the call that `work` is; `request` and `caller` are copied. A session that is not announced is there for its
 *  own coach only. */
void coming_list(struct reminders *self, struct ridealong_work *work, const ListComingRemindersRequest *request,
	const char *caller, const char *locale);

#endif
