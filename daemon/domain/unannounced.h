/* domain/ — when a coach may come unannounced. The policy is the same for everyone and everyone can read it; whether a
 * plan fits it is told to the coach alone.
 *
 * The rule. Of the sessions of the two, those count that took place and those that still stand: to come, and not over.
 * One that was cancelled, skipped or lapsed does not count, so nothing can be planned as a mere pretext.
 *  - Off until the coach has recorded when the team was told, and for templates that forbid it.
 *  - Never the first: before it there is an announced session of the two that took place or still stands.
 *  - At most one a quarter for a coachee, by whichever coach; the quarter is the one in which the meeting falls, on the
 *    coachee's calendar. One that was revealed counts there even if nothing came of it: the coachee lived through it.
 *  - From the fifth session of the two on, at most a quarter of all.
 *
 * It holds when the session is planned and when it is revealed, not only then: whatever ends or moves a session
 * (cancelled, skipped, lapsed, a meeting that moves, to another quarter for instance) may take the ground from under a
 * hidden one. Its coach, and nobody else, is then asked (session.unfit; once more in the morning of the cut-off day,
 * when an earlier one turned out not to have taken place) to announce it early, which is possible until its cut-off
 * because the coachee can still prepare like for any other, or to cancel it. If neither was done when its reveal comes,
 * the service withdraws the coach and the session was never there. Pure; any thread. */
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
	/* Without the session that is asked about: */
	int64_t sessions;    /* of these two, that took place or still stand */
	int64_t before;      /* of these, announced ones that begin earlier */
	int64_t unannounced; /* of these, unannounced ones */
	int64_t in_quarter;  /* unannounced ones of this coachee, by whomever, in the quarter of the meeting */
	const char *locale;
};

/** FAILED_PRECONDITION with the reason in words. */
enum status unannounced_may_plan(const struct unannounced_ask *ask, struct error *reterr);

/** The policy in a sentence or two, for the team to read. In the arena. */
const char *unannounced_policy(const char *told_date, const char *locale, struct arena *arena);

#endif
