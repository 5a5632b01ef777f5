#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ical/civil.h"
#include "meetings/explain.h"

#include <stdio.h>
#include <string.h>

#define BEGIN "BEGIN:VCALENDAR\n"
#define END   "END:VCALENDAR\n"

/* What is said of the UID "a" to Eva, a line a fact; in the year 2026. */
static const char *told(const char *text, bool dutch, bool *ret_meeting)
{
	static char said[8192];
	static const char *const aliases[] = { "e.bakker@ridealong.example" };
	struct calendar_source *source = calendar_source_create("", NULL);
	struct calendar_owner owner = { .email = "eva@ridealong.example",
		.aliases = aliases,
		.alias_count = 1,
		.zone_name = "Europe/Amsterdam",
		.zone = calendar_source_zone(source, "Europe/Amsterdam") };
	static const char *const sannes[] = { "sanne@ridealong.example", "s.jansen@ridealong.example" };
	static const char *const daans[] = { "daan@ridealong.example" };
	static const struct calendar_partner list[] = { { "Sanne", sannes, 2, true }, { "Daan", daans, 1, false } };
	static const struct calendar_partners partners = { list, 2 };
	struct calendar_explanation explanation;
	struct calendar_arena arena = { 0 };
	size_t used = 0;

	calendar_source_feed(source, text, strlen(text));
	calendar_source_end(source);
	said[0] = '\0';
	if (!calendar_explain(source, "a",
		    (struct calendar_window){ calendar_civil_day(2026, 1, 1) * CALENDAR_DAY,
			    calendar_civil_day(2027, 1, 1) * CALENDAR_DAY },
		    &owner, &partners, &arena, &explanation))
		snprintf(said, sizeof(said), "unknown");
	for (size_t i = 0; i < explanation.count; i++) {
		char one[CALENDAR_REASON_TEXT];

		used += (size_t)snprintf(said + used, sizeof(said) - used, "%s\n",
			calendar_reason_say(explanation.facts[i], dutch, one));
	}
	*ret_meeting = explanation.is_meeting;
	calendar_arena_free(&arena);
	calendar_source_destroy(source);
	return said;
}

static void assert_told(const char *text, bool meeting, const char *expected)
{
	bool is_meeting;

	assert_string_equal(told(text, false, &is_meeting), expected);
	assert_int_equal(is_meeting, meeting);
}

static void assert_tells(const char *lines, bool meeting, const char *fact)
{
	char text[2048];
	bool is_meeting;
	const char *said;

	snprintf(text, sizeof(text), BEGIN "BEGIN:VEVENT\nUID:a\n%s\nEND:VEVENT\n" END, lines);
	said = told(text, false, &is_meeting);
	if (!strstr(said, fact))
		fail_msg("\"%s\" is not in:\n%s", fact, said);
	assert_int_equal(is_meeting, meeting);
}

static const char visit[] =
	BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Europe/Amsterdam:20260324T100000\nDURATION:PT1H\n"
	      "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=4\nEXDATE;TZID=Europe/Amsterdam:20260421T100000\n"
	      "SUMMARY:Visit to Acme\nLOCATION:Utrecht\nATTENDEE:mailto:E.Bakker@ridealong.example\n"
	      "ATTENDEE:mailto:piet@acme.example\nATTENDEE;CUTYPE=ROOM:mailto:room@ridealong.example\nEND:VEVENT\n"
	      "BEGIN:VEVENT\nUID:a\nSEQUENCE:1\nRECURRENCE-ID;TZID=Europe/Amsterdam:20260407T100000\n"
	      "DTSTART;TZID=Europe/Amsterdam:20260408T100000\nDURATION:PT1H\nSTATUS:CANCELLED\nEND:VEVENT\n"
	      "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;TZID=Europe/Amsterdam:20260407T100000\n"
	      "DTSTART;TZID=Europe/Amsterdam:20260409T100000\nDURATION:PT1H\nEND:VEVENT\n" END;

static void a_series_is_told_from_what_stands_there_to_what_comes_of_it(void **state)
{
	(void)state;
	assert_told(visit, true,
		"called off in the calendar: 1\n"
		"meetings that come of it: 2\n"
		"its subject is \"Visit to Acme\"\n"
		"line 2: the event, version 0 (SEQUENCE) of - (DTSTAMP)\n"
		"line 14: a change of the occurrence of 2026-04-07 10:00, version 1 (SEQUENCE) of - (DTSTAMP)\n"
		"line 22: a change of the occurrence of 2026-04-07 10:00, version 0 (SEQUENCE) of - (DTSTAMP)\n"
		"which does not count: line 14 has a higher SEQUENCE\n"
		"it begins on 2026-03-24 10:00\n"
		"its time zone is Europe/Amsterdam\n"
		"it repeats every 2 weeks\n"
		"on Tuesdays\n"
		"times in all: 4\n"
		"dates left out: 1\n"
		"e.bakker@ridealong.example is the owner of the calendar\n"
		"piet@acme.example is somebody else\n"
		"room@ridealong.example is a room or a thing\n"
		"the customer is Acme, by the summary\n"
		"the place is Utrecht\n");
}

static void who_coaches_whom_is_recognised_by_any_address(void **state)
{
	(void)state;
	assert_tells("DTSTART:20260302T090000Z\nDURATION:PT1H\nORGANIZER:mailto:S.Jansen@ridealong.example\n"
		     "ATTENDEE:mailto:daan@ridealong.example",
		true,
		"s.jansen@ridealong.example organises it\n"
		"s.jansen@ridealong.example is Sanne, who coaches the owner\n"
		"daan@ridealong.example is Daan, whom the owner coaches\n");
}

#define ONCE "DTSTART:20260302T090000Z\nDURATION:PT1H\n"

static void which_of_two_versions_counts_and_why_is_told(void **state)
{
	(void)state;
	assert_tells(ONCE "DTSTAMP:20260101T100000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\n" ONCE "DTSTAMP:20260101T110000Z",
		true,
		"line 2: the event, version 0 (SEQUENCE) of 2026-01-01 10:00 UTC (DTSTAMP)\n"
		"which does not count: line 8 has the same SEQUENCE and a later DTSTAMP\n"
		"line 8: the event, version 0 (SEQUENCE) of 2026-01-01 11:00 UTC (DTSTAMP)\n");
	assert_tells(ONCE "END:VEVENT\nBEGIN:VEVENT\nUID:a\n" ONCE, true,
		"which does not count: line 7 says it once more\n");
}

static void a_rule_without_words_is_told_as_it_is_written(void **state)
{
	(void)state;
	assert_tells(ONCE "RRULE:FREQ=MONTHLY;BYDAY=1MO", true, "and only as its rule says: BYDAY=1MO\n");
	assert_tells(ONCE "RRULE:FREQ=WEEKLY;BYDAY=FR,MO", true, "on Mondays\non Fridays\n");
}

static void it_is_told_in_dutch(void **state)
{
	bool is_meeting;
	const char *said = told(visit, true, &is_meeting);

	(void)state;
	assert_non_null(strstr(said, "het herhaalt zich om de 2 weken\n"));
	assert_non_null(strstr(said, "de klant is Acme, volgens het onderwerp\n"));
}

static void why_it_is_no_meeting_is_told(void **state)
{
	(void)state;
	assert_tells(
		"DTSTART:20260302T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED", false, "called off in the calendar: 1\n");
	assert_tells("DTSTART:20260302T090000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:eva@ridealong.example",
		false, "declined by the owner, so that they are off: 1\n");
	assert_tells("DTSTART:20260302T090000Z", false, "it lasts no time at all\n");
	assert_tells(
		"DTSTART:20280302T090000Z\nDURATION:PT1H", false, "it does not fall in the days that are looked at\n");
	assert_tells("DTSTART:20260231T090000Z", false,
		"it is refused:\nline 4: DTSTART is not a date or time: \"20260231T090000Z\"\n");
}

static void what_is_no_hindrance_is_told_too(void **state)
{
	(void)state;
	assert_tells("DTSTART:20260302T090000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT", true, "it leaves its owner free");
	assert_tells("DTSTART:20260302T090000Z\nDURATION:PT1H\nCLASS:PRIVATE\nSUMMARY:Doctor", true,
		"it is private: only its times are taken over\n");
	assert_tells(
		"DTSTART;VALUE=DATE:20260302", true, "it lasts whole days, in the owner's zone, Europe/Amsterdam\n");
	assert_tells("DTSTART:20260302T090000\nDURATION:PT1H", true, "taken in the owner's, Europe/Amsterdam\n");
}

static void what_is_private_stays_so(void **state)
{
	bool is_meeting;

	(void)state;
	assert_null(
		strstr(told(BEGIN "BEGIN:VEVENT\nUID:a\nDTSTART:20260302T090000Z\nDURATION:PT1H\nCLASS:CONFIDENTIAL\n"
				  "LOCATION:Clinic\nATTENDEE:mailto:doctor@clinic.example\nEND:VEVENT\n" END,
			       false, &is_meeting),
			"linic"));
}

static void an_event_that_is_not_there_is_unknown(void **state)
{
	(void)state;
	assert_told(BEGIN "BEGIN:VEVENT\nUID:b\nDTSTART:20260302\nEND:VEVENT\n" END, false, "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_series_is_told_from_what_stands_there_to_what_comes_of_it),
		cmocka_unit_test(who_coaches_whom_is_recognised_by_any_address),
		cmocka_unit_test(which_of_two_versions_counts_and_why_is_told),
		cmocka_unit_test(a_rule_without_words_is_told_as_it_is_written),
		cmocka_unit_test(it_is_told_in_dutch),
		cmocka_unit_test(why_it_is_no_meeting_is_told),
		cmocka_unit_test(what_is_no_hindrance_is_told_too),
		cmocka_unit_test(what_is_private_stays_so),
		cmocka_unit_test(an_event_that_is_not_there_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
