/* store/ — what reports are counted from. Read-only; the slow lane's connection. */
#ifndef RIDEALONG_STORE_REPORT_H
#define RIDEALONG_STORE_REPORT_H

#include "daemon/store/store.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** What is reported: sessions that begin, and action points that were agreed, from `from` until before `until` (µs);
 * only of this coach and of this coachee ("" for any). It is for `person`, one of the two, whatever else they are: a
 * hidden session does not exist for its coachee. Of a session that is not over and whose coachee has not spoken yet,
 * the coachee gets neither observations nor outcomes. */
struct store_report_filter {
	const char *person;
	const char *coach, *coachee;
	const char *from_date, *until_date; /* the same span, for relations: "2026-01-01", the day after the last */
	int64_t from, until;
};

/** A coachee in the span's relations. */
struct store_report_coachee {
	const char *coachee, *display_name, *time_zone;
	int cadence_days;                  /* the shortest of their relations */
	const char *start_date, *end_date; /* the first and the last day of all; "9999-12-31" while one lasts */
};

struct store_report_session {
	const char *name, *meeting;
	SessionState state;
	bool unannounced, not_confirmed;
	bool by_rule;  /* a rule gave the verdict */
	bool debrief;  /* somebody wrote a line of it */
	int64_t delay; /* µs from the meeting's end to that line */
	bool invited, appealed;
	int64_t start, created, cutoff; /* µs */
	int64_t submitted;              /* µs: when the preparation was handed in; 0 when it was not */
	HelpConfirmation help;          /* what the coachee said of the help */
	int asked;                      /* times the coach was asked to look at it */
	int compliments, tips, added, nudged, took_over;
};

struct store_report_tip {
	const char *text, *next_step, *session;
	int64_t start; /* of the session, µs */
};

/** An intention that was looked at, of a session that took place. */
struct store_report_intention {
	const char *meeting;
	Intention *intention;
};

/** By name of the person, then id. */
enum status store_report_coachees(struct store_conn *conn, const struct store_report_filter *filter,
	struct arena *arena, struct store_report_coachee **ret, size_t *ret_count, struct error *reterr);

/** The sessions of one coachee, the newest first. */
enum status store_report_sessions(struct store_conn *conn, const struct store_report_filter *filter,
	const char *coachee, struct arena *arena, struct store_report_session **ret, size_t *ret_count,
	struct error *reterr);

/** The tips given to one coachee, by the session's start, then as they were given. */
enum status store_report_tips(struct store_conn *conn, const struct store_report_filter *filter, const char *coachee,
	struct arena *arena, struct store_report_tip **ret, size_t *ret_count, struct error *reterr);

/** The intentions of one coachee's meetings, the newest meeting first, by number; each once however many coaches came
 *  along. */
enum status store_report_intentions(struct store_conn *conn, const struct store_report_filter *filter,
	const char *coachee, struct arena *arena, struct store_report_intention **ret, size_t *ret_count,
	struct error *reterr);

/** Action points and promises of the relations with one coachee. */
enum status store_report_action_points(struct store_conn *conn, const struct store_report_filter *filter,
	const char *coachee, struct arena *arena, ActionPoint ***ret, size_t *ret_count, struct error *reterr);

#endif
