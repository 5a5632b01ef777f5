/* tests — action points and subjects for the next one-on-one. */
#include "story.h"

#include <stdio.h>

static enum status create(struct fixture *f, const struct actor *actor, const char *coaching, const char *owner,
	const char *text, const char *due, ActionPoint **ret)
{
	CreateActionPointRequest in = CREATE_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT;

	point.coaching = (char *)coaching;
	point.owner = (char *)owner;
	point.text = (char *)text;
	point.due_date = (char *)due;
	in.action_point = &point;
	return fixture_call(f, actor, &service_action_points, "CreateActionPoint", &in, ret);
}

static ActionPoint *agreed(struct fixture *f)
{
	ActionPoint *point = NULL;

	assert_ok(f, create(f, &f->ruud, "coachings/noor", "", "openingsvraag oefenen", "", &point));
	return point;
}

static enum status complete(struct fixture *f, const struct actor *actor, const char *name, ActionPoint **ret)
{
	CompleteActionPointRequest in = COMPLETE_ACTION_POINT_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(f, actor, &service_action_points, "CompleteActionPoint", &in, ret);
}

static enum status extend(struct fixture *f, const char *name, const char *due, ActionPoint **ret)
{
	ExtendActionPointRequest in = EXTEND_ACTION_POINT_REQUEST__INIT;

	in.name = (char *)name;
	in.due_date = (char *)due;
	return fixture_call(f, &f->noor, &service_action_points, "ExtendActionPoint", &in, ret);
}

static enum status drop(struct fixture *f, const char *name, const char *reason, ActionPoint **ret)
{
	DropActionPointRequest in = DROP_ACTION_POINT_REQUEST__INIT;

	in.name = (char *)name;
	in.reason = (char *)reason;
	return fixture_call(f, &f->noor, &service_action_points, "DropActionPoint", &in, ret);
}

static int listed(struct fixture *f, const struct actor *actor, ActionPointState state)
{
	ListActionPointsRequest in = LIST_ACTION_POINTS_REQUEST__INIT;
	ListActionPointsResponse *out;

	in.states = &state;
	in.n_states = state == ACTION_POINT_STATE_UNSPECIFIED ? 0 : 1;
	assert_ok(f, fixture_call(f, actor, &service_action_points, "ListActionPoints", &in, &out));
	return (int)out->n_action_points;
}

static void one_is_due_in_fourteen_days_and_the_coachees_when_nobody_says(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point = agreed(f);

	assert_string_equal(point->due_date, "2026-03-16");
	assert_string_equal(point->owner, "people/noor");
	assert_string_equal(point->owner_display_name, "Noor");
	assert_int_equal(point->state, ACTION_POINT_STATE_OPEN);
	assert_int_equal(fixture_events(f, "action_point.created", "people/noor"), 1);
	assert_int_equal(listed(f, &f->ruud, ACTION_POINT_STATE_UNSPECIFIED), 1);
	assert_int_equal(listed(f, &f->sam, ACTION_POINT_STATE_UNSPECIFIED), 0);
}

static void what_is_agreed_in_a_session_is_due_at_the_next(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	GetActionPointRequest in = GET_ACTION_POINT_REQUEST__INIT;
	WriteDebriefResponse *written;
	ActionPoint *point;

	story_meeting(f, "next", "people/noor", STORY_START + 6 * CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/next", NULL, false, NULL));
	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! oefenen", &written));
	in.name = written->debrief->action_points[0];
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "GetActionPoint", &in, &point));
	assert_string_equal(point->due_date, "2026-03-10");
	assert_string_equal(point->session, session->name);
	assert_status(
		f, STATUS_NOT_FOUND, fixture_call(f, &f->sam, &service_action_points, "GetActionPoint", &in, &point));
}

static void only_its_owner_finishes_it_and_once(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point = agreed(f);

	assert_status(f, STATUS_PERMISSION_DENIED, complete(f, &f->ruud, point->name, NULL));
	assert_status(f, STATUS_NOT_FOUND, complete(f, &f->kim, point->name, NULL));
	assert_ok(f, complete(f, &f->noor, point->name, &point));
	assert_int_equal(point->state, ACTION_POINT_STATE_DONE);
	assert_non_null(point->end_time);
	assert_status(f, STATUS_FAILED_PRECONDITION, complete(f, &f->noor, point->name, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, drop(f, point->name, "hm", NULL));
	assert_int_equal(fixture_events(f, "action_point.completed", "people/ruud"), 1);
	assert_int_equal(listed(f, &f->noor, ACTION_POINT_STATE_UNSPECIFIED), 0);
	assert_int_equal(listed(f, &f->noor, ACTION_POINT_STATE_DONE), 1);
}

static void a_promise_is_the_coachs_to_keep(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point;

	assert_ok(f, create(f, &f->noor, "coachings/noor", "people/ruud", "call purchasing", "2026-03-05", &point));
	assert_status(f, STATUS_PERMISSION_DENIED, complete(f, &f->noor, point->name, NULL));
	assert_ok(f, complete(f, &f->ruud, point->name, NULL));
}

static void another_date_is_today_or_later(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point = agreed(f);

	assert_status(f, STATUS_INVALID_ARGUMENT, extend(f, point->name, "2026-03-01", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, extend(f, point->name, "friday", NULL));
	assert_ok(f, extend(f, point->name, "2026-03-27", &point));
	assert_string_equal(point->due_date, "2026-03-27");
	assert_int_equal(point->extensions, 1);
	assert_int_equal(fixture_events(f, "action_point.extended", "people/ruud"), 1);
}

static void it_is_let_go_with_a_reason(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point = agreed(f);

	assert_status(f, STATUS_INVALID_ARGUMENT, drop(f, point->name, " ", NULL));
	assert_ok(f, drop(f, point->name, "another customer", &point));
	assert_int_equal(point->state, ACTION_POINT_STATE_DROPPED);
	assert_string_equal(point->drop_reason, "another customer");
}

static void five_open_ones_are_enough(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point = NULL;

	for (int i = 0; i < 5; i++)
		point = agreed(f);
	assert_status(f, STATUS_FAILED_PRECONDITION, create(f, &f->ruud, "coachings/noor", "", "a sixth", "", NULL));
	assert_ok(f, create(f, &f->ruud, "coachings/noor", "people/ruud", "a promise", "", NULL));
	assert_ok(f, complete(f, &f->noor, point->name, NULL));
	assert_ok(f, create(f, &f->ruud, "coachings/noor", "", "a fifth again", "", NULL));
}

static void those_of_one_date_are_listed_as_they_were_agreed(void **state)
{
	static const char *const texts[] = { "first", "second", "third", "fourth", "fifth" };
	ListActionPointsRequest in = LIST_ACTION_POINTS_REQUEST__INIT;
	ListActionPointsResponse *out;
	struct fixture *f = *state;
	ActionPoint *point;

	for (int i = 0; i < 5; i++)
		assert_ok(f, create(f, &f->ruud, "coachings/noor", "", texts[i], "2026-03-10", &point));
	in.page_size = 2;
	for (int i = 0; i < 5;) {
		assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "ListActionPoints", &in, &out));
		assert_true(out->n_action_points > 0);
		for (size_t k = 0; k < out->n_action_points; k++)
			assert_string_equal(out->action_points[k]->text, texts[i++]);
		in.page_token = out->next_page_token;
	}
	assert_string_equal(out->next_page_token, "");
}

static void bad_input_is_named(void **state)
{
	struct fixture *f = *state;

	assert_status(f, STATUS_INVALID_ARGUMENT, create(f, &f->ruud, "noor", "", "text", "", NULL));
	assert_status(f, STATUS_NOT_FOUND, create(f, &f->ruud, "coachings/none", "", "text", "", NULL));
	assert_status(f, STATUS_NOT_FOUND, create(f, &f->sam, "coachings/noor", "", "text", "", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, create(f, &f->ruud, "coachings/noor", "", " ", "", NULL));
	assert_status(
		f, STATUS_INVALID_ARGUMENT, create(f, &f->ruud, "coachings/noor", "", "text", "2026-02-30", NULL));
	assert_status(
		f, STATUS_INVALID_ARGUMENT, create(f, &f->ruud, "coachings/noor", "people/sam", "text", "", NULL));
	assert_string_equal(f->error.field, "action_point.owner");
}

static void they_come_back_in_the_next_preparation(void **state)
{
	struct fixture *f = *state;
	GetPreparationRequest in = GET_PREPARATION_REQUEST__INIT;
	Session *session = story_debriefing(f);
	WriteDebriefResponse *written;
	Preparation *next;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! een\n! twee", &written));
	story_meeting(f, "next", "people/noor", STORY_START + 6 * CLOCK_DAY);
	f->now += CLOCK_HOUR;
	assert_ok(f, complete(f, &f->noor, written->debrief->action_points[0], NULL));
	in.name = "meetings/next/preparation";
	assert_ok(f, fixture_call(f, &f->noor, &service_preparations, "GetPreparation", &in, &next));
	assert_int_equal(next->n_carried, 2);
	assert_true(next->carried[0]->done != next->carried[1]->done);
}

static Session *at_the_next(struct fixture *f, const char *lines)
{
	Session *session = story_debriefing(f);
	WriteDebriefResponse *written;

	assert_ok(f, story_debrief(f, &f->noor, session->name, lines, &written));
	story_meeting(f, "next", "people/noor", STORY_START + 6 * CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/next", NULL, false, &session));
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	f->now = STORY_START + 6 * CLOCK_DAY;
	assert_ok(f, story_do(f, &f->ruud, "StartSession", session->name, &session));
	return session;
}

static ActionPoint *got(struct fixture *f, const struct actor *actor, const char *name)
{
	GetActionPointRequest in = GET_ACTION_POINT_REQUEST__INIT;
	ActionPoint *point = NULL;

	in.name = (char *)name;
	assert_ok(f, fixture_call(f, actor, &service_action_points, "GetActionPoint", &in, &point));
	return point;
}

static ListActionPointChangesResponse *history(struct fixture *f, const struct actor *actor, const char *name)
{
	ListActionPointChangesRequest in = LIST_ACTION_POINT_CHANGES_REQUEST__INIT;
	ListActionPointChangesResponse *out = NULL;

	in.name = (char *)name;
	assert_ok(f, fixture_call(f, actor, &service_action_points, "ListActionPointChanges", &in, &out));
	return out;
}

static Debrief *debrief_of(struct fixture *f, const struct actor *actor, const char *session)
{
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	Debrief *debrief = NULL;
	char name[200];

	snprintf(name, sizeof(name), "%s/debrief", session);
	in.name = name;
	assert_ok(f, fixture_call(f, actor, &service_debriefs, "GetDebrief", &in, &debrief));
	return debrief;
}

static void a_debrief_lists_them_as_they_were_agreed(void **state)
{
	static const char *const texts[] = { "one", "two", "three", "four", "five", "six" };
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	Debrief *debrief;
	char line[80];

	assert_ok(f, story_debrief(f, &f->noor, session->name, "it went well", NULL));
	for (int i = 0; i < 6; i++) {
		snprintf(line, sizeof(line), "! %s @+%dd", texts[i], 20 - i);
		assert_ok(f, story_debrief(f, &f->noor, session->name, line, NULL));
		debrief = debrief_of(f, &f->noor, session->name);
		assert_ok(f, drop(f, debrief->action_points[i], "on to the next", NULL));
	}
	for (int i = 0; i < 6; i++)
		assert_string_equal(got(f, &f->noor, debrief->action_points[i])->text, texts[i]);
}

static void what_was_seen_of_it_is_the_coachs_until_the_coachee_has_spoken(void **state)
{
	static const char *const scopes[] = { "actionpoints.read" };
	struct fixture *f = *state;
	const struct actor program = { .kind = ACTOR_PROGRAM, .name = "tokens/hr", .scopes = scopes, .n_scopes = 1 };
	Session *session = at_the_next(f, "goed\n! een\n? bellen");
	Debrief *debrief = debrief_of(f, &f->noor, session->name);
	const char *name = debrief->carried[0];
	WriteDebriefResponse *written;

	assert_int_equal(debrief->n_carried, 2);
	assert_string_equal(got(f, &f->noor, name)->text, "een");
	assert_ok(f, story_note(f, &f->ruud, session->name, "=a1 partly twice in the opening", "", NULL));
	assert_int_equal(debrief_of(f, &f->ruud, session->name)->n_sightings, 1);
	assert_int_equal(debrief_of(f, &f->noor, session->name)->n_sightings, 0);
	assert_int_equal(got(f, &f->noor, name)->outcome, OUTCOME_UNSPECIFIED);
	assert_int_equal(history(f, &f->noor, name)->n_changes, 1);
	assert_int_equal(history(f, &program, name)->n_changes, 1);
	assert_int_equal(history(f, &f->ruud, name)->n_changes, 2);
	assert_int_equal(fixture_events(f, "action_point.seen", "people/noor"), 0);

	f->now += 2 * CLOCK_HOUR;
	assert_ok(f, story_debrief(f, &f->noor, session->name, "ging wel\n=a1 ja", &written));
	assert_string_equal(written->lines[1]->problem, "");
	assert_int_equal(written->debrief->n_sightings, 1);
	assert_int_equal(written->debrief->sightings[0]->outcome, OUTCOME_HAPPENED);
	assert_int_equal(got(f, &f->noor, name)->outcome, OUTCOME_HAPPENED);
	assert_int_equal(history(f, &f->noor, name)->n_changes, 3);
	assert_int_equal(history(f, &program, name)->n_changes, 3);
	assert_string_equal(history(f, &f->noor, name)->changes[1]->to_value, "twice in the opening");
}

static void numbers_stay_when_one_is_done_moved_or_let_go_at_the_debrief(void **state)
{
	struct fixture *f = *state;
	Session *session = at_the_next(f, "goed\n! een\n! twee\n? bellen");
	WriteDebriefResponse *written;
	Debrief *debrief;

	f->now += 2 * CLOCK_HOUR;
	assert_ok(f, story_debrief(f, &f->noor, session->name,
			     "goed\n!1 done\n!2 @2026-04-01\n!3 drop, not needed\n!4 done\n!1 done", &written));
	for (int i = 1; i <= 3; i++)
		assert_string_equal(written->lines[i]->problem, "");
	assert_string_not_equal(written->lines[4]->problem, "");
	assert_string_not_equal(written->lines[5]->problem, "");
	debrief = written->debrief;
	assert_int_equal(debrief->n_carried, 3);
	assert_int_equal(got(f, &f->noor, debrief->carried[0])->state, ACTION_POINT_STATE_DONE);
	assert_string_equal(got(f, &f->noor, debrief->carried[1])->due_date, "2026-04-01");
	assert_int_equal(got(f, &f->noor, debrief->carried[2])->state, ACTION_POINT_STATE_DROPPED);
	assert_string_equal(history(f, &f->ruud, debrief->carried[0])->changes[1]->session, session->name);
	assert_string_equal(history(f, &f->ruud, debrief->carried[0])->changes[1]->author, "people/noor");
}

static void during_the_meeting_the_coach_ends_only_their_own(void **state)
{
	struct fixture *f = *state;
	Session *session = at_the_next(f, "goed\n! een\n? bellen");
	AddNotesResponse *kept;

	assert_ok(f, story_note(f, &f->ruud, session->name, "!1 done\n!2 done", "", &kept));
	assert_string_not_equal(kept->lines[0]->problem, "");
	assert_string_equal(kept->lines[1]->problem, "");
	assert_int_equal(kept->n_observations, 1);
}

static enum status see_it(struct fixture *f, const struct actor *actor, const char *name, const char *session,
	Outcome outcome, ActionPoint **ret)
{
	RecordActionPointOutcomeRequest in = RECORD_ACTION_POINT_OUTCOME_REQUEST__INIT;

	in.name = (char *)name;
	in.session = (char *)session;
	in.outcome = outcome;
	return fixture_call(f, actor, &service_action_points, "RecordActionPointOutcome", &in, ret);
}

static void what_was_seen_is_said_of_a_session_of_the_two_that_is_under_way(void **state)
{
	struct fixture *f = *state;
	Session *session = at_the_next(f, "goed\n! een");
	const char *name = debrief_of(f, &f->noor, session->name)->carried[0];
	ActionPoint *here;

	assert_status(f, STATUS_NOT_FOUND, see_it(f, &f->sam, name, session->name, OUTCOME_NOT, NULL));
	assert_status(f, STATUS_NOT_FOUND, see_it(f, &f->ruud, name, "sessions/none", OUTCOME_NOT, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, see_it(f, &f->ruud, name, session->name, 0, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, see_it(f, &f->ruud, name, session->name, 9, NULL));
	assert_ok(f, see_it(f, &f->ruud, name, "sessions/@now", OUTCOME_NOT, NULL));
	assert_ok(f, see_it(f, &f->noor, name, session->name, OUTCOME_PARTLY, NULL));
	assert_int_equal(history(f, &f->ruud, name)->n_changes, 3);
	assert_int_equal(history(f, &f->ruud, name)->changes[2]->outcome, OUTCOME_PARTLY); /* the last word is last */
	assert_int_equal(debrief_of(f, &f->ruud, session->name)->sightings[0]->outcome, OUTCOME_PARTLY);
	assert_ok(f, story_note(f, &f->ruud, session->name, "! nog een", "", NULL));
	assert_ok(f, create(f, &f->ruud, "coachings/sam", "", "x", "", &here));
	assert_status(f, STATUS_INVALID_ARGUMENT, see_it(f, &f->ruud, here->name, session->name, OUTCOME_NOT, NULL));
}

static enum status update(struct fixture *f, const struct actor *actor, ActionPoint *point, ActionPoint **ret)
{
	UpdateActionPointRequest in = UPDATE_ACTION_POINT_REQUEST__INIT;

	in.action_point = point;
	return fixture_call(f, actor, &service_action_points, "UpdateActionPoint", &in, ret);
}

static void its_words_are_the_owners_to_change(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point = agreed(f), given = ACTION_POINT__INIT, *changed;

	given.name = point->name;
	given.text = (char *)"eerst een open vraag";
	given.skill = (char *)"vragen";
	given.learning = LEARNING_KIND_EXPERIENCE;
	assert_status(f, STATUS_PERMISSION_DENIED, update(f, &f->ruud, &given, NULL));
	assert_status(f, STATUS_NOT_FOUND, update(f, &f->kim, &given, NULL));
	assert_ok(f, update(f, &f->noor, &given, &changed));
	assert_string_equal(changed->text, "eerst een open vraag");
	assert_string_equal(changed->owner, "people/noor");
	assert_int_equal(history(f, &f->ruud, point->name)->n_changes, 4);
	assert_ok(f, update(f, &f->noor, &given, &changed)); /* the same again is no change */
	assert_int_equal(history(f, &f->ruud, point->name)->n_changes, 4);
	given.etag = point->etag;
	assert_status(f, STATUS_ABORTED, update(f, &f->noor, &given, NULL));
	given.etag = (char *)"";
	given.text = (char *)" ";
	assert_status(f, STATUS_INVALID_ARGUMENT, update(f, &f->noor, &given, NULL));
}

static const char *agreed_first(struct fixture *f)
{
	ListActionPointsRequest in = LIST_ACTION_POINTS_REQUEST__INIT;
	ListActionPointsResponse *out = NULL;

	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "ListActionPoints", &in, &out));
	return out->action_points[0]->name;
}

static enum status reopen(struct fixture *f, const struct actor *actor, const char *name, ActionPoint **ret)
{
	ReopenActionPointRequest in = REOPEN_ACTION_POINT_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(f, actor, &service_action_points, "ReopenActionPoint", &in, ret);
}

static void an_end_is_taken_back_within_a_day_when_there_is_room(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point = agreed(f);

	assert_status(f, STATUS_FAILED_PRECONDITION, reopen(f, &f->noor, point->name, NULL));
	assert_ok(f, drop(f, point->name, "by mistake", NULL));
	assert_status(f, STATUS_PERMISSION_DENIED, reopen(f, &f->ruud, point->name, NULL));
	for (int i = 0; i < 5; i++)
		agreed(f);
	assert_status(f, STATUS_FAILED_PRECONDITION, reopen(f, &f->noor, point->name, NULL));
	assert_reason(f, "ENOUGH_OPEN");
	assert_ok(f, complete(f, &f->noor, agreed_first(f), NULL));
	assert_ok(f, reopen(f, &f->noor, point->name, &point));
	assert_int_equal(point->state, ACTION_POINT_STATE_OPEN);
	assert_null(point->end_time);
	assert_string_equal(point->drop_reason, "");
	assert_ok(f, complete(f, &f->noor, point->name, NULL));
	f->now += CLOCK_DAY + 1;
	assert_status(f, STATUS_FAILED_PRECONDITION, reopen(f, &f->noor, point->name, NULL));
	assert_reason(f, "TOO_LATE");
}

static enum status praise(
	struct fixture *f, const struct actor *actor, const char *name, const char *words, ActionPoint **ret)
{
	PraiseActionPointRequest in = PRAISE_ACTION_POINT_REQUEST__INIT;

	in.name = (char *)name;
	in.words = (char *)words;
	return fixture_call(f, actor, &service_action_points, "PraiseActionPoint", &in, ret);
}

static void the_coach_says_what_was_good_once_it_is_done_and_once(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point = agreed(f), *promise;

	assert_status(f, STATUS_FAILED_PRECONDITION, praise(f, &f->ruud, point->name, "mooi", NULL));
	assert_ok(f, complete(f, &f->noor, point->name, NULL));
	assert_status(f, STATUS_PERMISSION_DENIED, praise(f, &f->noor, point->name, "mooi", NULL));
	assert_status(f, STATUS_NOT_FOUND, praise(f, &f->kim, point->name, "mooi", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, praise(f, &f->ruud, point->name, " ", NULL));
	assert_ok(f, praise(f, &f->ruud, point->name, "Die stilte!", &point));
	assert_string_equal(point->praise, "Die stilte!");
	assert_int_equal(fixture_events(f, "action_point.praised", "people/noor"), 1);
	assert_status(f, STATUS_FAILED_PRECONDITION, praise(f, &f->ruud, point->name, "en nog", NULL));
	assert_ok(f, create(f, &f->ruud, "coachings/noor", "people/ruud", "bellen", "", &promise));
	assert_ok(f, complete(f, &f->ruud, promise->name, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, praise(f, &f->ruud, promise->name, "mooi", NULL));
}

static size_t found(struct fixture *f, const char *skill, LearningKind learning, const char *from, const char *until)
{
	ListActionPointsRequest in = LIST_ACTION_POINTS_REQUEST__INIT;
	ListActionPointsResponse *out = NULL;

	in.skill = (char *)skill;
	in.learning = learning;
	in.due_from = (char *)from;
	in.due_until = (char *)until;
	assert_ok(f, fixture_call(f, &f->noor, &service_action_points, "ListActionPoints", &in, &out));
	return out->n_action_points;
}

static void lists_are_of_a_skill_a_way_of_learning_or_some_days(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	assert_ok(f, story_debrief(f, &f->noor, session->name,
			     "goed\n! een @2026-03-10 #Vragen #training\n! twee @2026-03-20", NULL));
	assert_int_equal(found(f, "", 0, "", ""), 2);
	assert_int_equal(found(f, "vragen", 0, "", ""), 1);
	assert_int_equal(found(f, "", LEARNING_KIND_TRAINING, "", ""), 1);
	assert_int_equal(found(f, "", LEARNING_KIND_COACHING, "", ""), 0);
	assert_int_equal(found(f, "", 0, "2026-03-11", ""), 1);
	assert_int_equal(found(f, "", 0, "2026-03-10", "2026-03-20"), 1);
}

static void one_that_was_dropped_leaves_room_for_another_in_the_same_debrief(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	WriteDebriefResponse *written;

	assert_ok(f, story_debrief(f, &f->noor, session->name, "goed\n! een\n! twee\n! drie", &written));
	assert_non_null(strstr(written->lines[3]->problem, "Noor"));
	assert_ok(f, drop(f, written->debrief->action_points[0], "a slip", NULL));
	assert_ok(f, story_debrief(f, &f->noor, session->name, "! drie", &written));
	assert_string_equal(written->lines[0]->problem, "");
}

static Preparation *prepared(struct fixture *f, const char *meeting)
{
	GetPreparationRequest in = GET_PREPARATION_REQUEST__INIT;
	Preparation *out = NULL;

	in.name = arena_printf(f->arena, "%s/preparation", meeting);
	assert_ok(f, fixture_call(f, &f->noor, &service_preparations, "GetPreparation", &in, &out));
	return out;
}

static void what_a_past_preparation_carried_stays_as_it_was_at_departure(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point = agreed(f);
	Session *session = story_debriefing(f);
	Preparation *before = prepared(f, session->meeting), *after;

	assert_int_equal(before->n_carried, 1);
	assert_false(before->carried[0]->done);
	assert_ok(f, complete(f, &f->noor, point->name, NULL));
	agreed(f);
	after = prepared(f, session->meeting);
	assert_int_equal(after->n_carried, 1);
	assert_string_equal(after->carried[0]->action_point, point->name);
	assert_false(after->carried[0]->done);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(what_a_past_preparation_carried_stays_as_it_was_at_departure),
		with_fixture(one_is_due_in_fourteen_days_and_the_coachees_when_nobody_says),
		with_fixture(what_is_agreed_in_a_session_is_due_at_the_next),
		with_fixture(only_its_owner_finishes_it_and_once),
		with_fixture(a_promise_is_the_coachs_to_keep),
		with_fixture(another_date_is_today_or_later),
		with_fixture(it_is_let_go_with_a_reason),
		with_fixture(five_open_ones_are_enough),
		with_fixture(those_of_one_date_are_listed_as_they_were_agreed),
		with_fixture(bad_input_is_named),
		with_fixture(they_come_back_in_the_next_preparation),
		with_fixture(a_debrief_lists_them_as_they_were_agreed),
		with_fixture(what_was_seen_of_it_is_the_coachs_until_the_coachee_has_spoken),
		with_fixture(numbers_stay_when_one_is_done_moved_or_let_go_at_the_debrief),
		with_fixture(during_the_meeting_the_coach_ends_only_their_own),
		with_fixture(what_was_seen_is_said_of_a_session_of_the_two_that_is_under_way),
		with_fixture(its_words_are_the_owners_to_change),
		with_fixture(an_end_is_taken_back_within_a_day_when_there_is_room),
		with_fixture(the_coach_says_what_was_good_once_it_is_done_and_once),
		with_fixture(lists_are_of_a_skill_a_way_of_learning_or_some_days),
		with_fixture(one_that_was_dropped_leaves_room_for_another_in_the_same_debrief),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
