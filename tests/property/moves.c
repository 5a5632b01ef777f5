/* tests — moves of a random history. */
#include "moves.h"

#include "daemon/service/action_point.h"

/* Who makes a move about a meeting: mostly one of the two, now and then somebody whom it is no business of. */
static const struct actor *somebody(struct world *world, const struct world_meeting *meeting)
{
	struct fixture *f = world->fixture;
	const struct actor *owner = world_owner(world, meeting);
	const struct actor *actors[] = { &f->ruud, &f->ruud, &f->ruud, owner, owner, owner, &f->noor, &f->kim };

	return actors[world_any(world, 8)];
}

const struct actor *moves_somebody_of(struct world *world, const struct world_session *session)
{
	return somebody(world, world_meeting_of(world, session->meeting));
}

void moves_count(struct world *world, enum status st)
{
	if (st == STATUS_OK)
		world->done++;
	else
		world->refused++;
	/* what people do may be refused; it must not go wrong */
	if (st == STATUS_INTERNAL || st == STATUS_UNKNOWN || st == STATUS_UNAVAILABLE)
		world_fail(world, "%s: %s", status_name(st), world->fixture->error.message);
}

static void plan(struct world *world)
{
	const struct world_meeting *meeting = world_meeting(world);
	const struct actor *actor = somebody(world, meeting);
	bool invites = actor != &world->fixture->ruud;

	moves_count(world, story_plan(world->fixture, actor, meeting->name, invites ? "people/ruud" : NULL,
				   !invites && world_chance(world, 4), NULL));
}

static void prepare(struct world *world)
{
	static const char *const lines[] = { "* 1 %s\n2 wary\n* 4 if it is too dear, ask compared to what", "1 %s",
		"goal: %s\n* scenarios: if nobody speaks, wait" };
	const struct world_meeting *meeting = world_meeting(world);
	const struct actor *actor =
		strcmp(meeting->owner, "people/noor") == 0 ? &world->fixture->noor : &world->fixture->sam;
	const char *text = arena_printf(world->fixture->arena, lines[world_any(world, 3)], world_mark(world, "goal"));

	moves_count(world, story_prepare(world->fixture, actor, meeting->name, text, !world_chance(world, 4), NULL));
}

static void give_back(struct world *world)
{
	const struct world_meeting *meeting = world_meeting(world);
	ReturnPreparationRequest in = RETURN_PREPARATION_REQUEST__INIT;

	in.name = arena_printf(world->fixture->arena, "%s/preparation", meeting->name);
	in.reason = "and the price?";
	moves_count(world, fixture_call(world->fixture, somebody(world, meeting), &service_preparations,
				   "ReturnPreparation", &in, NULL));
}

static void decide(struct world *world)
{
	struct world_session *session = world_session(world);
	bool gate = world_chance(world, 3);
	Verdict verdict = gate ? VERDICT_NOT_JOINING : VERDICT_GO + world_any(world, 3);

	if (session != NULL)
		moves_count(world, story_decide(world->fixture, gate ? &story_gate : moves_somebody_of(world, session),
					   session->name, verdict, gate ? "skip_unprepared/1" : "", NULL));
}

/* The steps that only name the session. */
static void step(struct world *world)
{
	static const char *const methods[] = { "AppealSession", "RevealSession", "StartSession", "StartSession",
		"StartSession", "FinishSession", "CancelSession", "ReopenSession", "ReopenSession" };
	struct world_session *session = world_session(world);
	const char *method = methods[world_any(world, 9)];

	if (session != NULL)
		moves_count(world,
			story_do(world->fixture, moves_somebody_of(world, session), method, session->name, NULL));
}

/* One quick line of any kind, some of them nonsense. What it says is a mark. */
static const char *any_line(struct world *world)
{
	static const char *const kinds[] = { "+ %s", "- %s > ask first", "- %s", "\" %s", "! %s", "! %s @fri",
		"? %s @whenever", "=1 yes %s", "=7 no %s", "=x %s", "^n %s", "^q %s", "%s", "- > %s", "=2 partly =3 %s",
		"+%s @fri", "!! %s", "• %s" };

	return arena_printf(world->fixture->arena, kinds[world_any(world, 18)], world_mark(world, "said"));
}

/* The mark in a line: "said-17-". */
static const char *mark_of(struct world *world, const char *line)
{
	const char *mark = strstr(line, "said-");

	return arena_strndup(world->fixture->arena, mark, strspn(mark, "aids-0123456789"));
}

void moves_expect_point(struct world *world, const char *mark, const char *owner)
{
	world->points[world->n_points++] =
		(struct world_point){ .text = mark, .owner = owner, .state = ACTION_POINT_STATE_OPEN };
}

/* What was said is kept somewhere; an action point or promise that met no problem is one more in the model. */
void moves_expect_lines(struct world *world, struct world_session *session, const struct actor *actor,
	char *const *lines, size_t n, LineResult *const *results)
{
	bool coach = strcmp(actor->person, "people/ruud") == 0;
	const char *coachee = world_meeting_of(world, session->meeting)->owner;

	for (size_t i = 0; i < n; i++) {
		const char *mark = mark_of(world, lines[i]);
		bool point = strncmp(results[i]->meaning, "action point", 12) == 0;
		bool promise = strncmp(results[i]->meaning, "promise", 7) == 0;

		/* an own view is its owner's to say anew: those words need not stay */
		if (strstr(results[i]->meaning, "as you see it") == NULL)
			world->marks[world->n_marks++] = (struct world_mark){ .text = mark, .session = session->name };
		if (coach && !session->coachee_spoke)
			world->blind[world->n_blind++] = (struct world_mark){ .text = mark, .session = session->name };
		if ((point || promise) && strstr(results[i]->problem, "kept as text") == NULL)
			moves_expect_point(world, mark, point ? coachee : "people/ruud");
	}
}

static char *any_lines(struct world *world, char **lines, size_t n)
{
	char *text = arena_strdup(world->fixture->arena, "");

	for (size_t i = 0; i < n; i++) {
		lines[i] = (char *)any_line(world);
		text = arena_printf(world->fixture->arena, "%s%s\n", text, lines[i]);
	}
	return text;
}

static void note(struct world *world)
{
	struct world_session *session = world_session(world);
	const struct actor *actor;
	size_t n = 1 + (size_t)world_any(world, 3);
	AddNotesResponse *out = NULL;
	char *lines[3];
	enum status st;

	if (session == NULL)
		return;
	actor = moves_somebody_of(world, session);
	st = story_note(world->fixture, actor, session->name, any_lines(world, lines, n), NULL, &out);
	moves_count(world, st);
	if (st == STATUS_OK)
		moves_expect_lines(world, session, actor, lines, n, out->lines);
}

static bool any_experience(LineResult *const *results, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(results[i]->meaning, "experience") == 0)
			return true;
	return false;
}

static void debrief(struct world *world)
{
	struct world_session *session = world_session(world);
	const struct actor *actor;
	size_t n = 1 + (size_t)world_any(world, 3);
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;
	WriteDebriefResponse *out = NULL;
	char *lines[3];
	enum status st;

	if (session == NULL)
		return;
	actor = moves_somebody_of(world, session);
	in.name = arena_printf(world->fixture->arena, "%s/debrief", session->name);
	in.lines = any_lines(world, lines, n);
	in.mode = (DebriefMode)world_any(world, 3);
	st = fixture_call(world->fixture, actor, &service_debriefs, "WriteDebrief", &in, &out);
	moves_count(world, st);
	if (st != STATUS_OK)
		return;
	if (strcmp(actor->person, "people/ruud") != 0 && any_experience(out->lines, n))
		session->coachee_spoke = true;
	moves_expect_lines(world, session, actor, lines, n, out->lines);
}

static void sign(struct world *world)
{
	struct world_session *session = world_session(world);

	if (session != NULL)
		moves_count(world, story_sign(world->fixture, moves_somebody_of(world, session), session->name, NULL));
}

/* A debrief that has all it needs, so that histories reach the end. */
static void debrief_well(struct world *world)
{
	struct world_session *session = world_session(world);
	struct fixture *f = world->fixture;
	const struct actor *coachee;
	WriteDebriefResponse *out = NULL;
	char *lines[] = { (char *)world_mark(world, "said"), NULL };

	if (session == NULL)
		return;
	coachee = world_owner(world, world_meeting_of(world, session->meeting));
	if (story_debrief(f, coachee, session->name, lines[0], &out) != STATUS_OK) {
		moves_count(world, STATUS_FAILED_PRECONDITION);
		return;
	}
	session->coachee_spoke = true;
	moves_expect_lines(world, session, coachee, lines, 1, out->lines);
	lines[0] = arena_printf(f->arena, "+ %s", world_mark(world, "said"));
	lines[1] = arena_printf(f->arena, "! %s", world_mark(world, "said"));
	if (story_debrief(f, &f->ruud, session->name, arena_printf(f->arena, "%s\n%s", lines[0], lines[1]), &out) ==
		STATUS_OK)
		moves_expect_lines(world, session, &f->ruud, lines, 2, out->lines);
	lines[0] = (char *)world_mark(world, "said");
	if (story_debrief(f, &f->ruud, session->name, lines[0], &out) == STATUS_OK)
		moves_expect_lines(world, session, &f->ruud, lines, 1, out->lines);
	moves_count(world, story_sign(f, coachee, session->name, NULL));
}

static void appointment(struct world *world)
{
	world_appointment(world);
	moves_count(world, STATUS_OK);
}

static void calendar(struct world *world)
{
	struct world_meeting *meeting = world_meeting(world);

	if (world_chance(world, 2))
		meeting->start += (world_any(world, 9) - 3) * 6 * CLOCK_HOUR;
	else
		meeting->cancelled = !meeting->cancelled;
	world_calendar(world, (int)(meeting - world->meetings));
	moves_count(world, STATUS_OK);
}

static void act_on_point(struct world *world)
{
	struct fixture *f = world->fixture;
	struct world_point *point;
	const struct actor *actor = somebody(world, world_meeting(world));
	CompleteActionPointRequest done = COMPLETE_ACTION_POINT_REQUEST__INIT;
	DropActionPointRequest drop = DROP_ACTION_POINT_REQUEST__INIT;
	ExtendActionPointRequest extend = EXTEND_ACTION_POINT_REQUEST__INIT;
	enum status st;

	if (world->n_points == 0)
		return;
	point = &world->points[world_any(world, (int)world->n_points)];
	done.name = drop.name = extend.name = (char *)point->name;
	drop.reason = "no longer fits";
	extend.due_date = "2026-08-01";
	switch (world_any(world, 3)) {
	case 0:
		st = fixture_call(f, actor, &service_action_points, "CompleteActionPoint", &done, NULL);
		if (st == STATUS_OK)
			point->state = ACTION_POINT_STATE_DONE;
		break;
	case 1:
		st = fixture_call(f, actor, &service_action_points, "DropActionPoint", &drop, NULL);
		if (st == STATUS_OK)
			point->state = ACTION_POINT_STATE_DROPPED;
		break;
	default:
		st = fixture_call(f, actor, &service_action_points, "ExtendActionPoint", &extend, NULL);
	}
	moves_count(world, st);
}

static void agree_on_point(struct world *world)
{
	CreateActionPointRequest in = CREATE_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT;
	bool noor = world_chance(world, 2);
	enum status st;

	point.coaching = noor ? "coachings/noor" : "coachings/sam";
	point.owner = world_chance(world, 3) ? "people/ruud" : noor ? "people/noor" : "people/sam";
	point.text = world_mark(world, "said");
	in.action_point = &point;
	st = fixture_call(world->fixture, somebody(world, world_meeting(world)), &service_action_points,
		"CreateActionPoint", &in, NULL);
	moves_count(world, st);
	if (st == STATUS_OK)
		moves_expect_point(world, point.text, point.owner);
}

static void wait(struct world *world)
{
	static const int64_t steps[] = { CLOCK_MINUTE, 20 * CLOCK_MINUTE, CLOCK_HOUR, 6 * CLOCK_HOUR, CLOCK_DAY };

	story_until(world->fixture, world->fixture->now + steps[world_any(world, 5)]);
	moves_count(world, STATUS_OK);
}

void moves_any(struct world *world)
{
	static const struct {
		const char *name;
		void (*make)(struct world *world);
		int weight;
	} moves[] = { { "plan", plan, 4 }, { "prepare", prepare, 3 }, { "return", give_back, 1 },
		{ "decide", decide, 3 }, { "step", step, 5 }, { "note", note, 3 }, { "debrief", debrief, 3 },
		{ "debrief well", debrief_well, 3 }, { "sign", sign, 3 }, { "appointment", appointment, 2 },
		{ "calendar", calendar, 1 }, { "action point", act_on_point, 1 }, { "agree", agree_on_point, 1 },
		{ "wait", wait, 4 }, { "amend", moves_amend, 1 }, { "own view", moves_own_view, 1 },
		{ "deliver", moves_deliver, 1 }, { "around a point", moves_around_point, 1 },
		{ "convert", moves_convert, 1 }, { "merge", moves_merge, 2 },
		{ "agree on a session", moves_agree_on_session, 1 } };
	int all = 0, pick;
	size_t i = 0;

	for (size_t m = 0; m < sizeof(moves) / sizeof(moves[0]); m++)
		all += moves[m].weight;
	pick = world_any(world, all);
	while (pick >= moves[i].weight)
		pick -= moves[i++].weight;
	world->move = moves[i].name;
	moves[i].make(world);
}
