/* Calendars made to keep us busy, read as one source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bombs.h"
#include "calendar_test.h"

static bool answer(const struct calendar_bomb *bomb, const char *text, size_t length)
{
	struct calendar_source *source = calendar_test_read(text, length, 65536);
	const struct calendar_occurrences *occurrences;
	const struct calendar_refusals *refusals;
	bool right;

	calendar_source_expand(source,
		(struct calendar_window){
			calendar_civil_day(2026, 1, 1) * CALENDAR_DAY, calendar_civil_day(2027, 4, 6) * CALENDAR_DAY },
		&occurrences, &refusals);
	right = !bomb->refused && refusals->count == 0;
	for (size_t i = 0; i < refusals->count; i++)
		right = right || calendar_bomb_is_refused(bomb, &refusals->list[i]);
	right = right && !calendar_source_refused(source);
	calendar_source_destroy(source);
	return right;
}

static void every_bomb_is_answered_in_time_and_in_little_memory(void **state)
{
	(void)state;
	calendar_bombs_assert(answer);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_bomb_is_answered_in_time_and_in_little_memory) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
