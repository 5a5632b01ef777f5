/* tests — what happened before a test begins. */
#include "history.h"

#include "daemon/store/action_point.h"
#include "daemon/store/debrief.h"
#include "daemon/store/meeting.h"
#include "daemon/store/observation.h"
#include "daemon/store/outcome.h"
#include "daemon/store/preparation.h"
#include "daemon/store/session.h"

static char *named(struct fixture *fixture, const char *collection, const char *id)
{
	return arena_printf(fixture->arena, "%s/%s", collection, id);
}

Meeting *history_meeting(struct fixture *fixture, const char *id, const char *owner, int64_t start)
{
	Meeting *meeting = arena_alloc(fixture->arena, sizeof(*meeting));

	meeting__init(meeting);
	meeting->name = named(fixture, "meetings", id);
	meeting->owner = named(fixture, "people", owner);
	meeting->title = "Quarterly talk";
	meeting->start_time = instant_new(fixture->arena, start);
	meeting->end_time = instant_new(fixture->arena, start + CLOCK_HOUR);
	meeting->state = MEETING_STATE_SCHEDULED;
	meeting->create_time = meeting->update_time = instant_new(fixture->arena, FIXTURE_NOW - CLOCK_DAY);
	return meeting;
}

void history_keep_meeting(struct fixture *fixture, const Meeting *meeting)
{
	assert_ok(fixture, store_meeting_insert(fixture->conn, meeting, &fixture->error));
}

Session *history_session(
	struct fixture *fixture, const char *id, const char *coachee, int64_t start, SessionState state)
{
	Session *session = arena_alloc(fixture->arena, sizeof(*session));
	Meeting *meeting = history_meeting(fixture, id, coachee, start);

	history_keep_meeting(fixture, meeting);
	session__init(session);
	session->name = named(fixture, "sessions", id);
	session->coach = "people/ruud";
	session->coachee = named(fixture, "people", coachee);
	session->coaching = named(fixture, "coachings", coachee);
	session->meeting = meeting->name;
	session->state = state;
	session->start_time = session->departure_time = meeting->start_time;
	session->end_time = meeting->end_time;
	if (state == SESSION_STATE_IN_PROGRESS || state == SESSION_STATE_DEBRIEFING || state == SESSION_STATE_CLOSED)
		session->actual_start_time = meeting->start_time;
	session->create_time = session->update_time = instant_new(fixture->arena, FIXTURE_NOW - CLOCK_DAY);
	return session;
}

void history_keep_session(struct fixture *fixture, const Session *session)
{
	assert_ok(fixture, store_session_insert(fixture->conn, session, &fixture->error));
}

static void keep_note(struct fixture *fixture, const char *id, const char *session, ObservationKind kind,
	const char *text, const char *next_step)
{
	Observation note = OBSERVATION__INIT;

	note.session = named(fixture, "sessions", session);
	note.name = arena_printf(fixture->arena, "%s/observations/%s", note.session, id);
	note.kind = kind;
	note.text = (char *)text;
	note.next_step = (char *)next_step;
	note.author = "people/ruud";
	note.observe_time = note.create_time = instant_new(fixture->arena, FIXTURE_NOW);
	assert_ok(fixture, store_observation_insert(fixture->conn, &note, &fixture->error));
}

void history_note(struct fixture *fixture, const char *id, const char *session, ObservationKind kind)
{
	keep_note(fixture, id, session, kind, "a note", "");
}

void history_tip(struct fixture *fixture, const char *id, const char *session, const char *text, const char *next_step)
{
	keep_note(fixture, id, session, OBSERVATION_KIND_TIP, text, next_step);
}

void history_debrief(struct fixture *fixture, const char *session, const char *experience, int64_t delay)
{
	Debrief debrief = DEBRIEF__INIT;

	debrief.session = named(fixture, "sessions", session);
	debrief.name = arena_printf(fixture->arena, "%s/debrief", debrief.session);
	debrief.mode = DEBRIEF_MODE_TOGETHER;
	debrief.coachee_experience = (char *)experience;
	debrief.delay = instant_length_new(fixture->arena, delay);
	debrief.create_time = debrief.update_time = instant_new(fixture->arena, FIXTURE_NOW);
	assert_ok(fixture, store_debrief_put(fixture->conn, &debrief, &fixture->error));
}

void history_intentions(struct fixture *fixture, const char *id, const char *owner, const Outcome *outcomes)
{
	Preparation preparation = PREPARATION__INIT;
	Intention *intentions[3];

	preparation.meeting = named(fixture, "meetings", id);
	preparation.name = arena_printf(fixture->arena, "%s/preparation", preparation.meeting);
	preparation.owner = named(fixture, "people", owner);
	preparation.template_ = "templates/account-manager";
	preparation.template_version = 1;
	preparation.state = PREPARATION_STATE_SUBMITTED;
	preparation.create_time = preparation.update_time = instant_new(fixture->arena, FIXTURE_NOW);
	preparation.intentions = intentions;
	for (; outcomes[preparation.n_intentions] != OUTCOME_UNSPECIFIED; preparation.n_intentions++) {
		Intention *intention = arena_alloc(fixture->arena, sizeof(*intention));

		intention__init(intention);
		intention->number = (int32_t)preparation.n_intentions + 1;
		intention->key = "goal";
		intention->text = arena_printf(fixture->arena, "intention %s.%d", id, intention->number);
		assert_ok(fixture, store_outcome_set(fixture->conn, named(fixture, "sessions", id), intention->number,
					   outcomes[preparation.n_intentions], &fixture->error));
		intentions[preparation.n_intentions] = intention;
	}
	assert_ok(fixture, store_preparation_put(fixture->conn, &preparation, &fixture->error));
}

void history_submitted(struct fixture *fixture, const char *id, int64_t time)
{
	Preparation *preparation;

	assert_ok(fixture, store_preparation_get(fixture->conn, named(fixture, "meetings", id), fixture->arena,
				   &preparation, &fixture->error));
	preparation->submit_time = instant_new(fixture->arena, time);
	assert_ok(fixture, store_preparation_put(fixture->conn, preparation, &fixture->error));
}

static ActionPoint action_point(struct fixture *fixture, const char *id, const char *coachee, const char *owner,
	const char *due_date, ActionPointState state, int64_t end_time)
{
	ActionPoint point = ACTION_POINT__INIT;

	point.name = named(fixture, "actionPoints", id);
	point.coaching = named(fixture, "coachings", coachee);
	point.owner = named(fixture, "people", owner);
	point.text = "ask first";
	point.due_date = (char *)due_date;
	point.state = state;
	point.agree_time = point.update_time = instant_new(fixture->arena, FIXTURE_NOW - 20 * CLOCK_DAY);
	point.end_time = instant_new(fixture->arena, end_time);
	return point;
}

void history_action_point(struct fixture *fixture, const char *id, const char *coachee, const char *owner,
	const char *due_date, ActionPointState state, int64_t end_time)
{
	const ActionPoint point = action_point(fixture, id, coachee, owner, due_date, state, end_time);

	assert_ok(fixture, store_action_point_insert(fixture->conn, &point, &fixture->error));
}

void history_lesson(struct fixture *fixture, const char *id, const char *owner, LearningKind learning,
	const char *skill, int extensions)
{
	ActionPoint point = action_point(fixture, id, owner, owner, "2026-03-20", ACTION_POINT_STATE_OPEN, 0);

	point.learning = learning;
	point.skill = (char *)skill;
	point.extensions = extensions;
	assert_ok(fixture, store_action_point_insert(fixture->conn, &point, &fixture->error));
}
