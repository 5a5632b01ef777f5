/* store/ — appointments. */
#include "daemon/store/meeting.h"

#include "daemon/domain/instant.h"
#include "daemon/store/page.h"

#define COLUMNS                                                                                                        \
	"m.name, m.owner, m.title, m.customer, m.place, m.start_time, m.end_time, m.time_zone, m.all_day, m.online,"   \
	" m.confidential, m.attendees, m.state, m.calendar, m.uid, m.recurrence_id, m.create_time, m.update_time,"     \
	" m.merged_into"
/* $1: sees all, $2: the viewer, $3: today. What was over before the relation began is not its coach's. */
#define SEEN                                                                                                           \
	"($1 = 1 OR m.owner = $2"                                                                                      \
	" OR EXISTS (SELECT 1 FROM coaching c WHERE c.coach = $2 AND c.coachee = m.owner AND c.start_date <= $3"       \
	" AND (c.end_date = '' OR c.end_date >= $3) AND m.end_time > c.start_time))"
/* $4: ends after, $5: starts before, $6: calendar, $7: cancelled ones, too, $8 and $9: the last one shown, $11: merged
 * ones, too. */
#define FILTER                                                                                                         \
	"m.end_time > $4 AND m.start_time < $5 AND ($6 = '' OR m.calendar = $6) AND (m.state = 1 OR ($7 = 1 AND "      \
	"m.state = 2)"                                                                                                 \
	" OR ($11 = 1 AND m.state = 3))"                                                                               \
	" AND (m.start_time, m.name) > ($8, $9) ORDER BY m.start_time, m.name LIMIT $10"

static const char SQL_GET[] = "SELECT " COLUMNS " FROM meeting m WHERE m.name = $1";
static const char SQL_SEE[] = "SELECT " COLUMNS " FROM meeting m WHERE m.name = $4 AND " SEEN;
static const char SQL_FIND[] = "SELECT " COLUMNS " FROM meeting m WHERE m.owner = $1 AND m.calendar = $2"
			       " AND m.uid = $3 AND m.recurrence_id = $4 AND m.calendar <> ''";
static const char SQL_LIST[] = "SELECT " COLUMNS " FROM meeting m WHERE " SEEN " AND " FILTER;
static const char SQL_LIST_OF[] = "SELECT " COLUMNS " FROM meeting m WHERE m.owner = $12 AND " SEEN " AND " FILTER;
/* Whose meetings somebody sees beside their own, and since when they do. */
static const char SQL_COACHEES[] =
	"SELECT c.coachee, min(c.start_time) FROM coaching c WHERE c.coach = $1 AND c.start_date <= $2"
	" AND (c.end_date = '' OR c.end_date >= $2) GROUP BY c.coachee";
/* $1: the owner, $2: since when, $3: nothing. */
static const char SQL_RUN[] =
	"SELECT $3 AS text, m.start_time, m.name FROM meeting m WHERE m.owner = $1 AND m.end_time > $2 AND " FILTER;
static const char SQL_INSERT[] =
	"INSERT INTO meeting (name, owner, title, customer, place, start_time, end_time, time_zone, all_day, online,"
	" confidential, attendees, state, calendar, uid, recurrence_id, create_time, update_time, merged_into)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
static const char SQL_INSERT_NEW[] =
	"INSERT INTO meeting (name, owner, title, customer, place, start_time, end_time, time_zone, all_day, online,"
	" confidential, attendees, state, calendar, uid, recurrence_id, create_time, update_time, merged_into)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)"
	" ON CONFLICT (owner, calendar, uid, recurrence_id) WHERE calendar <> '' DO NOTHING";
static const char SQL_INSERT_FIELDS[] =
	"name owner title customer place start_time end_time time_zone all_day online confidential attendees state"
	" calendar uid recurrence_id create_time update_time merged_into";
static const char SQL_UPDATE[] =
	"UPDATE meeting SET title = $2, customer = $3, place = $4, start_time = $5, end_time = $6, time_zone = $7,"
	" all_day = $8, online = $9, confidential = $10, attendees = $11, state = $12, update_time = $13,"
	" merged_into = $14"
	" WHERE name = $1";
static const char SQL_UPDATE_FIELDS[] =
	"name title customer place start_time end_time time_zone all_day online confidential attendees state"
	" update_time merged_into";

static const char SQL_RENAME[] =
	"UPDATE meeting SET recurrence_id = $5 WHERE owner = $1 AND calendar = $2 AND uid = $3 AND recurrence_id = $4"
	" AND calendar <> '' AND NOT EXISTS (SELECT 1 FROM meeting m WHERE m.owner = $1 AND m.calendar = $2"
	" AND m.uid = $3 AND m.recurrence_id = $5 AND m.calendar <> '')";
static const char SQL_RENAME_CALENDAR[] =
	"UPDATE meeting SET calendar = $3 WHERE owner = $1 AND calendar = $2 AND calendar <> ''"
	" AND NOT EXISTS (SELECT 1 FROM meeting m WHERE m.owner = $1 AND m.calendar = $3 AND m.calendar <> ''"
	" AND m.uid = meeting.uid AND m.recurrence_id = meeting.recurrence_id)";
static const char SQL_RENAME_CALENDAR_OF[] =
	"UPDATE meeting SET calendar = $3 WHERE owner = $1 AND calendar = $2 AND uid = $4 AND calendar <> ''"
	" AND NOT EXISTS (SELECT 1 FROM meeting m WHERE m.owner = $1 AND m.calendar = $3 AND m.calendar <> ''"
	" AND m.uid = $4 AND m.recurrence_id = meeting.recurrence_id)";
static const char SQL_MARK_GET[] = "SELECT mark FROM calendar_mark WHERE owner = $1 AND calendar = $2";
static const char SQL_MARK_SET[] = "INSERT INTO calendar_mark (owner, calendar, mark) VALUES ($1, $2, $3)"
				   " ON CONFLICT (owner, calendar) DO UPDATE SET mark = excluded.mark";
static const char SQL_MARK_DROP[] = "DELETE FROM calendar_mark WHERE owner = $1 AND calendar = $2";

enum status store_meeting_get(
	struct store_conn *conn, const char *name, struct arena *arena, Meeting **ret, struct error *reterr)
{
	return store_get(conn, SQL_GET, &meeting__descriptor, arena, ret, reterr, "s", name);
}

enum status store_meeting_see(struct store_conn *conn, const struct store_viewer *viewer, const char *name,
	struct arena *arena, Meeting **ret, struct error *reterr)
{
	return store_get(conn, SQL_SEE, &meeting__descriptor, arena, ret, reterr, "bsss", (int)viewer->all,
		viewer->person, viewer->today, name);
}

enum status store_meeting_find(struct store_conn *conn, const char *owner, const char *calendar, const char *uid,
	const char *recurrence_id, struct arena *arena, Meeting **ret, struct error *reterr)
{
	return store_get(
		conn, SQL_FIND, &meeting__descriptor, arena, ret, reterr, "ssss", owner, calendar, uid, recurrence_id);
}

/* One owner's, of those that end after `since`. Nothing lasts longer than it can: where the index can begin. */
static enum status merge_run(struct store_page *page, struct store_conn *conn, const char *owner, int64_t since,
	const struct store_meeting_filter *filter, int64_t start, const char *name, struct error *reterr)
{
	if (since > INT64_MIN + STORE_MEETING_LONGEST && start < since - STORE_MEETING_LONGEST) {
		start = since - STORE_MEETING_LONGEST;
		name = "";
	}
	return store_page_merge(page, conn, SQL_RUN, reterr, "sisiisbisnb", owner, since, "", filter->from,
		filter->until, store_or_empty(filter->calendar), (int)filter->cancelled, start, name, filter->limit,
		(int)filter->merged);
}

/* A person's own and their coachees': a run of each. */
static enum status list_mine(struct store_conn *conn, const struct store_viewer *viewer,
	const struct store_meeting_filter *filter, int64_t start, const char *name, struct arena *arena, Meeting ***ret,
	size_t *ret_count, struct error *reterr)
{
	struct store_page page;
	struct store_rows *rows;
	bool row;
	enum status st;

	store_page_init(&page, filter->limit, arena);
	st = merge_run(&page, conn, viewer->person, INT64_MIN, filter, start, name, reterr);
	if (st == STATUS_OK)
		st = store_query(conn, SQL_COACHEES, &rows, reterr, "ss", viewer->person, viewer->today);
	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		st = merge_run(
			&page, conn, store_text(rows, 0, arena), store_int(rows, 1), filter, start, name, reterr);
		if (st != STATUS_OK)
			break;
	}
	store_done(rows);
	if (st != STATUS_OK)
		return st;
	return store_page_list(&page, conn, SQL_GET, &meeting__descriptor, ret, ret_count, reterr);
}

enum status store_meeting_list(struct store_conn *conn, const struct store_viewer *viewer,
	const struct store_meeting_filter *filter, struct arena *arena, Meeting ***ret, size_t *ret_count,
	struct error *reterr)
{
	const char *owner = store_or_empty(filter->owner), *calendar = store_or_empty(filter->calendar), *name = "";
	int64_t start = INT64_MIN;
	Meeting *last;
	enum status st;

	if (store_or_empty(filter->after)[0] != '\0') {
		st = store_meeting_see(conn, viewer, filter->after, arena, &last, reterr);
		if (st != STATUS_OK)
			return st;
		if (last == NULL)
			return store_page_invalid(reterr);
		start = instant_us(last->start_time);
		name = last->name;
	}
	/* Nothing lasts longer: where the index can begin. */
	if (filter->from > INT64_MIN + STORE_MEETING_LONGEST && start < filter->from - STORE_MEETING_LONGEST)
		start = filter->from - STORE_MEETING_LONGEST;
	if (owner[0] == '\0' && !viewer->all)
		return list_mine(conn, viewer, filter, start, name, arena, ret, ret_count, reterr);
	if (owner[0] == '\0')
		return store_list(conn, SQL_LIST, &meeting__descriptor, arena, ret, ret_count, reterr, "bssiisbisnb",
			(int)viewer->all, viewer->person, viewer->today, filter->from, filter->until, calendar,
			(int)filter->cancelled, start, name, filter->limit, (int)filter->merged);
	return store_list(conn, SQL_LIST_OF, &meeting__descriptor, arena, ret, ret_count, reterr, "bssiisbisnbs",
		(int)viewer->all, viewer->person, viewer->today, filter->from, filter->until, calendar,
		(int)filter->cancelled, start, name, filter->limit, (int)filter->merged, owner);
}

enum status store_meeting_insert(struct store_conn *conn, const Meeting *meeting, struct error *reterr)
{
	return store_write(conn, SQL_INSERT, SQL_INSERT_FIELDS, &meeting->base, NULL, reterr);
}

enum status store_meeting_insert_new(
	struct store_conn *conn, const Meeting *meeting, bool *ret_new, struct error *reterr)
{
	int changes;
	enum status st = store_write(conn, SQL_INSERT_NEW, SQL_INSERT_FIELDS, &meeting->base, &changes, reterr);

	if (st == STATUS_OK)
		*ret_new = changes > 0;
	return st;
}

enum status store_meeting_update(struct store_conn *conn, const Meeting *meeting, struct error *reterr)
{
	return store_write(conn, SQL_UPDATE, SQL_UPDATE_FIELDS, &meeting->base, NULL, reterr);
}

enum status store_meeting_rename(struct store_conn *conn, const char *owner, const char *calendar,
	const MeetingRename *rename, struct error *reterr)
{
	return store_run(
		conn, SQL_RENAME, NULL, reterr, "sssss", owner, calendar, rename->uid, rename->from, rename->to);
}

enum status store_meeting_rename_calendar(
	struct store_conn *conn, const char *owner, const char *from, const char *to, struct error *reterr)
{
	enum status st = store_run(conn, SQL_RENAME_CALENDAR, NULL, reterr, "sss", owner, from, to);

	return st == STATUS_OK ? store_meeting_mark_set(conn, owner, from, "", reterr) : st;
}

enum status store_meeting_rename_calendar_of(struct store_conn *conn, const char *owner, const char *from,
	const char *to, const char *uid, struct error *reterr)
{
	enum status st = store_run(conn, SQL_RENAME_CALENDAR_OF, NULL, reterr, "ssss", owner, from, to, uid);

	return st == STATUS_OK ? store_meeting_mark_set(conn, owner, from, "", reterr) : st;
}

enum status store_meeting_mark_get(struct store_conn *conn, const char *owner, const char *calendar,
	struct arena *arena, char **ret, struct error *reterr)
{
	const char *mark;
	bool found;
	enum status st = store_row(conn, SQL_MARK_GET, arena, &found, reterr, "ss:s", owner, calendar, &mark);

	if (st == STATUS_OK)
		*ret = (char *)(found ? mark : "");
	return st;
}

enum status store_meeting_mark_set(
	struct store_conn *conn, const char *owner, const char *calendar, const char *mark, struct error *reterr)
{
	if (mark[0] == '\0')
		return store_run(conn, SQL_MARK_DROP, NULL, reterr, "ss", owner, calendar);
	return store_run(conn, SQL_MARK_SET, NULL, reterr, "sss", owner, calendar, mark);
}
