/* store/ — what becomes of an action point. */
#include "daemon/store/action_point_change.h"

#include "daemon/store/page.h"

/* $1 whoever carries messages or administrates, $2 the person, $3 the action point. 7 is SEEN. */
#define CHANGES                                                                                                        \
	"(SELECT name, action_point, kind, change_time, author, session, field, from_value, to_value, 0 AS outcome"    \
	" FROM action_point_change WHERE action_point = $3 UNION ALL"                                                  \
	" SELECT z.name, z.action_point, 7 AS kind, z.create_time AS change_time, z.author, z.session, '' AS field,"   \
	" '' AS from_value, z.note AS to_value, z.outcome FROM action_point_sighting z"                                \
	" JOIN session x ON x.name = z.session LEFT JOIN debrief d ON d.session = z.session"                           \
	" WHERE z.action_point = $3 AND ($1 = 1 OR x.coach = $2 OR z.author = $2 OR x.state NOT IN (4, 5)"             \
	" OR coalesce(d.coachee_experience, '') <> '')) h"

static const char SQL_INSERT[] =
	"INSERT INTO action_point_change (name, action_point, kind, change_time, author, session, field, from_value,"
	" to_value) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
static const char SQL_INSERT_SIGHTING[] =
	"INSERT INTO action_point_sighting (name, action_point, session, outcome, note, author, create_time)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7)";
static const char SQL_LIST[] =
	"SELECT h.name, h.action_point, h.kind, h.change_time, h.author, h.session, h.field, h.from_value, h.to_value,"
	" h.outcome, coalesce(p.display_name, '') AS author_display_name"
	" FROM " CHANGES " LEFT JOIN person p ON p.name = h.author"
	" WHERE (h.change_time, h.name) > ($4, $5) ORDER BY h.change_time, h.name LIMIT $6";
static const char SQL_PLACE[] = "SELECT h.change_time FROM " CHANGES " WHERE h.name = $4";
static const char SQL_LAST[] =
	"SELECT coalesce(max(h.change_time), 0) FROM (SELECT change_time FROM action_point_change"
	" WHERE action_point = $1 UNION ALL SELECT create_time AS change_time FROM action_point_sighting"
	" WHERE action_point = $1) h";
static const char SQL_SIGHTINGS[] =
	"SELECT z.action_point, z.outcome, z.note, z.author, z.create_time FROM action_point_sighting z"
	" WHERE z.session = $1 AND z.name = (SELECT y.name FROM action_point_sighting y WHERE y.session = z.session"
	" AND y.action_point = z.action_point ORDER BY y.create_time DESC, y.name DESC LIMIT 1)"
	" ORDER BY z.create_time, z.name";

enum status store_action_point_change_last(
	struct store_conn *conn, const char *action_point, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_LAST, NULL, NULL, reterr, "s:i", action_point, ret);
}

enum status store_action_point_change_insert(
	struct store_conn *conn, const ActionPointChange *change, struct error *reterr)
{
	return store_write(conn, SQL_INSERT,
		"name action_point kind change_time author session field from_value to_value", &change->base, NULL,
		reterr);
}

enum status store_action_point_sighting_insert(
	struct store_conn *conn, const ActionPointChange *sighting, struct error *reterr)
{
	return store_write(conn, SQL_INSERT_SIGHTING, "name action_point session outcome to_value author change_time",
		&sighting->base, NULL, reterr);
}

enum status store_action_point_change_list(struct store_conn *conn, const struct store_viewer *viewer,
	const char *action_point, const char *after, int limit, struct arena *arena, ActionPointChange ***ret,
	size_t *ret_count, struct error *reterr)
{
	int64_t place = 0;
	enum status st = store_page_begin(conn, SQL_PLACE, after, arena, reterr, "bsss:i", (int)viewer->hidden,
		viewer->person, action_point, after, &place);

	if (st != STATUS_OK)
		return st;
	return store_list(conn, SQL_LIST, &action_point_change__descriptor, arena, ret, ret_count, reterr, "bssisn",
		(int)viewer->hidden, viewer->person, action_point, place, store_or_empty(after), limit);
}

enum status store_action_point_sighting_list(struct store_conn *conn, const char *session, struct arena *arena,
	ActionPointSighting ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(
		conn, SQL_SIGHTINGS, &action_point_sighting__descriptor, arena, ret, ret_count, reterr, "s", session);
}
