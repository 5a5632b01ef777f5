#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BEGIN "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ridealong//Test//EN\r\n"
#define END   "END:VCALENDAR\r\n"

#define NOWHERE                                                                                                        \
	"when it is depends on the calendar's own time zone, \"Nowhere/At_All\" (X-WR-TIMEZONE), which is not known\n"
#define APART "a change to one of its times, or a single one, has a time zone, but its DTSTART has none\n"

static const char week_rows[] = "fair@ridealong.example 2026-04-01 2026-04-03 Fair, folded \n"
				"lunch@ridealong.example 2026-04-02T12:00:00 2026-04-02T12:45:00 Lunch CANCELLED\n"
				"visit@ridealong.example 2026-03-24T09:00:00Z 2026-03-24T10:30:00Z Visit CONFIRMED\n"
				"visit@ridealong.example 2026-03-31T08:00:00Z 2026-03-31T09:30:00Z Visit CONFIRMED\n"
				"visit@ridealong.example 2026-04-15T12:00:00Z 2026-04-15T13:00:00Z Visit, moved \n";

static const char *rows_of(const char *text, size_t length, size_t piece)
{
	static char kept[65536];
	struct calendar_source *source = calendar_test_read(text, length, piece);
	const struct calendar_reason *refused = calendar_source_refused(source);
	char reason[CALENDAR_REASON_TEXT];

	snprintf(kept, sizeof(kept), "%s",
		refused ? calendar_reason_say(refused, false, reason)
			: calendar_test_rows(source, "2026-01-01", "2027-01-01"));
	calendar_source_destroy(source);
	return kept;
}

static void assert_rows(const char *text, const char *rows)
{
	assert_string_equal(rows_of(text, strlen(text), 7), rows);
}

static void a_series_keeps_its_hour_over_summer_time_and_takes_its_changes(void **state)
{
	struct calendar_source *source = calendar_test_file("week.ics");

	(void)state;
	assert_null(calendar_source_refused(source));
	assert_true(calendar_source_is_whole(source));
	assert_int_equal(calendar_source_event_count(source), 5);
	assert_string_equal(calendar_test_rows(source, "2026-01-01", "2027-01-01"), week_rows);
	calendar_source_destroy(source);
}

static void a_moved_occurrence_keeps_the_identity_of_its_first_place(void **state)
{
	struct calendar_source *source = calendar_test_file("week.ics");
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;

	(void)state;
	calendar_source_expand(source, (struct calendar_window){ 0, INT64_C(4102444800) }, &occurrences, &refusals);
	assert_int_equal(occurrences->count, 5);
	assert_string_equal(occurrences->list[0].recurrence_id, "");
	assert_string_equal(occurrences->list[2].recurrence_id, "20260324T090000Z");
	assert_string_equal(occurrences->list[4].recurrence_id, "20260414T080000Z");
	assert_string_equal(occurrences->list[2].zone, "Europe/Amsterdam");
	assert_true(occurrences->list[1].cancelled);
	calendar_source_destroy(source);
}

static void a_window_shows_what_starts_in_it_and_names_the_rest_empty(void **state)
{
	struct calendar_source *source = calendar_test_file("week.ics");

	(void)state;
	assert_string_equal(calendar_test_rows(source, "2026-04-02", "2026-04-15"),
		"lunch@ridealong.example 2026-04-02T12:00:00 2026-04-02T12:45:00 Lunch CANCELLED\n"
		"fair@ridealong.example -\n"
		"visit@ridealong.example -\n");
	calendar_source_destroy(source);
}

static void zones_are_known_by_definition_by_name_by_windows_name_and_by_path(void **state)
{
	struct calendar_source *source = calendar_test_file("zones.ics");

	(void)state;
	assert_string_equal(calendar_test_rows(source, "2026-01-01", "2027-01-01"),
		"defined 2026-07-01T04:30:00Z 2026-07-01T04:30:00Z Defined below \n"
		"fold 2026-10-25T00:30:00Z 2026-10-25T00:30:00Z In the fold \n"
		"gap 2026-03-29T01:30:00Z 2026-03-29T01:30:00Z In the gap \n"
		"path 2026-07-01T12:00:00Z 2026-07-01T12:00:00Z A path \n"
		"windows 2026-07-01T07:00:00Z 2026-07-01T07:00:00Z A Windows name \n"
		"unknown line 19 refused: the time zone \"Atlantis/Capital\" is neither defined in the file nor "
		"known\n");
	calendar_source_destroy(source);
}

static void line_ends_marks_and_pieces_change_nothing(void **state)
{
	static const char lf[] = "\xef\xbb\xbf"
				 "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260302T090000Z\n"
				 "SUMMARY:Caf\xc3\n \xa9\n\n visit\nEND:VEVENT\nEND:VCALENDAR";
	static const char expected[] = "a 2026-03-02T09:00:00Z 2026-03-02T09:00:00Z Caf\xc3\xa9"
				       "visit \n";
	char cr[sizeof(lf)], crlf[2 * sizeof(lf)];
	size_t length = 0;

	(void)state;
	memcpy(cr, lf, sizeof(lf));
	for (size_t i = 0; i < sizeof(lf); i++) {
		if (lf[i] == '\n') {
			cr[i] = '\r';
			crlf[length++] = '\r';
		}
		crlf[length++] = lf[i];
	}
	for (size_t piece = 1; piece < 20; piece += 3) {
		assert_string_equal(rows_of(lf, sizeof(lf) - 1, piece), expected);
		assert_string_equal(rows_of(cr, sizeof(lf) - 1, piece), expected);
		assert_string_equal(rows_of(crlf, length - 1, piece), expected);
	}
}

static void utf16_and_latin1_are_read(void **state)
{
	static const char latin1[] = BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART:20260302\nSUMMARY:Caf\xe9\nEND:VEVENT\n" END;
	static const char plain[] = BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART:20260302\nSUMMARY:Visit\nEND:VEVENT\n" END;
	char wide[2 * sizeof(plain)] = { (char)0xff, (char)0xfe };

	(void)state;
	assert_rows(latin1, "a 2026-03-02 2026-03-03 Caf\xc3\xa9 \n");
	for (size_t i = 0; i < sizeof(plain) - 1; i++) {
		wide[2 + 2 * i] = plain[i];
		wide[3 + 2 * i] = '\0';
	}
	assert_string_equal(rows_of(wide, 2 * sizeof(plain), 5), "a 2026-03-02 2026-03-03 Visit \n");
}

static void one_bad_event_leaves_the_good_ones(void **state)
{
	(void)state;
	assert_rows(BEGIN "BEGIN:VEVENT\nUID:bad\nDTSTART:20260231\nEND:VEVENT\n"
			  "BEGIN:VEVENT\nUID:good\nDTSTART:20260302\nEND:VEVENT\n"
			  "BEGIN:VEVENT\nUID:backwards\nDTSTART:20260302T100000Z\nDTEND:20260302T090000Z\nEND:VEVENT\n"
			  "BEGIN:VEVENT\nUID:rule\nDTSTART:20260302T100000Z\nRRULE:FREQ=OFTEN\nEND:VEVENT\n"
			  "BEGIN:VEVENT\nUID:nowhere\nEND:VEVENT\n" END,
		"good 2026-03-02 2026-03-03  \n"
		"backwards line 12 refused: it ends before it begins\n"
		"bad line 4 refused: line 6: DTSTART is not a date or time: \"20260231\"\n"
		"nowhere line 22 refused: it has no DTSTART\n"
		"rule line 17 refused: the rule's FREQ is not one that calendars know\n");
}

static void a_changed_occurrence_in_doubt_puts_its_series_in_doubt(void **state)
{
	(void)state;
	assert_rows(BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART:20260302T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\n"
			  "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260303T100000Z\nDTSTART:sometime\nEND:VEVENT\n" END,
		"a line 9 refused: line 12: DTSTART is not a date or time: \"sometime\"\n");
}

static void a_cut_off_file_gives_the_events_before_the_cut(void **state)
{
	static const char text[] = BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART:20260302\nEND:VEVENT\n"
					 "BEGIN:VEVENT\nUID:b\nDTSTART:2026";
	struct calendar_source *source = calendar_test_read(text, sizeof(text) - 1, 11);

	(void)state;
	assert_null(calendar_source_refused(source));
	assert_false(calendar_source_is_whole(source));
	assert_string_equal(calendar_test_rows(source, "2026-01-01", "2027-01-01"),
		"a 2026-03-02 2026-03-03  \n"
		"b line 8 refused: line 10: DTSTART is not a date or time: \"2026\"\n");
	calendar_source_destroy(source);
}

static void what_is_no_calendar_is_refused_in_one_sentence(void **state)
{
	(void)state;
	assert_rows("\nDear all,\nsee you tomorrow: BEGIN:VEVENT\n",
		"test.ics is no calendar: BEGIN:VCALENDAR is not on line 2, nor on any other");
	assert_rows("", "test.ics is empty");
	assert_rows("\x7f"
		    "ELF",
		"test.ics is no calendar: BEGIN:VCALENDAR is not on line 1, nor on any other");
}

static void several_calendars_in_one_file_keep_their_method_and_their_zones_apart(void **state)
{
	(void)state;
	assert_rows(BEGIN "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\n"
			  "TZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
			  "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Here:20260302T100000\nEND:VEVENT\n" END BEGIN
			  "METHOD:CANCEL\nBEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
			  "TZOFFSETFROM:+0500\nTZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n"
			  "BEGIN:VEVENT\nUID:b\nDTSTART;TZID=Here:20260302T100000\nEND:VEVENT\n" END,
		"a 2026-03-02T09:00:00Z 2026-03-02T09:00:00Z  \n"
		"b 2026-03-02T05:00:00Z 2026-03-02T05:00:00Z  \n");
}

static void this_and_following_move_together(void **state)
{
	(void)state;
	assert_rows(BEGIN
		"BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Amsterdam:20260323T100000\nDURATION:PT1H\n"
		"RRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:Old\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Amsterdam:20260330T100000\n"
		"DTSTART;TZID=Europe/Amsterdam:20260331T110000\nDURATION:PT2H\nSUMMARY:New\nEND:VEVENT\n" END,
		"a 2026-03-23T09:00:00Z 2026-03-23T10:00:00Z Old \n"
		"a 2026-03-31T09:00:00Z 2026-03-31T11:00:00Z New \n"
		"a 2026-04-07T09:00:00Z 2026-04-07T11:00:00Z New \n");
}

static void a_time_without_a_zone_floats_in_the_calendars_own_zone(void **state)
{
	static const char text[] = BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART:20260701T090000\nDURATION:PT1H\nEND:VEVENT\n"
					 "X-WR-TIMEZONE: Europe/Amsterdam \n" END BEGIN
					 "BEGIN:VEVENT\nUID:b\nDTSTART:20260701T090000\nEND:VEVENT\n" END;
	struct calendar_source *source = calendar_test_read(text, sizeof(text) - 1, 64);
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;

	(void)state;
	calendar_source_expand(source, (struct calendar_window){ 0, INT64_C(4102444800) }, &occurrences, &refusals);
	assert_int_equal(occurrences->count, 2);
	assert_int_equal(occurrences->list[0].kind, CALENDAR_FLOATING);
	assert_string_equal(calendar_zone_database_name(occurrences->list[0].floats_in), "Europe/Amsterdam");
	assert_null(occurrences->list[1].floats_in);
	calendar_source_destroy(source);
}

static void an_unknown_zone_of_the_calendar_refuses_what_depends_on_it(void **state)
{
	(void)state;
	assert_rows(BEGIN
		"X-WR-TIMEZONE:Nowhere/At_All\n"
		"BEGIN:VEVENT\nUID:added\nDTSTART;VALUE=DATE:20260701\nRDATE:20260702T220000Z\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:day\nDTSTART;VALUE=DATE:20260701\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:days\nDTSTART;VALUE=DATE:20260701\nRRULE:FREQ=DAILY;UNTIL=20260702T220000Z\n"
		"END:VEVENT\n"
		"BEGIN:VEVENT\nUID:except\nDTSTART:20260701T090000Z\nRRULE:FREQ=DAILY;COUNT=2\n"
		"EXDATE:20260702T110000\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:float\nDTSTART:20260701T090000\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:moved\nDTSTART:20260701T090000Z\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:moved\nRECURRENCE-ID:20260702T090000Z\nDTSTART:20260703T090000\n"
		"END:VEVENT\n"
		"BEGIN:VEVENT\nUID:utc\nDTSTART:20260701T090000Z\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:zoned\nDTSTART;TZID=Europe/Amsterdam:20260701T090000\n"
		"RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260702T090000\nEXDATE:20260703T070000Z\nEND:VEVENT\n" END,
		"day 2026-07-01 2026-07-02  \n"
		"utc 2026-07-01T09:00:00Z 2026-07-01T09:00:00Z  \n"
		"zoned 2026-07-01T07:00:00Z 2026-07-01T07:00:00Z  \n"
		"added line 5 refused: " NOWHERE "days line 14 refused: " NOWHERE "except line 19 refused: " NOWHERE
		"float line 25 refused: " NOWHERE "moved line 29 refused: " NOWHERE);
}

static void what_depends_on_the_zone_of_the_calendar_is_read_in_it(void **state)
{
	(void)state;
	/* New York is four hours behind UTC in July: 03:30Z is 23:30 of the day before. */
	assert_rows(BEGIN
		"X-WR-TIMEZONE:America/New_York\n"
		"BEGIN:VEVENT\nUID:added\nDTSTART;VALUE=DATE:20260701\nRDATE:20260703T033000Z\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:days\nDTSTART;VALUE=DATE:20260701\nRRULE:FREQ=DAILY;UNTIL=20260703T033000Z\n"
		"END:VEVENT\n"
		"BEGIN:VEVENT\nUID:except\nDTSTART:20260701T130000Z\nRRULE:FREQ=DAILY;COUNT=2\n"
		"EXDATE:20260702T090000\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:float\nDTSTART:20260701T233000\nRRULE:FREQ=DAILY;UNTIL=20260705T033000Z\n"
		"EXDATE:20260703T033000Z\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:float\nRECURRENCE-ID:20260704T033000Z\nDTSTART:20260704T010000\n"
		"END:VEVENT\n"
		"BEGIN:VEVENT\nUID:period\nDTSTART:20260701T090000\n"
		"RDATE;VALUE=PERIOD:20260702T130000Z/PT2H\nEND:VEVENT\n" END,
		"added 2026-07-01 2026-07-02  \n"
		"added 2026-07-02 2026-07-03  \n"
		"days 2026-07-01 2026-07-02  \n"
		"days 2026-07-02 2026-07-03  \n"
		"except 2026-07-01T13:00:00Z 2026-07-01T13:00:00Z  \n"
		"float 2026-07-01T23:30:00 2026-07-01T23:30:00  \n"
		"float 2026-07-04T01:00:00 2026-07-04T01:00:00  \n"
		"float 2026-07-04T23:30:00 2026-07-04T23:30:00  \n"
		"period 2026-07-01T09:00:00 2026-07-01T09:00:00  \n"
		"period 2026-07-02T09:00:00 2026-07-02T11:00:00  \n");
}

static void exceptions_with_a_zone_to_a_series_without_one_are_refused(void **state)
{
	(void)state;
	assert_rows(BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART:20260701T090000\nRRULE:FREQ=DAILY;COUNT=2\n"
			  "EXDATE:20260702T090000Z\nEND:VEVENT\n"
			  "BEGIN:VEVENT\nUID:b\nDTSTART:20260701T090000\nRRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n"
			  "BEGIN:VEVENT\nUID:b\nRECURRENCE-ID;TZID=Europe/Amsterdam:20260702T090000\n"
			  "DTSTART:20260702T100000\nEND:VEVENT\n" END,
		"a line 4 refused: " APART "b line 10 refused: " APART);
}

static void the_owners_zone_is_what_the_daemon_takes_its_name_for(void **state)
{
	static const char *const rows[][2] = { { "Europe/Amsterdam", "Europe/Amsterdam" },
		{ "PST", "America/Los_Angeles" }, { "Nowhere/At_All", NULL }, { "", NULL } };
	struct calendar_source *source = calendar_source_create("", NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct calendar_zone *zone = calendar_source_zone(source, rows[i][0]);

		assert_int_equal(zone != NULL, rows[i][1] != NULL);
		if (zone)
			assert_string_equal(calendar_zone_database_name(zone), rows[i][1]);
	}
	calendar_source_destroy(source);
}

static void a_zone_on_one_side_only_is_refused(void **state)
{
	(void)state;
	assert_rows(BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Amsterdam:20260701T090000\nDTEND:20260701T100000\n"
			  "END:VEVENT\n"
			  "BEGIN:VEVENT\nUID:b\nDTSTART:20260701T090000\nDTEND:20260701T100000Z\nEND:VEVENT\n" END,
		"a line 4 refused: one of DTSTART and DTEND has a time zone, the other has none\n"
		"b line 9 refused: one of DTSTART and DTEND has a time zone, the other has none\n");
}

static void a_zone_without_an_end_swallows_no_event(void **state)
{
	(void)state;
	assert_rows(BEGIN "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\n"
			  "BEGIN:VEVENT\nUID:a\nDTSTART:20260302\nEND:VEVENT\n" END,
		"a 2026-03-02 2026-03-03  \n");
}

static void single_dates_add_and_exceptions_take_away(void **state)
{
	(void)state;
	assert_rows(BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART:20260302T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n"
			  "RDATE:20260310T100000Z,20260303T100000Z\nRDATE;VALUE=PERIOD:20260311T100000Z/PT3H\n"
			  "EXDATE;VALUE=DATE:20260304\nEND:VEVENT\n" END,
		"a 2026-03-02T10:00:00Z 2026-03-02T11:00:00Z  \n"
		"a 2026-03-03T10:00:00Z 2026-03-03T11:00:00Z  \n"
		"a 2026-03-10T10:00:00Z 2026-03-10T11:00:00Z  \n"
		"a 2026-03-11T10:00:00Z 2026-03-11T13:00:00Z  \n");
}

static void too_many_occurrences_refuse_the_event_and_not_the_file(void **state)
{
	(void)state;
	assert_rows(BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART:20260101T000000Z\nRRULE:FREQ=MINUTELY\nEND:VEVENT\n"
			  "BEGIN:VEVENT\nUID:b\nDTSTART:20260302\nEND:VEVENT\n" END,
		"b 2026-03-02 2026-03-03  \n"
		"a line 4 refused: it has more than 3500 occurrences in the window\n");
}

static void rules_made_to_keep_us_busy_are_refused_in_time(void **state)
{
	static char text[400000];
	struct calendar_source *source;
	clock_t begin = clock();
	size_t used = (size_t)sprintf(text, BEGIN);
	const char *rows;

	(void)state;
	for (int i = 0; i < 2000; i++)
		used += (size_t)sprintf(text + used,
			"BEGIN:VEVENT\nUID:%d\nDTSTART:19000101T000000Z\n"
			"RRULE:FREQ=SECONDLY;INTERVAL=7;COUNT=2147483647;BYSECOND=1,3;BYDAY=MO\nEND:VEVENT\n",
			i);
	used += (size_t)sprintf(text + used, END);
	source = calendar_test_read(text, used, 4096);
	rows = calendar_test_rows(source, "2026-01-01", "2027-01-01");
	assert_non_null(strstr(rows, "refused: its recurrence rule takes too much work to follow"));
	calendar_source_destroy(source);
	assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 20);
}

static void more_events_than_allowed_are_refused_one_by_one(void **state)
{
	struct calendar_limits limits = calendar_limits_default;
	struct calendar_source *source;

	(void)state;
	limits.events = 1;
	source = calendar_source_create("many.ics", &limits);
	calendar_source_feed(source, BEGIN, strlen(BEGIN));
	for (int i = 0; i < 300; i++) {
		static const char event[] = "BEGIN:VEVENT\nUID:a\nDTSTART:20260302\nEND:VEVENT\n";

		calendar_source_feed(source, event, strlen(event));
	}
	calendar_source_feed(source, END, strlen(END));
	calendar_source_end(source);
	assert_null(calendar_source_refused(source));
	assert_false(calendar_source_is_whole(source));
	assert_int_equal(calendar_source_event_count(source), 300);
	assert_non_null(strstr(calendar_test_rows(source, "2026-01-01", "2027-01-01"),
		"refused: the calendar holds more than 1 events"));
	calendar_source_destroy(source);
}

static void a_file_too_large_is_refused_as_a_whole(void **state)
{
	struct calendar_source *source = calendar_source_create("big.ics", NULL);
	static char piece[1024 * 1024];
	char reason[CALENDAR_REASON_TEXT];

	(void)state;
	memset(piece, 'X', sizeof(piece));
	for (int i = 0; i < 11; i++)
		calendar_source_feed(source, piece, sizeof(piece));
	calendar_source_end(source);
	assert_string_equal(
		calendar_reason_say(calendar_source_refused(source), false, reason), "big.ics is larger than 10 MiB");
	calendar_source_destroy(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_series_keeps_its_hour_over_summer_time_and_takes_its_changes),
		cmocka_unit_test(a_moved_occurrence_keeps_the_identity_of_its_first_place),
		cmocka_unit_test(a_window_shows_what_starts_in_it_and_names_the_rest_empty),
		cmocka_unit_test(zones_are_known_by_definition_by_name_by_windows_name_and_by_path),
		cmocka_unit_test(line_ends_marks_and_pieces_change_nothing),
		cmocka_unit_test(utf16_and_latin1_are_read),
		cmocka_unit_test(one_bad_event_leaves_the_good_ones),
		cmocka_unit_test(a_changed_occurrence_in_doubt_puts_its_series_in_doubt),
		cmocka_unit_test(a_cut_off_file_gives_the_events_before_the_cut),
		cmocka_unit_test(what_is_no_calendar_is_refused_in_one_sentence),
		cmocka_unit_test(several_calendars_in_one_file_keep_their_method_and_their_zones_apart),
		cmocka_unit_test(this_and_following_move_together),
		cmocka_unit_test(a_time_without_a_zone_floats_in_the_calendars_own_zone),
		cmocka_unit_test(an_unknown_zone_of_the_calendar_refuses_what_depends_on_it),
		cmocka_unit_test(what_depends_on_the_zone_of_the_calendar_is_read_in_it),
		cmocka_unit_test(exceptions_with_a_zone_to_a_series_without_one_are_refused),
		cmocka_unit_test(the_owners_zone_is_what_the_daemon_takes_its_name_for),
		cmocka_unit_test(a_zone_on_one_side_only_is_refused),
		cmocka_unit_test(a_zone_without_an_end_swallows_no_event),
		cmocka_unit_test(single_dates_add_and_exceptions_take_away),
		cmocka_unit_test(too_many_occurrences_refuse_the_event_and_not_the_file),
		cmocka_unit_test(rules_made_to_keep_us_busy_are_refused_in_time),
		cmocka_unit_test(more_events_than_allowed_are_refused_one_by_one),
		cmocka_unit_test(a_file_too_large_is_refused_as_a_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
