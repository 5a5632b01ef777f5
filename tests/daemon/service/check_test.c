/* tests — what requests bring, looked at. */
#include "daemon/service/check.h"

#include "daemon/service/etag.h"
#include "daemon/service/mask.h"
#include "daemon/service/page.h"
#include "daemon/service/refuse.h"

#include "fixture.h"

static struct call *bare_call(void **state)
{
	struct fixture *fixture = *state;

	return fixture_bare_call(fixture, &fixture->ruud, "ridealong.v1.People/GetPerson");
}

static void addresses_are_told_from_what_is_none(void **state)
{
	struct call *call = bare_call(state);
	static const char *const good[] = { "a@b", "noor.de.vries+work@mail.example.org", "o'neill@example.org",
		"müller@example.org", "noor@bücher.example" };
	static const char *const bad[] = { "", "@", "a@", "@b", "a b@c", "a@b c", "a..b@c", ".a@b", "a.@b", "a@b..c",
		"a@.b", "a@-b", "a@b-", "Noor <noor@example.org>", "a@b,c@d", "a\n@b", "a@b/team" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_int_equal(service_check_email(call, "email", good[i]), STATUS_OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (service_check_email(call, "email", bad[i]) != STATUS_INVALID_ARGUMENT)
			fail_msg("\"%s\" was taken for an address", bad[i]);
	assert_string_equal(call->error.field, "email");
}

static void a_date_is_a_day_of_the_calendar(void **state)
{
	struct call *call = bare_call(state);

	assert_int_equal(service_check_date(call, "start_date", "2028-02-29"), STATUS_OK);
	assert_int_equal(service_check_date(call, "start_date", "2026-02-29"), STATUS_INVALID_ARGUMENT);
	assert_string_equal(call->error.message, "start_date must be a day of the calendar, as \"2026-03-02\"");
	assert_int_equal(service_check_date(call, "start_date", ""), STATUS_INVALID_ARGUMENT);
	assert_int_equal(service_check_date(call, "start_date", "2026-2-9"), STATUS_INVALID_ARGUMENT);
}

static void languages_and_zones_are_those_we_know(void **state)
{
	struct call *call = bare_call(state);

	assert_int_equal(service_check_language(call, "language", "nl"), STATUS_OK);
	assert_int_equal(service_check_language(call, "language", "NL"), STATUS_INVALID_ARGUMENT);
	assert_int_equal(service_check_zone(call, "time_zone", "Europe/Amsterdam"), STATUS_OK);
	assert_int_equal(service_check_zone(call, "time_zone", "Europe/Rotterdam"), STATUS_INVALID_ARGUMENT);
}

static void lines_have_an_end_and_no_control_characters(void **state)
{
	struct call *call = bare_call(state);
	char text[502];

	memset(text, 'x', sizeof(text) - 1);
	text[501] = '\0';
	assert_int_equal(service_check_line(call, "title", text, CHECK_TITLE), STATUS_INVALID_ARGUMENT);
	assert_string_equal(call->error.message, "title is 501 bytes long; at most 500 are taken");
	assert_int_equal(service_check_line(call, "title", text + 1, CHECK_TITLE), STATUS_OK);
	assert_int_equal(service_check_line(call, "title", "a\nb", CHECK_TITLE), STATUS_INVALID_ARGUMENT);
	assert_int_equal(service_check_present(call, "title", " \t"), STATUS_INVALID_ARGUMENT);
}

static void a_moment_lies_within_the_years_that_can_be_written(void **state)
{
	struct call *call = bare_call(state);
	Timestamp time = TIMESTAMP__INIT;
	int64_t us;

	time.seconds = 1772434800;
	time.nanos = 500000000;
	assert_int_equal(service_check_time(call, "start_time", &time, &us), STATUS_OK);
	assert_int_equal(us, INT64_C(1772434800500000));
	assert_int_equal(service_check_time(call, "start_time", NULL, &us), STATUS_INVALID_ARGUMENT);
	time.nanos = -1;
	assert_int_equal(service_check_time(call, "start_time", &time, &us), STATUS_INVALID_ARGUMENT);
	time.nanos = 0;
	time.seconds = INT64_MAX;
	assert_int_equal(service_check_time(call, "start_time", &time, &us), STATUS_INVALID_ARGUMENT);
}

static void a_refusal_is_in_the_callers_language(void **state)
{
	struct call *call = bare_call(state);

	call->locale = "nl";
	assert_int_equal(service_check_date(call, "start_date", "2026-02-30"), STATUS_INVALID_ARGUMENT);
	assert_string_equal(call->error.message, "start_date moet een bestaande dag zijn, zoals \"2026-03-02\"");
	assert_int_equal(service_refuse(call, STATUS_FAILED_PRECONDITION, "WHY", "field", "%d apples, %s",
				 "%d appels, %s", 3, "green"),
		STATUS_FAILED_PRECONDITION);
	assert_string_equal(call->error.message, "3 appels, green");
	assert_string_equal(call->error.reason, "WHY");
}

static void a_mask_names_fields_that_may_change_or_nothing(void **state)
{
	struct call *call = bare_call(state);
	char *paths[] = { "language", "time_zone" }, *wrong[] = { "zone" }, *star[] = { "*" };
	FieldMask mask = FIELD_MASK__INIT;

	assert_int_equal(service_mask_check(call, NULL, "language time_zone"), STATUS_OK);
	assert_true(service_mask_has(NULL, "language"));
	assert_true(service_mask_has(&mask, "language"));
	mask.n_paths = 2;
	mask.paths = paths;
	assert_int_equal(service_mask_check(call, &mask, "language time_zone"), STATUS_OK);
	assert_true(service_mask_has(&mask, "time_zone"));
	assert_false(service_mask_has(&mask, "time"));
	mask.n_paths = 1;
	mask.paths = wrong;
	assert_int_equal(service_mask_check(call, &mask, "language time_zone"), STATUS_INVALID_ARGUMENT);
	assert_non_null(strstr(call->error.message, "language time_zone"));
	mask.paths = star;
	assert_int_equal(service_mask_check(call, &mask, "language time_zone"), STATUS_OK);
	assert_true(service_mask_has(&mask, "language"));
}

static void a_page_holds_fifty_unless_said_and_never_more_than_a_thousand(void **state)
{
	struct call *call = bare_call(state);
	int size;

	assert_int_equal(service_page_size(call, 0, &size), STATUS_OK);
	assert_int_equal(size, 50);
	assert_int_equal(service_page_size(call, 5000, &size), STATUS_OK);
	assert_int_equal(size, 1000);
	assert_int_equal(service_page_size(call, -1, &size), STATUS_INVALID_ARGUMENT);
	assert_string_equal(call->error.field, "page_size");
}

static void an_etag_follows_what_its_reader_may_see(void **state)
{
	struct fixture *fixture = *state;
	struct call *self = fixture_bare_call(fixture, &fixture->noor, "ridealong.v1.People/GetPerson");
	struct call *coach = fixture_bare_call(fixture, &fixture->ruud, "ridealong.v1.People/GetPerson");
	Person one = PERSON__INIT, two = PERSON__INIT;
	char *first;

	one.name = two.name = "people/noor";
	one.email = two.email = "noor@example.org";
	one.unix_login = "noor";
	two.unix_login = "noor2";
	service_etag_set(coach, &one.base);
	service_etag_set(coach, &two.base);
	assert_string_equal(one.etag, two.etag);
	one.unix_login = "noor";
	two.unix_login = "noor2";
	service_etag_set(self, &one.base);
	service_etag_set(self, &two.base);
	assert_string_not_equal(one.etag, two.etag);
	first = one.etag;
	service_etag_set(self, &one.base);
	assert_string_equal(one.etag, first);
	assert_int_equal(service_etag_check(self, "", &one.base), STATUS_OK);
	assert_int_equal(service_etag_check(self, first, &one.base), STATUS_OK);
	assert_int_equal(service_etag_check(self, two.etag, &one.base), STATUS_ABORTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(addresses_are_told_from_what_is_none),
		with_fixture(a_date_is_a_day_of_the_calendar),
		with_fixture(languages_and_zones_are_those_we_know),
		with_fixture(lines_have_an_end_and_no_control_characters),
		with_fixture(a_moment_lies_within_the_years_that_can_be_written),
		with_fixture(a_refusal_is_in_the_callers_language),
		with_fixture(a_mask_names_fields_that_may_change_or_nothing),
		with_fixture(a_page_holds_fifty_unless_said_and_never_more_than_a_thousand),
		with_fixture(an_etag_follows_what_its_reader_may_see),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
