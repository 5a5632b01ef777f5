/* tests/ — the one clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/base/clock.h"

static int64_t parsed(const char *text)
{
	struct error error = { 0 };
	int64_t us = -1;

	assert_int_equal(clock_parse(text, &us, &error), STATUS_OK);
	return us;
}

static void times_are_read_as_rfc_3339_writes_them(void **state)
{
	(void)state;
	assert_int_equal(parsed("1970-01-01T00:00:00Z"), 0);
	assert_int_equal(parsed("2026-03-02T08:00:00+01:00"), INT64_C(1772434800) * CLOCK_SECOND);
	assert_int_equal(parsed("2026-03-02T07:00:00Z"), parsed("2026-03-02T08:00:00+01:00"));
	assert_int_equal(parsed("2024-02-29T23:59:59.123456Z"), INT64_C(1709251199123456));
	assert_int_equal(parsed("1969-12-31T23:59:59.5-00:00"), -CLOCK_SECOND / 2);
	assert_int_equal(parsed("2016-12-31T23:59:60Z"), parsed("2017-01-01T00:00:00Z"));
}

static void what_is_no_time_is_refused_and_writes_nothing(void **state)
{
	static const char *const wrong[] = { "", "2026", "2026-03-02", "2026-03-02T08:00", "2026-03-02T08:00:00",
		"2026-02-29T08:00:00Z", "2026-13-01T08:00:00Z", "2026-00-01T08:00:00Z", "2026-03-02T24:00:00Z",
		"2026-03-02T08:60:00Z", "2026-03-02T08:00:61Z", "2026-03-02T08:00:00.Z", "2026-03-02T08:00:00+24:00",
		"2026-03-02T08:00:00+01", "2026-03-02T08:00:00Zx", "26-03-02T08:00:00Z", "tomorrow" };
	struct error error = { 0 };
	int64_t us = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(clock_parse(wrong[i], &us, &error), STATUS_INVALID_ARGUMENT);
	assert_int_equal(us, 42);
}

static void a_manual_clock_stands_still_and_never_runs_backwards(void **state)
{
	struct clock *clock = clock_create_manual(1000);
	struct error error = { 0 };

	(void)state;
	assert_true(clock_is_manual(clock));
	assert_int_equal(clock_now(clock), 1000);
	assert_int_equal(clock_set(clock, 2000, &error), STATUS_OK);
	assert_int_equal(clock_set(clock, 2000, &error), STATUS_OK);
	assert_int_equal(clock_set(clock, 1999, &error), STATUS_FAILED_PRECONDITION);
	assert_int_equal(clock_now(clock), 2000);
	clock_destroy(clock);
}

static void a_real_clock_moves_by_itself_only(void **state)
{
	struct clock *clock = clock_create_real();
	struct error error = { 0 };

	(void)state;
	assert_false(clock_is_manual(clock));
	assert_true(clock_now(clock) > parsed("2020-01-01T00:00:00Z"));
	assert_int_equal(clock_set(clock, INT64_MAX, &error), STATUS_FAILED_PRECONDITION);
	assert_true(clock_monotonic_ns() <= clock_monotonic_ns());
	clock_destroy(clock);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read_as_rfc_3339_writes_them),
		cmocka_unit_test(what_is_no_time_is_refused_and_writes_nothing),
		cmocka_unit_test(a_manual_clock_stands_still_and_never_runs_backwards),
		cmocka_unit_test(a_real_clock_moves_by_itself_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
