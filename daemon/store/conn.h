/* store/ — a connection from the inside; for the files of this storey alone. */
#ifndef RIDEALONG_STORE_CONN_H
#define RIDEALONG_STORE_CONN_H

#include <sqlite3.h>
#include <stdarg.h>

#include "daemon/store/store.h"

#define STORE_MAX_PARAMETERS 64

struct store_rows {
	struct store_conn *conn;
	const char *sql; /* its address is the key of the cache */
	sqlite3_stmt *stmt;
	bool cached, busy;
	int parameters[STORE_MAX_PARAMETERS]; /* SQLite's index of $1, $2, …; 0 when the statement has no such */
	/* Columns of the statement, or parameters of one that writes, as fields of a message, found once. */
	const ProtobufCMessageDescriptor *type;
	const ProtobufCFieldDescriptor **fields;
	int n_fields;
	struct store_rows *next; /* in its bucket */
};

#define STORE_BUCKETS 256

struct store_conn {
	struct store *store;
	sqlite3 *db;
	bool writes;
	int budget; /* thousands of VM steps left */
	bool exhausted;
	int64_t wal_pages;
	unsigned token_changes; /* token.h: before the transaction */
	bool changes_tokens;    /* the transaction does */
	struct store_rows *buckets[STORE_BUCKETS];
};

/** Opens the file (or URI) as every connection is opened; *ret is the caller's also on failure (sqlite3_close). */
enum status conn_open_database(const char *path, sqlite3 **ret, struct error *reterr);
/** What a connection that writes wants. */
enum status conn_configure_writer(sqlite3 *db, struct error *reterr);
/** SQLite's word for what went wrong, in ours. */
enum status conn_error(sqlite3 *db, int code, struct error *reterr);
/** Runs plain SQL without parameters: pragmas, transactions. */
enum status conn_exec(sqlite3 *db, const char *sql, struct error *reterr);
/** A copy of the database into a new file, on disk when it returns. */
enum status conn_copy(sqlite3 *db, const char *path, int64_t *ret_size, struct error *reterr);

/** The first column of the first row of a query without parameters. */
enum status conn_number(sqlite3 *db, const char *sql, int64_t *ret, struct error *reterr);

/** A statement of the connection, out of the cache or prepared, ready to be bound. store_done() gives it back. */
enum status conn_prepare(struct store_conn *conn, const char *sql, struct store_rows **ret, struct error *reterr);
/** SQLite's index of $number; aborts when the statement has none. */
int conn_parameter(const struct store_rows *rows, int number);
/** store_query() with its arguments in a list. */
enum status conn_query(struct store_conn *conn, const char *sql, struct store_rows **ret, struct error *reterr,
	const char *types, va_list args);
/** store_row() with its arguments in a list. */
enum status conn_row(struct store_conn *conn, const char *sql, struct arena *arena, bool *ret_found,
	struct error *reterr, const char *types, va_list args);
/** The INTEGER PRIMARY KEY of the row that was inserted last. */
int64_t conn_last_id(const struct store_conn *conn);
/** Runs a bound statement to its end. */
enum status conn_finish(struct store_rows *rows, int *ret_changes, struct error *reterr);
void conn_forget_statements(struct store_conn *conn);

#endif
