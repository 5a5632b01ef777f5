/* plugins/reminders/answers/ — what a mail server hands over, one mail a call (Reminders.ReceiveMail). */
#ifndef RIDEALONG_REMINDERS_RECEIVE_H
#define RIDEALONG_REMINDERS_RECEIVE_H

#include "plugins/reminders/reminders.h"

/** Puts it into the inbox, where it is read as any other, and finishes the work once it is on the disk. Blocks for a
 * sync or two. */
void receive_mail(struct reminders *self, struct ridealong_work *work, const struct ridealong_call *call);

#endif
