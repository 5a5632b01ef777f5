#include "tests/daemon/store/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

int bench_open(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	assert_non_null(bench);
	assert_ok(store_open(":memory:", 1, &bench->store, NULL));
	assert_ok(store_connect(bench->store, STORE_WRITE, &bench->conn, NULL));
	bench->arena = arena_create();
	*state = bench;
	return 0;
}

int bench_close(void **state)
{
	struct bench *bench = *state;

	store_disconnect(bench->conn);
	store_close(bench->store);
	arena_destroy(bench->arena);
	free(bench);
	return 0;
}
