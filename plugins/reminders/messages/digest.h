/* plugins/reminders/messages/ — a person's digest: what waited for it, in one mail.
 *
 * What waits is recorded, each as a reminder of its own with its own address for an answer, and a timer of the person's
 * stands for the mail; both outlive any crash. When it is due, each is looked at anew. The mail is a reminder, too, one
 * a day: what it held is sent when it is. */
#ifndef RIDEALONG_REMINDERS_MESSAGES_DIGEST_H
#define RIDEALONG_REMINDERS_MESSAGES_DIGEST_H

#include "plugins/reminders/messages/message.h"
#include "plugins/reminders/rules/rule.h"

#define DIGEST_PREFIX "digest/"

/** "digest/people/ID", the person's timer. */
void digest_timer_key(const char *person, char ret[RULE_KEY]);

/** The person's timer is due, or (`kept`, which is copied) the mail is to be tried once more. An errand to the person;
 * the callback as message_due()'s. */
void digest_due(struct reminders *self, struct turn *turn, struct ridealong_work *work, const char *person,
	const Reminder *kept, delivery_cb done, void *arg);

#endif
