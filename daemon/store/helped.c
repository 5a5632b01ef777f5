/* store/ — whether sessions helped. */
#include "daemon/store/helped.h"

static const char SQL_GET[] = "SELECT answer, block FROM helped WHERE session = $1";
static const char SQL_PUT[] =
	"INSERT INTO helped (session, coach, answer, answer_time, block) VALUES ($1, $2, $3, $4, 0)"
	" ON CONFLICT (session) DO UPDATE SET answer = excluded.answer, answer_time = excluded.answer_time"
	" WHERE helped.block = 0";
static const char SQL_WAITING[] =
	"SELECT answer FROM helped WHERE coach = $1 AND block = 0 ORDER BY answer_time, session LIMIT $2";
static const char SQL_LEVELS[] = "SELECT level FROM helped_block WHERE coach = $1 ORDER BY number";
static const char SQL_LAST_BLOCK[] = "SELECT coalesce(max(number), 0) FROM helped_block WHERE coach = $1";
static const char SQL_ADD_BLOCK[] = "INSERT INTO helped_block (coach, number, level) VALUES ($1, $2, $3)";
static const char SQL_SEAL[] = "UPDATE helped SET block = $2 WHERE coach = $1 AND block = 0";

enum status store_helped_get(
	struct store_conn *conn, const char *session, Helped *ret, int64_t *ret_block, struct error *reterr)
{
	int64_t answer;
	enum status st = store_row(conn, SQL_GET, NULL, NULL, reterr, "s:ii", session, &answer, ret_block);

	if (st == STATUS_OK)
		*ret = (Helped)answer;
	return st;
}

enum status store_helped_put(struct store_conn *conn, const char *session, const char *coach, Helped answer,
	int64_t answer_time, struct error *reterr)
{
	return store_run(conn, SQL_PUT, NULL, reterr, "ssni", session, coach, (int)answer, answer_time);
}

enum status store_helped_waiting(struct store_conn *conn, const char *coach, size_t most, struct arena *arena,
	Helped **ret, size_t *ret_count, struct error *reterr)
{
	struct store_rows *rows;
	bool row;
	enum status st = store_query(conn, SQL_WAITING, &rows, reterr, "si", coach, (int64_t)most);

	*ret = NULL;
	*ret_count = 0;
	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row)
		*(Helped *)arena_push(arena, ret, ret_count, sizeof(**ret)) = (Helped)store_int(rows, 0);
	store_done(rows);
	return st;
}

enum status store_helped_seal(struct store_conn *conn, const char *coach, HelpLevel level, struct error *reterr)
{
	int64_t last;
	enum status st = store_row(conn, SQL_LAST_BLOCK, NULL, NULL, reterr, "s:i", coach, &last);

	if (st == STATUS_OK)
		st = store_run(conn, SQL_ADD_BLOCK, NULL, reterr, "sin", coach, last + 1, (int)level);
	return st == STATUS_OK ? store_run(conn, SQL_SEAL, NULL, reterr, "si", coach, last + 1) : st;
}

enum status store_helped_levels(struct store_conn *conn, const char *coach, struct arena *arena, HelpLevel **ret,
	size_t *ret_count, struct error *reterr)
{
	struct store_rows *rows;
	bool row;
	enum status st = store_query(conn, SQL_LEVELS, &rows, reterr, "s", coach);

	*ret = NULL;
	*ret_count = 0;
	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row)
		*(HelpLevel *)arena_push(arena, ret, ret_count, sizeof(**ret)) = (HelpLevel)store_int(rows, 0);
	store_done(rows);
	return st;
}
