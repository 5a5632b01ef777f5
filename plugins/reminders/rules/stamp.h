/* plugins/reminders/rules/ — the stamps of the rules: what makes a message by a row about a thing another one than the
 * message by that row about it before. Two with the same stamp are one, and sent once. Pure. */
#ifndef RIDEALONG_REMINDERS_STAMP_H
#define RIDEALONG_REMINDERS_STAMP_H

#include "plugins/reminders/rules/rule.h"

void stamp_start(const struct rule_facts *facts, char ret[32]);
void stamp_today(const struct rule_facts *facts, char ret[32]);
void stamp_departure(const struct rule_facts *facts, char ret[32]);
void stamp_submitted(const struct rule_facts *facts, char ret[32]);
void stamp_returned(const struct rule_facts *facts, char ret[32]);
void stamp_moved(const struct rule_facts *facts, char ret[32]);
void stamp_changed(const struct rule_facts *facts, char ret[32]);
void stamp_checked(const struct rule_facts *facts, char ret[32]);
void stamp_verdict(const struct rule_facts *facts, char ret[32]);
void stamp_written(const struct rule_facts *facts, char ret[32]);
void stamp_ended(const struct rule_facts *facts, char ret[32]);
void stamp_due_date(const struct rule_facts *facts, char ret[32]);

#endif
