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

#endif
