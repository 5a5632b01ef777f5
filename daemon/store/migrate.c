/* store/ — the schema's versions: numbered SQL files, each applied in one transaction. */
#include "daemon/store/migrate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/conn.h"

#define APPLICATION_ID "0x52696465" /* "Ride", for file(1) and for telling ours from others' */

static enum status check_identity(sqlite3 *db, size_t count, int64_t *ret_version, struct error *reterr)
{
	int64_t id, tables;
	enum status st;

	st = conn_number(db, "PRAGMA application_id", &id, reterr);
	if (st == STATUS_OK)
		st = conn_number(db, "PRAGMA user_version", ret_version, reterr);
	if (st == STATUS_OK)
		st = conn_number(db, "SELECT count(*) FROM sqlite_schema", &tables, reterr);
	if (st != STATUS_OK)
		return st;
	if (id != strtol(APPLICATION_ID, NULL, 16) && (id != 0 || tables > 0))
		return error_set(reterr, STATUS_FAILED_PRECONDITION,
			"the store's file is a database of another program; it was not touched");
	if (*ret_version > (int64_t)count)
		return error_detail(reterr, STATUS_FAILED_PRECONDITION, "SCHEMA_NEWER", NULL,
			"the store was written by a newer version of Ridealong (schema %lld, this one knows %zu); it "
			"was not touched",
			(long long)*ret_version, count);
	return STATUS_OK;
}

static enum status keep_copy(sqlite3 *db, const char *folder, int64_t version, struct error *reterr)
{
	char path[4096 + 64], part[sizeof(path) + 8];
	int64_t size;
	enum status st;

	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "the folder for backups %s cannot be made: %s",
			folder, strerror(errno));
	snprintf(path, sizeof(path), "%s/before-%04lld.db", folder, (long long)version + 1);
	snprintf(part, sizeof(part), "%s.part", path);
	/* What an interrupted upgrade left. */
	unlink(part);
	st = conn_copy(db, part, &size, reterr);
	if (st != STATUS_OK)
		return st;
	if (rename(part, path) != 0)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "the backup %s cannot be written: %s", path,
			strerror(errno));
	return STATUS_OK;
}

static enum status run_script(sqlite3 *db, const struct migration *migration, struct error *reterr)
{
	const char *at = (const char *)migration->sql, *end = at + *migration->size;
	sqlite3_stmt *stmt;
	int code = SQLITE_OK;

	while (at < end && code == SQLITE_OK) {
		code = sqlite3_prepare_v2(db, at, (int)(end - at), &stmt, &at);
		if (code != SQLITE_OK)
			break;
		if (stmt == NULL) /* only a comment or white space was left */
			break;
		do {
			code = sqlite3_step(stmt);
		} while (code == SQLITE_ROW);
		code = sqlite3_finalize(stmt);
	}
	return code == SQLITE_OK ? STATUS_OK : conn_error(db, code, reterr);
}

static enum status record(sqlite3 *db, const struct migration *migration, int64_t now_us, struct error *reterr)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		"PRAGMA application_id = " APPLICATION_ID "; PRAGMA user_version = %d;"
		"INSERT INTO migration (number, name, apply_time) VALUES (%d, '%s', %lld)",
		migration->number, migration->number, migration->name, (long long)now_us);
	return conn_exec(db, sql, reterr);
}

static enum status apply(sqlite3 *db, const struct migration *migration, int64_t now_us, struct error *reterr)
{
	enum status st;

	st = conn_exec(db, "BEGIN IMMEDIATE", reterr);
	if (st != STATUS_OK)
		return st;
	st = run_script(db, migration, reterr);
	if (st == STATUS_OK)
		st = record(db, migration, now_us, reterr);
	if (st == STATUS_OK)
		st = conn_exec(db, "COMMIT", reterr);
	if (st == STATUS_OK)
		return STATUS_OK;
	if (!sqlite3_get_autocommit(db))
		conn_exec(db, "ROLLBACK", NULL);
	return st;
}

static enum status name_failure(const struct migration *migration, const struct error *cause, struct error *reterr)
{
	return error_set(reterr, cause->status, "the store could not be brought to %s, and stays as it was: %.250s",
		migration->name, cause->message);
}

enum status migrate(sqlite3 *db, const struct migration *list, size_t count, const char *backup, int64_t now_us,
	int *ret_version, struct error *reterr)
{
	int64_t version;
	struct error cause;
	enum status st;

	st = check_identity(db, count, &version, reterr);
	if (st == STATUS_OK && version > 0 && version < (int64_t)count && backup != NULL)
		st = keep_copy(db, backup, version, reterr);
	if (st != STATUS_OK)
		return st;
	for (size_t i = (size_t)version; i < count; i++) {
		st = apply(db, &list[i], now_us, &cause);
		if (st != STATUS_OK)
			return name_failure(&list[i], &cause, reterr);
	}
	*ret_version = (int)count;
	return STATUS_OK;
}
