/* domain/ — a session's life: one table of every transition, who may make it and under which condition.
 *
 * Everything that is not in the table is FAILED_PRECONDITION with the reason in words. The table knows states and
 * moments; whether somebody may use a method at all is may.h. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_LIFECYCLE_H
#define RIDEALONG_DOMAIN_LIFECYCLE_H

#include <ridealong/v1/session.pb-c.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/domain/actor.h"
#include "proto/status.h"

enum lifecycle_action {
	LIFECYCLE_SUBMIT,      /* the coachee hands in the preparation */
	LIFECYCLE_RETURN,      /* the coach gives it back with a question */
	LIFECYCLE_GO,          /* verdict GO */
	LIFECYCLE_COACH_MORE,  /* verdict COACH_MORE: a yes, talk first */
	LIFECYCLE_NOT_JOINING, /* verdict NOT_JOINING, of the coach or of the preparation check */
	LIFECYCLE_APPEAL,      /* "prepared after all": asks the coach to look again */
	LIFECYCLE_GRANT,       /* the appeal is granted by itself, or by the coach */
	LIFECYCLE_REVEAL,      /* the coachee is told of an unannounced session */
	LIFECYCLE_START,
	LIFECYCLE_FINISH,            /* by the coach, or five minutes after the planned end */
	LIFECYCLE_FIRST_LINE,        /* the first line of the debrief ends the meeting's part */
	LIFECYCLE_CLOSE,             /* both signed */
	LIFECYCLE_CLOSE_UNCONFIRMED, /* one did not answer */
	LIFECYCLE_CANCEL,
	LIFECYCLE_LAPSE,
	LIFECYCLE_REOPEN,
	LIFECYCLE_ACCEPT,  /* the coach says yes to an invitation */
	LIFECYCLE_DECLINE, /* the coach says no to one: cancelled, which is no skip */
	LIFECYCLE_ACTIONS  /* how many there are */
};

/** In which capacity somebody acts on a session; bits. */
enum lifecycle_who {
	LIFECYCLE_COACH = 1,
	LIFECYCLE_COACHEE = 2,
	LIFECYCLE_SERVICE = 4, /* the daemon itself: timers, a cancelled meeting */
	LIFECYCLE_GATE = 8,    /* the preparation check */
};

/** How long a skip, a cancel or a lapse can be taken back; how long after the planned end a session finishes itself. */
#define LIFECYCLE_REOPEN_US INT64_C(86400000000)
#define LIFECYCLE_FINISH_US INT64_C(300000000)

/** What is asked. Times in µs. */
struct lifecycle_ask {
	enum lifecycle_action action;
	unsigned who; /* of enum lifecycle_who */
	int64_t now;
	int64_t submit_time;    /* of the meeting's preparation; 0: none came in */
	int64_t state_time;     /* when the session came into its state; counts for reopen */
	bool signed_by_both;    /* counts for close */
	bool written;           /* somebody wrote a line of the debrief; counts for what ends it without signatures */
	bool meeting_cancelled; /* the meeting itself does not take place */
	bool counterpart;       /* the other party of the meeting prefers no third one present; counts for cancel */
	const char *locale;
};

/** What follows. */
struct lifecycle_step {
	SessionState from, to; /* equal: the session stays where it is (an appeal, a better preparation) */
	const char
		*event; /* type of the event to append, such as "session.confirmed"; NULL when nothing is to be told */
};

/** Who may what, where the table says more than a state: the coach's GO comes from any state before the meeting, also
 *  out of SKIPPED; NOT_JOINING out of SKIPPED is the coach's answer to an appeal and moves nothing. A session that was
 *  cancelled because its meeting was is taken back by the service with the meeting, or by the coach once the meeting
 *  stands, at any time before it begins; all else that ended is the coach's to take back, within a day.
 *
 *  A submission is about the meeting's preparation, which may be written in any case: what is refused here is only that
 *  it moves the session. A hidden session stays where it is and nobody is told.
 *  FAILED_PRECONDITION with reason and a sentence in the locale; PERMISSION_DENIED when the action is never this
 *  actor's. The session is only read. */
enum status lifecycle_decide(
	const Session *session, const struct lifecycle_ask *ask, struct lifecycle_step *ret, struct error *reterr);

/** Keeps step and session together: sets state, and previous_state when the step leads out of the main line. */
void lifecycle_apply(Session *session, const struct lifecycle_step *step);

/** Unannounced and not revealed: for the coachee it does not exist. */
bool lifecycle_hidden(const Session *session);
/** Somebody went along: in progress, debriefing or closed. */
bool lifecycle_begun(const Session *session);

/** The capacities in which an actor acts on a session; 0 for a stranger. An administrator acts as coach and coachee. */
unsigned lifecycle_who(const struct actor *actor, const Session *session);

/** Whether the session is at an end in this state: CLOSED, SKIPPED, CANCELLED, LAPSED. */
bool lifecycle_ended(SessionState state);

#endif
