/* store/ — the database as a whole: its folder, its lock, its version. */
#include "daemon/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/conn.h"
#include "daemon/store/migrate.h"
#include "daemon/store/open.h"

static enum status make_folder(const char *dir, struct error *reterr)
{
	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "the data folder %s cannot be made: %s", dir,
			strerror(errno));
	return STATUS_OK;
}

/* The holder's process id is only for the sentence; the lock is the kernel's and goes with the process. */
static enum status lock_folder(struct store *store, const char *dir, struct error *reterr)
{
	char path[4096], holder[32] = "";
	ssize_t length;

	snprintf(path, sizeof(path), "%s/lock", dir);
	store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (store->lock < 0)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "the data folder %s cannot be used: %s", dir,
			strerror(errno));
	if (flock(store->lock, LOCK_EX | LOCK_NB) != 0) {
		length = pread(store->lock, holder, sizeof(holder) - 1, 0);
		holder[length > 0 ? (size_t)length : 0] = '\0';
		holder[strcspn(holder, "\n")] = '\0';
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "FOLDER_HELD", NULL,
			"another daemon%s%s%s holds the data folder %s; stop it first, or use another folder",
			holder[0] != '\0' ? " (process " : "", holder, holder[0] != '\0' ? ")" : "", dir);
	}
	length = snprintf(holder, sizeof(holder), "%ld\n", (long)getpid());
	if (ftruncate(store->lock, 0) != 0 || pwrite(store->lock, holder, (size_t)length, 0) != length)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "the data folder %s cannot be written to: %s", dir,
			strerror(errno));
	return STATUS_OK;
}

/* SQLite would make the file readable by all; the WAL takes over the database's mode. */
static enum status make_file(const char *path, struct error *reterr)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return error_set(
			reterr, STATUS_FAILED_PRECONDITION, "the store %s cannot be opened: %s", path, strerror(errno));
	close(fd);
	return STATUS_OK;
}

static enum status name_file(struct store *store, const char *dir, struct error *reterr)
{
	static atomic_uint memory_stores;
	enum status st;

	if (strcmp(dir, ":memory:") == 0) {
		/* memdb shares by names that begin with a slash. */
		snprintf(store->path, sizeof(store->path), "file:/ridealong-%u?vfs=memdb",
			atomic_fetch_add(&memory_stores, 1));
		return STATUS_OK;
	}
	if (strlen(dir) + sizeof("/backups/before-0000.db.part") > sizeof(store->path))
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "the data folder's path is too long");
	st = make_folder(dir, reterr);
	if (st == STATUS_OK)
		st = lock_folder(store, dir, reterr);
	if (st != STATUS_OK)
		return st;
	snprintf(store->path, sizeof(store->path), "%s/ridealong.db", dir);
	snprintf(store->backups, sizeof(store->backups), "%s/backups", dir);
	return make_file(store->path, reterr);
}

static enum status migrate_file(struct store *store, int64_t now_us, struct error *reterr)
{
	enum status st;

	/* Kept open: a database in memory lives as long as it has a connection. */
	st = conn_open_database(store->path, &store->keeper, reterr);
	if (st == STATUS_OK)
		st = migrate(store->keeper, migrations, n_migrations, store->backups[0] != '\0' ? store->backups : NULL,
			now_us, &store->version, reterr);
	if (st == STATUS_OK)
		st = conn_configure_writer(store->keeper, reterr);
	if (st == STATUS_DATA_LOSS)
		error_set(reterr, st, "%.300s is damaged, or no database; restore it from a backup", store->path);
	if (st == STATUS_OK && store->backups[0] != '\0') {
		sqlite3_close(store->keeper);
		store->keeper = NULL;
	}
	return st;
}

/* Counting every byte takes a lock that all threads share; nobody asks for the sum. */
static void count_no_memory(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum status store_open(const char *dir, int64_t now_us, struct store **ret, struct error *reterr)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct store *store = calloc(1, sizeof(*store));
	enum status st;

	pthread_once(&once, count_no_memory);

	if (store == NULL)
		abort();
	store->lock = -1;
	st = name_file(store, dir, reterr);
	if (st == STATUS_OK)
		st = migrate_file(store, now_us, reterr);
	if (st != STATUS_OK) {
		store_close(store);
		return st;
	}
	*ret = store;
	return STATUS_OK;
}

int64_t store_wal_file_size(const struct store *store)
{
	struct stat found;
	char path[sizeof(store->path) + sizeof("-wal")];

	snprintf(path, sizeof(path), "%s-wal", store->path);
	return stat(path, &found) == 0 ? (int64_t)found.st_size : 0;
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	sqlite3_close(store->keeper);
	if (store->lock >= 0)
		close(store->lock);
	free(store);
}

int store_schema_version(const struct store *store)
{
	return store->version;
}
