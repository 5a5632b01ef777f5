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

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(one_is_due_in_fourteen_days_and_the_coachees_when_nobody_says),
		with_fixture(what_is_agreed_in_a_session_is_due_at_the_next),
		with_fixture(only_its_owner_finishes_it_and_once),
		with_fixture(a_promise_is_the_coachs_to_keep),
		with_fixture(another_date_is_today_or_later),
		with_fixture(it_is_let_go_with_a_reason),
		with_fixture(five_open_ones_are_enough),
		with_fixture(bad_input_is_named),
		with_fixture(they_come_back_in_the_next_preparation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
