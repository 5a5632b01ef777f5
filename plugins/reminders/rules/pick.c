/* plugins/reminders/rules/ — which text a message gets, where that depends on how things are. */
#include "plugins/reminders/rules/pick.h"

#include <string.h>

#include "plugins/reminders/rules/objection.h"
#include "plugins/reminders/rules/when.h"

/* All is written, and lies there. */
const char *pick_prepare(const struct rule_facts *facts)
{
	const Preparation *preparation = facts->preparation;

	return preparation != NULL && preparation->state == PREPARATION_STATE_DRAFT && preparation->n_open_keys == 0
		       ? "prepare_ready"
		       : "prepare";
}

const char *pick_cadence(const struct rule_facts *facts)
{
	return facts->rhythm->last_date[0] != '\0' ? "cadence" : "cadence_first";
}

const char *pick_decide(const struct rule_facts *facts)
{
	return objection_asks_the_coach(facts) ? "decide_look" : "decide";
}

/* An hour before departure, or announced in time. */
const char *pick_reveal(const struct rule_facts *facts)
{
	struct diary_date day = diary_date_of(facts->receiver, when_start_of(facts));

	return diary_date_compare(day, diary_date_of(facts->receiver, facts->now)) == 0 ? "reveal" : "reveal_early";
}

const char *pick_going(const struct rule_facts *facts)
{
	return facts->preparation != NULL && facts->preparation->state == PREPARATION_STATE_SUBMITTED ? "decided_go"
												      : "decided_ahead";
}

const char *pick_crossed(const struct rule_facts *facts)
{
	return facts->session->state == SESSION_STATE_CANCELLED ? "crossed_back" : "crossed";
}

const char *pick_withdrawn(const struct rule_facts *facts)
{
	return facts->session->cancel_cause == CANCEL_CAUSE_COUNTERPART ? "decided_alone" : "decided_not";
}

const char *pick_due(const struct rule_facts *facts)
{
	bool promise = strcmp(facts->point->owner, facts->coach) == 0;
	struct diary_date due, today = diary_date_of(facts->receiver, facts->now);
	const bool dated = diary_date_parse(facts->point->due_date, &due);

	if (dated && diary_date_compare(today, due) == 0)
		return promise ? "promise_today" : "action_today";
	if (dated && diary_date_compare(diary_date_add(today, 1), due) == 0)
		return promise ? "promise_due" : "action_due";
	return promise ? "promise_soon" : "action_soon";
}

const char *pick_open(const struct rule_facts *facts)
{
	return strcmp(facts->point->owner, facts->coach) == 0 ? "promise_open" : "action_open";
}
