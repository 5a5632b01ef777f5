/* store/ — intentions of a meeting. */
#include "daemon/store/intention.h"

static const char SQL_LIST[] =
	"SELECT number, key, text, unconfirmed FROM intention WHERE meeting = $1 ORDER BY number";
static const char SQL_CLEAR[] = "DELETE FROM intention WHERE meeting = $1";
static const char SQL_ADD[] = "INSERT INTO intention (meeting, number, key, text, unconfirmed)"
			      " VALUES ($1, $2, $3, $4, $5)";

enum status store_intention_list(struct store_conn *conn, const char *meeting, struct arena *arena, Intention ***ret,
	size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_LIST, &intention__descriptor, arena, ret, ret_count, reterr, "s", meeting);
}

enum status store_intention_replace(
	struct store_conn *conn, const char *meeting, Intention *const *intentions, size_t count, struct error *reterr)
{
	enum status st = store_run(conn, SQL_CLEAR, NULL, reterr, "s", meeting);

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = store_run(conn, SQL_ADD, NULL, reterr, "snssb", meeting, (int)intentions[i]->number,
			intentions[i]->key, intentions[i]->text, (int)intentions[i]->unconfirmed);
	return st;
}
