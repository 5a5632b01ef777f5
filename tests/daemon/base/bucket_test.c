/* tests/ — counts by powers of two. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/base/bucket.h"

static void a_value_belongs_to_the_first_power_of_two_that_it_does_not_exceed(void **state)
{
	(void)state;
	assert_int_equal(bucket_number(0, 9), 0);
	assert_int_equal(bucket_number(1, 9), 0);
	assert_int_equal(bucket_number(2, 9), 1);
	assert_int_equal(bucket_number(3, 9), 2);
	assert_int_equal(bucket_number(4, 9), 2);
	assert_int_equal(bucket_number(5, 9), 3);
	assert_int_equal(bucket_number(256, 9), 8);
}

static void the_last_bucket_takes_what_is_more(void **state)
{
	(void)state;
	assert_int_equal(bucket_number(257, 9), 8);
	assert_int_equal(bucket_number(INT64_MAX, BUCKET_COUNT), BUCKET_COUNT - 1);
	assert_int_equal(bucket_number(INT64_C(1) << 30, BUCKET_COUNT), 30);
	assert_int_equal(bucket_number((INT64_C(1) << 30) + 1, BUCKET_COUNT), 31);
}

static void a_time_a_little_over_a_bound_is_over_it(void **state)
{
	(void)state;
	assert_int_equal(bucket_number_of_time(0), 0);
	assert_int_equal(bucket_number_of_time(1000), 0);
	assert_int_equal(bucket_number_of_time(1001), 1);
	assert_int_equal(bucket_number_of_time(64000), 6);
	assert_int_equal(bucket_number_of_time(64001), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_belongs_to_the_first_power_of_two_that_it_does_not_exceed),
		cmocka_unit_test(the_last_bucket_takes_what_is_more),
		cmocka_unit_test(a_time_a_little_over_a_bound_is_over_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
