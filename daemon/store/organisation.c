/* store/ — groups of the organisation. */
#include "daemon/store/organisation.h"

#define COUNTS                                                                                                         \
	"group_path, withheld, people, coaches, coached, sessions, prepared, compliments, tips, help_given,"           \
	" action_points, action_points_done"
#define NOTED(kinds)                                                                                                   \
	"CAST(sum((SELECT count(*) FROM observation o WHERE o.session = s.name AND o.kind IN (" kinds "))) AS BIGINT)"
#define AGREED "SELECT count(*) FROM action_point a WHERE a.session = s.name AND a.owner = s.coachee"

static const char SQL_JOIN[] = "INSERT INTO membership (person, from_time, group_path) VALUES ($1, $2, $3)"
			       " ON CONFLICT (person, from_time) DO UPDATE SET group_path = excluded.group_path";
static const char SQL_PAIRS[] =
	"SELECT c.coachee, c.coach, coalesce((SELECT m.group_path FROM membership m WHERE m.person = c.coachee"
	" AND m.from_time < $3 ORDER BY m.from_time DESC LIMIT 1), '') FROM coaching c"
	" WHERE c.start_date < $2 AND (c.end_date = '' OR c.end_date >= $1) GROUP BY c.coachee, c.coach"
	" ORDER BY c.coachee, c.coach";
static const char SQL_COUNTS[] =
	"SELECT s.coachee, count(*), sum(CASE WHEN p.submit_time > 0 AND p.submit_time <= s.cutoff_time THEN 1 ELSE 0"
	" END), " NOTED("2") ", " NOTED("3") ", " NOTED(
		"4, 5, 6") ", CAST(sum((" AGREED ")) AS BIGINT), CAST(sum((" AGREED
			   " AND a.state = 2)) AS BIGINT) FROM session s LEFT JOIN preparation p ON p.meeting = "
			   "s.meeting"
			   " AND p.owner = s.coachee WHERE s.state = 6 AND s.not_confirmed = 0 AND s.start_time >= $1 "
			   "AND s.start_time < $2"
			   " GROUP BY s.coachee ORDER BY s.coachee";
static const char SQL_FIRST[] = "SELECT coalesce(min(start_time), 0) FROM session";
static const char SQL_PUT[] = "INSERT INTO organisation_quarter (quarter, count_time) VALUES ($1, $2)";
static const char SQL_PUT_GROUP[] = "INSERT INTO organisation_group (quarter, " COUNTS
				    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
static const char SQL_QUARTERS[] = "SELECT quarter FROM organisation_quarter ORDER BY quarter DESC LIMIT $1";
static const char SQL_COUNT_TIME[] = "SELECT count_time FROM organisation_quarter WHERE quarter = $1";
static const char SQL_GROUPS[] = "SELECT " COUNTS " FROM organisation_group WHERE quarter = $1 ORDER BY group_path";

enum status store_organisation_join(
	struct store_conn *conn, const char *person, const char *group_path, int64_t from, struct error *reterr)
{
	return store_run(conn, SQL_JOIN, NULL, reterr, "sis", person, from, group_path);
}

enum status store_organisation_pairs(struct store_conn *conn, const char *from_date, const char *until_date,
	int64_t end, struct arena *arena, struct store_organisation_pair **ret, size_t *ret_count, struct error *reterr)
{
	struct store_organisation_pair *pairs = NULL;
	struct store_rows *rows;
	size_t count = 0;
	bool row;
	enum status st = store_query(conn, SQL_PAIRS, &rows, reterr, "ssi", from_date, until_date, end);

	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		struct store_organisation_pair *pair = arena_push(arena, &pairs, &count, sizeof(*pairs));

		pair->coachee = store_text(rows, 0, arena);
		pair->coach = store_text(rows, 1, arena);
		pair->group_path = store_text(rows, 2, arena);
	}
	store_done(rows);
	*ret = pairs;
	*ret_count = count;
	return st;
}

enum status store_organisation_counts(struct store_conn *conn, int64_t from, int64_t until, struct arena *arena,
	struct store_organisation_counts **ret, size_t *ret_count, struct error *reterr)
{
	struct store_organisation_counts *list = NULL;
	struct store_rows *rows;
	size_t count = 0;
	bool row;
	enum status st = store_query(conn, SQL_COUNTS, &rows, reterr, "ii", from, until);

	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		struct store_organisation_counts *of = arena_push(arena, &list, &count, sizeof(*list));

		group_report__init(&of->counts);
		of->coachee = store_text(rows, 0, arena);
		of->counts.sessions = (int32_t)store_int(rows, 1);
		of->counts.prepared = (int32_t)store_int(rows, 2);
		of->counts.compliments = (int32_t)store_int(rows, 3);
		of->counts.tips = (int32_t)store_int(rows, 4);
		of->counts.help_given = (int32_t)store_int(rows, 5);
		of->counts.action_points = (int32_t)store_int(rows, 6);
		of->counts.action_points_done = (int32_t)store_int(rows, 7);
	}
	store_done(rows);
	*ret = list;
	*ret_count = count;
	return st;
}

enum status store_organisation_first(struct store_conn *conn, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_FIRST, NULL, NULL, reterr, ":i", ret);
}

static enum status put_group(
	struct store_conn *conn, const char *quarter, const GroupReport *group, struct error *reterr)
{
	return store_run(conn, SQL_PUT_GROUP, NULL, reterr, "ssnnnnnnnnnnn", quarter, group->group_path,
		(int)group->withheld, group->people, group->coaches, group->coached, group->sessions, group->prepared,
		group->compliments, group->tips, group->help_given, group->action_points, group->action_points_done);
}

enum status store_organisation_put(struct store_conn *conn, const char *quarter, int64_t count_time,
	GroupReport *const *groups, size_t count, struct error *reterr)
{
	enum status st = store_run(conn, SQL_PUT, NULL, reterr, "si", quarter, count_time);

	for (size_t i = 0; i < count && st == STATUS_OK; i++)
		st = put_group(conn, quarter, groups[i], reterr);
	return st;
}

enum status store_organisation_quarters(
	struct store_conn *conn, int limit, struct arena *arena, char ***ret, size_t *ret_count, struct error *reterr)
{
	struct store_rows *rows;
	char **quarters = NULL;
	size_t count = 0;
	bool row;
	enum status st = store_query(conn, SQL_QUARTERS, &rows, reterr, "n", limit);

	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		char **slot = arena_push(arena, &quarters, &count, sizeof(*slot));

		*slot = (char *)store_text(rows, 0, arena);
	}
	store_done(rows);
	*ret = quarters;
	*ret_count = count;
	return st;
}

enum status store_organisation_count_time(
	struct store_conn *conn, const char *quarter, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_COUNT_TIME, NULL, NULL, reterr, "s:i", quarter, ret);
}

enum status store_organisation_groups(struct store_conn *conn, const char *quarter, struct arena *arena,
	GroupReport ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_GROUPS, &group_report__descriptor, arena, ret, ret_count, reterr, "s", quarter);
}
