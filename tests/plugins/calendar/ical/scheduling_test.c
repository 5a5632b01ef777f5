#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar_test.h"
#include "ical/scheduling.h"

#include <stdio.h>
#include <string.h>

#define CALENDAR(method, events) "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" method events "END:VCALENDAR\r\n"
#define KEPT(events)             CALENDAR("", events)
#define REQUEST(events)          CALENDAR("METHOD:REQUEST\r\n", events)
#define CANCEL(events)           CALENDAR("METHOD:CANCEL\r\n", events)
#define REPLY(events)            CALENDAR("METHOD:REPLY\r\n", events)
#define EVENT(version, lines)    "BEGIN:VEVENT\r\nUID:a\r\n" version lines "END:VEVENT\r\n"
#define VERSION(sequence, day)   "SEQUENCE:" #sequence "\r\nDTSTAMP:202601" #day "T000000Z\r\n"
#define ONCE                     "DTSTART:20260302T090000Z\r\nDURATION:PT1H\r\n"
#define DAILY                                                                                                          \
	"DTSTART;TZID=Europe/Amsterdam:20260327T090000\r\nDTEND;TZID=Europe/Amsterdam:20260327T100000\r\n"             \
	"RRULE:FREQ=DAILY;COUNT=4\r\n"
#define OF(day)       "RECURRENCE-ID;TZID=Europe/Amsterdam:202603" #day "T090000\r\n"
#define AT(day, hour) "DTSTART;TZID=Europe/Amsterdam:202603" #day "T" #hour "0000\r\nDURATION:PT1H\r\n"
#define BERT(answer)  "ATTENDEE;CN=\"Bert; B:\";PARTSTAT=" answer ":mailto:Bert@ridealong.example\r\n"

static struct calendar_arena arena;

static int forget(void **state)
{
	(void)state;
	calendar_arena_free(&arena);
	return 0;
}

static const char *applied(const char *kept, const char *message)
{
	struct calendar_scheduled scheduled = calendar_scheduling_apply(kept, message, &arena);
	char reason[CALENDAR_REASON_TEXT];

	if (!scheduled.changed)
		fail_msg("%s", calendar_reason_say(scheduled.ignored, false, reason));
	assert_null(scheduled.ignored);
	return scheduled.text;
}

static void assert_rows_of(const char *text, const char *rows)
{
	struct calendar_source *source = calendar_test_read(text, strlen(text), 50);

	assert_null(calendar_source_refused(source));
	assert_string_equal(calendar_test_rows(source, "2026-01-01", "2027-01-01"), rows);
	calendar_source_destroy(source);
}

static void assert_ignored(const char *kept, const char *message, enum calendar_why why)
{
	struct calendar_scheduled scheduled = calendar_scheduling_apply(kept, message, &arena);

	assert_false(scheduled.changed);
	assert_ptr_equal(scheduled.text, kept);
	assert_non_null(scheduled.ignored);
	assert_int_equal(scheduled.ignored->why, why);
}

static void a_first_invitation_is_kept_and_a_newer_one_replaces_it(void **state)
{
	const char *kept = applied("", REQUEST(EVENT(VERSION(0, 01), ONCE "SUMMARY:First\r\n")));

	(void)state;
	assert_rows_of(kept, "a 2026-03-02T09:00:00Z 2026-03-02T10:00:00Z First \n");
	kept = applied(
		kept, REQUEST(EVENT(VERSION(1, 02), "DTSTART:20260303T090000Z\r\nDURATION:PT1H\r\nSUMMARY:Moved\r\n")));
	assert_rows_of(kept, "a 2026-03-03T09:00:00Z 2026-03-03T10:00:00Z Moved \n");
	assert_ignored(kept, REQUEST(EVENT(VERSION(0, 03), ONCE)), CALENDAR_WHY_MESSAGE_OLD);
	assert_ignored(kept, REQUEST(EVENT(VERSION(1, 01), ONCE)), CALENDAR_WHY_MESSAGE_OLD);
}

static void the_same_message_twice_is_as_good_as_once(void **state)
{
	static const char *const messages[] = { REQUEST(EVENT(VERSION(0, 01), DAILY BERT("NEEDS-ACTION"))),
		REQUEST(EVENT(VERSION(0, 02), OF(28) AT(28, 12) BERT("NEEDS-ACTION"))),
		REPLY(EVENT(VERSION(0, 03), OF(29) BERT("DECLINED"))), CANCEL(EVENT(VERSION(1, 04), OF(30))) };
	const char *kept = "";

	(void)state;
	for (size_t i = 0; i < sizeof(messages) / sizeof(*messages); i++) {
		const char *once = applied(kept, messages[i]);
		struct calendar_scheduled twice = calendar_scheduling_apply(once, messages[i], &arena);
		struct calendar_scheduled thrice = calendar_scheduling_apply(twice.text, messages[i], &arena);

		assert_int_equal(strlen(once), strlen(twice.text));
		assert_string_equal(twice.text, thrice.text);
		kept = twice.text;
	}
}

static void an_answer_to_one_occurrence_outlives_the_invitation_and_a_newer_one_of_its_version(void **state)
{
	const char *invitation = REQUEST(EVENT(VERSION(0, 01), DAILY BERT("ACCEPTED")));
	const char *kept = applied("", invitation);

	(void)state;
	kept = applied(kept, REPLY(EVENT(VERSION(0, 02), OF(29) BERT("DECLINED"))));
	assert_non_null(strstr(kept, "DECLINED"));
	kept = applied(kept, invitation);
	assert_non_null(strstr(kept, "DECLINED"));
	kept = applied(kept, REQUEST(EVENT(VERSION(0, 03), DAILY BERT("ACCEPTED"))));
	assert_non_null(strstr(kept, "DECLINED"));
	kept = applied(kept, REQUEST(EVENT(VERSION(1, 04), DAILY BERT("NEEDS-ACTION"))));
	assert_null(strstr(kept, "DECLINED")); /* who is asked anew has not answered yet */
}

static void what_cannot_be_read_replaces_nothing(void **state)
{
	const char *kept = applied("", REQUEST(EVENT(VERSION(0, 01), ONCE)));

	(void)state;
	assert_ignored(
		kept, REQUEST(EVENT(VERSION(1, 02), "DTSTART:20260231T000000Z\r\n")), CALENDAR_WHY_LINE_NO_MOMENT);
	assert_ignored(kept, REQUEST(EVENT(VERSION(1, 02), "")), CALENDAR_WHY_NO_START);
	assert_ignored(kept, CANCEL(EVENT(VERSION(1, 02), "RECURRENCE-ID:soon\r\n")), CALENDAR_WHY_LINE_NO_MOMENT);
}

static void one_occurrence_is_changed_and_the_whole_series_takes_it_back(void **state)
{
	const char *kept = applied("", REQUEST(EVENT(VERSION(0, 01), DAILY)));

	(void)state;
	kept = applied(kept, REQUEST(EVENT(VERSION(0, 02), OF(29) AT(29, 15) "SUMMARY:Later\r\n")));
	assert_rows_of(kept, "a 2026-03-27T08:00:00Z 2026-03-27T09:00:00Z  \n"
			     "a 2026-03-28T08:00:00Z 2026-03-28T09:00:00Z  \n"
			     "a 2026-03-29T13:00:00Z 2026-03-29T14:00:00Z Later \n"
			     "a 2026-03-30T07:00:00Z 2026-03-30T08:00:00Z  \n");
	assert_ignored(kept, REQUEST(EVENT(VERSION(0, 01), OF(29) AT(29, 16))), CALENDAR_WHY_MESSAGE_OLD);
	kept = applied(kept, REQUEST(EVENT(VERSION(1, 03), DAILY)));
	assert_null(strstr(kept, "Later"));
}

static void a_change_that_overtook_the_series_stays(void **state)
{
	const char *kept = applied("", REQUEST(EVENT(VERSION(3, 05), OF(29) AT(29, 15) "SUMMARY:Later\r\n")));

	(void)state;
	kept = applied(kept, REQUEST(EVENT(VERSION(2, 04), DAILY)));
	assert_non_null(strstr(kept, "SUMMARY:Later"));
	assert_non_null(strstr(kept, "RRULE"));
}

static void what_is_called_off_stays_called_off_when_an_older_invitation_comes_late(void **state)
{
	const char *kept = applied("", REQUEST(EVENT(VERSION(0, 01), ONCE)));

	(void)state;
	kept = applied(kept, CANCEL(EVENT(VERSION(1, 02), "")));
	assert_rows_of(kept, "a 2026-03-02T09:00:00Z 2026-03-02T10:00:00Z  CANCELLED\n");
	assert_ignored(kept, REQUEST(EVENT(VERSION(0, 01), ONCE)), CALENDAR_WHY_MESSAGE_OLD);
	kept = applied(kept, REQUEST(EVENT(VERSION(2, 03), ONCE)));
	assert_rows_of(kept, "a 2026-03-02T09:00:00Z 2026-03-02T10:00:00Z  \n");
	kept = applied("", CANCEL(EVENT(VERSION(1, 02), ONCE)));
	assert_ignored(kept, REQUEST(EVENT(VERSION(0, 01), ONCE)), CALENDAR_WHY_MESSAGE_OLD);
	assert_ignored("", CANCEL(EVENT(VERSION(1, 02), "")), CALENDAR_WHY_MESSAGE_ALONE);
}

static void one_occurrence_is_called_off_or_that_and_all_that_follow(void **state)
{
	const char *kept = applied("", REQUEST(EVENT(VERSION(0, 01), DAILY)));

	(void)state;
	assert_rows_of(applied(kept, CANCEL(EVENT(VERSION(1, 02), OF(28)))),
		"a 2026-03-27T08:00:00Z 2026-03-27T09:00:00Z  \n"
		"a 2026-03-28T08:00:00Z 2026-03-28T09:00:00Z  CANCELLED\n"
		"a 2026-03-29T07:00:00Z 2026-03-29T08:00:00Z  \n"
		"a 2026-03-30T07:00:00Z 2026-03-30T08:00:00Z  \n");
	kept = applied(kept, REQUEST(EVENT(VERSION(0, 02), OF(30) AT(30, 15))));
	kept = applied(kept,
		CANCEL(EVENT(VERSION(1, 03),
			"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Amsterdam:20260328T090000\r\n" AT(28, 09))));
	assert_rows_of(kept, "a 2026-03-27T08:00:00Z 2026-03-27T09:00:00Z  \n"
			     "a 2026-03-28T08:00:00Z 2026-03-28T09:00:00Z  CANCELLED\n"
			     "a 2026-03-29T07:00:00Z 2026-03-29T08:00:00Z  CANCELLED\n"
			     "a 2026-03-30T13:00:00Z 2026-03-30T14:00:00Z  CANCELLED\n");
}

static void an_answer_changes_only_what_somebody_answered(void **state)
{
	const char *kept = applied("", REQUEST(EVENT(VERSION(1, 01), ONCE BERT("NEEDS-ACTION"))));

	(void)state;
	kept = applied(
		kept, REPLY(EVENT(VERSION(1, 03), "ATTENDEE;PARTSTAT=DECLINED:MAILTO:bert@ridealong.example\r\n")));
	assert_non_null(strstr(kept, "ATTENDEE;PARTSTAT=DECLINED;X-RIDEALONG-ANSWERED=20260103T000000Z;CN=\"Bert; B:\":"
				     "mailto:Bert@ridealong.example\r\n"));
	assert_ignored(kept, REPLY(EVENT(VERSION(1, 02), BERT("ACCEPTED"))), CALENDAR_WHY_MESSAGE_OLD);
	assert_ignored(kept, REPLY(EVENT(VERSION(0, 04), BERT("ACCEPTED"))), CALENDAR_WHY_MESSAGE_OLD);
	assert_ignored(kept, REPLY(EVENT(VERSION(1, 04), "ATTENDEE;PARTSTAT=ACCEPTED:mailto:who@else.example\r\n")),
		CALENDAR_WHY_MESSAGE_STRANGER);
	assert_ignored("", REPLY(EVENT(VERSION(1, 04), BERT("ACCEPTED"))), CALENDAR_WHY_MESSAGE_ALONE);
	/* other words ask nobody anew; another time does */
	assert_non_null(
		strstr(applied(kept, REQUEST(EVENT(VERSION(1, 05), ONCE BERT("NEEDS-ACTION") "SUMMARY:New\r\n"))),
			"PARTSTAT=DECLINED"));
	assert_null(
		strstr(applied(kept, REQUEST(EVENT(VERSION(2, 05), ONCE BERT("NEEDS-ACTION")))), "PARTSTAT=DECLINED"));
}

static void an_answer_to_one_occurrence_leaves_the_others(void **state)
{
	const char *kept = applied("", REQUEST(EVENT(VERSION(0, 01), DAILY BERT("ACCEPTED") "SUMMARY:Daily\r\n")));

	(void)state;
	kept = applied(kept, REPLY(EVENT(VERSION(0, 02), OF(29) BERT("DECLINED"))));
	assert_rows_of(kept, "a 2026-03-27T08:00:00Z 2026-03-27T09:00:00Z Daily \n"
			     "a 2026-03-28T08:00:00Z 2026-03-28T09:00:00Z Daily \n"
			     "a 2026-03-29T07:00:00Z 2026-03-29T08:00:00Z Daily \n"
			     "a 2026-03-30T07:00:00Z 2026-03-30T08:00:00Z Daily \n");
	assert_non_null(strstr(kept, "PARTSTAT=ACCEPTED"));
	assert_non_null(strstr(kept, "PARTSTAT=DECLINED"));
	assert_ignored(kept, REPLY(EVENT(VERSION(0, 02), OF(31) BERT("DECLINED"))), CALENDAR_WHY_MESSAGE_NOWHERE);
}

static void an_occurrence_is_added(void **state)
{
	static const char add[] = CALENDAR("METHOD:ADD\r\n", EVENT(VERSION(1, 02), AT(31, 11) "SUMMARY:Extra\r\n"));
	const char *kept = applied("", REQUEST(EVENT(VERSION(0, 01), ONCE)));

	(void)state;
	assert_rows_of(applied(kept, add), "a 2026-03-02T09:00:00Z 2026-03-02T10:00:00Z  \n"
					   "a 2026-03-31T09:00:00Z 2026-03-31T10:00:00Z Extra \n");
	assert_ignored("", add, CALENDAR_WHY_MESSAGE_ALONE);
	assert_ignored(kept, CALENDAR("METHOD:ADD\r\n", EVENT(VERSION(1, 02), DAILY)), CALENDAR_WHY_MESSAGE_ADD);
}

static void what_is_published_stands_and_talk_changes_nothing(void **state)
{
	const char *kept = applied("", REQUEST(EVENT(VERSION(5, 05), ONCE)));
	static const char *const talk[] = { "COUNTER", "DECLINECOUNTER", "REFRESH", "X-OTHER" };

	(void)state;
	for (size_t i = 0; i < sizeof(talk) / sizeof(*talk); i++) {
		char text[512];

		snprintf(text, sizeof(text), CALENDAR("METHOD:%s\r\n", EVENT(VERSION(9, 09), ONCE)), talk[i]);
		assert_ignored(kept, text, CALENDAR_WHY_MESSAGE_METHOD);
	}
	assert_ignored(kept, REQUEST(""), CALENDAR_WHY_MESSAGE_EMPTY);
	assert_rows_of(applied(kept, CALENDAR("METHOD:PUBLISH\r\n", EVENT(VERSION(1, 01), DAILY "SUMMARY:P\r\n"))),
		"a 2026-03-27T08:00:00Z 2026-03-27T09:00:00Z P \n"
		"a 2026-03-28T08:00:00Z 2026-03-28T09:00:00Z P \n"
		"a 2026-03-29T07:00:00Z 2026-03-29T08:00:00Z P \n"
		"a 2026-03-30T07:00:00Z 2026-03-30T08:00:00Z P \n");
}

#define ZONE(offset)                                                                                                   \
	"BEGIN:VTIMEZONE\r\nTZID:Here\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:" offset            \
	"\r\nTZOFFSETTO:" offset "\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"

static void a_zone_defined_in_a_message_comes_along(void **state)
{
	static const char start[] = "";
	const char *kept = applied(start,
		REQUEST(ZONE("+0300") EVENT(VERSION(0, 01), "DTSTART;TZID=Here:20260302T090000\r\nDURATION:PT1H\r\n")));

	(void)state;
	assert_rows_of(kept, "a 2026-03-02T06:00:00Z 2026-03-02T07:00:00Z  \n");
	kept = applied(kept,
		REQUEST(ZONE("+0500") EVENT(VERSION(1, 02), "DTSTART;TZID=Here:20260302T090000\r\nDURATION:PT1H\r\n")));
	assert_rows_of(kept, "a 2026-03-02T04:00:00Z 2026-03-02T05:00:00Z  \n");
}

static void a_zone_without_an_end_is_not_kept(void **state)
{
	const char *kept =
		applied("", REQUEST("BEGIN:VTIMEZONE\r\nTZID:Here\r\nBEGIN:STANDARD\r\n" EVENT(VERSION(0, 01), ONCE)));

	(void)state;
	assert_null(strstr(kept, "VTIMEZONE"));
	assert_rows_of(kept, "a 2026-03-02T09:00:00Z 2026-03-02T10:00:00Z  \n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_first_invitation_is_kept_and_a_newer_one_replaces_it),
		cmocka_unit_test(the_same_message_twice_is_as_good_as_once),
		cmocka_unit_test(an_answer_to_one_occurrence_outlives_the_invitation_and_a_newer_one_of_its_version),
		cmocka_unit_test(what_cannot_be_read_replaces_nothing),
		cmocka_unit_test(one_occurrence_is_changed_and_the_whole_series_takes_it_back),
		cmocka_unit_test(a_change_that_overtook_the_series_stays),
		cmocka_unit_test(what_is_called_off_stays_called_off_when_an_older_invitation_comes_late),
		cmocka_unit_test(one_occurrence_is_called_off_or_that_and_all_that_follow),
		cmocka_unit_test(an_answer_changes_only_what_somebody_answered),
		cmocka_unit_test(an_answer_to_one_occurrence_leaves_the_others),
		cmocka_unit_test(an_occurrence_is_added),
		cmocka_unit_test(what_is_published_stands_and_talk_changes_nothing),
		cmocka_unit_test(a_zone_defined_in_a_message_comes_along),
		cmocka_unit_test(a_zone_without_an_end_is_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
