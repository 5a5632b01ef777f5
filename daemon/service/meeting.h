/* service/ — meetings: what the methods in meeting.c stand on. All in the call's arena. */
#ifndef RIDEALONG_SERVICE_MEETING_H
#define RIDEALONG_SERVICE_MEETING_H

#include "daemon/service/call.h"
#include "ridealong/v1/meeting.pb-c.h"

/* ---- changes, and what the calendar says (meeting_upsert.c) ---- */

/** Writes a meeting that differs so from how it was before, tells of it (meeting.updated, .moved, .cancelled), and
 *  carries its sessions along: moved, cancelled, or back as they were when a meeting that was called off stands again.
 *  UNCHANGED writes nothing. */
enum status service_meeting_change(
	struct call *call, MeetingChange change, const Meeting *before, const Meeting *meeting);
/** Appends an event about a meeting for its owner, and for the owner's coach of today; the one who has coached them
 *  longest when there are more. `before` is UNSPECIFIED for a new one. */
enum status service_meeting_tell(struct call *call, const char *type, const Meeting *meeting, MeetingState before);
/** Brings the owner's meetings in line with a calendar: BatchUpsertMeetings. */
enum status service_meeting_upsert(
	struct call *call, const BatchUpsertMeetingsRequest *in, BatchUpsertMeetingsResponse **ret);

/* ---- one appointment that is known twice (meeting_duplicate.c, meeting_merge.c, meeting_unmerge.c) ---- */

#define SERVICE_MEETING_UNMERGE "unmerge" /* kind of the timer that ends taking a merge back */

/** The owner's meetings that look like one appointment, a page of them: ListMeetingDuplicates. */
enum status service_meeting_duplicates(struct call *call, const char *owner, const ListMeetingDuplicatesRequest *in,
	ListMeetingDuplicatesResponse **ret);
/** Makes one of the two. Both are changed; what the caller may do was looked at. Events meeting.merged (of the
 *  duplicate), and those of the sessions: session.updated or session.moved, session.cancelled for the one of two that
 *  does not go on (domain/merge.h says which), session.prepared. What the owner gets does not depend on hidden
 *  sessions. FAILED_PRECONDITION, INVALID_ARGUMENT: nothing is stored then. */
enum status service_meeting_merge(struct call *call, Meeting *keep, Meeting *duplicate);
/** Takes it back: sessions and preparation are as they were, unless somebody went on with the preparation. Events
 *  meeting.unmerged, session.updated or session.moved, session.reopened. */
enum status service_meeting_unmerge(struct call *call, Meeting *duplicate);
/** Until when it can be taken back: sets the timer that ends it; 0: there is nothing to take back any more. */
enum status service_meeting_unmerge_until(struct call *call, const char *duplicate, int64_t until);
/** It cannot be taken back any more. */
enum status service_meeting_merge_forget(struct call *call, const char *duplicate);
/** A calendar says something about a meeting that was merged: it is kept there, and the one it was merged into follows
 *  when it was entered by hand. *ret_keep is its name. */
enum status service_meeting_take_duplicate(
	struct call *call, const Meeting *before, Meeting *said, MeetingChange *ret_change, const char **ret_keep);
/** FAILED_PRECONDITION that says where the meeting goes on. */
enum status service_meeting_refuse_merged(struct call *call, const char *field, const Meeting *meeting);

#endif
