/* tests — moments as numbers and back. */
#include "daemon/domain/instant.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void there_and_back(struct arena *arena, int64_t us)
{
	assert_int_equal(instant_us(instant_new(arena, us)), us);
	assert_int_equal(instant_length_us(instant_length_new(arena, us)), us);
}

static void moments_come_back_as_they_went(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	there_and_back(arena, 1);
	there_and_back(arena, -1);
	there_and_back(arena, INT64_C(1772434800123456));
	there_and_back(arena, -INT64_C(1500000));
	arena_destroy(arena);
}

static void a_fraction_counts_forward_also_before_1970(void **state)
{
	struct arena *arena = arena_create();
	Timestamp *time = instant_new(arena, -1);

	(void)state;
	assert_int_equal(time->seconds, -1);
	assert_int_equal(time->nanos, 999999000);
	arena_destroy(arena);
}

static void nothing_is_zero_and_zero_is_nothing(void **state)
{
	(void)state;
	assert_int_equal(instant_us(NULL), 0);
	assert_int_equal(instant_length_us(NULL), 0);
	assert_null(instant_new(NULL, 0));
	assert_null(instant_length_new(NULL, 0));
}

static void numbers_beyond_all_years_are_held_at_the_edge(void **state)
{
	Timestamp time = TIMESTAMP__INIT;
	Duration length = DURATION__INIT;

	(void)state;
	time.seconds = INT64_MAX;
	assert_int_equal(instant_us(&time), INT64_C(253402300799000000));
	time.seconds = INT64_MIN;
	assert_int_equal(instant_us(&time), INT64_C(-62135596800000000));
	length.seconds = INT64_MAX;
	assert_int_equal(instant_length_us(&length), INT64_C(315576000000000000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moments_come_back_as_they_went),
		cmocka_unit_test(a_fraction_counts_forward_also_before_1970),
		cmocka_unit_test(nothing_is_zero_and_zero_is_nothing),
		cmocka_unit_test(numbers_beyond_all_years_are_held_at_the_edge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
