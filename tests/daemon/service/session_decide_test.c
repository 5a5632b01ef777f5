/* tests — decisions that cross each other, and what helps when a decision stands in the way. */
#include "story.h"

static enum status decide(
	struct fixture *f, const struct actor *actor, const Session *read, Verdict verdict, Session **ret)
{
	DecideSessionRequest in = DECIDE_SESSION_REQUEST__INIT;

	in.name = read->name;
	in.etag = read->etag;
	in.verdict = verdict;
	return fixture_call(f, actor, &service_sessions, "DecideSession", &in, ret);
}

static void of_three_decisions_at_once_the_first_stands_and_the_others_hear_of_it(void **state)
{
	struct fixture *f = *state;
	Session *read, *now, *planned = story_planned(f);

	assert_ok(f, story_do(f, &f->ruud, "GetSession", planned->name, &read));
	assert_ok(f, decide(f, &f->ruud, read, VERDICT_COACH_MORE, &now));
	assert_string_equal(now->decided_by, "people/ruud");
	assert_int_equal(instant_us(now->decide_time), f->now);
	assert_status(f, STATUS_ABORTED, decide(f, &f->ruud, read, VERDICT_NOT_JOINING, NULL));
	assert_reason(f, "ETAG");
	assert_string_equal(f->error.message, "Ruud decided at 08:00: coming along, talk first. That stands until you "
					      "decide anew: read it again first");
	f->locale = "nl";
	assert_status(f, STATUS_ABORTED, decide(f, &f->admin, read, VERDICT_GO, NULL));
	assert_non_null(strstr(f->error.message, "Ruud heeft om 08:00 besloten: gaat mee, eerst nog doorspreken"));
	assert_ok(f, story_do(f, &f->noor, "GetSession", planned->name, &read));
	assert_int_equal(read->verdict, VERDICT_COACH_MORE);
	assert_int_equal(fixture_events(f, "session.confirmed", "people/noor"), 1);
}

static void a_change_that_was_no_decision_is_told_as_a_change(void **state)
{
	struct fixture *f = *state;
	UpdateSessionRequest update = UPDATE_SESSION_REQUEST__INIT;
	Session given = SESSION__INIT, *read = story_planned(f);

	given.name = read->name;
	given.introduction = "a colleague";
	update.session = &given;
	assert_ok(f, fixture_call(f, &f->noor, &service_sessions, "UpdateSession", &update, NULL));
	assert_status(f, STATUS_ABORTED, decide(f, &f->ruud, read, VERDICT_GO, NULL));
	assert_non_null(strstr(f->error.message, "changed since you read it"));
}

static void without_an_etag_the_last_word_counts(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_COACH_MORE, "", NULL));
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", &session));
	assert_int_equal(session->verdict, VERDICT_GO);
}

static void a_rule_that_decides_is_named(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	f->now = STORY_CUTOFF;
	assert_ok(f, story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "skip_unprepared/1", &session));
	assert_string_equal(session->decided_by, "plugins/skip_unprepared");
}

static void what_the_check_decided_is_told_in_words(void **state)
{
	struct fixture *f = *state;
	Session *read = story_planned(f);

	f->now = STORY_CUTOFF;
	assert_ok(f, story_decide(f, &story_gate, read->name, VERDICT_NOT_JOINING, "skip_unprepared/1", NULL));
	assert_status(f, STATUS_ABORTED, decide(f, &f->ruud, read, VERDICT_GO, NULL));
	assert_non_null(strstr(f->error.message, "the preparation check decided at 15:00: not coming along"));
	f->locale = "nl";
	assert_status(f, STATUS_ABORTED, decide(f, &f->ruud, read, VERDICT_GO, NULL));
	assert_non_null(strstr(f->error.message, "de voorbereidingscheck heeft om 15:00 besloten: gaat niet mee"));
}

static void a_preparation_in_time_brings_the_coach_back_and_nobody_decided_that(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	f->now = STORY_CUTOFF;
	assert_ok(f, story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "skip_unprepared/1", NULL));
	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "1 een datum voor de start", true, NULL));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_CONFIRMED);
	assert_string_equal(session->decided_by, "service");
}

static void an_appeal_is_answered_with_no_as_well(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	f->now = STORY_CUTOFF;
	assert_ok(f, story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "skip_unprepared/1", NULL));
	assert_status(
		f, STATUS_FAILED_PRECONDITION, story_decide(f, &f->ruud, session->name, VERDICT_NOT_JOINING, "", NULL));
	f->now = STORY_GRACE + CLOCK_MINUTE;
	assert_ok(f, story_do(f, &f->noor, "AppealSession", session->name, NULL));
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_NOT_JOINING, "", &session));
	assert_int_equal(session->state, SESSION_STATE_SKIPPED);
	assert_int_equal(session->previous_state, SESSION_STATE_PLANNED);
	assert_string_equal(session->verdict_rule, "");
	assert_int_equal(fixture_events(f, "session.skipped", "people/noor"), 2);
	assert_int_equal(fixture_events(f, "one_on_one_item.opened", "people/noor"), 1);
}

static void a_skip_in_the_way_of_an_invitation_says_what_helps(void **state)
{
	struct fixture *f = *state;
	Session *session = story_planned(f);

	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_NOT_JOINING, "", NULL));
	assert_status(f, STATUS_ALREADY_EXISTS, story_plan(f, &f->noor, session->meeting, "people/ruud", false, NULL));
	assert_reason(f, "SESSION_EXISTS");
	assert_non_null(strstr(f->error.message, "prepared after all"));
	assert_status(f, STATUS_ALREADY_EXISTS, story_plan(f, &f->ruud, session->meeting, NULL, false, NULL));
	assert_non_null(strstr(f->error.message, "say GO there"));
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", &session));
	assert_int_equal(session->state, SESSION_STATE_CONFIRMED);
}

static void what_was_planned_anew_keeps_the_old_one_from_coming_back(void **state)
{
	struct fixture *f = *state;
	Session *first = story_planned(f), *second;

	assert_ok(f, story_do(f, &f->ruud, "CancelSession", first->name, NULL));
	assert_ok(f, story_plan(f, &f->ruud, first->meeting, NULL, false, &second));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "ReopenSession", first->name, NULL));
	assert_reason(f, "PLANNED_ANEW");
	assert_ok(f, story_decide(f, &f->ruud, second->name, VERDICT_NOT_JOINING, "", NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "ReopenSession", first->name, NULL));
	assert_ok(f, story_do(f, &f->ruud, "ReopenSession", second->name, &second));
	assert_int_equal(second->state, SESSION_STATE_PLANNED);
}

/* The coach uses the time that a skip made free. */
static Session *elsewhere(struct fixture *f, bool unannounced)
{
	Session *session = NULL;

	assert_ok(f, story_plan(f, &f->ruud, story_meeting(f, "sams", "people/sam", STORY_START), NULL, unannounced,
			     &session));
	return session;
}

static Session *skipped(struct fixture *f)
{
	Session *session = story_planned(f);

	f->now = STORY_CUTOFF;
	assert_ok(f, story_decide(f, &story_gate, session->name, VERDICT_NOT_JOINING, "skip_unprepared/1", &session));
	return session;
}

static void out_of_a_skip_nobody_comes_back_into_two_places(void **state)
{
	struct fixture *f = *state;
	Session *session = skipped(f), *other = elsewhere(f, false);

	assert_status(f, STATUS_FAILED_PRECONDITION, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", NULL));
	assert_reason(f, "COACH_BUSY");
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "ReopenSession", session->name, NULL));
	assert_reason(f, "COACH_BUSY");
	/* nor by a preparation in time: the coach is asked */
	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "1 a date\n2 calm\n3 the price", true, NULL));
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_SKIPPED);
	assert_true(session->appealed);
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", other->name, NULL));
	assert_ok(f, story_decide(f, &f->ruud, session->name, VERDICT_GO, "", &session));
	assert_int_equal(session->state, SESSION_STATE_CONFIRMED);
}

static void a_hidden_one_elsewhere_keeps_nobody_from_coming_back_and_the_coach_is_asked(void **state)
{
	struct fixture *f = *state;
	Session *session;

	story_tell_team(f);
	assert_ok(f,
		story_plan(f, &f->ruud, story_meeting(f, "sams-first", "people/sam", STORY_CUTOFF), NULL, false, NULL));
	session = skipped(f);
	elsewhere(f, true);
	assert_ok(f, story_prepare(f, &f->noor, session->meeting, "1 a date\n2 calm\n3 the price", true, NULL));
	assert_ok(f, story_do(f, &f->noor, "GetSession", session->name, &session));
	assert_int_equal(session->state, SESSION_STATE_CONFIRMED);
	assert_int_equal(fixture_events(f, "session.collided", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.collided", "people/noor"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(of_three_decisions_at_once_the_first_stands_and_the_others_hear_of_it),
		with_fixture(a_change_that_was_no_decision_is_told_as_a_change),
		with_fixture(without_an_etag_the_last_word_counts),
		with_fixture(a_rule_that_decides_is_named),
		with_fixture(what_the_check_decided_is_told_in_words),
		with_fixture(a_preparation_in_time_brings_the_coach_back_and_nobody_decided_that),
		with_fixture(an_appeal_is_answered_with_no_as_well),
		with_fixture(a_skip_in_the_way_of_an_invitation_says_what_helps),
		with_fixture(out_of_a_skip_nobody_comes_back_into_two_places),
		with_fixture(a_hidden_one_elsewhere_keeps_nobody_from_coming_back_and_the_coach_is_asked),
		with_fixture(what_was_planned_anew_keeps_the_old_one_from_coming_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
