/* See calendar_test.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar_test.h"

#include <stdio.h>
#include <stdlib.h>

struct calendar_source *calendar_test_read(const char *text, size_t length, size_t piece)
{
	struct calendar_source *source = calendar_source_create("test.ics", NULL);

	assert_non_null(source);
	for (size_t at = 0; at < length; at += piece)
		calendar_source_feed(source, text + at, length - at < piece ? length - at : piece);
	calendar_source_end(source);
	return source;
}

struct calendar_source *calendar_test_file(const char *name)
{
	struct calendar_source *source = calendar_source_create(name, NULL);
	char path[4096], piece[100];
	size_t length;
	FILE *file;

	assert_non_null(source);
	snprintf(path, sizeof(path), "%s/tests/plugins/calendar/ical/data/%s", getenv("RIDEALONG_SOURCE"), name);
	file = fopen(path, "rb");
	assert_non_null(file);
	while ((length = fread(piece, 1, sizeof(piece), file)) > 0)
		calendar_source_feed(source, piece, length);
	fclose(file);
	calendar_source_end(source);
	return source;
}

static int64_t day_of(const char *text)
{
	int year, month, day;

	assert_int_equal(sscanf(text, "%d-%d-%d", &year, &month, &day), 3);
	return calendar_civil_day(year, month, day) * CALENDAR_DAY;
}

const char *calendar_test_rows(struct calendar_source *source, const char *from, const char *end)
{
	static char text[65536];
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;
	char reason[CALENDAR_REASON_TEXT];
	struct calendar_check_row row;
	const char *const *empty;
	size_t count, used = 0;

	text[0] = '\0';
	calendar_source_expand(source, (struct calendar_window){ day_of(from), day_of(end) }, &occurrences, &refusals);
	for (size_t i = 0; i < occurrences->count && used < sizeof(text); i++) {
		calendar_check_row(&occurrences->list[i], &row);
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s %s %s %s %s\n", row.uid, row.start,
			row.end, row.summary, row.status);
	}
	empty = calendar_source_empty_series(source, &count);
	for (size_t i = 0; i < count && used < sizeof(text); i++) {
		calendar_check_empty_row(empty[i], &row);
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s %s\n", row.uid, row.start);
	}
	for (size_t i = 0; i < refusals->count && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s line %u refused: %s\n",
			refusals->list[i].uid, refusals->list[i].line,
			calendar_reason_say(refusals->list[i].reason, false, reason));
	return text;
}
