/* store/ — what holds for all coachees of a coach. */
#include "daemon/store/team.h"

static const char SQL_GET[] = "SELECT name, unannounced_told_date FROM team WHERE coach = $1";
static const char SQL_SET[] =
	"INSERT INTO team (name, coach, unannounced_told_date) VALUES ($1, $2, $3)"
	" ON CONFLICT (name) DO UPDATE SET unannounced_told_date = excluded.unannounced_told_date";

static const char SQL_COUNT_TOLD[] = "SELECT count(*) FROM team WHERE unannounced_told_date <> ''";

enum status store_team_count_told(struct store_conn *conn, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_COUNT_TOLD, NULL, NULL, reterr, ":i", ret);
}

enum status store_team_get(
	struct store_conn *conn, const char *coach, struct arena *arena, Team **ret, struct error *reterr)
{
	Team *team;
	enum status st;

	st = store_get(conn, SQL_GET, &team__descriptor, arena, &team, reterr, "s", coach);
	if (st != STATUS_OK)
		return st;
	if (team == NULL) {
		team = arena_alloc(arena, sizeof(*team));
		team__init(team);
		team->name = arena_printf(arena, "%s/team", coach);
	}
	*ret = team;
	return STATUS_OK;
}

enum status store_team_set(struct store_conn *conn, const char *coach, const Team *team, struct error *reterr)
{
	return store_run(conn, SQL_SET, NULL, reterr, "sss", team->name, coach, team->unannounced_told_date);
}
