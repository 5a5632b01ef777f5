/* store/ — sessions. */
#include "daemon/store/session.h"

#include "daemon/store/meeting.h"
#include "daemon/store/page.h"

#define FIELDS                                                                                                         \
	"name coach coachee coaching meeting state previous_state format unannounced reveal_time coach_focus"          \
	" coach_help coach_bridge role introduction customer_knows travel start_time end_time departure_time"          \
	" cutoff_time grace_time actual_start_time actual_end_time verdict verdict_reason verdict_rule appealed"       \
	" appeal_reason cancel_reason not_confirmed invited create_time update_time verdict_cause meeting_cancelled"   \
	" merged_into decided_by decide_time previous_start_time move_time talk talk_time invite_state invite_note"    \
	" coachee_focus travel_together travel_back"                                                                   \
	" goal_clear hardest_question plan_b check_time inconvenient inconvenient_reason template template_version"    \
	" cancel_cause debrief_start_time debrief_end_time debrief_after_travel gate_look"
#define COLUMNS                                                                                                        \
	"s.name, s.coach, s.coachee, s.coaching, s.meeting, s.state, s.previous_state, s.format, s.unannounced,"       \
	" s.reveal_time, s.coach_focus, s.coach_help, s.coach_bridge, s.role, s.introduction, s.customer_knows,"       \
	" s.travel, s.start_time, s.end_time, s.departure_time, s.cutoff_time, s.grace_time, s.actual_start_time,"     \
	" s.actual_end_time, s.verdict, s.verdict_reason, s.verdict_rule, s.appealed, s.appeal_reason,"                \
	" s.cancel_reason, s.not_confirmed, s.invited, s.create_time, s.update_time, s.verdict_cause,"                 \
	" s.meeting_cancelled, s.merged_into, s.decided_by, s.decide_time, s.previous_start_time, s.move_time, "       \
	"s.talk,"                                                                                                      \
	" s.talk_time, s.invite_state, s.invite_note, s.coachee_focus, s.travel_together, s.travel_back,"              \
	" s.goal_clear, s.hardest_question, s.plan_b, s.check_time, s.inconvenient, s.inconvenient_reason,"            \
	" s.debrief_start_time, s.debrief_end_time, s.debrief_after_travel, s.gate_look,"                              \
	" coalesce(p.template, s.template) AS template,"                                                               \
	" coalesce(p.template_version, s.template_version) AS template_version, s.cancel_cause,"                       \
	" m.title AS meeting_title, m.customer AS customer, m.place AS place,"                                         \
	" c.display_name AS coach_display_name, e.display_name AS coachee_display_name"
/* What is asked about a meeting is what its preparation began with. */
#define FROM                                                                                                           \
	" FROM session s JOIN meeting m ON m.name = s.meeting JOIN person c ON c.name = s.coach"                       \
	" JOIN person e ON e.name = s.coachee LEFT JOIN preparation p ON p.meeting = s.meeting"

/* $1 all, $2 hidden, $3 the person. */
#define VISIBLE "(s.hidden = 0 OR s.coach = $3 OR ($2 = 1 AND s.coachee <> $3))"
#define MINE    "(s.coach = $3 OR s.coachee = $3)"
/* A person's own that exist for them at one meeting: MINE and VISIBLE in one, so that an index leads to these and
 * passes no others. */
#define OWN_AT                                                                                                         \
	"$2 >= 0 AND s.name IN (SELECT name FROM session WHERE meeting = $20 AND coach = $3"                           \
	" UNION ALL SELECT name FROM session WHERE meeting = $20 AND hidden = 0 AND coachee = $3)"
#define FILTER                                                                                                         \
	" AND ($4 = '' OR s.coach = $4) AND ($5 = '' OR s.coachee = $5)"                                               \
	" AND s.state IN ($6, $7, $8, $9, $10, $11, $12, $13, $14) AND s.end_time > $15 AND s.start_time < $16"        \
	" AND (s.start_time, s.name) > ($17, $18) ORDER BY s.start_time, s.name LIMIT $19"
/* A person's own as coach and as coachee are two runs of two indexes: the page is made of a page of each, however many
 * lie behind it. `wanted` ends in an order that both runs have, and a limit. */
#define OF_BOTH(columns, wanted)                                                                                       \
	"(SELECT * FROM (SELECT " columns " FROM session s WHERE s.coach = $3" wanted ") one"                          \
	" UNION ALL SELECT * FROM (SELECT " columns " FROM session s WHERE s.coachee = $3 AND s.hidden = 0" wanted     \
	") other)"
#define STATES 9

static const char SQL_GET[] = "SELECT " COLUMNS FROM " WHERE s.name = $1";
static const char SQL_STATE_TIME[] = "SELECT state_time FROM session WHERE name = $1";
static const char SQL_INSERT[] =
	"INSERT INTO session (name, coach, coachee, coaching, meeting, state, previous_state, format, unannounced,"
	" reveal_time, coach_focus, coach_help, coach_bridge, role, introduction, customer_knows, travel, start_time,"
	" end_time, departure_time, cutoff_time, grace_time, actual_start_time, actual_end_time, verdict,"
	" verdict_reason, verdict_rule, appealed, appeal_reason, cancel_reason, not_confirmed, invited, create_time,"
	" update_time, verdict_cause, meeting_cancelled, merged_into, decided_by, decide_time, previous_start_time,"
	" move_time, talk, talk_time, invite_state, invite_note, coachee_focus, travel_together, travel_back,"
	" goal_clear, hardest_question, plan_b, check_time, inconvenient, inconvenient_reason, template, "
	"template_version, cancel_cause, debrief_start_time, debrief_end_time, debrief_after_travel, gate_look,"
	" state_time, hidden) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
	" $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30,"
	" $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, "
	"$52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $34,"
	" CASE WHEN CAST($9 AS BIGINT) = 1 AND CAST($10 AS BIGINT) = 0 THEN 1 ELSE 0 END)";
static const char SQL_UPDATE[] =
	"UPDATE session SET state_time = CASE WHEN state <> $6 THEN $34 ELSE state_time END, coach = $2, coachee = $3,"
	" coaching = $4, meeting = $5, state = $6, previous_state = $7, format = $8, unannounced = $9,"
	" reveal_time = $10, coach_focus = $11, coach_help = $12, coach_bridge = $13, role = $14, introduction = $15,"
	" customer_knows = $16, travel = $17, start_time = $18, end_time = $19, departure_time = $20,"
	" cutoff_time = $21, grace_time = $22, actual_start_time = $23, actual_end_time = $24, verdict = $25,"
	" verdict_reason = $26, verdict_rule = $27, appealed = $28, appeal_reason = $29, cancel_reason = $30,"
	" not_confirmed = $31, invited = $32, create_time = $33, update_time = $34, verdict_cause = $35,"
	" meeting_cancelled = $36, merged_into = $37, decided_by = $38, decide_time = $39, previous_start_time = $40,"
	" move_time = $41, talk = $42, talk_time = $43, invite_state = $44, invite_note = $45, coachee_focus = $46,"
	" travel_together = $47, travel_back = $48, goal_clear = $49, hardest_question = $50, plan_b = $51, check_time "
	"= $52,"
	" inconvenient = $53, inconvenient_reason = $54, template = $55, template_version = $56,"
	" cancel_cause = $57, debrief_start_time = $58, debrief_end_time = $59, debrief_after_travel = $60, gate_look "
	"= $61,"
	" hidden = CASE WHEN CAST($9 AS BIGINT) = 1 AND CAST($10 AS BIGINT) = 0 THEN 1 ELSE 0 END WHERE name = $1";
static const char SQL_LIST_ALL[] = "SELECT " COLUMNS FROM " WHERE $1 = 1 AND " VISIBLE FILTER;
static const char SQL_LIST_MINE[] =
	"SELECT " COLUMNS FROM
	" WHERE $1 = 0 AND $2 >= 0 AND s.name IN (SELECT x.name FROM " OF_BOTH("s.start_time, s.name",
		FILTER) " x ORDER BY x.start_time, x.name LIMIT $19) ORDER BY s.start_time, s.name";
static const char SQL_LIST_AT[] = "SELECT " COLUMNS FROM " WHERE $1 = 1 AND s.meeting = $20 AND " VISIBLE FILTER;
static const char SQL_LIST_OWN_AT[] = "SELECT " COLUMNS FROM " WHERE $1 = 0 AND " OWN_AT FILTER;
static const char SQL_PLACE[] =
	"SELECT s.start_time FROM session s WHERE s.name = $4 AND ($1 = 1 OR " MINE ") AND " VISIBLE;
static const char SQL_OF_MEETING[] =
	"SELECT " COLUMNS FROM " WHERE s.meeting = $1 AND s.state NOT IN (6, 8, 9) ORDER BY s.hidden, s.name";
static const char SQL_ALL_OF[] = "SELECT " COLUMNS FROM " WHERE s.meeting = $1 ORDER BY s.hidden, s.name";
static const char SQL_ANNOUNCED[] =
	"SELECT " COLUMNS FROM " WHERE s.meeting = $1 AND s.state NOT IN (6, 8, 9) AND s.hidden = 0 ORDER BY s.name";
static const char SQL_CANCELLED_WITH[] =
	"SELECT " COLUMNS FROM
	" WHERE s.meeting = $1 AND s.state = 8 AND s.meeting_cancelled = 1 ORDER BY s.hidden, s.name";
static const char SQL_BESIDE[] =
	"SELECT " COLUMNS FROM " WHERE s.meeting = $1 AND s.coach = $2 AND s.name <> $3 AND s.state NOT IN (8, 9)"
	" ORDER BY s.hidden, s.name LIMIT 1";
static const char SQL_HAS_COACH[] = "SELECT count(*) FROM session WHERE meeting = $1 AND coach = $2";
static const char SQL_BEGUN[] = "SELECT count(*) FROM session WHERE meeting = $1 AND hidden = 0 AND state IN (4, 5, 6)";
static const char SQL_AT[] = "SELECT " COLUMNS FROM " WHERE s.meeting = $1 AND s.coach = $2 AND s.state NOT IN (8, 9)"
			     " ORDER BY s.hidden, s.name LIMIT 1";
/* To come or under way. Both are said, for the index of what is not over is one of the first. */
#define IS_AHEAD "s.state IN (1, 2, 3, 4, 5) AND s.state <> 5"
static const char SQL_BUSY[] =
	"SELECT " COLUMNS FROM " WHERE s.name IN (SELECT s.name FROM session s WHERE s.coach = $1 AND s.meeting <> $2"
	" AND " IS_AHEAD " AND s.hidden = $7 AND ((s.start_time < $6 AND s.end_time > $5)"
	" OR (s.coachee <> $3 AND s.departure_time < $6 AND s.end_time > $4)))"
	" ORDER BY s.start_time, s.name LIMIT 1";
/* The one under way; else the one whose time it is; else the one that ended in the last two hours; else the one to
 * which they are on their way. */
#define IS_NOW                                                                                                         \
	" AND s.state IN (1, 2, 3, 4, 5)"                                                                              \
	" AND (s.state = 4 OR (s.departure_time <= $4 AND s.end_time + 7200000000 > $4))"
static const char SQL_NOW[] = "SELECT x.name FROM " OF_BOTH(
	"s.name, s.state, s.start_time", IS_NOW) " x WHERE $1 >= 0 AND $2 >= 0"
						 " ORDER BY CASE WHEN x.state = 4 THEN 0 WHEN x.state = 5 THEN 2 WHEN "
						 "x.start_time <= $4 THEN 1 ELSE 3 END,"
						 " x.start_time DESC, x.name LIMIT 1";
static const char SQL_NEXT[] = "SELECT x.name FROM " OF_BOTH("s.name, s.start_time",
	" AND s.state IN (1, 2, 3) AND s.start_time > $4 ORDER BY s.start_time, s.name "
	"LIMIT 1") " x WHERE $1 >= 0 AND $2 >= 0 ORDER BY x.start_time, x.name LIMIT 1";
/* One that nobody started took place all the same when its time came, if it may be started: the two can still talk it
 * through. */
#define BEGUN "(CASE WHEN s.actual_start_time > 0 THEN s.actual_start_time ELSE s.start_time END)"
static const char SQL_LAST[] = "SELECT x.name FROM " OF_BOTH(BEGUN " AS begun, s.start_time, s.name",
	" AND " BEGUN " <= $4 + 86400000000"
	" AND ((s.state IN (4, 5, 6) AND s.start_time <= $4 + 86400000000)"
	" OR (s.start_time <= $4 AND (s.state IN (2, 3) OR (s.state = 1 AND s.hidden = 1))))"
	" ORDER BY " BEGUN " DESC, s.start_time DESC, s.name LIMIT 1") " x WHERE $1 >= 0 AND $2 >= 0 ORDER BY x.begun "
								       "DESC, x.start_time DESC, x.name LIMIT 1";
/* $6: what began earlier is over, as long as a meeting may be. */
static const char SQL_COLLISION[] =
	"SELECT x.start_time, x.person FROM (SELECT m.start_time AS start_time, m.owner AS person FROM meeting m"
	" WHERE m.owner IN ($1, $2) AND m.name <> $3 AND m.state = 1 AND m.all_day = 0 AND m.start_time >= $6"
	" AND m.start_time < $5 AND m.end_time > $4 UNION ALL SELECT s.departure_time, s.coach FROM session s"
	" WHERE s.coach = $1 AND s.meeting <> $3 AND " IS_AHEAD " AND s.departure_time < $5 AND s.end_time > $4) x"
	" ORDER BY x.start_time, x.person LIMIT 1";
static const char SQL_LAST_TIME[] =
	"SELECT coalesce(max(actual_start_time), 0) FROM session WHERE coachee = $1 AND ($2 = '' OR coach = $2)"
	" AND state IN (4, 5, 6) AND hidden = 0";
static const char SQL_NEXT_TIME[] = "SELECT coalesce(min(start_time), 0) FROM session WHERE coaching = $1"
				    " AND start_time > $2 AND state IN (1, 2, 3) AND hidden = 0";
static const char SQL_TO_COME[] = "SELECT " COLUMNS FROM " WHERE s.coaching = $1 AND s.start_time >= $2"
				  " AND s.state IN (1, 2, 3) ORDER BY s.hidden DESC, s.start_time, s.name";
static const char SQL_OPEN[] = "SELECT " COLUMNS FROM " WHERE s.coaching = $1 AND s.state IN (1, 2, 3, 4, 5)"
			       " ORDER BY s.hidden DESC, s.start_time, s.name";
static const char SQL_LEFT_TIME[] = "SELECT coalesce(min(departure_time), 0) FROM session WHERE meeting = $1"
				    " AND hidden = 0 AND state IN (4, 5, 6)";
/* Took place, or is to come and not over. */
#define COUNTS(now) "(actual_start_time <> 0 OR (state IN (1, 2, 3) AND end_time > " now "))"
static const char SQL_NEXT_OF_TWO[] = "SELECT coalesce(min(start_time), 0) FROM session WHERE coach = $1"
				      " AND coachee = $2 AND start_time > $3 AND state IN (1, 2, 3)";
static const char SQL_COUNT_BOTH[] =
	"SELECT count(*), coalesce(sum(CASE WHEN unannounced = 0 AND start_time < $4 THEN 1 ELSE 0 END), 0),"
	" coalesce(sum(unannounced), 0) FROM session WHERE coach = $1 AND coachee = $2 AND name <> $3 AND " COUNTS(
		"$5");
static const char SQL_COUNT_BETWEEN[] =
	"SELECT count(*) FROM session WHERE coachee = $1 AND name <> $2 AND unannounced = 1 AND start_time >= $3"
	" AND start_time < $4 AND (reveal_time <> 0 OR " COUNTS("$5") ")";
static const char SQL_HIDDEN[] = "SELECT " COLUMNS FROM " WHERE s.coachee = $1 AND s.hidden = 1"
				 " AND s.state IN (1, 2, 3) ORDER BY s.start_time, s.name";
static const char SQL_NEVER_REVEALED[] = "SELECT " COLUMNS FROM " WHERE s.coachee = $1 AND s.hidden = 1"
					 " AND m.end_time <= $2 ORDER BY s.start_time, s.name";

enum status store_session_get(struct store_conn *conn, const char *name, struct arena *arena, Session **ret,
	int64_t *ret_state_time, struct error *reterr)
{
	enum status st = store_get(conn, SQL_GET, &session__descriptor, arena, ret, reterr, "s", name);

	if (st != STATUS_OK || *ret == NULL || ret_state_time == NULL)
		return st;
	return store_row(conn, SQL_STATE_TIME, NULL, NULL, reterr, "s:i", name, ret_state_time);
}

enum status store_session_insert(struct store_conn *conn, const Session *session, struct error *reterr)
{
	return store_write(conn, SQL_INSERT, FIELDS, &session->base, NULL, reterr);
}

enum status store_session_update(struct store_conn *conn, const Session *session, struct error *reterr)
{
	return store_write(conn, SQL_UPDATE, FIELDS, &session->base, NULL, reterr);
}

enum status store_session_list(struct store_conn *conn, const struct store_session_filter *filter, struct arena *arena,
	Session ***ret, size_t *ret_count, struct error *reterr)
{
	const struct store_viewer *viewer = filter->viewer;
	bool at = store_or_empty(filter->meeting)[0] != '\0';
	const char *sql = at && viewer->all ? SQL_LIST_AT
			  : at              ? SQL_LIST_OWN_AT
			  : viewer->all     ? SQL_LIST_ALL
					    : SQL_LIST_MINE;
	const char *after = store_or_empty(filter->after);
	int state[STATES];
	int64_t place = INT64_MIN;
	enum status st;

	st = store_page_begin(conn, SQL_PLACE, filter->after, NULL, reterr, "bbss:i", (int)viewer->all,
		(int)viewer->hidden, viewer->person, filter->after, &place);
	if (st != STATUS_OK)
		return st;
	/* Nothing lasts longer than a meeting can: where the index can begin. */
	if (filter->from > INT64_MIN + STORE_MEETING_LONGEST && place < filter->from - STORE_MEETING_LONGEST) {
		place = filter->from - STORE_MEETING_LONGEST;
		after = "";
	}
	for (int i = 0; i < STATES; i++)
		state[i] = filter->n_states == 0 ? i + 1 : -1;
	for (size_t i = 0; i < filter->n_states; i++)
		if (filter->states[i] >= 1 && filter->states[i] <= STATES)
			state[filter->states[i] - 1] = (int)filter->states[i];
	return store_list(conn, sql, &session__descriptor, arena, ret, ret_count, reterr,
		at ? "bbsssnnnnnnnnniiisns" : "bbsssnnnnnnnnniiisn", (int)viewer->all, (int)viewer->hidden,
		viewer->person, store_or_empty(filter->coach), store_or_empty(filter->coachee), state[0], state[1],
		state[2], state[3], state[4], state[5], state[6], state[7], state[8], filter->from,
		filter->until == 0 ? INT64_MAX : filter->until, place, after, filter->limit,
		store_or_empty(filter->meeting));
}

enum status store_session_of_meeting(struct store_conn *conn, const char *meeting, struct arena *arena, Session ***ret,
	size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_OF_MEETING, &session__descriptor, arena, ret, ret_count, reterr, "s", meeting);
}

enum status store_session_all_of(struct store_conn *conn, const char *meeting, struct arena *arena, Session ***ret,
	size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_ALL_OF, &session__descriptor, arena, ret, ret_count, reterr, "s", meeting);
}

enum status store_session_announced(struct store_conn *conn, const char *meeting, struct arena *arena, Session ***ret,
	size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_ANNOUNCED, &session__descriptor, arena, ret, ret_count, reterr, "s", meeting);
}

enum status store_session_cancelled_with(struct store_conn *conn, const char *meeting, struct arena *arena,
	Session ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_CANCELLED_WITH, &session__descriptor, arena, ret, ret_count, reterr, "s", meeting);
}

enum status store_session_beside(
	struct store_conn *conn, const Session *session, struct arena *arena, Session **ret, struct error *reterr)
{
	return store_get(conn, SQL_BESIDE, &session__descriptor, arena, ret, reterr, "sss", session->meeting,
		session->coach, session->name);
}

enum status store_session_has_coach(
	struct store_conn *conn, const char *meeting, const char *coach, bool *ret, struct error *reterr)
{
	int64_t count;
	enum status st = store_row(conn, SQL_HAS_COACH, NULL, NULL, reterr, "ss:i", meeting, coach, &count);

	if (st == STATUS_OK)
		*ret = count > 0;
	return st;
}

enum status store_session_begun(struct store_conn *conn, const char *meeting, bool *ret, struct error *reterr)
{
	int64_t count = 0;
	enum status st = store_row(conn, SQL_BEGUN, NULL, NULL, reterr, "s:i", meeting, &count);

	if (st == STATUS_OK)
		*ret = count > 0;
	return st;
}

enum status store_session_at(struct store_conn *conn, const char *meeting, const char *coach, struct arena *arena,
	Session **ret, struct error *reterr)
{
	return store_get(conn, SQL_AT, &session__descriptor, arena, ret, reterr, "ss", meeting, coach);
}

enum status store_session_busy(struct store_conn *conn, const struct store_session_busy_ask *ask, bool hidden,
	struct arena *arena, Session **ret, struct error *reterr)
{
	return store_get(conn, SQL_BUSY, &session__descriptor, arena, ret, reterr, "sssiiib", ask->coach, ask->meeting,
		ask->coachee, ask->departure, ask->start, ask->end, (int)hidden);
}

enum status store_session_collision(struct store_conn *conn, const Session *session, int64_t from, int64_t until,
	struct arena *arena, int64_t *ret_start, const char **ret_person, struct error *reterr)
{
	return store_row(conn, SQL_COLLISION, arena, NULL, reterr, "sssiii:is", session->coach, session->coachee,
		session->meeting, from, until, from - STORE_MEETING_LONGEST, ret_start, ret_person);
}

enum status store_session_find(struct store_conn *conn, const struct store_viewer *viewer,
	enum store_session_alias alias, int64_t now, struct arena *arena, const char **ret, struct error *reterr)
{
	const char *sql = alias == STORE_SESSION_NOW ? SQL_NOW : alias == STORE_SESSION_NEXT ? SQL_NEXT : SQL_LAST;

	return store_row(conn, sql, arena, NULL, reterr, "bbsi:s", (int)viewer->all, (int)viewer->hidden,
		viewer->person, now, ret);
}

enum status store_session_last_time(
	struct store_conn *conn, const char *coach, const char *coachee, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_LAST_TIME, NULL, NULL, reterr, "ss:i", coachee, coach, ret);
}

enum status store_session_next_of_two(struct store_conn *conn, const char *coach, const char *coachee, int64_t after,
	int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_NEXT_OF_TWO, NULL, NULL, reterr, "ssi:i", coach, coachee, after, ret);
}

enum status store_session_to_come(struct store_conn *conn, const char *coaching, int64_t from, struct arena *arena,
	Session ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_TO_COME, &session__descriptor, arena, ret, ret_count, reterr, "si", coaching, from);
}

enum status store_session_open(struct store_conn *conn, const char *coaching, struct arena *arena, Session ***ret,
	size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_OPEN, &session__descriptor, arena, ret, ret_count, reterr, "s", coaching);
}

enum status store_session_left_time(struct store_conn *conn, const char *meeting, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_LEFT_TIME, NULL, NULL, reterr, "s:i", meeting, ret);
}

enum status store_session_next_time(
	struct store_conn *conn, const char *coaching, int64_t after, int64_t *ret, struct error *reterr)
{
	return store_row(conn, SQL_NEXT_TIME, NULL, NULL, reterr, "si:i", coaching, after, ret);
}

enum status store_session_count(struct store_conn *conn, const struct store_session_count_ask *ask,
	struct store_session_counts *ret, struct error *reterr)
{
	enum status st;

	st = store_row(conn, SQL_COUNT_BOTH, NULL, NULL, reterr, "sssii:iii", ask->coach, ask->coachee, ask->except,
		ask->start, ask->now, &ret->of_both, &ret->announced_before, &ret->unannounced_of_both);
	if (st != STATUS_OK)
		return st;
	return store_row(conn, SQL_COUNT_BETWEEN, NULL, NULL, reterr, "ssiii:i", ask->coachee, ask->except, ask->from,
		ask->until, ask->now, &ret->unannounced_between);
}

enum status store_session_hidden(struct store_conn *conn, const char *coachee, struct arena *arena, Session ***ret,
	size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_HIDDEN, &session__descriptor, arena, ret, ret_count, reterr, "s", coachee);
}

enum status store_session_never_revealed(struct store_conn *conn, const char *coachee, int64_t now, struct arena *arena,
	Session ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(
		conn, SQL_NEVER_REVEALED, &session__descriptor, arena, ret, ret_count, reterr, "si", coachee, now);
}
