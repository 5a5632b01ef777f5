/* store/ — writes that had their effect. */
#include "daemon/store/request.h"

static const char SQL_GET[] = "SELECT hash, resource, reply FROM request WHERE caller = $1 AND id = $2";
static const char SQL_INSERT[] = "INSERT INTO request (caller, id, hash, resource, reply, create_time)"
				 " VALUES ($1, $2, $3, $4, $5, $6)";
static const char SQL_EXPIRE[] =
	"DELETE FROM request WHERE create_time < $1 AND create_time <="
	" (SELECT max(r.create_time) FROM (SELECT create_time FROM request ORDER BY create_time LIMIT $2) AS r)";

enum status store_request_get(struct store_conn *conn, const char *caller, const char *id, struct arena *arena,
	struct store_request **ret, struct error *reterr)
{
	struct store_rows *rows;
	struct store_request *request = NULL;
	enum status status;
	bool found;

	status = store_query(conn, SQL_GET, &rows, reterr, "ss", caller, id);
	if (status != STATUS_OK)
		return status;
	status = store_next(rows, &found, reterr);
	if (status == STATUS_OK && found) {
		request = arena_zero(arena, sizeof(*request));
		request->hash = store_text(rows, 0, arena);
		request->resource = store_text(rows, 1, arena);
		request->reply = store_bytes(rows, 2, arena);
	}
	store_done(rows);
	if (status == STATUS_OK)
		*ret = request;
	return status;
}

enum status store_request_insert(struct store_conn *conn, const char *caller, const char *id,
	const struct store_request *request, int64_t now, struct error *reterr)
{
	return store_run(conn, SQL_INSERT, NULL, reterr, "ssssBi", caller, id, request->hash, request->resource,
		(const void *)request->reply.data, request->reply.len, now);
}

enum status store_request_expire(struct store_conn *conn, int64_t before, int limit, struct error *reterr)
{
	return store_run(conn, SQL_EXPIRE, NULL, reterr, "in", before, limit);
}
