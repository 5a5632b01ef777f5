/* plugins/reminders/delivery/ — a recorded reminder on its way: composed, handed to the channel, and its fate recorded.
 */
#ifndef RIDEALONG_REMINDERS_DELIVERY_H
#define RIDEALONG_REMINDERS_DELIVERY_H

#include "plugins/reminders/reminders.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"

/** What goes out. All is copied. */
struct delivery_mail {
	const Reminder *reminder; /* recorded and pending; NULL: to a stranger, of whom nothing is recorded */
	const char *key;          /* the reminder's, or the stranger's */
	int64_t moment;           /* constant for the key */
	const char *to, *to_name, *language;
	const char *thread;    /* "sessions/ID", or NULL */
	const char *answer_to; /* Message-ID it answers, or NULL */
	const char *subject, *body;
	const char *calendar, *calendar_name; /* an iCalendar file that goes with it, or NULL */
	bool no_timer;                        /* who sends it tries again: the callback gets what the channel said */
	bool paced;                           /* pace_ask() let it go, and is told how it went */
};

/** status 0: the channel took it and that is recorded; or it did not, and trying again is arranged (a timer
 *  "retry/reminders/ID", by growing intervals; FAILED after three days). For a stranger's mail: what the channel said.
 *  Anything else: the daemon could not record it. */
typedef void (*delivery_cb)(void *arg, int status, const char *message);

/** The callback comes once, perhaps from within. */
void delivery_send(struct reminders *self, const struct cause *cause, const struct delivery_mail *mail,
	delivery_cb done, void *arg);

/** Records that a pending reminder is no longer of use. The callback as above. */
void delivery_drop(struct reminders *self, const struct cause *cause, const Reminder *reminder, const char *reason,
	delivery_cb done, void *arg);

/** Records why a pending reminder waits, and sets its timer for that moment (µs). It is no attempt. */
void delivery_put_off(struct reminders *self, const struct cause *cause, const Reminder *reminder, int64_t until,
	const char *reason, delivery_cb done, void *arg);

#endif
