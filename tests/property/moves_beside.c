/* tests — moves of a random history beside the main line: own views, amendments, taking back, saying it twice. */
#include "moves.h"

extern Meetings_Service service_meetings;

static char *debrief_of(struct world *world, const struct world_session *session)
{
	return arena_printf(world->fixture->arena, "%s/debrief", session->name);
}

void moves_amend(struct world *world)
{
	struct world_session *session = world_session(world);
	AmendDebriefRequest in = AMEND_DEBRIEF_REQUEST__INIT;
	const struct actor *actor;
	enum status st;

	if (session == NULL)
		return;
	actor = moves_somebody_of(world, session);
	in.name = debrief_of(world, session);
	in.text = world_mark(world, "said");
	st = fixture_call(world->fixture, actor, &service_debriefs, "AmendDebrief", &in, NULL);
	moves_count(world, st);
	if (st == STATUS_OK)
		world->marks[world->n_marks++] = (struct world_mark){ .text = in.text, .session = session->name };
}

/* What the coachee may say of it later must not change what was closed before. */
void moves_own_view(struct world *world)
{
	struct world_session *session = world_session(world);
	ContestOutcomeRequest contest = CONTEST_OUTCOME_REQUEST__INIT;
	ConfirmHelpRequest help = CONFIRM_HELP_REQUEST__INIT;
	AnswerHelpedRequest helped = ANSWER_HELPED_REQUEST__INIT;
	const struct actor *actor;

	if (session == NULL)
		return;
	actor = moves_somebody_of(world, session);
	contest.name = help.name = helped.name = debrief_of(world, session);
	contest.number = 1 + world_any(world, 3);
	contest.outcome = (Outcome)world_any(world, 5);
	help.confirmation = (HelpConfirmation)(1 + world_any(world, 2));
	helped.helped = (Helped)(1 + world_any(world, 3));
	moves_count(world, fixture_call(world->fixture, actor, &service_debriefs, "ContestOutcome", &contest, NULL));
	moves_count(world, fixture_call(world->fixture, actor, &service_debriefs, "ConfirmHelp", &help, NULL));
	moves_count(world, fixture_call(world->fixture, actor, &service_debriefs, "AnswerHelped", &helped, NULL));
}

static size_t observations(struct world *world, const char *session)
{
	ListObservationsRequest in = LIST_OBSERVATIONS_REQUEST__INIT;
	ListObservationsResponse *out = NULL;

	in.session = (char *)session;
	in.page_size = 1000;
	assert_ok(world->fixture,
		fixture_call(world->fixture, &world->fixture->ruud, &service_debriefs, "ListObservations", &in, &out));
	return out->n_observations;
}

/* Notes that a phone kept and delivers late, and once more because it never heard the answer. */
void moves_deliver(struct world *world)
{
	struct world_session *session = world_session(world);
	struct fixture *f = world->fixture;
	AddNotesRequest in = ADD_NOTES_REQUEST__INIT;
	AddNotesResponse *out = NULL;
	Note note = NOTE__INIT, *notes[] = { &note };
	size_t before;
	enum status st;

	if (session == NULL)
		return;
	note.lines = arena_printf(f->arena, "+ %s", world_mark(world, "said"));
	note.client_id = arena_printf(f->arena, "phone-%d", world->marks_made);
	note.observe_time = instant_new(f->arena, f->now - world_any(world, 3) * CLOCK_HOUR);
	in.session = (char *)session->name;
	in.notes = notes;
	in.n_notes = 1;
	st = fixture_call(f, &f->ruud, &service_debriefs, "AddNotes", &in, &out);
	moves_count(world, st);
	if (st != STATUS_OK)
		return;
	moves_expect_lines(world, session, &f->ruud, &note.lines, 1, out->lines);
	before = observations(world, session->name);
	assert_ok(f, fixture_call(f, &f->ruud, &service_debriefs, "AddNotes", &in, NULL));
	if (observations(world, session->name) != before)
		world_fail(world, "notes that were delivered twice are there twice");
}

/* Whatever is done to an action point but finishing it: it stays, once, and as it was. */
void moves_around_point(struct world *world)
{
	struct fixture *f = world->fixture;
	struct world_session *session = world_session(world);
	RecordActionPointOutcomeRequest seen = RECORD_ACTION_POINT_OUTCOME_REQUEST__INIT;
	ReopenActionPointRequest reopen = REOPEN_ACTION_POINT_REQUEST__INIT;
	PraiseActionPointRequest praise = PRAISE_ACTION_POINT_REQUEST__INIT;
	struct world_point *point;
	const struct actor *actor;
	enum status st;

	if (session == NULL || world->n_points == 0)
		return;
	actor = moves_somebody_of(world, session);
	point = &world->points[world_any(world, (int)world->n_points)];
	seen.name = reopen.name = praise.name = (char *)point->name;
	seen.session = (char *)session->name;
	seen.outcome = (Outcome)(1 + world_any(world, 4));
	praise.words = "well done";
	moves_count(world, fixture_call(f, actor, &service_action_points, "RecordActionPointOutcome", &seen, NULL));
	moves_count(world, fixture_call(f, actor, &service_action_points, "PraiseActionPoint", &praise, NULL));
	st = fixture_call(f, actor, &service_action_points, "ReopenActionPoint", &reopen, NULL);
	moves_count(world, st);
	if (st == STATUS_OK)
		point->state = ACTION_POINT_STATE_OPEN;
}

/* A subject of the one-on-one becomes an action point, and only one. */
void moves_convert(struct world *world)
{
	struct fixture *f = world->fixture;
	ListOneOnOneItemsRequest list = LIST_ONE_ON_ONE_ITEMS_REQUEST__INIT;
	ListOneOnOneItemsResponse *items = NULL;
	ConvertOneOnOneItemRequest in = CONVERT_ONE_ON_ONE_ITEM_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT;
	const OneOnOneItem *item;
	enum status st;

	list.include_discussed = true;
	list.page_size = 100;
	assert_ok(f, fixture_call(f, &f->ruud, &service_one_on_ones, "ListOneOnOneItems", &list, &items));
	if (items->n_one_on_one_items == 0)
		return;
	item = items->one_on_one_items[world_any(world, (int)items->n_one_on_one_items)];
	point.owner = world_chance(world, 2)                          ? "people/ruud"
		      : strcmp(item->coaching, "coachings/noor") == 0 ? "people/noor"
								      : "people/sam";
	point.text = world_mark(world, "said");
	in.name = item->name;
	in.action_point = &point;
	for (int again = 0; again < 2; again++) {
		st = fixture_call(f, &f->ruud, &service_one_on_ones, "ConvertOneOnOneItem", &in, NULL);
		moves_count(world, st);
		if (st == STATUS_OK)
			moves_expect_point(world, point.text, point.owner);
	}
}

/* Answers to an invitation, talking through, what is said at a reveal: none of it is a step by itself. */
void moves_agree_on_session(struct world *world)
{
	static const char *const methods[] = { "AcceptSession", "DeclineSession", "TalkSession", "ObjectToSession",
		"ConfirmIntentions", "RecordRevealCheck" };
	struct world_session *session = world_session(world);

	if (session != NULL)
		moves_count(world, story_do(world->fixture, moves_somebody_of(world, session),
					   methods[world_any(world, 6)], session->name, NULL));
}

/* Two appointments turn out to be one, and now and then they do not. */
void moves_merge(struct world *world)
{
	const struct world_meeting *keep = world_meeting(world), *twice = world_meeting(world);
	const struct actor *actor = world_chance(world, 3) ? &world->fixture->ruud : world_owner(world, keep);
	MergeMeetingsRequest merge = MERGE_MEETINGS_REQUEST__INIT;
	UnmergeMeetingRequest unmerge = UNMERGE_MEETING_REQUEST__INIT;

	merge.keep = (char *)keep->name;
	merge.duplicate = unmerge.name = (char *)twice->name;
	if (world_chance(world, 3))
		moves_count(world,
			fixture_call(world->fixture, actor, &service_meetings, "UnmergeMeeting", &unmerge, NULL));
	else
		moves_count(
			world, fixture_call(world->fixture, actor, &service_meetings, "MergeMeetings", &merge, NULL));
}
