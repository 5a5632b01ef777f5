/* tests — timers as rows. */
#include "daemon/store/timer.h"
#include "tests/daemon/store/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void set(struct bench *bench, const char *owner, const char *key, int64_t due)
{
	uint8_t bytes[] = { 1, 2, 3 };
	ProtobufCBinaryData payload = { sizeof(bytes), bytes };

	assert_ok(store_timer_set(bench->conn, owner, key, due, 42, payload, NULL));
}

static struct store_timer *due(struct bench *bench, const char *owner, int64_t until, size_t expected)
{
	struct store_timer *timers;
	size_t count;

	assert_ok(store_timer_due(bench->conn, owner, until, 100, bench->arena, &timers, &count, NULL));
	assert_int_equal(count, expected);
	return timers;
}

static void timers_come_when_they_are_due_the_earliest_first(void **state)
{
	struct bench *bench = *state;
	struct store_timer *timers;
	int64_t next;

	set(bench, "reminders", "b", 20);
	set(bench, "reminders", "a", 10);
	set(bench, STORE_TIMER_SERVICE, "c", 15);
	due(bench, NULL, 9, 0);
	timers = due(bench, NULL, 20, 3);
	assert_string_equal(timers[0].key, "a");
	assert_string_equal(timers[1].owner, STORE_TIMER_SERVICE);
	assert_int_equal(timers[2].payload.len, 3);
	assert_int_equal(timers[2].create_time, 42);
	timers = due(bench, "reminders", 15, 1);
	assert_ok(store_timer_next(bench->conn, 10, &next, NULL));
	assert_int_equal(next, 15);
	assert_ok(store_timer_next(bench->conn, 20, &next, NULL));
	assert_true(next == INT64_MAX);
	assert_ok(store_timer_count(bench->conn, &next, NULL));
	assert_int_equal(next, 3);
}

static void work_of_a_timer_that_was_set_anew_does_not_end_it(void **state)
{
	struct bench *bench = *state;
	int64_t first, second;

	set(bench, "reminders", "a", 10);
	first = due(bench, NULL, 10, 1)->generation;
	set(bench, "reminders", "a", 30);
	assert_ok(store_timer_finish(bench->conn, "reminders", "a", first, NULL));
	second = due(bench, NULL, 30, 1)->generation;
	assert_true(second > first);
	/* nor of one that was removed in between */
	assert_ok(store_timer_delete(bench->conn, "reminders", "a", NULL));
	set(bench, "reminders", "a", 30);
	assert_ok(store_timer_finish(bench->conn, "reminders", "a", second, NULL));
	assert_ok(store_timer_finish(bench->conn, "reminders", "a", first, NULL));
	due(bench, NULL, 30, 1);
	assert_ok(store_timer_finish(bench->conn, "reminders", "a", due(bench, NULL, 30, 1)->generation, NULL));
	due(bench, NULL, 30, 0);
}

static void a_timer_that_is_not_there_cannot_be_removed(void **state)
{
	struct bench *bench = *state;
	struct error error;

	set(bench, "reminders", "a", 10);
	assert_int_equal(store_timer_delete(bench->conn, "calendar", "a", &error), STATUS_NOT_FOUND);
	assert_non_null(strstr(error.message, "\"a\""));
	assert_ok(store_timer_delete(bench->conn, "reminders", "a", NULL));
}

#define with_bench(test) cmocka_unit_test_setup_teardown(test, bench_open, bench_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_bench(timers_come_when_they_are_due_the_earliest_first),
		with_bench(work_of_a_timer_that_was_set_anew_does_not_end_it),
		with_bench(a_timer_that_is_not_there_cannot_be_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
