/* tests/ — the read lane: a connection a thread. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "tests/daemon/lane/fixture.h"

struct reader {
	struct lane_read *lane;
	struct store_conn *conn, *again;
	int64_t count;
};

static void *read_twice(void *arg)
{
	struct reader *reader = arg;

	assert_int_equal(lane_read_conn(reader->lane, &reader->conn, NULL), STATUS_OK);
	assert_int_equal(lane_read_conn(reader->lane, &reader->again, NULL), STATUS_OK);
	reader->count = fixture_count(reader->conn);
	return NULL;
}

static void each_thread_has_its_own_connection_and_keeps_it(void **state)
{
	struct fixture *fixture = *state;
	struct reader here, there;
	struct lane_read *lane;
	pthread_t thread;

	assert_int_equal(lane_read_start(fixture->store, &lane, NULL), STATUS_OK);
	here.lane = there.lane = lane;
	read_twice(&here);
	assert_int_equal(pthread_create(&thread, NULL, read_twice, &there), 0);
	pthread_join(thread, NULL);
	assert_ptr_equal(here.conn, here.again);
	assert_ptr_equal(there.conn, there.again);
	assert_ptr_not_equal(here.conn, there.conn);
	assert_int_equal(here.count, there.count);
	lane_read_stop(lane);
	lane_read_stop(NULL);
}

static void a_reader_cannot_write(void **state)
{
	struct fixture *fixture = *state;
	struct lane_read *lane;
	struct store_conn *conn;

	assert_int_equal(lane_read_start(fixture->store, &lane, NULL), STATUS_OK);
	assert_int_equal(lane_read_conn(lane, &conn, NULL), STATUS_OK);
	assert_int_not_equal(store_run(conn, "DELETE FROM meta", NULL, NULL, ""), STATUS_OK);
	lane_read_stop(lane);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_thread_has_its_own_connection_and_keeps_it, fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(a_reader_cannot_write, fixture_open, fixture_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
