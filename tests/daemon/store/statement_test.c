/* tests — every statement of the store. With --print, writes them for PostgreSQL to prepare (postgres_test.sh). */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/conn.h"
#include "daemon/store/personal.h"
#include "statements.h"
#include "tests/daemon/store/bench.h"

static void every_statement_fits_the_schema(void **state)
{
	struct store_conn *conn = ((struct bench *)*state)->conn;
	struct store_rows *rows;
	struct error error;
	int seen = 0;

	for (size_t i = 0; statements[i] != NULL; i++)
		for (const struct statement *at = statements[i]; at->name != NULL; at++, seen++) {
			if (conn_prepare(conn, at->sql, &rows, &error) != STATUS_OK)
				fail_msg("%s: %s", at->name, error.message);
			store_done(rows);
		}
	assert_true(seen > 50);
}

static bool sorts(const char *step, const char *what)
{
	return strstr(step, what) != NULL;
}

/* "SEARCH m USING INDEX meeting_by_owner (owner=?)" */
static bool goes_by(const char *step, const char *index)
{
	const char *at = strstr(step, "INDEX ");
	char name[64];

	return at != NULL && sscanf(at, "INDEX %63s", name) == 1 && strcmp(name, index) == 0;
}

/* Whether the plan of a statement has such a step. */
static bool plans(
	struct store_conn *conn, const char *sql, bool (*is_such)(const char *step, const char *what), const char *what)
{
	char explain[8192];
	sqlite3_stmt *stmt;
	bool found = false;

	snprintf(explain, sizeof(explain), "EXPLAIN QUERY PLAN %s", sql);
	assert_int_equal(sqlite3_prepare_v2(conn->db, explain, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		found = found || is_such((const char *)sqlite3_column_text(stmt, 3), what);
	sqlite3_finalize(stmt);
	return found;
}

/* What one person, one meeting or one action point has, or a page of each of a person's runs of an index: few enough to
 * be sorted. */
static bool few(const char *name)
{
	static const char *const names[] = { "action_point_change.SQL_LIST", "one_on_one.SQL_LIST_MINE",
		"person.SQL_LIST_MINE", "preparation.SQL_LIST", "session.SQL_LIST_MINE", "session.SQL_LIST_AT",
		"session.SQL_LIST_OWN_AT" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void lists_are_read_in_the_order_of_an_index(void **state)
{
	struct store_conn *conn = ((struct bench *)*state)->conn;

	for (size_t i = 0; statements[i] != NULL; i++)
		for (const struct statement *at = statements[i]; at->name != NULL; at++)
			if ((strstr(at->name, ".SQL_LIST") != NULL || strstr(at->name, ".SQL_RUN") != NULL) &&
				!few(at->name) && plans(conn, at->sql, sorts, "TEMP B-TREE"))
				fail_msg("%s is sorted after reading all of it", at->name);
}

/* Whether a step of the plan reads a table from its beginning, by no index. A subquery's rows are gathered by other
 * steps. */
static bool reads_whole(const char *sql, const char *step)
{
	char name[64], subquery[80];
	const char *at;

	if (sscanf(step, "SCAN %63s", name) != 1 || strstr(step, " INDEX ") != NULL || strcmp(name, "CONSTANT") == 0)
		return false;
	snprintf(subquery, sizeof(subquery), ") %s", name);
	at = strstr(sql, subquery);
	return name[0] != '(' && (at == NULL || isalnum((unsigned char)at[strlen(subquery)]));
}

/* Tables with a row a person at most, and what is asked when somebody is erased or a set of questions is put away; of
 * the events the end alone. */
static bool may_read_whole(const char *name)
{
	static const char *const names[] = { "erasure.SQL_COUNT", "erasure.SQL_NO_TOKEN", "erasure.SQL_WAITING",
		"erasure.SQL_WAITS", "event.SQL_LAST", "team.SQL_COUNT_TOLD", "template.SQL_USERS" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void no_statement_reads_a_table_whole(void **state)
{
	char explain[8192];
	struct store_conn *conn = ((struct bench *)*state)->conn;
	sqlite3_stmt *stmt;

	for (size_t i = 0; statements[i] != NULL; i++)
		for (const struct statement *at = statements[i]; at->name != NULL; at++) {
			snprintf(explain, sizeof(explain), "EXPLAIN QUERY PLAN %s", at->sql);
			assert_int_equal(sqlite3_prepare_v2(conn->db, explain, -1, &stmt, NULL), SQLITE_OK);
			while (sqlite3_step(stmt) == SQLITE_ROW) {
				const char *step = (const char *)sqlite3_column_text(stmt, 3);

				if (reads_whole(at->sql, step) && !may_read_whole(at->name))
					fail_msg("%s: %s", at->name, step);
			}
			sqlite3_finalize(stmt);
		}
}

static void no_statement_uses_what_only_sqlite_has(void **state)
{
	static const char *const words[] = { " LIKE ", " GLOB ", "json_", "INSERT OR ", "REPLACE INTO", "rowid",
		"ifnull(", "datetime(", "strftime(", " IS NOT DISTINCT ", "?" };

	(void)state;
	for (size_t i = 0; statements[i] != NULL; i++)
		for (const struct statement *at = statements[i]; at->name != NULL; at++)
			for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
				if (strstr(at->sql, words[w]) != NULL)
					fail_msg("%s: \"%s\"", at->name, words[w]);
}

/* Whether some statement, or one of those about a person, goes by it. */
static bool is_used(struct store_conn *conn, const char *index)
{
	for (size_t i = 0; statements[i] != NULL; i++)
		for (const struct statement *at = statements[i]; at->name != NULL; at++)
			if (plans(conn, at->sql, goes_by, index))
				return true;
	for (size_t i = 0; store_personal_statement(i) != NULL; i++)
		if (plans(conn, store_personal_statement(i), goes_by, index))
			return true;
	return false;
}

/* For each is written with each row. */
static void some_statement_goes_by_every_index(void **state)
{
	struct store_conn *conn = ((struct bench *)*state)->conn;
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(conn->db,
				 "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL", -1,
				 &stmt, NULL),
		SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		if (!is_used(conn, (const char *)sqlite3_column_text(stmt, 0)))
			fail_msg("no statement goes by it: %s", (const char *)sqlite3_column_text(stmt, 1));
	sqlite3_finalize(stmt);
}

/* What is asked of a coach at any moment: years of sessions must not be passed on the way. */
static void what_is_not_over_is_found_without_what_is(void **state)
{
	static const char *const names[] = { "session.SQL_NOW", "session.SQL_BUSY", "session.SQL_COLLISION" };
	struct store_conn *conn = ((struct bench *)*state)->conn;
	size_t seen = 0;

	for (size_t i = 0; statements[i] != NULL; i++)
		for (const struct statement *at = statements[i]; at->name != NULL; at++)
			for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
				if (strcmp(at->name, names[n]) == 0) {
					assert_true(plans(conn, at->sql, goes_by, "session_open_by_coach"));
					seen++;
				}
	assert_int_equal(seen, 3);
}

static int print(void)
{
	for (size_t i = 0; statements[i] != NULL; i++)
		for (const struct statement *at = statements[i]; at->name != NULL; at++)
			printf("\\echo %s\nPREPARE \"%s\" AS %s;\n", at->name, at->name, at->sql);
	for (size_t i = 0; store_personal_statement(i) != NULL; i++)
		printf("\\echo personal %zu\nPREPARE \"personal.%zu\" AS %s;\n", i, i, store_personal_statement(i));
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_statement_fits_the_schema, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(lists_are_read_in_the_order_of_an_index, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(no_statement_reads_a_table_whole, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(some_statement_goes_by_every_index, bench_open, bench_close),
		cmocka_unit_test_setup_teardown(what_is_not_over_is_found_without_what_is, bench_open, bench_close),
		cmocka_unit_test(no_statement_uses_what_only_sqlite_has),
	};

	if (argc > 1 && strcmp(argv[1], "--print") == 0)
		return print();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
