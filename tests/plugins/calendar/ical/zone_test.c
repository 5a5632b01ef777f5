#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ical/civil.h"
#include "ical/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* ---- a tz database without old names, such as a Debian 13 without tzdata-legacy has ---- */

static char folder[64];
static const char *const present[] = { "America/New_York", "Asia/Kolkata", "Etc/UTC" };
static const char *const folders[] = { "America", "Asia", "Etc" };

static void file_copy(const char *name)
{
	char from[256], to[256], bytes[64 * 1024];
	size_t length;
	FILE *file;

	snprintf(from, sizeof(from), "/usr/share/zoneinfo/%s", name);
	snprintf(to, sizeof(to), "%s/%s", folder, name);
	file = fopen(from, "rb");
	assert_non_null(file);
	length = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	file = fopen(to, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	fclose(file);
}

static int database_make(void **state)
{
	char path[256];

	(void)state;
	strcpy(folder, "/tmp/zone_test.XXXXXX");
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, folders[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	for (size_t i = 0; i < sizeof(present) / sizeof(*present); i++)
		file_copy(present[i]);
	return 0;
}

static int database_remove(void **state)
{
	char path[256];

	(void)state;
	for (size_t i = 0; i < sizeof(present) / sizeof(*present); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, present[i]);
		unlink(path);
	}
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, folders[i]);
		rmdir(path);
	}
	rmdir(folder);
	return 0;
}

/* What a name means there: a name of that database, or NULL. */
static const char *meant(struct calendar_zones *there, const char *name)
{
	struct calendar_zone *found = calendar_zones_mention(there, name);

	assert_non_null(found);
	return calendar_zone_resolve(there, found) ? NULL : calendar_zone_database_name(found);
}

static void a_name_that_the_database_lacks_is_known_by_another_of_its_zone(void **state)
{
	static const struct {
		const char *name, *meant;
	} rows[] = {
		{ "US/Eastern", "America/New_York" },
		{ "Asia/Calcutta", "Asia/Kolkata" }, /* which ICU takes for the canonical one */
		{ "India Standard Time", "Asia/Kolkata" }, { "/mozilla.org/20070129_1/US/Eastern", "America/New_York" },
		{ "Zulu", "Etc/UTC" }, { "Asia/Kolkata", "Asia/Kolkata" },
		{ "Europe/Amsterdam", NULL }, /* known, but of a zone that is not there by any name */
		{ "GMT+01:00", NULL },        /* ICU makes up a zone of its own for it */
		{ "Etc/Unknown", NULL },
		{ "IST", NULL }, /* to ICU it is Asia/Kolkata, but it is short for more than one zone */
	};
	struct calendar_zones there;

	(void)state;
	calendar_zones_init(&there, &arena);
	there.folder = folder;
	for (int twice = 0; twice < 2; twice++) {
		for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
			const char *got = meant(&there, rows[i].name);

			if (!got != !rows[i].meant || (got && strcmp(got, rows[i].meant) != 0))
				fail_msg("%s means %s", rows[i].name, got ? got : "nothing");
		}
		calendar_zones_scope(&there);
	}
}

static void line_read(struct calendar_zones *there, const char *name, const char *value)
{
	struct calendar_line line = { .text = "", .name = name, .name_length = strlen(name), .value = value };

	line.value_length = strlen(value);
	calendar_zones_line(there, &line);
}

static void a_definition_loses_against_an_old_name_wherever_the_database_has_it(void **state)
{
	struct calendar_zones there;
	struct calendar_zone *eastern;

	(void)state;
	calendar_zones_init(&there, &arena);
	there.folder = folder;
	line_read(&there, "BEGIN", "VTIMEZONE");
	line_read(&there, "TZID", "US/Eastern");
	line_read(&there, "BEGIN", "STANDARD");
	line_read(&there, "DTSTART", "19700101T000000");
	line_read(&there, "TZOFFSETFROM", "+0100");
	line_read(&there, "TZOFFSETTO", "+0100");
	line_read(&there, "END", "STANDARD");
	line_read(&there, "END", "VTIMEZONE");
	eastern = calendar_zones_mention(&there, "US/Eastern");
	assert_null(calendar_zone_resolve(&there, eastern));
	assert_string_equal(calendar_zone_database_name(eastern), "America/New_York");
	assert_int_equal(calendar_zone_utc(eastern, wall("20260701T090000")), wall("20260701T130000Z"));
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
		cmocka_unit_test_setup_teardown(
			a_name_that_the_database_lacks_is_known_by_another_of_its_zone, database_make, database_remove),
		cmocka_unit_test_setup_teardown(a_definition_loses_against_an_old_name_wherever_the_database_has_it,
			database_make, database_remove),
	};

	return cmocka_run_group_tests(tests, NULL, tear_down);
}
