/* tests — every table says what a person is shown of it, what becomes of it when they are erased, and when it goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/store/conn.h"
#include "daemon/store/personal.h"

struct fixture {
	struct store *store;
	struct store_conn *conn;
};

static int open_store(void **state)
{
	static struct fixture fixture;

	assert_int_equal(store_open(":memory:", 1, &fixture.store, NULL), STATUS_OK);
	assert_int_equal(store_connect(fixture.store, STORE_WRITE, &fixture.conn, NULL), STATUS_OK);
	*state = &fixture;
	return 0;
}

static int close_store(void **state)
{
	struct fixture *fixture = *state;

	store_disconnect(fixture->conn);
	store_close(fixture->store);
	return 0;
}

/* Names of the schema's tables, one after the other. */
static void for_each_table(struct fixture *fixture, void (*look)(struct fixture *fixture, const char *name))
{
	sqlite3_stmt *stmt;

	assert_int_equal(
		sqlite3_prepare_v2(fixture->conn->db,
			"SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'", -1,
			&stmt, NULL),
		SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		look(fixture, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

static void look_for_rules(struct fixture *fixture, const char *name)
{
	static const char *const rules[] = { "what is shown in an export", "what becomes of it when somebody is erased",
		"how long it is kept" };
	const size_t table = store_personal_find(name);

	(void)fixture;
	if (table == store_personal_count())
		fail_msg("the table %s is not in daemon/store/personal.def; what it wants is said there", name);
	for (int rule = 0; rule < 3; rule++)
		if (!store_personal_has(table, (enum store_personal_rule)rule))
			fail_msg("the table %s has no rule that says %s: daemon/store/personal.def", name, rules[rule]);
}

static void every_table_has_a_rule_for_export_erasure_and_retention(void **state)
{
	for_each_table(*state, look_for_rules);
}

/* How many columns a table has whose name is `name`. */
static int count_tables(struct fixture *fixture, const char *name)
{
	char sql[200];
	int64_t count = -1;

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = '%s'", name);
	assert_int_equal(conn_number(fixture->conn->db, sql, &count, NULL), STATUS_OK);
	return (int)count;
}

static void no_rule_is_about_a_table_that_is_gone(void **state)
{
	for (size_t i = 0; i < store_personal_count(); i++)
		if (count_tables(*state, store_personal_table(i)) == 0)
			fail_msg("daemon/store/personal.def tells of a table %s", store_personal_table(i));
}

static void every_statement_of_a_rule_fits_the_schema(void **state)
{
	struct fixture *fixture = *state;
	struct store_rows *rows;
	struct error error;

	for (size_t i = 0; store_personal_statement(i) != NULL; i++) {
		if (conn_prepare(fixture->conn, store_personal_statement(i), &rows, &error) != STATUS_OK)
			fail_msg("%s: %s", store_personal_statement(i), error.message);
		store_done(rows);
	}
}

static void a_table_comes_after_those_its_rows_refer_to(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < store_personal_count(); i++) {
		char sql[200];
		sqlite3_stmt *stmt;

		snprintf(sql, sizeof(sql), "SELECT \"table\" FROM pragma_foreign_key_list('%s')",
			store_personal_table(i));
		assert_int_equal(sqlite3_prepare_v2(fixture->conn->db, sql, -1, &stmt, NULL), SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			const char *parent = (const char *)sqlite3_column_text(stmt, 0);

			if (store_personal_find(parent) > i)
				fail_msg("%s stands before %s, to which it refers", store_personal_table(i), parent);
		}
		sqlite3_finalize(stmt);
	}
}

/* Columns that may hold words: text and bytes. */
static void for_each_column(struct fixture *fixture, size_t table, void (*look)(size_t table, const char *column))
{
	char sql[200];
	sqlite3_stmt *stmt;

	snprintf(sql, sizeof(sql), "SELECT name FROM pragma_table_info('%s') WHERE type IN ('TEXT', 'BLOB')",
		store_personal_table(table));
	assert_int_equal(sqlite3_prepare_v2(fixture->conn->db, sql, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		look(table, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

static void look_whether_words_go(size_t table, const char *column)
{
	if (!store_personal_empties(table, column, STORE_PERSONAL_ERASURE))
		fail_msg("the column %s.%s is neither among NAMES nor emptied when somebody is erased: "
			 "daemon/store/personal.def",
			store_personal_table(table), column);
	if (!store_personal_empties(table, column, STORE_PERSONAL_RETENTION))
		fail_msg("the column %s.%s is neither among NAMES nor emptied in time: daemon/store/personal.def",
			store_personal_table(table), column);
}

static void no_words_stay_in_a_row_that_stays(void **state)
{
	for (size_t i = 0; i < store_personal_count(); i++)
		for_each_column(*state, i, look_whether_words_go);
}

/* A row that goes must not be referred to: its rule asks the tables that could, or they go for the same reason. */
static void a_row_goes_only_when_nothing_refers_to_it(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < store_personal_count(); i++) {
		char sql[200];
		sqlite3_stmt *stmt;

		snprintf(sql, sizeof(sql), "SELECT \"table\" FROM pragma_foreign_key_list('%s')",
			store_personal_table(i));
		assert_int_equal(sqlite3_prepare_v2(fixture->conn->db, sql, -1, &stmt, NULL), SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW)
			for (size_t at = 0; store_personal_statement(at) != NULL; at++) {
				const char *statement = store_personal_statement(at);
				char begin[100], asked[100];

				snprintf(begin, sizeof(begin), "DELETE FROM %s ",
					(const char *)sqlite3_column_text(stmt, 0));
				snprintf(asked, sizeof(asked), "FROM %s ", store_personal_table(i));
				if (strncmp(statement, begin, strlen(begin)) == 0 && strstr(statement, asked) == NULL)
					fail_msg("a row of %s may refer to one that goes: %s", store_personal_table(i),
						statement);
			}
		sqlite3_finalize(stmt);
	}
}

static void every_run_of_every_rule_works_on_an_empty_store(void **state)
{
	struct fixture *fixture = *state;
	struct arena *arena = arena_create();
	const char *list[] = { "a@b" };
	const struct store_personal_words words = { .list = list, .count = 1, .instead = "-" };
	const struct store_personal_view view = { .person = "people/1", .now = 1, .kept_from = "" };
	struct retention retention = { 0 };
	struct error error;

	for (size_t i = store_personal_count(); i-- > 0;) {
		ExportRecord **records;
		int64_t gone, emptied;
		size_t count;
		int changes;

		if (store_personal_read(fixture->conn, i, &view, "", 10, arena, &records, &count, &error) != STATUS_OK)
			fail_msg("%s: %s", store_personal_table(i), error.message);
		assert_int_equal(store_personal_preview(fixture->conn, i, &view, &gone, &emptied, NULL), STATUS_OK);
		assert_int_equal(store_personal_erase(fixture->conn, i, "people/1", 1, NULL), STATUS_OK);
		assert_int_equal(store_personal_scrub(fixture->conn, i, &words, NULL), STATUS_OK);
		assert_int_equal(store_personal_sweep(fixture->conn, i, &retention, 1, 10, &changes, NULL), STATUS_OK);
		assert_int_equal(changes, 0);
	}
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_has_a_rule_for_export_erasure_and_retention),
		cmocka_unit_test(no_rule_is_about_a_table_that_is_gone),
		cmocka_unit_test(every_statement_of_a_rule_fits_the_schema),
		cmocka_unit_test(a_table_comes_after_those_its_rows_refer_to),
		cmocka_unit_test(no_words_stay_in_a_row_that_stays),
		cmocka_unit_test(a_row_goes_only_when_nothing_refers_to_it),
		cmocka_unit_test(every_run_of_every_rule_works_on_an_empty_store),
	};

	return cmocka_run_group_tests(tests, open_store, close_store);
}
