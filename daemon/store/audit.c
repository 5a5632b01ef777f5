/* store/ — who read what that is about others. */
#include "daemon/store/audit.h"

static const char SQL_APPEND[] =
	"INSERT INTO audit (read_time, actor, via, method, resource) VALUES ($1, $2, $3, $4, $5)";
static const char SQL_LIST[] = "SELECT read_time, actor, via, method, resource FROM audit"
			       " ORDER BY seq DESC LIMIT $1";
static const char SQL_LIST_OF[] = "SELECT read_time, actor, via, method, resource FROM audit WHERE resource = $2"
				  " ORDER BY seq DESC LIMIT $1";

enum status store_audit_append(struct store_conn *conn, const struct store_audit *audit, struct error *reterr)
{
	return store_run(conn, SQL_APPEND, NULL, reterr, "issss", audit->read_time, audit->actor, audit->via,
		audit->method, audit->resource);
}

enum status store_audit_list(struct store_conn *conn, const char *resource, int limit, struct arena *arena,
	struct store_audit **ret, size_t *ret_count, struct error *reterr)
{
	struct store_audit *list = NULL;
	struct store_rows *rows;
	size_t count = 0;
	enum status status;
	bool row;

	if (resource[0] == '\0')
		status = store_query(conn, SQL_LIST, &rows, reterr, "n", limit);
	else
		status = store_query(conn, SQL_LIST_OF, &rows, reterr, "ns", limit, resource);
	if (status != STATUS_OK)
		return status;
	while ((status = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		struct store_audit *audit = arena_push(arena, &list, &count, sizeof(*audit));

		audit->read_time = store_int(rows, 0);
		audit->actor = store_text(rows, 1, arena);
		audit->via = store_text(rows, 2, arena);
		audit->method = store_text(rows, 3, arena);
		audit->resource = store_text(rows, 4, arena);
	}
	store_done(rows);
	if (status == STATUS_OK) {
		*ret = list;
		*ret_count = count;
	}
	return status;
}
