/* tests — what must hold after every move. */
#include "promises.h"

#include <stdio.h>

#include "daemon/store/action_point.h"
#include "daemon/store/event.h"
#include "daemon/store/viewer.h"
#include "ridealong/v1/event.pb-c.h"

extern Events_Service service_events;

static const struct store_viewer everything = { .all = true, .hidden = true, .person = "", .today = "" };

/* ---- a session's life ---- */

#define COACH   1u
#define COACHEE 2u
#define SERVICE 4u
#define GATE    8u
#define MERGE   16u /* of two appointments that are one, or its undoing; whoever of the two made it */

/* The picture of a session's life, as an arrow a row; written from the method's rules, not from the daemon's table. */
static const struct arrow {
	const char *from, *to;
	unsigned who;
} arrows[] = {
	{ "", "SESSION_STATE_PLANNED", COACH | COACHEE },
	{ "SESSION_STATE_PLANNED", "SESSION_STATE_PREPARED", COACHEE | MERGE },
	{ "SESSION_STATE_PREPARED", "SESSION_STATE_PLANNED", COACH | MERGE },
	{ "SESSION_STATE_PLANNED", "SESSION_STATE_CONFIRMED", COACH | SERVICE },
	{ "SESSION_STATE_PREPARED", "SESSION_STATE_CONFIRMED", COACH },
	{ "SESSION_STATE_SKIPPED", "SESSION_STATE_CONFIRMED", COACH | COACHEE | MERGE },
	{ "SESSION_STATE_PLANNED", "SESSION_STATE_IN_PROGRESS", COACH },
	{ "SESSION_STATE_PREPARED", "SESSION_STATE_IN_PROGRESS", COACH | COACHEE },
	{ "SESSION_STATE_CONFIRMED", "SESSION_STATE_IN_PROGRESS", COACH | COACHEE },
	{ "SESSION_STATE_IN_PROGRESS", "SESSION_STATE_DEBRIEFING", COACH | COACHEE | SERVICE },
	{ "SESSION_STATE_DEBRIEFING", "SESSION_STATE_CLOSED", COACH | COACHEE | SERVICE },
	{ "SESSION_STATE_PLANNED", "SESSION_STATE_SKIPPED", COACH | GATE },
	{ "SESSION_STATE_PREPARED", "SESSION_STATE_SKIPPED", COACH },
	{ "SESSION_STATE_CONFIRMED", "SESSION_STATE_SKIPPED", COACH },
	/* a calendar's import is a plugin's call; that a session goes and comes back with its meeting is the effect */
	{ "SESSION_STATE_PLANNED", "SESSION_STATE_CANCELLED", COACH | SERVICE | GATE | MERGE },
	{ "SESSION_STATE_PREPARED", "SESSION_STATE_CANCELLED", COACH | SERVICE | GATE | MERGE },
	{ "SESSION_STATE_CONFIRMED", "SESSION_STATE_CANCELLED", COACH | SERVICE | GATE | MERGE },
	{ "SESSION_STATE_PLANNED", "SESSION_STATE_LAPSED", SERVICE },
	{ "SESSION_STATE_PREPARED", "SESSION_STATE_LAPSED", SERVICE },
	{ "SESSION_STATE_CONFIRMED", "SESSION_STATE_LAPSED", SERVICE },
	{ "SESSION_STATE_DEBRIEFING", "SESSION_STATE_LAPSED", SERVICE },
	{ "SESSION_STATE_SKIPPED", "SESSION_STATE_PLANNED", COACH },
	{ "SESSION_STATE_SKIPPED", "SESSION_STATE_PREPARED", COACH },
	{ "SESSION_STATE_CANCELLED", "SESSION_STATE_PLANNED", COACH | GATE | MERGE },
	{ "SESSION_STATE_CANCELLED", "SESSION_STATE_PREPARED", COACH | GATE | MERGE },
	{ "SESSION_STATE_CANCELLED", "SESSION_STATE_CONFIRMED", COACH | GATE | MERGE },
	{ "SESSION_STATE_LAPSED", "SESSION_STATE_PLANNED", COACH },
	{ "SESSION_STATE_LAPSED", "SESSION_STATE_PREPARED", COACH },
	{ "SESSION_STATE_LAPSED", "SESSION_STATE_CONFIRMED", COACH },
	{ "SESSION_STATE_LAPSED", "SESSION_STATE_DEBRIEFING", COACH },
};

static unsigned who_is(const struct world *world, const char *actor)
{
	if (strcmp(world->move, "merge") == 0)
		return MERGE;
	if (strcmp(actor, "people/ruud") == 0)
		return COACH;
	if (strncmp(actor, "people/", 7) == 0)
		return COACHEE;
	return strcmp(actor, "service") == 0 ? SERVICE : GATE;
}

static void check_arrow(struct world *world, const char *from, const Event *event)
{
	for (size_t i = 0; i < sizeof(arrows) / sizeof(arrows[0]); i++)
		if (strcmp(arrows[i].from, from) == 0 && strcmp(arrows[i].to, event->to_state) == 0) {
			if ((arrows[i].who & who_is(world, event->actor)) == 0)
				world_fail(world, "%s went from %s to %s by %s", event->subject, from, event->to_state,
					event->actor);
			world->transitions++;
			return;
		}
	world_fail(world, "%s went from %s to %s (%s, by %s)", event->subject, from, event->to_state, event->type,
		event->actor);
}

static struct world_session *begin(struct world *world, const char *name)
{
	GetSessionRequest in = GET_SESSION_REQUEST__INIT;
	Session *session = NULL;

	in.name = (char *)name;
	assert_ok(world->fixture,
		fixture_call(world->fixture, &world->fixture->ruud, &service_sessions, "GetSession", &in, &session));
	world->sessions[world->n_sessions] =
		(struct world_session){ .name = name, .meeting = session->meeting, .state = "" };
	return &world->sessions[world->n_sessions++];
}

static void follow(struct world *world, const Event *event)
{
	struct world_session *session = world_find(world, event->subject);

	if (event->to_state[0] == '\0')
		return;
	if (session == NULL)
		session = begin(world, event->subject);
	if (strcmp(event->from_state, session->state) != 0)
		world_fail(world, "%s says that %s was %s, and it was %s", event->type, event->subject,
			event->from_state, session->state);
	if (strcmp(event->from_state, event->to_state) != 0)
		check_arrow(world, session->state, event);
	session->state = event->to_state;
}

/* What the events say is where the session stands. */
static void compare_states(struct world *world)
{
	ListSessionsRequest in = LIST_SESSIONS_REQUEST__INIT;
	ListSessionsResponse *out = NULL;

	in.page_size = 1000;
	assert_ok(world->fixture,
		fixture_call(world->fixture, &world->fixture->ruud, &service_sessions, "ListSessions", &in, &out));
	assert_int_equal(out->n_sessions, world->n_sessions);
	for (size_t i = 0; i < out->n_sessions; i++) {
		const char *state =
			protobuf_c_enum_descriptor_get_value(&session_state__descriptor, (int)out->sessions[i]->state)
				->name;

		if (strcmp(state, world_find(world, out->sessions[i]->name)->state) != 0)
			world_fail(world, "%s is %s without an event", out->sessions[i]->name, state);
	}
}

void promises_of_life(struct world *world)
{
	char *types[] = { "session." };
	struct store_event_filter filter = {
		.viewer = &everything, .after = world->event, .types = types, .n_types = 1, .limit = 10000
	};
	Event **events;
	size_t count;

	assert_int_equal(store_event_list(world->fixture->conn, &filter, world->fixture->arena, &events, &count,
				 &world->event, NULL),
		STATUS_OK);
	for (size_t i = 0; i < count; i++)
		follow(world, events[i]);
	compare_states(world);
}

/* ---- action points ---- */

static struct world_point *find_point(struct world *world, const ActionPoint *point)
{
	for (size_t i = 0; i < world->n_points; i++)
		if (strncmp(world->points[i].text, point->text, strlen(world->points[i].text)) == 0 ||
			strstr(point->text, world->points[i].text) != NULL)
			return &world->points[i];
	world_fail(world, "nobody agreed on the action point \"%s\"", point->text);
	return NULL;
}

void promises_of_action_points(struct world *world)
{
	struct store_action_point_filter filter = { .viewer = &everything, .limit = WORLD_MOST };
	ActionPoint **points;
	size_t count;

	assert_int_equal(
		store_action_point_list(world->fixture->conn, &filter, world->fixture->arena, &points, &count, NULL),
		STATUS_OK);
	if (count != world->n_points)
		world_fail(world, "%zu action points were agreed on, and %zu are there", world->n_points, count);
	for (size_t i = 0; i < count; i++) {
		struct world_point *known = find_point(world, points[i]);

		if (known->name == NULL)
			known->name = points[i]->name;
		if (strcmp(known->name, points[i]->name) != 0)
			world_fail(world, "\"%s\" is there twice", known->text);
		if (known->state != points[i]->state || strcmp(known->owner, points[i]->owner) != 0)
			world_fail(world, "\"%s\" of %s is %d of %s", known->text, known->owner, points[i]->state,
				points[i]->owner);
	}
}

/* ---- what was written ---- */

static const char *pack(struct world *world, const ProtobufCMessage *message)
{
	size_t size = protobuf_c_message_get_packed_size(message);
	uint8_t *bytes = arena_alloc(world->fixture->arena, size + 1);
	char *hex = arena_alloc(world->fixture->arena, 2 * size + 1);

	protobuf_c_message_pack(message, bytes);
	for (size_t i = 0; i < size; i++)
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	hex[2 * size] = '\0';
	return hex;
}

static Debrief *read_debrief(struct world *world, const struct actor *actor, const char *session)
{
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	Debrief *out = NULL;

	in.name = arena_printf(world->fixture->arena, "%s/debrief", session);
	return fixture_call(world->fixture, actor, &service_debriefs, "GetDebrief", &in, &out) == STATUS_OK ? out
													    : NULL;
}

void promises_of_closed_debriefs(struct world *world)
{
	for (size_t i = 0; i < world->n_sessions; i++) {
		struct world_session *session = &world->sessions[i];
		Debrief *debrief;
		const char *now;

		if (strcmp(session->state, "SESSION_STATE_CLOSED") != 0)
			continue;
		debrief = read_debrief(world, &world->fixture->ruud, session->name);
		assert_non_null(debrief);
		debrief->n_amendments = 0; /* what stands beside it is no part of it */
		now = pack(world, &debrief->base);
		if (session->closed == NULL)
			session->closed = now;
		else if (strcmp(session->closed, now) != 0)
			world_fail(world, "the closed debrief of %s changed", session->name);
	}
}

/* Whether a mark stands in a text that is packed and in hex. */
static bool has(struct world *world, const char *hex, const char *mark)
{
	char *wanted = arena_alloc(world->fixture->arena, 2 * strlen(mark) + 1);

	for (size_t i = 0; mark[i] != '\0'; i++)
		snprintf(wanted + 2 * i, 3, "%02x", (unsigned char)mark[i]);
	return strstr(hex, wanted) != NULL;
}

/* Everything of a session that somebody can read and in which words can stand. */
static const char *read_all(struct world *world, const struct actor *actor, const char *name)
{
	ListObservationsRequest observations = LIST_OBSERVATIONS_REQUEST__INIT;
	ListActionPointsRequest points = LIST_ACTION_POINTS_REQUEST__INIT;
	ActionPointState states[] = { ACTION_POINT_STATE_OPEN, ACTION_POINT_STATE_DONE, ACTION_POINT_STATE_DROPPED };
	ListObservationsResponse *observed = NULL;
	ListActionPointsResponse *agreed = NULL;
	Debrief *debrief = read_debrief(world, actor, name);
	const char *text = debrief == NULL ? "" : pack(world, &debrief->base);

	observations.session = (char *)name;
	observations.page_size = 1000;
	if (fixture_call(world->fixture, actor, &service_debriefs, "ListObservations", &observations, &observed) ==
		STATUS_OK)
		text = arena_printf(world->fixture->arena, "%s %s", text, pack(world, &observed->base));
	points.states = states;
	points.n_states = 3;
	points.page_size = 1000;
	if (fixture_call(world->fixture, actor, &service_action_points, "ListActionPoints", &points, &agreed) ==
		STATUS_OK)
		text = arena_printf(world->fixture->arena, "%s %s", text, pack(world, &agreed->base));
	return text;
}

/* Apart, each has what the other does not read yet. */
static const char *read_by_both(struct world *world, const char *name)
{
	const struct world_session *about = world_find(world, name);
	const struct actor *coachee = world_owner(world, world_meeting_of(world, about->meeting));

	return arena_printf(world->fixture->arena, "%s %s", read_all(world, &world->fixture->ruud, name),
		read_all(world, coachee, name));
}

void promises_of_the_blind_text(struct world *world)
{
	const char *session = "", *text = "";

	for (size_t i = 0; i < world->n_blind; i++) {
		const struct world_session *about = world_find(world, world->blind[i].session);
		const struct actor *coachee = world_owner(world, world_meeting_of(world, about->meeting));

		if (about->coachee_spoke)
			continue;
		if (strcmp(session, about->name) != 0)
			text = read_all(world, coachee, session = about->name);
		if (has(world, text, world->blind[i].text))
			world_fail(world, "the coachee reads \"%s\" of %s before having spoken", world->blind[i].text,
				about->name);
	}
}

void promises_of_what_was_said(struct world *world)
{
	const char *session = "", *text = "";

	for (size_t i = 0; i < world->n_marks; i++) {
		if (strcmp(session, world->marks[i].session) != 0)
			text = read_by_both(world, session = world->marks[i].session);
		if (!has(world, text, world->marks[i].text))
			world_fail(world, "\"%s\" of %s is nowhere", world->marks[i].text, session);
	}
}
