/* tests — when a delivery that failed is tried again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "plugins/reminders/delivery/backoff.h"

#define MINUTE INT64_C(60000000)
#define HOUR   (60 * MINUTE)

static int64_t whole(const char *key)
{
	int64_t sum = 0, interval;

	for (int attempt = 1; (interval = backoff_interval(key, attempt)) != BACKOFF_NEVER; attempt++)
		sum += interval;
	return sum;
}

static void what_fails_on_friday_evening_is_still_tried_on_monday_noon(void **state)
{
	(void)state;
	for (int i = 0; i < 1000; i++) {
		char key[40];

		snprintf(key, sizeof(key), "prepare_early/sessions/%d", i);
		assert_true(whole(key) > 66 * HOUR); /* from 18:00 to 12:00 */
		assert_true(whole(key) < 84 * HOUR);
	}
}

static void the_first_tries_come_soon_and_the_later_ones_seldom(void **state)
{
	(void)state;
	assert_true(backoff_interval("a", 1) <= 2 * MINUTE);
	for (int attempt = 1; attempt < 8; attempt++)
		assert_true(backoff_interval("a", attempt + 1) > backoff_interval("a", attempt));
	for (int attempt = 8; attempt <= 12; attempt++)
		assert_in_range(backoff_interval("a", attempt), 10 * HOUR, 14 * HOUR);
	assert_true(backoff_interval("a", 13) == BACKOFF_NEVER);
	assert_true(backoff_interval("a", 0) == BACKOFF_NEVER);
}

static void the_same_attempt_waits_as_long_whenever_it_is_asked_and_others_do_not(void **state)
{
	int early = 0;

	(void)state;
	assert_true(backoff_interval("card/sessions/1", 4) == backoff_interval("card/sessions/1", 4));
	assert_true(backoff_interval("card/sessions/1", 4) != backoff_interval("card/sessions/2", 4));
	for (int i = 0; i < 1000; i++) {
		char key[40];

		snprintf(key, sizeof(key), "card/sessions/%d", i);
		assert_in_range(backoff_interval(key, 4), 54 * MINUTE, 66 * MINUTE);
		early += backoff_interval(key, 4) < HOUR;
	}
	assert_in_range(early, 400, 600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fails_on_friday_evening_is_still_tried_on_monday_noon),
		cmocka_unit_test(the_first_tries_come_soon_and_the_later_ones_seldom),
		cmocka_unit_test(the_same_attempt_waits_as_long_whenever_it_is_asked_and_others_do_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
