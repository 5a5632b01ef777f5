/* domain/ — the conversation right after: what it needs, who speaks first, when it may be signed.
 *
 * Four entries are required: each one's experience, one compliment, one action point. What of it somebody may see is
 * see.h's. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_DEBRIEF_H
#define RIDEALONG_DOMAIN_DEBRIEF_H

#include <ridealong/v1/debrief.pb-c.h>
#include <stdbool.h>

#include "daemon/base/arena.h"
#include "proto/status.h"

/** The debrief as far as a reader may know of it: to the coachee who has not spoken yet the coach has written nothing,
 *  until it is over. Itself, or a copy in the arena. */
const Debrief *debrief_known_to(const Debrief *debrief, const char *reader, struct arena *arena);
/** Which of the required entries are missing, in the order of the conversation, as the contract names them:
 *  "coachee_experience", "coach_experience", "compliment", "action_point". *ret_count of them, in the arena. Ask before
 *  anything is taken out for a viewer. */
char **debrief_missing(const Debrief *debrief, struct arena *arena, size_t *ret_count);

/** A friendly word about what is missing, the compliment first, and last the first step of a tip that has none; ""
 *  when nothing is. In the arena, or a constant. */
const char *debrief_nudge(const Debrief *debrief, const char *locale, struct arena *arena);

/** Takes out of the tips those without a first step that came again with one (the same moment, whatever the case). In
 *  place: what was noted stays noted. */
void debrief_fold_tips(Debrief *debrief);

/** Counts help_given by kind, in the order added, nudged, took over; *ret_count of them, in the arena. */
HelpCount **debrief_count_help(const Debrief *debrief, struct arena *arena, size_t *ret_count);

/** Whether the coachee may say something about what the coach saw: only once they have spoken themselves. Reason
 *  COACHEE_FIRST. */
enum status debrief_may_respond(const Debrief *debrief, const char *locale, struct error *reterr);

/** Whether anybody wrote a line that counts against lapsing. */
bool debrief_written(const Debrief *debrief);

/** Whether an experience may be written now. Together, the coach's waits for the coachee's: FAILED_PRECONDITION with
 *  reason COACHEE_FIRST. Apart, both write when they like. */
enum status debrief_may_speak(
	const Debrief *debrief, DebriefMode mode, bool as_coach, const char *locale, struct error *reterr);

/** Whether the person may sign so. INVALID_ARGUMENT: no kind, or SEEN without a remark. FAILED_PRECONDITION: something
 *  required is missing (said in words), or signed already. */
enum status debrief_may_sign(const Debrief *debrief, const char *person, SignatureKind kind, const char *remark,
	const char *locale, struct error *reterr);

/** Whether both have signed. */
bool debrief_signed_by_both(const Debrief *debrief, const char *coach, const char *coachee);

#endif
