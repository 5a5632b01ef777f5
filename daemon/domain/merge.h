/* domain/ — one appointment that is known twice: which meetings look like one, and what becomes of what hangs on them.
 *
 * Two meetings look like one when both stand, belong to the same person, do not last whole days, overlap in time (the
 * end of the one is after the start of the other, both ways), and
 *  - have the same UID, in two calendars (RFC 5545 section 3.8.4.7: a UID is the same event wherever it is copied to);
 * or
 *  - are called the same; or
 *  - have the same customer.
 * Words are the same without case, compatibility forms (Unicode NFKC_Casefold) and whatever is neither letter nor
 * figure; empty ones are never the same. Of two that look alike the one from a calendar is kept rather than one entered
 * by hand, for it follows the calendar; then the one that was known first. Nothing here depends on sessions. Pure; any
 * thread. */
#ifndef RIDEALONG_DOMAIN_MERGE_H
#define RIDEALONG_DOMAIN_MERGE_H

#include <ridealong/v1/meeting.pb-c.h>
#include <ridealong/v1/preparation.pb-c.h>
#include <ridealong/v1/session.pb-c.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"

/** How long a merge can be taken back. */
#define MERGE_UNDO_US INT64_C(86400000000)

/** What makes the two look like one; UNSPECIFIED when nothing does. */
MeetingLikeness merge_likeness(const Meeting *left, const Meeting *right, struct arena *arena);
/** Which of two that look alike is kept. */
const Meeting *merge_kept(const Meeting *left, const Meeting *right);

struct merge_pair {
	const Meeting *keep, *duplicate;
	const Meeting *later; /* the one of the two that comes later, which is that in no other pair */
	MeetingLikeness likeness;
};

/** The pairs among meetings that come by start: each meeting is the later one of at most one pair, with the earliest it
 *  is like. By the start of the later one. In the arena; *ret_count of them. */
struct merge_pair *merge_pairs(Meeting *const *meetings, size_t count, struct arena *arena, size_t *ret_count);

/** Two sessions of one coach that end up at one meeting: the one that goes on. What the coachee knows of goes before
 *  what is hidden, so that nothing they see hangs on a hidden one; then the one that is further; then the one that was
 *  at the kept meeting. NULL when both have begun: then there were two. */
const Session *merge_survivor(const Session *kept, const Session *duplicate);

/** What is left of two preparations of one appointment, for the kept meeting; either may be NULL, and NULL is nothing
 * at all. The one that was handed in goes before one that was given back or is being written; then the one that changed
 *  last; then the kept meeting's. The other's answers fill what is open in it, and its intentions what is left of
 * three. In the arena. */
Preparation *merge_preparations(
	const Preparation *kept, const Preparation *duplicate, const char *meeting, struct arena *arena);

#endif
