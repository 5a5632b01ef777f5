/* How many events a file has of each UID, and whether they can be read before it has ended. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shelf/survey.h"

#include <stdio.h>
#include <string.h>

#define BEGIN      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define END        "END:VCALENDAR\r\n"
#define ZONE       "BEGIN:VTIMEZONE\r\nTZID:Here\r\nEND:VTIMEZONE\r\n"
#define EVENT(uid) "BEGIN:VEVENT\r\nUID:" uid "\r\nSUMMARY:Visit\r\nEND:VEVENT\r\n"
#define NO_UID     "BEGIN:VEVENT\r\nSUMMARY:Visit\r\nEND:VEVENT\r\n"

/* In pieces that end anywhere. */
static struct calendar_survey *survey_of(const char *text, size_t events)
{
	struct calendar_survey *survey = calendar_survey_create(events);
	size_t length = strlen(text);

	assert_non_null(survey);
	for (size_t at = 0; at < length; at += 7)
		calendar_survey_feed(survey, text + at, length - at < 7 ? length - at : 7);
	return survey;
}

static void a_series_is_there_with_its_last_event(void **state)
{
	struct calendar_survey *survey =
		survey_of(BEGIN ZONE EVENT("a") EVENT("b") NO_UID EVENT("a") EVENT("c\\,d") EVENT("a") END, 100);

	(void)state;
	assert_true(calendar_survey_end(survey));
	assert_false(calendar_survey_count(survey, "a"));
	assert_true(calendar_survey_count(survey, "b"));
	assert_true(calendar_survey_count(survey, ""));
	assert_false(calendar_survey_count(survey, "a"));
	assert_true(calendar_survey_count(survey, "c,d"));
	assert_true(calendar_survey_count(survey, "a"));
	assert_false(calendar_survey_count(survey, "never seen"));
	calendar_survey_destroy(survey);
}

static void of_two_uids_in_one_event_the_last_that_says_anything_counts(void **state)
{
	struct calendar_survey *survey =
		survey_of(BEGIN "BEGIN:VEVENT\r\nUID:a\r\nuid:b\r\nUID:\r\nEND:VEVENT\r\n" EVENT("b") END, 100);

	(void)state;
	assert_true(calendar_survey_end(survey));
	assert_false(calendar_survey_count(survey, "a"));
	assert_false(calendar_survey_count(survey, "b"));
	assert_true(calendar_survey_count(survey, "b"));
	calendar_survey_destroy(survey);
}

static void an_event_that_has_no_end_counts(void **state)
{
	struct calendar_survey *survey = survey_of(BEGIN EVENT("a") "BEGIN:VEVENT\r\nUID:a\r\nSUMM", 100);

	(void)state;
	assert_true(calendar_survey_end(survey));
	assert_false(calendar_survey_count(survey, "a"));
	assert_true(calendar_survey_count(survey, "a"));
	calendar_survey_destroy(survey);
}

static void what_events_are_read_with_must_stand_before_them(void **state)
{
	static const char *const late[] = { BEGIN EVENT("a") ZONE END,
		BEGIN EVENT("a") "X-WR-TIMEZONE:Asia/Tokyo\r\n" END, BEGIN EVENT("a") END BEGIN EVENT("b") END,
		EVENT("a") BEGIN EVENT("b") END };

	(void)state;
	for (size_t i = 0; i < sizeof(late) / sizeof(*late); i++) {
		struct calendar_survey *survey = survey_of(late[i], 100);

		if (calendar_survey_end(survey))
			fail_msg("it was thought fit: %s", late[i]);
		calendar_survey_destroy(survey);
	}
}

static void more_events_than_a_file_may_have_are_not_counted(void **state)
{
	struct calendar_survey *survey = survey_of(BEGIN EVENT("a") EVENT("b") EVENT("c") END, 2);

	(void)state;
	assert_false(calendar_survey_end(survey));
	calendar_survey_destroy(survey);
	survey = survey_of(BEGIN EVENT("a") EVENT("b") EVENT("c") END, 3);
	assert_true(calendar_survey_end(survey));
	calendar_survey_destroy(survey);
	calendar_survey_destroy(NULL);
}

static void many_uids_are_kept_apart(void **state)
{
	struct calendar_survey *survey = calendar_survey_create(20000);
	char text[128];

	(void)state;
	assert_non_null(survey);
	calendar_survey_feed(survey, BEGIN, strlen(BEGIN));
	for (int i = 0; i < 10000; i++)
		calendar_survey_feed(survey, text, (size_t)snprintf(text, sizeof(text), EVENT("%d"), i % 5000));
	assert_true(calendar_survey_end(survey));
	for (int i = 0; i < 10000; i++) {
		snprintf(text, sizeof(text), "%d", i % 5000);
		assert_int_equal(calendar_survey_count(survey, text), i >= 5000);
	}
	calendar_survey_destroy(survey);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_series_is_there_with_its_last_event),
		cmocka_unit_test(of_two_uids_in_one_event_the_last_that_says_anything_counts),
		cmocka_unit_test(an_event_that_has_no_end_counts),
		cmocka_unit_test(what_events_are_read_with_must_stand_before_them),
		cmocka_unit_test(more_events_than_a_file_may_have_are_not_counted),
		cmocka_unit_test(many_uids_are_kept_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
