/* plugins/calendar/shelf: see shelf.h. */
#include "inside.h"

#include "ical/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const statements[SHELF_STATEMENTS] = {
#define STATEMENT(id, sql) [SHELF_##id] = sql,
#include "statement.def"
#undef STATEMENT
};

/* Each brings the database one version on; user_version counts them. */
static const char *const migrations[] = {
	"CREATE TABLE calendar (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,"
	" UNIQUE (owner, name)) STRICT;"
	"CREATE TABLE state (calendar INTEGER NOT NULL REFERENCES calendar ON DELETE CASCADE, key TEXT NOT NULL,"
	" value TEXT NOT NULL, PRIMARY KEY (calendar, key)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE object (id INTEGER PRIMARY KEY, calendar INTEGER NOT NULL REFERENCES calendar ON DELETE CASCADE,"
	" href TEXT NOT NULL, etag TEXT NOT NULL, UNIQUE (calendar, href)) STRICT;"
	"CREATE TABLE scope (id INTEGER PRIMARY KEY, calendar INTEGER NOT NULL REFERENCES calendar ON DELETE CASCADE,"
	" digest BLOB NOT NULL, text BLOB NOT NULL, UNIQUE (calendar, digest)) STRICT;"
	"CREATE TABLE event (id INTEGER PRIMARY KEY, calendar INTEGER NOT NULL,"
	" object INTEGER NOT NULL REFERENCES object ON DELETE CASCADE, uid TEXT NOT NULL, number INTEGER NOT NULL,"
	" line INTEGER NOT NULL, refused TEXT NOT NULL, most INTEGER NOT NULL, scope INTEGER NOT NULL,"
	" text BLOB NOT NULL) STRICT;"
	"CREATE INDEX event_uid ON event (calendar, uid, id);"
	"CREATE INDEX event_object ON event (object);"
	"CREATE INDEX event_scope ON event (scope);"
	"CREATE TABLE refusal (calendar INTEGER NOT NULL REFERENCES calendar ON DELETE CASCADE, number INTEGER NOT "
	"NULL,"
	" uid TEXT NOT NULL, line INTEGER NOT NULL, why TEXT NOT NULL, why_line INTEGER NOT NULL,"
	" why_count INTEGER NOT NULL, why_name TEXT NOT NULL, why_text TEXT NOT NULL, told TEXT NOT NULL,"
	" PRIMARY KEY (calendar, number)) STRICT, WITHOUT ROWID;",
	"CREATE TABLE message (owner TEXT NOT NULL, file TEXT NOT NULL, digest TEXT NOT NULL,"
	" PRIMARY KEY (owner, file)) STRICT, WITHOUT ROWID;",
};

enum { LOGGED_MAX = 1000 }; /* pages */

enum { MIGRATIONS = sizeof(migrations) / sizeof(*migrations) };

/* Reasons by name, for numbers change when others come in between. */
static const char *const whys[CALENDAR_WHYS + 1] = {
#define REASON(id, en, nl) [CALENDAR_WHY_##id] = #id,
#include "ical/reason.def"
#undef REASON
	[CALENDAR_WHYS] = "",
};

bool shelf_failed(struct calendar_shelf *shelf)
{
	snprintf(shelf->trouble, sizeof(shelf->trouble), "the shelf failed: %s (%d)",
		sqlite3_errstr(sqlite3_extended_errcode(shelf->db)), sqlite3_extended_errcode(shelf->db));
	return false;
}

const char *calendar_shelf_trouble(const struct calendar_shelf *shelf)
{
	return shelf->trouble;
}

sqlite3_stmt *shelf_statement(struct calendar_shelf *shelf, enum shelf_statement which)
{
	sqlite3_stmt *statement = shelf->statements[which];

	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return statement;
}

bool shelf_run(struct calendar_shelf *shelf, sqlite3_stmt *statement)
{
	bool good = sqlite3_step(statement) == SQLITE_DONE || shelf_failed(shelf);

	sqlite3_reset(statement);
	return good;
}

void shelf_bind_text(sqlite3_stmt *statement, int at, const char *text)
{
	sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

const char *shelf_column(sqlite3_stmt *statement, int column, struct calendar_arena *arena)
{
	const void *text = sqlite3_column_blob(statement, column);
	const char *copy =
		calendar_arena_text(arena, text ? text : "", (size_t)sqlite3_column_bytes(statement, column));

	return copy ? copy : "";
}

/* The number in the only row of a statement; 0 for none. */
static int64_t number_of(struct calendar_shelf *shelf, sqlite3_stmt *statement)
{
	int step = sqlite3_step(statement);
	int64_t number = step == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;

	if (step != SQLITE_ROW && step != SQLITE_DONE)
		shelf_failed(shelf);
	sqlite3_reset(statement);
	return number;
}

static int why_of(const char *name)
{
	int why = 0;

	while (why < CALENDAR_WHYS && strcmp(whys[why], name) != 0)
		why++;
	return *name && why == CALENDAR_WHYS ? CALENDAR_WHY_NO_MEMORY : why;
}

const char *shelf_why_name(int why)
{
	return whys[why];
}

/* ---- opening ---- */

static bool execute(struct calendar_shelf *shelf, const char *sql)
{
	return sqlite3_exec(shelf->db, sql, NULL, NULL, NULL) == SQLITE_OK || shelf_failed(shelf);
}

static int version_of(struct calendar_shelf *shelf)
{
	sqlite3_stmt *statement = NULL;
	int version = -1;

	if (sqlite3_prepare_v2(shelf->db, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
		sqlite3_step(statement) == SQLITE_ROW)
		version = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return version;
}

static bool migrate(struct calendar_shelf *shelf)
{
	int version = version_of(shelf);
	char sql[64];

	if (version < 0 || version > MIGRATIONS) /* damaged, or of a later release: it is made anew */
		return false;
	for (; version < MIGRATIONS; version++) {
		snprintf(sql, sizeof(sql), "PRAGMA user_version = %d; COMMIT", version + 1);
		if (!execute(shelf, "BEGIN IMMEDIATE") || !execute(shelf, migrations[version]) || !execute(shelf, sql))
			return false;
	}
	return true;
}

static void shelf_empty(struct calendar_shelf *shelf)
{
	for (size_t i = 0; i < SHELF_STATEMENTS; i++) {
		sqlite3_finalize(shelf->statements[i]);
		shelf->statements[i] = NULL;
	}
	sqlite3_close(shelf->db);
	shelf->db = NULL;
}

static int on_logged(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct calendar_shelf *shelf = arg;

	(void)db;
	(void)name;
	shelf->logged = pages;
	return SQLITE_OK;
}

static bool database_open(struct calendar_shelf *shelf, const char *path)
{
	bool good;

	if (sqlite3_open(path, &shelf->db) != SQLITE_OK)
		return shelf_failed(shelf);
	chmod(path, S_IRUSR | S_IWUSR);
	good = execute(shelf, "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = FILE;"
			      " PRAGMA synchronous = NORMAL; PRAGMA journal_mode = WAL; PRAGMA cache_size = -8192;"
			      " PRAGMA journal_size_limit = 0") &&
	       migrate(shelf);
	sqlite3_wal_hook(shelf->db, on_logged, shelf);
	for (size_t i = 0; good && i < SHELF_STATEMENTS; i++)
		good = sqlite3_prepare_v3(shelf->db, statements[i], -1, SQLITE_PREPARE_PERSISTENT,
			       &shelf->statements[i], NULL) == SQLITE_OK ||
		       shelf_failed(shelf);
	return good;
}

static void database_remove(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char file[4096];

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		snprintf(file, sizeof(file), "%s%s", path, ends[i]);
		unlink(file);
	}
}

struct calendar_shelf *calendar_shelf_open(const char *folder, const char **ret_error)
{
	struct calendar_shelf *shelf = calloc(1, sizeof(*shelf));
	char path[4096];

	snprintf(path, sizeof(path), "%s/shelf.db", folder);
	if (shelf)
		shelf->folder = strdup(folder);
	if (!shelf || !shelf->folder) {
		free(shelf);
		*ret_error = "there is no memory left";
		return NULL;
	}
	if (database_open(shelf, path))
		return shelf;
	shelf_empty(shelf);
	database_remove(path);
	if (database_open(shelf, path))
		return shelf;
	calendar_shelf_close(shelf);
	*ret_error = "the database of its calendars cannot be opened in the plugin's folder";
	return NULL;
}

void calendar_shelf_close(struct calendar_shelf *shelf)
{
	if (!shelf)
		return;
	shelf_empty(shelf);
	free(shelf->folder);
	free(shelf);
}

const char *calendar_shelf_folder(const struct calendar_shelf *shelf)
{
	return shelf->folder;
}

/* ---- turns and transactions ---- */

void calendar_shelf_turn(struct calendar_shelf *shelf, struct calendar_turn *turn)
{
	struct calendar_turn **end = &shelf->turns;

	while (*end)
		end = &(*end)->next;
	*end = turn;
	turn->next = NULL;
	if (shelf->turns == turn)
		turn->have(turn->arg);
}

void calendar_shelf_turn_end(struct calendar_shelf *shelf, struct calendar_turn *turn)
{
	struct calendar_turn **at = &shelf->turns;
	bool had = shelf->turns == turn;

	while (*at && *at != turn)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = turn->next;
	if (!had)
		return;
	calendar_shelf_walk_end(shelf);
	calendar_shelf_rollback(shelf);
	calendar_shelf_settle(shelf);
	if (shelf->turns)
		shelf->turns->have(shelf->turns->arg);
}

bool calendar_shelf_begin(struct calendar_shelf *shelf)
{
	return shelf_run(shelf, shelf_statement(shelf, SHELF_BEGIN));
}

bool calendar_shelf_commit(struct calendar_shelf *shelf)
{
	return shelf_run(shelf, shelf_statement(shelf, SHELF_COMMIT));
}

void calendar_shelf_settle(struct calendar_shelf *shelf)
{
	if (shelf->logged < LOGGED_MAX || !sqlite3_get_autocommit(shelf->db))
		return;
	sqlite3_wal_checkpoint_v2(shelf->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	shelf->logged = 0;
}

void calendar_shelf_rollback(struct calendar_shelf *shelf)
{
	if (!sqlite3_get_autocommit(shelf->db))
		shelf_run(shelf, shelf_statement(shelf, SHELF_ROLLBACK));
}

/* ---- calendars ---- */

int64_t calendar_shelf_calendar(struct calendar_shelf *shelf, const char *owner, const char *name, const char *kind)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_CALENDAR_MAKE);

	shelf_bind_text(statement, 1, owner);
	shelf_bind_text(statement, 2, name);
	shelf_bind_text(statement, 3, kind);
	return number_of(shelf, statement);
}

int64_t calendar_shelf_find(struct calendar_shelf *shelf, const char *owner, const char *name)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_CALENDAR_FIND);

	shelf_bind_text(statement, 1, owner);
	shelf_bind_text(statement, 2, name);
	return number_of(shelf, statement);
}

static bool calendars_read(struct calendar_shelf *shelf, sqlite3_stmt *statement, struct calendar_arena *arena,
	struct calendar_shelved **ret, size_t *ret_count)
{
	struct calendar_shelved *list = NULL;
	size_t count = 0, room = 0;
	int step;

	while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
		list = calendar_arena_grow(arena, list, count, &room, sizeof(*list));
		if (!list)
			break;
		list[count++] = (struct calendar_shelved){ sqlite3_column_int64(statement, 0),
			shelf_column(statement, 1, arena), shelf_column(statement, 2, arena),
			shelf_column(statement, 3, arena) };
	}
	if (step != SQLITE_DONE)
		shelf_failed(shelf);
	sqlite3_reset(statement);
	*ret = list;
	*ret_count = count;
	return step == SQLITE_DONE;
}

bool calendar_shelf_list(struct calendar_shelf *shelf, const char *owner, struct calendar_arena *arena,
	struct calendar_shelved **ret, size_t *ret_count)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_CALENDAR_LIST);

	if (owner)
		shelf_bind_text(statement, 1, owner);
	return calendars_read(shelf, statement, arena, ret, ret_count);
}

bool calendar_shelf_holding(struct calendar_shelf *shelf, const char *owner, const char *uid,
	struct calendar_arena *arena, struct calendar_shelved **ret, size_t *ret_count)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_CALENDAR_HOLDING);

	shelf_bind_text(statement, 1, owner);
	shelf_bind_text(statement, 2, uid);
	return calendars_read(shelf, statement, arena, ret, ret_count);
}

bool calendar_shelf_rename(struct calendar_shelf *shelf, int64_t calendar, const char *name)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_CALENDAR_RENAME);

	sqlite3_bind_int64(statement, 1, calendar);
	shelf_bind_text(statement, 2, name);
	return shelf_run(shelf, statement);
}

bool calendar_shelf_forget(struct calendar_shelf *shelf, int64_t calendar)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_CALENDAR_FORGET);

	sqlite3_bind_int64(statement, 1, calendar);
	return shelf_run(shelf, statement) && shelf_scour(shelf);
}

/* ---- state ---- */

const char *calendar_shelf_state(
	struct calendar_shelf *shelf, int64_t calendar, const char *key, struct calendar_arena *arena)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_STATE_GET);
	const char *value = "";

	sqlite3_bind_int64(statement, 1, calendar);
	shelf_bind_text(statement, 2, key);
	if (sqlite3_step(statement) == SQLITE_ROW)
		value = shelf_column(statement, 0, arena);
	sqlite3_reset(statement);
	return value;
}

bool calendar_shelf_state_set(struct calendar_shelf *shelf, int64_t calendar, const char *key, const char *value)
{
	bool drop = !value || !*value;
	sqlite3_stmt *statement = shelf_statement(shelf, drop ? SHELF_STATE_DROP : SHELF_STATE_SET);

	sqlite3_bind_int64(statement, 1, calendar);
	shelf_bind_text(statement, 2, key);
	if (!drop)
		shelf_bind_text(statement, 3, value);
	return shelf_run(shelf, statement);
}

/* ---- messages that were read already ---- */

bool calendar_shelf_message_set(struct calendar_shelf *shelf, const char *owner, const char *file, const char *digest)
{
	sqlite3_stmt *statement = shelf_statement(shelf, digest ? SHELF_MESSAGE_SET : SHELF_MESSAGE_DROP);

	shelf_bind_text(statement, 1, owner);
	shelf_bind_text(statement, 2, file);
	if (digest)
		shelf_bind_text(statement, 3, digest);
	return shelf_run(shelf, statement);
}

bool calendar_shelf_messages(struct calendar_shelf *shelf, const char *owner,
	void (*each)(void *arg, const char *file, const char *digest), void *arg)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_MESSAGE_LIST);
	int step;

	shelf_bind_text(statement, 1, owner);
	while ((step = sqlite3_step(statement)) == SQLITE_ROW)
		each(arg, (const char *)sqlite3_column_text(statement, 0),
			(const char *)sqlite3_column_text(statement, 1));
	if (step != SQLITE_DONE)
		shelf_failed(shelf);
	sqlite3_reset(statement);
	return step == SQLITE_DONE;
}

/* ---- refusals ---- */

static bool refusal_put(
	struct calendar_shelf *shelf, int64_t calendar, size_t number, const struct calendar_refusal *refusal)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_REFUSAL_PUT);
	const struct calendar_reason *reason = refusal->reason;

	sqlite3_bind_int64(statement, 1, calendar);
	sqlite3_bind_int64(statement, 2, (int64_t)number);
	shelf_bind_text(statement, 3, refusal->uid);
	sqlite3_bind_int64(statement, 4, refusal->line);
	shelf_bind_text(statement, 5, shelf_why_name((int)reason->why));
	sqlite3_bind_int64(statement, 6, reason->line);
	sqlite3_bind_int64(statement, 7, (int64_t)reason->count);
	shelf_bind_text(statement, 8, reason->name);
	shelf_bind_text(statement, 9, reason->text);
	shelf_bind_text(statement, 10, reason->told ? reason->told : "");
	return shelf_run(shelf, statement);
}

bool calendar_shelf_refusals_set(
	struct calendar_shelf *shelf, int64_t calendar, const struct calendar_refusals *refusals)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_REFUSAL_CLEAR);
	bool good;

	sqlite3_bind_int64(statement, 1, calendar);
	good = shelf_run(shelf, statement);
	for (size_t i = 0; good && i < refusals->count; i++)
		good = refusal_put(shelf, calendar, i, &refusals->list[i]);
	return good;
}

static const struct calendar_reason *reason_of(sqlite3_stmt *statement, struct calendar_arena *arena)
{
	const char *told = shelf_column(statement, 7, arena);

	return calendar_reason_keep(
		arena, (struct calendar_reason){
			       .why = (enum calendar_why)why_of((const char *)sqlite3_column_text(statement, 2)),
			       .line = (unsigned)sqlite3_column_int64(statement, 3),
			       .count = (uint64_t)sqlite3_column_int64(statement, 4),
			       .name = shelf_column(statement, 5, arena),
			       .text = shelf_column(statement, 6, arena),
			       .told = *told ? told : NULL });
}

bool calendar_shelf_refusals(
	struct calendar_shelf *shelf, int64_t calendar, struct calendar_arena *arena, struct calendar_refusals *ret)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_REFUSAL_LIST);
	int step;

	*ret = (struct calendar_refusals){ 0 };
	sqlite3_bind_int64(statement, 1, calendar);
	while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
		ret->list = calendar_arena_grow(arena, ret->list, ret->count, &ret->room, sizeof(*ret->list));
		if (!ret->list)
			break;
		ret->list[ret->count++] = (struct calendar_refusal){ shelf_column(statement, 0, arena),
			(unsigned)sqlite3_column_int64(statement, 1), reason_of(statement, arena) };
	}
	if (step != SQLITE_DONE)
		shelf_failed(shelf);
	sqlite3_reset(statement);
	return step == SQLITE_DONE;
}

/* ---- objects ---- */

bool calendar_shelf_objects(struct calendar_shelf *shelf, int64_t calendar,
	void (*each)(void *arg, const char *href, const char *etag), void *arg)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_OBJECT_LIST);
	int step;

	sqlite3_bind_int64(statement, 1, calendar);
	while ((step = sqlite3_step(statement)) == SQLITE_ROW)
		each(arg, (const char *)sqlite3_column_text(statement, 0),
			(const char *)sqlite3_column_text(statement, 1));
	if (step != SQLITE_DONE)
		shelf_failed(shelf);
	sqlite3_reset(statement);
	return step == SQLITE_DONE;
}

static bool uids_tell(
	struct calendar_shelf *shelf, sqlite3_stmt *statement, void (*each)(void *arg, const char *uid), void *arg)
{
	int step;

	while ((step = sqlite3_step(statement)) == SQLITE_ROW)
		each(arg, (const char *)sqlite3_column_text(statement, 0));
	if (step != SQLITE_DONE)
		shelf_failed(shelf);
	sqlite3_reset(statement);
	return step == SQLITE_DONE;
}

bool calendar_shelf_uids(
	struct calendar_shelf *shelf, int64_t calendar, void (*each)(void *arg, const char *uid), void *arg)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_EVENT_UIDS);

	sqlite3_bind_int64(statement, 1, calendar);
	return uids_tell(shelf, statement, each, arg);
}

bool calendar_shelf_shared(struct calendar_shelf *shelf, int64_t calendar, int64_t other,
	void (*each)(void *arg, const char *uid), void *arg)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_EVENT_SHARED);

	sqlite3_bind_int64(statement, 1, calendar);
	sqlite3_bind_int64(statement, 2, other);
	return uids_tell(shelf, statement, each, arg);
}

bool calendar_shelf_tidy(struct calendar_shelf *shelf, int64_t calendar)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_SCOPE_TIDY);

	sqlite3_bind_int64(statement, 1, calendar);
	return shelf_run(shelf, statement);
}

bool calendar_shelf_clear(struct calendar_shelf *shelf, int64_t calendar)
{
	sqlite3_stmt *statement = shelf_statement(shelf, SHELF_OBJECT_CLEAR);

	sqlite3_bind_int64(statement, 1, calendar);
	return shelf_run(shelf, statement) && calendar_shelf_tidy(shelf, calendar);
}

/* ---- walking ---- */

bool calendar_shelf_walk(struct calendar_shelf *shelf, int64_t calendar)
{
	shelf->walked = calendar;
	shelf->walk_failed = false;
	shelf->series = NULL;
	shelf->firsts = shelf_statement(shelf, SHELF_EVENT_FIRST);
	return sqlite3_bind_int64(shelf->firsts, 1, calendar) == SQLITE_OK || shelf_failed(shelf);
}

static void series_of_uid(struct calendar_shelf *shelf, const char *uid)
{
	shelf->series = shelf_statement(shelf, SHELF_EVENT_OF_UID);
	sqlite3_bind_int64(shelf->series, 1, shelf->walked);
	sqlite3_bind_text(shelf->series, 2, uid, -1, SQLITE_TRANSIENT);
}

bool calendar_shelf_walk_uid(struct calendar_shelf *shelf, int64_t calendar, const char *uid)
{
	shelf->walked = calendar;
	shelf->walk_failed = false;
	shelf->firsts = NULL;
	series_of_uid(shelf, uid);
	return true;
}

static void series_of_id(struct calendar_shelf *shelf, int64_t event)
{
	shelf->series = shelf_statement(shelf, SHELF_EVENT_OF_ID);
	sqlite3_bind_int64(shelf->series, 1, event);
}

bool calendar_shelf_walk_event(struct calendar_shelf *shelf, int64_t calendar, int64_t event)
{
	shelf->walked = calendar;
	shelf->walk_failed = false;
	shelf->firsts = NULL;
	series_of_id(shelf, event);
	return true;
}

/* Begins the next series. False when there is none, or the database failed. */
static bool series_next(struct calendar_shelf *shelf)
{
	int step = shelf->firsts ? sqlite3_step(shelf->firsts) : SQLITE_DONE;
	const char *uid;

	if (step != SQLITE_ROW) {
		shelf->walk_failed = step != SQLITE_DONE && !shelf_failed(shelf);
		return false;
	}
	uid = (const char *)sqlite3_column_text(shelf->firsts, 1);
	if (*uid)
		series_of_uid(shelf, uid);
	else
		series_of_id(shelf, sqlite3_column_int64(shelf->firsts, 0));
	return true;
}

static struct calendar_kept kept_of(sqlite3_stmt *row)
{
	return (struct calendar_kept){ .id = sqlite3_column_int64(row, 0),
		.uid = (const char *)sqlite3_column_text(row, 1),
		.number = (size_t)sqlite3_column_int64(row, 2),
		.line = (unsigned)sqlite3_column_int64(row, 3),
		.refused = why_of((const char *)sqlite3_column_text(row, 4)),
		.refused_most = (uint64_t)sqlite3_column_int64(row, 5),
		.scope = sqlite3_column_int64(row, 6),
		.text = sqlite3_column_blob(row, 7),
		.length = (size_t)sqlite3_column_bytes(row, 7) };
}

bool calendar_shelf_walk_next(struct calendar_shelf *shelf, struct calendar_kept *ret)
{
	int step;

	while (shelf->series || series_next(shelf)) {
		step = sqlite3_step(shelf->series);
		if (step == SQLITE_ROW) {
			*ret = kept_of(shelf->series);
			return true;
		}
		sqlite3_reset(shelf->series);
		shelf->series = NULL;
		if (step != SQLITE_DONE) {
			shelf->walk_failed = !shelf_failed(shelf);
			break;
		}
	}
	calendar_shelf_walk_end(shelf);
	return false;
}

bool calendar_shelf_walk_failed(const struct calendar_shelf *shelf)
{
	return shelf->walk_failed;
}

void calendar_shelf_walk_end(struct calendar_shelf *shelf)
{
	if (shelf->firsts)
		sqlite3_reset(shelf->firsts);
	if (shelf->series)
		sqlite3_reset(shelf->series);
	shelf->firsts = shelf->series = NULL;
}

const char *calendar_shelf_scope(
	struct calendar_shelf *shelf, int64_t calendar, int64_t scope, struct calendar_arena *arena)
{
	sqlite3_stmt *statement = shelf_statement(shelf, scope ? SHELF_SCOPE_TEXT : SHELF_SCOPE_FIRST);
	const char *text = scope ? NULL : "";
	int step;

	sqlite3_bind_int64(statement, 1, scope ? scope : calendar);
	step = sqlite3_step(statement);
	if (step == SQLITE_ROW)
		text = shelf_column(statement, 0, arena);
	else if (step != SQLITE_DONE)
		shelf_failed(shelf);
	sqlite3_reset(statement);
	return text;
}
