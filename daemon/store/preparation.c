/* store/ — preparations and their intentions. */
#include "daemon/store/preparation.h"

#include "daemon/store/intention.h"
#include "daemon/store/page.h"

#define FIELDS                                                                                                         \
	"name meeting owner template template_version state answers submit_time return_reason create_time update_time" \
	" returns unplaced coach coach_display_name"
#define COLUMNS                                                                                                        \
	"p.name, p.meeting, p.owner, p.template, p.template_version, p.state, p.answers, p.submit_time,"               \
	" p.return_reason, p.create_time, p.update_time, p.returns, p.unplaced, p.coach, p.coach_display_name"

/* $1 all, $2 the person. A coach reads what was prepared for a meeting they go along to. */
#define VISIBLE                                                                                                        \
	"($1 = 1 OR p.owner = $2"                                                                                      \
	" OR EXISTS (SELECT 1 FROM session s WHERE s.meeting = p.meeting AND s.coach = $2 AND s.coachee = p.owner))"

static const char SQL_GET[] = "SELECT " COLUMNS " FROM preparation p WHERE p.meeting = $1";
static const char SQL_PUT[] =
	"INSERT INTO preparation (name, meeting, owner, template, template_version, state, answers, submit_time,"
	" return_reason, create_time, update_time, returns, unplaced, coach, coach_display_name)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
	" ON CONFLICT (meeting) DO UPDATE SET template = excluded.template,"
	" template_version = excluded.template_version, state = excluded.state, answers = excluded.answers,"
	" submit_time = excluded.submit_time, return_reason = excluded.return_reason,"
	" update_time = excluded.update_time, returns = excluded.returns, unplaced = excluded.unplaced,"
	" coach = excluded.coach, coach_display_name = excluded.coach_display_name";
static const char SQL_DELETE[] = "DELETE FROM preparation WHERE meeting = $1";
static const char SQL_PLACE[] = "SELECT m.start_time FROM preparation p JOIN meeting m ON m.name = p.meeting"
				" WHERE p.name = $3 AND " VISIBLE;
static const char SQL_LIST[] =
	"SELECT " COLUMNS " FROM preparation p JOIN meeting m ON m.name = p.meeting WHERE " VISIBLE
	" AND m.state <> 3 AND ($3 = '' OR p.owner = $3) AND (m.start_time, p.name) > ($4, $5)"
	" ORDER BY m.start_time, p.name LIMIT $6";

static enum status add_intentions(
	struct store_conn *conn, Preparation *preparation, struct arena *arena, struct error *reterr)
{
	return store_intention_list(
		conn, preparation->meeting, arena, &preparation->intentions, &preparation->n_intentions, reterr);
}

enum status store_preparation_get(
	struct store_conn *conn, const char *meeting, struct arena *arena, Preparation **ret, struct error *reterr)
{
	enum status st = store_get(conn, SQL_GET, &preparation__descriptor, arena, ret, reterr, "s", meeting);

	if (st != STATUS_OK || *ret == NULL)
		return st;
	return add_intentions(conn, *ret, arena, reterr);
}

enum status store_preparation_put(struct store_conn *conn, const Preparation *preparation, struct error *reterr)
{
	enum status st = store_write(conn, SQL_PUT, FIELDS, &preparation->base, NULL, reterr);

	if (st != STATUS_OK)
		return st;
	return store_intention_replace(
		conn, preparation->meeting, preparation->intentions, preparation->n_intentions, reterr);
}

enum status store_preparation_delete(struct store_conn *conn, const char *meeting, struct error *reterr)
{
	enum status st = store_intention_replace(conn, meeting, NULL, 0, reterr);

	return st == STATUS_OK ? store_run(conn, SQL_DELETE, NULL, reterr, "s", meeting) : st;
}

enum status store_preparation_list(struct store_conn *conn, const struct store_viewer *viewer, const char *owner,
	const char *after, int limit, struct arena *arena, Preparation ***ret, size_t *ret_count, struct error *reterr)
{
	int64_t place = INT64_MIN;
	enum status st = store_page_begin(
		conn, SQL_PLACE, after, NULL, reterr, "bss:i", (int)viewer->all, viewer->person, after, &place);

	if (st != STATUS_OK)
		return st;
	st = store_list(conn, SQL_LIST, &preparation__descriptor, arena, ret, ret_count, reterr, "bssisn",
		(int)viewer->all, viewer->person, owner, place, after, limit);
	for (size_t i = 0; st == STATUS_OK && i < *ret_count; i++)
		st = add_intentions(conn, (*ret)[i], arena, reterr);
	return st;
}
