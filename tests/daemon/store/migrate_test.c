/* tests — the schema's versions. */
#include "daemon/store/migrate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "daemon/store/conn.h"

#define assert_ok(expression) assert_int_equal((expression), STATUS_OK)

struct place {
	char dir[64], path[128], backups[128];
	sqlite3 *db;
	struct error error;
};

static const char FIRST[] = "CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT, apply_time INTEGER);"
			    "CREATE TABLE thing (word TEXT); -- a comment at the end\n";
static const char SECOND[] = "ALTER TABLE thing ADD COLUMN size INTEGER; UPDATE thing SET size = 7;";
static const char BROKEN[] = "CREATE TABLE other (word TEXT); INSERT INTO nowhere VALUES (1);";
static const size_t first_size = sizeof(FIRST) - 1, second_size = sizeof(SECOND) - 1, broken_size = sizeof(BROKEN) - 1;

static const struct migration good[] = {
	{ 1, "0001_first", (const unsigned char *)FIRST, &first_size },
	{ 2, "0002_second", (const unsigned char *)SECOND, &second_size },
};
static const struct migration bad[] = {
	{ 1, "0001_first", (const unsigned char *)FIRST, &first_size },
	{ 2, "0002_broken", (const unsigned char *)BROKEN, &broken_size },
};

static int open_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	strcpy(place->dir, "/tmp/ridealong-migrate-XXXXXX");
	assert_non_null(mkdtemp(place->dir));
	snprintf(place->path, sizeof(place->path), "%s/ridealong.db", place->dir);
	snprintf(place->backups, sizeof(place->backups), "%s/backups", place->dir);
	assert_ok(conn_open_database(place->path, &place->db, NULL));
	*state = place;
	return 0;
}

static int close_place(void **state)
{
	struct place *place = *state;
	char command[128];

	sqlite3_close(place->db);
	snprintf(command, sizeof(command), "rm -rf %s", place->dir);
	assert_int_equal(system(command), 0);
	free(place);
	return 0;
}

static int64_t number(sqlite3 *db, const char *sql)
{
	int64_t found = -1;

	assert_ok(conn_number(db, sql, &found, NULL));
	return found;
}

static void the_migrations_that_are_built_in_count_from_one_without_a_gap(void **state)
{
	(void)state;
	assert_true(n_migrations >= 1);
	for (size_t i = 0; i < n_migrations; i++)
		assert_int_equal(migrations[i].number, i + 1);
}

static void a_new_database_gets_every_migration_and_no_backup(void **state)
{
	struct place *place = *state;
	int version = 0;

	assert_ok(migrate(place->db, good, 2, place->backups, 42, &version, NULL));
	assert_int_equal(version, 2);
	assert_int_equal(number(place->db, "SELECT count(*) FROM migration WHERE apply_time = 42"), 2);
	assert_int_not_equal(access(place->backups, F_OK), 0);
}

static void an_upgrade_keeps_a_copy_of_what_was(void **state)
{
	struct place *place = *state;
	char copy[192];
	sqlite3 *old;
	int version;

	assert_ok(migrate(place->db, good, 1, place->backups, 42, &version, NULL));
	assert_ok(conn_exec(place->db, "INSERT INTO thing VALUES ('kept')", NULL));
	assert_ok(migrate(place->db, good, 2, place->backups, 43, &version, NULL));
	assert_int_equal(number(place->db, "SELECT size FROM thing WHERE word = 'kept'"), 7);
	snprintf(copy, sizeof(copy), "%s/before-0002.db", place->backups);
	assert_int_equal(sqlite3_open(copy, &old), SQLITE_OK);
	assert_int_equal(number(old, "SELECT count(*) FROM thing WHERE word = 'kept'"), 1);
	assert_int_equal(number(old, "PRAGMA user_version"), 1);
	sqlite3_close(old);
}

static void a_migration_that_fails_leaves_nothing_behind(void **state)
{
	struct place *place = *state;
	int version = 0;

	assert_ok(migrate(place->db, bad, 1, place->backups, 42, &version, NULL));
	assert_int_not_equal(migrate(place->db, bad, 2, place->backups, 43, &version, &place->error), STATUS_OK);
	assert_non_null(strstr(place->error.message, "0002_broken"));
	assert_int_equal(number(place->db, "PRAGMA user_version"), 1);
	assert_int_equal(number(place->db, "SELECT count(*) FROM sqlite_schema WHERE name = 'other'"), 0);
	/* and the way is open for the one that was mended, although a copy is there already */
	assert_ok(migrate(place->db, good, 2, place->backups, 44, &version, NULL));
}

static void a_newer_schema_is_refused_untouched(void **state)
{
	struct place *place = *state;
	struct stat before, after;
	int version;

	assert_ok(migrate(place->db, good, 2, NULL, 42, &version, NULL));
	sqlite3_close(place->db);
	assert_int_equal(stat(place->path, &before), 0);
	assert_ok(conn_open_database(place->path, &place->db, NULL));
	assert_int_equal(
		migrate(place->db, good, 1, place->backups, 43, &version, &place->error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(place->error.reason, "SCHEMA_NEWER");
	assert_non_null(strstr(place->error.message, "newer version"));
	assert_int_equal(stat(place->path, &after), 0);
	assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
	assert_int_equal(before.st_size, after.st_size);
}

static void a_database_of_another_program_is_refused_untouched(void **state)
{
	struct place *place = *state;
	int version;

	assert_ok(conn_exec(place->db, "CREATE TABLE bookmarks (url TEXT)", NULL));
	assert_int_equal(
		migrate(place->db, good, 2, place->backups, 43, &version, &place->error), STATUS_FAILED_PRECONDITION);
	assert_int_equal(number(place->db, "SELECT count(*) FROM sqlite_schema"), 1);
}

#define with_place(test) cmocka_unit_test_setup_teardown(test, open_place, close_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_migrations_that_are_built_in_count_from_one_without_a_gap),
		with_place(a_new_database_gets_every_migration_and_no_backup),
		with_place(an_upgrade_keeps_a_copy_of_what_was),
		with_place(a_migration_that_fails_leaves_nothing_behind),
		with_place(a_newer_schema_is_refused_untouched),
		with_place(a_database_of_another_program_is_refused_untouched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
