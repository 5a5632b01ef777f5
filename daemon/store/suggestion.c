/* store/ — what is not to be suggested. */
#include "daemon/store/suggestion.h"

static const char SQL_DISMISS[] = "INSERT INTO suggestion_dismissal (coach, meeting, dismiss_time) VALUES ($1, $2, $3)"
				  " ON CONFLICT (coach, meeting) DO NOTHING";
static const char SQL_RESTORE[] = "DELETE FROM suggestion_dismissal WHERE coach = $1 AND meeting = $2";
static const char SQL_DISMISSED[] = "SELECT dismiss_time FROM suggestion_dismissal WHERE coach = $1 AND meeting = $2";

enum status store_suggestion_dismiss(
	struct store_conn *conn, const char *coach, const char *meeting, int64_t now, struct error *reterr)
{
	return store_run(conn, SQL_DISMISS, NULL, reterr, "ssi", coach, meeting, now);
}

enum status store_suggestion_restore(
	struct store_conn *conn, const char *coach, const char *meeting, struct error *reterr)
{
	return store_run(conn, SQL_RESTORE, NULL, reterr, "ss", coach, meeting);
}

enum status store_suggestion_is_dismissed(
	struct store_conn *conn, const char *coach, const char *meeting, bool *ret, struct error *reterr)
{
	int64_t ignored;

	return store_row(conn, SQL_DISMISSED, NULL, ret, reterr, "ss:i", coach, meeting, &ignored);
}
