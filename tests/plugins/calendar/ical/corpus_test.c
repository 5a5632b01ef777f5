/* The engine against calendars from the wild, where they are at hand: shared/corpus beside the checkout, or the folder
 * that RIDEALONG_CORPUS names. Its README.txt says what the tables hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ical/check.h"
#include "ical/rrule.h"
#include "ical/scheduling.h"
#include "ical/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { COLUMNS = 9, SKIPPED = 77 };

struct table {
	char *bytes;
	char *(*rows)[COLUMNS];
	size_t count;
};

static char corpus[4096];
static bool verbose;

static char *file_read(const char *path, size_t *ret_length)
{
	FILE *file = fopen(path, "rb");
	char *bytes;
	long length;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	length = ftell(file);
	rewind(file);
	bytes = malloc((size_t)length + 1);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, (size_t)length, file), length);
	bytes[length] = '\0';
	fclose(file);
	*ret_length = (size_t)length;
	return bytes;
}

static int row_compare(const void *left, const void *right)
{
	char *const *a = left, *const *b = right;
	int order = strcmp(a[0], b[0]);

	order = order != 0 ? order : strcmp(a[1], b[1]);
	return order != 0 ? order : strcmp(a[2] ? a[2] : "", b[2] ? b[2] : "");
}

/* A table of tab-separated rows, without its heading, sorted by its first three columns. */
static struct table table_read(const char *name)
{
	struct table table = { 0 };
	char path[5000], *at, *line;
	size_t length, lines = 1;

	snprintf(path, sizeof(path), "%s/%s", corpus, name);
	table.bytes = file_read(path, &length);
	for (size_t i = 0; i < length; i++)
		lines += table.bytes[i] == '\n';
	table.rows = calloc(lines, sizeof(*table.rows));
	assert_non_null(table.rows);
	for (size_t i = 0; i < length; i++) /* one name in the tables holds a NUL */
		table.bytes[i] = table.bytes[i] ? table.bytes[i] : ' ';
	at = table.bytes;
	strsep(&at, "\n");
	while ((line = strsep(&at, "\n"))) {
		if (*line == '\0')
			continue;
		for (int i = 0; i < COLUMNS; i++) {
			char *cell = strsep(&line, "\t");

			table.rows[table.count][i] = cell ? cell : "";
		}
		table.count++;
	}
	qsort(table.rows, table.count, sizeof(*table.rows), row_compare);
	return table;
}

static void table_free(struct table *table)
{
	free(table->rows);
	free(table->bytes);
}

/* The first row at or after one with this first (and, unless NULL, second) column. */
static size_t table_find(const struct table *table, const char *first, const char *second)
{
	size_t low = 0, high = table->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(table->rows[middle][0], first);

		if (order == 0 && second)
			order = strcmp(table->rows[middle][1], second);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool table_has(const struct table *table, const char *first, const char *second)
{
	size_t at = table_find(table, first, second);

	return at < table->count && strcmp(table->rows[at][0], first) == 0 && strcmp(table->rows[at][1], second) == 0;
}

/* \t, \n and \\ as the tables write them. */
static const char *escaped(const char *text, char *to, size_t size)
{
	char *begin = to, *end = to + size - 3;

	for (; *text && to < end; text++) {
		if (*text == '\t' || *text == '\n' || *text == '\\' || *text == '\r') {
			*to++ = '\\';
			*to++ = *text == '\t' ? 't' : *text == '\n' ? 'n' : *text == '\r' ? 'r' : '\\';
		} else {
			*to++ = *text;
		}
	}
	*to = '\0';
	return begin;
}

struct score {
	size_t right, listed, wrong, refused, surplus;
};

static void score_print(const char *what, const struct score *score)
{
	printf("%s: %zu right, %zu listed with a reason, %zu wrong, %zu refused, %zu surplus\n", what, score->right,
		score->listed, score->wrong, score->refused, score->surplus);
}

struct got {
	struct calendar_check_row row;
	bool matched;
};

static struct calendar_source *source_read(const char *file, size_t piece)
{
	char path[5000], *bytes;
	struct calendar_source *source;
	size_t length;

	snprintf(path, sizeof(path), "%s/ics/%s", corpus, file);
	bytes = file_read(path, &length);
	source = calendar_source_create(file, NULL);
	for (size_t at = 0; at < length; at += piece)
		calendar_source_feed(source, bytes + at, length - at < piece ? length - at : piece);
	calendar_source_end(source);
	free(bytes);
	return source;
}

static int64_t time_of(const char *text)
{
	int year, month, day, hour = 0, minute = 0, second = 0;

	assert_true(sscanf(text, "%d-%d-%dT%d:%d:%d", &year, &month, &day, &hour, &minute, &second) >= 3);
	return calendar_civil_day(year, month, day) * CALENDAR_DAY + hour * 3600 + minute * 60 + second;
}

static struct calendar_window window_of(char *const *row)
{
	return (struct calendar_window){ time_of(row[1]), time_of(row[2]) };
}

static bool in_window(const char *start, char *const *window)
{
	return strcmp(start, "-") == 0 || (strcmp(start, window[1]) >= 0 && strcmp(start, window[2]) < 0);
}

static size_t rows_get(struct calendar_source *source, char *const *window, struct got **ret,
	const struct calendar_refusals **ret_refusals)
{
	const struct calendar_occurrences *occurrences;
	const char *const *empty;
	size_t empty_count, count = 0;

	calendar_source_expand(source, window_of(window), &occurrences, ret_refusals);
	empty = calendar_source_empty_series(source, &empty_count);
	*ret = calloc(occurrences->count + empty_count + 1, sizeof(**ret));
	for (size_t i = 0; i < occurrences->count; i++)
		calendar_check_row(&occurrences->list[i], &(*ret)[count++].row);
	for (size_t i = 0; i < empty_count; i++)
		calendar_check_empty_row(empty[i], &(*ret)[count++].row);
	return count;
}

static bool row_matches(const struct calendar_check_row *got, char *const *expected)
{
	static char uid[4096], summary[65536];

	if (strcmp(escaped(got->uid, uid, sizeof(uid)), expected[1]) != 0 || strcmp(got->start, expected[2]) != 0)
		return false;
	if (strcmp(expected[2], "-") == 0)
		return true;
	return (strcmp(expected[6], "starts-only") == 0 || strcmp(got->end, expected[3]) == 0) &&
	       strcmp(got->status, expected[5]) == 0 &&
	       strcmp(escaped(got->summary, summary, sizeof(summary)), expected[4]) == 0;
}

static const char *refusal_of(const struct calendar_refusals *refusals, const char *uid)
{
	static char text[4096], said[CALENDAR_REASON_TEXT];

	for (size_t i = 0; i < refusals->count; i++) {
		if (strcmp(escaped(refusals->list[i].uid, text, sizeof(text)), uid) == 0)
			return calendar_reason_say(refusals->list[i].reason, false, said);
	}
	return NULL;
}

static void explain(const char *file, char *const *expected, struct got *got, size_t count, const char *reason)
{
	static char uid[4096];

	if (!verbose)
		return;
	printf("%s | %s | expected %s %s [%s] %s", file, expected[1], expected[2], expected[3], expected[4],
		expected[5]);
	if (reason)
		printf(" | refused: %s", reason);
	for (size_t i = 0; !reason && i < count; i++) {
		if (!got[i].matched && strcmp(escaped(got[i].row.uid, uid, sizeof(uid)), expected[1]) == 0) {
			printf(" | got %s %s [%s] %s", got[i].row.start, got[i].row.end, got[i].row.summary,
				got[i].row.status);
			break;
		}
	}
	printf("\n");
}

/* Where the tables and we part, and why. A file or a rule stands here with its reason, or the test fails. */
struct parting {
	const char *what; /* a file, or a rule with its DTSTART */
	const char *why;
};

static const struct parting partings[] = {
	/* The rows are wrong themselves. */
	{ "icalendar/calendars_issue_104_broken_calendar.ics",
		"DTSTART ends in Z, so it is UTC; two engines lost the Z" },
	{ "libical/src_Net-ICal-Libical_test-data_no-error.ics",
		"DTSTART ends in Z, so it is UTC; two engines lost the Z" },
	{ "libical/simple-mime.txt.ics", "DTSTART ends in Z, so it is UTC; two engines lost the Z" },
	{ "ical.net/Serialization_CaseInsensitive4.ics",
		"VALUE=DATE, but a time stands there; the rows lost the time" },
	{ "ical.net/Serialization_EmptyLines4.ics", "VALUE=DATE, but a time stands there; the rows lost the time" },
	{ "ical.net/Serialization_Property1.ics", "VALUE=DATE, but a time stands there; the rows lost the time" },
	{ "FREQ=YEARLY;BYMONTHDAY=29;COUNT=3 20240229",
		"RFC 5545's table: BYMONTHDAY expands a year over all of its months" },
	{ "FREQ=YEARLY;BYMONTHDAY=-29,-1;COUNT=4 20240201",
		"RFC 5545's table: BYMONTHDAY expands a year over all of its months" },
	{ "FREQ=YEARLY;COUNT=3;BYWEEKNO=20 19970902T090000",
		"RFC 5545: what the rule does not say comes from DTSTART, and so does the weekday" },
	{ "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;INTERVAL=6;UNTIL=20170101T000000Z 20100102T000000",
		"years of weeks; the verified row BYWEEKNO=53;INTERVAL=6;BYDAY=TH from 20270103 needs calendar years" },
	{ "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TU,SA;INTERVAL=5;UNTIL=20170101T000000Z 20100102T000000",
		"years of weeks; the verified row BYWEEKNO=53;INTERVAL=5;BYDAY=TH from 20270103 needs calendar years" },
	{ "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,TU;INTERVAL=3;UNTIL=20320101 20241231", "years of weeks, as above" },
	/* The file contradicts itself: it is refused, where engines guess. */
	{ "ical.net/Recurrence_YearlyCountByMonth1.ics", "DTSTART has a zone and DTEND none" },
	{ "khal/event_dt_mixed_awareness.ics", "one of DTSTART and DTEND has a zone, the other has none" },
	{ "ical.net/Serialization_DateTime2.ics", "DTSTART is a date, DTEND has a time" },
	{ "node-ical/multi-event-basic.ics", "one of DTSTART and DTEND is a date, the other has a time" },
	{ "icalendar/calendars_america_new_york_forward_reference.ics", "two DTSTARTs" },
	{ "icalendar/fuzzing_corpus_america_new_york.ics", "two DTSTARTs" },
	{ "node-ical/large-file-with-late-error.ics", "30 February, and two DTSTARTs" },
	{ "node-ical/badRRULE.ics", "RRULE:RRULE:AnythingRandom" },
	{ "node-ical/bad_custom_ms_tz.ics", "a DURATION of -PT1W1D2H3M4S" },
	{ "node-ical/bad_custom_ms_tz2.ics", "a DURATION of -PT1W1D2H3M4S" },
	{ "node-ical/daily-count-exdate-recurrence-id.ics", "a changed occurrence ends before it begins" },
	/* X-WR-TIMEZONE. */
	{ "node-ical/biweekly-exdate-until.ics",
		"the times are UTC: X-WR-TIMEZONE says where times without a zone are" },
	{ "x-wr-timezone/moved-event-RECURRENCE-ID.in.ics",
		"the times are UTC: X-WR-TIMEZONE says where times without a zone are" },
	/* A source's own word. */
	{ "apple-pycalendar/test_calendar.py_testParseFail.00.ics",
		"cut off before its END: the whole events count, and nothing is taken for gone" },
	{ "apple-pycalendar/test_calendar.py_testParseFail.02.ics", "a line before BEGIN:VCALENDAR does no harm" },
	{ "apple-pycalendar/test_calendar.py_testParseFail.04.ics", "a line after END:VCALENDAR does no harm" },
};

static bool parts(const char *what)
{
	for (size_t i = 0; i < sizeof(partings) / sizeof(*partings); i++) {
		if (strcmp(what, partings[i].what) == 0)
			return true;
	}
	return false;
}

static void window_compare(const char *file, struct calendar_source *source, char *const *window,
	const struct table *expectations, const struct table *disputed, struct score *score)
{
	const struct calendar_refusals *refusals;
	struct got *got;
	size_t count = rows_get(source, window, &got, &refusals);
	bool apart = parts(file);

	for (size_t i = table_find(expectations, file, NULL);
		i < expectations->count && strcmp(expectations->rows[i][0], file) == 0; i++) {
		char *const *expected = expectations->rows[i];
		const char *reason;
		bool found = false;

		if (!in_window(expected[2], window) || table_has(disputed, file, expected[1]))
			continue;
		for (size_t k = 0; !found && k < count; k++) {
			if (!got[k].matched && row_matches(&got[k].row, expected))
				found = got[k].matched = true;
		}
		reason = found ? NULL : refusal_of(refusals, expected[1]);
		score->right += found;
		score->listed += !found && apart;
		score->refused += reason && !apart;
		score->wrong += !found && !reason && !apart;
		if (!found && !apart)
			explain(file, expected, got, count, reason);
	}
	for (size_t k = 0; k < count; k++) {
		static char uid[4096];
		size_t at;

		escaped(got[k].row.uid, uid, sizeof(uid));
		at = table_find(expectations, file, uid);
		if (apart || got[k].matched || strcmp(got[k].row.start, "-") == 0 || at == expectations->count ||
			!table_has(expectations, file, uid) || table_has(disputed, file, uid))
			continue;
		score->surplus++;
		if (verbose)
			printf("%s | %s | surplus %s %s in %s..%s\n", file, uid, got[k].row.start, got[k].row.end,
				window[1], window[2]);
	}
	free(got);
}

static void what_every_engine_agrees_on_is_what_we_read(void **state)
{
	struct table windows = table_read("windows.tsv"), disputed = table_read("disputed.tsv");
	struct table expectations = table_read("expectations.tsv");
	struct score score = { 0 };

	(void)state;
	for (size_t i = 0; i < windows.count; i++) {
		struct calendar_source *source;

		source = source_read(windows.rows[i][0], 4096);

		window_compare(windows.rows[i][0], source, windows.rows[i], &expectations, &disputed, &score);
		calendar_source_destroy(source);
	}
	score_print("expectations", &score);
	table_free(&windows);
	table_free(&disputed);
	table_free(&expectations);
	assert_true(score.right > 0);
	assert_int_equal(score.wrong + score.surplus + score.refused, 0);
}

/* The next occurrence that UNTIL still lets through. */
static bool rule_next(struct calendar_rrule_walk *walk, int64_t *ret)
{
	int64_t until = walk->rule.until + (walk->rule.until_kind == CALENDAR_UNTIL_DATE ? CALENDAR_DAY - 1 : 0);

	return calendar_rrule_next(walk, ret) == CALENDAR_STEP_NEXT &&
	       (walk->rule.until_kind == CALENDAR_UNTIL_NONE || *ret <= until);
}

static const char *rule_compare(char *const *row)
{
	static char said[CALENDAR_REASON_TEXT];
	static struct calendar_rrule_walk walk;
	char *rest = row[2], *item;
	struct calendar_rrule rule;
	int64_t start, expected, got;
	bool is_date, is_utc;
	const struct calendar_reason *reason = calendar_rrule_read(row[0], &rule);

	assert_true(calendar_civil_read(row[1], strlen(row[1]), &start, &is_date, &is_utc));
	if (!reason)
		reason = calendar_rrule_begin(
			&walk, &rule, start, is_date, start, calendar_civil_day(2300, 1, 1) * CALENDAR_DAY, 5000000);
	if (reason)
		return calendar_reason_say(reason, false, said);
	while ((item = strsep(&rest, ","))) {
		if (*item == '\0')
			continue;
		assert_true(calendar_civil_read(item, strlen(item), &expected, &is_date, &is_utc));
		if (!rule_next(&walk, &got) || got != expected)
			return "";
	}
	return (rule.count > 0 || rule.until_kind != CALENDAR_UNTIL_NONE) && rule_next(&walk, &got) ? "" : NULL;
}

static void every_rule_comes_out_right(void **state)
{
	struct table rules = table_read("rrule_cases.tsv");
	struct score score = { 0 };

	(void)state;
	for (size_t i = 0; i < rules.count; i++) {
		const char *reason = rule_compare(rules.rows[i]);
		char name[1024];
		bool apart;

		snprintf(name, sizeof(name), "%s %s", rules.rows[i][0], rules.rows[i][1]);
		apart = reason && parts(name);
		score.right += !reason;
		score.listed += apart;
		score.refused += reason && *reason && !apart;
		score.wrong += reason && !*reason && !apart;
		if (verbose && reason && !apart)
			printf("%s from %s: %s\n", rules.rows[i][0], rules.rows[i][1], *reason ? reason : "wrong");
	}
	score_print("rules", &score);
	table_free(&rules);
	assert_true(score.right > 0);
	assert_int_equal(score.wrong + score.refused, 0);
}

static bool starts_there(struct calendar_source *source, char *const *row)
{
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;
	struct calendar_window window = { time_of(row[2]) - 2 * CALENDAR_DAY, time_of(row[2]) + 2 * CALENDAR_DAY };
	static char uid[4096];

	calendar_source_expand(source, window, &occurrences, &refusals);
	for (size_t i = 0; i < occurrences->count; i++) {
		const struct calendar_occurrence *got = &occurrences->list[i];

		if (got->floats_in && strcmp(escaped(got->event->uid, uid, sizeof(uid)), row[1]) == 0 &&
			calendar_zone_utc(got->floats_in, got->start / 1000000) == time_of(row[2]) &&
			calendar_zone_utc(got->floats_in, got->end / 1000000) == time_of(row[3]))
			return true;
	}
	return false;
}

static void a_time_without_a_zone_is_one_in_the_calendars_zone(void **state)
{
	struct table rows = table_read("xwr_timezone.tsv");
	struct calendar_source *source = NULL;
	struct score score = { 0 };

	(void)state;
	for (size_t i = 0; i < rows.count; i++) {
		bool right, apart = parts(rows.rows[i][0]);

		if (i == 0 || strcmp(rows.rows[i][0], rows.rows[i - 1][0]) != 0) {
			calendar_source_destroy(source);
			source = source_read(rows.rows[i][0], 4096);
		}
		right = starts_there(source, rows.rows[i]);
		score.right += right;
		score.listed += !right && apart;
		score.wrong += !right && !apart;
		if (verbose && !right && !apart)
			printf("%s | %s | %s\n", rows.rows[i][0], rows.rows[i][1], rows.rows[i][2]);
	}
	calendar_source_destroy(source);
	score_print("X-WR-TIMEZONE", &score);
	table_free(&rows);
	assert_int_equal(score.wrong, 0);
}

static char *ics_read(const char *name)
{
	char path[5000];
	size_t length;

	snprintf(path, sizeof(path), "%s/ics/%s", corpus, name);
	return file_read(path, &length);
}

/* The occurrences of a text in the years of the scenarios, line by line; of what is called off only that it is. */
static void occurrences_write(const char *text, char *to, size_t size)
{
	struct calendar_source *source = calendar_source_create("", NULL);
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;
	size_t used = 0;

	calendar_source_feed(source, text, strlen(text));
	calendar_source_end(source);
	calendar_source_expand(source,
		(struct calendar_window){ calendar_civil_day(2007, 11, 1) * CALENDAR_DAY,
			calendar_civil_day(2008, 12, 1) * CALENDAR_DAY },
		&occurrences, &refusals);
	assert_int_equal(refusals->count, 0);
	for (size_t i = 0; i < occurrences->count && used < size; i++) {
		struct calendar_check_row row;

		calendar_check_row(&occurrences->list[i], &row);
		used += (size_t)snprintf(to + used, size - used, "%s %s %s %s\n", row.start, row.end, row.summary,
			occurrences->list[i].cancelled ? "off" : "on");
	}
	calendar_source_destroy(source);
}

/* After a CANCEL: all off, or only the one that the message names. */
static bool is_called_off(const char *text, const char *title)
{
	static char rows[200000];
	const char *list = strstr(title, "instances ["), *off;
	bool all = !list || strstr(list, "[None]");

	occurrences_write(text, rows, sizeof(rows));
	if (all)
		return strstr(rows, " off\n") && !strstr(rows, " on\n");
	off = strstr(rows, " off\n");
	while (off && off > rows && off[-1] != '\n')
		off--;
	return off && strncmp(off, strstr(list, "'") + 1, 10) == 0 && strstr(rows, " on\n");
}

static bool scenario_is_right(char *const *row)
{
	static char got[200000], expected[200000];
	char *before = ics_read(row[2]), *message = ics_read(row[3]), *after = NULL;
	struct calendar_arena arena = { 0 };
	struct calendar_scheduled scheduled = calendar_scheduling_apply(before, message, &arena);
	bool right;

	if (strcmp(row[4], "-") == 0) {
		right = is_called_off(scheduled.text, row[1]);
	} else {
		after = ics_read(row[4]);
		occurrences_write(scheduled.text, got, sizeof(got));
		occurrences_write(after, expected, sizeof(expected));
		right = strcmp(got, expected) == 0;
	}
	if (!right && verbose)
		printf("%s %s\n%s", row[0], row[1], scheduled.text);
	calendar_arena_free(&arena);
	free(before);
	free(message);
	free(after);
	return right;
}

static void a_message_changes_a_calendar_as_servers_do(void **state)
{
	struct table rows = table_read("itip_scenarios.tsv");
	struct score score = { 0 };

	(void)state;
	for (size_t i = 0; i < rows.count; i++) {
		if (scenario_is_right(rows.rows[i]))
			score.right++;
		else
			score.wrong++;
	}
	score_print("scheduling", &score);
	table_free(&rows);
	assert_int_equal(score.wrong, 0);
}

/* What a server has to accept must be a calendar to us; a refused PUT may have other reasons than the file. */
static void what_the_sources_accept_is_a_calendar(void **state)
{
	struct table rows = table_read("source_expectations.tsv");
	struct score score = { 0 };

	(void)state;
	for (size_t i = 0; i < rows.count; i++) {
		char *const *row = rows.rows[i];
		bool accepted = strcmp(row[1], "accept") == 0 || row[3][0] == '2', fine;
		struct calendar_source *source;

		if (!accepted && strcmp(row[1], "reject") != 0)
			continue;
		source = source_read(row[0], 4096);
		fine = (calendar_source_refused(source) == NULL) == accepted;
		score.right += fine;
		score.listed += !fine && parts(row[0]);
		score.wrong += !fine && !parts(row[0]);
		if (verbose && !fine && !parts(row[0]))
			printf("%s | %s %s\n", row[0], row[1], row[3]);
		calendar_source_destroy(source);
	}
	score_print("sources' own tests", &score);
	table_free(&rows);
	assert_int_equal(score.wrong, 0);
}

static void no_file_brings_the_engine_down_or_keeps_it_busy(void **state)
{
	struct table files = table_read("MANIFEST.tsv");
	double slowest = 0;

	(void)state;
	for (size_t i = 0; i < files.count; i++) {
		const struct calendar_occurrences *occurrences;
		const struct calendar_refusals *refusals;
		clock_t begin = clock();
		struct calendar_source *source = source_read(files.rows[i][0], 1 + i % 7);
		double took;

		calendar_source_expand(source,
			(struct calendar_window){ calendar_civil_day(1995, 1, 1) * CALENDAR_DAY,
				calendar_civil_day(2030, 1, 1) * CALENDAR_DAY },
			&occurrences, &refusals);
		calendar_source_destroy(source);
		took = (double)(clock() - begin) / CLOCKS_PER_SEC;
		if (took > slowest)
			slowest = took;
		assert_true(took < 2);
		if (verbose && took > 0.2)
			printf("%s took %.2f s\n", files.rows[i][0], took);
	}
	printf("files: %zu read, the slowest in %.2f s of CPU\n", files.count, slowest);
	table_free(&files);
}

static bool corpus_find(void)
{
	const char *named = getenv("RIDEALONG_CORPUS"), *checkout = getenv("RIDEALONG_SOURCE");
	char path[5000];

	if (named)
		snprintf(corpus, sizeof(corpus), "%s", named);
	else
		snprintf(corpus, sizeof(corpus), "%s/../shared/corpus", checkout ? checkout : ".");
	snprintf(path, sizeof(path), "%s/expectations.tsv", corpus);
	return access(path, R_OK) == 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_comes_out_right),
		cmocka_unit_test(what_every_engine_agrees_on_is_what_we_read),
		cmocka_unit_test(a_time_without_a_zone_is_one_in_the_calendars_zone),
		cmocka_unit_test(a_message_changes_a_calendar_as_servers_do),
		cmocka_unit_test(what_the_sources_accept_is_a_calendar),
		cmocka_unit_test(no_file_brings_the_engine_down_or_keeps_it_busy),
	};

	verbose = getenv("RIDEALONG_VERBOSE") != NULL;
	if (!corpus_find()) {
		printf("no calendars from the wild at %s: set RIDEALONG_CORPUS to compare with them\n", corpus);
		return SKIPPED;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
