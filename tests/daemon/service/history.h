/* tests — what happened before a test begins: rows, put straight into the fixture's store. */
#ifndef RIDEALONG_TESTS_SERVICE_HISTORY_H
#define RIDEALONG_TESTS_SERVICE_HISTORY_H

#include "fixture.h"
#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

/** A meeting of an hour, "meetings/ID", that begins at `start` (µs); to be changed and kept with
 * history_keep_meeting(). */
Meeting *history_meeting(struct fixture *fixture, const char *id, const char *owner, int64_t start);
void history_keep_meeting(struct fixture *fixture, const Meeting *meeting);

/** A session "sessions/ID" of ruud and the coachee ("noor", "sam") at a meeting of that id and start, which is kept,
 * too. Change it before history_keep_session(). From IN_PROGRESS on it began as planned. */
Session *history_session(
	struct fixture *fixture, const char *id, const char *coachee, int64_t start, SessionState state);
void history_keep_session(struct fixture *fixture, const Session *session);

/** A note of ruud's in the session "sessions/ID". */
void history_note(struct fixture *fixture, const char *id, const char *session, ObservationKind kind);
/** The same, in words of the test's: a moment and a first step. */
void history_tip(struct fixture *fixture, const char *id, const char *session, const char *text, const char *next_step);
/** A debrief of the session "sessions/ID", with so much delay; the coachee spoke unless `experience` is "". */
void history_debrief(struct fixture *fixture, const char *session, const char *experience, int64_t delay);
/** The preparation of "meetings/ID" with an intention for each outcome that "sessions/ID" saw, ended by
 *  OUTCOME_UNSPECIFIED. */
void history_intentions(struct fixture *fixture, const char *id, const char *owner, const Outcome *outcomes);
/** When it was handed in, µs; after history_intentions() of that id. */
void history_submitted(struct fixture *fixture, const char *id, int64_t time);
/** An action point of "coachings/COACHEE". */
void history_action_point(struct fixture *fixture, const char *id, const char *coachee, const char *owner,
	const char *due_date, ActionPointState state, int64_t end_time);
/** An open one of a coachee, with how it teaches, the skill it is about, and how often its date was moved. */
void history_lesson(struct fixture *fixture, const char *id, const char *owner, LearningKind learning,
	const char *skill, int extensions);

#endif
