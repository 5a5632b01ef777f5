#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ical/civil.h"
#include "ical/zone.h"

#include <string.h>

static struct calendar_arena arena;
static struct calendar_zones zones;

static const struct calendar_zone *zone(const char *name)
{
	struct calendar_zone *found;

	if (!zones.arena)
		calendar_zones_init(&zones, &arena);
	found = calendar_zones_mention(&zones, name);
	assert_non_null(found);
	if (calendar_zone_resolve(&zones, found))
		fail_msg("%s is unknown", name);
	return found;
}

static int64_t wall(const char *text)
{
	bool is_date, is_utc;
	int64_t value;

	assert_true(calendar_civil_read(text, strlen(text), &value, &is_date, &is_utc));
	return value;
}

/* The clock on the wall at a moment of UTC, and the way back. */
static void assert_wall(const char *name, const char *utc, const char *expected)
{
	int64_t got = calendar_zone_wall(zone(name), wall(utc));
	char text[CALENDAR_CIVIL_TEXT_MAX], wanted[CALENDAR_CIVIL_TEXT_MAX];

	calendar_civil_write_time(got, text);
	calendar_civil_write_time(wall(expected), wanted);
	assert_string_equal(text, wanted);
	assert_int_equal(calendar_zone_utc(zone(name), got), wall(utc));
}

static void zones_show_what_the_database_says(void **state)
{
	(void)state;
	assert_wall("Europe/Amsterdam", "20260701T080000Z", "20260701T100000");
	assert_wall("Europe/Amsterdam", "20260101T080000Z", "20260101T090000");
	assert_wall("America/New_York", "20260308T070000Z", "20260308T030000");
	assert_wall("Australia/Lord_Howe", "20260701T000000Z", "20260701T103000");
	assert_wall("Asia/Kathmandu", "20260701T000000Z", "20260701T054500");
	assert_wall("Etc/GMT+5", "20260701T000000Z", "20260630T190000");
	assert_wall("utc", "20260701T000000Z", "20260701T000000");
	assert_wall("America/Sao_Paulo", "20140302T052015Z", "20140302T022015");
}

static void years_that_other_readers_get_wrong_come_out_right(void **state)
{
	(void)state;
	assert_wall("Asia/Jerusalem", "20160514T052921Z", "20160514T082921");
	assert_wall("Asia/Tehran", "20190905T154615Z", "20190905T201615");
	assert_wall("Pacific/Easter", "20220109T200347Z", "20220109T150347");
	assert_wall("Pacific/Fiji", "20120103T002631Z", "20120103T132631");
}

static void zones_go_on_after_the_last_year_that_is_written_out(void **state)
{
	(void)state;
	assert_wall("Europe/Amsterdam", "20750701T080000Z", "20750701T100000");
	assert_wall("Europe/Amsterdam", "20751201T080000Z", "20751201T090000");
	assert_wall("Australia/Sydney", "20750101T000000Z", "20750101T110000");
	assert_wall("Asia/Tokyo", "20750101T000000Z", "20750101T090000");
}

static void a_skipped_time_uses_the_offset_before_and_a_double_one_is_the_first(void **state)
{
	(void)state;
	assert_int_equal(
		calendar_zone_utc(zone("Europe/Amsterdam"), wall("20260329T023000")), wall("20260329T013000Z"));
	assert_int_equal(
		calendar_zone_utc(zone("Europe/Amsterdam"), wall("20261025T023000")), wall("20261025T003000Z"));
	assert_int_equal(
		calendar_zone_utc(zone("America/New_York"), wall("20260308T023000")), wall("20260308T073000Z"));
	assert_int_equal(
		calendar_zone_utc(zone("America/New_York"), wall("20261101T013000")), wall("20261101T053000Z"));
}

static void windows_names_are_known(void **state)
{
	(void)state;
	assert_string_equal(calendar_zone_database_name(zone("W. Europe Standard Time")), "Europe/Berlin");
	assert_string_equal(calendar_zone_database_name(zone("Eastern Standard Time")), "America/New_York");
}

static void what_is_no_zone_is_unknown(void **state)
{
	static const char *const names[] = { "Mars/Olympus", "../../../etc/passwd", "Europe", "tzdata.zi", "localtime",
		"right/Europe/Amsterdam", "leapseconds", "Europe/Amsterdam/", "/Europe/Amsterdam", "zone1970.tab",
		"+01:00" };

	(void)state;
	zone("UTC");
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_non_null(calendar_zone_resolve(&zones, calendar_zones_mention(&zones, names[i])));
}

static int tear_down(void **state)
{
	(void)state;
	calendar_arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zones_show_what_the_database_says),
		cmocka_unit_test(years_that_other_readers_get_wrong_come_out_right),
		cmocka_unit_test(zones_go_on_after_the_last_year_that_is_written_out),
		cmocka_unit_test(a_skipped_time_uses_the_offset_before_and_a_double_one_is_the_first),
		cmocka_unit_test(windows_names_are_known),
		cmocka_unit_test(what_is_no_zone_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, tear_down);
}
