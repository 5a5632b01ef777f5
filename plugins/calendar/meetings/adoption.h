/* plugins/calendar/meetings: what began by a message and is in a calendar now. Somebody takes an invitation in, accepts
 * it, and some time later their own calendar has it, too: then that is where it lies, and its meetings go on there,
 * with all that hangs on them.
 */
#ifndef CALENDAR_ADOPTION_H
#define CALENDAR_ADOPTION_H

#include "known.h"
#include "sync.h"

struct calendar_adoption_job {
	const struct sdk *sdk;
	struct calendar_shelf *shelf;
	struct ridealong_work *work;           /* as of struct calendar_sync_job, … */
	const char *act_as, *owner, *calendar; /* … which these live as long as */
	int64_t shelved;                       /* that calendar */
	struct calendar_known *known;          /* its meetings: of what it knows already nothing is adopted */
	/** It is done, or failed as the call ended. */
	void (*done)(void *arg, const struct ridealong_reply *end);
	void *arg;
};

/** Lets the calendar adopt the meetings of those UIDs that the owner's calendar of messages has as well, which then
 *  forgets them, and goes itself when it holds nothing any more. Within a turn, and outside of a transaction. False
 * when there are none: done() does not come. */
bool calendar_adoption_start(const struct calendar_adoption_job *job);

#endif
