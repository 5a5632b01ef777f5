/* tests — iCalendar as it is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/icalendar.h"

#define SECOND INT64_C(1000000)
#define NOON   (INT64_C(1772452800) * SECOND) /* 2026-03-02T12:00:00Z */

static char *written(const struct icalendar_head *head, const struct icalendar_event *event)
{
	struct icalendar calendar = { 0 };

	icalendar_begin(&calendar, head);
	if (event != NULL)
		icalendar_event(&calendar, event);
	icalendar_end(&calendar);
	assert_int_equal(strlen(calendar.bytes), calendar.length);
	return calendar.bytes;
}

static void has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("there is no %s in\n%s", part, text);
}

static void lacks(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		fail_msg("there is %s in\n%s", part, text);
}

static void test_a_feed_says_its_name_and_when_to_look_again(void **state)
{
	char *text = written(&(struct icalendar_head){ .name = "Ridealong, Noor", .refresh_minutes = 60 }, NULL);

	(void)state;
	assert_string_equal(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ridealong//Ridealong//EN\r\n"
				  "METHOD:PUBLISH\r\nNAME:Ridealong\\, Noor\r\nX-WR-CALNAME:Ridealong\\, Noor\r\n"
				  "REFRESH-INTERVAL;VALUE=DURATION:PT60M\r\nX-PUBLISHED-TTL:PT60M\r\n"
				  "END:VCALENDAR\r\n");
	free(text);
}

static void test_an_object_of_a_server_has_no_method(void **state)
{
	char *text = written(&(struct icalendar_head){ .stored = true }, NULL);

	(void)state;
	lacks(text, "METHOD");
	free(text);
}

static void test_a_day_ends_on_the_next_also_at_the_end_of_a_year(void **state)
{
	const struct icalendar_event event = {
		.uid = "a", .summary = "A", .date = "2027-12-31", .changed = NOON, .free = true
	};
	char *text = written(&(struct icalendar_head){ .name = NULL }, &event);

	(void)state;
	has(text, "\r\nDTSTART;VALUE=DATE:20271231\r\nDTEND;VALUE=DATE:20280101\r\n");
	has(text, "\r\nTRANSP:TRANSPARENT\r\n");
	lacks(text, "LOCATION");
	lacks(text, "ORGANIZER");
	lacks(text, "CLASS");
	free(text);
}

static void test_a_line_is_folded_between_characters_and_reads_the_same_unfolded(void **state)
{
	char place[400] = "", unfolded[600];
	struct icalendar_event event = { .uid = "a", .summary = "A", .location = place, .start = NOON, .end = NOON };
	size_t length = 0;
	char *text;

	(void)state;
	for (int i = 0; i < 60; i++)
		strcat(place, i % 3 == 0 ? "é" : i % 3 == 1 ? "語" : "x");
	text = written(&(struct icalendar_head){ .name = NULL }, &event);
	for (const char *line = strstr(text, "LOCATION:"), *end; line != NULL; line = *end == ' ' ? end : NULL) {
		end = strstr(line, "\r\n");
		assert_true(end - line <= 75);
		assert_int_not_equal((unsigned char)line[*line == ' '] & 0xc0, 0x80);
		memcpy(unfolded + length, line + (*line == ' '), (size_t)(end - line) - (*line == ' '));
		length += (size_t)(end - line) - (*line == ' ');
		end += 2;
	}
	unfolded[length] = '\0';
	assert_string_equal(unfolded + strlen("LOCATION:"), place);
	free(text);
}

static void test_no_text_ends_its_line_or_becomes_a_property(void **state)
{
	const struct icalendar_event event = { .uid = "a",
		.summary = "one\r\nSTATUS:CANCELLED; two, three\\",
		.organizer_name = "Noor \"N\"\r\nX:y",
		.organizer_email = "noor@example.com",
		.start = NOON,
		.end = NOON };
	char *text = written(&(struct icalendar_head){ .name = NULL }, &event);

	(void)state;
	has(text, "\r\nSUMMARY:one\\nSTATUS:CANCELLED\\; two\\, three\\\\\r\n");
	has(text, "\r\nORGANIZER;CN=\"Noor 'N'''X:y\":mailto:noor@example.com\r\n");
	lacks(text, "\nX:y");
	free(text);
}

static void test_a_later_change_has_a_higher_sequence(void **state)
{
	const struct icalendar_event event = { .uid = "a",
		.summary = "A",
		.start = NOON,
		.end = NOON + 3600 * SECOND,
		.created = NOON,
		.changed = NOON + 90 * SECOND,
		.status = ICALENDAR_TENTATIVE,
		.access = ICALENDAR_PRIVATE };
	char *text = written(&(struct icalendar_head){ .name = NULL }, &event);

	(void)state;
	has(text, "\r\nDTSTAMP:20260302T120130Z\r\nLAST-MODIFIED:20260302T120130Z\r\nSEQUENCE:90\r\n"
		  "DTSTART:20260302T120000Z\r\nDTEND:20260302T130000Z\r\n");
	has(text, "\r\nSTATUS:TENTATIVE\r\nCLASS:PRIVATE\r\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_feed_says_its_name_and_when_to_look_again),
		cmocka_unit_test(test_an_object_of_a_server_has_no_method),
		cmocka_unit_test(test_a_day_ends_on_the_next_also_at_the_end_of_a_year),
		cmocka_unit_test(test_a_line_is_folded_between_characters_and_reads_the_same_unfolded),
		cmocka_unit_test(test_no_text_ends_its_line_or_becomes_a_property),
		cmocka_unit_test(test_a_later_change_has_a_higher_sequence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
