/* plugins/reminders/rules/ — what speaks against a message, as things are now: each gives the key of a phrase that says
 * so, or NULL when nothing does. Pure. The facts hold a session, or for the last two an action point. */
#ifndef RIDEALONG_REMINDERS_OBJECTION_H
#define RIDEALONG_REMINDERS_OBJECTION_H

#include "plugins/reminders/rules/rule.h"

const char *objection_no_need_to_prepare(const struct rule_facts *facts);
const char *objection_no_need_to_ask_again(const struct rule_facts *facts);
const char *objection_cutoff_has_been(const struct rule_facts *facts);
const char *objection_not_returned(const struct rule_facts *facts);
const char *objection_not_invited(const struct rule_facts *facts);
const char *objection_not_invited_still(const struct rule_facts *facts);
const char *objection_not_declined(const struct rule_facts *facts);
const char *objection_not_skipped_by_rule(const struct rule_facts *facts);
const char *objection_nothing_to_decide(const struct rule_facts *facts);
const char *objection_nothing_stood_out(const struct rule_facts *facts);
/** The check looked, found nothing to read, and asks: because it withdraws nobody in that team, or because a question
 * of the coach has no answer yet. */
const char *objection_check_does_not_ask(const struct rule_facts *facts);
const char *objection_no_appeal(const struct rule_facts *facts);
const char *objection_not_refused(const struct rule_facts *facts);
const char *objection_not_talking(const struct rule_facts *facts);
const char *objection_not_going(const struct rule_facts *facts);
const char *objection_not_granted(const struct rule_facts *facts);
const char *objection_not_withdrawn(const struct rule_facts *facts);
const char *objection_not_left_alone(const struct rule_facts *facts);
const char *objection_not_ended(const struct rule_facts *facts);
const char *objection_no_journey(const struct rule_facts *facts);
const char *objection_not_moved(const struct rule_facts *facts);
const char *objection_meeting_not_off(const struct rule_facts *facts);
const char *objection_not_back(const struct rule_facts *facts);
const char *objection_not_back_by_itself(const struct rule_facts *facts);
const char *objection_no_collision(const struct rule_facts *facts);
const char *objection_not_lapsed(const struct rule_facts *facts);
const char *objection_confirmed(const struct rule_facts *facts);
const char *objection_not_revealed(const struct rule_facts *facts);
const char *objection_no_check(const struct rule_facts *facts);
const char *objection_nothing_to_confirm(const struct rule_facts *facts);
const char *objection_not_hidden(const struct rule_facts *facts);
const char *objection_not_inconvenient(const struct rule_facts *facts);
const char *objection_no_debrief(const struct rule_facts *facts);
/** Where it is not known yet what was written: only whether the session is one that can be signed. */
const char *objection_nothing_to_sign(const struct rule_facts *facts);
const char *objection_not_open(const struct rule_facts *facts);
const char *objection_not_praised(const struct rule_facts *facts);
const char *objection_in_rhythm(const struct rule_facts *facts);
const char *objection_not_closed_by_both(const struct rule_facts *facts);
const char *objection_nothing_to_celebrate(const struct rule_facts *facts);

/** Whether the preparation check put the decision before the coach, with reasons. */
bool objection_asks_the_coach(const struct rule_facts *facts);
/** Whether the check had withdrawn the coach and a preparation in time brought them back. */
bool objection_is_granted(const struct rule_facts *facts);

#endif
