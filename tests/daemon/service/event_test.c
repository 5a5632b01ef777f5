/* tests — Events: each is told what is theirs to know. */
#include "story.h"

#include "ridealong/v1/event.pb-c.h"

extern Events_Service service_events;

static enum status list(struct fixture *fixture, const struct actor *actor, const char *after, const char *type,
	ListEventsResponse **ret)
{
	ListEventsRequest in = LIST_EVENTS_REQUEST__INIT;
	char *types[] = { (char *)type };

	in.after = (char *)after;
	in.types = types;
	in.n_types = type[0] != '\0';
	return fixture_call(fixture, actor, &service_events, "ListEvents", &in, ret);
}

static size_t count(struct fixture *fixture, const struct actor *actor, const char *type)
{
	ListEventsResponse *events;

	assert_ok(fixture, list(fixture, actor, "", type, &events));
	return events->n_events;
}

/* An announced session, and then a hidden one, both with Noor. */
static Session *plan_hidden(struct fixture *fixture, Session **ret_first)
{
	Session *session;

	*ret_first = story_planned(fixture);
	story_tell_team(fixture);
	assert_ok(fixture, story_plan(fixture, &fixture->ruud,
				   story_meeting(fixture, "later", "people/noor", STORY_START + 7 * CLOCK_DAY), "",
				   true, &session));
	return session;
}

static void a_hidden_session_is_told_to_its_coach_and_to_those_who_carry_messages(void **state)
{
	struct fixture *fixture = *state;
	struct actor noor_as_admin = fixture->noor, kim_as_admin = fixture->kim;
	ListEventsResponse *events;
	Session *first, *hidden;
	char *name;

	noor_as_admin.admin = kim_as_admin.admin = true;
	hidden = plan_hidden(fixture, &first);
	assert_int_equal(count(fixture, &fixture->ruud, "session.planned"), 2);
	assert_int_equal(count(fixture, &fixture->plugin, "session.planned"), 2);
	assert_int_equal(count(fixture, &fixture->admin, "session.planned"), 2);
	assert_int_equal(count(fixture, &kim_as_admin, "session.planned"), 2);
	/* not to the coachee, be they an administrator ten times */
	assert_int_equal(count(fixture, &fixture->noor, "session.planned"), 1);
	assert_int_equal(count(fixture, &noor_as_admin, "session.planned"), 1);
	assert_int_equal(count(fixture, &fixture->kim, ""), 0);
	assert_ok(fixture, list(fixture, &fixture->ruud, "", "session.planned", &events));
	name = events->events[1]->name;
	assert_string_equal(events->events[1]->subject, hidden->name);
	assert_ok(fixture, list(fixture, &fixture->ruud, name, "session.planned", &events));
	assert_int_equal(events->n_events, 0);
	assert_status(fixture, STATUS_INVALID_ARGUMENT, list(fixture, &noor_as_admin, name, "", &events));
	assert_string_equal(fixture->error.field, "after");
	/* the reveal is an event of its own, and for both */
	story_takes_place(fixture, first);
	story_until(fixture, STORY_START + 7 * CLOCK_DAY - CLOCK_HOUR);
	assert_int_equal(count(fixture, &fixture->noor, "session.revealed"), 1);
	assert_int_equal(count(fixture, &fixture->noor, "session.planned"), 1);
}

static void a_page_of_events_has_its_bounds(void **state)
{
	struct fixture *fixture = *state;
	ListEventsRequest in = LIST_EVENTS_REQUEST__INIT;
	ListEventsResponse *events;
	Session *first;

	plan_hidden(fixture, &first);
	in.page_size = 1;
	assert_ok(fixture, fixture_call(fixture, &fixture->ruud, &service_events, "ListEvents", &in, &events));
	assert_int_equal(events->n_events, 1);
	in.page_size = -1;
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->ruud, &service_events, "ListEvents", &in, &events));
	assert_status(fixture, STATUS_UNAUTHENTICATED, list(fixture, &fixture->nobody, "", "", &events));
	assert_status(fixture, STATUS_PERMISSION_DENIED, list(fixture, &fixture->program, "", "", &events));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_hidden_session_is_told_to_its_coach_and_to_those_who_carry_messages),
		with_fixture(a_page_of_events_has_its_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
