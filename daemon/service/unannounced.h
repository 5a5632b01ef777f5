/* service/ — unannounced sessions: whether one fits the policy, and what follows when it does not any more.
 * The rule itself is in domain/unannounced.h. */
#ifndef RIDEALONG_SERVICE_UNANNOUNCED_H
#define RIDEALONG_SERVICE_UNANNOUNCED_H

#include "daemon/service/call.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** Whether the coach may go along unannounced to the coachee's `meeting` ("meetings/ID") that begins at `start` (µs).
 * `except` is the session itself when it is planned already, else "". FAILED_PRECONDITION says in the caller's language
 * what stands in the way. */
enum status service_unannounced_fits(struct call *call, const Person *coach, const Person *coachee, const char *meeting,
	int64_t start, const char *except, struct error *reterr);
/** The same of a session that is planned, at the time it has now. */
enum status service_unannounced_session_fits(struct call *call, const Session *session, struct error *reterr);

/** Asks the coach of a hidden session that does not fit any more (session.unfit): in the morning of the cut-off day. */
enum status service_unannounced_check(struct call *call, const Session *session);
/** The same for all of a coachee's, because one of their sessions ended or moved. Nothing shows to anybody else. */
enum status service_unannounced_check_all(struct call *call, const char *coachee);

/** The announced session to which a hidden one gives way: of the same two at the same meeting, or of the coach with
 *  anybody at that time; *ret is NULL without one. Invitations and calendars bring the two together, for they are taken
 * as if nothing hidden were there. */
enum status service_unannounced_in_the_way(struct call *call, const Session *session, const Session **ret);

/** Whether the coach may tell the coachee now: early, until the cut-off, in any case; later only where the policy
 * allows the surprise, and never with an announced one in the way. FAILED_PRECONDITION says what to do. */
enum status service_unannounced_may_reveal(struct call *call, const Session *session);

/** The moment of the reveal came: the coachee is told, or the service withdraws the coach where the session may not be
 *  unannounced any more or an announced one is in the way. Once the meeting is over there is nothing to tell. */
enum status service_unannounced_due(struct call *call, Session *session);

#endif
