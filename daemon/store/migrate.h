/* store/ — the schema's versions; for store.c and tests. */
#ifndef RIDEALONG_STORE_MIGRATE_H
#define RIDEALONG_STORE_MIGRATE_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/status.h"

/** A numbered SQL file of migrations/, built in. */
struct migration {
	int number;       /* 1, 2, … without a gap */
	const char *name; /* "0001_first" */
	const unsigned char *sql;
	const size_t *size;
};

/** All, by number; *ret_count of them. Generated (migrations.cmake). */
extern const struct migration migrations[];
extern const size_t n_migrations;

/** Brings a database from its version up to the last of `list`: each migration in a transaction of its own, and, when
 *  there is something to lose and `backup` is not NULL, a copy to that file before the first. *ret_version is the
 *  version then. FAILED_PRECONDITION, and nothing touched: written by a newer version, or not ours. DATA_LOSS: not a
 *  database. */
enum status migrate(sqlite3 *db, const struct migration *list, size_t count, const char *backup, int64_t now_us,
	int *ret_version, struct error *reterr);

#endif
