/* tests — the rhythm of coaching relations, and what passes on when one ends. */
#include "story.h"

#include "daemon/service/rhythm.h"
#include "daemon/store/coaching.h"

extern People_Service service_people;

static enum status rhythm(struct fixture *f, const struct actor *actor, Rhythm **ret)
{
	GetRhythmRequest in = GET_RHYTHM_REQUEST__INIT;

	in.name = "coachings/noor/rhythm";
	return fixture_call(f, actor, &service_people, "GetRhythm", &in, ret);
}

static enum status postpone(struct fixture *f, const struct actor *actor, const char *until, Rhythm **ret)
{
	PostponeRhythmRequest in = POSTPONE_RHYTHM_REQUEST__INIT;

	in.name = "coachings/noor/rhythm";
	in.until_date = (char *)until;
	return fixture_call(f, actor, &service_people, "PostponeRhythm", &in, ret);
}

static void set(struct fixture *f, const char *path, const char *value, int days)
{
	UpdateCoachingRequest in = UPDATE_COACHING_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Coaching coaching = COACHING__INIT;
	char *paths[] = { (char *)path };

	coaching.name = "coachings/noor";
	coaching.end_date = coaching.starter_until = (char *)value;
	coaching.cadence_days = days;
	mask.paths = paths;
	mask.n_paths = 1;
	in.coaching = &coaching;
	in.update_mask = &mask;
	assert_ok(f, fixture_call(f, &f->admin, &service_people, "UpdateCoaching", &in, NULL));
}

static enum status coach(struct fixture *f, const char *coach_name, const char *coachee, Coaching **ret)
{
	CreateCoachingRequest in = CREATE_COACHING_REQUEST__INIT;
	Coaching coaching = COACHING__INIT;

	coaching.coach = (char *)coach_name;
	coaching.coachee = (char *)coachee;
	in.coaching = &coaching;
	return fixture_call(f, &f->admin, &service_people, "CreateCoaching", &in, ret);
}

static void the_coach_alone_is_told_when_five_weeks_have_passed_and_nothing_is_planned(void **state)
{
	struct fixture *f = *state;
	Session *session = story_debriefing(f); /* on 4 March */
	Rhythm *now;

	(void)session;
	set(f, "cadence_days", "", 21);
	set(f, "cadence_days", "", 28);
	assert_ok(f, rhythm(f, &f->ruud, &now));
	assert_int_equal(now->every_days, 28);
	assert_string_equal(now->last_date, "2026-03-04");
	assert_string_equal(now->slips_date, "2026-04-08");
	assert_status(f, STATUS_PERMISSION_DENIED, rhythm(f, &f->noor, NULL));
	assert_status(f, STATUS_NOT_FOUND, rhythm(f, &f->kim, NULL));
	story_until(f, FIXTURE_NOW + 36 * CLOCK_DAY);
	assert_int_equal(fixture_events(f, "coaching.slipping", NULL), 0);
	story_until(f, FIXTURE_NOW + 38 * CLOCK_DAY);
	assert_int_equal(fixture_events(f, "coaching.slipping", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "coaching.slipping", "people/noor"), 0);
	set(f, "end_date", "2026-12-31", 0); /* another end tells nobody again */
	story_until(f, FIXTURE_NOW + 60 * CLOCK_DAY);
	assert_int_equal(fixture_events(f, "coaching.slipping", NULL), 1);
	story_until(f, FIXTURE_NOW + 67 * CLOCK_DAY); /* once more after the next four weeks */
	assert_int_equal(fixture_events(f, "coaching.slipping", NULL), 2);
}

static void a_planned_session_or_a_day_it_was_put_off_to_comes_first(void **state)
{
	struct fixture *f = *state;
	Rhythm *now;

	set(f, "cadence_days", "", 21);
	set(f, "cadence_days", "", 28); /* never together since 1 January: it slips already */
	assert_ok(f, postpone(f, &f->ruud, "2026-03-20", &now));
	assert_string_equal(now->postponed_until, "2026-03-20");
	assert_int_equal(fixture_events(f, "coaching.postponed", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "coaching.postponed", "people/noor"), 0);
	assert_status(f, STATUS_PERMISSION_DENIED, postpone(f, &f->noor, "2026-03-20", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, postpone(f, &f->ruud, "2026-03-02", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, postpone(f, &f->ruud, "2027-03-20", NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, postpone(f, &f->ruud, "later", NULL));
	story_until(f, FIXTURE_NOW + 10 * CLOCK_DAY);
	assert_int_equal(fixture_events(f, "coaching.slipping", NULL), 0);
	story_meeting(f, "soon", "people/noor", FIXTURE_NOW + 20 * CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/soon", NULL, false, NULL));
	story_until(f, FIXTURE_NOW + 20 * CLOCK_DAY);
	assert_int_equal(fixture_events(f, "coaching.slipping", NULL), 0);
	story_until(f, FIXTURE_NOW + 22 * CLOCK_DAY); /* nobody came */
	assert_int_equal(fixture_events(f, "coaching.slipping", NULL), 1);
	assert_ok(f, postpone(f, &f->ruud, "", &now));
	assert_string_equal(now->postponed_until, "");
}

static void who_was_never_coached_is_a_starter_for_twelve_weeks(void **state)
{
	struct fixture *f = *state;
	Coaching *made;
	Rhythm *now;

	assert_ok(f, coach(f, "people/ruud", "people/kim", &made));
	assert_string_equal(made->starter_until, "2026-05-24");
	assert_ok(f, coach(f, "people/kim", "people/noor", &made));
	assert_string_equal(made->starter_until, "");
	set(f, "starter_until", "2026-04-01", 0);
	assert_ok(f, rhythm(f, &f->ruud, &now));
	assert_int_equal(now->every_days, 14);
	assert_true(now->starter);
}

static ActionPoint *agreed(struct fixture *f, const struct actor *actor, const char *owner)
{
	CreateActionPointRequest in = CREATE_ACTION_POINT_REQUEST__INIT;
	ActionPoint point = ACTION_POINT__INIT, *made = NULL;

	point.coaching = "coachings/noor";
	point.text = "oefenen";
	point.owner = (char *)owner;
	point.skill = "vragen";
	in.action_point = &point;
	assert_ok(f, fixture_call(f, actor, &service_action_points, "CreateActionPoint", &in, &made));
	return made;
}

static ListActionPointsResponse *listed(struct fixture *f, const struct actor *actor)
{
	ListActionPointsRequest in = LIST_ACTION_POINTS_REQUEST__INIT;
	ListActionPointsResponse *out = NULL;

	assert_ok(f, fixture_call(f, actor, &service_action_points, "ListActionPoints", &in, &out));
	return out;
}

static enum status get(struct fixture *f, const struct actor *actor, const char *name, ActionPoint **ret)
{
	GetActionPointRequest in = GET_ACTION_POINT_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(f, actor, &service_action_points, "GetActionPoint", &in, ret);
}

static void what_the_coachee_has_open_passes_to_the_next_coach_and_nothing_else_does(void **state)
{
	struct fixture *f = *state;
	ActionPoint *point = agreed(f, &f->noor, ""), *promise = agreed(f, &f->ruud, "people/ruud");
	ListActionPointChangesRequest in = LIST_ACTION_POINT_CHANGES_REQUEST__INIT;
	ListActionPointChangesResponse *history;
	ListActionPointsResponse *open;

	set(f, "end_date", "2026-03-03", 0);
	assert_ok(f, coach(f, "people/kim", "people/noor", NULL));
	assert_int_equal(listed(f, &f->kim)->n_action_points, 0); /* it still lasts today */
	story_until(f, FIXTURE_NOW + 3 * CLOCK_DAY);
	open = listed(f, &f->kim);
	assert_int_equal(open->n_action_points, 1);
	assert_string_equal(open->action_points[0]->text, "oefenen");
	assert_string_equal(open->action_points[0]->skill, "vragen");
	assert_string_equal(open->action_points[0]->due_date, point->due_date);
	assert_string_equal(open->action_points[0]->session, "");
	assert_int_equal(listed(f, &f->noor)->n_action_points, 2); /* theirs once, and the promise */
	assert_status(f, STATUS_NOT_FOUND, get(f, &f->kim, point->name, NULL));
	assert_status(f, STATUS_NOT_FOUND, get(f, &f->kim, promise->name, NULL));
	assert_ok(f, get(f, &f->ruud, point->name, &point));
	assert_int_equal(point->state, ACTION_POINT_STATE_PASSED_ON);
	assert_string_equal(point->passed_to, open->action_points[0]->name);
	assert_status(f, STATUS_NOT_FOUND, get(f, &f->ruud, point->passed_to, NULL));
	in.name = point->passed_to;
	assert_ok(f, fixture_call(f, &f->kim, &service_action_points, "ListActionPointChanges", &in, &history));
	assert_int_equal(history->n_changes, 1);
	assert_int_equal(history->changes[0]->kind, ACTION_POINT_CHANGE_KIND_PASSED_ON);
	/* done again, nothing happens */
	set(f, "end_date", "2026-03-03", 0);
	assert_int_equal(listed(f, &f->noor)->n_action_points, 2);
}

static void it_waits_for_a_relation_that_comes_later(void **state)
{
	struct fixture *f = *state;

	agreed(f, &f->noor, "");
	set(f, "end_date", "2026-03-02", 0);
	story_until(f, FIXTURE_NOW + 5 * CLOCK_DAY);
	assert_int_equal(listed(f, &f->noor)->n_action_points, 1);
	assert_ok(f, coach(f, "people/kim", "people/noor", NULL));
	assert_int_equal(listed(f, &f->kim)->n_action_points, 1);
	assert_int_equal(listed(f, &f->noor)->n_action_points, 1);
	assert_int_equal(listed(f, &f->ruud)->n_action_points, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(the_coach_alone_is_told_when_five_weeks_have_passed_and_nothing_is_planned),
		with_fixture(a_planned_session_or_a_day_it_was_put_off_to_comes_first),
		with_fixture(who_was_never_coached_is_a_starter_for_twelve_weeks),
		with_fixture(what_the_coachee_has_open_passes_to_the_next_coach_and_nothing_else_does),
		with_fixture(it_waits_for_a_relation_that_comes_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
