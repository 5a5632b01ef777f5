/* tests — whether sessions help: the coachee answers, the coach sees a level from five answers on. */
#include "history.h"
#include "story.h"

#include <stdio.h>

static enum status answer(
	struct fixture *f, const struct actor *actor, const char *session, Helped helped, Debrief **ret)
{
	AnswerHelpedRequest in = ANSWER_HELPED_REQUEST__INIT;

	in.name = arena_printf(f->arena, "sessions/%s/debrief", session);
	in.helped = helped;
	return fixture_call(f, actor, &service_debriefs, "AnswerHelped", &in, ret);
}

static enum status trend(struct fixture *f, const struct actor *actor, const char *coach, HelpTrend **ret)
{
	GetHelpTrendRequest in = GET_HELP_TREND_REQUEST__INIT;

	in.coach = (char *)coach;
	return fixture_call(f, actor, &service_debriefs, "GetHelpTrend", &in, ret);
}

/* Closed ones, "c0" and up, of Noor and Sam in turn. */
static void history(struct fixture *f, int count)
{
	for (int i = 0; i < count; i++)
		history_keep_session(
			f, history_session(f, arena_printf(f->arena, "c%d", i), i % 2 == 0 ? "noor" : "sam",
				   FIXTURE_NOW - (i + 1) * CLOCK_DAY, SESSION_STATE_CLOSED));
}

static const struct actor *whose(struct fixture *f, int i)
{
	return i % 2 == 0 ? &f->noor : &f->sam;
}

static void nothing_shows_before_the_fifth_answer_and_then_one_level(void **state)
{
	struct fixture *f = *state;
	HelpTrend *seen;

	history(f, 11);
	for (int i = 0; i < 10; i++) {
		assert_ok(f, trend(f, &f->ruud, "", &seen));
		assert_int_equal(seen->n_levels, i / 5);
		assert_ok(f, answer(f, whose(f, i), arena_printf(f->arena, "c%d", i),
				     i < 5 ? HELPED_A_LITTLE : HELPED_YES, NULL));
	}
	assert_ok(f, trend(f, &f->ruud, "people/ruud@example.org", &seen));
	assert_int_equal(seen->n_levels, 2);
	assert_int_equal(seen->levels[0], HELP_LEVEL_PARTLY);
	assert_int_equal(seen->levels[1], HELP_LEVEL_MOSTLY);
	assert_int_equal(seen->direction, HELP_DIRECTION_UP);
	assert_int_equal(seen->answers_each, 5);
}

static void an_answer_changes_until_it_counts(void **state)
{
	struct fixture *f = *state;
	HelpTrend *seen;
	Debrief *debrief;

	history(f, 5);
	assert_ok(f, answer(f, &f->noor, "c0", HELPED_NO, NULL));
	assert_ok(f, answer(f, &f->noor, "c0", HELPED_YES, &debrief));
	assert_int_equal(debrief->helped, HELPED_YES);
	for (int i = 1; i < 5; i++)
		assert_ok(f, answer(f, whose(f, i), arena_printf(f->arena, "c%d", i), HELPED_YES, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, answer(f, &f->noor, "c0", HELPED_NO, NULL));
	assert_reason(f, "COUNTED");
	assert_ok(f, answer(f, &f->noor, "c0", HELPED_YES, NULL));
	assert_ok(f, trend(f, &f->ruud, "", &seen));
	assert_int_equal(seen->n_levels, 1);
}

static void nobody_else_sees_or_hears_of_an_answer(void **state)
{
	struct fixture *f = *state;
	GetDebriefRequest in = GET_DEBRIEF_REQUEST__INIT;
	Debrief *debrief;

	history(f, 1);
	assert_ok(f, answer(f, &f->noor, "c0", HELPED_NO, NULL));
	in.name = "sessions/c0/debrief";
	assert_ok(f, fixture_call(f, &f->ruud, &service_debriefs, "GetDebrief", &in, &debrief));
	assert_int_equal(debrief->helped, HELPED_UNSPECIFIED);
	assert_ok(f, fixture_call(f, &f->admin, &service_debriefs, "GetDebrief", &in, &debrief));
	assert_int_equal(debrief->helped, HELPED_UNSPECIFIED);
	assert_ok(f, fixture_call(f, &f->noor, &service_debriefs, "GetDebrief", &in, &debrief));
	assert_int_equal(debrief->helped, HELPED_NO);
	assert_int_equal(fixture_events(f, "debrief.answered", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "debrief.answered", "people/ruud"), 0);
}

static void the_question_is_the_coachees_and_comes_after_closing(void **state)
{
	struct fixture *f = *state;

	history(f, 1);
	history_keep_session(
		f, history_session(f, "open", "noor", FIXTURE_NOW - 2 * CLOCK_DAY, SESSION_STATE_DEBRIEFING));
	assert_status(f, STATUS_PERMISSION_DENIED, answer(f, &f->ruud, "c0", HELPED_YES, NULL));
	assert_status(f, STATUS_NOT_FOUND, answer(f, &f->kim, "c0", HELPED_YES, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, answer(f, &f->noor, "c0", HELPED_UNSPECIFIED, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, answer(f, &f->noor, "open", HELPED_YES, NULL));
	assert_reason(f, "NOT_CLOSED");
}

static void the_trend_is_the_coachs(void **state)
{
	struct fixture *f = *state;

	assert_status(f, STATUS_NOT_FOUND, trend(f, &f->kim, "people/ruud", NULL));
	assert_status(f, STATUS_NOT_FOUND, trend(f, &f->noor, "people/ruud", NULL));
	assert_true(trend(f, &f->admin, "people/ruud", NULL) != STATUS_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(nothing_shows_before_the_fifth_answer_and_then_one_level),
		with_fixture(an_answer_changes_until_it_counts),
		with_fixture(nobody_else_sees_or_hears_of_an_answer),
		with_fixture(the_question_is_the_coachees_and_comes_after_closing),
		with_fixture(the_trend_is_the_coachs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
