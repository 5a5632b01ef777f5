/* plugins/reminders/rules/ — the moments of the rules: when a message is due. */
#include "plugins/reminders/rules/when.h"

#include <ridealong/sdk.h>
#include <stdbool.h>
#include <string.h>

#define HOUR (60 * DIARY_MINUTE)

int64_t when_start_of(const struct rule_facts *facts)
{
	return sdk_time_us(facts->session->start_time);
}

int64_t when_departure_of(const struct rule_facts *facts)
{
	int64_t departure = sdk_time_us(facts->session->departure_time);

	return departure != 0 ? departure : when_start_of(facts);
}

static bool is_together(const Session *session, TravelTogether way)
{
	return session->travel_together == way || session->travel_together == TRAVEL_TOGETHER_BOTH;
}

/* Whether the session is one to which somebody goes. */
static bool is_on(const Session *session)
{
	return session->state == SESSION_STATE_PREPARED || session->state == SESSION_STATE_CONFIRMED ||
	       session->state == SESSION_STATE_IN_PROGRESS || session->state == SESSION_STATE_DEBRIEFING;
}

int64_t when_arrived(const char *person, Session *const *sessions, size_t count, int64_t now)
{
	int64_t arrival = 0;

	for (size_t i = 0; i < count; i++) {
		const Session *session = sessions[i];
		int64_t departure = sdk_time_us(session->departure_time), start = sdk_time_us(session->start_time);
		int64_t end = sdk_time_us(session->end_time);
		int64_t back = session->travel_back != NULL ? session->travel_back->seconds * 1000000 : 0;
		/* Who hears of the meeting after the time of departure has not left. */
		bool there = sdk_time_us(session->move_time) <= departure &&
			     sdk_time_us(session->create_time) <= departure &&
			     (strcmp(person, session->coach) == 0 || is_together(session, TRAVEL_TOGETHER_THERE));

		if (!is_on(session) || session->format != SESSION_FORMAT_ON_SITE)
			continue;
		if (there && now >= departure && now < start && start > arrival)
			arrival = start;
		if (is_together(session, TRAVEL_TOGETHER_BACK) && now >= end && now < end + back &&
			end + back > arrival)
			arrival = end + back;
	}
	return arrival;
}

int64_t when_days_before(const struct rule_facts *facts)
{
	struct diary_date day = diary_date_of(facts->coachee, when_start_of(facts));

	return diary_at(facts->coachee, diary_working_before(facts->coachee, day, facts->policy->prepare_days),
		facts->policy->prepare_minute);
}

int64_t when_invited_again(const struct rule_facts *facts)
{
	return facts->session->invite_state == INVITE_STATE_OPEN ? when_days_before(facts) : DIARY_NEVER;
}

int64_t when_cutoff_morning(const struct rule_facts *facts)
{
	int64_t cutoff = sdk_time_us(facts->session->cutoff_time);

	return cutoff != 0
		       ? diary_at(facts->coachee, diary_date_of(facts->coachee, cutoff), facts->policy->prepare_minute)
		       : DIARY_NEVER;
}

int64_t when_cutoff(const struct rule_facts *facts)
{
	int64_t moment = sdk_time_us(facts->session->cutoff_time);

	return moment != 0 ? moment : DIARY_NEVER;
}

/* When the card has to be there. */
static int64_t card_of(const struct rule_facts *facts)
{
	return when_departure_of(facts) - facts->policy->card_before_minutes * DIARY_MINUTE;
}

/* Or the evening before, where the coach is not to be disturbed at that hour. */
int64_t when_before_departure(const struct rule_facts *facts)
{
	int64_t due = card_of(facts);

	return diary_is_open(facts->receiver, due) ? due : diary_evening_before(facts->receiver, due);
}

bool when_moved_late(const struct rule_facts *facts)
{
	int64_t moved = sdk_time_us(facts->session->move_time);

	return moved != 0 && moved > card_of(facts);
}

int64_t when_reopening_ends(const struct rule_facts *facts)
{
	return sdk_time_us(facts->session->update_time) + 24 * HOUR;
}

int64_t when_not_on_the_way(const struct rule_facts *facts)
{
	int64_t end = sdk_time_us(facts->session->end_time);

	return facts->now < when_departure_of(facts) || facts->now >= end ? facts->now : end;
}

/* A session that nobody finished is finished by the service five minutes after its planned end: that is no later end.
 */
static int64_t end_of(const struct rule_facts *facts)
{
	int64_t planned = sdk_time_us(facts->session->end_time);
	int64_t actual = sdk_time_us(facts->session->actual_end_time);

	if (actual == 0 || (actual > planned && actual <= planned + 5 * DIARY_MINUTE))
		return planned;
	return actual;
}

int64_t when_after_the_end(const struct rule_facts *facts)
{
	return diary_next_open(facts->receiver, end_of(facts) + facts->policy->debrief_after_minutes * DIARY_MINUTE);
}

int64_t when_not_at_it(const struct rule_facts *facts)
{
	int64_t due = when_after_the_end(facts), rest = facts->debrief != NULL ? when_lines_rest(facts) : due;

	return rest > due ? rest : due;
}

int64_t when_same_afternoon(const struct rule_facts *facts)
{
	int64_t due = diary_at(
		facts->receiver, diary_date_of(facts->receiver, end_of(facts)), facts->policy->debrief_evening_minute);

	return due >= when_after_the_end(facts) + 30 * DIARY_MINUTE ? due : DIARY_NEVER;
}

int64_t when_next_morning(const struct rule_facts *facts)
{
	struct diary_date day = diary_date_of(facts->receiver, when_after_the_end(facts));

	return diary_at(
		facts->receiver, diary_working_after(facts->receiver, day, 1), facts->policy->debrief_morning_minute);
}

int64_t when_lines_rest(const struct rule_facts *facts)
{
	int64_t written = facts->debrief != NULL ? sdk_time_us(facts->debrief->update_time) : facts->now;

	return written + 5 * DIARY_MINUTE;
}

int64_t when_day_before_due(const struct rule_facts *facts)
{
	struct diary_date day;

	if (!diary_date_parse(facts->point->due_date, &day))
		return DIARY_NEVER;
	return diary_at(
		facts->receiver, diary_working_before(facts->receiver, day, 1), facts->policy->action_points_minute);
}

int64_t when_day_after_due(const struct rule_facts *facts)
{
	struct diary_date day;

	if (!diary_date_parse(facts->point->due_date, &day))
		return DIARY_NEVER;
	return diary_at(
		facts->receiver, diary_working_after(facts->receiver, day, 1), facts->policy->action_points_minute);
}
