/* plugins/reminders/rules/ — one mail a day in place of many, for who likes that better: what may wait for it, and when
 * it comes. Pure. A digest goes out a minute after its time of the day, so that what is due at that time is in it. */
#ifndef RIDEALONG_REMINDERS_DIGEST_H
#define RIDEALONG_REMINDERS_DIGEST_H

#include "plugins/reminders/rules/rule.h"

/** The first one after now: on a working day of the receiver and outside their quiet hours. DIARY_NEVER: none in a
 * year. */
int64_t digest_next(const Person *receiver, const struct diary *diary, int64_t now);

/** When what waits for the digest of a moment comes now that the receiver's hours are others, or that they have none
 * any more: with the next digest there. As soon as may be when the day's has been there already, so that none is
 * skipped by a move. */
int64_t digest_again(const Person *receiver, const struct diary *diary, int64_t due, int64_t now);

/** When a message that would go out now may come in the receiver's digest; 0: it has to come at once, for they have
 * none, or waiting would take its sense. At once always: the card, a reveal and what belongs to it, what the
 * preparation check decided or wants decided, and an acknowledgement. What asks or tells about a session waits only
 * when the digest comes while it still can be acted on. */
int64_t digest_wait(const struct rule *rule, const struct rule_facts *facts);

/** Whether it was recorded to wait for a digest. */
bool digest_holds(const Reminder *reminder);
/** Whether one of two about the same thing says what the other says: the later will do. */
bool digest_repeats(const Reminder *earlier, const Reminder *later);

#endif
