/* plugins/reminders/rules/ — what becomes of a message whose moment passed before it could go out: the daemon was down,
 * or the channel, or it waited for its turn with somebody who gets many. What a row's objection says as things are
 * holds all the same; these say what else the time took away. Each gives the key of a phrase, or NULL: it is still of
 * use. Pure; facts->due is when it should have gone out. */
#ifndef RIDEALONG_REMINDERS_STALE_H
#define RIDEALONG_REMINDERS_STALE_H

#include "plugins/reminders/rules/rule.h"

/** Asks for something before the preparation check, which has been in between. */
const char *stale_after_check(const struct rule_facts *facts);
/** Asks what the next of the three asks again, whose moment has come, too: at five, or the next morning. */
const char *stale_first_debrief(const struct rule_facts *facts);
const char *stale_second_debrief(const struct rule_facts *facts);
/** Says that a date is near which has gone by: that it is open after its date is a message of its own. */
const char *stale_after_date(const struct rule_facts *facts);
/** News that nobody needs after a week. */
const char *stale_after_a_week(const struct rule_facts *facts);

#endif
