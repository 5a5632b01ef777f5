/* plugins/reminders/rules/ — what tells a message from an earlier one. */
#include "plugins/reminders/rules/stamp.h"

#include <ridealong/sdk.h>
#include <stdio.h>
#include <string.h>

#include "plugins/reminders/rules/when.h"

static void stamp_day(const struct diary *diary, int64_t at, char ret[32])
{
	diary_date_format(diary_date_of(diary, at), ret);
}

/* Its date where nobody's clock counts: who moves to another zone is not asked once more for that. */
void stamp_start(const struct rule_facts *facts, char ret[32])
{
	static const struct diary_date epoch = { 1970, 1, 1 };

	diary_date_format(diary_date_add(epoch, (int)(when_start_of(facts) / (24 * 60 * DIARY_MINUTE))), ret);
}

void stamp_today(const struct rule_facts *facts, char ret[32])
{
	stamp_day(facts->receiver, facts->now, ret);
}

void stamp_departure(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", (long long)(when_departure_of(facts) / 1000000));
}

void stamp_submitted(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld",
		facts->preparation != NULL ? (long long)sdk_time_us(facts->preparation->submit_time) : 0LL);
}

void stamp_returned(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld",
		facts->preparation != NULL ? (long long)sdk_time_us(facts->preparation->update_time) : 0LL);
}

void stamp_moved(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", (long long)(sdk_time_us(facts->session->move_time) / 1000000));
}

void stamp_changed(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", (long long)(sdk_time_us(facts->session->update_time) / 1000000));
}

void stamp_checked(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", (long long)sdk_time_us(facts->session->check_time));
}

void stamp_verdict(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 8, "%d-", (int)facts->session->verdict);
	stamp_day(facts->receiver, facts->now, ret + strlen(ret));
}

/* New lines may take a signature back more than once. */
void stamp_written(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", facts->debrief != NULL ? (long long)sdk_time_us(facts->debrief->update_time) : 0LL);
}

/* One that was opened again may be done once more. */
void stamp_ended(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%lld", (long long)(sdk_time_us(facts->point->end_time) / 1000000));
}

void stamp_due_date(const struct rule_facts *facts, char ret[32])
{
	snprintf(ret, 32, "%.20s", facts->point->due_date);
}
