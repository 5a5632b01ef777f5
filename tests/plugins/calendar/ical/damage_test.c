/* Damaged calendars: whatever the bytes, the engine answers, and soon. The damage is the same at every run. */
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

enum { ROUNDS = 4000, SIZE = 16384 };

static uint64_t seed = 20260302;

/* xorshift: numbers without a pattern that matters here */
static size_t below(size_t limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (size_t)(seed >> 11) % limit;
}

static size_t insert(char *text, size_t length, size_t at, const char *what)
{
	size_t more = strlen(what);

	if (length + more > SIZE)
		return length;
	memmove(text + at + more, text + at, length - at);
	memcpy(text + at, what, more);
	return length + more;
}

static size_t damage(char *text, size_t length)
{
	static const char *const pieces[] = { "RRULE:FREQ=SECONDLY", "FREQ=", "BYSETPOS=-1;", "BYDAY=-53MO,",
		"99999999999", "\r\n", "\r\n ", "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "BEGIN:VTIMEZONE\r\n",
		"BEGIN:VCALENDAR\r\n", "DTSTART:00010101T000000", "DTSTART:99991231T235959Z", "DURATION:P9999999W",
		"TZOFFSETFROM:+2359\r\n", ";TZID=", "\"", ":", "=", ",",
		"EXDATE:", "RDATE;VALUE=PERIOD:20260302T090000Z/", "INTERVAL=2147483647;", "COUNT=2147483647;",
		"UNTIL=", "\xff\xfe", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260324T090000Z\r\n" };
	size_t at = below(length), gone = 1 + below(20);

	switch (below(4)) {
	case 0:
		text[at] = (char)below(256);
		return length;
	case 1:
		return insert(text, length, at, pieces[below(sizeof(pieces) / sizeof(*pieces))]);
	case 2:
		if (at + gone >= length)
			return length;
		memmove(text + at, text + at + gone, length - at - gone);
		return length - gone;
	default:
		text[at] = (char)('0' + below(10));
		return length;
	}
}

static size_t file_read(const char *name, char *text)
{
	char path[4096];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/tests/plugins/calendar/ical/data/%s", getenv("RIDEALONG_SOURCE"), name);
	file = fopen(path, "rb");
	assert_non_null(file);
	length = fread(text, 1, SIZE, file);
	fclose(file);
	assert_true(length > 0);
	return length;
}

static void a_damaged_calendar_is_answered_soon(void **state)
{
	static const char *const names[] = { "week.ics", "zones.ics" };
	static char whole[2][SIZE], text[SIZE];
	size_t lengths[2];
	clock_t begin = clock();

	(void)state;
	for (size_t i = 0; i < 2; i++)
		lengths[i] = file_read(names[i], whole[i]);
	for (int round = 0; round < ROUNDS; round++) {
		struct calendar_source *source;
		size_t length = lengths[round % 2];

		memcpy(text, whole[round % 2], length);
		for (size_t times = 1 + below(10); times > 0; times--)
			length = damage(text, length);
		source = calendar_test_read(text, length, 1 + below(500));
		if (!calendar_source_refused(source))
			calendar_test_rows(source, "2020-01-01", "2030-01-01");
		calendar_source_destroy(source);
	}
	assert_true((double)(clock() - begin) / CLOCKS_PER_SEC < 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_damaged_calendar_is_answered_soon) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
