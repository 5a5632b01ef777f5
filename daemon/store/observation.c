/* store/ — observations. */
#include "daemon/store/observation.h"

#include "daemon/store/page.h"

#define FIELDS  "name session kind text next_step author observe_time create_time debrief intention"
#define COLUMNS "name, session, kind, text, next_step, author, observe_time, create_time, debrief, intention"

static const char SQL_INSERT[] =
	"INSERT INTO observation (" COLUMNS ", place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
	" (SELECT coalesce(max(o.place), 0) + 1 FROM observation o WHERE o.session = $2))";
static const char SQL_LIST[] = "SELECT " COLUMNS " FROM observation WHERE session = $1 AND ($2 = '' OR author = $2)"
			       " AND (observe_time, place) > ($3, $4) ORDER BY observe_time, place LIMIT $5";
static const char SQL_PLACE[] =
	"SELECT observe_time, place FROM observation WHERE name = $3 AND session = $1 AND ($2 = '' OR author = $2)";
static const char SQL_BATCH_GET[] = "SELECT session, hash FROM note_batch WHERE author = $1 AND client_id = $2";
static const char SQL_BATCH_INSERT[] =
	"INSERT INTO note_batch (author, client_id, session, hash) VALUES ($1, $2, $3, $4)";

enum status store_observation_insert(struct store_conn *conn, const Observation *observation, struct error *reterr)
{
	return store_write(conn, SQL_INSERT, FIELDS, &observation->base, NULL, reterr);
}

enum status store_observation_list(struct store_conn *conn, const char *session, const char *author, const char *after,
	int limit, struct arena *arena, Observation ***ret, size_t *ret_count, struct error *reterr)
{
	int64_t time = INT64_MIN, place = 0;
	enum status st =
		store_page_begin(conn, SQL_PLACE, after, NULL, reterr, "sss:ii", session, author, after, &time, &place);

	if (st != STATUS_OK)
		return st;
	return store_list(conn, SQL_LIST, &observation__descriptor, arena, ret, ret_count, reterr, "ssiin", session,
		author, time, place, limit);
}

enum status store_observation_batch_get(struct store_conn *conn, const char *author, const char *client_id,
	struct arena *arena, const char **ret_session, const char **ret_hash, struct error *reterr)
{
	return store_row(conn, SQL_BATCH_GET, arena, NULL, reterr, "ss:ss", author, client_id, ret_session, ret_hash);
}

enum status store_observation_batch_insert(struct store_conn *conn, const char *author, const char *client_id,
	const char *session, const char *hash, struct error *reterr)
{
	return store_run(conn, SQL_BATCH_INSERT, NULL, reterr, "ssss", author, client_id, session, hash);
}
