/* store/ — subjects for the next one-on-one. */
#include "daemon/store/one_on_one.h"

#include "daemon/store/page.h"

#define FIELDS                                                                                                         \
	"name coaching subject session state author create_time discuss_time verdict_cause action_point update_time"
#define COLUMNS                                                                                                        \
	"i.name, i.coaching, i.subject, i.session, i.state, i.author, i.create_time, i.discuss_time, i.verdict_cause," \
	" i.action_point, i.update_time"
#define FROM " FROM one_on_one_item i JOIN coaching c ON c.name = i.coaching"

/* $1 all, $2 the person. */
#define VISIBLE "($1 = 1 OR c.coach = $2 OR c.coachee = $2)"

static const char SQL_GET[] = "SELECT " COLUMNS FROM " WHERE i.name = $1";
static const char SQL_PARTIES[] = "SELECT c.coach, c.coachee" FROM " WHERE i.name = $1";
static const char SQL_INSERT[] =
	"INSERT INTO one_on_one_item (name, coaching, subject, session, state, author, create_time, discuss_time,"
	" verdict_cause, action_point, update_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
static const char SQL_UPDATE[] = "UPDATE one_on_one_item SET subject = $2, state = $3, discuss_time = $4,"
				 " action_point = $5, update_time = $6 WHERE name = $1";
static const char SQL_UPDATE_FIELDS[] = "name subject state discuss_time action_point update_time";
static const char SQL_OF_SESSION[] = "SELECT name FROM one_on_one_item WHERE session = $1 AND state = 1";
static const char SQL_PLACE[] = "SELECT i.create_time" FROM " WHERE i.name = $3 AND " VISIBLE;
#define FILTER                                                                                                         \
	" AND ($3 = '' OR i.coaching = $3) AND (i.state = 1 OR $4 = 1)"                                                \
	" AND (i.create_time, i.name) > ($5, $6) ORDER BY i.create_time, i.name LIMIT $7"
static const char SQL_LIST[] = "SELECT " COLUMNS FROM " WHERE " VISIBLE FILTER;
/* A page is made of a page of each relation of theirs, however many lie behind it. */
static const char SQL_LIST_MINE[] =
	"SELECT " COLUMNS " FROM coaching c JOIN one_on_one_item i ON i.name IN (SELECT i.name FROM one_on_one_item i"
	" WHERE $1 = 0 AND i.coaching = c.name" FILTER ") WHERE (c.coach = $2 OR c.coachee = $2)"
	" ORDER BY i.create_time, i.name LIMIT $7";

enum status store_one_on_one_get(struct store_conn *conn, const char *name, struct arena *arena, OneOnOneItem **ret,
	const char **ret_coach, const char **ret_coachee, struct error *reterr)
{
	enum status st = store_get(conn, SQL_GET, &one_on_one_item__descriptor, arena, ret, reterr, "s", name);

	if (st != STATUS_OK || *ret == NULL)
		return st;
	return store_row(conn, SQL_PARTIES, arena, NULL, reterr, "s:ss", name, ret_coach, ret_coachee);
}

enum status store_one_on_one_insert(struct store_conn *conn, const OneOnOneItem *item, struct error *reterr)
{
	return store_write(conn, SQL_INSERT, FIELDS, &item->base, NULL, reterr);
}

enum status store_one_on_one_update(struct store_conn *conn, const OneOnOneItem *item, struct error *reterr)
{
	return store_write(conn, SQL_UPDATE, SQL_UPDATE_FIELDS, &item->base, NULL, reterr);
}

enum status store_one_on_one_of_session(
	struct store_conn *conn, const char *session, struct arena *arena, const char **ret, struct error *reterr)
{
	return store_row(conn, SQL_OF_SESSION, arena, NULL, reterr, "s:s", session, ret);
}

enum status store_one_on_one_list(struct store_conn *conn, const struct store_viewer *viewer, const char *coaching,
	bool include_discussed, const char *after, int limit, struct arena *arena, OneOnOneItem ***ret,
	size_t *ret_count, struct error *reterr)
{
	int64_t place = INT64_MIN;
	enum status st = store_page_begin(
		conn, SQL_PLACE, after, NULL, reterr, "bss:i", (int)viewer->all, viewer->person, after, &place);

	if (st != STATUS_OK)
		return st;
	return store_list(conn, viewer->all ? SQL_LIST : SQL_LIST_MINE, &one_on_one_item__descriptor, arena, ret,
		ret_count, reterr, "bssbisn", (int)viewer->all, viewer->person, coaching, (int)include_discussed, place,
		after, limit);
}
