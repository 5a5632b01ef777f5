/* store/ — who read and changed what is about a person. */
#include "daemon/store/access.h"

#include "daemon/store/page.h"
#include "daemon/store/personal_sql.h"

/* $1 the person, $2 now, $3 from whom something is kept. */
#define READS                                                                                                          \
	"SELECT a.name AS name, a.read_time AS access_time, a.actor AS actor, a.via AS via, 1 AS read,"                \
	" a.method AS what, a.resource AS resource FROM audit a WHERE EXISTS (SELECT 1 FROM audit_person p"            \
	" WHERE p.audit = a.name AND p.person = $1 AND (p.session = '' OR EXISTS (SELECT 1 FROM session s"             \
	" WHERE s.name = p.session AND " SHOWN_SESSION("s") ")))"
#define CHANGES                                                                                                        \
	"SELECT e.name AS name, e.event_time AS access_time, e.actor AS actor, e.via AS via, 0 AS read,"               \
	" e.type AS what, e.subject AS resource FROM event_audience x JOIN event e ON e.seq = x.seq"                   \
	" WHERE x.person = $1 AND (e.actor <> $1 OR e.via <> '') AND NOT EXISTS (SELECT 1 FROM session k"              \
	" WHERE k.name = e.subject AND " KEPT_SECRET("k") ")"

static const char SQL_PLACE[] = "SELECT u.access_time FROM (" READS " UNION ALL " CHANGES ") AS u WHERE u.name = $4";
static const char SQL_ACCESSES[] =
	"SELECT u.name, u.access_time, u.actor, u.via, u.read, u.what, u.resource,"
	" coalesce(o.display_name, '') AS actor_display_name FROM (" READS " UNION ALL " CHANGES
	") AS u LEFT JOIN person o ON o.name = u.actor WHERE (u.access_time, u.name) < ($4, $5)"
	" ORDER BY u.access_time DESC, u.name DESC LIMIT $6";

enum status store_access_list(struct store_conn *conn, const struct store_personal_view *view, const char *after,
	int limit, struct arena *arena, Access ***ret, size_t *ret_count, struct error *reterr)
{
	int64_t place = INT64_MAX;
	enum status st = store_page_begin(conn, SQL_PLACE, after, NULL, reterr, "siss:i", view->person, view->now,
		view->kept_from, after, &place);

	if (st != STATUS_OK)
		return st;
	return store_list(conn, SQL_ACCESSES, &access__descriptor, arena, ret, ret_count, reterr, "sisisn",
		view->person, view->now, view->kept_from, place, after, limit);
}
