/* plugins/reminders/answers/ — a mail of ours that came back. */
#ifndef RIDEALONG_REMINDERS_BOUNCE_H
#define RIDEALONG_REMINDERS_BOUNCE_H

#include "plugins/reminders/mail/letter.h"
#include "plugins/reminders/reminders.h"

/** `later`: the daemon is to be asked again, or else it is done with. Comes once, perhaps from within. */
typedef void (*bounce_cb)(void *arg, bool later);

/** Has the daemon record what a mail server says of a mail of ours; nobody is answered, as nobody would read it. */
void bounce_record(
	struct reminders *self, const char *request, const struct letter_bounce *bounce, bounce_cb done, void *arg);

#endif
