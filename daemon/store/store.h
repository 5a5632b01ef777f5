/* store/ — rows. The only storey that knows SQLite.
 *
 * A store is one database file. Threads have connections of their own: one writes, the others read. Noun files
 * (session.h, person.h, …) offer store_<noun>_<verb>(conn, …); this file is what they stand on.
 *
 * SQL is what SQLite and PostgreSQL share: $1 parameters, STRICT tables of TEXT, INTEGER and BLOB, booleans 0/1, times
 * int64 µs UTC, ON CONFLICT, RETURNING; no LIKE, no JSON. Each statement is a `static const char SQL_…[]` at the top of
 * its file: it is the key of the connection's cache of prepared statements, and tests find it there. */
#ifndef RIDEALONG_STORE_STORE_H
#define RIDEALONG_STORE_STORE_H

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "proto/status.h"

struct store;      /* the database */
struct store_conn; /* one thread's connection to it */
struct store_rows; /* a running query */

enum store_access { STORE_READ, STORE_WRITE };

/** Opens, or makes, DIR/ridealong.db (":memory:": a private shared one for tests), migrates it after a backup.
 *  FAILED_PRECONDITION: written by a newer version (untouched), or another daemon holds the folder. DATA_LOSS: not a
 *  database. `now_us` stamps migrations. */
enum status store_open(const char *dir, int64_t now_us, struct store **ret, struct error *reterr);
void store_close(struct store *store); /* after its connections; NULL is fine */
int store_schema_version(const struct store *store);

enum status store_connect(struct store *store, enum store_access access, struct store_conn **ret, struct error *reterr);
/** The writing one leaves the database in its one file, when no reader is in the way. NULL is fine. */
void store_disconnect(struct store_conn *conn);

/** A read snapshot from here to store_rollback(): several queries see the same moment. */
enum status store_begin_read(struct store_conn *conn, struct error *reterr);
/** The same, taken by the first query: where perhaps nothing will be asked. */
enum status store_begin_late(struct store_conn *conn, struct error *reterr);
/** A write transaction (the write lane's). */
enum status store_begin_write(struct store_conn *conn, struct error *reterr);
/** Ends either; a write is committed, synchronous=FULL. On failure nothing of it stays. DATA_LOSS with reason
 *  FSYNC_FAILED: the disk did not confirm; the daemon stops and never tries again. RESOURCE_EXHAUSTED with reason
 *  STORE_FULL: no room. */
enum status store_commit(struct store_conn *conn, struct error *reterr);
void store_rollback(struct store_conn *conn); /* fine when there is no transaction */
/** Whether a transaction is open: after SQLITE_FULL and the like it is gone. */
bool store_in_transaction(const struct store_conn *conn);
/** Rows that were changed through this connection so far; what is told by it is whether two moments differ. */
int store_changes(const struct store_conn *conn);

/** One write of a group. store_savepoint_rollback() takes it back alone. */
enum status store_savepoint(struct store_conn *conn, struct error *reterr);
enum status store_savepoint_release(struct store_conn *conn, struct error *reterr);
void store_savepoint_rollback(struct store_conn *conn);

/** Bounds the work of a read: after so many thousand VM steps it fails with RESOURCE_EXHAUSTED,
 *  reason STORE_BUDGET. 0: no bound. */
void store_set_budget(struct store_conn *conn, int thousand_steps);
/** Interrupts whatever runs on the connection: CANCELLED. Any thread. */
void store_interrupt(struct store_conn *conn);

/* Queries. `types` has a letter a parameter, $1 first: s const char * (NULL is NULL), i int64_t, n int, b bool, and
 * B, which takes two: const void *, size_t. Arguments must be of exactly that type: cast. */

/** A filter's text: NULL counts as "", which stands for any. */
static inline const char *store_or_empty(const char *text)
{
	return text != NULL ? text : "";
}

/** Runs a statement that returns no rows. *ret_changes (NULL is fine) is the number of rows it touched. A violated
 *  constraint is ALREADY_EXISTS. */
enum status store_run(
	struct store_conn *conn, const char *sql, int *ret_changes, struct error *reterr, const char *types, ...);

/** Starts a query; rows are read with store_next() until it says false, then store_done(). */
enum status store_query(struct store_conn *conn, const char *sql, struct store_rows **ret, struct error *reterr,
	const char *types, ...);
/** *ret_row: whether there was a row. */
enum status store_next(struct store_rows *rows, bool *ret_row, struct error *reterr);
void store_done(struct store_rows *rows); /* NULL is fine */

/** Runs a query for at most one row and reads its columns: behind the parameters' types stand ":" and a letter a
 * column, s const char ** (copied to the arena, which may be NULL where no text is read), i int64_t *, b bool *, and
 * behind the arguments the pointers. Without a row they get "", 0 and false; *ret_found (NULL is fine) says whether
 * there was one. */
enum status store_row(struct store_conn *conn, const char *sql, struct arena *arena, bool *ret_found,
	struct error *reterr, const char *types, ...);

/* Columns of the row at hand, from 0. Text and bytes are copied to the arena; NULL text is "". */
const char *store_text(struct store_rows *rows, int column, struct arena *arena);
int64_t store_int(struct store_rows *rows, int column);
bool store_bool(struct store_rows *rows, int column);
ProtobufCBinaryData store_bytes(struct store_rows *rows, int column, struct arena *arena);

/** Fills a message from the row: each column goes to the message's field of that name. int64 µs columns fill Timestamp
 *  and Duration fields (0 is absent), TEXT strings, INTEGER ints, enums and bools, BLOB bytes. A BLOB column also fills
 * a repeated field, or one of another message type: it holds the packed bytes of a message with nothing but this field.
 *  A column without a field is an error of ours and aborts. What it makes lives in the arena. */
void store_fill(struct store_rows *rows, ProtobufCMessage *message, struct arena *arena);

/** Runs a query for at most one row and fills a new message of that type; *ret is NULL when there was none. */
enum status store_get(struct store_conn *conn, const char *sql, const ProtobufCMessageDescriptor *type,
	struct arena *arena, void *ret, struct error *reterr, const char *types, ...);
/** The same for all rows, as an array of pointers for a repeated field: *ret is an array of pointers to messages. */
enum status store_list(struct store_conn *conn, const char *sql, const ProtobufCMessageDescriptor *type,
	struct arena *arena, void *ret, size_t *ret_count, struct error *reterr, const char *types, ...);

/** Writes a message: $1, $2, … are the fields named in `fields` ("id state start_time"), in that order, converted as
 *  store_fill() does backwards. A name that is no field aborts. */
enum status store_write(struct store_conn *conn, const char *sql, const char *fields, const ProtobufCMessage *message,
	int *ret_changes, struct error *reterr);

/** A copy of the whole database into a file that must not exist, in one step. Slow lane. */
enum status store_backup(struct store_conn *conn, const char *path, int64_t *ret_size, struct error *reterr);
/** Moves the WAL into the database, as far as no reader still needs it. Write lane, when idle or at 16 MiB. */
enum status store_checkpoint(struct store_conn *conn, struct error *reterr);
/** Leaves nothing on the disk of what was deleted: rebuilds the database, empties the WAL, and removes the copies in
 *  backups/, the upgrade's as well as those made by hand; if there was one of the latter, a new one named `copy` takes
 *  their place before they go. Outside of transactions, on the connection that writes; takes as long as the database is
 *  large. UNAVAILABLE while somebody still reads what was before: try again. */
enum status store_scour(struct store_conn *conn, const char *copy, struct error *reterr);
/** Bytes of WAL that the writing connection has left since its last checkpoint. */
int64_t store_wal_size(const struct store_conn *conn);
/** Bytes of the WAL's file, as large as the disk knows it; 0 while there is none. Any thread. */
int64_t store_wal_file_size(const struct store *store);

#endif
