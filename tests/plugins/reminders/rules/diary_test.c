/* Working days, quiet hours, and a zone whose clock leaps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plugins/reminders/rules/diary.h"

static struct diary *open_diary(const Person *person)
{
	struct error error = { 0 };
	struct diary *diary = NULL;

	assert_int_equal(diary_open(person, &diary, &error), STATUS_OK);
	return diary;
}

static int64_t at(const struct diary *diary, const char *day, int hour, int minute)
{
	struct diary_date date;

	assert_true(diary_date_parse(day, &date));
	return diary_at(diary, date, hour * 60 + minute);
}

static Person somebody(const char *language, const char *zone)
{
	Person person = PERSON__INIT;

	person.name = (char *)"people/1";
	person.language = (char *)language;
	person.time_zone = (char *)zone;
	return person;
}

static void a_moment_is_said_in_the_persons_language_and_zone(void **state)
{
	Person daan = somebody("nl", "Europe/Amsterdam"), amy = somebody("en", "America/New_York");
	struct diary *nl = open_diary(&daan), *us = open_diary(&amy);
	int64_t moment = INT64_C(1778569200000000); /* 2026-05-12T07:00:00Z */
	char words[DIARY_WORDS];

	(void)state;
	diary_say_day(nl, moment, words);
	assert_string_equal(words, "dinsdag 12 mei");
	diary_say_time(nl, moment, words);
	assert_string_equal(words, "09:00");
	diary_say_day(us, moment, words);
	assert_string_equal(words, "Tuesday 12 May");
	diary_say_time(us, moment, words);
	assert_string_equal(words, "03:00");
	diary_close(nl);
	diary_close(us);
}

static void a_zone_that_is_none_is_refused(void **state)
{
	Person person = somebody("nl", "Europe/Rotterdam-Noord");
	struct error error = { 0 };
	struct diary *diary;

	(void)state;
	assert_int_equal(diary_open(&person, &diary, &error), STATUS_INVALID_ARGUMENT);
	assert_string_equal(error.message, "people/1 has the time zone \"Europe/Rotterdam-Noord\", which is not known");
}

static void dates_are_read_strictly_and_counted_over_years(void **state)
{
	struct diary_date date;
	char text[16];

	(void)state;
	assert_false(diary_date_parse("2026-02-29", &date));
	assert_false(diary_date_parse("2026-2-3", &date));
	assert_false(diary_date_parse("", &date));
	assert_true(diary_date_parse("2028-02-29", &date));
	diary_date_format(diary_date_add(date, 366), text);
	assert_string_equal(text, "2029-03-01");
	diary_date_format(diary_date_add(date, -60), text);
	assert_string_equal(text, "2027-12-31");
}

static void working_days_leave_out_weekends_and_days_off(void **state)
{
	Person person = somebody("nl", "Europe/Amsterdam");
	char *off[] = { (char *)"2026-05-05" };
	DayOfWeek days[] = { DAY_OF_WEEK_MONDAY, DAY_OF_WEEK_TUESDAY, DAY_OF_WEEK_THURSDAY };
	struct diary *diary = open_diary(&person);
	struct diary_date date;
	char text[16];

	(void)state;
	person.n_days_off = 1;
	person.days_off = off;
	assert_true(diary_date_parse("2026-05-06", &date)); /* a Wednesday */
	diary_date_format(diary_working_before(diary, date, 2), text);
	assert_string_equal(text, "2026-05-01");
	person.n_working_days = 3;
	person.working_days = days;
	assert_false(diary_is_working(diary, date));
	diary_date_format(diary_working_after(diary, date, 2), text);
	assert_string_equal(text, "2026-05-11");
	diary_close(diary);
}

static void nothing_comes_in_quiet_hours_or_on_a_day_off(void **state)
{
	Person person = somebody("nl", "Europe/Amsterdam");
	struct diary *diary = open_diary(&person);

	(void)state;
	assert_true(diary_is_open(diary, at(diary, "2026-05-12", 7, 0)));
	assert_false(diary_is_open(diary, at(diary, "2026-05-12", 6, 59)));
	assert_false(diary_is_open(diary, at(diary, "2026-05-12", 19, 0)));
	assert_int_equal(diary_next_open(diary, at(diary, "2026-05-12", 12, 3)), at(diary, "2026-05-12", 12, 3));
	assert_int_equal(diary_next_open(diary, at(diary, "2026-05-12", 3, 0)), at(diary, "2026-05-12", 7, 0));
	/* Friday evening waits for Monday. */
	assert_int_equal(diary_next_open(diary, at(diary, "2026-05-15", 19, 30)), at(diary, "2026-05-18", 7, 0));
	assert_int_equal(diary_evening_before(diary, at(diary, "2026-05-12", 6, 30)), at(diary, "2026-05-11", 18, 0));
	assert_int_equal(diary_evening_before(diary, at(diary, "2026-05-18", 6, 30)), at(diary, "2026-05-15", 18, 0));
	assert_int_equal(diary_evening_before(diary, at(diary, "2026-05-12", 20, 30)), at(diary, "2026-05-12", 18, 0));
	diary_close(diary);
}

static void quiet_hours_at_noon_are_understood(void **state)
{
	Person person = somebody("en", "UTC");
	struct diary *diary;

	(void)state;
	person.quiet_from_minute = 12 * 60;
	person.quiet_until_minute = 13 * 60;
	diary = open_diary(&person);
	assert_int_equal(diary_next_open(diary, at(diary, "2026-05-12", 12, 30)), at(diary, "2026-05-12", 13, 0));
	assert_true(diary_is_open(diary, at(diary, "2026-05-12", 23, 0)));
	diary_close(diary);
}

static void somebody_who_never_works_is_never_written_to(void **state)
{
	Person person = somebody("en", "UTC");
	DayOfWeek none[] = { DAY_OF_WEEK_UNSPECIFIED };
	struct diary *diary = open_diary(&person);

	(void)state;
	person.n_working_days = 1;
	person.working_days = none;
	assert_true(diary_next_open(diary, 0) == DIARY_NEVER);
	diary_close(diary);
}

static void nine_in_the_morning_stays_nine_when_the_clock_leaps(void **state)
{
	Person person = somebody("nl", "Europe/Amsterdam");
	struct diary *diary = open_diary(&person);
	int64_t friday = at(diary, "2026-03-27", 9, 0), monday = at(diary, "2026-03-30", 9, 0);
	int64_t october = at(diary, "2026-10-23", 9, 0), after = at(diary, "2026-10-26", 9, 0);

	(void)state;
	assert_int_equal(monday - friday, (3 * 24 - 1) * 60 * DIARY_MINUTE);
	assert_int_equal(after - october, (3 * 24 + 1) * 60 * DIARY_MINUTE);
	assert_int_equal(diary_minute_of(diary, monday), 9 * 60);
	/* 02:30 does not exist that night: the first moment after the leap. */
	assert_int_equal(diary_minute_of(diary, at(diary, "2026-03-29", 2, 30)), 3 * 60);
	/* It comes twice in October: the first time. */
	assert_int_equal(at(diary, "2026-10-25", 3, 0) - at(diary, "2026-10-25", 2, 30), 90 * DIARY_MINUTE);
	diary_close(diary);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moment_is_said_in_the_persons_language_and_zone),
		cmocka_unit_test(a_zone_that_is_none_is_refused),
		cmocka_unit_test(dates_are_read_strictly_and_counted_over_years),
		cmocka_unit_test(working_days_leave_out_weekends_and_days_off),
		cmocka_unit_test(nothing_comes_in_quiet_hours_or_on_a_day_off),
		cmocka_unit_test(quiet_hours_at_noon_are_understood),
		cmocka_unit_test(somebody_who_never_works_is_never_written_to),
		cmocka_unit_test(nine_in_the_morning_stays_nine_when_the_clock_leaps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
