/* store/ — meetings that were merged into another. */
#include "daemon/store/merge.h"

static const char SQL_INSERT[] =
	"INSERT INTO meeting_merge (duplicate, keep, merge_time, state, prepared_time, preparation)"
	" VALUES ($1, $2, $3, $4, $5, $6)";
static const char SQL_GET[] =
	"SELECT duplicate, keep, merge_time, state, prepared_time, preparation FROM meeting_merge WHERE duplicate = $1";
static const char SQL_ADD_SESSION[] =
	"INSERT INTO meeting_merge_session (duplicate, session, moved, state) VALUES ($1, $2, $3, $4)";
static const char SQL_SESSIONS[] =
	"SELECT session, moved, state FROM meeting_merge_session WHERE duplicate = $1 ORDER BY session";
static const char SQL_SET_STATE[] = "UPDATE meeting_merge SET state = $2 WHERE duplicate = $1";
static const char SQL_FORGET_SESSIONS[] = "DELETE FROM meeting_merge_session WHERE duplicate = $1";
static const char SQL_FORGET[] = "UPDATE meeting_merge SET prepared_time = 0, preparation = substr(preparation, 1, 0)"
				 " WHERE duplicate = $1";
static const char SQL_DELETE[] = "DELETE FROM meeting_merge WHERE duplicate = $1";

enum status store_merge_insert(struct store_conn *conn, const struct store_merge *merge, struct error *reterr)
{
	return store_run(conn, SQL_INSERT, NULL, reterr, "ssiniB", merge->duplicate, merge->keep, merge->merge_time,
		(int)merge->state, merge->prepared_time, (const void *)merge->preparation.data, merge->preparation.len);
}

enum status store_merge_get(struct store_conn *conn, const char *duplicate, struct arena *arena,
	struct store_merge **ret, struct error *reterr)
{
	struct store_rows *rows;
	bool row = false;
	enum status st = store_query(conn, SQL_GET, &rows, reterr, "s", duplicate);

	if (st != STATUS_OK)
		return st;
	*ret = NULL;
	st = store_next(rows, &row, reterr);
	if (st == STATUS_OK && row) {
		*ret = arena_alloc(arena, sizeof(**ret));
		**ret = (struct store_merge){ .duplicate = store_text(rows, 0, arena),
			.keep = store_text(rows, 1, arena),
			.merge_time = store_int(rows, 2),
			.state = (MeetingState)store_int(rows, 3),
			.prepared_time = store_int(rows, 4),
			.preparation = store_bytes(rows, 5, arena) };
	}
	store_done(rows);
	return st;
}

enum status store_merge_add_session(
	struct store_conn *conn, const char *duplicate, const struct store_merge_session *session, struct error *reterr)
{
	return store_run(conn, SQL_ADD_SESSION, NULL, reterr, "ssbn", duplicate, session->session, (int)session->moved,
		(int)session->state);
}

enum status store_merge_sessions(struct store_conn *conn, const char *duplicate, struct arena *arena,
	struct store_merge_session **ret, size_t *ret_count, struct error *reterr)
{
	struct store_merge_session *sessions = NULL, *session;
	struct store_rows *rows;
	size_t count = 0;
	bool row = true;
	enum status st = store_query(conn, SQL_SESSIONS, &rows, reterr, "s", duplicate);

	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		session = arena_push(arena, &sessions, &count, sizeof(*sessions));
		*session = (struct store_merge_session){ .session = store_text(rows, 0, arena),
			.moved = store_bool(rows, 1),
			.state = (SessionState)store_int(rows, 2) };
	}
	store_done(rows);
	*ret = sessions;
	*ret_count = count;
	return st;
}

enum status store_merge_set_state(
	struct store_conn *conn, const char *duplicate, MeetingState state, struct error *reterr)
{
	return store_run(conn, SQL_SET_STATE, NULL, reterr, "sn", duplicate, (int)state);
}

enum status store_merge_forget(struct store_conn *conn, const char *duplicate, struct error *reterr)
{
	enum status st = store_run(conn, SQL_FORGET_SESSIONS, NULL, reterr, "s", duplicate);

	return st == STATUS_OK ? store_run(conn, SQL_FORGET, NULL, reterr, "s", duplicate) : st;
}

enum status store_merge_delete(struct store_conn *conn, const char *duplicate, struct error *reterr)
{
	enum status st = store_run(conn, SQL_FORGET_SESSIONS, NULL, reterr, "s", duplicate);

	return st == STATUS_OK ? store_run(conn, SQL_DELETE, NULL, reterr, "s", duplicate) : st;
}
