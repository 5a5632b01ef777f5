/* A store in memory with the connection that writes, for the tests of its nouns. */
#ifndef RIDEALONG_TESTS_STORE_BENCH_H
#define RIDEALONG_TESTS_STORE_BENCH_H

#include "daemon/store/store.h"

#define assert_ok(expression) assert_int_equal((expression), STATUS_OK)

struct bench {
	struct store *store;
	struct store_conn *conn;
	struct arena *arena;
};

/** cmocka's setup and teardown. */
int bench_open(void **state);
int bench_close(void **state);

#endif
