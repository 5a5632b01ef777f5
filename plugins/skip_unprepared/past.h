/* skip_unprepared — a session as the check found it at its cut-off, from what is kept of it now. */
#ifndef RIDEALONG_SKIP_UNPREPARED_PAST_H
#define RIDEALONG_SKIP_UNPREPARED_PAST_H

#include "rule.h"

/** What is not kept any more. */
enum past_unknown {
	PAST_KNOWN,
	PAST_GONE,    /* the words, by retention or because somebody was erased */
	PAST_CHANGED, /* answers were written after the check */
	PAST_UNSURE,  /* it was given back after the check; when it first came in */
};

/** The look that was kept of this cut-off; NULL without one: it has not looked, or it was for another moment, before
 * the meeting moved. Pure. */
const GateLook *past_look(const Session *session);
/** The verdict that was kept; the findings' keys are the look's. Pure. */
struct rule_verdict past_verdict(const GateLook *look);

/** Shallow copies of what was given, put back to how they were; valid as long as that is. */
struct past {
	bool looked; /* else it had ended by then, and the check had nothing to look at */
	bool has_preparation;
	enum past_unknown unknown; /* only the words of it, unless UNSURE */
	Session session;
	Preparation preparation;
};

/** `preparation` NULL: there is none. What the check goes by besides, the working days for one, is as it is now. Pure.
 */
void past_at_cutoff(const Session *session, const Preparation *preparation, struct past *ret);

/** The earlier ones that the check would compare with, the newest last, out of all of that coachee's by the meeting's
 *  start; returns how many. Pure. */
size_t past_earlier(Preparation *const *all, size_t count, const Preparation *of, Preparation *ret[RULE_EARLIER]);

/** What the rule came to at the cut-off; of `facts` settings, coachee, questions, zone and earlier ones count. False
 * when that takes what is not kept any more. Pure. */
bool past_judge(const struct past *past, const struct rule_facts *facts, struct rule_verdict *ret);

#endif
