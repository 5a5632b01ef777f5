/* tests/ — the clock on the caller's wall. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <time.h>

#include "clients/cli/zone.h"
#include "proto/day.h"

#define HOUR 3600

static int day(const char *text)
{
	int found;

	assert_true(day_parse(text, &found));
	return found;
}

/* Seconds since 1970 of a time of day in UTC. */
static int64_t utc(const char *date, int hour, int minute)
{
	return day(date) * INT64_C(86400) + hour * HOUR + minute * 60;
}

static void shows(int64_t moment, const char *date, int hour, int minute)
{
	const struct zone_wall wall = zone_wall_at(moment);

	assert_int_equal(wall.day, day(date));
	assert_int_equal(wall.hour, hour);
	assert_int_equal(wall.minute, minute);
}

static bool read(const char *date, int hour, int minute, int64_t *ret)
{
	return zone_moment(&(struct zone_wall){ .day = day(date), .hour = hour, .minute = minute }, ret);
}

static void reads(const char *date, int hour, int minute, int64_t expected)
{
	int64_t moment;

	assert_true(read(date, hour, minute, &moment));
	assert_int_equal(moment, expected);
}

static void the_wall_shows_the_hour_of_its_zone_in_winter_and_in_summer(void **state)
{
	(void)state;
	assert_true(zone_enter("Europe/Amsterdam"));
	shows(utc("2026-03-02", 8, 5), "2026-03-02", 9, 5);
	shows(utc("2026-07-31", 22, 30), "2026-08-01", 0, 30);
	assert_true(zone_enter("Asia/Kolkata"));
	shows(utc("2026-03-02", 20, 0), "2026-03-03", 1, 30);
	assert_true(zone_enter("UTC"));
	shows(utc("1969-12-31", 23, 59), "1969-12-31", 23, 59);
	shows(-1, "1969-12-31", 23, 59);
}

static void what_the_wall_shows_is_a_moment_again(void **state)
{
	(void)state;
	assert_true(zone_enter("Europe/Amsterdam"));
	reads("2026-03-02", 9, 5, utc("2026-03-02", 8, 5));
	reads("2026-08-01", 0, 30, utc("2026-07-31", 22, 30));
	assert_true(zone_enter("Australia/Lord_Howe"));
	reads("2026-01-15", 12, 0, utc("2026-01-15", 1, 0));
	reads("2026-06-15", 12, 0, utc("2026-06-15", 1, 30));
	assert_true(zone_enter("Europe/Dublin")); /* whose summer is its standard time */
	reads("2026-01-15", 12, 0, utc("2026-01-15", 12, 0));
	reads("2026-06-15", 12, 0, utc("2026-06-15", 11, 0));
}

static void an_hour_that_no_wall_shows_is_no_moment(void **state)
{
	int64_t moment;

	(void)state;
	assert_true(zone_enter("Europe/Amsterdam"));
	assert_false(read("2026-03-29", 2, 30, &moment));
	assert_false(read("2026-03-02", 24, 0, &moment));
	assert_false(read("2026-03-02", 9, 60, &moment));
}

static void of_an_hour_that_comes_twice_it_is_the_later_one(void **state)
{
	(void)state;
	assert_true(zone_enter("Europe/Amsterdam"));
	reads("2026-10-25", 2, 30, utc("2026-10-25", 1, 30));
	assert_true(zone_enter("Europe/Dublin"));
	reads("2026-10-25", 1, 30, utc("2026-10-25", 1, 30));
	assert_true(zone_enter("Australia/Lord_Howe"));
	reads("2026-04-05", 1, 45, utc("2026-04-04", 15, 15));
}

static void where_the_machine_does_not_know_the_zone_it_is_utc(void **state)
{
	static const char *const unknown[] = { "", "Europe/Atlantis", "/etc/localtime", "../zoneinfo/Europe/Amsterdam",
		"Europe", "CET-1CEST" };

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		assert_true(zone_enter("Europe/Amsterdam"));
		assert_false(zone_enter(unknown[i]));
		shows(utc("2026-07-02", 8, 5), "2026-07-02", 8, 5);
		reads("2026-07-02", 8, 5, utc("2026-07-02", 8, 5));
	}
}

static void without_a_name_it_is_the_machines(void **state)
{
	(void)state;
	setenv("TZ", "America/New_York", 1);
	tzset();
	shows(utc("2026-03-02", 8, 5), "2026-03-02", 3, 5);
	reads("2026-03-02", 3, 5, utc("2026-03-02", 8, 5));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_wall_shows_the_hour_of_its_zone_in_winter_and_in_summer),
		cmocka_unit_test(what_the_wall_shows_is_a_moment_again),
		cmocka_unit_test(an_hour_that_no_wall_shows_is_no_moment),
		cmocka_unit_test(of_an_hour_that_comes_twice_it_is_the_later_one),
		cmocka_unit_test(where_the_machine_does_not_know_the_zone_it_is_utc),
		cmocka_unit_test(without_a_name_it_is_the_machines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
