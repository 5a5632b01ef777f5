/* tests — People: persons. */
#include "fixture.h"

extern People_Service service_people;

static const char *const addresses[] = { "kim@example.org", "noor@example.org", "ruud@example.org", "sam@example.org" };

static enum status create(struct fixture *fixture, const struct actor *actor, Person *person, Person **ret)
{
	CreatePersonRequest in = CREATE_PERSON_REQUEST__INIT;

	in.person = person;
	return fixture_call(fixture, actor, &service_people, "CreatePerson", &in, ret);
}

static enum status get(struct fixture *fixture, const struct actor *actor, const char *name, Person **ret)
{
	GetPersonRequest in = GET_PERSON_REQUEST__INIT;

	in.name = (char *)name;
	return fixture_call(fixture, actor, &service_people, "GetPerson", &in, ret);
}

static enum status update(
	struct fixture *fixture, const struct actor *actor, Person *person, const char *path, Person **ret)
{
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *paths[] = { (char *)path };

	mask.n_paths = 1;
	mask.paths = paths;
	in.person = person;
	in.update_mask = path != NULL ? &mask : NULL;
	return fixture_call(fixture, actor, &service_people, "UpdatePerson", &in, ret);
}

static void an_administrator_adds_a_person_and_what_was_not_said_is_filled_in(void **state)
{
	struct fixture *fixture = *state;
	Person eva = PERSON__INIT, *made, *found;
	char *aliases[] = { "e.jansen@example.org" };

	eva.email = "Eva@Example.org";
	eva.n_aliases = 1;
	eva.aliases = aliases;
	fixture->service.time_zone = "Europe/Madrid";
	assert_ok(fixture, create(fixture, &fixture->admin, &eva, &made));
	assert_non_null(strstr(made->name, "people/"));
	assert_string_equal(made->display_name, "Eva");
	assert_string_equal(made->language, "en");
	assert_string_equal(made->time_zone, "Europe/Madrid");
	assert_string_equal(made->template_, "account-manager");
	assert_int_equal(made->n_working_days, 5);
	assert_int_equal(made->quiet_from_minute, 1140);
	assert_int_equal(made->quiet_until_minute, 420);
	assert_int_equal(instant_us(made->create_time), FIXTURE_NOW);
	assert_int_equal(strlen(made->etag), 32);
	assert_ok(fixture, get(fixture, &fixture->admin, "people/E.Jansen@example.org", &found));
	assert_string_equal(found->name, made->name);
	assert_string_equal(found->etag, made->etag);
	assert_int_equal(fixture_events(fixture, "person.created", made->name), 1);
}

static void others_add_nobody(void **state)
{
	struct fixture *fixture = *state;
	Person eva = PERSON__INIT;

	eva.email = "eva@example.org";
	assert_status(fixture, STATUS_PERMISSION_DENIED, create(fixture, &fixture->ruud, &eva, NULL));
	assert_status(fixture, STATUS_UNAUTHENTICATED, create(fixture, &fixture->nobody, &eva, NULL));
}

static void what_makes_no_sense_is_refused_with_its_field(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		const char *field;
		Person person;
	} rows[] = {
#define ROW(member, bad)                                                                                               \
	{                                                                                                              \
#member,                                                                                               \
		{                                                                                                      \
			.base = PROTOBUF_C_MESSAGE_INIT(&person__descriptor), .email = "eva@example.org",              \
			.member = bad                                                                                  \
		}                                                                                                      \
	}
		ROW(display_name, "Eva\nBcc: all@example.org"),
		ROW(language, "de"),
		ROW(time_zone, "Europe/Rotterdam"),
		ROW(quiet_from_minute, 1440),
		ROW(quiet_until_minute, -1),
		ROW(unix_login, "eva jansen"),
	};
	Person eva;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		person__init(&eva);
		eva.email = "eva@example.org";
		if (rows[i].person.display_name != NULL)
			eva.display_name = rows[i].person.display_name;
		if (rows[i].person.language != NULL)
			eva.language = rows[i].person.language;
		if (rows[i].person.time_zone != NULL)
			eva.time_zone = rows[i].person.time_zone;
		if (rows[i].person.unix_login != NULL)
			eva.unix_login = rows[i].person.unix_login;
		eva.quiet_from_minute = rows[i].person.quiet_from_minute;
		eva.quiet_until_minute = rows[i].person.quiet_until_minute;
		assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->admin, &eva, NULL));
		assert_string_equal(fixture->error.field, rows[i].field);
		assert_int_equal(strncmp(fixture->error.message, rows[i].field, strlen(rows[i].field)), 0);
	}
}

static void days_that_are_none_are_refused(void **state)
{
	struct fixture *fixture = *state;
	Person eva = PERSON__INIT;
	DayOfWeek twice[] = { DAY_OF_WEEK_MONDAY, DAY_OF_WEEK_MONDAY }, eighth[] = { (DayOfWeek)8 };
	char *off[] = { "2026-02-30" };

	eva.email = "eva@example.org";
	eva.n_working_days = 2;
	eva.working_days = twice;
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->admin, &eva, NULL));
	assert_string_equal(fixture->error.field, "working_days");
	eva.n_working_days = 1;
	eva.working_days = eighth;
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->admin, &eva, NULL));
	eva.n_working_days = 0;
	eva.n_days_off = 1;
	eva.days_off = off;
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->admin, &eva, NULL));
	assert_string_equal(fixture->error.field, "days_off");
	eva.n_days_off = 0;
	eva.template_ = "astronaut";
	assert_status(fixture, STATUS_INVALID_ARGUMENT, create(fixture, &fixture->admin, &eva, NULL));
	assert_string_equal(fixture->error.field, "template");
}

static void an_address_belongs_to_one_person(void **state)
{
	struct fixture *fixture = *state;
	Person eva = PERSON__INIT;
	char *aliases[] = { "SAM@example.org" };

	eva.email = "NOOR@example.org";
	assert_status(fixture, STATUS_ALREADY_EXISTS, create(fixture, &fixture->admin, &eva, NULL));
	assert_string_equal(fixture->error.field, "email");
	eva.email = "eva@example.org";
	eva.n_aliases = 1;
	eva.aliases = aliases;
	assert_status(fixture, STATUS_ALREADY_EXISTS, create(fixture, &fixture->admin, &eva, NULL));
	assert_string_equal(fixture->error.field, "aliases");
	eva.n_aliases = 0;
	eva.unix_login = "eva";
	assert_ok(fixture, create(fixture, &fixture->admin, &eva, NULL));
	eva.email = "eva2@example.org";
	assert_status(fixture, STATUS_ALREADY_EXISTS, create(fixture, &fixture->admin, &eva, NULL));
	assert_string_equal(fixture->error.field, "unix_login");
}

static void everybody_sees_their_own_side_of_coaching_and_nobody_else(void **state)
{
	struct fixture *fixture = *state;
	const struct actor *who[] = { &fixture->admin, &fixture->ruud, &fixture->noor, &fixture->kim,
		&fixture->program };
	static const int seen[] = { 15, 14, 6, 1, 15 }; /* bits: kim, noor, ruud, sam */
	ListPeopleRequest in = LIST_PEOPLE_REQUEST__INIT;
	ListPeopleResponse *list;
	Person *person;

	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++) {
		int bits = 0;

		assert_ok(fixture, fixture_call(fixture, who[i], &service_people, "ListPeople", &in, &list));
		for (size_t p = 0; p < list->n_people; p++)
			for (int a = 0; a < 4; a++)
				if (strcmp(list->people[p]->email, addresses[a]) == 0)
					bits |= 1 << a;
		assert_int_equal(bits, seen[i]);
		for (int a = 0; a < 4; a++)
			assert_status(fixture, bits & 1 << a ? STATUS_OK : STATUS_NOT_FOUND,
				get(fixture, who[i], arena_printf(fixture->arena, "people/%s", addresses[a]), &person));
	}
}

static void pages_go_on_after_the_last_one_shown(void **state)
{
	struct fixture *fixture = *state;
	ListPeopleRequest in = LIST_PEOPLE_REQUEST__INIT;
	ListPeopleResponse *list;

	in.page_size = 3;
	assert_ok(fixture, fixture_call(fixture, &fixture->admin, &service_people, "ListPeople", &in, &list));
	assert_int_equal(list->n_people, 3);
	assert_string_equal(list->people[0]->email, "kim@example.org");
	in.page_token = list->next_page_token;
	assert_ok(fixture, fixture_call(fixture, &fixture->admin, &service_people, "ListPeople", &in, &list));
	assert_int_equal(list->n_people, 1);
	assert_string_equal(list->people[0]->email, "sam@example.org");
	assert_string_equal(list->next_page_token, "");
	/* a token of somebody else's list */
	in.page_token = "people/sam";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->noor, &service_people, "ListPeople", &in, &list));
	assert_string_equal(fixture->error.field, "page_token");
}

static void a_person_changes_what_is_their_own(void **state)
{
	struct fixture *fixture = *state;
	Person change = PERSON__INIT, *changed;

	change.name = "people/me";
	change.language = "en";
	change.display_name = "Her Majesty";
	assert_ok(fixture, update(fixture, &fixture->noor, &change, "language", &changed));
	assert_string_equal(changed->language, "en");
	assert_string_equal(changed->display_name, "Noor");
	assert_int_equal(fixture_events(fixture, "person.updated", "people/noor"), 1);
	assert_status(
		fixture, STATUS_PERMISSION_DENIED, update(fixture, &fixture->noor, &change, "display_name", &changed));
	assert_status(
		fixture, STATUS_INVALID_ARGUMENT, update(fixture, &fixture->noor, &change, "shoe_size", &changed));
	/* without a mask: all that they may change, and nothing else */
	change.time_zone = "Europe/Brussels";
	assert_ok(fixture, update(fixture, &fixture->noor, &change, NULL, &changed));
	assert_string_equal(changed->time_zone, "Europe/Brussels");
	assert_string_equal(changed->display_name, "Noor");
	assert_string_equal(changed->email, "noor@example.org");
}

static void a_coach_changes_nothing_of_a_coachee(void **state)
{
	struct fixture *fixture = *state;
	Person change = PERSON__INIT;

	change.name = "people/noor";
	change.language = "en";
	assert_status(fixture, STATUS_PERMISSION_DENIED, update(fixture, &fixture->ruud, &change, "language", NULL));
	assert_status(fixture, STATUS_NOT_FOUND, update(fixture, &fixture->kim, &change, "language", NULL));
}

static void an_administrator_changes_the_rest(void **state)
{
	struct fixture *fixture = *state;
	Person change = PERSON__INIT, *changed;

	change.name = "people/noor@example.org";
	change.email = "noor@example.com";
	assert_ok(fixture, update(fixture, &fixture->admin, &change, "email", &changed));
	assert_ok(fixture, get(fixture, &fixture->admin, "people/noor@example.com", &changed));
	assert_status(fixture, STATUS_NOT_FOUND, get(fixture, &fixture->admin, "people/noor@example.org", &changed));
	change.name = "people/noor";
	change.email = "sam@example.org";
	assert_status(fixture, STATUS_ALREADY_EXISTS, update(fixture, &fixture->admin, &change, "email", &changed));
	assert_ok(fixture, get(fixture, &fixture->admin, "people/noor@example.com", &changed));
}

static void a_change_of_what_was_changed_meanwhile_is_aborted(void **state)
{
	struct fixture *fixture = *state;
	Person change = PERSON__INIT, *read, *changed;

	assert_ok(fixture, get(fixture, &fixture->noor, "people/me", &read));
	change.name = "people/me";
	change.etag = read->etag;
	change.language = "en";
	fixture->now += CLOCK_MINUTE;
	assert_ok(fixture, update(fixture, &fixture->noor, &change, "language", &changed));
	assert_string_not_equal(changed->etag, read->etag);
	change.language = "nl";
	assert_status(fixture, STATUS_ABORTED, update(fixture, &fixture->noor, &change, "language", NULL));
	change.etag = changed->etag;
	assert_ok(fixture, update(fixture, &fixture->noor, &change, "language", NULL));
}

static void a_person_does_without_what_one_may_do_without_and_is_told_what_that_is(void **state)
{
	static ReminderKind some[] = { REMINDER_KIND_CADENCE, REMINDER_KIND_CELEBRATE, REMINDER_KIND_CELEBRATE,
		REMINDER_KIND_REVEAL };
	struct fixture *fixture = *state;
	Person noor = PERSON__INIT, *seen;

	noor.name = "people/noor";
	noor.muted = some;
	noor.n_muted = 2;
	assert_ok(fixture, update(fixture, &fixture->noor, &noor, "muted", NULL));
	assert_ok(fixture, get(fixture, &fixture->noor, "people/me", &seen));
	assert_int_equal(seen->n_muted, 2);
	assert_int_equal(seen->muted[1], REMINDER_KIND_CELEBRATE);
	assert_ok(fixture, get(fixture, &fixture->ruud, "people/noor", &seen));
	assert_int_equal(seen->n_muted, 0); /* nobody else's business */
	assert_status(fixture, STATUS_PERMISSION_DENIED, update(fixture, &fixture->ruud, &noor, "muted", NULL));
	noor.n_muted = 3; /* twice the same */
	assert_status(fixture, STATUS_INVALID_ARGUMENT, update(fixture, &fixture->noor, &noor, "muted", NULL));
	noor.muted = &some[3]; /* where somebody travels */
	noor.n_muted = 1;
	assert_status(fixture, STATUS_INVALID_ARGUMENT, update(fixture, &fixture->noor, &noor, "muted", NULL));
	assert_string_equal(fixture->error.reason, "MUTED");
	assert_non_null(strstr(fixture->error.message, "celebrate"));
	noor.n_muted = 0;
	assert_ok(fixture, update(fixture, &fixture->noor, &noor, "muted", &seen));
	assert_int_equal(seen->n_muted, 0);
}

static void a_person_has_a_digest_at_a_time_or_none(void **state)
{
	struct fixture *fixture = *state;
	Person noor = PERSON__INIT, *seen;

	noor.name = "people/noor";
	noor.digest = true;
	assert_ok(fixture, update(fixture, &fixture->noor, &noor, "digest", &seen));
	noor.digest_minute = 480;
	assert_ok(fixture, update(fixture, &fixture->noor, &noor, "digest_minute", &seen));
	assert_true(seen->digest);
	assert_int_equal(seen->digest_minute, 480);
	noor.digest_minute = 1440;
	assert_status(fixture, STATUS_INVALID_ARGUMENT, update(fixture, &fixture->noor, &noor, "digest_minute", NULL));
	noor.digest = false;
	assert_ok(fixture, update(fixture, &fixture->noor, &noor, "digest", &seen));
	assert_int_equal(seen->digest_minute, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(an_administrator_adds_a_person_and_what_was_not_said_is_filled_in),
		with_fixture(others_add_nobody),
		with_fixture(a_person_has_a_digest_at_a_time_or_none),
		with_fixture(a_person_does_without_what_one_may_do_without_and_is_told_what_that_is),
		with_fixture(what_makes_no_sense_is_refused_with_its_field),
		with_fixture(days_that_are_none_are_refused),
		with_fixture(an_address_belongs_to_one_person),
		with_fixture(everybody_sees_their_own_side_of_coaching_and_nobody_else),
		with_fixture(pages_go_on_after_the_last_one_shown),
		with_fixture(a_person_changes_what_is_their_own),
		with_fixture(a_coach_changes_nothing_of_a_coachee),
		with_fixture(an_administrator_changes_the_rest),
		with_fixture(a_change_of_what_was_changed_meanwhile_is_aborted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
