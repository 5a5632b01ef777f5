/* domain/ — action points: how many fit, how a date moves, what can be taken back. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_ACTION_POINT_H
#define RIDEALONG_DOMAIN_ACTION_POINT_H

#include <ridealong/v1/action_point.pb-c.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/domain/policy.h"
#include "proto/status.h"

/** So long "done" and "dropped" can be taken back. */
#define ACTION_POINT_REOPEN_US INT64_C(86400000000)

#define ACTION_POINT_DAYS_MOST 366

/** Whether one more fits into what the team has room for: `agreed` of that owner in this session, `open` of that owner
 * in the relation; the coach's promises are counted on their own. FAILED_PRECONDITION, with whose they are and what to
 * do. */
enum status action_point_may_agree(const struct policy *policy, int agreed, int open, const char *owner_name,
	const char *locale, struct error *reterr);

/** What a new date is asked with: a day, or so many days more. */
struct action_point_move {
	const char *due_date; /* "2026-03-27"; "" with days */
	int days;
	bool earlier; /* a day before the one it has is meant */
	int today;    /* the owner's (day.h) */
	const char *locale;
};

/** The new day. Days count from the day it has, or from today once that has passed. INVALID_ARGUMENT: neither or both
 * are given, no day of the calendar, a day that has passed, too many days. FAILED_PRECONDITION with DATE_EARLIER: a day
 *  before the one it has that is not said to be meant; with DATE_SAME: the day it has. */
enum status action_point_move_to(
	const ActionPoint *point, const struct action_point_move *move, int *ret_day, struct error *reterr);

/** Whether its end can be taken back at that time. FAILED_PRECONDITION: open already, passed on, or ended too long ago.
 */
enum status action_point_may_reopen(const ActionPoint *point, int64_t now, const char *locale, struct error *reterr);

#endif
