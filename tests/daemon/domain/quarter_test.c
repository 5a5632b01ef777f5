/* Quarters of the year. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/day.h"
#include "daemon/domain/quarter.h"

static int day(const char *text)
{
	int parsed;

	assert_true(day_parse(text, &parsed));
	return parsed;
}

static void a_quarter_is_read_and_written(void **state)
{
	static const char *const wrong[] = { "", "2026", "2026-Q0", "2026-Q5", "2026Q1", "2026-Q1 ", "26-Q1", "x026-Q1",
		"1582-Q4", "9999-Q1", "2026-Q" };
	char text[QUARTER_TEXT];
	int quarter;

	(void)state;
	assert_true(quarter_parse("2026-Q1", &quarter));
	quarter_format(quarter, text);
	assert_string_equal(text, "2026-Q1");
	quarter_format(quarter - 1, text);
	assert_string_equal(text, "2025-Q4");
	assert_true(quarter_parse("2026-q3", &quarter));
	for (size_t i = 0; i < LENGTH(wrong); i++)
		assert_row(!quarter_parse(wrong[i], &quarter), wrong[i], "was read");
}

static void each_day_lies_in_one_quarter(void **state)
{
	int quarter;

	(void)state;
	quarter_parse("2026-Q1", &quarter);
	assert_int_equal(quarter_first_day(quarter), day("2026-01-01"));
	assert_int_equal(quarter_first_day(quarter + 1), day("2026-04-01"));
	assert_int_equal(quarter_of(day("2026-03-31")), quarter);
	assert_int_equal(quarter_of(day("2026-04-01")), quarter + 1);
	assert_int_equal(quarter_of(day("2025-12-31")), quarter - 1);
	for (int at = day("2023-12-01"); at < day("2025-02-01"); at++)
		assert_true(quarter_first_day(quarter_of(at)) <= at && at < quarter_first_day(quarter_of(at) + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quarter_is_read_and_written),
		cmocka_unit_test(each_day_lies_in_one_quarter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
