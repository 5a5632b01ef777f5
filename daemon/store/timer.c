/* store/ — durable timers. */
#include "daemon/store/timer.h"

#include "daemon/store/page.h"

/* Each key has a count of its own, which outlives the timer. One count for all would put into the ids of what a timer
 * sets off how much was planned that a person must not know of. */
static const char SQL_COUNT_UP[] = "INSERT INTO counter (name, value) VALUES ('timer/' || $1 || '/' || $2, 1)"
				   " ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value";
static const char SQL_SET[] =
	"INSERT INTO timer (owner, key, due, generation, payload, create_time) VALUES ($1, $2, $3, $4, $5, $6)"
	" ON CONFLICT (owner, key) DO UPDATE SET due = excluded.due, generation = excluded.generation,"
	" payload = excluded.payload, create_time = excluded.create_time";
static const char SQL_MOVE[] = "UPDATE timer SET due = $3, generation = $4 WHERE owner = $1 AND key = $2";
static const char SQL_DELETE[] = "DELETE FROM timer WHERE owner = $1 AND key = $2";
static const char SQL_FINISH[] = "DELETE FROM timer WHERE owner = $1 AND key = $2 AND generation = $3";
static const char SQL_DUE[] = "SELECT owner, key, due, generation, payload, create_time FROM timer"
			      " WHERE due <= $1 ORDER BY due, owner, key LIMIT $2";
static const char SQL_DUE_OF[] = "SELECT owner, key, due, generation, payload, create_time FROM timer"
				 " WHERE owner = $1 AND due <= $2 ORDER BY due, key LIMIT $3";
static const char SQL_KEYS[] = "SELECT due FROM timer WHERE owner = $1 AND key = $2";
static const char SQL_LIST[] = "SELECT owner, key, due, generation, payload, create_time FROM timer"
			       " WHERE (due, owner, key) > ($1, $2, $3) ORDER BY due, owner, key LIMIT $4";
static const char SQL_LIST_OF[] = "SELECT owner, key, due, generation, payload, create_time FROM timer"
				  " WHERE owner = $1 AND (due, key) > ($2, $3) ORDER BY due, key LIMIT $4";
static const char SQL_NEXT[] = "SELECT due FROM timer WHERE due > $1 ORDER BY due LIMIT 1";
static const char SQL_COUNT[] = "SELECT count(*) FROM timer";

enum status store_timer_set(struct store_conn *conn, const char *owner, const char *key, int64_t due, int64_t now,
	ProtobufCBinaryData payload, struct error *reterr)
{
	int64_t generation;
	enum status st = store_row(conn, SQL_COUNT_UP, NULL, NULL, reterr, "ss:i", owner, key, &generation);

	if (st != STATUS_OK)
		return st;
	return store_run(conn, SQL_SET, NULL, reterr, "ssiiBi", owner, key, due, generation, (const void *)payload.data,
		payload.len, now);
}

enum status store_timer_move(
	struct store_conn *conn, const char *owner, const char *key, int64_t due, bool *ret, struct error *reterr)
{
	int64_t generation, before = 0;
	enum status st = store_row(conn, SQL_KEYS, NULL, ret, reterr, "ss:i", owner, key, &before);

	if (st != STATUS_OK || !*ret || before == due)
		return st;
	st = store_row(conn, SQL_COUNT_UP, NULL, NULL, reterr, "ss:i", owner, key, &generation);
	return st == STATUS_OK ? store_run(conn, SQL_MOVE, NULL, reterr, "ssii", owner, key, due, generation) : st;
}

enum status store_timer_find(
	struct store_conn *conn, const char *owner, const char *key, int64_t *ret_due, struct error *reterr)
{
	return store_row(conn, SQL_KEYS, NULL, NULL, reterr, "ss:i", owner, key, ret_due);
}

enum status store_timer_delete(struct store_conn *conn, const char *owner, const char *key, struct error *reterr)
{
	enum status st;
	int changes;

	st = store_run(conn, SQL_DELETE, &changes, reterr, "ss", owner, key);
	if (st == STATUS_OK && changes == 0)
		return error_detail(reterr, STATUS_NOT_FOUND, "TIMER", "key", "there is no timer \"%.200s\"", key);
	return st;
}

enum status store_timer_finish(
	struct store_conn *conn, const char *owner, const char *key, int64_t generation, struct error *reterr)
{
	return store_run(conn, SQL_FINISH, NULL, reterr, "ssi", owner, key, generation);
}

static enum status read_timers(
	struct store_rows *rows, struct arena *arena, struct store_timer **ret, size_t *ret_count, struct error *reterr)
{
	struct store_timer *timers = NULL, *timer;
	size_t count = 0;
	enum status st;
	bool row;

	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		timer = arena_push(arena, &timers, &count, sizeof(*timers));
		timer->owner = store_text(rows, 0, arena);
		timer->key = store_text(rows, 1, arena);
		timer->due = store_int(rows, 2);
		timer->generation = store_int(rows, 3);
		timer->payload = store_bytes(rows, 4, arena);
		timer->create_time = store_int(rows, 5);
	}
	store_done(rows);
	if (st != STATUS_OK)
		return st;
	*ret = timers;
	*ret_count = count;
	return STATUS_OK;
}

enum status store_timer_due(struct store_conn *conn, const char *owner, int64_t until, int limit, struct arena *arena,
	struct store_timer **ret, size_t *ret_count, struct error *reterr)
{
	struct store_rows *rows;
	enum status st;

	if (owner == NULL)
		st = store_query(conn, SQL_DUE, &rows, reterr, "in", until, limit);
	else
		st = store_query(conn, SQL_DUE_OF, &rows, reterr, "sin", owner, until, limit);
	return st == STATUS_OK ? read_timers(rows, arena, ret, ret_count, reterr) : st;
}

enum status store_timer_list(struct store_conn *conn, const char *owner, const char *after_owner, const char *after_key,
	int limit, struct arena *arena, struct store_timer **ret, size_t *ret_count, struct error *reterr)
{
	struct store_rows *rows;
	int64_t due = INT64_MIN;
	enum status st = STATUS_OK;

	if (after_key != NULL)
		st = store_page_begin(conn, SQL_KEYS, after_key, NULL, reterr, "ss:i", after_owner, after_key, &due);
	else
		after_owner = after_key = "";
	if (st != STATUS_OK)
		return st;
	if (owner == NULL)
		st = store_query(conn, SQL_LIST, &rows, reterr, "issn", due, after_owner, after_key, limit);
	else
		st = store_query(conn, SQL_LIST_OF, &rows, reterr, "sisn", owner, due, after_key, limit);
	return st == STATUS_OK ? read_timers(rows, arena, ret, ret_count, reterr) : st;
}

enum status store_timer_next(struct store_conn *conn, int64_t after, int64_t *ret_due, struct error *reterr)
{
	int64_t due;
	bool found;
	enum status st = store_row(conn, SQL_NEXT, NULL, &found, reterr, "i:i", after, &due);

	if (st == STATUS_OK)
		*ret_due = found ? due : INT64_MAX;
	return st;
}

enum status store_timer_count(struct store_conn *conn, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_COUNT, NULL, NULL, reterr, ":i", ret);
}
