/* plugins/reminders/rules/ — the texts of the rules, where a row has several: the name of the template, as things are
 * now. Pure. */
#ifndef RIDEALONG_REMINDERS_PICK_H
#define RIDEALONG_REMINDERS_PICK_H

#include "plugins/reminders/rules/rule.h"

const char *pick_prepare(const struct rule_facts *facts);
const char *pick_cadence(const struct rule_facts *facts);
const char *pick_decide(const struct rule_facts *facts);
const char *pick_reveal(const struct rule_facts *facts);
const char *pick_going(const struct rule_facts *facts);
const char *pick_crossed(const struct rule_facts *facts);
const char *pick_withdrawn(const struct rule_facts *facts);
const char *pick_due(const struct rule_facts *facts);
const char *pick_open(const struct rule_facts *facts);

#endif
