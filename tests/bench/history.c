/* tests/bench/ — one session, many times over. */
#include "history.h"

#include <ctype.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WEEK_US (INT64_C(7) * 86400 * 1000000)

enum { TABLES = 80, COLUMNS = 100, UUID = 36 };

/* How often a table's rows are there. */
enum extent { ONCE, PER_COACH, PER_COACHEE, PER_SESSION };

struct table {
	char name[64], columns[COLUMNS][40];
	int n_columns;
	sqlite3_value **rows; /* n_rows × n_columns */
	int n_rows;
	sqlite3_stmt *insert;
};

/* Whom a copy is of. */
struct copy {
	int team, coachee, session;
	int64_t number; /* of the copied session in all */
	int64_t earlier_us;
	enum extent extent;
};

struct multiplying {
	sqlite3 *db;
	const struct history *history;
	struct table tables[TABLES];
	int n_tables;
	char coach[UUID + 1], coachee[UUID + 1], coaching[UUID + 1];
	int64_t events, first_event; /* of the prototype */
};

static void die(const char *what, const char *why)
{
	fprintf(stderr, "history: %s: %s\n", what, why);
	exit(1);
}

static void run_sql(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(sql, sqlite3_errmsg(db));
}

static void path_of(const struct test_daemon *daemon, char ret[128])
{
	snprintf(ret, 128, "%s/data/ridealong.db", daemon->dir);
}

static sqlite3 *open_store(const struct test_daemon *daemon)
{
	char path[128];
	sqlite3 *db;

	path_of(daemon, path);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		die(path, sqlite3_errmsg(db));
	return db;
}

/* ---- playing ---- */

void history_play(struct test_daemon *daemon)
{
	char command[512];

	test_daemon_make(
		daemon, "manual:2026-03-02T09:00:00+01:00", "reminders skip_unprepared", "[plugin skip_unprepared]\n");
	test_daemon_start(daemon);
	snprintf(command, sizeof(command), "sh '%s' '%s'", test_source("tests/bench/prototype.sh"), daemon->server);
	if (system(command) != 0)
		die("prototype.sh", "did not come to its end");
	test_daemon_stop(daemon);
	snprintf(daemon->clock, sizeof(daemon->clock), "%s", HISTORY_CLOCK);
}

/* ---- other names, other times ---- */

static bool is_uuid(const char *at, int size)
{
	if (size < UUID)
		return false;
	for (int i = 0; i < UUID; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? at[i] != '-' : !isxdigit((unsigned char)at[i]))
			return false;
	return true;
}

static void put_hex(char *at, int digits, uint64_t value)
{
	char text[20];

	snprintf(text, sizeof(text), "%0*llx", digits, (unsigned long long)value);
	memcpy(at, text, (size_t)digits);
}

static uint64_t get_hex(const char *at, int digits)
{
	char text[20];

	memcpy(text, at, (size_t)digits);
	text[digits] = '\0';
	return strtoull(text, NULL, 16);
}

/* What it is called in the copy: its number in the last digits, and in the first ones (of a version 7) its time. */
static void rename_uuid(const struct multiplying *all, const struct copy *copy, char *at)
{
	const int pair = copy->team * all->history->coachees + copy->coachee;
	uint64_t last, ms;

	if (memcmp(at, all->coach, UUID) == 0) {
		put_hex(at + 24, 12, get_hex(at + 24, 12) ^ (uint64_t)copy->team);
		return;
	}
	if (memcmp(at, all->coachee, UUID) == 0 || memcmp(at, all->coaching, UUID) == 0) {
		put_hex(at + 24, 12, get_hex(at + 24, 12) ^ (uint64_t)pair);
		return;
	}
	last = get_hex(at + 24, 12) ^ (uint64_t)(copy->extent == PER_SESSION ? copy->number : pair);
	put_hex(at + 24, 12, last);
	if (at[14] != '7')
		return;
	ms = (get_hex(at, 8) << 16 | get_hex(at + 9, 4)) - (uint64_t)(copy->earlier_us / 1000);
	put_hex(at, 8, ms >> 16);
	put_hex(at + 9, 4, ms & 0xffff);
}

static void rename_person(char *bytes, int size, const char *word, int number)
{
	const int length = (int)strlen(word);
	char digits[9];

	snprintf(digits, sizeof(digits), "%08d", number);
	for (int i = 0; i + length + 8 <= size; i++)
		if (memcmp(bytes + i, word, (size_t)length) == 0 && memcmp(bytes + i + length, "00000000", 8) == 0)
			memcpy(bytes + i + length, digits, 8);
}

static void rename_all(const struct multiplying *all, const struct copy *copy, char *bytes, int size)
{
	const int pair = copy->team * all->history->coachees + copy->coachee;

	for (int i = 0; i + UUID <= size; i++)
		if (is_uuid(bytes + i, size - i)) {
			rename_uuid(all, copy, bytes + i);
			i += UUID - 1;
		}
	rename_person(bytes, size, "coach-", copy->team);
	rename_person(bytes, size, "Coach ", copy->team);
	rename_person(bytes, size, "coachee-", pair);
	rename_person(bytes, size, "Coachee ", pair);
}

static bool ends_with(const char *text, const char *end)
{
	const size_t size = strlen(text), length = strlen(end);

	return size >= length && strcmp(text + size - length, end) == 0;
}

static int64_t other_number(const struct multiplying *all, const struct copy *copy, const char *column, int64_t value)
{
	if (strcmp(column, "seq") == 0)
		return value - all->first_event + 1 + copy->number * all->events;
	if (value > 0 && (ends_with(column, "_time") || strcmp(column, "due") == 0))
		return value - copy->earlier_us;
	return value;
}

/* "2026-03-12" */
static void other_date(const struct copy *copy, char *text)
{
	struct tm day = { .tm_isdst = -1 };
	time_t at;

	sscanf(text, "%d-%d-%d", &day.tm_year, &day.tm_mon, &day.tm_mday);
	day.tm_year -= 1900;
	day.tm_mon--;
	day.tm_hour = 12;
	at = timegm(&day) - (time_t)(copy->earlier_us / 1000000);
	gmtime_r(&at, &day);
	strftime(text, 11, "%Y-%m-%d", &day);
}

/* What is drawn by lot has no name of anything in it. */
static void other_lot(const struct copy *copy, char *text)
{
	for (int i = 0, bits = 0; i < 10; i++, bits += 4)
		text[i] = (char)('a' + (copy->number >> bits & 15));
}

static void bind(const struct multiplying *all, const struct copy *copy, const struct table *table, int row, int column)
{
	sqlite3_value *value = table->rows[row * table->n_columns + column];
	const char *name = table->columns[column];
	const int size = sqlite3_value_bytes(value);
	char *bytes;

	switch (sqlite3_value_type(value)) {
	case SQLITE_INTEGER:
		sqlite3_bind_int64(
			table->insert, column + 1, other_number(all, copy, name, sqlite3_value_int64(value)));
		return;
	case SQLITE_TEXT:
	case SQLITE_BLOB:
		break;
	default:
		sqlite3_bind_value(table->insert, column + 1, value);
		return;
	}
	bytes = malloc((size_t)size + 1);
	if (bytes == NULL)
		abort();
	if (size > 0)
		memcpy(bytes, sqlite3_value_blob(value), (size_t)size);
	bytes[size] = '\0';
	rename_all(all, copy, bytes, size);
	if (copy->extent == PER_SESSION && size == 10 && ends_with(name, "_date"))
		other_date(copy, bytes);
	if (size >= 10 && (strcmp(name, "answer_address") == 0 || strcmp(name, "message_id") == 0))
		other_lot(copy, bytes);
	if (sqlite3_value_type(value) == SQLITE_TEXT)
		sqlite3_bind_text(table->insert, column + 1, bytes, size, free);
	else
		sqlite3_bind_blob(table->insert, column + 1, bytes, size, free);
}

/* ---- tables ---- */

static void read_columns(sqlite3 *db, struct table *table)
{
	char sql[256];
	sqlite3_stmt *stmt;

	snprintf(sql, sizeof(sql), "SELECT name FROM pragma_table_info('%s')", table->name);
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		die(sql, sqlite3_errmsg(db));
	while (sqlite3_step(stmt) == SQLITE_ROW && table->n_columns < COLUMNS)
		snprintf(table->columns[table->n_columns++], 40, "%s", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

static void read_rows(sqlite3 *db, struct table *table)
{
	char sql[256];
	sqlite3_stmt *stmt;

	snprintf(sql, sizeof(sql), "SELECT * FROM %s", table->name);
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		die(sql, sqlite3_errmsg(db));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const int first = table->n_rows++ * table->n_columns;

		table->rows = realloc(table->rows, (size_t)(table->n_rows * table->n_columns) * sizeof(*table->rows));
		if (table->rows == NULL)
			abort();
		for (int i = 0; i < table->n_columns; i++)
			table->rows[first + i] = sqlite3_value_dup(sqlite3_column_value(stmt, i));
	}
	sqlite3_finalize(stmt);
}

static void prepare_insert(sqlite3 *db, struct table *table)
{
	char sql[1024];
	int length = snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES (", table->name);

	for (int i = 0; i < table->n_columns; i++)
		length += snprintf(sql + length, sizeof(sql) - (size_t)length, "%s?", i > 0 ? "," : "");
	snprintf(sql + length, sizeof(sql) - (size_t)length, ")");
	if (sqlite3_prepare_v2(db, sql, -1, &table->insert, NULL) != SQLITE_OK)
		die(sql, sqlite3_errmsg(db));
}

static enum extent extent_of(const char *table)
{
	static const char *const once[] = { "migration", "meta", "template", "template_version", "plugin_cursor",
		"token", "request", "erasure", "sqlite_stat1" };

	for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++)
		if (strcmp(table, once[i]) == 0)
			return ONCE;
	if (strcmp(table, "team") == 0)
		return PER_COACH;
	if (strcmp(table, "person") == 0 || strcmp(table, "person_address") == 0 || strcmp(table, "coaching") == 0 ||
		strcmp(table, "timer") == 0)
		return PER_COACHEE;
	return PER_SESSION;
}

static void read_tables(struct multiplying *all)
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(all->db,
		    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'", -1, &stmt,
		    NULL) != SQLITE_OK)
		die("tables", sqlite3_errmsg(all->db));
	while (sqlite3_step(stmt) == SQLITE_ROW && all->n_tables < TABLES) {
		struct table *table = &all->tables[all->n_tables++];

		snprintf(table->name, sizeof(table->name), "%s", (const char *)sqlite3_column_text(stmt, 0));
		read_columns(all->db, table);
		read_rows(all->db, table);
		prepare_insert(all->db, table);
	}
	sqlite3_finalize(stmt);
}

static void free_tables(struct multiplying *all)
{
	for (int i = 0; i < all->n_tables; i++) {
		struct table *table = &all->tables[i];

		for (int k = 0; k < table->n_rows * table->n_columns; k++)
			sqlite3_value_free(table->rows[k]);
		free(table->rows);
		sqlite3_finalize(table->insert);
	}
}

/* ---- multiplying ---- */

static void read_name(sqlite3 *db, const char *sql, char ret[UUID + 1])
{
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
		die(sql, sqlite3_errmsg(db));
	snprintf(ret, UUID + 1, "%s", strchr((const char *)sqlite3_column_text(stmt, 0), '/') + 1);
	sqlite3_finalize(stmt);
}

static int64_t read_number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt;
	int64_t ret;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
		die(sql, sqlite3_errmsg(db));
	ret = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return ret;
}

static bool mentions(const struct table *table, int row, const char *uuid)
{
	for (int i = 0; i < table->n_columns; i++) {
		sqlite3_value *value = table->rows[row * table->n_columns + i];

		if (sqlite3_value_type(value) == SQLITE_TEXT &&
			strstr((const char *)sqlite3_value_text(value), uuid) != NULL)
			return true;
	}
	return false;
}

/* A coach is there once for several coachees; and what is nobody's, once. */
static bool is_wanted(const struct multiplying *all, const struct copy *copy, const struct table *table, int row)
{
	const bool of_coachee = mentions(table, row, all->coachee) || mentions(table, row, all->coaching);

	if (copy->extent != PER_COACHEE)
		return true;
	return of_coachee || (copy->coachee == 0 && mentions(table, row, all->coach));
}

static void copy_table(const struct multiplying *all, const struct copy *copy, const struct table *table)
{
	for (int row = 0; row < table->n_rows; row++) {
		if (!is_wanted(all, copy, table, row))
			continue;
		for (int i = 0; i < table->n_columns; i++)
			bind(all, copy, table, row, i);
		if (sqlite3_step(table->insert) != SQLITE_DONE && strcmp(table->name, "counter") != 0)
			die(table->name, sqlite3_errmsg(all->db));
		sqlite3_reset(table->insert);
	}
}

static void copy_tables(const struct multiplying *all, const struct copy *copy)
{
	for (int i = 0; i < all->n_tables; i++)
		if (extent_of(all->tables[i].name) == copy->extent)
			copy_table(all, copy, &all->tables[i]);
}

static void copy_people(const struct multiplying *all)
{
	for (int team = 0; team < all->history->teams; team++) {
		copy_tables(all, &(struct copy){ .team = team, .extent = PER_COACH });
		for (int coachee = 0; coachee < all->history->coachees; coachee++)
			copy_tables(all, &(struct copy){ .team = team, .coachee = coachee, .extent = PER_COACHEE });
	}
}

static void copy_sessions(const struct multiplying *all)
{
	const struct history *history = all->history;
	struct copy copy = { .extent = PER_SESSION };

	for (copy.session = history->sessions - 1; copy.session >= 0; copy.session--) {
		copy.earlier_us = copy.session * WEEK_US;
		for (copy.team = 0; copy.team < history->teams; copy.team++)
			for (copy.coachee = 0; copy.coachee < history->coachees; copy.coachee++) {
				copy_tables(all, &copy);
				copy.number++;
			}
	}
}

static void remove_prototype(const struct multiplying *all)
{
	char sql[128];

	for (int i = 0; i < all->n_tables; i++) {
		if (extent_of(all->tables[i].name) == ONCE)
			continue;
		snprintf(sql, sizeof(sql), "DELETE FROM %s", all->tables[i].name);
		run_sql(all->db, sql);
	}
}

/* Plugins have seen all of it. */
static void finish(const struct multiplying *all)
{
	run_sql(all->db, "UPDATE plugin_cursor SET seq = (SELECT max(seq) FROM event)");
	run_sql(all->db, "DELETE FROM request");
	/* What was agreed in the last four sessions is open. */
	run_sql(all->db, "UPDATE action_point SET state = 1, end_time = 0 WHERE agree_time >"
			 " (SELECT max(agree_time) FROM action_point) - 4 * 604800000000");
	/* Their coaches have been that from the first session on. */
	run_sql(all->db, "UPDATE coaching SET start_date = '2015-01-01', start_time = 1420066800000000");
}

void history_multiply(const struct test_daemon *daemon, const struct history *history)
{
	struct multiplying *all = calloc(1, sizeof(*all));

	if (all == NULL)
		abort();
	all->db = open_store(daemon);
	all->history = history;
	run_sql(all->db, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;"
			 "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -2000000");
	read_name(all->db, "SELECT coach FROM coaching", all->coach);
	read_name(all->db, "SELECT coachee FROM coaching", all->coachee);
	read_name(all->db, "SELECT name FROM coaching", all->coaching);
	all->first_event = read_number(all->db, "SELECT min(seq) FROM event");
	all->events = read_number(all->db, "SELECT max(seq) FROM event") - all->first_event + 1;
	read_tables(all);
	run_sql(all->db, "BEGIN");
	remove_prototype(all);
	copy_people(all);
	copy_sessions(all);
	finish(all);
	run_sql(all->db, "COMMIT; PRAGMA journal_mode = WAL");
	free_tables(all);
	sqlite3_close(all->db);
	free(all);
}

int64_t history_rows(const struct test_daemon *daemon)
{
	sqlite3 *db = open_store(daemon);
	sqlite3_stmt *stmt;
	int64_t rows = 0;
	char sql[128];

	if (sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table'", -1, &stmt, NULL) != SQLITE_OK)
		die("tables", sqlite3_errmsg(db));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", sqlite3_column_text(stmt, 0));
		rows += read_number(db, sql);
	}
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return rows;
}

void history_copy(const struct test_daemon *from, const struct test_daemon *to)
{
	char command[512];

	snprintf(command, sizeof(command),
		"rm -f '%s'/data/ridealong.db* && cp '%s'/data/ridealong.db '%s'/data/key '%s'/data/", to->dir,
		from->dir, from->dir, to->dir);
	if (system(command) != 0)
		die("copy", command);
}
