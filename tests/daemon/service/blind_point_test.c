/* tests — what the coach agrees on before the coachee has spoken: the coach's alone until then. */
#include "story.h"

#include "ridealong/v1/event.pb-c.h"
#include "ridealong/v1/privacy.pb-c.h"

extern Events_Service service_events;
extern Privacy_Service service_privacy;

static enum status write_apart(struct fixture *f, const struct actor *actor, const Session *session, const char *lines)
{
	WriteDebriefRequest in = WRITE_DEBRIEF_REQUEST__INIT;

	in.name = arena_printf(f->arena, "%s/debrief", session->name);
	in.lines = (char *)lines;
	in.mode = DEBRIEF_MODE_APART;
	return fixture_call(f, actor, &service_debriefs, "WriteDebrief", &in, NULL);
}

static ListActionPointsResponse *list(struct fixture *f, const struct actor *actor, int size)
{
	ListActionPointsRequest in = LIST_ACTION_POINTS_REQUEST__INIT;
	ListActionPointsResponse *out;

	in.page_size = size;
	assert_ok(f, fixture_call(f, actor, &service_action_points, "ListActionPoints", &in, &out));
	return out;
}

static enum status create(struct fixture *f, const struct actor *actor, const char *text)
{
	CreateActionPointRequest in = CREATE_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT;

	in.action_point = &point;
	point.coaching = "coachings/noor";
	point.text = (char *)text;
	return fixture_call(f, actor, &service_action_points, "CreateActionPoint", &in, NULL);
}

static enum status get(struct fixture *f, const struct actor *actor, const char *name)
{
	GetActionPointRequest in = GET_ACTION_POINT_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(f, actor, &service_action_points, "GetActionPoint", &in, NULL);
}

static enum status changes(struct fixture *f, const struct actor *actor, const char *name)
{
	ListActionPointChangesRequest in = LIST_ACTION_POINT_CHANGES_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(f, actor, &service_action_points, "ListActionPointChanges", &in, NULL);
}

static Debrief *debrief(struct fixture *f, const struct actor *actor, const Session *session)
{
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	Debrief *out;

	in.name = arena_printf(f->arena, "%s/debrief", session->name);
	assert_ok(f, fixture_call(f, actor, &service_debriefs, "GetDebrief", &in, &out));
	return out;
}

static size_t carried(struct fixture *f, const struct actor *actor, const char *meeting)
{
	GetPreparationRequest in = GET_PREPARATION_REQUEST__INIT;
	Preparation *out;

	in.name = arena_printf(f->arena, "%s/preparation", meeting);
	assert_ok(f, fixture_call(f, actor, &service_preparations, "GetPreparation", &in, &out));
	return out->n_carried;
}

static int events(struct fixture *f, const struct actor *actor)
{
	char *types[] = { "action_point." };
	ListEventsRequest in = LIST_EVENTS_REQUEST__INIT;
	ListEventsResponse *out;

	in.types = types;
	in.n_types = 1;
	assert_ok(f, fixture_call(f, actor, &service_events, "ListEvents", &in, &out));
	return (int)out->n_events;
}

static bool exported(struct fixture *f, const struct actor *actor, const char *words)
{
	ExportPersonRequest in = EXPORT_PERSON_REQUEST__INIT;
	ExportPersonResponse *out;
	bool found = false;

	do {
		in.name = (char *)actor->person;
		assert_ok(f, fixture_call(f, actor, &service_privacy, "ExportPerson", &in, &out));
		for (size_t i = 0; i < out->n_records; i++)
			for (size_t j = 0; j < out->records[i]->n_fields; j++)
				found = found || (out->records[i]->fields[j]->value_case == EXPORT_FIELD__VALUE_TEXT &&
							 strstr(out->records[i]->fields[j]->text, words) != NULL);
		in.page_token = out->next_page_token;
	} while (out->next_page_token[0] != '\0');
	return found;
}

static void the_coachee_reads_none_of_it_before_having_spoken(void **state)
{
	struct fixture *f = *state;
	static const char *const scopes[] = { "actionpoints.read" };
	struct actor program = f->program;
	Session *session = story_debriefing(f);
	ListActionPointsResponse *points;
	const char *next = story_meeting(f, "next", "people/noor", STORY_START + 6 * CLOCK_DAY);

	program.scopes = scopes;
	program.n_scopes = 1;
	assert_ok(f, story_plan(f, &f->ruud, next, NULL, false, NULL));
	assert_ok(f, write_apart(f, &f->ruud, session, "! learn to wait @2026-03-06\n? call purchasing @2026-03-07"));
	points = list(f, &f->ruud, 0);
	assert_int_equal(points->n_action_points, 2);
	assert_int_equal(list(f, &f->noor, 0)->n_action_points, 0);
	for (size_t i = 0; i < 2; i++) {
		assert_ok(f, get(f, &f->ruud, points->action_points[i]->name));
		assert_status(f, STATUS_NOT_FOUND, get(f, &f->noor, points->action_points[i]->name));
		assert_status(f, STATUS_NOT_FOUND, changes(f, &f->noor, points->action_points[i]->name));
		assert_status(f, STATUS_NOT_FOUND, get(f, &program, points->action_points[i]->name));
	}
	assert_int_equal(debrief(f, &f->noor, session)->n_action_points, 0);
	assert_int_equal(debrief(f, &f->noor, session)->n_promises, 0);
	assert_int_equal(debrief(f, &f->ruud, session)->n_action_points, 1);
	assert_int_equal(carried(f, &f->noor, next), 0);
	assert_int_equal(events(f, &f->noor), 0);
	assert_int_equal(events(f, &f->ruud), 2);
	assert_false(exported(f, &f->noor, "learn to wait"));
	assert_false(exported(f, &f->noor, "call purchasing"));
	assert_true(exported(f, &f->ruud, "learn to wait"));
}

static void once_the_coachee_has_spoken_it_is_for_both(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	const char *next = story_meeting(f, "next", "people/noor", STORY_START + 6 * CLOCK_DAY);

	assert_ok(f, story_plan(f, &f->ruud, next, NULL, false, NULL));
	assert_ok(f, write_apart(f, &f->ruud, session, "! learn to wait\n? call purchasing"));
	assert_ok(f, write_apart(f, &f->noor, session, "it went well"));
	assert_int_equal(list(f, &f->noor, 0)->n_action_points, 2);
	assert_int_equal(debrief(f, &f->noor, session)->n_action_points, 1);
	assert_int_equal(debrief(f, &f->noor, session)->n_promises, 1);
	assert_int_equal(carried(f, &f->noor, next), 1);
	assert_int_equal(fixture_events(f, "action_point.created", "people/noor"), 0);
	assert_int_equal(fixture_events(f, "action_point.shown", "people/noor"), 2);
	assert_int_equal(fixture_events(f, "action_point.shown", "people/ruud"), 0);
	assert_ok(f, write_apart(f, &f->noor, session, "and more"));
	assert_int_equal(fixture_events(f, "action_point.shown", "people/noor"), 2);
	assert_ok(f, write_apart(f, &f->ruud, session, "! ask first"));
	assert_int_equal(fixture_events(f, "action_point.created", "people/noor"), 1);
	assert_true(exported(f, &f->noor, "learn to wait"));
}

static void a_note_of_the_coach_during_the_meeting_waits_too(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	story_takes_place(f, session);
	assert_ok(f, story_note(f, &f->ruud, session->name, "! learn to wait", NULL, NULL));
	assert_int_equal(list(f, &f->noor, 0)->n_action_points, 0);
	assert_int_equal(list(f, &f->ruud, 0)->n_action_points, 1);
	assert_int_equal(events(f, &f->noor), 0);
}

static void pages_and_their_sizes_do_not_tell_of_it(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	ListActionPointsResponse *page;

	assert_ok(f, write_apart(f, &f->ruud, session, "! learn to wait @2026-03-06"));
	assert_ok(f, create(f, &f->noor, "ask first"));
	page = list(f, &f->noor, 1);
	assert_int_equal(page->n_action_points, 1);
	assert_string_equal(page->action_points[0]->text, "ask first");
	assert_string_equal(page->next_page_token, "");
}

static void no_refusal_tells_the_coachee_that_there_are_more(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);

	assert_ok(f, write_apart(f, &f->ruud, session, "! one\n! two"));
	for (int i = 0; i < 5; i++)
		assert_ok(f, create(f, &f->noor, "of my own"));
	assert_status(f, STATUS_FAILED_PRECONDITION, create(f, &f->noor, "of my own"));
	assert_status(f, STATUS_FAILED_PRECONDITION, create(f, &f->ruud, "of mine"));
}

static void what_becomes_of_it_before_that_is_told_to_the_coach_alone(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f);
	CompleteActionPointRequest in = COMPLETE_ACTION_POINT_REQUEST__INIT;

	assert_ok(f, write_apart(f, &f->ruud, session, "? call purchasing"));
	in.name = list(f, &f->ruud, 0)->action_points[0]->name;
	assert_status(f, STATUS_NOT_FOUND,
		fixture_call(f, &f->noor, &service_action_points, "CompleteActionPoint", &in, NULL));
	assert_ok(f, fixture_call(f, &f->ruud, &service_action_points, "CompleteActionPoint", &in, NULL));
	assert_int_equal(events(f, &f->noor), 0);
	assert_int_equal(fixture_events(f, "action_point.completed", "people/ruud"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(the_coachee_reads_none_of_it_before_having_spoken),
		with_fixture(once_the_coachee_has_spoken_it_is_for_both),
		with_fixture(a_note_of_the_coach_during_the_meeting_waits_too),
		with_fixture(pages_and_their_sizes_do_not_tell_of_it),
		with_fixture(no_refusal_tells_the_coachee_that_there_are_more),
		with_fixture(what_becomes_of_it_before_that_is_told_to_the_coach_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
