/* plugins/reminders/rules/ — what becomes of a message whose moment passed before it could go out. */
#include "plugins/reminders/rules/stale.h"

#include <ridealong/sdk.h>

#include "plugins/reminders/rules/when.h"

#define WEEK (7 * 24 * 60 * DIARY_MINUTE)

static bool has_come_since(const struct rule_facts *facts, int64_t moment)
{
	return moment != DIARY_NEVER && facts->due < moment && moment <= facts->now;
}

const char *stale_after_check(const struct rule_facts *facts)
{
	return has_come_since(facts, when_cutoff(facts)) ? "dropped.passed" : NULL;
}

const char *stale_first_debrief(const struct rule_facts *facts)
{
	return has_come_since(facts, when_same_afternoon(facts)) ? "dropped.merged" : stale_second_debrief(facts);
}

const char *stale_second_debrief(const struct rule_facts *facts)
{
	return has_come_since(facts, when_next_morning(facts)) ? "dropped.merged" : NULL;
}

/* A date that is not for working may lie between the two: then this one has come that late, and is not needed. */
const char *stale_after_date(const struct rule_facts *facts)
{
	struct diary_date date, today = diary_date_of(facts->receiver, facts->now);

	if (!diary_date_parse(facts->point->due_date, &date))
		return NULL;
	return diary_date_compare(today, date) > 0 ? "dropped.merged" : NULL;
}

const char *stale_after_a_week(const struct rule_facts *facts)
{
	return facts->now > facts->due + WEEK ? "dropped.late" : NULL;
}
