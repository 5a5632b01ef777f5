/* tests — unannounced sessions: the policy holds from planning to reveal, whatever happens in between. */
#include "story.h"

#include "daemon/service/session.h"
#include "daemon/store/meeting.h"
#include "daemon/store/session.h"

static Session *plan(struct fixture *f, const char *id, int64_t start, bool unannounced)
{
	Session *session = NULL;

	story_meeting(f, id, "people/noor", start);
	assert_ok(f, story_plan(f, &f->ruud, arena_printf(f->arena, "meetings/%s", id), NULL, unannounced, &session));
	return session;
}

static void refused(struct fixture *f, const char *id, int64_t start, const char *reason)
{
	const char *meeting = story_meeting(f, id, "people/noor", start);

	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, meeting, NULL, true, NULL));
	assert_reason(f, reason);
}

static void move_to(struct fixture *f, const char *meeting, int64_t start)
{
	struct call *call = fixture_bare_call(f, &f->noor, "ridealong.v1.Meetings/BatchUpsertMeetings");
	Meeting *moved;

	assert_int_equal(store_meeting_get(f->conn, meeting, f->arena, &moved, NULL), STATUS_OK);
	moved->start_time = instant_new(f->arena, start);
	moved->end_time = instant_new(f->arena, start + CLOCK_HOUR);
	assert_int_equal(store_begin_write(f->conn, NULL), STATUS_OK);
	assert_int_equal(store_meeting_update(f->conn, moved, NULL), STATUS_OK);
	assert_int_equal(service_session_meeting_moved(call, moved), STATUS_OK);
	assert_int_equal(store_commit(f->conn, NULL), STATUS_OK);
}

static SessionState state_of(struct fixture *f, const Session *session)
{
	Session *seen;

	assert_ok(f, story_do(f, &f->ruud, "GetSession", session->name, &seen));
	return seen->state;
}

/* An announced first and an unannounced second one, three days apart. */
static void two(struct fixture *f, Session **ret_first, Session **ret_hidden)
{
	story_tell_team(f);
	*ret_first = plan(f, "first", STORY_START, false);
	*ret_hidden = plan(f, "secret", STORY_START + 7 * CLOCK_DAY, true);
}

static void cancelling_the_first_one_asks_the_coach_and_nobody_else(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden;

	two(f, &first, &hidden);
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", first->name, NULL));
	assert_int_equal(fixture_events(f, "session.unfit", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.unfit", "people/noor"), 0);
}

static void without_an_answer_the_coach_is_withdrawn_when_the_reveal_comes(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden, *seen;

	two(f, &first, &hidden);
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", first->name, NULL));
	story_until(f, STORY_START + 7 * CLOCK_DAY);
	assert_ok(f, story_do(f, &f->ruud, "GetSession", hidden->name, &seen));
	assert_int_equal(seen->state, SESSION_STATE_CANCELLED);
	assert_int_equal(seen->cancel_cause, CANCEL_CAUSE_NOT_UNANNOUNCED);
	assert_string_equal(seen->cancel_reason, "it could not be unannounced any more");
	f->locale = "nl"; /* kept as a code: in the language of whoever reads */
	assert_ok(f, story_do(f, &f->ruud, "GetSession", hidden->name, &seen));
	assert_string_equal(seen->cancel_reason, "onaangekondigd mocht niet meer");
	assert_int_equal(fixture_events(f, "session.revealed", NULL), 0);
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", hidden->name, NULL));
}

static void it_can_be_announced_early_but_not_after_the_cutoff(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden, *seen;

	two(f, &first, &hidden);
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", first->name, NULL));
	f->now = instant_us(hidden->cutoff_time);
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "RevealSession", hidden->name, NULL));
	assert_reason(f, "FIRST_SESSION");
	f->now = instant_us(hidden->start_time) - 2 * CLOCK_HOUR;
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "StartSession", hidden->name, NULL));
	f->now = instant_us(hidden->cutoff_time) - 1;
	assert_ok(f, story_do(f, &f->ruud, "RevealSession", hidden->name, &seen));
	assert_int_equal(seen->state, SESSION_STATE_CONFIRMED);
	assert_ok(f, story_do(f, &f->noor, "GetSession", hidden->name, NULL));
}

static void a_first_one_that_nobody_started_is_no_first_one(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden;

	two(f, &first, &hidden);
	(void)first;
	f->now = STORY_START + 2 * CLOCK_DAY;
	refused(f, "another", STORY_START + 5 * CLOCK_DAY, "FIRST_SESSION");
	/* Nothing happened that would tell: the coach is asked in the morning of the cut-off day, Tuesday. */
	story_until(f, STORY_START + 6 * CLOCK_DAY - CLOCK_HOUR - 1);
	assert_int_equal(fixture_events(f, "session.unfit", "people/ruud"), 0);
	story_until(f, STORY_START + 6 * CLOCK_DAY - CLOCK_HOUR);
	assert_int_equal(fixture_events(f, "session.unfit", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.unfit", "people/noor"), 0);
	story_until(f, STORY_START + 7 * CLOCK_DAY);
	assert_int_equal(state_of(f, hidden), SESSION_STATE_CANCELLED);
}

static void one_that_took_place_counts_for_good(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden;

	two(f, &first, &hidden);
	story_takes_place(f, first);
	story_until(f, STORY_START + 7 * CLOCK_DAY);
	assert_int_equal(state_of(f, hidden), SESSION_STATE_CONFIRMED);
}

static void a_first_one_that_moves_behind_the_other_asks_the_coach(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden;

	two(f, &first, &hidden);
	move_to(f, "meetings/first", STORY_START + 8 * CLOCK_DAY);
	assert_int_equal(fixture_events(f, "session.unfit", "people/ruud"), 1);
	story_until(f, STORY_START + 7 * CLOCK_DAY);
	assert_int_equal(state_of(f, hidden), SESSION_STATE_CANCELLED);
}

static void a_meeting_that_moves_into_a_taken_quarter_asks_the_coach(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden, *april;

	two(f, &first, &hidden);
	refused(f, "march", STORY_START + 14 * CLOCK_DAY, "ONE_A_QUARTER");
	april = plan(f, "april", STORY_START + 35 * CLOCK_DAY, true);
	move_to(f, "meetings/april", STORY_START + 15 * CLOCK_DAY);
	/* Neither may go on beside the other: the coach chooses. */
	assert_int_equal(fixture_events(f, "session.unfit", "people/ruud"), 2);
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", april->name, NULL));
	assert_int_equal(fixture_events(f, "session.unfit", "people/ruud"), 2);
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "ReopenSession", april->name, NULL));
	assert_reason(f, "ONE_A_QUARTER");
}

static void one_that_was_revealed_counts_in_its_quarter_even_if_cancelled(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden;

	two(f, &first, &hidden);
	assert_ok(f, story_do(f, &f->ruud, "RevealSession", hidden->name, NULL));
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", hidden->name, NULL));
	refused(f, "again", STORY_START + 8 * CLOCK_DAY, "ONE_A_QUARTER");
}

static void one_that_was_cancelled_in_secret_counts_for_nothing(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden;

	two(f, &first, &hidden);
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", hidden->name, NULL));
	plan(f, "again", STORY_START + 8 * CLOCK_DAY, true);
}

static void a_meeting_that_is_over_reveals_nothing(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden;

	two(f, &first, &hidden);
	story_takes_place(f, first);
	f->now = STORY_START + 3 * CLOCK_DAY;
	move_to(f, "meetings/secret", STORY_START + CLOCK_DAY);
	story_until(f, STORY_START + 4 * CLOCK_DAY);
	assert_int_equal(fixture_events(f, "session.revealed", NULL), 0);
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "RevealSession", hidden->name, NULL));
	assert_reason(f, "TOO_LATE");
}

static void beside_an_invitation_it_is_neither_revealed_nor_started(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden;

	two(f, &first, &hidden);
	assert_ok(f, story_plan(f, &f->noor, "meetings/secret", "people/ruud", false, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "RevealSession", hidden->name, NULL));
	assert_reason(f, "ANNOUNCED_BESIDE");
	f->now = instant_us(hidden->start_time) - 2 * CLOCK_HOUR;
	assert_status(f, STATUS_FAILED_PRECONDITION, story_do(f, &f->ruud, "StartSession", hidden->name, NULL));
	assert_reason(f, "ANNOUNCED_BESIDE");
}

static void a_coach_who_is_elsewhere_by_then_is_not_announced(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden, *seen;

	two(f, &first, &hidden);
	story_takes_place(f, first);
	story_meeting(f, "sams", "people/sam", instant_us(hidden->start_time) + 30 * CLOCK_MINUTE);
	/* To Sam nothing shows of it; Ruud is asked. */
	assert_ok(f, story_plan(f, &f->sam, "meetings/sams", "people/ruud", false, NULL));
	assert_int_equal(fixture_events(f, "session.collided", "people/ruud"), 1);
	story_until(f, instant_us(hidden->start_time));
	assert_ok(f, story_do(f, &f->ruud, "GetSession", hidden->name, &seen));
	assert_int_equal(seen->state, SESSION_STATE_CANCELLED);
	assert_int_equal(seen->cancel_cause, CANCEL_CAUSE_ANNOUNCED_BESIDE);
	assert_string_equal(seen->cancel_reason, "there is an announced session at that time");
	assert_int_equal(fixture_events(f, "session.revealed", NULL), 0);
}

static void what_was_never_revealed_is_listed_once_its_meeting_is_over(void **state)
{
	struct fixture *f = *state;
	Session *first, *hidden, **listed;
	size_t count;

	two(f, &first, &hidden);
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", hidden->name, NULL));
	assert_int_equal(store_session_never_revealed(f->conn, "people/noor", instant_us(hidden->end_time) - 1,
				 f->arena, &listed, &count, NULL),
		STATUS_OK);
	assert_int_equal(count, 0);
	assert_int_equal(store_session_never_revealed(
				 f->conn, "people/noor", instant_us(hidden->end_time), f->arena, &listed, &count, NULL),
		STATUS_OK);
	assert_int_equal(count, 1);
	assert_string_equal(listed[0]->name, hidden->name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(cancelling_the_first_one_asks_the_coach_and_nobody_else),
		with_fixture(without_an_answer_the_coach_is_withdrawn_when_the_reveal_comes),
		with_fixture(it_can_be_announced_early_but_not_after_the_cutoff),
		with_fixture(a_first_one_that_nobody_started_is_no_first_one),
		with_fixture(one_that_took_place_counts_for_good),
		with_fixture(a_first_one_that_moves_behind_the_other_asks_the_coach),
		with_fixture(a_meeting_that_moves_into_a_taken_quarter_asks_the_coach),
		with_fixture(one_that_was_revealed_counts_in_its_quarter_even_if_cancelled),
		with_fixture(one_that_was_cancelled_in_secret_counts_for_nothing),
		with_fixture(a_meeting_that_is_over_reveals_nothing),
		with_fixture(beside_an_invitation_it_is_neither_revealed_nor_started),
		with_fixture(a_coach_who_is_elsewhere_by_then_is_not_announced),
		with_fixture(what_was_never_revealed_is_listed_once_its_meeting_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
