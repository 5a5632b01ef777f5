/* A store of its own in a folder, with a table to count in: the meta table. */
#ifndef RIDEALONG_TESTS_LANE_FIXTURE_H
#define RIDEALONG_TESTS_LANE_FIXTURE_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/lane/lane.h"

struct fixture {
	struct store *store;
	char dir[64];
};

static inline int fixture_open(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	struct error error = { 0 };

	strcpy(fixture->dir, "/tmp/ridealong-lane-XXXXXX");
	assert_non_null(mkdtemp(fixture->dir));
	if (store_open(fixture->dir, 1, &fixture->store, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	*state = fixture;
	return 0;
}

static inline int fixture_remove(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static inline int fixture_close(void **state)
{
	struct fixture *fixture = *state;

	store_close(fixture->store);
	nftw(fixture->dir, fixture_remove, 16, FTW_DEPTH | FTW_PHYS);
	free(fixture);
	return 0;
}

/* How many rows there are whose key begins a test's row. */
static inline int64_t fixture_count(struct store_conn *conn)
{
	struct store_rows *rows;
	int64_t count = -1;
	bool row;

	assert_int_equal(store_query(conn, "SELECT count(*) FROM meta", &rows, NULL, ""), STATUS_OK);
	assert_int_equal(store_next(rows, &row, NULL), STATUS_OK);
	count = store_int(rows, 0);
	store_done(rows);
	return count;
}

static inline int64_t fixture_count_committed(struct fixture *fixture)
{
	struct store_conn *conn;
	int64_t count;

	assert_int_equal(store_connect(fixture->store, STORE_READ, &conn, NULL), STATUS_OK);
	count = fixture_count(conn);
	store_disconnect(conn);
	return count;
}

#endif
