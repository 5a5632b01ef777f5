/* tests — whether a message may go now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "plugins/reminders/delivery/pace.h"

#define MINUTE INT64_C(60000000)
#define HOUR   (60 * MINUTE)
#define NOW    INT64_C(1778493600000000)

static const int channel, other;
static const char *reason;

static int64_t ask(struct pace *pace, int person, int64_t now)
{
	char name[40];

	reason = "";
	snprintf(name, sizeof(name), "people/%d", person);
	return pace_ask(pace, &channel, name, "key", now, &reason);
}

static void tell(struct pace *pace, int person, int answered, int64_t now)
{
	char name[40];

	snprintf(name, sizeof(name), "people/%d", person);
	pace_tell(pace, &channel, name, answered, now);
}

static void one_person_gets_so_many_an_hour_and_the_rest_when_the_hour_is_round(void **state)
{
	struct pace *pace = pace_create(3, 0);

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(ask(pace, 1, NOW + i * MINUTE), 0);
	assert_int_equal(ask(pace, 1, NOW + 10 * MINUTE), NOW + HOUR);
	assert_string_equal(reason, "waits.person");
	assert_int_equal(ask(pace, 2, NOW + 10 * MINUTE), 0);
	assert_int_equal(ask(pace, 1, NOW + HOUR), 0);
	assert_int_equal(ask(pace, 1, NOW + HOUR), NOW + HOUR + MINUTE);
	pace_destroy(pace);
}

static void a_channel_carries_so_many_a_minute(void **state)
{
	struct pace *pace = pace_create(0, 2);

	(void)state;
	assert_int_equal(ask(pace, 1, NOW), 0);
	assert_int_equal(ask(pace, 2, NOW), 0);
	assert_int_equal(ask(pace, 3, NOW), NOW + MINUTE);
	assert_string_equal(reason, "waits.backlog");
	assert_int_equal(pace_ask(pace, &other, "people/3", "key", NOW, &reason), 0);
	assert_int_equal(ask(pace, 3, NOW + MINUTE), 0);
	pace_destroy(pace);
}

static void without_limits_all_go(void **state)
{
	struct pace *pace = pace_create(0, 0);

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(ask(pace, 1, NOW), 0);
	pace_destroy(pace);
}

static void a_clock_that_was_set_back_holds_nothing_up(void **state)
{
	struct pace *pace = pace_create(1, 1);

	(void)state;
	assert_int_equal(ask(pace, 1, NOW), 0);
	assert_int_equal(ask(pace, 1, NOW - 24 * HOUR), 0);
	assert_int_equal(ask(pace, 1, NOW - 24 * HOUR), NOW - 23 * HOUR);
	pace_destroy(pace);
}

static void try_in_vain(struct pace *pace, int person, int64_t now)
{
	assert_int_equal(ask(pace, person, now), 0);
	tell(pace, person, 0, now);
}

static void one_persons_trouble_is_not_the_channels(void **state)
{
	struct pace *pace = pace_create(0, 0);

	(void)state;
	for (int i = 0; i < 20; i++)
		try_in_vain(pace, 1, NOW + i * HOUR);
	assert_int_equal(ask(pace, 2, NOW + 20 * HOUR), 0);
	pace_destroy(pace);
}

static void a_channel_that_is_down_is_asked_by_one_and_the_rest_waits(void **state)
{
	struct pace *pace = pace_create(0, 0);

	(void)state;
	for (int i = 1; i <= 3; i++)
		try_in_vain(pace, i, NOW);
	assert_in_range(ask(pace, 4, NOW), NOW + MINUTE, NOW + 2 * MINUTE);
	assert_string_equal(reason, "waits.channel");
	assert_int_equal(ask(pace, 4, NOW + MINUTE), 0);
	assert_in_range(ask(pace, 5, NOW + MINUTE), NOW + 2 * MINUTE, NOW + 3 * MINUTE);
	tell(pace, 4, 0, NOW + MINUTE);
	/* Two minutes now. */
	assert_in_range(ask(pace, 5, NOW + 2 * MINUTE), NOW + 3 * MINUTE, NOW + 4 * MINUTE);
	assert_int_equal(ask(pace, 5, NOW + 3 * MINUTE), 0);
	tell(pace, 5, 1, NOW + 3 * MINUTE);
	for (int i = 6; i < 20; i++)
		assert_int_equal(ask(pace, i, NOW + 3 * MINUTE), 0);
	pace_destroy(pace);
}

static void what_was_under_way_when_it_went_down_makes_it_wait_no_longer(void **state)
{
	struct pace *pace = pace_create(0, 0);

	(void)state;
	for (int i = 1; i <= 8; i++)
		assert_int_equal(ask(pace, i, NOW), 0);
	for (int i = 1; i <= 8; i++)
		tell(pace, i, 0, NOW);
	assert_int_equal(ask(pace, 9, NOW + MINUTE), 0);
	pace_destroy(pace);
}

static void a_probe_of_which_nothing_is_heard_does_not_hold_up_the_rest_for_ever(void **state)
{
	struct pace *pace = pace_create(0, 0);
	int64_t now = NOW + MINUTE;

	(void)state;
	for (int i = 1; i <= 3; i++)
		try_in_vain(pace, i, NOW);
	assert_int_equal(ask(pace, 4, now), 0);
	assert_int_not_equal(ask(pace, 5, now + 10 * MINUTE), 0);
	assert_int_equal(ask(pace, 5, now + HOUR), 0);
	pace_destroy(pace);
}

static void a_pause_never_gets_longer_than_a_quarter_of_an_hour(void **state)
{
	struct pace *pace = pace_create(0, 0);
	int64_t now = NOW;

	(void)state;
	for (int i = 1; i <= 3; i++)
		try_in_vain(pace, i, now);
	for (int i = 0; i < 20; i++) {
		now += 15 * MINUTE;
		try_in_vain(pace, i % 4, now);
	}
	assert_int_equal(ask(pace, 1, now + 15 * MINUTE), 0);
	pace_destroy(pace);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_person_gets_so_many_an_hour_and_the_rest_when_the_hour_is_round),
		cmocka_unit_test(a_channel_carries_so_many_a_minute),
		cmocka_unit_test(without_limits_all_go),
		cmocka_unit_test(a_clock_that_was_set_back_holds_nothing_up),
		cmocka_unit_test(one_persons_trouble_is_not_the_channels),
		cmocka_unit_test(a_channel_that_is_down_is_asked_by_one_and_the_rest_waits),
		cmocka_unit_test(what_was_under_way_when_it_went_down_makes_it_wait_no_longer),
		cmocka_unit_test(a_probe_of_which_nothing_is_heard_does_not_hold_up_the_rest_for_ever),
		cmocka_unit_test(a_pause_never_gets_longer_than_a_quarter_of_an_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
