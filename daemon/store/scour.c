/* store/ — nothing is left on the disk of what was deleted. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "daemon/store/conn.h"
#include "daemon/store/open.h"

#define PATH 4600

static enum status empty_wal(struct store_conn *conn, struct error *reterr)
{
	int code = sqlite3_wal_checkpoint_v2(conn->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	if (code != SQLITE_OK)
		return conn_error(conn->db, code, reterr);
	conn->wal_pages = 0;
	return STATUS_OK;
}

/* Copies end in ".db"; what an interrupted one left begins so. The upgrade's are named "before-0002.db". */
static bool is_copy(const char *file)
{
	return strstr(file, ".db") != NULL;
}

static bool is_made_by_hand(const char *file)
{
	const size_t length = strlen(file);

	return length > 3 && strcmp(file + length - 3, ".db") == 0 && strncmp(file, "before-", 7) != 0;
}

/* Counts those made by hand, or removes all but `kept`. */
static int go_through(const char *folder, const char *kept)
{
	DIR *dir = opendir(folder);
	const struct dirent *file;
	int count = 0;

	while (dir != NULL && (file = readdir(dir)) != NULL) {
		if (kept == NULL)
			count += is_made_by_hand(file->d_name);
		else if (is_copy(file->d_name) && strcmp(file->d_name, kept) != 0)
			unlinkat(dirfd(dir), file->d_name, 0);
	}
	if (dir != NULL && kept != NULL)
		fsync(dirfd(dir));
	if (dir != NULL)
		closedir(dir);
	return count;
}

static enum status renew_copies(struct store_conn *conn, const char *folder, const char *copy, struct error *reterr)
{
	char path[PATH], part[PATH + 8];
	int64_t size;
	enum status st;

	if (go_through(folder, NULL) == 0) {
		go_through(folder, "");
		return STATUS_OK;
	}
	snprintf(path, sizeof(path), "%s/%s", folder, copy);
	snprintf(part, sizeof(part), "%s.part", path);
	unlink(part); /* of a time before */
	st = conn_copy(conn->db, part, &size, reterr);
	if (st == STATUS_OK && rename(part, path) != 0)
		st = error_set(reterr, STATUS_UNAVAILABLE, "the copy %s cannot be written: %s", path, strerror(errno));
	if (st == STATUS_OK)
		go_through(folder, copy);
	return st;
}

enum status store_scour(struct store_conn *conn, const char *copy, struct error *reterr)
{
	enum status st = conn_exec(conn->db, "VACUUM", reterr);

	if (st == STATUS_OK)
		st = empty_wal(conn, reterr);
	if (st == STATUS_OK && conn->store->backups[0] != '\0')
		st = renew_copies(conn, conn->store->backups, copy, reterr);
	return st;
}
