/* What calendars say, against what was reckoned by hand: reckoned.def. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar_test.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define EVENT_OF(uid, lines)   "BEGIN:VEVENT\nUID:" uid "\n" lines "END:VEVENT\n"
#define EVENT(lines)           EVENT_OF("a", lines)
#define CALENDAR(lines)        "BEGIN:VCALENDAR\n" lines "END:VCALENDAR\n"
#define AMSTERDAM(name, value) name ";TZID=Europe/Amsterdam:" value "\n"
#define ZONE(name, offset)                                                                                             \
	"BEGIN:VTIMEZONE\nTZID:" name "\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:" offset                \
	"\nTZOFFSETTO:" offset "\nEND:STANDARD\nEND:VTIMEZONE\n"

struct row {
	unsigned line; /* of reckoned.def */
	const char *bytes;
	size_t length;
	const char *rows; /* expected */
	bool starts_only; /* with spaces between them */
	const char *how;
};

static const struct row rows[] = {
#define BYTES(bytes, rows, starts_only, how) { __LINE__, bytes, sizeof(bytes) - 1, rows, starts_only, how },
#define FILE_OF(bytes, rows, how)            BYTES(bytes, rows, false, how)
#define SAYS(lines, rows, how)               BYTES(CALENDAR(lines), rows, false, how)
#define RULE(start, rule, starts, how)       BYTES(CALENDAR(EVENT("DTSTART:" start "\nRRULE:" rule "\n")), starts, true, how)
#include "reckoned.def"
};

/* Everything of thirty years, as the table writes it. */
static const char *said(struct calendar_source *source, bool starts_only)
{
	const struct calendar_window window = { calendar_civil_day(1995, 1, 1) * CALENDAR_DAY,
		calendar_civil_day(2040, 1, 1) * CALENDAR_DAY };
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;
	char reason[CALENDAR_REASON_TEXT];
	static char text[4096];
	size_t used = 0, empty;

	text[0] = '\0';
	calendar_source_expand(source, window, &occurrences, &refusals);
	calendar_source_empty_series(source, &empty);
	for (size_t i = 0; i < occurrences->count && used < sizeof(text); i++) {
		struct calendar_check_row row;

		calendar_check_row(&occurrences->list[i], &row);
		used += (size_t)(starts_only ? snprintf(text + used, sizeof(text) - used, "%s%s", i > 0 ? " " : "",
						       row.start)
					     : snprintf(text + used, sizeof(text) - used, "%s %s%s%s\n", row.start,
						       row.end, *row.summary ? " " : "", row.summary));
	}
	for (size_t i = 0; i < empty && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "-");
	for (size_t i = 0; i < refusals->count && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "refused: %s%s",
			calendar_reason_say(refusals->list[i].reason, false, reason), starts_only ? "" : "\n");
	return text;
}

static void every_calendar_says_what_was_reckoned(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct calendar_source *source = calendar_test_read(rows[i].bytes, rows[i].length, 1 + i % 13);
		const char *got = said(source, rows[i].starts_only);

		if (strcmp(got, rows[i].rows) != 0) {
			print_error("reckoned.def:%u, %s:\n%s\nbut it says:\n%s\n", rows[i].line, rows[i].how,
				rows[i].rows, got);
			wrong++;
		}
		calendar_source_destroy(source);
	}
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_calendar_says_what_was_reckoned) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
