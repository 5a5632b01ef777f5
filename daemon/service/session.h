/* service/ — sessions, as the other nouns of this storey need them. The methods are in session.c; what moves a session
 * on goes through here, so that state, row, events and timers never part. All in the call's arena. */
#ifndef RIDEALONG_SERVICE_SESSION_H
#define RIDEALONG_SERVICE_SESSION_H

#include "daemon/domain/attendance.h"
#include "daemon/domain/lifecycle.h"
#include "daemon/domain/policy.h"
#include "daemon/service/call.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

#define SERVICE_SESSION_REVEAL_US  INT64_C(3600000000)  /* before departure an unannounced session is revealed */
#define SERVICE_SESSION_DEBRIEF_US INT64_C(1200000000)  /* the debrief, in the calendar */
#define SERVICE_SESSION_EARLY_US   INT64_C(43200000000) /* before the meeting it cannot be started yet */
#define SERVICE_SESSION_MORNING    (9 * 60)             /* when, on the cut-off day, a hidden one is looked at again */
#define SERVICE_SESSION_END_MINUTE (17 * 60)            /* when the last of them ends */

/* ---- names (session_name.c) ---- */

/** "sessions/ID" as it is; "sessions/@now", "@next" and "@last" as the caller's own. INVALID_ARGUMENT names the field,
 *  NOT_FOUND says what there is none of. */
enum status service_session_resolve(struct call *call, const char *field, const char *given, const char **ret);
/** The session a request names, for the call's method: NOT_FOUND when there is none that the caller may see. */
enum status service_session_open(struct call *call, const char *field, const char *given, Session **ret);
/** "sessions/ID/debrief" (aliases, too) to "sessions/ID". */
enum status service_session_of_debrief(struct call *call, const char *field, const char *given, const char **ret);
/** "meetings/ID/preparation" to "meetings/ID"; with "@now" and the like in place of the id, the meeting of that
 * session. */
enum status service_session_of_preparation(struct call *call, const char *field, const char *given, const char **ret);

/* ---- life (session_life.c) ---- */

/** Asks the table. Fills now and locale of `ask`, and `who` from the caller when it is 0. */
enum status service_session_decide(
	struct call *call, const Session *session, struct lifecycle_ask *ask, struct lifecycle_step *ret);
/** Takes the step: writes the session with whatever was changed in it, appends the event, arranges timers. */
enum status service_session_take(struct call *call, Session *session, const struct lifecycle_step *step);
/** Writes changes that are no step, with an event of that type (NULL: none), and arranges timers. */
enum status service_session_keep(struct call *call, Session *session, const char *event);
/** Appends an event about `subject` (NULL: the session) for whom the session exists: while it is hidden, the coach. */
enum status service_session_tell(struct call *call, const Session *session, const char *type, const char *subject,
	const char *from, const char *to);
/** Asks the coach what is to become of it, for it lies at the same time as another of theirs (session.collided). Nobody
 *  else learns of that. */
enum status service_session_collided(struct call *call, const Session *session);
/** Whether it is PLANNED, PREPARED or CONFIRMED. */
bool service_session_to_come(const Session *session);
/** Name of a state in the contract. */
const char *service_session_state(SessionState state);

/** Starts it as the caller, at `began` (µs). A hidden one is revealed by that. */
enum status service_session_start(struct call *call, Session *session, int64_t began);
/** The coachee is told. */
enum status service_session_reveal(struct call *call, Session *session);
/** Whether a look of the preparation check is whole, and the check's own; `withdraws`: it comes with that decision.
 *  INVALID_ARGUMENT says what is not. (session_look.c) */
enum status service_session_check_look(struct call *call, const GateLook *look, bool withdraws);
/** Keeps a look that withdraws nobody. Event: session.looked. */
enum status service_session_record_look(struct call *call, const RecordGateLookRequest *in, Session **ret);
/** Decides that the coach comes, or not, as the request says. Opens and closes the one-on-one item of a skip. */
enum status service_session_verdict(struct call *call, Session *session, const DecideSessionRequest *in);
/** The coachee asks to look again; granted by itself where that is possible. */
enum status service_session_appeal(struct call *call, Session *session, const char *reason);
/** A preparation was handed in for the meeting: moves each of its sessions, as far as the coachee may know of them. */
enum status service_session_submitted(struct call *call, const Preparation *preparation);
/** Withdraws the coach, as whoever calls; for a cause there is no reason in words. */
enum status service_session_cancel(struct call *call, Session *session, const char *reason, CancelCause cause);
/** Takes back how it ended, in the capacity `who` (0: the caller's; LIFECYCLE_SERVICE for what comes back with its
 *  meeting). `state_time`: when it ended. */
enum status service_session_reopen(struct call *call, Session *session, unsigned who, int64_t state_time);
/** FAILED_PRECONDITION when the coach has another session at the meeting that stands: a second one must not come back.
 */
enum status service_session_alone(struct call *call, const Session *session);
/** They have decided, now: the caller's name, or the service's where nobody did. */
void service_session_decided(struct call *call, Session *session, const char *who);

/** Fills in start, end, departure, cut-off and grace from the meeting and the coachee's days. */
enum status service_session_times(struct call *call, Session *session, const Meeting *meeting);
/** Cut-off and grace alone, from the start that it has, the days of the two and the hours of the coach's team. */
enum status service_session_check_times(struct call *call, Session *session);

/* ---- when days change (session_days.c) ---- */

/** The zone, working days, days off or quiet hours of a person are no longer what they were `before`. What is to come
 * gets the moments that follow, and so does what the service does by itself: sessions that are not over (event, for
 * each: session.timed), the person's open action points (action_point.timed), and their relations, whose rhythm and end
 * keep their day. A cut-off that has been stays, and none is moved into the past. Write lane. */
enum status service_session_days_changed(struct call *call, const Person *before, const Person *person);
/** The same for everybody when the configuration's teams are not what they were at the last start; rhythms are looked
 * at as well. At every start; does nothing when nothing changed. Write lane, as ACTOR_SERVICE. */
enum status service_session_policy_changed(struct call *call);

/* ---- the time of the debrief (session_debrief.c) ---- */

/** Plans the debrief: right after the meeting, or after the way back together. */
void service_session_debrief_times(struct call *call, Session *session);
/** Who talks it through after the way back has one together: INVALID_ARGUMENT else. */
enum status service_session_check_after_travel(
	struct call *call, const char *field, bool given, TravelTogether together);
/** For the coach's side, while the session is to come: which appointment of either falls into that time. To be said
 *  after the etag is set. */
enum status service_session_collision(struct call *call, Session *session);
/** That time as an iCalendar file (RFC 5545), as the request wants it. */
enum status service_session_calendar(
	struct call *call, const Session *session, const GetSessionCalendarRequest *in, SessionCalendar **ret);

/* ---- words (session_words.c) ---- */

/** Says what is kept as a code in the caller's language and time: before sessions leave, and after their etags are set,
 *  which are the same for everybody. */
enum status service_session_say(struct call *call, Session *const *sessions, size_t count);
/** The zone in which to tell the caller times of it: their own; the coachee's when they are nobody in particular. */
enum status service_session_zone(struct call *call, const Session *session, const char **ret);

/* ---- timers (session_timer.c) ---- */

/** Sets what is to come by itself and deletes what is not. */
enum status service_session_timers(struct call *call, const Session *session);
/** The same when days changed and nothing else happened: by that nothing begins anew. */
enum status service_session_timers_again(struct call *call, const Session *session);

/* ---- nobody is in two places (session_busy.c) ---- */

/** Another session of the coach's that lies in the way of this one, among the hidden ones or among the others; NULL
 *  without one. */
enum status service_session_in_the_way(struct call *call, const Session *session, bool hidden, Session **ret);
/** For what the coach does: FAILED_PRECONDITION when they have anything else at that time, hidden or not. */
enum status service_session_check_free(struct call *call, const Session *session);
/** For what happens by itself: the two stand, and the coach is asked (session.collided). */
enum status service_session_check_collision(struct call *call, const Session *session);
/** Says to the coach what they go along to at that time. */
enum status service_session_refuse_busy(struct call *call, const Session *other);

/* ---- what becomes of a session with its meeting (session_meeting.c) ---- */

/** The meeting has other times: its sessions that are still to come go along with it (session.moved). */
enum status service_session_meeting_moved(struct call *call, const Meeting *meeting);
/** The meeting does not take place: its sessions that are still to come are cancelled. */
enum status service_session_meeting_cancelled(struct call *call, const Meeting *meeting);
/** The meeting takes place after all: what was cancelled with it is as it was before (session.reopened), if it is still
 *  to come. Where the coach has another session by now it stays cancelled, and the coach is asked (session.collided).
 */
enum status service_session_meeting_restored(struct call *call, const Meeting *meeting);
/** It goes over to another meeting: with its times while it is to come, as it was once it has been. Events
 *  session.moved or session.updated. */
enum status service_session_carry(struct call *call, Session *session, const Meeting *to);

/* ---- what becomes of a session with the coaching relation (session_coaching.c) ---- */

/** The service cancels what a relation has to come after its last day, in whosever call. */
enum status service_session_coaching_ended(struct call *call, const Coaching *coaching);
/** The same for one session that is to come and has another day now. */
enum status service_session_check_coaching(struct call *call, Session *session);

/* ---- planning, and what the two agree (session_plan.c, session_update.c, session_agree.c) ---- */

enum status service_session_plan(struct call *call, const PlanSessionRequest *in, Session **ret);
/** Whether planning would be accepted now, announced, for that coach: the same checks, and nothing is stored. */
enum status service_session_plannable(struct call *call, Person *coach, Person *owner, Meeting *meeting, bool *ret);
enum status service_session_update(struct call *call, const UpdateSessionRequest *in, Session **ret);
/** ABORTED unless the session is still what the caller read; an empty etag is fine. */
enum status service_session_check_etag(struct call *call, const Session *session, const char *etag);
enum status service_session_accept(struct call *call, const AcceptSessionRequest *in, Session **ret);
/** The coach says no to an invitation; a NOT_JOINING to an open one comes here, too. */
enum status service_session_decline(struct call *call, Session *session, const char *reason);
enum status service_session_talk(struct call *call, const TalkSessionRequest *in, Session **ret);

/* ---- the way there and back (session_travel.c) ---- */

/** The way there when nobody says (µs). */
int64_t service_session_usual_travel(const struct policy *policy, SessionFormat format);
/** INVALID_ARGUMENT names the field. A NULL length is fine. */
enum status service_session_check_travel(struct call *call, const char *field, const Duration *given);
enum status service_session_check_format(struct call *call, const char *field, SessionFormat given);
enum status service_session_check_together(struct call *call, const char *field, TravelTogether given);
/** Sets what follows from the way there and from who travels with whom: departure, and the way back. */
void service_session_journey(struct call *call, Session *session);

/* ---- who sits at the table (session_attendance.c) ---- */

enum status service_session_attendance(
	struct call *call, const Session *session, const Meeting *meeting, struct attendance *ret);
/** Sets `outnumbering` of a session that is still to come; after its etag is set, of which it is no part. */
enum status service_session_warn(struct call *call, Session *session);

/* ---- the card, the rehearsal, the line to the customer (session_card.c, session_rehearsal.c) ---- */

enum status service_session_card(struct call *call, const Session *session, SessionCard **ret);
enum status service_session_rehearsal(struct call *call, const Session *session, SessionRehearsal **ret);
enum status service_session_customer_line(
	struct call *call, const Session *session, const char *language, CustomerLine **ret);

/* ---- subjects of the one-on-one (one_on_one.c) ---- */

/** Opens the subject that a skip leaves behind; nothing when it is open. */
enum status service_session_skip_item(struct call *call, const Session *session);
/** The coach comes after all: the subject is settled. */
enum status service_session_settle_item(struct call *call, const Session *session);

#endif
