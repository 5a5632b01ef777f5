/* store/ — action points. */
#include "daemon/store/action_point.h"

#include "daemon/domain/instant.h"
#include "daemon/store/action_point_sql.h"
#include "daemon/store/page.h"

#define FIELDS                                                                                                         \
	"name coaching owner text due_date state session learning skill agree_time end_time drop_reason extensions"    \
	" update_time passed_to praise praise_time"
#define COLUMNS_IN(state)                                                                                              \
	"a.name, a.coaching, a.owner, a.text, a.due_date, " state " AS state, a.session, a.learning, a.skill,"         \
	" a.agree_time, a.end_time, a.drop_reason, a.extensions, a.update_time, a.passed_to, a.praise, a.praise_time," \
	" o.display_name AS owner_display_name, coalesce(z.outcome, 0) AS outcome, coalesce(z.note, '') AS "           \
	"outcome_note,"                                                                                                \
	" coalesce(z.create_time, 0) AS outcome_time"
#define COLUMNS COLUMNS_IN("a.state")
/* The last sighting of a session that is over, or in whose debrief the coachee has spoken. */
#define LAST_SEEN(when)                                                                                                \
	" LEFT JOIN action_point_sighting z ON z.name = (SELECT y.name FROM action_point_sighting y"                   \
	" JOIN session x ON x.name = y.session LEFT JOIN debrief d ON d.session = y.session"                           \
	" WHERE y.action_point = a.name AND (x.state NOT IN (4, 5) OR coalesce(d.coachee_experience, '') <> '')" when  \
	" ORDER BY y.create_time DESC, y.name DESC LIMIT 1)"
#define FROM_SEEN(when)                                                                                                \
	" FROM action_point a JOIN person o ON o.name = a.owner JOIN coaching c ON c.name = a.coaching" LAST_SEEN(when)
#define FROM FROM_SEEN("")
/* Its state at the moment $3, as its history has it: 4 done, 5 dropped or passed on, 6 taken up again. A line of
 * passing on that has a field is of the one that was made by it. */
#define STATE_THEN                                                                                                     \
	"(CASE coalesce((SELECT h.kind FROM action_point_change h WHERE h.action_point = a.name"                       \
	" AND (h.kind IN (4, 5, 6) OR (h.kind = 9 AND h.field = '')) AND h.change_time <= $3"                          \
	" ORDER BY h.change_time DESC, h.name DESC LIMIT 1),"                                                          \
	" CASE WHEN a.state = 1 OR a.end_time > $3 THEN 6 WHEN a.state = 2 THEN 4 ELSE 5 END)"                         \
	" WHEN 6 THEN 1 WHEN 4 THEN 2 ELSE 3 END)"
#define DONE_THEN                                                                                                      \
	"coalesce((SELECT max(h.change_time) FROM action_point_change h WHERE h.action_point = a.name AND h.kind = 4"  \
	" AND h.change_time <= $3), a.end_time)"
#define LAST_BEFORE                                                                                                    \
	"(SELECT coalesce(max(l.actual_start_time), 0) FROM session l WHERE l.coachee = $1"                            \
	" AND ($2 = '' OR l.coach = $2) AND l.state IN (4, 5, 6) AND l.hidden = 0 AND l.actual_start_time < $3)"

/* $1 all, $2 the person, $3 whether what is hidden shows. */
#define VISIBLE "($1 = 1 OR c.coach = $2 OR c.coachee = $2) AND " SHOWN_POINT("$3", "$2")

static const char SQL_GET[] = "SELECT " COLUMNS FROM " WHERE a.name = $1";
static const char SQL_PARTIES[] =
	"SELECT c.coach, c.coachee FROM action_point a JOIN coaching c ON c.name = a.coaching WHERE a.name = $1";
static const char SQL_INSERT[] =
	"INSERT INTO action_point (name, coaching, owner, text, due_date, state, session, learning, skill, agree_time,"
	" end_time, drop_reason, extensions, update_time, passed_to, praise, praise_time, show_time, place)"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $10,"
	" (SELECT coalesce(max(p.place), 0) + 1 FROM action_point p WHERE p.coaching = $2))";
static const char SQL_UPDATE[] =
	"UPDATE action_point SET due_date = $2, state = $3, end_time = $4, drop_reason = $5, extensions = $6,"
	" update_time = $7, text = $8, learning = $9, skill = $10, passed_to = $11, praise = $12, praise_time = $13"
	" WHERE name = $1";
#define UPDATED                                                                                                        \
	"name due_date state end_time drop_reason extensions update_time text learning skill passed_to praise"         \
	" praise_time"
#define FILTER                                                                                                         \
	" AND ($4 = '' OR a.owner = $4) AND ($5 = '' OR a.coaching = $5)"                                              \
	" AND ($6 = '' OR a.session = $6) AND a.state IN ($7, $8, $9, $10)"                                            \
	" AND ($11 = '' OR lower(a.skill) = lower($11)) AND ($12 = 0 OR a.learning = $12)"                             \
	" AND ($13 = '' OR a.due_date >= $13) AND ($14 = '' OR a.due_date < $14)"                                      \
	" AND (a.due_date, a.place, a.name) > ($15, $16, $17) ORDER BY a.due_date, a.place, a.name LIMIT $18"
static const char SQL_LIST[] = "SELECT " COLUMNS FROM " WHERE " VISIBLE FILTER;
static const char SQL_RELATIONS[] = "SELECT name FROM coaching WHERE coach = $1 OR coachee = $1";
/* $19: the relation, $20: the state. */
static const char SQL_RUN[] =
	"SELECT a.due_date, a.place, a.name FROM action_point a JOIN coaching c ON c.name = a.coaching"
	" WHERE a.coaching = $19 AND a.state = $20 AND " VISIBLE FILTER;
static const char SQL_AGREED[] = "SELECT " COLUMNS FROM " WHERE " VISIBLE " AND a.session = $4"
				 " ORDER BY a.agree_time, a.place, a.name LIMIT $5";
static const char SQL_PLACE[] = "SELECT a.due_date, a.place" FROM " WHERE " VISIBLE " AND a.name = $4";
static const char SQL_SHOWN[] = "SELECT count(*) FROM action_point a JOIN coaching c ON c.name = a.coaching"
				" WHERE a.name = $3 AND " SHOWN_POINT("$1", "$2");
static const char SQL_HIDE[] = "UPDATE action_point SET show_time = 0 WHERE name = $1";
static const char SQL_SHOW[] = "UPDATE action_point SET show_time = $2 WHERE session = $1 AND show_time = 0";
static const char SQL_NOT_SHOWN[] =
	"SELECT " COLUMNS FROM " WHERE a.session = $1 AND a.show_time = 0 ORDER BY a.agree_time, a.place, a.name";
static const char SQL_OPEN[] = "SELECT count(*) FROM action_point a JOIN coaching c ON c.name = a.coaching"
			       " WHERE a.coaching = $3 AND a.owner = $4 AND a.state = 1 AND " SHOWN_POINT("$1", "$2");
static const char SQL_OF_SESSION[] =
	"SELECT count(*) FROM action_point a JOIN coaching c ON c.name = a.coaching"
	" WHERE a.session = $3 AND a.owner = $4 AND a.state <> 3 AND " SHOWN_POINT("$1", "$2");
static const char SQL_CARRIED[] = "SELECT " COLUMNS_IN(STATE_THEN)
	FROM_SEEN(" AND y.create_time <= $3") " WHERE a.owner = $1 AND c.coachee = $1"
					      " AND a.show_time > 0 AND a.show_time <= $3 AND ($2 = '' OR c.coach = "
					      "$2) AND (" STATE_THEN " = 1"
					      " OR (" STATE_THEN " = 2 AND " DONE_THEN " > " LAST_BEFORE
					      ")) ORDER BY a.agree_time, a.place, a.name LIMIT 20";
static const char SQL_LOOKED_BACK[] =
	"SELECT " COLUMNS FROM
	" WHERE a.coaching = $1 AND a.session <> $2 AND a.show_time > 0 AND (a.state = 1 OR a.end_time >= $3)"
	/* nor one that had ended by then, and was taken up again since */
	" AND NOT EXISTS (SELECT 1 FROM action_point_change e WHERE e.action_point = a.name AND e.kind IN (4, 5)"
	" AND e.change_time < $3 AND NOT EXISTS (SELECT 1 FROM action_point_change r"
	" WHERE r.action_point = a.name AND r.kind = 6 AND r.change_time >= e.change_time AND r.change_time < $3))"
	/* one that was shown late comes behind those that have their numbers */
	" AND a.show_time < (SELECT coalesce(min(w.create_time), 9223372036854775807) FROM debrief w"
	" WHERE w.session = $2)"
	" ORDER BY CASE WHEN a.owner = c.coachee THEN 0 ELSE 1 END, a.show_time, a.place, a.name LIMIT 20";
static const char SQL_LEFT_BEHIND[] =
	"SELECT " COLUMNS FROM
	" JOIN coaching n ON n.name = $1 WHERE a.state = 1 AND a.show_time > 0 AND c.name <> n.name"
	" AND c.coachee = n.coachee AND c.end_date <> '' AND c.end_date < $2"
	" AND (a.owner = n.coachee OR a.owner = n.coach) ORDER BY a.agree_time, a.place, a.name";

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
	return store_write(conn, SQL_UPDATE, UPDATED, &point->base, NULL, reterr);
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

/* The last one that was shown. */
struct after {
	const char *due_date;
	int64_t place;
};

/* What one relation has in one state, which is a run of an index. */
static enum status merge_run(struct store_page *page, struct store_conn *conn, const char *coaching, int state,
	const struct store_action_point_filter *filter, const struct after *after, struct error *reterr)
{
	return store_page_merge(page, conn, SQL_RUN, reterr, "bsbsssnnnnsnsssisnsn", (int)filter->viewer->all,
		filter->viewer->person, (int)filter->viewer->hidden, store_or_empty(filter->owner),
		store_or_empty(filter->coaching), store_or_empty(filter->session), state, state, state, state,
		store_or_empty(filter->skill), (int)filter->learning, store_or_empty(filter->due_from),
		store_or_empty(filter->due_until), after->due_date, after->place, store_or_empty(filter->after),
		filter->limit, coaching, state);
}

static enum status merge_relation(struct store_page *page, struct store_conn *conn, const char *coaching,
	const struct store_action_point_filter *filter, const struct after *after, struct error *reterr)
{
	static const ActionPointState states[] = { ACTION_POINT_STATE_OPEN, ACTION_POINT_STATE_DONE,
		ACTION_POINT_STATE_DROPPED, ACTION_POINT_STATE_PASSED_ON };
	enum status st = STATUS_OK;

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]) && st == STATUS_OK; i++)
		if (wanted(filter, states[i]) > 0)
			st = merge_run(page, conn, coaching, (int)states[i], filter, after, reterr);
	return st;
}

static enum status list_mine(struct store_conn *conn, const struct store_action_point_filter *filter,
	const struct after *after, struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr)
{
	struct store_page page;
	struct store_rows *rows;
	bool row;
	enum status st = store_query(conn, SQL_RELATIONS, &rows, reterr, "s", filter->viewer->person);

	if (st != STATUS_OK)
		return st;
	store_page_init(&page, filter->limit, arena);
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		st = merge_relation(&page, conn, store_text(rows, 0, arena), filter, after, reterr);
		if (st != STATUS_OK)
			break;
	}
	store_done(rows);
	if (st != STATUS_OK)
		return st;
	return store_page_list(&page, conn, SQL_GET, &action_point__descriptor, ret, ret_count, reterr);
}

enum status store_action_point_list(struct store_conn *conn, const struct store_action_point_filter *filter,
	struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr)
{
	struct after after = { .due_date = "" };
	enum status st = store_page_begin(conn, SQL_PLACE, filter->after, arena, reterr, "bsbs:si",
		(int)filter->viewer->all, filter->viewer->person, (int)filter->viewer->hidden, filter->after,
		&after.due_date, &after.place);

	if (st != STATUS_OK)
		return st;
	if (!filter->viewer->all)
		return list_mine(conn, filter, &after, arena, ret, ret_count, reterr);
	return store_list(conn, SQL_LIST, &action_point__descriptor, arena, ret, ret_count, reterr,
		"bsbsssnnnnsnsssisn", (int)filter->viewer->all, filter->viewer->person, (int)filter->viewer->hidden,
		store_or_empty(filter->owner), store_or_empty(filter->coaching), store_or_empty(filter->session),
		wanted(filter, ACTION_POINT_STATE_OPEN), wanted(filter, ACTION_POINT_STATE_DONE),
		wanted(filter, ACTION_POINT_STATE_DROPPED), wanted(filter, ACTION_POINT_STATE_PASSED_ON),
		store_or_empty(filter->skill), (int)filter->learning, store_or_empty(filter->due_from),
		store_or_empty(filter->due_until), after.due_date, after.place, store_or_empty(filter->after),
		filter->limit);
}

enum status store_action_point_agreed(struct store_conn *conn, const struct store_viewer *viewer, const char *session,
	int limit, struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_AGREED, &action_point__descriptor, arena, ret, ret_count, reterr, "bsbsn",
		(int)viewer->all, viewer->person, (int)viewer->hidden, session, limit);
}

enum status store_action_point_shown(
	struct store_conn *conn, const struct store_viewer *viewer, const char *name, bool *ret, struct error *reterr)
{
	int64_t count = 0;
	enum status st = store_row(
		conn, SQL_SHOWN, NULL, NULL, reterr, "bss:i", (int)viewer->hidden, viewer->person, name, &count);

	*ret = count > 0;
	return st;
}

enum status store_action_point_hide(struct store_conn *conn, const char *name, struct error *reterr)
{
	return store_run(conn, SQL_HIDE, NULL, reterr, "s", name);
}

enum status store_action_point_show(struct store_conn *conn, const char *session, int64_t now, struct arena *arena,
	ActionPoint ***ret, size_t *ret_count, struct error *reterr)
{
	enum status st =
		store_list(conn, SQL_NOT_SHOWN, &action_point__descriptor, arena, ret, ret_count, reterr, "s", session);

	return st == STATUS_OK ? store_run(conn, SQL_SHOW, NULL, reterr, "si", session, now) : st;
}

enum status store_action_point_count(struct store_conn *conn, const struct store_viewer *viewer, const char *coaching,
	const char *owner, const char *session, int64_t *ret_open, int64_t *ret_of_session, struct error *reterr)
{
	enum status st = store_row(conn, SQL_OPEN, NULL, NULL, reterr, "bsss:i", (int)viewer->hidden, viewer->person,
		coaching, owner, ret_open);

	*ret_of_session = 0;
	if (st == STATUS_OK && session[0] != '\0')
		st = store_row(conn, SQL_OF_SESSION, NULL, NULL, reterr, "bsss:i", (int)viewer->hidden, viewer->person,
			session, owner, ret_of_session);
	return st;
}

enum status store_action_point_carried(struct store_conn *conn, const char *owner, const char *coach, int64_t when,
	struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(
		conn, SQL_CARRIED, &action_point__descriptor, arena, ret, ret_count, reterr, "ssi", owner, coach, when);
}

enum status store_action_point_looked_back(struct store_conn *conn, const Session *session, struct arena *arena,
	ActionPoint ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_LOOKED_BACK, &action_point__descriptor, arena, ret, ret_count, reterr, "ssi",
		session->coaching, session->name, instant_us(session->departure_time));
}

enum status store_action_point_left_behind(struct store_conn *conn, const char *coaching, const char *today,
	struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(
		conn, SQL_LEFT_BEHIND, &action_point__descriptor, arena, ret, ret_count, reterr, "ss", coaching, today);
}
