/* store/ — intentions of a meeting. */
#include "daemon/store/intention.h"

static const char SQL_LIST[] =
	"SELECT number, key, text, outcome, unconfirmed FROM intention WHERE meeting = $1 ORDER BY number";
static const char SQL_CLEAR[] = "DELETE FROM intention WHERE meeting = $1";
static const char SQL_ADD[] = "INSERT INTO intention (meeting, number, key, text, outcome, unconfirmed)"
			      " VALUES ($1, $2, $3, $4, $5, $6)";
static const char SQL_SET_OUTCOME[] = "UPDATE intention SET outcome = $3 WHERE meeting = $1 AND number = $2";

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
		st = store_run(conn, SQL_ADD, NULL, reterr, "snssnb", meeting, (int)intentions[i]->number,
			intentions[i]->key, intentions[i]->text, (int)intentions[i]->outcome,
			(int)intentions[i]->unconfirmed);
	return st;
}

enum status store_intention_set_outcome(struct store_conn *conn, const char *meeting, int32_t number, Outcome outcome,
	bool *ret_found, struct error *reterr)
{
	int changes = 0;
	enum status st = store_run(conn, SQL_SET_OUTCOME, &changes, reterr, "snn", meeting, (int)number, (int)outcome);

	if (st == STATUS_OK)
		*ret_found = changes > 0;
	return st;
}
