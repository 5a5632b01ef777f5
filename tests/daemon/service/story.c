/* tests — the method's steps in a line each. */
#include "story.h"

#include <stdio.h>

#include "daemon/store/meeting.h"
#include "daemon/store/team.h"
#include "daemon/store/timer.h"

static const char *const gate_scopes[] = { "sessions.read", "sessions.write", "preparations.read" };

const struct actor story_gate = { .kind = ACTOR_PLUGIN,
	.name = "plugins/skip_unprepared",
	.plugin = "skip_unprepared",
	.scopes = gate_scopes,
	.n_scopes = 3 };

const char *story_meeting(struct fixture *fixture, const char *id, const char *owner, int64_t start)
{
	Meeting meeting = MEETING__INIT;

	meeting.name = arena_printf(fixture->arena, "meetings/%s", id);
	meeting.owner = (char *)owner;
	meeting.title = "Offer";
	meeting.customer = "Dovecote BV";
	meeting.place = "Utrecht";
	meeting.start_time = instant_new(fixture->arena, start);
	meeting.end_time = instant_new(fixture->arena, start + CLOCK_HOUR);
	meeting.state = MEETING_STATE_SCHEDULED;
	meeting.create_time = meeting.update_time = instant_new(fixture->arena, FIXTURE_NOW);
	assert_int_equal(store_meeting_insert(fixture->conn, &meeting, &fixture->error), STATUS_OK);
	return meeting.name;
}

static void fire(struct fixture *fixture, const struct store_timer *timer)
{
	static const struct actor service = { .kind = ACTOR_SERVICE, .name = "service" };
	struct call *call = fixture_bare_call(fixture, &service, "ridealong.v1.Sessions/GetSession");
	enum status st;

	call->now = timer->due > fixture->now ? timer->due : fixture->now;
	assert_int_equal(store_begin_write(fixture->conn, NULL), STATUS_OK);
	st = service_timer_fire(call, timer->key);
	if (st != STATUS_OK)
		fail_msg("timer %s: %s", timer->key, call->error.message);
	assert_int_equal(
		store_timer_finish(fixture->conn, timer->owner, timer->key, timer->generation, NULL), STATUS_OK);
	assert_int_equal(store_commit(fixture->conn, NULL), STATUS_OK);
}

void story_until(struct fixture *fixture, int64_t now)
{
	struct store_timer *timers;
	size_t count;

	do {
		assert_int_equal(store_timer_due(fixture->conn, STORE_TIMER_SERVICE, now, 1, fixture->arena, &timers,
					 &count, NULL),
			STATUS_OK);
		if (count > 0)
			fire(fixture, &timers[0]);
	} while (count > 0);
	fixture->now = now;
}

void story_tell_team(struct fixture *fixture)
{
	Team team = TEAM__INIT;

	team.unannounced_told_date = "2026-02-02";
	assert_int_equal(store_team_set(fixture->conn, "people/ruud", &team, &fixture->error), STATUS_OK);
}

enum status story_plan(struct fixture *fixture, const struct actor *actor, const char *meeting, const char *coach,
	bool unannounced, Session **ret)
{
	PlanSessionRequest in = PLAN_SESSION_REQUEST__INIT;

	in.meeting = (char *)meeting;
	in.coach = (char *)(coach == NULL ? "" : coach);
	in.unannounced = unannounced;
	return fixture_call(fixture, actor, &service_sessions, "PlanSession", &in, ret);
}

Session *story_planned(struct fixture *fixture)
{
	const char *meeting = story_meeting(fixture, "offer", "people/noor", STORY_START);
	Session *session = NULL;

	assert_ok(fixture, story_plan(fixture, &fixture->ruud, meeting, NULL, false, &session));
	return session;
}

void story_takes_place(struct fixture *fixture, const Session *session)
{
	story_until(fixture, instant_us(session->start_time));
	assert_ok(fixture, story_decide(fixture, &fixture->ruud, session->name, VERDICT_GO, "", NULL));
	assert_ok(fixture, story_do(fixture, &fixture->ruud, "StartSession", session->name, NULL));
}

Session *story_debriefing(struct fixture *fixture)
{
	Session *session = story_planned(fixture);

	assert_ok(
		fixture, story_prepare(fixture, &fixture->noor, session->meeting,
				 "* 1 a date for the start\n* 4 if it is too dear, ask compared to what", true, NULL));
	story_until(fixture, STORY_START);
	assert_ok(fixture, story_do(fixture, &fixture->ruud, "StartSession", session->name, NULL));
	story_until(fixture, STORY_END + 6 * CLOCK_MINUTE);
	assert_ok(fixture, story_do(fixture, &fixture->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_DEBRIEFING);
	return session;
}

/* All of them have the name as their first field. */
enum status story_do(
	struct fixture *fixture, const struct actor *actor, const char *method, const char *session, Session **ret)
{
	char full[80];
	ProtobufCMessage *in;
	const struct contract_method *found;

	snprintf(full, sizeof(full), "ridealong.v1.Sessions/%s", method);
	found = contract_find(full);
	assert_non_null(found);
	in = arena_alloc(fixture->arena, found->method->input->sizeof_message);
	protobuf_c_message_init(found->method->input, in);
	*(const char **)((char *)in + found->method->input->fields[0].offset) = session;
	return fixture_call(fixture, actor, &service_sessions, method, in, ret);
}

enum status story_decide(struct fixture *fixture, const struct actor *actor, const char *session, Verdict verdict,
	const char *rule, Session **ret)
{
	DecideSessionRequest in = DECIDE_SESSION_REQUEST__INIT;

	in.name = (char *)session;
	in.verdict = verdict;
	in.rule = (char *)rule;
	in.reason = "because";
	return fixture_call(fixture, actor, &service_sessions, "DecideSession", &in, ret);
}

enum status story_prepare(struct fixture *fixture, const struct actor *actor, const char *meeting, const char *lines,
	bool submit, WritePreparationResponse **ret)
{
	WritePreparationRequest in = WRITE_PREPARATION_REQUEST__INIT;

	in.name = arena_printf(fixture->arena, "%s/preparation", meeting);
	in.lines = (char *)lines;
	in.submit = submit;
	return fixture_call(fixture, actor, &service_preparations, "WritePreparation", &in, ret);
}

enum status story_note(struct fixture *fixture, const struct actor *actor, const char *session, const char *lines,
	const char *client_id, AddNotesResponse **ret)
{
	AddNotesRequest in = ADD_NOTES_REQUEST__INIT;

	in.session = (char *)session;
	in.lines = (char *)lines;
	in.client_id = (char *)(client_id == NULL ? "" : client_id);
	return fixture_call(fixture, actor, &service_debriefs, "AddNotes", &in, ret);
}

enum status story_debrief(struct fixture *fixture, const struct actor *actor, const char *session, const char *lines,
	WriteDebriefResponse **ret)
{
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;

	in.name = arena_printf(fixture->arena, "%s/debrief", session);
	in.lines = (char *)lines;
	return fixture_call(fixture, actor, &service_debriefs, "WriteDebrief", &in, ret);
}

enum status story_sign(struct fixture *fixture, const struct actor *actor, const char *session, Debrief **ret)
{
	SignDebriefRequest in = SIGN_DEBRIEF_REQUEST__INIT;

	in.name = arena_printf(fixture->arena, "%s/debrief", session);
	in.kind = SIGNATURE_KIND_CORRECT;
	return fixture_call(fixture, actor, &service_debriefs, "SignDebrief", &in, ret);
}

int story_count(struct fixture *fixture, const struct actor *actor)
{
	ListSessionsRequest in = LIST_SESSIONS_REQUEST__INIT;
	ListSessionsResponse *out = NULL;

	assert_ok(fixture, fixture_call(fixture, actor, &service_sessions, "ListSessions", &in, &out));
	return (int)out->n_sessions;
}
