/* Half of them, and nine in ten. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/delay.h"

static void the_median_is_the_one_in_the_middle_or_between_the_two(void **state)
{
	int64_t odd[] = { 30, 10, 20 }, even[] = { 40, 10, 30, 20 }, one[] = { 7 };

	(void)state;
	assert_int_equal(delay_median(odd, 3), 20);
	assert_int_equal(delay_median(even, 4), 25);
	assert_int_equal(delay_median(one, 1), 7);
	assert_int_equal(delay_median(NULL, 0), 0);
}

static void nine_in_ten_are_no_longer_by_nearest_rank(void **state)
{
	int64_t ten[] = { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, eleven[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 },
		one[] = { 7 };

	(void)state;
	assert_int_equal(delay_percentile(ten, 10, 90), 9);
	assert_int_equal(delay_percentile(eleven, 11, 90), 10);
	assert_int_equal(delay_percentile(one, 1, 90), 7);
	assert_int_equal(delay_percentile(ten, 10, 0), 1);
	assert_int_equal(delay_percentile(ten, 10, 100), 10);
	assert_int_equal(delay_percentile(NULL, 0, 90), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_median_is_the_one_in_the_middle_or_between_the_two),
		cmocka_unit_test(nine_in_ten_are_no_longer_by_nearest_rank),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
