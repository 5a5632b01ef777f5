/* tests/ — the data folder: its key, and whether its time is real. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/folder.h"

struct folder {
	char root[64], dir[96], key[112];
	struct store *store;
};

static int open_folder(void **state)
{
	struct folder *folder = calloc(1, sizeof(*folder));
	struct error error = { 0 };

	strcpy(folder->root, "/tmp/ridealong-folder-XXXXXX");
	assert_non_null(mkdtemp(folder->root));
	snprintf(folder->dir, sizeof(folder->dir), "%s/a/b", folder->root);
	snprintf(folder->key, sizeof(folder->key), "%s/key", folder->dir);
	assert_int_equal(folder_make(folder->dir, &error), STATUS_OK);
	assert_int_equal(store_open(folder->dir, 1, &folder->store, &error), STATUS_OK);
	*state = folder;
	return 0;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place)
{
	(void)info;
	(void)kind;
	(void)place;
	return remove(path);
}

static int close_folder(void **state)
{
	struct folder *folder = *state;

	store_close(folder->store);
	nftw(folder->root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
	return 0;
}

static int64_t start(struct folder *folder, const char *wish)
{
	struct error error = { 0 };
	struct clock *clock;
	int64_t now;

	if (folder_clock(folder->store, folder->dir, wish, &clock, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	now = clock_is_manual(clock) ? clock_now(clock) : -1;
	clock_destroy(clock);
	return now;
}

static enum status refused(struct folder *folder, const char *wish)
{
	struct error error = { 0 };
	struct clock *clock;

	return folder_clock(folder->store, folder->dir, wish, &clock, &error);
}

static void add_somebody(struct folder *folder)
{
	struct store_conn *conn;

	assert_int_equal(store_connect(folder->store, STORE_WRITE, &conn, NULL), STATUS_OK);
	assert_int_equal(
		store_run(conn,
			"INSERT INTO person (name, email, sort_email, display_name, aliases, language, time_zone, "
			"working_days, days_off, quiet_from_minute, quiet_until_minute, template, unix_login, "
			"create_time, update_time) VALUES ('people/1', 'a@b', 'a@b', '', x'', 'en', 'UTC', x'', x'', "
			"0, 0, "
			"'', '', 1, 1)",
			NULL, NULL, ""),
		STATUS_OK);
	store_disconnect(conn);
}

static void the_key_is_made_once_and_is_its_owners_alone(void **state)
{
	struct folder *folder = *state;
	uint8_t first[ID_KEY_BYTES], again[ID_KEY_BYTES];
	struct error error = { 0 };
	struct stat found;

	assert_int_equal(folder_key(folder->dir, first, &error), STATUS_OK);
	assert_int_equal(folder_key(folder->dir, again, &error), STATUS_OK);
	assert_memory_equal(first, again, ID_KEY_BYTES);
	assert_int_equal(stat(folder->key, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
	chmod(folder->key, 0640);
	assert_int_equal(folder_key(folder->dir, again, &error), STATUS_FAILED_PRECONDITION);
	chmod(folder->key, 0600);
	assert_int_equal(truncate(folder->key, 7), 0);
	assert_int_equal(folder_key(folder->dir, again, &error), STATUS_DATA_LOSS);
	assert_non_null(strstr(error.message, folder->key));
}

static void a_folder_is_real_unless_told_otherwise(void **state)
{
	struct folder *folder = *state;

	assert_int_equal(start(folder, NULL), -1);
	assert_int_equal(start(folder, "real"), -1);
	add_somebody(folder);
	assert_int_equal(refused(folder, "manual:2026-03-02T08:00:00+01:00"), STATUS_FAILED_PRECONDITION);
	assert_int_equal(start(folder, NULL), -1);
}

static void a_simulation_stays_one_and_never_runs_backwards(void **state)
{
	struct folder *folder = *state;
	const int64_t first = INT64_C(1772434800) * CLOCK_SECOND;

	assert_int_equal(refused(folder, "manual"), STATUS_INVALID_ARGUMENT);
	assert_int_equal(start(folder, "manual:2026-03-02T08:00:00+01:00"), first);
	assert_int_equal(refused(folder, NULL), STATUS_FAILED_PRECONDITION);
	assert_int_equal(start(folder, "manual"), first);
	assert_int_equal(start(folder, "manual:2026-03-01T08:00:00+01:00"), first);
	assert_int_equal(start(folder, "manual:2026-03-03T08:00:00+01:00"), first + CLOCK_DAY);
	assert_int_equal(start(folder, "manual:2026-03-02T08:00:00+01:00"), first + CLOCK_DAY);
	add_somebody(folder);
	assert_int_equal(start(folder, "manual"), first + CLOCK_DAY);
}

static void a_wish_that_is_none_is_refused(void **state)
{
	struct folder *folder = *state;

	assert_int_equal(refused(folder, "tomorrow"), STATUS_INVALID_ARGUMENT);
	assert_int_equal(refused(folder, "manual:tomorrow"), STATUS_INVALID_ARGUMENT);
	assert_int_equal(refused(folder, ""), STATUS_INVALID_ARGUMENT);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, open_folder, close_folder)
	const struct CMUnitTest tests[] = {
		IN_FOLDER(the_key_is_made_once_and_is_its_owners_alone),
		IN_FOLDER(a_folder_is_real_unless_told_otherwise),
		IN_FOLDER(a_simulation_stays_one_and_never_runs_backwards),
		IN_FOLDER(a_wish_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
