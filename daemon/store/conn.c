/* store/ — connections: how they are opened, their transactions, their bounds. */
#include "daemon/store/conn.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/store/open.h"
#include "daemon/store/token.h"

#define BUSY_MS    5000
#define LEAVING_MS 200

enum status conn_error(sqlite3 *db, int code, struct error *reterr)
{
	int full = sqlite3_extended_errcode(db);

	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		return error_set(reterr, STATUS_ALREADY_EXISTS, "there is one already (%s)", sqlite3_errmsg(db));
	case SQLITE_INTERRUPT:
		return error_set(reterr, STATUS_CANCELLED, "the query was interrupted");
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return error_set(reterr, STATUS_UNAVAILABLE, "the store is busy; try again");
	case SQLITE_FULL:
		return error_detail(
			reterr, STATUS_RESOURCE_EXHAUSTED, "STORE_FULL", NULL, "the disk of the store is full");
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return error_set(
			reterr, STATUS_DATA_LOSS, "the store's file is damaged or no database: %s", sqlite3_errmsg(db));
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "the store cannot be opened for writing: %s",
			sqlite3_errmsg(db));
	case SQLITE_IOERR:
		if (full == SQLITE_IOERR_FSYNC || full == SQLITE_IOERR_DIR_FSYNC)
			return error_detail(
				reterr, STATUS_DATA_LOSS, "FSYNC_FAILED", NULL, "the disk did not confirm a write");
		return error_set(reterr, STATUS_UNAVAILABLE, "the store's disk failed: %s", sqlite3_errmsg(db));
	default:
		return error_set(reterr, STATUS_INTERNAL, "the store failed: %s", sqlite3_errmsg(db));
	}
}

enum status conn_exec(sqlite3 *db, const char *sql, struct error *reterr)
{
	int code = sqlite3_exec(db, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? STATUS_OK : conn_error(db, code, reterr);
}

enum status conn_number(sqlite3 *db, const char *sql, int64_t *ret, struct error *reterr)
{
	sqlite3_stmt *stmt;
	int code;

	code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	if (code != SQLITE_OK)
		return conn_error(db, code, reterr);
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		*ret = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return code == SQLITE_ROW ? STATUS_OK : conn_error(db, code, reterr);
}

enum status conn_open_database(const char *path, sqlite3 **ret, struct error *reterr)
{
	int code;

	code = sqlite3_open_v2(
		path, ret, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
	if (code != SQLITE_OK)
		return conn_error(*ret, code, reterr);
	sqlite3_extended_result_codes(*ret, 1);
	sqlite3_busy_timeout(*ret, BUSY_MS);
	/* Only the write lane checkpoints: SQLite 3.40 can lose a WAL's reset when two do. */
	sqlite3_db_config(*ret, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(*ret, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return conn_exec(*ret,
		"PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
		"PRAGMA wal_autocheckpoint = 0",
		reterr);
}

enum status conn_configure_writer(sqlite3 *db, struct error *reterr)
{
	return conn_exec(db,
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
		"PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -16384",
		reterr);
}

static int count_steps(void *arg)
{
	struct store_conn *conn = arg;

	if (--conn->budget >= 0)
		return 0;
	conn->exhausted = true;
	return 1;
}

static int note_wal(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct store_conn *conn = arg;

	(void)db;
	(void)name;
	conn->wal_pages = pages;
	return SQLITE_OK;
}

/* What is known of tokens holds no more, whatever statement it is. (SQLite does not tell of a DELETE of all rows, nor
 * of one that REPLACE does: we have neither.) */
static void note_change(void *arg, int operation, const char *db, const char *table, sqlite3_int64 row)
{
	struct store_conn *conn = arg;

	(void)operation;
	(void)db;
	(void)row;
	if (conn->changes_tokens || strcmp(table, "token") != 0)
		return;
	conn->changes_tokens = true;
	atomic_fetch_add(&conn->store->token_changes, 1);
}

/* Behind a transaction, however it ended. */
static void settle_changes(struct store_conn *conn)
{
	if (!conn->changes_tokens)
		return;
	conn->changes_tokens = false;
	atomic_fetch_add(&conn->store->token_changes, 1);
}

enum status store_connect(struct store *store, enum store_access access, struct store_conn **ret, struct error *reterr)
{
	struct store_conn *conn = calloc(1, sizeof(*conn));
	enum status st;

	if (conn == NULL)
		abort();
	conn->store = store;
	st = conn_open_database(store->path, &conn->db, reterr);
	if (st == STATUS_OK && access == STORE_WRITE)
		st = conn_configure_writer(conn->db, reterr);
	if (st == STATUS_OK && access == STORE_READ)
		st = conn_exec(conn->db, "PRAGMA query_only = ON", reterr);
	if (st != STATUS_OK) {
		store_disconnect(conn);
		return st;
	}
	if (access == STORE_WRITE) {
		sqlite3_wal_hook(conn->db, note_wal, conn);
		sqlite3_update_hook(conn->db, note_change, conn);
	}
	conn->writes = access == STORE_WRITE;
	*ret = conn;
	return STATUS_OK;
}

/* After a clean end the database's file alone is all there is. When a reader is in the way, or the disk refuses, the
 * WAL stays, and nothing is lost. */
static void leave_tidy(sqlite3 *db)
{
	sqlite3_busy_timeout(db, LEAVING_MS);
	sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

void store_disconnect(struct store_conn *conn)
{
	if (conn == NULL)
		return;
	conn_forget_statements(conn);
	if (conn->writes)
		leave_tidy(conn->db);
	sqlite3_close(conn->db);
	free(conn);
}

/* What frames a transaction is asked with each call: prepared once, as all else. */
static enum status frame(struct store_conn *conn, const char *sql, struct error *reterr)
{
	struct store_rows *rows;
	enum status st = conn_prepare(conn, sql, &rows, reterr);

	return st == STATUS_OK ? conn_finish(rows, NULL, reterr) : st;
}

enum status store_begin_late(struct store_conn *conn, struct error *reterr)
{
	static const char SQL_BEGIN[] = "BEGIN";

	conn->token_changes = store_token_changes(conn);
	return frame(conn, SQL_BEGIN, reterr);
}

enum status store_begin_read(struct store_conn *conn, struct error *reterr)
{
	static const char SQL_SNAPSHOT[] = "PRAGMA user_version";
	enum status st = store_begin_late(conn, reterr);

	/* It is taken by the first query. */
	if (st == STATUS_OK)
		st = frame(conn, SQL_SNAPSHOT, reterr);
	if (st != STATUS_OK)
		store_rollback(conn);
	return st;
}

enum status store_begin_write(struct store_conn *conn, struct error *reterr)
{
	static const char SQL_BEGIN[] = "BEGIN IMMEDIATE";

	settle_changes(conn); /* of one that SQLite gave up by itself */
	conn->token_changes = store_token_changes(conn);
	return frame(conn, SQL_BEGIN, reterr);
}

enum status store_commit(struct store_conn *conn, struct error *reterr)
{
	static const char SQL_COMMIT[] = "COMMIT";
	enum status st = frame(conn, SQL_COMMIT, reterr);

	if (st != STATUS_OK)
		store_rollback(conn);
	settle_changes(conn);
	return st;
}

void store_rollback(struct store_conn *conn)
{
	static const char SQL_ROLLBACK[] = "ROLLBACK";

	if (store_in_transaction(conn))
		frame(conn, SQL_ROLLBACK, NULL);
	settle_changes(conn);
}

bool store_in_transaction(const struct store_conn *conn)
{
	return !sqlite3_get_autocommit(conn->db);
}

int store_changes(const struct store_conn *conn)
{
	return sqlite3_total_changes(conn->db);
}

enum status store_savepoint(struct store_conn *conn, struct error *reterr)
{
	static const char SQL_SAVEPOINT[] = "SAVEPOINT one";

	return frame(conn, SQL_SAVEPOINT, reterr);
}

enum status store_savepoint_release(struct store_conn *conn, struct error *reterr)
{
	static const char SQL_RELEASE[] = "RELEASE one";

	return frame(conn, SQL_RELEASE, reterr);
}

void store_savepoint_rollback(struct store_conn *conn)
{
	if (store_in_transaction(conn))
		conn_exec(conn->db, "ROLLBACK TO one; RELEASE one", NULL);
}

void store_set_budget(struct store_conn *conn, int thousand_steps)
{
	conn->budget = thousand_steps;
	conn->exhausted = false;
	sqlite3_progress_handler(conn->db, 1000, thousand_steps > 0 ? count_steps : NULL, conn);
}

void store_interrupt(struct store_conn *conn)
{
	sqlite3_interrupt(conn->db);
}

/* SQLite's own backup syncs nothing by itself into a file that it does not know to be a database yet. */
static enum status sync_file(const char *path, int64_t *ret_size, struct error *reterr)
{
	struct stat found;
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool fine = fd >= 0 && fsync(fd) == 0 && fstat(fd, &found) == 0;

	if (fd >= 0)
		close(fd);
	if (!fine)
		return error_set(reterr, STATUS_UNAVAILABLE, "the copy %s could not be written to disk", path);
	*ret_size = (int64_t)found.st_size;
	return STATUS_OK;
}

static enum status copy_pages(sqlite3 *db, sqlite3 *into, struct error *reterr)
{
	sqlite3_backup *backup;
	int code, finished;

	backup = sqlite3_backup_init(into, "main", db, "main");
	if (backup == NULL)
		return conn_error(into, sqlite3_errcode(into), reterr);
	code = sqlite3_backup_step(backup, -1);
	finished = sqlite3_backup_finish(backup);
	/* A busy source counts as no error for finish(). */
	if (code == SQLITE_DONE)
		code = finished;
	return code == SQLITE_OK ? STATUS_OK : conn_error(into, code, reterr);
}

enum status conn_copy(sqlite3 *db, const char *path, int64_t *ret_size, struct error *reterr)
{
	sqlite3 *into = NULL;
	enum status st;
	int fd, code;

	/* Made here, so that it belongs to nobody else and never follows a link. */
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_set(
			reterr, STATUS_ALREADY_EXISTS, "the copy %s cannot be made; is there one already?", path);
	close(fd);
	code = sqlite3_open_v2(path, &into, SQLITE_OPEN_READWRITE, NULL);
	st = code == SQLITE_OK ? copy_pages(db, into, reterr) : conn_error(into, code, reterr);
	/* The copy is for restoring, not for running: no WAL beside it. */
	if (st == STATUS_OK)
		st = conn_exec(into, "PRAGMA journal_mode = DELETE", reterr);
	sqlite3_close(into);
	if (st == STATUS_OK)
		st = sync_file(path, ret_size, reterr);
	if (st != STATUS_OK)
		unlink(path);
	return st;
}

enum status store_backup(struct store_conn *conn, const char *path, int64_t *ret_size, struct error *reterr)
{
	return conn_copy(conn->db, path, ret_size, reterr);
}

enum status store_checkpoint(struct store_conn *conn, struct error *reterr)
{
	int code = sqlite3_wal_checkpoint_v2(conn->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	/* BUSY: a reader still needs the rest; it comes along the next time. */
	if (code != SQLITE_OK && code != SQLITE_BUSY)
		return conn_error(conn->db, code, reterr);
	conn->wal_pages = 0;
	return STATUS_OK;
}

int64_t store_wal_size(const struct store_conn *conn)
{
	return conn->wal_pages * 4096; /* SQLite's page size for new databases */
}
