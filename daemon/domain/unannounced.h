/* domain/ — when a coach may come unannounced. The policy is the same for everyone and everyone can read it; whether a
 * plan fits it is told to the coach alone. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_UNANNOUNCED_H
#define RIDEALONG_DOMAIN_UNANNOUNCED_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "proto/status.h"

/** From this session of the two on, at most a quarter of them may be unannounced. */
#define UNANNOUNCED_SHARE_FROM 5

struct unannounced_ask {
	const char *told_date; /* when the team was told, "2026-03-02"; empty: never */
	int today;             /* the coach's day (day.h) */
	bool template_allows;  /* Template.unannounced_allowed of the coachee's template */
	int64_t sessions;      /* of these two so far, cancelled ones left out */
	int64_t unannounced;   /* of these, unannounced */
	int64_t in_quarter; /* unannounced ones of this coachee, by whomever, in the quarter in which the meeting falls
			     */
	const char *locale;
};

/** FAILED_PRECONDITION with the reason in words. */
enum status unannounced_may_plan(const struct unannounced_ask *ask, struct error *reterr);

/** First day of the calendar quarter in which a day falls, and the first day after it. */
void unannounced_quarter(int day, int *ret_first, int *ret_after);

/** The policy in a sentence or two, for the team to read. In the arena. */
const char *unannounced_policy(const char *told_date, const char *locale, struct arena *arena);

#endif
