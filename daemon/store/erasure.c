/* store/ — people who are being erased, or were. */
#include "daemon/store/erasure.h"

#include "daemon/domain/instant.h"
#include "daemon/store/page.h"

#define COLUMNS "name, person, state, ask_time, finish_time, actor, via"

static const char SQL_OF[] = "SELECT " COLUMNS " FROM erasure WHERE person = $1";
static const char SQL_GET[] = "SELECT " COLUMNS " FROM erasure WHERE name = $1";
static const char SQL_WORK[] = "SELECT event, step, place FROM erasure WHERE person = $1";
static const char SQL_PLACE[] = "SELECT ask_time FROM erasure WHERE name = $1";
static const char SQL_LIST[] =
	"SELECT " COLUMNS " FROM erasure WHERE (ask_time, name) > ($1, $2) ORDER BY ask_time, name LIMIT $3";
static const char SQL_INSERT[] =
	"INSERT INTO erasure (name, person, state, step, ask_time, finish_time, actor, via, event, place)"
	" VALUES ($1, $2, $3, 0, $4, 0, $5, $6, $7, '')";
static const char SQL_SET[] =
	"UPDATE erasure SET state = $2, step = $3, place = $4, finish_time = $5 WHERE person = $1";
static const char SQL_WAITS[] = "SELECT 1 FROM erasure WHERE state = 1 AND event > $1 LIMIT 1";
static const char SQL_WAITING[] = "SELECT " COLUMNS " FROM erasure WHERE state = 1";
static const char SQL_COUNT[] = "SELECT count(*) FROM erasure WHERE state <> 4";
static const char SQL_NO_LOGIN[] = "UPDATE person SET unix_login = '' WHERE name = $1";
static const char SQL_NO_TOKEN[] = "UPDATE token SET revoke_time = $2 WHERE person = $1 AND revoke_time = 0";
static const char SQL_END_COACHINGS[] = "UPDATE coaching SET end_date = $2 WHERE (coach = $1 OR coachee = $1)"
					" AND (end_date = '' OR end_date > $2)";
static const char SQL_SESSIONS[] =
	"SELECT name FROM session WHERE (coach = $1 OR coachee = $1) AND state IN ($2, $3, $4)"
	" ORDER BY start_time, name";

enum status store_erasure_of(struct store_conn *conn, const char *person, struct arena *arena, Erasure **ret,
	struct store_erasure_work *ret_work, struct error *reterr)
{
	enum status st = store_get(conn, SQL_OF, &erasure__descriptor, arena, ret, reterr, "s", person);
	int64_t step = 0;

	if (st != STATUS_OK || ret_work == NULL)
		return st;
	st = store_row(conn, SQL_WORK, arena, NULL, reterr, "s:iis", person, &ret_work->event, &step, &ret_work->place);
	ret_work->step = (int)step;
	return st;
}

enum status store_erasure_get(
	struct store_conn *conn, const char *name, struct arena *arena, Erasure **ret, struct error *reterr)
{
	return store_get(conn, SQL_GET, &erasure__descriptor, arena, ret, reterr, "s", name);
}

enum status store_erasure_list(struct store_conn *conn, const char *after, int limit, struct arena *arena,
	Erasure ***ret, size_t *ret_count, struct error *reterr)
{
	int64_t place = INT64_MIN;
	enum status st = store_page_begin(conn, SQL_PLACE, after, NULL, reterr, "s:i", after, &place);

	if (st != STATUS_OK)
		return st;
	return store_list(
		conn, SQL_LIST, &erasure__descriptor, arena, ret, ret_count, reterr, "isn", place, after, limit);
}

enum status store_erasure_insert(struct store_conn *conn, const Erasure *erasure, int64_t event, struct error *reterr)
{
	return store_run(conn, SQL_INSERT, NULL, reterr, "ssnissi", erasure->name, erasure->person, (int)erasure->state,
		instant_us(erasure->ask_time), erasure->actor, erasure->via, event);
}

enum status store_erasure_set(struct store_conn *conn, const char *person, ErasureState state,
	const struct store_erasure_work *work, int64_t finish_time, struct error *reterr)
{
	return store_run(
		conn, SQL_SET, NULL, reterr, "snnsi", person, (int)state, work->step, work->place, finish_time);
}

enum status store_erasure_waits(struct store_conn *conn, int64_t done, bool *ret, struct error *reterr)
{
	int64_t one;

	return store_row(conn, SQL_WAITS, NULL, ret, reterr, "i:i", done, &one);
}

enum status store_erasure_waiting(
	struct store_conn *conn, struct arena *arena, Erasure ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_WAITING, &erasure__descriptor, arena, ret, ret_count, reterr, "");
}

enum status store_erasure_count(struct store_conn *conn, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_COUNT, NULL, NULL, reterr, ":i", ret);
}

enum status store_erasure_shut_out(
	struct store_conn *conn, const char *person, const char *today, int64_t now, struct error *reterr)
{
	enum status st = store_run(conn, SQL_NO_LOGIN, NULL, reterr, "s", person);

	if (st == STATUS_OK)
		st = store_run(conn, SQL_NO_TOKEN, NULL, reterr, "si", person, now);
	if (st == STATUS_OK)
		st = store_run(conn, SQL_END_COACHINGS, NULL, reterr, "ss", person, today);
	return st;
}

enum status store_erasure_sessions(struct store_conn *conn, const char *person, const SessionState states[3],
	struct arena *arena, char ***ret, size_t *ret_count, struct error *reterr)
{
	struct store_rows *rows;
	char **names = NULL;
	size_t count = 0;
	enum status st;
	bool row;

	st = store_query(
		conn, SQL_SESSIONS, &rows, reterr, "snnn", person, (int)states[0], (int)states[1], (int)states[2]);
	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		char **slot = arena_push(arena, &names, &count, sizeof(*slot));

		*slot = (char *)store_text(rows, 0, arena);
	}
	store_done(rows);
	if (st == STATUS_OK) {
		*ret = names;
		*ret_count = count;
	}
	return st;
}
