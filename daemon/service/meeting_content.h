/* service/ — what a meeting consists of: whether it makes sense, and what sets two versions of it apart. */
#ifndef RIDEALONG_SERVICE_MEETING_CONTENT_H
#define RIDEALONG_SERVICE_MEETING_CONTENT_H

#include "daemon/service/call.h"
#include "ridealong/v1/meeting.pb-c.h"

/** Brings a meeting from outside into the form in which it is kept: a confidential one keeps its time and nothing else.
 *  In place; new texts in the call's arena. */
void service_meeting_normalize(Meeting *meeting);

/** INVALID_ARGUMENT names the field. */
enum status service_meeting_check(struct call *call, const Meeting *meeting);

/** What has become of a meeting: UNCHANGED, UPDATED (other words, people or place, or it takes place after all), MOVED
 *  (another time) or CANCELLED. Names, identity, times of record and etag do not count. */
MeetingChange service_meeting_compare(struct call *call, const Meeting *before, const Meeting *after);

#endif
