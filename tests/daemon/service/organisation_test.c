/* tests — Reports: sums of groups, counted once a quarter is over. */
#include "history.h"

#include "daemon/service/organisation.h"
#include "daemon/store/action_point.h"
#include "daemon/store/coaching.h"
#include "daemon/store/organisation.h"
#include "daemon/store/person.h"
#include "daemon/store/session.h"
#include "daemon/store/timer.h"
#include "ridealong/v1/report.pb-c.h"

extern People_Service service_people;
extern Reports_Service service_reports;

/* 2026-04-15 03:00 in UTC, the machine's zone of these tests: 2026-Q1 is counted. */
#define COUNTED (FIXTURE_NOW + 44 * CLOCK_DAY - 4 * CLOCK_HOUR)

static enum status report(struct fixture *fixture, const struct actor *actor, const char *quarter, const char *group,
	OrganisationReport **ret)
{
	ReportOrganisationRequest in = REPORT_ORGANISATION_REQUEST__INIT;

	in.quarter = (char *)quarter;
	in.group_path = (char *)group;
	return fixture_call(fixture, actor, &service_reports, "ReportOrganisation", &in, ret);
}

static void due(struct fixture *fixture)
{
	static const struct actor service = { .kind = ACTOR_SERVICE, .admin = true, .name = "service" };
	struct call *call = fixture_bare_call(fixture, &service, "ridealong.v1.Reports/ReportOrganisation");

	assert_ok(fixture, store_begin_write(fixture->conn, &fixture->error));
	if (service_timer_fire(call, "quarter/next") != STATUS_OK)
		fail_msg("%s", call->error.message);
	assert_ok(fixture, store_commit(fixture->conn, &fixture->error));
}

static void add_person(struct fixture *fixture, const char *id, const char *group)
{
	Person person = PERSON__INIT;

	person.name = arena_printf(fixture->arena, "people/%s", id);
	person.email = arena_printf(fixture->arena, "%s@example.org", id);
	person.display_name = (char *)id;
	person.language = "en";
	person.time_zone = "UTC";
	person.template_ = "account-manager";
	person.create_time = person.update_time = instant_new(fixture->arena, FIXTURE_NOW - CLOCK_DAY);
	assert_ok(fixture, store_person_insert(fixture->conn, &person, &fixture->error));
	if (group[0] != '\0')
		assert_ok(fixture, store_organisation_join(fixture->conn, person.name, group, FIXTURE_NOW - CLOCK_DAY,
					   &fixture->error));
}

/* A session of the two that both confirmed, or not. */
static void add_session(struct fixture *fixture, const char *id, const char *coach, const char *coachee, bool confirmed)
{
	Session *session = history_session(fixture, id, coachee, FIXTURE_NOW + 5 * CLOCK_DAY, SESSION_STATE_CLOSED);

	session->coach = arena_printf(fixture->arena, "people/%s", coach);
	session->coaching = arena_printf(fixture->arena, "coachings/%s", coachee);
	session->not_confirmed = !confirmed;
	history_keep_session(fixture, session);
	history_note(fixture, "1", id, OBSERVATION_KIND_WORKED);
	history_note(fixture, "2", id, OBSERVATION_KIND_TIP);
}

/* So many people in a group under three coaches of its own, with a session each. */
static void add_group(struct fixture *fixture, const char *group, const char *prefix, int people)
{
	for (int i = 0; i < 3; i++)
		add_person(fixture, arena_printf(fixture->arena, "%s-coach%d", prefix, i), "");
	for (int i = 0; i < people; i++) {
		const char *id = arena_printf(fixture->arena, "%s%d", prefix, i);
		const char *coach = arena_printf(fixture->arena, "%s-coach%d", prefix, i % 3);
		Coaching coaching = COACHING__INIT;

		add_person(fixture, id, group);
		coaching.name = arena_printf(fixture->arena, "coachings/%s", id);
		coaching.coach = arena_printf(fixture->arena, "people/%s", coach);
		coaching.coachee = arena_printf(fixture->arena, "people/%s", id);
		coaching.start_date = "2026-01-05";
		coaching.cadence_days = 28;
		coaching.create_time = coaching.update_time = instant_new(fixture->arena, FIXTURE_NOW);
		assert_ok(fixture, store_coaching_insert(fixture->conn, &coaching, &fixture->error));
		add_session(fixture, arena_printf(fixture->arena, "%s-s%d", prefix, i), coach, id, true);
	}
}

static const GroupReport *group_of(const OrganisationReport *report, const char *path)
{
	for (size_t i = 0; i < report->n_groups; i++)
		if (strcmp(report->groups[i]->group_path, path) == 0)
			return report->groups[i];
	fail_msg("there is no group \"%s\"", path);
	return NULL;
}

static void a_quarter_is_counted_fourteen_days_after_it_is_over(void **state)
{
	struct fixture *fixture = *state;
	OrganisationReport *out;
	int64_t next;

	add_group(fixture, "sales/north", "n", 6);
	add_group(fixture, "sales/south", "s", 7);
	assert_status(fixture, STATUS_FAILED_PRECONDITION, report(fixture, &fixture->admin, "2026-Q1", "", NULL));
	assert_non_null(strstr(fixture->error.message, "Wednesday 15 April"));
	assert_status(fixture, STATUS_FAILED_PRECONDITION, report(fixture, &fixture->admin, "", "", NULL));
	due(fixture);
	assert_ok(fixture, store_timer_next(fixture->conn, FIXTURE_NOW, &next, &fixture->error));
	assert_int_equal(next, COUNTED);
	fixture->now = COUNTED - 1;
	due(fixture);
	assert_int_equal(fixture_events(fixture, "organisation_report.counted", NULL), 0);
	fixture->now = COUNTED;
	due(fixture);
	due(fixture);
	assert_int_equal(fixture_events(fixture, "organisation_report.counted", NULL), 1);
	assert_int_equal(fixture_events(fixture, "organisation_report.counted", "people/noor"), 0);
	assert_ok(fixture, report(fixture, &fixture->admin, "", "", &out));
	assert_string_equal(out->name, "organisationReports/2026-Q1");
	assert_int_equal(instant_us(out->count_time), COUNTED);
	assert_int_equal(out->n_quarters, 1);
	assert_int_equal(out->fewest_people, 5);
	assert_string_equal(out->groups[0]->group_path, "");
	/* fifteen: two of ruud's, six and seven */
	assert_int_equal(group_of(out, "")->people, 15);
	assert_int_equal(group_of(out, "")->sessions, 15);
	assert_int_equal(group_of(out, "")->compliments, 15);
	assert_int_equal(group_of(out, "sales/north")->withheld, WITHHELD_PARENT);
	assert_int_equal(group_of(out, "sales")->withheld, WITHHELD_REMAINDER);
	assert_int_equal(group_of(out, "sales")->people, 0);
	assert_status(fixture, STATUS_NOT_FOUND, report(fixture, &fixture->admin, "2025-Q4", "", NULL));
	assert_status(fixture, STATUS_INVALID_ARGUMENT, report(fixture, &fixture->admin, "spring", "", NULL));
	assert_string_equal(fixture->error.field, "quarter");
}

static void groups_that_are_large_enough_are_shown_rounded(void **state)
{
	struct fixture *fixture = *state;
	OrganisationReport *out;
	const GroupReport *north;

	add_group(fixture, "north", "n", 8);
	add_group(fixture, "south", "s", 6);
	add_group(fixture, "west", "w", 5);
	add_session(fixture, "unsigned", "n-coach0", "n0", false);
	history_action_point(fixture, "1", "n0", "n0", "2026-03-20", ACTION_POINT_STATE_OPEN, 0);
	fixture->now = COUNTED;
	due(fixture);
	assert_ok(fixture, report(fixture, &fixture->admin, "2026-Q1", "", &out));
	assert_int_equal(out->n_groups, 4);
	north = group_of(out, "north");
	assert_int_equal(north->withheld, WITHHELD_UNSPECIFIED);
	assert_int_equal(north->people, 10);
	assert_int_equal(north->coaches, 5);
	assert_int_equal(north->coached, 10);
	assert_int_equal(north->sessions, 10); /* eight; what one did not sign does not count */
	assert_int_equal(north->action_points, 0);
	/* two of ruud's are left over: the smallest goes with them */
	assert_int_equal(group_of(out, "west")->withheld, WITHHELD_COMPLEMENT);
	assert_int_equal(group_of(out, "west")->people, 0);
	assert_ok(fixture, report(fixture, &fixture->admin, "2026-Q1", "south", &out));
	assert_int_equal(out->n_groups, 1);
	assert_status(fixture, STATUS_NOT_FOUND, report(fixture, &fixture->admin, "2026-Q1", "sou", NULL));
}

static void what_happens_later_changes_no_number(void **state)
{
	struct fixture *fixture = *state;
	OrganisationReport *before, *after;
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT;
	FieldMask mask = FIELD_MASK__INIT;
	char *path = "group_path";

	add_group(fixture, "north", "n", 8);
	add_group(fixture, "south", "s", 6);
	fixture->now = COUNTED;
	due(fixture);
	assert_ok(fixture, report(fixture, &fixture->admin, "2026-Q1", "", &before));
	in.person = &person;
	in.update_mask = &mask;
	mask.paths = &path;
	mask.n_paths = 1;
	person.name = "people/n0";
	person.group_path = "south";
	assert_ok(fixture, fixture_call(fixture, &fixture->admin, &service_people, "UpdatePerson", &in, NULL));
	add_session(fixture, "late", "n-coach0", "n0", true);
	due(fixture);
	assert_ok(fixture, report(fixture, &fixture->admin, "2026-Q1", "", &after));
	assert_int_equal(before->n_groups, after->n_groups);
	for (size_t i = 0; i < before->n_groups; i++)
		assert_memory_equal(&before->groups[i]->withheld, &after->groups[i]->withheld,
			sizeof(GroupReport) - offsetof(GroupReport, withheld));
}

static void a_person_counts_where_they_were_at_the_end_of_the_quarter(void **state)
{
	struct fixture *fixture = *state;
	OrganisationReport *out;

	add_group(fixture, "north", "n", 8);
	add_group(fixture, "south", "s", 8);
	/* after the quarter, and before it is counted */
	for (int i = 0; i < 8; i++)
		assert_ok(fixture, store_organisation_join(fixture->conn, arena_printf(fixture->arena, "people/s%d", i),
					   "north", FIXTURE_NOW + 35 * CLOCK_DAY, &fixture->error));
	fixture->now = COUNTED;
	due(fixture);
	assert_ok(fixture, report(fixture, &fixture->admin, "2026-Q1", "", &out));
	assert_int_equal(group_of(out, "north")->withheld, WITHHELD_COMPLEMENT); /* for ruud's two */
	assert_int_equal(group_of(out, "south")->people, 10);
	/* a quarter with nobody in the south, and what was missed is caught up with */
	fixture->now = COUNTED + 190 * CLOCK_DAY;
	due(fixture);
	assert_ok(fixture, report(fixture, &fixture->admin, "", "", &out));
	assert_string_equal(out->quarter, "2026-Q3");
	assert_int_equal(out->n_quarters, 3);
	assert_int_equal(out->n_groups, 2);
	assert_int_equal(group_of(out, "")->sessions, 0);
}

static void only_administrators_and_programs_with_the_scope_read_it(void **state)
{
	static const char *const scopes[] = { "reports.read" };
	const struct actor hr = { .kind = ACTOR_PROGRAM, .name = "tokens/hr", .scopes = scopes, .n_scopes = 1 };
	struct fixture *fixture = *state;

	add_group(fixture, "north", "n", 8);
	fixture->now = COUNTED;
	due(fixture);
	assert_ok(fixture, report(fixture, &fixture->admin, "", "", NULL));
	assert_ok(fixture, report(fixture, &hr, "", "", NULL));
	assert_status(fixture, STATUS_PERMISSION_DENIED, report(fixture, &fixture->program, "", "", NULL));
	assert_status(fixture, STATUS_PERMISSION_DENIED, report(fixture, &fixture->ruud, "", "", NULL));
	assert_status(fixture, STATUS_PERMISSION_DENIED, report(fixture, &fixture->noor, "", "", NULL));
	assert_status(fixture, STATUS_UNAUTHENTICATED, report(fixture, &fixture->nobody, "", "", NULL));
}

static void a_group_is_set_by_administrators_only(void **state)
{
	struct fixture *fixture = *state;
	UpdatePersonRequest in = UPDATE_PERSON_REQUEST__INIT;
	Person person = PERSON__INIT, *out;
	FieldMask mask = FIELD_MASK__INIT;
	char *path = "group_path";

	in.person = &person;
	in.update_mask = &mask;
	mask.paths = &path;
	mask.n_paths = 1;
	person.name = "people/noor";
	person.group_path = "sales/north";
	assert_status(fixture, STATUS_PERMISSION_DENIED,
		fixture_call(fixture, &fixture->noor, &service_people, "UpdatePerson", &in, NULL));
	assert_ok(fixture, fixture_call(fixture, &fixture->admin, &service_people, "UpdatePerson", &in, &out));
	assert_string_equal(out->group_path, "sales/north");
	person.group_path = "sales//north";
	assert_status(fixture, STATUS_INVALID_ARGUMENT,
		fixture_call(fixture, &fixture->admin, &service_people, "UpdatePerson", &in, NULL));
	assert_string_equal(fixture->error.field, "group_path");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(a_quarter_is_counted_fourteen_days_after_it_is_over),
		with_fixture(groups_that_are_large_enough_are_shown_rounded),
		with_fixture(what_happens_later_changes_no_number),
		with_fixture(a_person_counts_where_they_were_at_the_end_of_the_quarter),
		with_fixture(only_administrators_and_programs_with_the_scope_read_it),
		with_fixture(a_group_is_set_by_administrators_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
