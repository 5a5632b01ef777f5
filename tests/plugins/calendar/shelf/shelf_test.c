/* What is kept of calendars: enough to say what they say, and no more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shelf/intake.h"
#include "shelf/reading.h"
#include "shelf/spool.h"

#include "../ical/calendar_test.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BEGIN "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ridealong//Test//EN\r\n"
#define END   "END:VCALENDAR\r\n"

struct place {
	char folder[64];
	struct calendar_shelf *shelf;
	struct calendar_arena arena;
};

static void open_it(struct place *place)
{
	const char *error = "";

	place->shelf = calendar_shelf_open(place->folder, &error);
	if (!place->shelf)
		fail_msg("%s", error);
}

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	strcpy(place->folder, "/tmp/ridealong-shelf.XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	open_it(place);
	*state = place;
	return 0;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *where)
{
	(void)info;
	(void)kind;
	(void)where;
	return remove(path);
}

static int tear_down(void **state)
{
	struct place *place = *state;

	calendar_shelf_close(place->shelf);
	calendar_arena_free(&place->arena);
	nftw(place->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	free(place);
	return 0;
}

static int64_t calendar_of(struct place *place, const char *owner)
{
	int64_t calendar = calendar_shelf_calendar(place->shelf, owner, "work.ics", "file");

	assert_true(calendar > 0);
	return calendar;
}

/* Puts a text under a href, and gives the reason why it is refused, or NULL. */
static const char *put(struct place *place, int64_t calendar, const char *href, const char *text)
{
	static char said[CALENDAR_REASON_TEXT];
	const struct calendar_reason *refused;

	assert_true(calendar_shelf_begin(place->shelf));
	assert_true(calendar_shelf_put(
		place->shelf, calendar, href, "\"1\"", text, strlen(text), NULL, &place->arena, &refused));
	assert_true(calendar_shelf_tidy(place->shelf, calendar));
	assert_true(calendar_shelf_commit(place->shelf));
	return refused ? calendar_reason_say(refused, false, said) : NULL;
}

/* All that is kept as text, one event after the other. */
static const char *kept(struct place *place, int64_t calendar)
{
	static char text[16384];
	struct calendar_kept event;
	size_t used = 0;

	text[0] = '\0';
	assert_true(calendar_shelf_walk(place->shelf, calendar));
	while (calendar_shelf_walk_next(place->shelf, &event))
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%.*s", (int)event.length, event.text);
	return text;
}

static int compare_lines(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The lines of a text in order, whatever order they came in. */
static void sort_lines(char *text, char *ret)
{
	char *lines[2000];
	size_t count = 0;

	for (char *line = strtok(text, "\n"); line && count < 2000; line = strtok(NULL, "\n"))
		lines[count++] = line;
	qsort(lines, count, sizeof(*lines), compare_lines);
	for (size_t i = 0; i < count; i++)
		ret += sprintf(ret, "%s\n", lines[i]);
	*ret = '\0';
}

static int64_t day(int year, int month, int date)
{
	return calendar_civil_day(year, month, date) * CALENDAR_DAY;
}

/* What the shelf says of a calendar, as calendar_test_rows() writes it. */
static void rows(struct place *place, int64_t calendar, char *ret)
{
	struct calendar_window window = { day(2026, 1, 1), day(2027, 1, 1) };
	struct calendar_reading *reading = calendar_reading_begin(place->shelf, calendar, window, NULL);
	const struct calendar_series_read *series;
	char reason[CALENDAR_REASON_TEXT];
	struct calendar_check_row row;

	assert_non_null(reading);
	*ret = '\0';
	while ((series = calendar_reading_next(reading))) {
		for (size_t i = 0; i < series->inside->count; i++) {
			calendar_check_row(&series->inside->list[i], &row);
			ret += sprintf(ret, "%s %s %s %s %s\n", row.uid, row.start, row.end, row.summary, row.status);
		}
		if (series->refused)
			ret += sprintf(ret, "%s line %u refused: %s\n", series->uid, series->refused->line,
				calendar_reason_say(series->refused->reason, false, reason));
		else if (series->inside->count == 0)
			ret += sprintf(ret, "%s -\n", series->uid);
	}
	assert_false(calendar_reading_is_broken(reading));
	calendar_reading_end(reading);
}

static void assert_says_the_same(struct place *place, const char *text)
{
	static char shelved[65536], said[65536], once[65536], again[65536];
	int64_t calendar = calendar_of(place, "people/1");
	struct calendar_source *source = calendar_test_read(text, strlen(text), 77);

	assert_null(put(place, calendar, "", text));
	rows(place, calendar, shelved);
	strcpy(said, calendar_test_rows(source, "2026-01-01", "2027-01-01"));
	calendar_source_destroy(source);
	sort_lines(shelved, once);
	sort_lines(said, again);
	assert_string_equal(once, again);
}

static void what_is_kept_says_what_the_file_says(void **state)
{
	static const char *const files[] = { "week.ics", "zones.ics" };
	struct place *place = *state;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		static char text[65536];
		char path[4096];
		FILE *file;

		snprintf(path, sizeof(path), "%s/tests/plugins/calendar/ical/data/%s", getenv("RIDEALONG_SOURCE"),
			files[i]);
		file = fopen(path, "rb");
		assert_non_null(file);
		text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
		fclose(file);
		assert_says_the_same(place, text);
	}
}

static void bad_events_are_refused_with_the_lines_of_their_file(void **state)
{
	assert_says_the_same(*state, BEGIN
		"BEGIN:VEVENT\r\nX-LONG:this line is\r\n  folded\r\n  "
		"twice\r\nDTSTART:never\r\nUID:bad\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:rule\r\nDTSTART:20260310T090000Z\r\nRRULE:FREQ=DAILY;COUNT=2\r\nINTERVAL\r\n"
		"END:VEVENT\r\n"
		"BEGIN:VEVENT\r\nDTSTART:20260310T090000Z\r\nSUMMARY:Nobody calls me\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nDTSTART:20260310T090000Z\r\nSUMMARY:Nor me\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:open\r\nDTSTART:20260310T090000Z\r\n"
		"BEGIN:VEVENT\r\nUID:good\r\nDTSTART:20260310T090000Z\r\nBEGIN:VALARM\r\nDTSTART:x\r\nEND:VALARM\r\n"
		"SUMMARY:After\r\nEND:VEVENT\r\n" END);
}

#define ZONE(tzid, offset)                                                                                             \
	"BEGIN:VTIMEZONE\r\nTZID:" tzid "\r\nX-WHO:somebody\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"          \
	"TZOFFSETFROM:" offset "\r\nTZOFFSETTO:" offset "\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
#define AT(uid, tzid)                                                                                                  \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTART;TZID=" tzid ":20260310T090000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"

static void each_event_has_the_zones_of_its_own_calendar(void **state)
{
	assert_says_the_same(*state,
		BEGIN ZONE("Here", "+0300") ZONE("First", "+0700") AT("a", "Here") END BEGIN ZONE("Here", "-0500")
			AT("b", "Here") AT("c", "First") END BEGIN AT("d", "Nowhere") END BEGIN AT("e", "Later")
				ZONE("Later", "+0100") END);
}

static void of_more_zones_than_are_kept_none_is_known_by_half(void **state)
{
	static char text[3 * 1024 * 1024], said[65536];
	struct place *place = *state;
	int64_t calendar = calendar_of(place, "people/1");
	char *to = text + sprintf(text, BEGIN);

	while (to - text < 1024 * 1024 - 1000)
		to += sprintf(to, "BEGIN:VTIMEZONE\nTZID:Other\nEND:VTIMEZONE\n");
	to += sprintf(to, "BEGIN:VTIMEZONE\r\nTZID:Here\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
			  "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nRDATE:20000101T000000");
	for (int i = 0; i < 1000; i++)
		to += sprintf(to, ",20000101T000000");
	sprintf(to, "\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nX-WR-TIMEZONE:Nowhere/At_All\r\n" AT(
			    "a", "Here") "BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20260310T090000\r\nEND:VEVENT\r\n" END);
	assert_null(put(place, calendar, "", text));
	rows(place, calendar, said);
	assert_non_null(strstr(said, "\"Here\" is neither defined in the file nor known"));
	assert_non_null(strstr(said, "\"Nowhere/At_All\" (X-WR-TIMEZONE), which is not known"));
	assert_null(strstr(said, "2026-03-10"));
}

static void of_a_private_event_its_times_are_kept(void **state)
{
	struct place *place = *state;
	int64_t calendar = calendar_of(place, "people/1");

	assert_null(put(place, calendar, "",
		BEGIN
		"BEGIN:VEVENT\r\nUID:doctor\r\nSUMMARY:Doctor\r\nATTENDEE:mailto:doc@clinic.example\r\n"
		"DTSTART:20260310T090000Z\r\nLOCATION:Clinic\r\nDESCRIPTION:Customer: me\r\nCLASS:CONFIDENTIAL\r\n"
		"END:VEVENT\r\n" END));
	assert_string_equal(kept(place, calendar),
		"BEGIN:VEVENT\nUID:doctor\n\n\nDTSTART:20260310T090000Z\n\n\nCLASS:CONFIDENTIAL\nEND:VEVENT\n");
}

static void of_a_description_what_says_something_is_kept(void **state)
{
	struct place *place = *state;
	int64_t calendar = calendar_of(place, "people/1");

	assert_null(put(place, calendar, "",
		BEGIN
		"BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260310T090000Z\r\nDESCRIPTION:A long story\\nKlant: Acme\\, "
		"Inc\\nand more\r\nATTACH:https://files.example/1\r\nEND:VEVENT\r\n"
		"BEGIN:VEVENT\r\nUID:b\r\nDTSTART:20260310T090000Z\r\nDESCRIPTION:A story\r\nEND:VEVENT\r\n" END));
	assert_string_equal(kept(place, calendar),
		"BEGIN:VEVENT\nUID:a\nDTSTART:20260310T090000Z\nDESCRIPTION:Customer: Acme\\, Inc\\n\nEND:VEVENT\n"
		"BEGIN:VEVENT\nUID:b\nDTSTART:20260310T090000Z\nEND:VEVENT\n");
}

static void objects_come_and_go_by_their_href(void **state)
{
	struct place *place = *state;
	int64_t calendar = calendar_of(place, "people/1");
	const char *first, *second;

	assert_null(put(place, calendar, "/a.ics", BEGIN ZONE("Here", "+0300") AT("a", "Here") END));
	first = calendar_shelf_state(place->shelf, calendar, CALENDAR_STATE_CONTENT, &place->arena);
	assert_null(put(place, calendar, "/b.ics", BEGIN ZONE("Here", "+0300") AT("b", "Here") END));
	second = calendar_shelf_state(place->shelf, calendar, CALENDAR_STATE_CONTENT, &place->arena);
	assert_string_not_equal(first, second);
	assert_string_equal(put(place, calendar, "/c.ics", "<html>"),
		"/c.ics is no calendar: BEGIN:VCALENDAR is not on line 1, nor on any other");
	assert_true(calendar_shelf_remove(place->shelf, calendar, "/a.ics"));
	assert_true(calendar_shelf_remove(place->shelf, calendar, "/nothing.ics"));
	assert_string_equal(kept(place, calendar),
		"BEGIN:VEVENT\nUID:b\nDTSTART;TZID=Here:20260310T090000\nDURATION:PT1H\nEND:VEVENT\n");
	assert_true(calendar_shelf_clear(place->shelf, calendar));
	assert_string_equal(kept(place, calendar), "");
	assert_string_equal(calendar_shelf_scope(place->shelf, calendar, 0, &place->arena), "");
}

/* Those that are to be read, and those that are refused for being too many. */
static void assert_events(struct place *place, int64_t calendar, size_t good, size_t many, const char *all)
{
	struct calendar_kept event;
	size_t counts[2] = { 0, 0 };

	assert_true(calendar_shelf_walk(place->shelf, calendar));
	while (calendar_shelf_walk_next(place->shelf, &event))
		counts[event.refused == CALENDAR_WHY_MANY_EVENTS]++;
	assert_int_equal(counts[0], good);
	assert_int_equal(counts[1], many);
	assert_string_equal(calendar_shelf_state(place->shelf, calendar, CALENDAR_STATE_EVENTS, &place->arena), all);
}

static void the_events_of_all_objects_count(void **state)
{
	static const char two[] = BEGIN AT("a", "Here") AT("b", "Here") END;
	struct place *place = *state;
	int64_t calendar = calendar_of(place, "people/1");
	struct calendar_limits limits = calendar_limits_default;
	const struct calendar_reason *refused;

	limits.events = 3;
	assert_true(calendar_shelf_begin(place->shelf));
	for (int i = 0; i < 2; i++) /* the same object again counts once */
		assert_true(calendar_shelf_put(
			place->shelf, calendar, "/1.ics", "", two, strlen(two), &limits, &place->arena, &refused));
	assert_events(place, calendar, 2, 0, "2");
	assert_true(calendar_shelf_put(
		place->shelf, calendar, "/2.ics", "", two, strlen(two), &limits, &place->arena, &refused));
	assert_events(place, calendar, 3, 1, "4");
	assert_true(calendar_shelf_remove(place->shelf, calendar, "/1.ics"));
	assert_events(place, calendar, 1, 1, "2");
	assert_true(calendar_shelf_put(
		place->shelf, calendar, "/2.ics", "", two, strlen(two), &limits, &place->arena, &refused));
	assert_events(place, calendar, 2, 0, "2");
	assert_true(calendar_shelf_commit(place->shelf));
}

static void the_same_zones_are_kept_once(void **state)
{
	struct place *place = *state;
	int64_t calendar = calendar_of(place, "people/1"), scope = 0;
	struct calendar_kept event;

	assert_null(put(place, calendar, "/a.ics", BEGIN ZONE("Here", "+0300") AT("a", "Here") END));
	assert_null(put(place, calendar, "/b.ics", BEGIN ZONE("Here", "+0300") AT("b", "Here") END));
	assert_true(calendar_shelf_walk(place->shelf, calendar));
	while (calendar_shelf_walk_next(place->shelf, &event)) {
		assert_true(scope == 0 || scope == event.scope);
		scope = event.scope;
	}
	assert_int_not_equal(scope, 0);
}

static void state_and_objects_survive_and_are_rolled_back(void **state)
{
	struct place *place = *state;
	int64_t calendar = calendar_of(place, "people/1");

	assert_true(calendar_shelf_state_set(place->shelf, calendar, "etag", "\"7\""));
	assert_true(calendar_shelf_begin(place->shelf));
	assert_true(calendar_shelf_state_set(place->shelf, calendar, "etag", "\"8\""));
	calendar_shelf_rollback(place->shelf);
	calendar_shelf_close(place->shelf);
	open_it(place);
	assert_int_equal(calendar_shelf_find(place->shelf, "people/1", "work.ics"), calendar);
	assert_string_equal(calendar_shelf_state(place->shelf, calendar, "etag", &place->arena), "\"7\"");
	assert_true(calendar_shelf_state_set(place->shelf, calendar, "etag", NULL));
	assert_string_equal(calendar_shelf_state(place->shelf, calendar, "etag", &place->arena), "");
}

/* Do the bytes of the shelf's files hold this? */
static bool is_on_disk(struct place *place, const char *word)
{
	static const char *const names[] = { "shelf.db", "shelf.db-wal" };
	static char bytes[4 * 1024 * 1024];
	bool found = false;

	for (size_t i = 0; i < 2; i++) {
		char path[128];
		FILE *file;
		size_t length;

		snprintf(path, sizeof(path), "%s/%s", place->folder, names[i]);
		file = fopen(path, "rb");
		if (!file)
			continue;
		length = fread(bytes, 1, sizeof(bytes), file);
		fclose(file);
		found = found || memmem(bytes, length, word, strlen(word));
	}
	return found;
}

static void nothing_stays_of_a_person_who_is_forgotten(void **state)
{
	struct place *place = *state;
	static const char *const words[] = { "xenia@ridealong.example", "Noor Xenia", "Noor" };
	struct calendar_shelved *list;
	size_t count;

	assert_null(put(place, calendar_of(place, "people/1"), "",
		BEGIN "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260310T090000Z\r\nSUMMARY:Quixotic\r\nEND:VEVENT\r\n" END));
	assert_null(put(place, calendar_of(place, "people/2"), "",
		BEGIN "BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260310T090000Z\r\nSUMMARY:Zephyrous with NOOR and Noor\r\n"
		      "ATTENDEE;CN=Noor Xenia:mailto:Xenia@ridealong.example\r\nEND:VEVENT\r\n" END));
	assert_true(is_on_disk(place, "Quixotic"));
	assert_true(calendar_shelf_erase(place->shelf, "people/1", words, 3, "somebody"));
	assert_string_equal(kept(place, calendar_of(place, "people/2")),
		"BEGIN:VEVENT\nUID:a\nDTSTART:20260310T090000Z\nSUMMARY:Zephyrous with somebody and somebody\n"
		"ATTENDEE;CN=somebody:mailto:somebody\nEND:VEVENT\n");
	assert_false(is_on_disk(place, "Xenia"));
	assert_false(is_on_disk(place, "Quixotic"));
	assert_true(is_on_disk(place, "Zephyrous"));
	assert_true(calendar_shelf_list(place->shelf, NULL, &place->arena, &list, &count));
	assert_int_equal(count, 1);
	assert_string_equal(list[0].owner, "people/2");
	assert_string_equal(list[0].kind, "file");
}

static void nobody_else_can_read_it_and_a_damaged_one_is_made_anew(void **state)
{
	struct place *place = *state;
	char path[128];
	struct stat info;
	FILE *file;

	snprintf(path, sizeof(path), "%s/shelf.db", place->folder);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	calendar_shelf_close(place->shelf);
	file = fopen(path, "wb");
	assert_non_null(file);
	fputs("This is no database, whatever it is called, and it is longer than a header of a hundred bytes, so "
	      "there.",
		file);
	fclose(file);
	open_it(place);
	assert_true(calendar_of(place, "people/1") > 0);
}

static void had(void *arg)
{
	++*(int *)arg;
}

static void turns_come_one_after_the_other(void **state)
{
	struct place *place = *state;
	int first = 0, second = 0, third = 0;
	struct calendar_turn turns[] = { { .have = had, .arg = &first }, { .have = had, .arg = &second },
		{ .have = had, .arg = &third } };

	for (size_t i = 0; i < 3; i++)
		calendar_shelf_turn(place->shelf, &turns[i]);
	assert_int_equal(first, 1);
	assert_int_equal(second + third, 0);
	assert_true(calendar_shelf_begin(place->shelf));
	calendar_of(place, "people/1");
	calendar_shelf_turn_end(place->shelf, &turns[1]); /* it waits no longer */
	calendar_shelf_turn_end(place->shelf, &turns[0]); /* and what it began is undone */
	assert_int_equal(second, 0);
	assert_int_equal(third, 1);
	assert_int_equal(calendar_shelf_find(place->shelf, "people/1", "work.ics"), 0);
	calendar_shelf_turn_end(place->shelf, &turns[2]);
}

static void a_spool_gives_back_what_it_was_given(void **state)
{
	struct place *place = *state;
	struct calendar_spool *spool = calendar_spool_create(place->folder, 10), *same;
	char text[16], digest[CALENDAR_DIGEST_TEXT], other[CALENDAR_DIGEST_TEXT];

	assert_non_null(spool);
	calendar_spool_add(spool, "abcde", 5);
	calendar_spool_add(spool, "fgh", 3);
	assert_int_equal(calendar_spool_read(spool, text, 6), 6);
	assert_int_equal(calendar_spool_read(spool, text + 6, 6), 2);
	assert_int_equal(calendar_spool_read(spool, text, 6), 0);
	assert_memory_equal(text, "abcdefgh", 8);
	same = calendar_spool_create(place->folder, 10);
	calendar_spool_add(same, "abcdefgh", 8);
	calendar_spool_digest(spool, digest);
	calendar_spool_digest(same, other);
	assert_string_equal(digest, other);
	calendar_spool_add(same, "ijk", 3);
	assert_true(calendar_spool_is_too_large(same));
	assert_int_equal(calendar_spool_size(same), 11);
	calendar_spool_destroy(spool);
	calendar_spool_destroy(same);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_kept_says_what_the_file_says, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bad_events_are_refused_with_the_lines_of_their_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_event_has_the_zones_of_its_own_calendar, set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_more_zones_than_are_kept_none_is_known_by_half, set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_a_private_event_its_times_are_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_a_description_what_says_something_is_kept, set_up, tear_down),
		cmocka_unit_test_setup_teardown(objects_come_and_go_by_their_href, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_events_of_all_objects_count, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_same_zones_are_kept_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(state_and_objects_survive_and_are_rolled_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nothing_stays_of_a_person_who_is_forgotten, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			nobody_else_can_read_it_and_a_damaged_one_is_made_anew, set_up, tear_down),
		cmocka_unit_test_setup_teardown(turns_come_one_after_the_other, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_spool_gives_back_what_it_was_given, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
