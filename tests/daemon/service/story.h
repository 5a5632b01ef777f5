/* tests — the method's steps in a line each, on the fixture: Ruud coaches Noor and Sam. */
#ifndef RIDEALONG_TESTS_SERVICE_STORY_H
#define RIDEALONG_TESTS_SERVICE_STORY_H

#include "fixture.h"

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/debrief.pb-c.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/one_on_one.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "ridealong/v1/reminder.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

extern ActionPoints_Service service_action_points;
extern Debriefs_Service service_debriefs;
extern OneOnOnes_Service service_one_on_ones;
extern Preparations_Service service_preparations;
extern Reminders_Service service_reminders;
extern Sessions_Service service_sessions;

/* Wednesday 2026-03-04 10:00 to 11:00 in Amsterdam: planned on Monday, cut off on Tuesday at 15:00. */
#define STORY_START  (FIXTURE_NOW + 2 * CLOCK_DAY + 2 * CLOCK_HOUR)
#define STORY_END    (STORY_START + CLOCK_HOUR)
#define STORY_CUTOFF (FIXTURE_NOW + CLOCK_DAY + 7 * CLOCK_HOUR)
#define STORY_GRACE  (FIXTURE_NOW + CLOCK_DAY + 9 * CLOCK_HOUR)

/** The preparation check, as its plugin calls. */
extern const struct actor story_gate;

/** "meetings/ID" of the owner, an hour long, with a customer "Dovecote BV". */
const char *story_meeting(struct fixture *fixture, const char *id, const char *owner, int64_t start);
/** Moves the clock and lets the service's own timers go off on the way, in their order. */
void story_until(struct fixture *fixture, int64_t now);
/** Lets the team know about unannounced sessions. */
void story_tell_team(struct fixture *fixture);

enum status story_plan(struct fixture *fixture, const struct actor *actor, const char *meeting, const char *coach,
	bool unannounced, Session **ret);
/** Plans for Ruud with Noor at STORY_START, announced; fails the test when that does not work. */
Session *story_planned(struct fixture *fixture);
/** The coach says GO and starts it, at its time: it takes place. */
void story_takes_place(struct fixture *fixture, const Session *session);
/** The same as story_planned(), prepared, started and finished: DEBRIEFING, five minutes after the meeting. */
Session *story_debriefing(struct fixture *fixture);

/** A method of Sessions that takes a name only: "StartSession". */
enum status story_do(
	struct fixture *fixture, const struct actor *actor, const char *method, const char *session, Session **ret);
enum status story_decide(struct fixture *fixture, const struct actor *actor, const char *session, Verdict verdict,
	const char *rule, Session **ret);
enum status story_prepare(struct fixture *fixture, const struct actor *actor, const char *meeting, const char *lines,
	bool submit, WritePreparationResponse **ret);
enum status story_note(struct fixture *fixture, const struct actor *actor, const char *session, const char *lines,
	const char *client_id, AddNotesResponse **ret);
enum status story_debrief(struct fixture *fixture, const struct actor *actor, const char *session, const char *lines,
	WriteDebriefResponse **ret);
enum status story_sign(struct fixture *fixture, const struct actor *actor, const char *session, Debrief **ret);
/** How many sessions a list shows. */
int story_count(struct fixture *fixture, const struct actor *actor);

#define assert_reason(fixture, expected) assert_string_equal((fixture)->error.reason, expected)

#endif
