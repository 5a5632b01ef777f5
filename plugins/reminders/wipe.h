/* plugins/reminders/ — wiping what is kept here of somebody who is being erased: mails in the Maildirs we deliver into,
 * letters in the inbox, answers under way. */
#ifndef RIDEALONG_REMINDERS_WIPE_H
#define RIDEALONG_REMINDERS_WIPE_H

#include "plugins/reminders/delivery/delivery.h"

/** Wipes what is to, from or about the person: it names one of their addresses or their name, or belongs to the thread
 * of a session at which they are the coachee. In Maildirs of people only files of our own making are looked at. `done`
 * comes once, later; UNAVAILABLE when something cannot be removed. */
void wipe_person(struct reminders *self, struct ridealong_work *work, const char *person, delivery_cb done, void *arg);

#endif
