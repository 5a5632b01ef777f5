/* store/ — the coach's working notes. */
#include "daemon/store/working_note.h"

#include "daemon/store/page.h"

#define FIELDS "name session text create_time"

static const char SQL_INSERT[] = "INSERT INTO working_note (name, session, text, create_time) VALUES ($1, $2, $3, $4)";
static const char SQL_GET[] = "SELECT name, session, text, create_time FROM working_note WHERE name = $1";
static const char SQL_LIST[] = "SELECT name, session, text, create_time FROM working_note WHERE session = $1"
			       " AND (create_time, name) > ($2, $3) ORDER BY create_time, name LIMIT $4";
static const char SQL_PLACE[] = "SELECT create_time FROM working_note WHERE name = $2 AND session = $1";
static const char SQL_DELETE[] = "DELETE FROM working_note WHERE name = $1";
enum status store_working_note_insert(struct store_conn *conn, const WorkingNote *note, struct error *reterr)
{
	return store_write(conn, SQL_INSERT, FIELDS, &note->base, NULL, reterr);
}

enum status store_working_note_get(
	struct store_conn *conn, const char *name, struct arena *arena, WorkingNote **ret, struct error *reterr)
{
	return store_get(conn, SQL_GET, &working_note__descriptor, arena, ret, reterr, "s", name);
}

enum status store_working_note_list(struct store_conn *conn, const char *session, const char *after, int limit,
	struct arena *arena, WorkingNote ***ret, size_t *ret_count, struct error *reterr)
{
	int64_t place = INT64_MIN;
	enum status st = store_page_begin(conn, SQL_PLACE, after, NULL, reterr, "ss:i", session, after, &place);

	if (st != STATUS_OK)
		return st;
	return store_list(conn, SQL_LIST, &working_note__descriptor, arena, ret, ret_count, reterr, "sisn", session,
		place, after, limit);
}

enum status store_working_note_delete(struct store_conn *conn, const char *name, struct error *reterr)
{
	return store_run(conn, SQL_DELETE, NULL, reterr, "s", name);
}
