/* store/ — statements: prepared once a connection, bound, run, read. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/conn.h"

/* Mistakes of ours that no input can cause: better found by the first test than carried along. */
static _Noreturn void give_up(const char *sql, const char *what, int number)
{
	fprintf(stderr, "<0>store: %s (%d) in: %s\n", what, number, sql);
	abort();
}

static unsigned bucket_of(const char *sql)
{
	return (unsigned)(((uintptr_t)sql * UINT64_C(0x9e3779b97f4a7c15)) >> 56) % STORE_BUCKETS;
}

static void find_parameters(struct store_rows *rows)
{
	char name[16];

	if (sqlite3_bind_parameter_count(rows->stmt) >= STORE_MAX_PARAMETERS)
		give_up(rows->sql, "too many parameters", STORE_MAX_PARAMETERS);
	for (int i = 0; i < STORE_MAX_PARAMETERS; i++) {
		snprintf(name, sizeof(name), "$%d", i + 1);
		rows->parameters[i] = sqlite3_bind_parameter_index(rows->stmt, name);
	}
}

static void free_rows(struct store_rows *rows)
{
	sqlite3_finalize(rows->stmt);
	free(rows->fields);
	free(rows);
}

static enum status prepare_new(struct store_conn *conn, const char *sql, struct store_rows **ret, struct error *reterr)
{
	struct store_rows *rows = calloc(1, sizeof(*rows));
	int code;

	if (rows == NULL)
		abort();
	rows->conn = conn;
	rows->sql = sql;
	code = sqlite3_prepare_v3(conn->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &rows->stmt, NULL);
	if (code != SQLITE_OK) {
		free_rows(rows);
		return conn_error(conn->db, code, reterr);
	}
	find_parameters(rows);
	*ret = rows;
	return STATUS_OK;
}

enum status conn_prepare(struct store_conn *conn, const char *sql, struct store_rows **ret, struct error *reterr)
{
	struct store_rows **bucket = &conn->buckets[bucket_of(sql)], *rows;
	enum status st;

	for (rows = *bucket; rows != NULL && rows->sql != sql; rows = rows->next)
		;
	if (rows == NULL) {
		st = prepare_new(conn, sql, &rows, reterr);
		if (st != STATUS_OK)
			return st;
		rows->cached = true;
		rows->next = *bucket;
		*bucket = rows;
	} else if (rows->busy) { /* a query inside a run of itself */
		st = prepare_new(conn, sql, &rows, reterr);
		if (st != STATUS_OK)
			return st;
	}
	rows->busy = true;
	*ret = rows;
	return STATUS_OK;
}

void conn_forget_statements(struct store_conn *conn)
{
	struct store_rows *next;

	for (size_t i = 0; i < STORE_BUCKETS; i++)
		for (struct store_rows *rows = conn->buckets[i]; rows != NULL; rows = next) {
			next = rows->next;
			free_rows(rows);
		}
	memset(conn->buckets, 0, sizeof(conn->buckets));
}

int conn_parameter(const struct store_rows *rows, int number)
{
	int index = number <= STORE_MAX_PARAMETERS ? rows->parameters[number - 1] : 0;

	if (index == 0)
		give_up(rows->sql, "no such parameter", number);
	return index;
}

/* What is bound lives in the caller's hands until the statement is done: no copy is made (SQLITE_STATIC). */
/* Up to the end of the types, or to the ":" behind which columns are. */
static void bind_arguments(struct store_rows *rows, const char *types, va_list *args)
{
	const void *bytes;
	int number = 1, index;

	for (const char *type = types; *type != '\0' && *type != ':'; type++, number++) {
		index = conn_parameter(rows, number);
		switch (*type) {
		case 's':
			sqlite3_bind_text(rows->stmt, index, va_arg(*args, const char *), -1, SQLITE_STATIC);
			break;
		case 'i':
			sqlite3_bind_int64(rows->stmt, index, va_arg(*args, int64_t));
			break;
		case 'n':
		case 'b':
			sqlite3_bind_int(rows->stmt, index, va_arg(*args, int));
			break;
		case 'B':
			bytes = va_arg(*args, const void *);
			/* No bytes are an empty BLOB, never NULL. */
			sqlite3_bind_blob64(
				rows->stmt, index, bytes != NULL ? bytes : "", va_arg(*args, size_t), SQLITE_STATIC);
			break;
		default:
			give_up(rows->sql, "unknown type of argument", *type);
		}
	}
	if (number - 1 != sqlite3_bind_parameter_count(rows->stmt))
		give_up(rows->sql, "not all parameters are given", number - 1);
}

static enum status rows_failed(struct store_rows *rows, int code, struct error *reterr)
{
	struct store_conn *conn = rows->conn;

	if ((code & 0xff) == SQLITE_INTERRUPT && conn->exhausted)
		return error_detail(
			reterr, STATUS_RESOURCE_EXHAUSTED, "STORE_BUDGET", NULL, "the query takes too long");
	return conn_error(conn->db, code, reterr);
}

enum status conn_finish(struct store_rows *rows, int *ret_changes, struct error *reterr)
{
	enum status st = STATUS_OK;
	int code, before = sqlite3_total_changes(rows->conn->db);

	do {
		code = sqlite3_step(rows->stmt);
	} while (code == SQLITE_ROW);
	if (code != SQLITE_DONE)
		st = rows_failed(rows, code, reterr);
	else if (ret_changes != NULL)
		*ret_changes = sqlite3_total_changes(rows->conn->db) == before ? 0 : sqlite3_changes(rows->conn->db);
	store_done(rows);
	return st;
}

int64_t conn_last_id(const struct store_conn *conn)
{
	return sqlite3_last_insert_rowid(conn->db);
}

enum status store_run(
	struct store_conn *conn, const char *sql, int *ret_changes, struct error *reterr, const char *types, ...)
{
	struct store_rows *rows;
	enum status st;
	va_list args;

	st = conn_prepare(conn, sql, &rows, reterr);
	if (st != STATUS_OK)
		return st;
	va_start(args, types);
	bind_arguments(rows, types, &args);
	va_end(args);
	return conn_finish(rows, ret_changes, reterr);
}

enum status conn_query(struct store_conn *conn, const char *sql, struct store_rows **ret, struct error *reterr,
	const char *types, va_list args)
{
	enum status st;
	va_list own;

	st = conn_prepare(conn, sql, ret, reterr);
	if (st != STATUS_OK)
		return st;
	va_copy(own, args);
	bind_arguments(*ret, types, &own);
	va_end(own);
	return STATUS_OK;
}

enum status store_query(
	struct store_conn *conn, const char *sql, struct store_rows **ret, struct error *reterr, const char *types, ...)
{
	enum status st;
	va_list args;

	va_start(args, types);
	st = conn_query(conn, sql, ret, reterr, types, args);
	va_end(args);
	return st;
}

enum status store_next(struct store_rows *rows, bool *ret_row, struct error *reterr)
{
	int code = sqlite3_step(rows->stmt);

	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return rows_failed(rows, code, reterr);
	*ret_row = code == SQLITE_ROW;
	return STATUS_OK;
}

void store_done(struct store_rows *rows)
{
	if (rows == NULL)
		return;
	sqlite3_reset(rows->stmt);
	/* Nothing bound may outlive the call's arena. */
	sqlite3_clear_bindings(rows->stmt);
	rows->busy = false;
	if (!rows->cached)
		free_rows(rows);
}

const char *store_text(struct store_rows *rows, int column, struct arena *arena)
{
	const unsigned char *text = sqlite3_column_text(rows->stmt, column);

	if (text == NULL)
		return "";
	return arena_strndup(arena, (const char *)text, (size_t)sqlite3_column_bytes(rows->stmt, column));
}

int64_t store_int(struct store_rows *rows, int column)
{
	return sqlite3_column_int64(rows->stmt, column);
}

bool store_bool(struct store_rows *rows, int column)
{
	return sqlite3_column_int(rows->stmt, column) != 0;
}

ProtobufCBinaryData store_bytes(struct store_rows *rows, int column, struct arena *arena)
{
	const void *bytes = sqlite3_column_blob(rows->stmt, column);
	size_t size = (size_t)sqlite3_column_bytes(rows->stmt, column);

	return (ProtobufCBinaryData){ .len = size, .data = size > 0 ? arena_memdup(arena, bytes, size) : NULL };
}

static void read_columns(struct store_rows *rows, bool found, const char *types, struct arena *arena, va_list *args)
{
	int column = 0;

	for (; types[column] != '\0'; column++) {
		switch (types[column]) {
		case 's':
			*va_arg(*args, const char **) = found ? store_text(rows, column, arena) : "";
			break;
		case 'i':
			*va_arg(*args, int64_t *) = found ? store_int(rows, column) : 0;
			break;
		case 'b':
			*va_arg(*args, bool *) = found && store_bool(rows, column);
			break;
		default:
			give_up(rows->sql, "unknown type of column", types[column]);
		}
	}
	if (column != sqlite3_column_count(rows->stmt))
		give_up(rows->sql, "not all columns are read", column);
}

enum status conn_row(struct store_conn *conn, const char *sql, struct arena *arena, bool *ret_found,
	struct error *reterr, const char *types, va_list args)
{
	const char *columns = strchr(types, ':');
	struct store_rows *rows;
	va_list own;
	enum status st;
	bool found = false;

	st = conn_prepare(conn, sql, &rows, reterr);
	if (st != STATUS_OK)
		return st;
	va_copy(own, args);
	bind_arguments(rows, types, &own);
	st = store_next(rows, &found, reterr);
	if (st == STATUS_OK && columns != NULL)
		read_columns(rows, found, columns + 1, arena, &own);
	va_end(own);
	store_done(rows);
	if (st == STATUS_OK && ret_found != NULL)
		*ret_found = found;
	return st;
}

enum status store_row(struct store_conn *conn, const char *sql, struct arena *arena, bool *ret_found,
	struct error *reterr, const char *types, ...)
{
	enum status st;
	va_list args;

	va_start(args, types);
	st = conn_row(conn, sql, arena, ret_found, reterr, types, args);
	va_end(args);
	return st;
}
