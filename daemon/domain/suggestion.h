/* domain/ — which coming meetings are worth joining, and why. Pure: the same facts give the same order. */
#ifndef RIDEALONG_DOMAIN_SUGGESTION_H
#define RIDEALONG_DOMAIN_SUGGESTION_H

#include <ridealong/v1/person.pb-c.h>
#include <ridealong/v1/session.pb-c.h>
#include <stdbool.h>

#include "daemon/base/arena.h"

/** A meeting and what is known around it. All as of `today`, a day of the coach (day.h). */
struct suggestion {
	Meeting *meeting;
	const Person *coachee;
	int meeting_day;        /* the coachee's local day of it */
	int meeting_minute;     /* and when it begins, in minutes after midnight */
	int cadence_days;       /* how often the coach wants to go along */
	int last_day;           /* day of the last session of the two; INT_MIN: never */
	int open_action_points; /* of the coachee, with this coach */
	bool skipped;           /* the last one planned was skipped */
	bool busy;              /* the coach has an appointment of their own then */
	bool planned;     /* the coach has a session at that time, comes along already, or does not work that day */
	bool dismissed;   /* the coach said "not this one" */
	bool other_coach; /* another coach is coming along (and may be known of) */
	/* Made by suggestion_rate(). */
	int score;
	char **reasons; /* in words, the weightiest first */
	size_t n_reasons;
};

/** Whether a meeting can be joined at all: timed, 15 minutes to 8 hours, standing, not private, to come, on a working
 *  day of both, and the coach is not with somebody then. */
bool suggestion_possible(const struct suggestion *suggestion, int today);

/** Scores it and says why:
 *   - time since the last session as a share of the cadence at the meeting's day: 100 when it falls due then, at most
 *     200; somebody with whom the coach never went along: 150;
 *   - 8 for each open action point, at most 40;
 *   - 25 when the coach did not go along last time;
 *   - 10 for a meeting with a customer;
 *   - less 15 outside of 08:00 to 18:00, less 30 within two days (little time to prepare), less 60 when the coach has
 * an appointment then, less 40 when another coach comes along. */
void suggestion_rate(struct suggestion *suggestion, int today, const char *locale, struct arena *arena);

/** Best first: by score, then start, then name. */
void suggestion_sort(struct suggestion **suggestions, size_t count);

#endif
