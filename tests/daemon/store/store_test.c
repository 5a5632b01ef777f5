/* tests — the store as a whole: folder, transactions, statements. */
#include "daemon/store/store.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/store/conn.h"
#include "daemon/store/page.h"

static const char SQL_SET[] =
	"INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = $2";
static const char SQL_ADD[] = "INSERT INTO meta (key, value) VALUES ($1, $2)";
static const char SQL_GET[] = "SELECT value FROM meta WHERE key = $1";
static const char SQL_ALL[] = "SELECT key FROM meta ORDER BY key";
static const char SQL_ROW[] = "SELECT key, value, 7, key = $2 FROM meta WHERE key = $1";
static const char SQL_CLEAR[] = "DELETE FROM meta";
static const char SQL_LONG[] = "SELECT count(*) FROM meta a, meta b, meta c, meta d, meta e, meta f";

struct folder {
	char dir[64];
	struct store *store;
	struct store_conn *conn;
	struct arena *arena;
	struct error error;
};

#define assert_ok(expression) assert_int_equal((expression), STATUS_OK)

static void remove_folder(const char *dir)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	assert_int_equal(system(command), 0);
}

static int make_folder(void **state)
{
	struct folder *folder = calloc(1, sizeof(*folder));

	strcpy(folder->dir, "/tmp/ridealong-store-XXXXXX");
	assert_non_null(mkdtemp(folder->dir));
	folder->arena = arena_create();
	*state = folder;
	return 0;
}

static int open_store(void **state)
{
	struct folder *folder;

	make_folder(state);
	folder = *state;
	assert_ok(store_open(folder->dir, 1, &folder->store, &folder->error));
	assert_ok(store_connect(folder->store, STORE_WRITE, &folder->conn, &folder->error));
	return 0;
}

static int close_store(void **state)
{
	struct folder *folder = *state;

	store_disconnect(folder->conn);
	store_close(folder->store);
	arena_destroy(folder->arena);
	remove_folder(folder->dir);
	free(folder);
	return 0;
}

static void set(struct store_conn *conn, const char *key, const char *value)
{
	assert_ok(store_run(conn, SQL_SET, NULL, NULL, "ss", key, value));
}

static const char *get(struct folder *folder, struct store_conn *conn, const char *key)
{
	struct store_rows *rows;
	const char *value = NULL;
	bool row;

	assert_ok(store_query(conn, SQL_GET, &rows, NULL, "s", key));
	assert_ok(store_next(rows, &row, NULL));
	if (row)
		value = store_text(rows, 0, folder->arena);
	store_done(rows);
	return value;
}

static void a_second_daemon_on_the_same_folder_is_refused_in_one_sentence(void **state)
{
	struct folder *folder = *state;
	struct store *second = NULL;

	assert_int_equal(store_open(folder->dir, 1, &second, &folder->error), STATUS_FAILED_PRECONDITION);
	assert_null(second);
	assert_non_null(strstr(folder->error.message, "another daemon (process "));
	assert_non_null(strstr(folder->error.message, folder->dir));
	store_disconnect(folder->conn);
	store_close(folder->store);
	folder->conn = NULL;
	assert_ok(store_open(folder->dir, 1, &folder->store, &folder->error));
}

static void what_it_writes_belongs_to_its_owner_alone(void **state)
{
	struct folder *folder = *state;
	static const char *const files[] = { "ridealong.db", "ridealong.db-wal", "lock" };
	struct stat found;
	char path[128];

	set(folder->conn, "a", "b");
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder->dir, files[i]);
		assert_int_equal(stat(path, &found), 0);
		assert_int_equal(found.st_mode & 0777, 0600);
	}
}

static void a_file_that_is_no_database_is_data_loss_and_stays_as_it_is(void **state)
{
	struct folder *folder = *state;
	char path[128], text[1024] = { 0 };
	FILE *file;

	snprintf(path, sizeof(path), "%s/ridealong.db", folder->dir);
	file = fopen(path, "w");
	for (int i = 0; i < 100; i++)
		fputs("Dear store, I am a letter.\n", file);
	fclose(file);
	assert_int_equal(store_open(folder->dir, 1, &folder->store, &folder->error), STATUS_DATA_LOSS);
	assert_non_null(strstr(folder->error.message, path));
	file = fopen(path, "r");
	assert_non_null(fgets(text, sizeof(text), file));
	fclose(file);
	assert_string_equal(text, "Dear store, I am a letter.\n");
}

static void a_folder_that_cannot_be_made_is_a_clear_error(void **state)
{
	struct folder *folder = *state;

	assert_int_equal(
		store_open("/proc/nowhere/at/all", 1, &folder->store, &folder->error), STATUS_FAILED_PRECONDITION);
	assert_non_null(strstr(folder->error.message, "/proc/nowhere/at/all"));
}

static void what_was_committed_is_there_after_opening_again(void **state)
{
	struct folder *folder = *state;

	assert_ok(store_begin_write(folder->conn, NULL));
	set(folder->conn, "kept", "yes");
	assert_ok(store_commit(folder->conn, NULL));
	assert_ok(store_begin_write(folder->conn, NULL));
	set(folder->conn, "lost", "yes");
	store_rollback(folder->conn);
	store_disconnect(folder->conn);
	store_close(folder->store);
	assert_ok(store_open(folder->dir, 1, &folder->store, NULL));
	assert_ok(store_connect(folder->store, STORE_WRITE, &folder->conn, NULL));
	assert_string_equal(get(folder, folder->conn, "kept"), "yes");
	assert_null(get(folder, folder->conn, "lost"));
}

static void one_write_of_a_group_is_taken_back_alone(void **state)
{
	struct folder *folder = *state;

	assert_ok(store_begin_write(folder->conn, NULL));
	assert_ok(store_savepoint(folder->conn, NULL));
	set(folder->conn, "first", "1");
	assert_ok(store_savepoint_release(folder->conn, NULL));
	assert_ok(store_savepoint(folder->conn, NULL));
	set(folder->conn, "second", "2");
	store_savepoint_rollback(folder->conn);
	assert_true(store_in_transaction(folder->conn));
	assert_ok(store_commit(folder->conn, NULL));
	assert_false(store_in_transaction(folder->conn));
	assert_string_equal(get(folder, folder->conn, "first"), "1");
	assert_null(get(folder, folder->conn, "second"));
}

static void a_read_snapshot_does_not_see_what_is_written_after_it(void **state)
{
	struct folder *folder = *state;
	struct store_conn *reader;

	set(folder->conn, "a", "before");
	assert_ok(store_connect(folder->store, STORE_READ, &reader, NULL));
	assert_ok(store_begin_read(reader, NULL));
	set(folder->conn, "a", "after");
	assert_string_equal(get(folder, reader, "a"), "before");
	assert_ok(store_commit(reader, NULL));
	assert_string_equal(get(folder, reader, "a"), "after");
	store_disconnect(reader);
}

static void a_reading_connection_cannot_write(void **state)
{
	struct folder *folder = *state;
	struct store_conn *reader;

	assert_ok(store_connect(folder->store, STORE_READ, &reader, NULL));
	assert_int_not_equal(store_run(reader, SQL_CLEAR, NULL, &folder->error, ""), STATUS_OK);
	store_disconnect(reader);
}

static void a_violated_constraint_is_already_exists(void **state)
{
	struct folder *folder = *state;
	int changes;

	assert_ok(store_run(folder->conn, SQL_ADD, &changes, NULL, "ss", "key", "value"));
	assert_int_equal(changes, 1);
	assert_int_equal(
		store_run(folder->conn, SQL_ADD, NULL, &folder->error, "ss", "key", "value"), STATUS_ALREADY_EXISTS);
	assert_ok(store_run(folder->conn, SQL_CLEAR, &changes, NULL, ""));
	assert_int_equal(changes, 1);
	assert_ok(store_run(folder->conn, SQL_CLEAR, &changes, NULL, ""));
	assert_int_equal(changes, 0);
}

static void a_query_may_run_inside_a_run_of_itself(void **state)
{
	struct folder *folder = *state;
	struct store_rows *outer, *inner;
	int seen = 0;
	bool row, inner_row;

	set(folder->conn, "a", "1");
	set(folder->conn, "b", "2");
	assert_ok(store_query(folder->conn, SQL_ALL, &outer, NULL, ""));
	while (store_next(outer, &row, NULL) == STATUS_OK && row) {
		assert_ok(store_query(folder->conn, SQL_ALL, &inner, NULL, ""));
		while (store_next(inner, &inner_row, NULL) == STATUS_OK && inner_row)
			seen++;
		store_done(inner);
	}
	store_done(outer);
	assert_int_equal(seen, 4);
}

static void a_row_is_read_column_by_column_and_without_one_all_are_empty(void **state)
{
	struct folder *folder = *state;
	const char *key, *value;
	int64_t number;
	bool same, found;

	set(folder->conn, "colour", "blue");
	assert_ok(store_row(folder->conn, SQL_ROW, folder->arena, &found, NULL, "ss:ssib", "colour", "colour", &key,
		&value, &number, &same));
	assert_true(found);
	assert_string_equal(key, "colour");
	assert_string_equal(value, "blue");
	assert_int_equal(number, 7);
	assert_true(same);
	assert_ok(store_row(folder->conn, SQL_ROW, folder->arena, &found, NULL, "ss:ssib", "shape", "colour", &key,
		&value, &number, &same));
	assert_false(found);
	assert_string_equal(key, "");
	assert_string_equal(value, "");
	assert_int_equal(number, 0);
	assert_false(same);
}

static void a_page_begins_behind_a_row_of_its_list_and_no_other(void **state)
{
	struct folder *folder = *state;
	const char *place = "as before";

	set(folder->conn, "colour", "blue");
	assert_ok(
		store_page_begin(folder->conn, SQL_GET, NULL, folder->arena, NULL, "s:s", (const char *)NULL, &place));
	assert_ok(store_page_begin(folder->conn, SQL_GET, "", folder->arena, NULL, "s:s", "", &place));
	assert_string_equal(place, "as before");
	assert_ok(store_page_begin(folder->conn, SQL_GET, "colour", folder->arena, NULL, "s:s", "colour", &place));
	assert_string_equal(place, "blue");
	assert_int_equal(
		store_page_begin(folder->conn, SQL_GET, "shape", folder->arena, &folder->error, "s:s", "shape", &place),
		STATUS_INVALID_ARGUMENT);
	assert_string_equal(folder->error.reason, "PAGE_TOKEN");
}

static void a_read_that_passes_its_budget_ends(void **state)
{
	struct folder *folder = *state;
	struct store_rows *rows;
	char key[16];
	bool row;

	assert_ok(store_begin_write(folder->conn, NULL));
	for (int i = 0; i < 50; i++) {
		snprintf(key, sizeof(key), "%d", i);
		set(folder->conn, key, "");
	}
	assert_ok(store_commit(folder->conn, NULL));
	store_set_budget(folder->conn, 10);
	assert_ok(store_query(folder->conn, SQL_LONG, &rows, NULL, ""));
	assert_int_equal(store_next(rows, &row, &folder->error), STATUS_RESOURCE_EXHAUSTED);
	store_done(rows);
	assert_string_equal(folder->error.reason, "STORE_BUDGET");
	store_set_budget(folder->conn, 0);
	assert_string_equal(get(folder, folder->conn, "0"), "");
}

static void a_backup_is_a_store_of_its_own(void **state)
{
	struct folder *folder = *state;
	char path[128], restored[64] = "/tmp/ridealong-store-XXXXXX";
	struct store *store;
	struct store_conn *conn;
	int64_t size;

	set(folder->conn, "kept", "yes");
	assert_non_null(mkdtemp(restored));
	snprintf(path, sizeof(path), "%s/ridealong.db", restored);
	assert_ok(store_backup(folder->conn, path, &size, NULL));
	assert_true(size > 4096);
	assert_int_equal(store_backup(folder->conn, path, &size, &folder->error), STATUS_ALREADY_EXISTS);
	assert_ok(store_open(restored, 1, &store, NULL));
	assert_ok(store_connect(store, STORE_READ, &conn, NULL));
	assert_string_equal(get(folder, conn, "kept"), "yes");
	store_disconnect(conn);
	store_close(store);
	remove_folder(restored);
}

static void a_checkpoint_empties_the_log(void **state)
{
	struct folder *folder = *state;
	int64_t size;

	set(folder->conn, "a", "b");
	assert_true(store_wal_size(folder->conn) > 0);
	size = store_wal_file_size(folder->store);
	assert_true(size > store_wal_size(folder->conn));
	assert_ok(store_checkpoint(folder->conn, NULL));
	assert_int_equal(store_wal_size(folder->conn), 0);
	assert_int_equal(store_wal_file_size(folder->store), size); /* its room is used again */
}

static void the_writing_connection_waits_for_the_disk_and_wipes_what_it_deletes(void **state)
{
	struct folder *folder = *state;
	static const struct {
		const char *pragma;
		int64_t value;
	} rows[] = {
		{ "PRAGMA synchronous", 2 },
		{ "PRAGMA secure_delete", 1 },
		{ "PRAGMA foreign_keys", 1 },
		{ "PRAGMA wal_autocheckpoint", 0 },
		{ "SELECT journal_mode = 'wal' FROM pragma_journal_mode", 1 },
	};
	int64_t value;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_ok(conn_number(folder->conn->db, rows[i].pragma, &value, &folder->error));
		assert_int_equal(value, rows[i].value);
	}
}

static void a_clean_end_leaves_everything_in_one_file(void **state)
{
	struct folder *folder = *state;
	struct stat found;
	char path[128];

	set(folder->conn, "a", "b");
	store_disconnect(folder->conn);
	folder->conn = NULL;
	snprintf(path, sizeof(path), "%s/ridealong.db-wal", folder->dir);
	assert_int_equal(stat(path, &found), 0);
	assert_int_equal(found.st_size, 0);
}

static void a_store_in_memory_is_shared_by_its_connections_and_with_no_other(void **state)
{
	struct folder *folder = *state;
	struct store *one, *two;
	struct store_conn *writer, *reader, *stranger;

	assert_ok(store_open(":memory:", 1, &one, NULL));
	assert_ok(store_open(":memory:", 1, &two, NULL));
	assert_ok(store_connect(one, STORE_WRITE, &writer, NULL));
	assert_ok(store_connect(one, STORE_READ, &reader, NULL));
	assert_ok(store_connect(two, STORE_READ, &stranger, NULL));
	set(writer, "a", "b");
	assert_string_equal(get(folder, reader, "a"), "b");
	assert_null(get(folder, stranger, "a"));
	store_disconnect(writer);
	store_disconnect(reader);
	store_disconnect(stranger);
	store_close(one);
	store_close(two);
}

#define with_store(test)  cmocka_unit_test_setup_teardown(test, open_store, close_store)
#define with_folder(test) cmocka_unit_test_setup_teardown(test, make_folder, close_store)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_store(a_second_daemon_on_the_same_folder_is_refused_in_one_sentence),
		with_store(what_it_writes_belongs_to_its_owner_alone),
		with_folder(a_file_that_is_no_database_is_data_loss_and_stays_as_it_is),
		with_folder(a_folder_that_cannot_be_made_is_a_clear_error),
		with_store(what_was_committed_is_there_after_opening_again),
		with_store(one_write_of_a_group_is_taken_back_alone),
		with_store(a_read_snapshot_does_not_see_what_is_written_after_it),
		with_store(a_reading_connection_cannot_write),
		with_store(a_violated_constraint_is_already_exists),
		with_store(a_query_may_run_inside_a_run_of_itself),
		with_store(a_row_is_read_column_by_column_and_without_one_all_are_empty),
		with_store(a_page_begins_behind_a_row_of_its_list_and_no_other),
		with_store(a_read_that_passes_its_budget_ends),
		with_store(a_backup_is_a_store_of_its_own),
		with_store(a_checkpoint_empties_the_log),
		with_store(the_writing_connection_waits_for_the_disk_and_wipes_what_it_deletes),
		with_store(a_clean_end_leaves_everything_in_one_file),
		with_folder(a_store_in_memory_is_shared_by_its_connections_and_with_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
