/* store/ — action points. */
#include "daemon/store/action_point.h"

#include "daemon/store/page.h"

#define FIELDS                                                                                                         \
	"name coaching owner text due_date state session learning skill agree_time end_time drop_reason extensions"    \
	" update_time"
#define COLUMNS                                                                                                        \
	"a.name, a.coaching, a.owner, a.text, a.due_date, a.state, a.session, a.learning, a.skill, a.agree_time,"      \
	" a.end_time, a.drop_reason, a.extensions, a.update_time, o.display_name AS owner_display_name"
#define FROM " FROM action_point a JOIN person o ON o.name = a.owner JOIN coaching c ON c.name = a.coaching"

/* $1 all, $2 the person. */
#define VISIBLE "($1 = 1 OR c.coach = $2 OR c.coachee = $2)"

static const char SQL_GET[] = "SELECT " COLUMNS FROM " WHERE a.name = $1";
static const char SQL_PARTIES[] =
	"SELECT c.coach, c.coachee FROM action_point a JOIN coaching c ON c.name = a.coaching WHERE a.name = $1";
static const char SQL_INSERT[] =
	"INSERT INTO action_point (name, coaching, owner, text, due_date, state, session, learning, skill, agree_time,"
	" end_time, drop_reason, extensions, update_time)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
static const char SQL_UPDATE[] =
	"UPDATE action_point SET due_date = $2, state = $3, end_time = $4, drop_reason = $5, extensions = $6,"
	" update_time = $7 WHERE name = $1";
static const char SQL_LIST[] =
	"SELECT " COLUMNS FROM " WHERE " VISIBLE " AND ($3 = '' OR a.owner = $3) AND ($4 = '' OR a.coaching = $4)"
	" AND ($5 = '' OR a.session = $5) AND a.state IN ($6, $7, $8)"
	" AND (a.due_date, a.name) > ($9, $10) ORDER BY a.due_date, a.name LIMIT $11";
static const char SQL_PLACE[] = "SELECT a.due_date" FROM " WHERE a.name = $3 AND " VISIBLE;
static const char SQL_OPEN[] = "SELECT count(*) FROM action_point WHERE coaching = $1 AND owner = $2 AND state = 1";
static const char SQL_OF_SESSION[] = "SELECT count(*) FROM action_point WHERE session = $1 AND owner = $2";
static const char SQL_CARRIED[] = "SELECT " COLUMNS FROM " WHERE a.owner = $1 AND c.coachee = $1"
				  " AND (a.state = 1 OR (a.state = 2 AND a.end_time > $2))"
				  " ORDER BY a.agree_time, a.name LIMIT 20";

enum status store_action_point_get(struct store_conn *conn, const char *name, struct arena *arena, ActionPoint **ret,
	const char **ret_coach, const char **ret_coachee, struct error *reterr)
{
	enum status st = store_get(conn, SQL_GET, &action_point__descriptor, arena, ret, reterr, "s", name);

	if (st != STATUS_OK || *ret == NULL || ret_coach == NULL)
		return st;
	return store_row(conn, SQL_PARTIES, arena, NULL, reterr, "s:ss", name, ret_coach, ret_coachee);
}

enum status store_action_point_insert(struct store_conn *conn, const ActionPoint *point, struct error *reterr)
{
	return store_write(conn, SQL_INSERT, FIELDS, &point->base, NULL, reterr);
}

enum status store_action_point_update(struct store_conn *conn, const ActionPoint *point, struct error *reterr)
{
	return store_write(conn, SQL_UPDATE, "name due_date state end_time drop_reason extensions update_time",
		&point->base, NULL, reterr);
}

static int wanted(const struct store_action_point_filter *filter, ActionPointState state)
{
	if (filter->n_states == 0)
		return (int)state;
	for (size_t i = 0; i < filter->n_states; i++)
		if (filter->states[i] == state)
			return (int)state;
	return -1;
}

enum status store_action_point_list(struct store_conn *conn, const struct store_action_point_filter *filter,
	struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr)
{
	const char *place = "";
	enum status st = store_page_begin(conn, SQL_PLACE, filter->after, arena, reterr, "bss:s",
		(int)filter->viewer->all, filter->viewer->person, filter->after, &place);

	if (st != STATUS_OK)
		return st;
	return store_list(conn, SQL_LIST, &action_point__descriptor, arena, ret, ret_count, reterr, "bssssnnnssn",
		(int)filter->viewer->all, filter->viewer->person, store_or_empty(filter->owner),
		store_or_empty(filter->coaching), store_or_empty(filter->session),
		wanted(filter, ACTION_POINT_STATE_OPEN), wanted(filter, ACTION_POINT_STATE_DONE),
		wanted(filter, ACTION_POINT_STATE_DROPPED), place, store_or_empty(filter->after), filter->limit);
}

enum status store_action_point_count(struct store_conn *conn, const char *coaching, const char *owner,
	const char *session, int64_t *ret_open, int64_t *ret_of_session, struct error *reterr)
{
	enum status st = store_row(conn, SQL_OPEN, NULL, NULL, reterr, "ss:i", coaching, owner, ret_open);

	*ret_of_session = 0;
	if (st == STATUS_OK && session[0] != '\0')
		st = store_row(conn, SQL_OF_SESSION, NULL, NULL, reterr, "ss:i", session, owner, ret_of_session);
	return st;
}

enum status store_action_point_carried(struct store_conn *conn, const char *owner, int64_t done_after,
	struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(
		conn, SQL_CARRIED, &action_point__descriptor, arena, ret, ret_count, reterr, "si", owner, done_after);
}
