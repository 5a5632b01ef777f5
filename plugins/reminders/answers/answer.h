/* plugins/reminders/answers/ — an answer by mail: read, acted on once, and answered in turn. */
#ifndef RIDEALONG_REMINDERS_ANSWER_H
#define RIDEALONG_REMINDERS_ANSWER_H

#include "plugins/reminders/answers/inbox.h"
#include "plugins/reminders/reminders.h"

/** The inbox's callback; arg is the struct reminders. A program's mail is left alone with a log line; somebody else's,
 * or one that asks for what is not there, is politely refused and changes nothing. */
void answer_read(void *arg, const struct inbox_letter *letter);

#endif
