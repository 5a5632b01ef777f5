/* store/ — what reports are counted from. */
#include "daemon/store/report.h"

#include "daemon/domain/outcome.h"
#include "daemon/store/action_point_sql.h"

/* $1 one of the two; $2 coach, $3 coachee; $4 from, $5 until. */
#define VISIBLE "(s.coach = $1 OR (s.coachee = $1 AND s.hidden = 0))"
#define SPAN    " AND ($2 = '' OR s.coach = $2) AND s.coachee = $3 AND s.start_time >= $4 AND s.start_time < $5"
/* What comes to nothing by nobody's doing: the other party preferred no third one, the coach had no time for an
 * invitation, the session goes on as another. */
#define COUNTED " AND NOT (s.state = 8 AND (s.cancel_cause = 1 OR s.invite_state = 3 OR s.merged_into <> ''))"
#define SPOKEN  "(s.coach = $1 OR s.state IN (6, 7, 8, 9) OR coalesce(d.coachee_experience, '') <> '')"
#define NOTED(kinds)                                                                                                   \
	"CASE WHEN " SPOKEN " THEN (SELECT count(*) FROM observation o WHERE o.session = s.name AND o.kind IN (" kinds \
	")) ELSE 0 END"

/* A message in which the coach was asked to look at a preparation: its key begins with the rule's name. */
#define ASKED                                                                                                          \
	"(SELECT count(*) FROM reminder r WHERE r.session = s.name AND substr(r.key, 1, 14) = 'decide_cutoff/'"        \
	" AND r.send_time > 0)"

static const char SQL_COACHEES[] =
	"SELECT c.coachee, p.display_name, p.time_zone, min(c.cadence_days), min(c.start_date),"
	" max(CASE WHEN c.end_date = '' THEN '9999-12-31' ELSE c.end_date END) FROM coaching c"
	" JOIN person p ON p.name = c.coachee"
	" WHERE (c.coach = $1 OR c.coachee = $1) AND ($2 = '' OR c.coach = $2) AND ($3 = '' OR c.coachee = $3)"
	" AND c.start_date < $5 AND (c.end_date = '' OR c.end_date >= $4)"
	" GROUP BY c.coachee, p.display_name, p.time_zone ORDER BY p.display_name, c.coachee";
static const char SQL_SESSIONS[] =
	"SELECT s.name, s.meeting, s.state, s.unannounced, s.not_confirmed,"
	" CASE WHEN s.verdict_rule <> '' THEN 1 ELSE 0 END, CASE WHEN d.session IS NULL THEN 0 ELSE 1 END,"
	" coalesce(d.delay, 0), s.invited, s.appealed, s.start_time, s.create_time, s.cutoff_time,"
	" coalesce(p.submit_time, 0), coalesce(d.help_confirmation, 0), " ASKED
	", " NOTED("2") ", " NOTED("3") ", " NOTED("4") ", " NOTED("5") ", " NOTED(
		"6") " FROM session s LEFT JOIN debrief d ON d.session = s.name"
		     " LEFT JOIN preparation p ON p.meeting = s.meeting AND p.owner = s.coachee WHERE " VISIBLE SPAN
			     COUNTED " ORDER BY s.start_time DESC, s.name";
static const char SQL_TIPS[] =
	"SELECT o.text, o.next_step, o.session, s.start_time FROM observation o JOIN session s ON s.name = o.session"
	" LEFT JOIN debrief d ON d.session = s.name WHERE o.kind = 3 AND " VISIBLE SPAN " AND " SPOKEN
	" ORDER BY s.start_time, o.observe_time, o.place";
static const char SQL_INTENTIONS[] =
	"SELECT i.meeting, i.number, i.key, i.text, o.outcome, o.coachee_outcome, o.contest_text"
	" FROM intention i JOIN meeting m ON m.name = i.meeting JOIN intention_outcome o ON o.number = i.number"
	" AND o.session = (SELECT min(s.name) FROM session s JOIN intention_outcome p ON p.session = s.name"
	" AND p.number = i.number AND p.outcome <> 0 LEFT JOIN debrief d ON d.session = s.name"
	" WHERE s.meeting = i.meeting AND s.state IN (4, 5, 6) AND " VISIBLE SPAN " AND " SPOKEN
	") WHERE m.owner = $3 AND i.unconfirmed = 0 ORDER BY m.start_time DESC, i.meeting, i.number";
static const char SQL_ACTION_POINTS[] =
	"SELECT a.name, a.coaching, a.owner, a.text, a.due_date, a.state, a.session, a.learning, a.skill, a.agree_time,"
	" a.end_time, a.extensions"
	" FROM action_point a JOIN coaching c ON c.name = a.coaching"
	" WHERE (c.coach = $1 OR c.coachee = $1) AND ($2 = '' OR c.coach = $2) AND c.coachee = $3"
	" AND a.agree_time >= $4 AND a.agree_time < $5 AND " SHOWN_POINT(
		"0", "$1") " ORDER BY a.agree_time, a.place, a.name";

/* Ends a reading: what went wrong, or nothing. */
static enum status done(struct store_rows *rows, enum status st)
{
	store_done(rows);
	return st;
}

enum status store_report_coachees(struct store_conn *conn, const struct store_report_filter *filter,
	struct arena *arena, struct store_report_coachee **ret, size_t *ret_count, struct error *reterr)
{
	struct store_report_coachee *coachees = NULL;
	struct store_rows *rows;
	size_t count = 0;
	bool row;
	enum status st = store_query(conn, SQL_COACHEES, &rows, reterr, "sssss", filter->person, filter->coach,
		filter->coachee, filter->from_date, filter->until_date);

	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		struct store_report_coachee *coachee = arena_push(arena, &coachees, &count, sizeof(*coachees));

		coachee->coachee = store_text(rows, 0, arena);
		coachee->display_name = store_text(rows, 1, arena);
		coachee->time_zone = store_text(rows, 2, arena);
		coachee->cadence_days = (int)store_int(rows, 3);
		coachee->start_date = store_text(rows, 4, arena);
		coachee->end_date = store_text(rows, 5, arena);
	}
	*ret = coachees;
	*ret_count = count;
	return done(rows, st);
}

/* The parameters that VISIBLE and SPAN share. */
static enum status query(struct store_conn *conn, const char *sql, const struct store_report_filter *filter,
	const char *coachee, struct store_rows **ret, struct error *reterr)
{
	return store_query(
		conn, sql, ret, reterr, "sssii", filter->person, filter->coach, coachee, filter->from, filter->until);
}

enum status store_report_sessions(struct store_conn *conn, const struct store_report_filter *filter,
	const char *coachee, struct arena *arena, struct store_report_session **ret, size_t *ret_count,
	struct error *reterr)
{
	struct store_report_session *sessions = NULL;
	struct store_rows *rows;
	size_t count = 0;
	bool row;
	enum status st = query(conn, SQL_SESSIONS, filter, coachee, &rows, reterr);

	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		struct store_report_session *session = arena_push(arena, &sessions, &count, sizeof(*sessions));

		session->name = store_text(rows, 0, arena);
		session->meeting = store_text(rows, 1, arena);
		session->state = (SessionState)store_int(rows, 2);
		session->unannounced = store_bool(rows, 3);
		session->not_confirmed = store_bool(rows, 4);
		session->by_rule = store_bool(rows, 5);
		session->debrief = store_bool(rows, 6);
		session->delay = store_int(rows, 7);
		session->invited = store_bool(rows, 8);
		session->appealed = store_bool(rows, 9);
		session->start = store_int(rows, 10);
		session->created = store_int(rows, 11);
		session->cutoff = store_int(rows, 12);
		session->submitted = store_int(rows, 13);
		session->help = (HelpConfirmation)store_int(rows, 14);
		session->asked = (int)store_int(rows, 15);
		session->compliments = (int)store_int(rows, 16);
		session->tips = (int)store_int(rows, 17);
		session->added = (int)store_int(rows, 18);
		session->nudged = (int)store_int(rows, 19);
		session->took_over = (int)store_int(rows, 20);
	}
	*ret = sessions;
	*ret_count = count;
	return done(rows, st);
}

enum status store_report_tips(struct store_conn *conn, const struct store_report_filter *filter, const char *coachee,
	struct arena *arena, struct store_report_tip **ret, size_t *ret_count, struct error *reterr)
{
	struct store_report_tip *tips = NULL;
	struct store_rows *rows;
	size_t count = 0;
	bool row;
	enum status st = query(conn, SQL_TIPS, filter, coachee, &rows, reterr);

	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		struct store_report_tip *tip = arena_push(arena, &tips, &count, sizeof(*tips));

		tip->text = store_text(rows, 0, arena);
		tip->next_step = store_text(rows, 1, arena);
		tip->session = store_text(rows, 2, arena);
		tip->start = store_int(rows, 3);
	}
	*ret = tips;
	*ret_count = count;
	return done(rows, st);
}

static Intention *read_intention(struct store_rows *rows, struct arena *arena)
{
	Intention *intention = arena_alloc(arena, sizeof(*intention));

	intention__init(intention);
	intention->number = (int32_t)store_int(rows, 1);
	intention->key = (char *)store_text(rows, 2, arena);
	intention->text = (char *)store_text(rows, 3, arena);
	intention->outcome = (Outcome)store_int(rows, 4);
	intention->coachee_outcome = (Outcome)store_int(rows, 5);
	intention->contest_text = (char *)store_text(rows, 6, arena);
	intention->contested = outcome_contested(intention);
	return intention;
}

enum status store_report_intentions(struct store_conn *conn, const struct store_report_filter *filter,
	const char *coachee, struct arena *arena, struct store_report_intention **ret, size_t *ret_count,
	struct error *reterr)
{
	struct store_report_intention *intentions = NULL;
	struct store_rows *rows;
	size_t count = 0;
	bool row;
	enum status st = query(conn, SQL_INTENTIONS, filter, coachee, &rows, reterr);

	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		struct store_report_intention *found = arena_push(arena, &intentions, &count, sizeof(*intentions));

		found->meeting = store_text(rows, 0, arena);
		found->intention = read_intention(rows, arena);
	}
	*ret = intentions;
	*ret_count = count;
	return done(rows, st);
}

enum status store_report_action_points(struct store_conn *conn, const struct store_report_filter *filter,
	const char *coachee, struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr)
{
	return store_list(conn, SQL_ACTION_POINTS, &action_point__descriptor, arena, ret, ret_count, reterr, "sssii",
		filter->person, filter->coach, coachee, filter->from, filter->until);
}
