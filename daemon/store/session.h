/* store/ — sessions. */
#ifndef RIDEALONG_STORE_SESSION_H
#define RIDEALONG_STORE_SESSION_H

#include "daemon/store/store.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/session.pb-c.h"

/** Which sessions. Strings are the caller's; NULL and "" are "any". */
struct store_session_filter {
	const struct store_viewer *viewer;
	const char *coach, *coachee, *meeting;
	const SessionState *states;
	size_t n_states;     /* 0: any */
	int64_t from, until; /* those that end after `from` and start before `until`, µs; until 0: no end */
	const char *after;   /* page token: name of the last one shown */
	int limit;
};

/** Which of a person's own sessions an alias stands for. */
enum store_session_alias { STORE_SESSION_NOW, STORE_SESSION_NEXT, STORE_SESSION_LAST };

/** When a coach would be away, with whom, and for which meeting; µs. */
struct store_session_busy_ask {
	const char *coach, *coachee, *meeting;
	int64_t departure, start, end;
};

/** Whose sessions are counted, for one that would begin at `start` (µs); `except` ("" for none) is left out. */
struct store_session_count_ask {
	const char *coach, *coachee, *except;
	int64_t now, start;
	int64_t from, until; /* the quarter */
};

/** What the freedom to come unannounced depends on (domain/unannounced.h). Only sessions that took place or still
 * stand; hidden ones, too. */
struct store_session_counts {
	int64_t of_both;             /* of this coach and coachee */
	int64_t announced_before;    /* of these, announced ones that begin earlier */
	int64_t unannounced_of_both; /* of these, unannounced ones */
	int64_t unannounced_between; /* of this coachee, by whomever, in the quarter; revealed ones in any case */
};

/** Names for lists (meeting, customer, coach, coachee) come with it; the etag does not. *ret is NULL when there is
 * none; *ret_state_time (NULL is fine): when it came into its state. All rows, whoever asks: the service decides. */
enum status store_session_get(struct store_conn *conn, const char *name, struct arena *arena, Session **ret,
	int64_t *ret_state_time, struct error *reterr);
/** ALREADY_EXISTS when the name is taken. */
enum status store_session_insert(struct store_conn *conn, const Session *session, struct error *reterr);
/** Writes everything that may change. A new state is dated with update_time. */
enum status store_session_update(struct store_conn *conn, const Session *session, struct error *reterr);

/** By start, then name; only what the viewer may see. INVALID_ARGUMENT for an `after` the viewer was never shown. */
enum status store_session_list(struct store_conn *conn, const struct store_session_filter *filter, struct arena *arena,
	Session ***ret, size_t *ret_count, struct error *reterr);
/** All sessions at a meeting but closed, cancelled and lapsed ones, those the coachee knows of first; whoever asks. */
enum status store_session_of_meeting(struct store_conn *conn, const char *meeting, struct arena *arena, Session ***ret,
	size_t *ret_count, struct error *reterr);
/** Of these, the ones that the coachee knows of: for all that the coachee gets to see or that their deeds depend on. */
enum status store_session_announced(struct store_conn *conn, const char *meeting, struct arena *arena, Session ***ret,
	size_t *ret_count, struct error *reterr);
/** All sessions at a meeting, whatever became of them, those the coachee knows of first; whoever asks. */
enum status store_session_all_of(struct store_conn *conn, const char *meeting, struct arena *arena, Session ***ret,
	size_t *ret_count, struct error *reterr);
/** The sessions that were cancelled because the meeting was, those the coachee knows of first; whoever asks. */
enum status store_session_cancelled_with(struct store_conn *conn, const char *meeting, struct arena *arena,
	Session ***ret, size_t *ret_count, struct error *reterr);
/** Another session of the same coach at the same meeting, neither cancelled nor lapsed, a visible one before a hidden
 * one; *ret is NULL without one. */
enum status store_session_beside(
	struct store_conn *conn, const Session *session, struct arena *arena, Session **ret, struct error *reterr);
/** Whether that person is, or was, the coach of any session at the meeting. */
enum status store_session_has_coach(
	struct store_conn *conn, const char *meeting, const char *coach, bool *ret, struct error *reterr);
/** Whether any session at the meeting has begun, or took place: IN_PROGRESS, DEBRIEFING, CLOSED. */
enum status store_session_begun(struct store_conn *conn, const char *meeting, bool *ret, struct error *reterr);
/** A session of the coach at that meeting, neither cancelled nor lapsed; *ret is NULL without one. A visible one comes
 *  before a hidden one. */
enum status store_session_at(struct store_conn *conn, const char *meeting, const char *coach, struct arena *arena,
	Session **ret, struct error *reterr);
/** A session that keeps the coach from going along: one at the same time, or with somebody else so close that the way
 *  there falls into it; neither at that meeting nor at an end. `hidden` says whether to look among the hidden ones or
 * among the others. *ret is NULL without one. */
enum status store_session_busy(struct store_conn *conn, const struct store_session_busy_ask *ask, bool hidden,
	struct arena *arena, Session **ret, struct error *reterr);
/** The first appointment of `coach` or `coachee` that falls between two moments (µs), other than that meeting: meetings
 *  of either, and the coach's other sessions from departure on, hidden ones among them. *ret_start: when it begins; 0
 *  and "" when there is none. Whole days are no appointments. */
enum status store_session_collision(struct store_conn *conn, const Session *session, int64_t from, int64_t until,
	struct arena *arena, int64_t *ret_start, const char **ret_person, struct error *reterr);
/** Name of the viewer's own session that the alias stands for; "" when there is none. */
enum status store_session_find(struct store_conn *conn, const struct store_viewer *viewer,
	enum store_session_alias alias, int64_t now, struct arena *arena, const char **ret, struct error *reterr);
/** When the two last sat down together: actual start of their latest session that took place, or 0. Of any coach when
 *  `coach` is "". */
enum status store_session_last_time(
	struct store_conn *conn, const char *coach, const char *coachee, int64_t *ret, struct error *reterr);
/** Start of the next session of the two after a moment, also one that the coachee does not know of; 0 without one. */
enum status store_session_next_of_two(struct store_conn *conn, const char *coach, const char *coachee, int64_t after,
	int64_t *ret, struct error *reterr);
/** Those of a relation that are to come and begin at a moment or later, also those that the coachee does not know of:
 *  they come first, before what they were planned on goes. */
enum status store_session_to_come(struct store_conn *conn, const char *coaching, int64_t from, struct arena *arena,
	Session ***ret, size_t *ret_count, struct error *reterr);
/** Those of a relation that are not over: to come, also when their time has come, under way or to be debriefed; also
 *  those that the coachee does not know of, which come first. */
enum status store_session_open(struct store_conn *conn, const char *coaching, struct arena *arena, Session ***ret,
	size_t *ret_count, struct error *reterr);
/** When the coach left for a meeting, as far as its owner knows: of a session that has begun; 0 without one. */
enum status store_session_left_time(struct store_conn *conn, const char *meeting, int64_t *ret, struct error *reterr);
/** Start of the next session of a relation after a moment that the coachee knows of; 0 without one. */
enum status store_session_next_time(
	struct store_conn *conn, const char *coaching, int64_t after, int64_t *ret, struct error *reterr);
enum status store_session_count(struct store_conn *conn, const struct store_session_count_ask *ask,
	struct store_session_counts *ret, struct error *reterr);
/** The coachee's sessions that are hidden from them and still to come, by start; whoever asks. */
enum status store_session_hidden(struct store_conn *conn, const char *coachee, struct arena *arena, Session ***ret,
	size_t *ret_count, struct error *reterr);
/** The coachee's sessions that were never revealed to them and whose meeting has ended by `now`, by start: what their
 *  own export shows of what was kept from them, cancelled ones included. Whoever asks. */
enum status store_session_never_revealed(struct store_conn *conn, const char *coachee, int64_t now, struct arena *arena,
	Session ***ret, size_t *ret_count, struct error *reterr);

#endif
