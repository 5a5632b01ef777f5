/* tests — secrecy: the single steps of a hidden session's life. That nothing of it shows is proved by pairs of
 * histories (tests/property/secrecy_pairs_test.c). */
#include "story.h"

#include "ridealong/v1/event.pb-c.h"

extern Events_Service service_events;

static Session *planned_unannounced(struct fixture *f)
{
	Session *session = story_planned(f), *hidden = NULL;

	story_takes_place(f, session);

	story_tell_team(f);
	story_meeting(f, "secret", "people/noor", STORY_START + CLOCK_DAY);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/secret", NULL, true, &hidden));
	return hidden;
}

static void it_comes_unannounced_only_within_the_policy(void **state)
{
	struct fixture *f = *state;

	story_meeting(f, "first", "people/noor", STORY_START);
	story_meeting(f, "second", "people/noor", STORY_START + CLOCK_DAY);
	story_meeting(f, "third", "people/noor", STORY_START + 2 * CLOCK_DAY);
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, "meetings/first", NULL, true, NULL));
	story_tell_team(f);
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, "meetings/first", NULL, true, NULL));
	assert_ok(f, story_plan(f, &f->ruud, "meetings/first", NULL, false, NULL));
	assert_ok(f, story_plan(f, &f->ruud, "meetings/second", NULL, true, NULL));
	assert_status(f, STATUS_FAILED_PRECONDITION, story_plan(f, &f->ruud, "meetings/third", NULL, true, NULL));
	assert_status(f, STATUS_INVALID_ARGUMENT, story_plan(f, &f->noor, "meetings/third", "people/ruud", true, NULL));
}

static void it_is_revealed_an_hour_before_departure(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f), *seen;
	int64_t reveal = STORY_START + CLOCK_DAY - 90 * CLOCK_MINUTE;

	story_until(f, reveal - 1);
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", hidden->name, NULL));
	assert_int_equal(fixture_events(f, "session.planned", "people/noor"), 1);
	assert_int_equal(story_count(f, &f->noor), 1);
	assert_int_equal(story_count(f, &f->ruud), 2);
	story_until(f, reveal);
	assert_ok(f, story_do(f, &f->noor, "GetSession", hidden->name, &seen));
	assert_int_equal(seen->state, SESSION_STATE_CONFIRMED);
	assert_int_equal(instant_us(seen->reveal_time), reveal);
	assert_int_equal(fixture_events(f, "session.revealed", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.revealed", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.planned", "people/noor"), 1);
}

static void a_hidden_one_that_starts_is_revealed_by_it(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f);

	f->now = STORY_START + CLOCK_DAY - 3 * CLOCK_HOUR;
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "StartSession", hidden->name, NULL));
	assert_ok(f, story_do(f, &f->ruud, "StartSession", hidden->name, NULL));
	assert_int_equal(fixture_events(f, "session.revealed", "people/noor"), 1);
	assert_int_equal(fixture_events(f, "session.started", "people/noor"), 2);
}

static void a_hidden_one_that_is_cancelled_was_never_there(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f);
	int before = fixture_events(f, NULL, "people/noor");

	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "CancelSession", hidden->name, NULL));
	assert_ok(f, story_do(f, &f->ruud, "CancelSession", hidden->name, NULL));
	assert_int_equal(fixture_events(f, NULL, "people/noor"), before);
	assert_int_equal(fixture_events(f, "session.cancelled", "people/ruud"), 1);
	story_until(f, STORY_START + 3 * CLOCK_DAY);
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", hidden->name, NULL));
}

static void a_hidden_one_gives_way_to_an_invitation(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f), *seen;

	assert_ok(f, story_plan(f, &f->noor, "meetings/secret", "people/ruud", false, NULL));
	story_until(f, STORY_START + CLOCK_DAY - CLOCK_HOUR);
	assert_ok(f, story_do(f, &f->ruud, "GetSession", hidden->name, &seen));
	assert_int_equal(seen->state, SESSION_STATE_CANCELLED);
	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->noor, "GetSession", hidden->name, NULL));
	assert_int_equal(fixture_events(f, "session.revealed", NULL), 0);
}

static void the_coach_is_asked_about_invitations_beside_a_hidden_one(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f);

	story_meeting(f, "as-secret", "people/noor", instant_us(hidden->start_time) + 30 * CLOCK_MINUTE);
	assert_ok(f, story_plan(f, &f->noor, "meetings/secret", "people/ruud", false, NULL));
	assert_int_equal(fixture_events(f, "session.collided", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.collided", "people/noor"), 0);
	assert_status(f, STATUS_FAILED_PRECONDITION,
		story_plan(f, &f->noor, "meetings/as-secret", "people/ruud", false, NULL));
	assert_reason(f, "COACH_BUSY");
}

static void nobody_is_reminded_of_what_is_hidden(void **state)
{
	struct fixture *f = *state;
	CreateReminderRequest in = CREATE_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT;

	reminder.key = "reveal/early";
	reminder.kind = REMINDER_KIND_REVEAL;
	reminder.person = "people/noor";
	reminder.session = planned_unannounced(f)->name;
	in.reminder = &reminder;
	assert_status(
		f, STATUS_NOT_FOUND, fixture_call(f, &f->plugin, &service_reminders, "CreateReminder", &in, NULL));
	reminder.person = "people/ruud";
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "CreateReminder", &in, NULL));
}

static void a_program_does_not_see_hidden_ones(void **state)
{
	struct fixture *f = *state;
	Session *hidden = planned_unannounced(f);

	assert_status(f, STATUS_NOT_FOUND, story_do(f, &f->program, "GetSession", hidden->name, NULL));
	assert_int_equal(story_count(f, &f->program), 1);
	assert_int_equal(story_count(f, &f->plugin), 2);
	assert_int_equal(story_count(f, &f->admin), 2);
}

static size_t reminders_of(struct fixture *f, const struct actor *actor, const char *session)
{
	ListRemindersRequest in = LIST_REMINDERS_REQUEST__INIT;
	ListRemindersResponse *ret = NULL;

	in.session = (char *)session;
	assert_ok(f, fixture_call(f, actor, &service_reminders, "ListReminders", &in, &ret));
	return ret->n_reminders;
}

static size_t events_about(struct fixture *f, const struct actor *actor, const char *subject)
{
	ListEventsRequest in = LIST_EVENTS_REQUEST__INIT;
	ListEventsResponse *ret = NULL;

	in.subject = (char *)subject;
	assert_ok(f, fixture_call(f, actor, &service_events, "ListEvents", &in, &ret));
	return ret->n_events;
}

static enum status leave_earlier(struct fixture *f, const struct actor *actor, const char *session)
{
	UpdateSessionRequest in = UPDATE_SESSION_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	Session given = SESSION__INIT;
	char *paths[] = { "travel" };

	given.name = (char *)session;
	given.travel = instant_length_new(f->arena, 2 * CLOCK_HOUR);
	mask.paths = paths;
	mask.n_paths = 1;
	in.session = &given;
	in.update_mask = &mask;
	return fixture_call(f, actor, &service_sessions, "UpdateSession", &in, NULL);
}

/* The coach is told in so many words; a planning system sees its change done, and the coach is asked. */
static void a_longer_way_there_that_meets_a_hidden_session_is_told_to_the_coach_alone(void **state)
{
	static const char *const scopes[] = { "sessions.read", "sessions.write" };
	struct fixture *f = *state;
	const struct actor program = { .kind = ACTOR_PROGRAM, .name = "tokens/plan", .scopes = scopes, .n_scopes = 2 };
	const Session *hidden = planned_unannounced(f);
	Session *sams;

	story_meeting(f, "sams-after", "people/sam", instant_us(hidden->end_time) + CLOCK_HOUR);
	assert_ok(f, story_plan(f, &f->ruud, "meetings/sams-after", NULL, false, &sams));
	assert_status(f, STATUS_FAILED_PRECONDITION, leave_earlier(f, &f->ruud, sams->name));
	assert_reason(f, "COACH_BUSY");
	assert_int_equal(fixture_events(f, "session.collided", NULL), 0);
	assert_ok(f, leave_earlier(f, &program, sams->name));
	assert_int_equal(fixture_events(f, "session.collided", "people/ruud"), 1);
	assert_int_equal(fixture_events(f, "session.collided", "people/noor"), 0);
	assert_int_equal(fixture_events(f, "session.collided", "people/sam"), 0);
}

/* Neither a program nor an administrator who is the coachee. */
static void what_a_coach_is_written_about_a_hidden_one_is_as_hidden_as_it_is(void **state)
{
	static const char *const scopes[] = { "reminders.read", "events.read", "sessions.read" };
	struct fixture *f = *state;
	const struct actor program = { .kind = ACTOR_PROGRAM, .name = "tokens/hr", .scopes = scopes, .n_scopes = 3 };
	struct actor noor = f->noor;
	Session *hidden = planned_unannounced(f);
	CreateReminderRequest in = CREATE_REMINDER_REQUEST__INIT;
	GetReminderRequest get = GET_REMINDER_REQUEST__INIT;
	Reminder reminder = REMINDER__INIT, *made = NULL;

	noor.admin = true;
	reminder.key = "collided/early";
	reminder.kind = REMINDER_KIND_COLLIDED;
	reminder.person = "people/ruud";
	reminder.session = hidden->name;
	in.reminder = &reminder;
	assert_ok(f, fixture_call(f, &f->plugin, &service_reminders, "CreateReminder", &in, &made));
	get.name = made->name;
	assert_ok(f, fixture_call(f, &f->ruud, &service_reminders, "GetReminder", &get, NULL));
	assert_int_equal(reminders_of(f, &f->ruud, hidden->name), 1);
	assert_int_equal(reminders_of(f, &f->admin, hidden->name), 1);
	assert_int_equal(events_about(f, &f->admin, made->name), 1);
	assert_int_equal(reminders_of(f, &program, hidden->name), 0);
	assert_int_equal(reminders_of(f, &noor, hidden->name), 0);
	assert_int_equal(events_about(f, &program, made->name), 0);
	assert_int_equal(events_about(f, &noor, made->name), 0);
	assert_status(f, STATUS_NOT_FOUND, fixture_call(f, &program, &service_reminders, "GetReminder", &get, NULL));
	assert_status(f, STATUS_NOT_FOUND, fixture_call(f, &noor, &service_reminders, "GetReminder", &get, NULL));
	/* Revealed, it may be read; the events of before keep their audience. */
	story_until(f, STORY_START + CLOCK_DAY - CLOCK_HOUR);
	assert_int_equal(reminders_of(f, &program, hidden->name), 1);
	assert_int_equal(events_about(f, &program, made->name), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(it_comes_unannounced_only_within_the_policy),
		with_fixture(it_is_revealed_an_hour_before_departure),
		with_fixture(a_hidden_one_that_starts_is_revealed_by_it),
		with_fixture(a_hidden_one_that_is_cancelled_was_never_there),
		with_fixture(a_hidden_one_gives_way_to_an_invitation),
		with_fixture(the_coach_is_asked_about_invitations_beside_a_hidden_one),
		with_fixture(nobody_is_reminded_of_what_is_hidden),
		with_fixture(a_program_does_not_see_hidden_ones),
		with_fixture(a_longer_way_there_that_meets_a_hidden_session_is_told_to_the_coach_alone),
		with_fixture(what_a_coach_is_written_about_a_hidden_one_is_as_hidden_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
