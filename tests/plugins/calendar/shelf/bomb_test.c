/* Calendars made to keep us busy, on their way onto the shelf, and read from there as often as a sync may: once to see
 * what would be gone, once to take over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ical/civil.h"
#include "shelf/intake.h"
#include "shelf/reading.h"

#include "../ical/bombs.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char folder[64]; /* in which each bomb has one of its own */

static bool take(struct calendar_shelf *shelf, int64_t calendar, const char *text, size_t length)
{
	struct calendar_intake *intake = calendar_intake_begin(shelf, calendar, "", "", "bomb.ics", NULL);
	struct calendar_arena arena = { 0 };
	bool taken;

	for (size_t at = 0; at < length; at += 65536)
		calendar_intake_feed(intake, text + at, length - at < 65536 ? length - at : 65536);
	taken = !calendar_intake_end(intake, &arena);
	calendar_intake_destroy(intake);
	calendar_arena_free(&arena);
	return taken;
}

/* Whether that is refused which is to be refused. */
static bool walk(struct calendar_shelf *shelf, int64_t calendar, const struct calendar_bomb *bomb)
{
	struct calendar_reading *reading = calendar_reading_begin(shelf, calendar,
		(struct calendar_window){
			calendar_civil_day(2026, 1, 1) * CALENDAR_DAY, calendar_civil_day(2027, 4, 6) * CALENDAR_DAY },
		NULL);
	const struct calendar_series_read *series;
	bool any = false, right = !bomb->refused;

	while ((series = calendar_reading_next(reading))) {
		any = any || series->refused;
		right = right || (series->refused && calendar_bomb_is_refused(bomb, series->refused));
	}
	right = right && !calendar_reading_is_broken(reading) && (bomb->refused || !any);
	calendar_reading_end(reading);
	return right;
}

static bool answer(const struct calendar_bomb *bomb, const char *text, size_t length)
{
	struct calendar_shelf *shelf;
	const char *error;
	int64_t calendar;
	char own[80];
	bool right;

	snprintf(own, sizeof(own), "%s/XXXXXX", folder);
	shelf = calendar_shelf_open(mkdtemp(own), &error);
	right = calendar_shelf_begin(shelf);
	calendar = calendar_shelf_calendar(shelf, "people/anna", "bomb.ics", "file");
	right = right && take(shelf, calendar, text, length) && walk(shelf, calendar, bomb) &&
		calendar_shelf_commit(shelf) && walk(shelf, calendar, bomb);
	calendar_shelf_close(shelf);
	return right;
}

static int folder_make(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/ridealong-bombs.XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *where)
{
	(void)info;
	(void)kind;
	(void)where;
	return remove(path);
}

static int folder_remove(void **state)
{
	(void)state;
	return nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

static void every_bomb_is_answered_in_time_and_in_little_memory(void **state)
{
	(void)state;
	calendar_bombs_assert(answer);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_bomb_is_answered_in_time_and_in_little_memory) };

	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
