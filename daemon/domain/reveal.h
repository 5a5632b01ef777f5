/* domain/ — what is said at the reveal of an unannounced session: the spoken check, the intentions that come of it, and
 * "really not convenient". None of it moves the session: only the coach can. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_REVEAL_H
#define RIDEALONG_DOMAIN_REVEAL_H

#include <ridealong/v1/preparation.pb-c.h>
#include <ridealong/v1/session.pb-c.h>
#include <stdbool.h>

#include "daemon/base/arena.h"
#include "proto/status.h"

#define REVEAL_INTENTIONS 3 /* of a meeting, those from the preparation included */

/** Whether the check can be kept: from the reveal until the meeting's part is over. */
enum status reveal_may_check(const Session *session, const char *locale, struct error *reterr);
/** Whether the coachee can say that it is not convenient: from the reveal until the start. */
enum status reveal_may_object(const Session *session, const char *locale, struct error *reterr);
/** Whether intentions can still be confirmed: until the session is at an end. */
enum status reveal_may_confirm(const Session *session, const char *locale, struct error *reterr);

/** Whether it was said at the reveal, not picked from the preparation. */
bool reveal_said(const Intention *intention);

/** The meeting's intentions after the coach typed lines: they take the place of those that were said and are not
 *  confirmed yet, and get the numbers that are free. No lines: all stay. INVALID_ARGUMENT when there are more than
 * three in all. *ret lives in the arena and points to what it was given. */
enum status reveal_note(Intention *const *kept, size_t n_kept, char *const *lines, size_t n_lines, const char *locale,
	struct arena *arena, Intention ***ret, size_t *ret_count, struct error *reterr);

/** The meeting's intentions after the coachee confirmed them: changed as they say (an empty text strikes one), and all
 *  of them theirs from here on. The others keep their numbers. FAILED_PRECONDITION when nothing waits for it, or when
 *  the coach said already what became of one that is to change. */
enum status reveal_confirm(Intention *const *kept, size_t n_kept, IntentionChange *const *changes, size_t n_changes,
	const char *locale, struct arena *arena, Intention ***ret, size_t *ret_count, struct error *reterr);

#endif
