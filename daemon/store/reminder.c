/* store/ — reminders. */
#include "daemon/store/reminder.h"

#include "daemon/store/page.h"

#define FIELDS                                                                                                         \
	"name key kind person session action_point due_time state channel message_id attempts reason rule send_time"   \
	" create_time answer_address answer_time coaching options history next_time"
#define COLUMNS                                                                                                        \
	"name, key, kind, person, session, action_point, due_time, state, channel, message_id, attempts, reason, "     \
	"rule,"                                                                                                        \
	" send_time, create_time, answer_address, answer_time, coaching, options, history, next_time"

/* $1 all, $2 the person, $3 hidden sessions too. What a coach is written about a hidden one is as hidden as it is. */
#define UNHIDDEN                                                                                                       \
	"NOT EXISTS (SELECT 1 FROM session s WHERE s.name = reminder.session AND s.hidden = 1"                         \
	" AND ($3 = 0 OR s.coachee = $2) AND reminder.person <> $2)"
#define VISIBLE "(person = $2 OR ($1 = 1 AND " UNHIDDEN "))"

static const char SQL_GET[] = "SELECT " COLUMNS " FROM reminder WHERE name = $1";
static const char SQL_BY_KEY[] = "SELECT " COLUMNS " FROM reminder WHERE key = $1";
static const char SQL_BY_ADDRESS[] =
	"SELECT " COLUMNS " FROM reminder WHERE answer_address = $1 AND answer_address <> ''";
static const char SQL_BY_MESSAGE[] =
	"SELECT " COLUMNS " FROM reminder WHERE create_time >= $2 AND substr(message_id, 1, 32) = $1"
	" ORDER BY create_time DESC, name DESC LIMIT 1";
static const char SQL_INSERT[] =
	"INSERT INTO reminder (" COLUMNS
	") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
static const char SQL_UPDATE[] =
	"UPDATE reminder SET state = $2, channel = $3, message_id = $4, attempts = $5, reason = $6, send_time = $7,"
	" answer_time = $8, history = $9, next_time = $10 WHERE name = $1";
static const char SQL_PLACE[] = "SELECT create_time FROM reminder WHERE name = $4 AND " VISIBLE;
#define FILTER                                                                                                         \
	" AND ($4 = '' OR person = $4) AND ($5 = '' OR session = $5) AND state IN ($6, $7, $8, $9)"                    \
	" AND (create_time, name) < ($10, $11) ORDER BY create_time DESC, name DESC LIMIT $12"
static const char SQL_LIST[] = "SELECT " COLUMNS " FROM reminder WHERE $1 = 1 AND " UNHIDDEN FILTER;
static const char SQL_LIST_MINE[] = "SELECT " COLUMNS " FROM reminder WHERE $1 = 0 AND person = $2 AND $3 = $3" FILTER;

enum status store_reminder_get(
	struct store_conn *conn, const char *name, struct arena *arena, Reminder **ret, struct error *reterr)
{
	return store_get(conn, SQL_GET, &reminder__descriptor, arena, ret, reterr, "s", name);
}

enum status store_reminder_by_key(
	struct store_conn *conn, const char *key, struct arena *arena, Reminder **ret, struct error *reterr)
{
	return store_get(conn, SQL_BY_KEY, &reminder__descriptor, arena, ret, reterr, "s", key);
}

enum status store_reminder_by_address(
	struct store_conn *conn, const char *address, struct arena *arena, Reminder **ret, struct error *reterr)
{
	return store_get(conn, SQL_BY_ADDRESS, &reminder__descriptor, arena, ret, reterr, "s", address);
}

enum status store_reminder_by_message(struct store_conn *conn, const char *beginning, int64_t since,
	struct arena *arena, Reminder **ret, struct error *reterr)
{
	return store_get(conn, SQL_BY_MESSAGE, &reminder__descriptor, arena, ret, reterr, "si", beginning, since);
}

enum status store_reminder_insert(struct store_conn *conn, const Reminder *reminder, struct error *reterr)
{
	return store_write(conn, SQL_INSERT, FIELDS, &reminder->base, NULL, reterr);
}

enum status store_reminder_update(struct store_conn *conn, const Reminder *reminder, struct error *reterr)
{
	return store_write(conn, SQL_UPDATE,
		"name state channel message_id attempts reason send_time answer_time history next_time",
		&reminder->base, NULL, reterr);
}

static int wanted(const struct store_reminder_filter *filter, ReminderState state)
{
	if (filter->n_states == 0)
		return (int)state;
	for (size_t i = 0; i < filter->n_states; i++)
		if (filter->states[i] == state)
			return (int)state;
	return -1;
}

enum status store_reminder_list(struct store_conn *conn, const struct store_reminder_filter *filter,
	struct arena *arena, Reminder ***ret, size_t *ret_count, struct error *reterr)
{
	int64_t place = INT64_MAX;
	enum status st = store_page_begin(conn, SQL_PLACE, filter->after, NULL, reterr, "bsbs:i",
		(int)filter->viewer->all, filter->viewer->person, (int)filter->viewer->hidden, filter->after, &place);

	if (st != STATUS_OK)
		return st;
	return store_list(conn, filter->viewer->all ? SQL_LIST : SQL_LIST_MINE, &reminder__descriptor, arena, ret,
		ret_count, reterr, "bsbssnnnnisn", (int)filter->viewer->all, filter->viewer->person,
		(int)filter->viewer->hidden, store_or_empty(filter->person), store_or_empty(filter->session),
		wanted(filter, REMINDER_STATE_PENDING), wanted(filter, REMINDER_STATE_SENT),
		wanted(filter, REMINDER_STATE_DROPPED), wanted(filter, REMINDER_STATE_FAILED), place,
		store_or_empty(filter->after), filter->limit);
}
