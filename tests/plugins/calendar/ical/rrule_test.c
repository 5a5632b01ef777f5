#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ical/civil.h"
#include "ical/rrule.h"

#include <stdio.h>
#include <string.h>

static int64_t wall(const char *text)
{
	bool is_date, is_utc;
	int64_t value;

	assert_true(calendar_civil_read(text, strlen(text), &value, &is_date, &is_utc));
	return value;
}

/* The first occurrences of a rule, at most eight, as one text; or the reason why there are none. */
static const char *expand(const char *text, const char *start, const char *end)
{
	static struct calendar_rrule_walk walk;
	static char out[1024], said[CALENDAR_REASON_TEXT];
	struct calendar_rrule rule;
	const struct calendar_reason *reason = calendar_rrule_read(text, &rule);
	enum calendar_step step;
	int64_t value;

	if (!reason)
		reason = calendar_rrule_begin(
			&walk, &rule, wall(start), strlen(start) == 8, wall(start), wall(end), 1000000);
	if (reason)
		return calendar_reason_say(reason, false, said);
	out[0] = '\0';
	for (int i = 0; i < 8 && (step = calendar_rrule_next(&walk, &value)) != CALENDAR_STEP_END; i++) {
		char one[CALENDAR_CIVIL_TEXT_MAX];

		if (step == CALENDAR_STEP_TOO_MUCH_WORK)
			return "too much work";
		if (strlen(start) == 8)
			calendar_civil_write_date(value / CALENDAR_DAY, one);
		else
			calendar_civil_write_time(value, one);
		strcat(strcat(out, i ? " " : ""), one);
	}
	return out;
}

static void the_months_last_friday_is_the_last_friday_of_each_month(void **state)
{
	(void)state;
	assert_string_equal(expand("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "20260130T090000", "20300101"),
		"2026-01-30T09:00:00 2026-02-27T09:00:00 2026-03-27T09:00:00");
}

static void the_thirty_first_skips_months_that_have_none(void **state)
{
	(void)state;
	assert_string_equal(
		expand("FREQ=MONTHLY;COUNT=4", "20260131", "20300101"), "2026-01-31 2026-03-31 2026-05-31 2026-07-31");
}

static void the_leap_day_comes_every_four_years(void **state)
{
	(void)state;
	assert_string_equal(expand("FREQ=YEARLY;COUNT=3", "20240229", "20400101"), "2024-02-29 2028-02-29 2032-02-29");
}

static void the_start_of_the_week_decides_which_weeks_are_every_other_one(void **state)
{
	(void)state;
	assert_string_equal(expand("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "19970805T090000", "20300101"),
		"1997-08-05T09:00:00 1997-08-10T09:00:00 1997-08-19T09:00:00 1997-08-24T09:00:00");
	assert_string_equal(expand("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "19970805T090000", "20300101"),
		"1997-08-05T09:00:00 1997-08-17T09:00:00 1997-08-19T09:00:00 1997-08-31T09:00:00");
}

static void a_position_is_taken_within_each_week(void **state)
{
	(void)state;
	assert_string_equal(expand("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1;COUNT=3", "20260302", "20300101"),
		"2026-03-02 2026-03-06 2026-03-09");
}

static void the_last_working_day_of_the_month_is_found_by_position(void **state)
{
	(void)state;
	assert_string_equal(expand("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "20260130", "20300101"),
		"2026-01-30 2026-02-27 2026-03-31");
}

static void a_large_interval_counts_right(void **state)
{
	(void)state;
	assert_string_equal(expand("FREQ=SECONDLY;INTERVAL=90061;COUNT=2", "20260101T000000", "20300101"),
		"2026-01-01T00:00:00 2026-01-02T01:01:01");
}

static void a_rule_that_never_comes_true_ends(void **state)
{
	(void)state;
	assert_string_equal(
		expand("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "20260101T000000", "99990101"), "too much work");
	assert_string_equal(expand("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "20260101T000000", "20300101"), "");
	assert_string_equal(expand("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "20260101T000000", "20800101"), "");
	assert_string_equal(expand("FREQ=SECONDLY;INTERVAL=60;BYSECOND=5", "20260101T000000", "99990101"), "");
}

static void a_walk_without_count_jumps_to_where_it_is_wanted(void **state)
{
	static struct calendar_rrule_walk walk;
	struct calendar_rrule rule;
	int64_t value;

	(void)state;
	assert_null(calendar_rrule_read("FREQ=MINUTELY;INTERVAL=7", &rule));
	assert_null(calendar_rrule_begin(
		&walk, &rule, wall("19700101T000000"), false, wall("20260101T000000"), wall("20270101"), 10000));
	do
		assert_int_equal(calendar_rrule_next(&walk, &value), CALENDAR_STEP_NEXT);
	while (value < wall("20260101T000000"));
	assert_int_equal(value % 420, 0);
	assert_true(value < wall("20260101T000700"));
}

static void what_is_no_rule_is_refused_with_its_reason(void **state)
{
	(void)state;
	assert_string_equal(expand("COUNT=3", "20260101", "20300101"), "the rule has no FREQ");
	assert_string_equal(
		expand("FREQ=SOMETIMES", "20260101", "20300101"), "the rule's FREQ is not one that calendars know");
	assert_string_equal(expand("FREQ=DAILY;INTERVAL=0", "20260101", "20300101"),
		"the rule's INTERVAL is not a positive number");
	assert_string_equal(expand("FREQ=DAILY;BYHOUR=24", "20260101", "20300101"),
		"the rule's BYHOUR holds something other than 0 to 23");
	assert_string_equal(expand("FREQ=DAILY;COUNT", "20260101", "20300101"), "the rule has a part without a value");
	assert_string_equal(
		expand("FREQ=DAILY;COUNT=1;COUNT=2", "20260101", "20300101"), "the rule says the same part twice");
	assert_string_equal(expand("RSCALE=HEBREW;FREQ=YEARLY", "20260101", "20300101"),
		"the rule counts in another calendar than the Gregorian one");
	assert_string_equal(expand("FREQ=WEEKLY;BYDAY=2MO", "20260101", "20300101"),
		"the rule numbers weekdays (such as 2MO), which only monthly and yearly rules can");
	assert_string_equal(expand("FREQ=HOURLY", "20260101", "20300101"),
		"the rule repeats within the day, but the event lasts whole days");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_months_last_friday_is_the_last_friday_of_each_month),
		cmocka_unit_test(the_thirty_first_skips_months_that_have_none),
		cmocka_unit_test(the_leap_day_comes_every_four_years),
		cmocka_unit_test(the_start_of_the_week_decides_which_weeks_are_every_other_one),
		cmocka_unit_test(a_position_is_taken_within_each_week),
		cmocka_unit_test(the_last_working_day_of_the_month_is_found_by_position),
		cmocka_unit_test(a_large_interval_counts_right),
		cmocka_unit_test(a_rule_that_never_comes_true_ends),
		cmocka_unit_test(a_walk_without_count_jumps_to_where_it_is_wanted),
		cmocka_unit_test(what_is_no_rule_is_refused_with_its_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
