/* plugins/reminders/rules/ — one mail a day in place of many. */
#include "plugins/reminders/rules/digest.h"

#include <ridealong/sdk.h>
#include <string.h>

#include "plugins/reminders/rules/when.h"

#define HALF_A_DAY (12 * 60 * DIARY_MINUTE)

enum { MOST_DAYS = 400 };

int64_t digest_next(const Person *receiver, const struct diary *diary, int64_t now)
{
	struct diary_date date = diary_date_of(diary, now);

	for (int tried = 0; tried < MOST_DAYS; tried++, date = diary_date_add(date, 1)) {
		int64_t at = diary_at(diary, date, receiver->digest_minute) + DIARY_MINUTE;

		if (!diary_is_working(diary, date))
			continue;
		at = diary_next_open(diary, at);
		if (at > now)
			return at;
	}
	return DIARY_NEVER;
}

int64_t digest_again(const Person *receiver, const struct diary *diary, int64_t due, int64_t now)
{
	const int64_t soonest = diary_next_open(diary, now);
	const int64_t next = receiver->digest ? digest_next(receiver, diary, now) : soonest;
	/* no clock is further from another than that, but where the day is another one, too */
	const bool skipped = next > due + HALF_A_DAY && diary_is_working(diary, diary_date_of(diary, due));

	return due <= now || skipped ? soonest : next;
}

/* Until when it can be acted on; DIARY_NEVER: that does not end with a day, 0: waiting is out of the question. */
static int64_t until(const struct rule *rule, const struct rule_facts *facts)
{
	int64_t cutoff;

	switch (rule->kind) {
	case REMINDER_KIND_PREPARE:
		cutoff = sdk_time_us(facts->session->cutoff_time);
		return cutoff > facts->now ? cutoff : 0;
	case REMINDER_KIND_INVITATION:
	case REMINDER_KIND_COLLIDED:
	case REMINDER_KIND_DECIDED:
	case REMINDER_KIND_CHANGED:
		return when_departure_of(facts);
	case REMINDER_KIND_DEBRIEF:
	case REMINDER_KIND_SIGN:
	case REMINDER_KIND_HELPED:
	case REMINDER_KIND_ENDED:
	case REMINDER_KIND_ACTION_POINT:
	case REMINDER_KIND_CELEBRATE:
	case REMINDER_KIND_CADENCE:
		return DIARY_NEVER;
	default:
		return 0;
	}
}

int64_t digest_wait(const struct rule *rule, const struct rule_facts *facts)
{
	int64_t next;

	if (!facts->wishes->digest || rule->urgent || until(rule, facts) == 0)
		return 0;
	next = digest_next(facts->wishes, facts->receiver, facts->now);
	/* with two hours to spare: one that comes at the last moment asks for nothing that can still be done */
	return next < until(rule, facts) - 120 * DIARY_MINUTE ? next : 0;
}

bool digest_holds(const Reminder *reminder)
{
	return sdk_time_us(reminder->due_time) > sdk_time_us(reminder->create_time);
}

bool digest_repeats(const Reminder *earlier, const Reminder *later)
{
	return earlier->kind == later->kind && strcmp(earlier->session, later->session) == 0 &&
	       strcmp(earlier->action_point, later->action_point) == 0 &&
	       strcmp(earlier->coaching, later->coaching) == 0;
}
