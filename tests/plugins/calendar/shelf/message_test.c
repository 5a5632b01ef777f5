/* Scheduling messages beside what the shelf keeps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shelf/intake.h"
#include "shelf/message.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EVENT(uid, lines) "BEGIN:VEVENT\r\nUID:" uid "\r\n" lines "END:VEVENT\r\n"
#define AT(hour)          "DTSTART;TZID=Here:20260310T" #hour "0000\r\nDURATION:PT1H\r\n"
#define ZONE                                                                                                           \
	"BEGIN:VTIMEZONE\r\nTZID:Here\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"          \
	"TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"

struct place {
	char folder[64];
	struct calendar_shelf *shelf;
	int64_t calendar;
	struct calendar_arena arena;
};

static int set_up(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	const char *error = "";

	strcpy(place->folder, "/tmp/ridealong-shelf.XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	place->shelf = calendar_shelf_open(place->folder, &error);
	if (!place->shelf)
		fail_msg("%s", error);
	place->calendar = calendar_shelf_calendar(place->shelf, "people/1", "work.ics", "file");
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

static void put(struct place *place, const char *text)
{
	const struct calendar_reason *refused;

	assert_true(calendar_shelf_put(
		place->shelf, place->calendar, "a", "1", text, strlen(text), NULL, &place->arena, &refused));
	assert_null(refused);
}

static void put_uid(struct place *place, const char *uid, const char *text)
{
	assert_true(calendar_shelf_put_uid(place->shelf, place->calendar, uid, text, NULL));
}

static const char *events(struct place *place)
{
	return calendar_shelf_state(place->shelf, place->calendar, CALENDAR_STATE_EVENTS, &place->arena);
}

static const char *kept(struct place *place, const char *uid)
{
	const char *text = calendar_message_kept(place->shelf, place->calendar, uid, &place->arena);

	assert_non_null(text);
	return text;
}

static void the_events_of_one_uid_take_the_place_of_those_there_were(void **state)
{
	struct place *place = *state;
	const char *content;

	put(place, "BEGIN:VCALENDAR\r\n" EVENT("a", AT(10)) EVENT("a", AT(11)) EVENT("b", AT(12)) "END:VCALENDAR\r\n");
	assert_string_equal(events(place), "3");
	content = calendar_shelf_state(place->shelf, place->calendar, CALENDAR_STATE_CONTENT, &place->arena);
	put_uid(place, "a", "BEGIN:VCALENDAR\r\n" EVENT("a", AT(13)) "END:VCALENDAR\r\n");
	assert_string_equal(events(place), "2");
	assert_string_not_equal(
		content, calendar_shelf_state(place->shelf, place->calendar, CALENDAR_STATE_CONTENT, &place->arena));
	assert_non_null(strstr(kept(place, "a"), "T130000"));
	assert_null(strstr(kept(place, "a"), "T100000"));
	assert_non_null(strstr(kept(place, "b"), "T120000"));
	put_uid(place, "b", "BEGIN:VCALENDAR\r\n" EVENT("b", AT(14)) "END:VCALENDAR\r\n");
	put_uid(place, "c", "BEGIN:VCALENDAR\r\n" EVENT("c", AT(15)) "END:VCALENDAR\r\n");
	put_uid(place, "c", "BEGIN:VCALENDAR\r\n" EVENT("c", AT(16)) "END:VCALENDAR\r\n");
	assert_string_equal(events(place), "3");
	assert_string_equal(kept(place, "nowhere"), "");
}

static void a_calendar_that_holds_one_event_goes_on_doing_so(void **state)
{
	struct place *place = *state;

	for (int i = 0; i < 3; i++)
		put_uid(place, "a", "BEGIN:VCALENDAR\r\n" EVENT("a", AT(13)) "END:VCALENDAR\r\n");
	assert_string_equal(events(place), "1");
}

static void a_zone_of_the_first_calendar_in_the_file_comes_along(void **state)
{
	struct place *place = *state;
	const char *text;

	put(place, "BEGIN:VCALENDAR\r\nX-WR-TIMEZONE:Europe/Paris\r\n" ZONE EVENT(
			   "a", AT(10)) "END:VCALENDAR\r\n"
					"BEGIN:VCALENDAR\r\n" EVENT("b", AT(11)) "END:VCALENDAR\r\n");
	text = kept(place, "b");
	assert_non_null(strstr(text, "TZID:Here"));
	assert_non_null(strstr(text, "UID:b"));
	assert_null(strstr(text, "UID:a"));
}

/* What a file is; the reason why it is refused, or NULL. */
static const struct calendar_reason *read_file(struct place *place, const char *text, struct calendar_message *ret)
{
	struct calendar_spool *spool = calendar_spool_create(place->folder, UINT64_MAX);
	const struct calendar_reason *refused;
	char byte;

	assert_non_null(spool);
	calendar_spool_add(spool, text, strlen(text));
	refused = calendar_message_read(spool, "mail.ics", &place->arena, ret);
	assert_int_equal(calendar_spool_read(spool, &byte, 1), 1);
	assert_int_equal(byte, text[0]);
	calendar_spool_destroy(spool);
	return refused;
}

static void assert_is(struct place *place, const char *text, const char *method, const char *uid)
{
	struct calendar_message message;

	assert_null(read_file(place, text, &message));
	assert_string_equal(message.method, method);
	if (*method)
		assert_string_equal(message.uid, uid);
}

static void a_message_is_told_from_a_calendar(void **state)
{
	struct place *place = *state;

	assert_is(place, "BEGIN:VCALENDAR\r\n" EVENT("a", "") "END:VCALENDAR\r\n", "", "");
	assert_is(place, "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\n" EVENT("a", "") "END:VCALENDAR\r\n", "", "");
	assert_is(place, "BEGIN:VCALENDAR\nmethod:Request\n" EVENT("a", "") "END:VCALENDAR\n", "REQUEST", "a");
	assert_is(place, "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n" EVENT("a", "") EVENT("a", "") "END:VCALENDAR\r\n",
		"REQUEST", "a");
	assert_is(place, "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n" EVENT("a", "") EVENT("b", "") "END:VCALENDAR\r\n", "",
		"");
	assert_is(place, "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n", "", "");
	assert_is(place, "not a calendar", "", "");
}

static void what_is_far_larger_than_a_message_is_refused(void **state)
{
	static const char attendee[] = "ATTENDEE:mailto:somebody@example.com\r\n";
	struct place *place = *state;
	size_t room = 6 * 1024 * 1024, used;
	char *text = malloc(room + 1024);
	struct calendar_message message;
	const struct calendar_reason *refused;

	used = (size_t)sprintf(text, "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n");
	while (used < room) {
		used += (size_t)sprintf(text + used, "BEGIN:VEVENT\r\nUID:a\r\n");
		for (int i = 0; i < 1000 && used < room; i++)
			used += (size_t)sprintf(text + used, "%s", attendee);
		used += (size_t)sprintf(text + used, "END:VEVENT\r\n");
	}
	sprintf(text + used, "END:VCALENDAR\r\n");
	refused = read_file(place, text, &message);
	assert_non_null(refused);
	assert_int_equal(refused->why, CALENDAR_WHY_MESSAGE_LARGE);
	free(text);
}

#define with_place(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_place(the_events_of_one_uid_take_the_place_of_those_there_were),
		with_place(a_calendar_that_holds_one_event_goes_on_doing_so),
		with_place(a_zone_of_the_first_calendar_in_the_file_comes_along),
		with_place(a_message_is_told_from_a_calendar),
		with_place(what_is_far_larger_than_a_message_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
