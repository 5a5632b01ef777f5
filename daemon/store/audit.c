/* store/ — who read what that is about others. */
#include "daemon/store/audit.h"

#include <string.h>

static const char SQL_APPEND[] =
	"INSERT INTO audit (name, read_time, actor, via, method, resource) VALUES ($1, $2, $3, $4, $5, $6)";
static const char SQL_ABOUT_PERSON[] = "INSERT INTO audit_person (person, audit, session) SELECT name, $1, ''"
				       " FROM person WHERE name = $2 ON CONFLICT (person, audit, session) DO NOTHING";
static const char SQL_ABOUT_COACH[] =
	"INSERT INTO audit_person (person, audit, session) SELECT coach, $1, '' FROM session WHERE name = $2"
	" ON CONFLICT (person, audit, session) DO NOTHING";
static const char SQL_ABOUT_COACHEE[] =
	"INSERT INTO audit_person (person, audit, session)"
	" SELECT coachee, $1, CASE WHEN hidden = 1 THEN name ELSE '' END FROM session WHERE name = $2"
	" ON CONFLICT (person, audit, session) DO NOTHING";
static const char SQL_ABOUT_OWNER[] =
	"INSERT INTO audit_person (person, audit, session) SELECT owner, $1, '' FROM meeting WHERE name = $2"
	" ON CONFLICT (person, audit, session) DO NOTHING";
static const char SQL_ABOUT_BOTH[] =
	"INSERT INTO audit_person (person, audit, session) SELECT coach, $1, '' FROM coaching WHERE name = $2"
	" UNION SELECT coachee, $1, '' FROM coaching WHERE name = $2"
	" ON CONFLICT (person, audit, session) DO NOTHING";
static const char SQL_LIST[] = "SELECT name, read_time, actor, via, method, resource FROM audit"
			       " ORDER BY read_time DESC, name DESC LIMIT $1";
static const char SQL_OF[] = "SELECT name, read_time, actor, via, method, resource FROM audit WHERE resource = $2"
			     " ORDER BY read_time DESC, name DESC LIMIT $1";

enum status store_audit_append(struct store_conn *conn, const struct store_audit *audit, struct error *reterr)
{
	return store_run(conn, SQL_APPEND, NULL, reterr, "sissss", audit->name, audit->read_time, audit->actor,
		audit->via, audit->method, audit->resource);
}

enum status store_audit_about(
	struct store_conn *conn, const char *audit, const char *resource, struct arena *arena, struct error *reterr)
{
	static const struct {
		const char *collection;
		const char *sql[2];
	} ways[] = {
		{ "people/", { SQL_ABOUT_PERSON, NULL } },
		{ "sessions/", { SQL_ABOUT_COACH, SQL_ABOUT_COACHEE } },
		{ "meetings/", { SQL_ABOUT_OWNER, NULL } },
		{ "coachings/", { SQL_ABOUT_BOTH, NULL } },
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		const size_t length = strlen(ways[i].collection);
		const char *name;

		if (strncmp(resource, ways[i].collection, length) != 0)
			continue;
		name = arena_strndup(arena, resource, length + strcspn(resource + length, "/"));
		for (int j = 0; j < 2 && ways[i].sql[j] != NULL && status == STATUS_OK; j++)
			status = store_run(conn, ways[i].sql[j], NULL, reterr, "ss", audit, name);
	}
	return status;
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
		status = store_query(conn, SQL_OF, &rows, reterr, "ns", limit, resource);
	if (status != STATUS_OK)
		return status;
	while ((status = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		struct store_audit *audit = arena_push(arena, &list, &count, sizeof(*audit));

		audit->name = store_text(rows, 0, arena);
		audit->read_time = store_int(rows, 1);
		audit->actor = store_text(rows, 2, arena);
		audit->via = store_text(rows, 3, arena);
		audit->method = store_text(rows, 4, arena);
		audit->resource = store_text(rows, 5, arena);
	}
	store_done(rows);
	if (status == STATUS_OK) {
		*ret = list;
		*ret_count = count;
	}
	return status;
}
