/* tests — the names by which requests mean things. */
#include "daemon/service/name.h"

#include "fixture.h"

static const char METHOD[] = "ridealong.v1.People/GetPerson";

static enum status find(struct fixture *fixture, const struct actor *actor, const char *given, const char **ret)
{
	struct call *call = fixture_bare_call(fixture, actor, METHOD);
	Person *person;
	enum status st;

	st = service_name_person(call, "name", given, &person);
	fixture->error = call->error;
	if (st == STATUS_OK)
		*ret = person->name;
	return st;
}

static void a_person_is_found_by_name_by_address_and_as_oneself(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = { "people/noor", "people/Noor@Example.ORG", "people/me" };
	const char *found;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_ok(fixture, find(fixture, &fixture->noor, names[i], &found));
		assert_string_equal(found, "people/noor");
	}
}

static void whom_one_may_not_see_is_not_there(void **state)
{
	struct fixture *fixture = *state;
	struct error hidden, absent;
	const char *found;

	assert_status(fixture, STATUS_NOT_FOUND, find(fixture, &fixture->kim, "people/noor", &found));
	assert_status(fixture, STATUS_NOT_FOUND, find(fixture, &fixture->kim, "people/none@example.org", &found));
	absent = fixture->error;
	assert_status(fixture, STATUS_NOT_FOUND, find(fixture, &fixture->kim, "people/noor@example.org", &found));
	hidden = fixture->error;
	assert_string_equal(absent.message, "there is no \"people/none@example.org\"");
	assert_string_equal(hidden.message, "there is no \"people/noor@example.org\"");
	assert_string_equal(absent.reason, hidden.reason);
	assert_status(fixture, STATUS_NOT_FOUND, find(fixture, &fixture->noor, "people/sam", &found));
	assert_ok(fixture, find(fixture, &fixture->noor, "people/ruud", &found));
	assert_ok(fixture, find(fixture, &fixture->ruud, "people/sam", &found));
	assert_ok(fixture, find(fixture, &fixture->admin, "people/kim", &found));
}

static void a_name_of_no_kind_is_a_mistake_of_that_field(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = { "", "noor", "people/", "sessions/1", "people/a/b" };
	const char *found;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_status(fixture, STATUS_INVALID_ARGUMENT, find(fixture, &fixture->ruud, names[i], &found));
		assert_string_equal(fixture->error.field, "name");
	}
	assert_status(fixture, STATUS_INVALID_ARGUMENT, find(fixture, &fixture->admin, "people/me", &found));
	assert_string_equal(fixture->error.reason, "NO_PERSON");
}

static void the_name_of_a_part_gives_the_name_of_the_whole(void **state)
{
	struct fixture *fixture = *state;
	struct call *call = fixture_bare_call(fixture, &fixture->noor, METHOD);
	const char *name;

	assert_ok(fixture,
		service_name_parent(call, "name", "meetings/1/preparation", "meetings", "/preparation", &name));
	assert_string_equal(name, "meetings/1");
	assert_int_equal(service_name_parent(call, "name", "meetings/1", "meetings", "/preparation", &name),
		STATUS_INVALID_ARGUMENT);
	assert_string_equal(call->error.message, "name must be \"meetings/ID/preparation\"");
	assert_int_equal(service_name_check(call, "name", "meetings/1", "meetings"), STATUS_OK);
	assert_int_equal(service_name_check(call, "name", "meetings/1/x", "meetings"), STATUS_INVALID_ARGUMENT);
	assert_int_equal(service_name_check(call, "name", "meetings/", "meetings"), STATUS_INVALID_ARGUMENT);
	assert_int_equal(service_name_check(call, "name", "meetingsx/1", "meetings"), STATUS_INVALID_ARGUMENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_person_is_found_by_name_by_address_and_as_oneself),
		with_fixture(whom_one_may_not_see_is_not_there),
		with_fixture(a_name_of_no_kind_is_a_mistake_of_that_field),
		with_fixture(the_name_of_a_part_gives_the_name_of_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
