/* tests — the works council's report says what holds, of every table and kind, in both languages. */
#include "fixture.h"

#include "daemon/domain/record.h"
#include "daemon/domain/retention.h"
#include "daemon/domain/see.h"
#include "daemon/store/personal.h"
#include "daemon/store/team.h"
#include "daemon/store/token.h"
#include "ridealong/v1/report.pb-c.h"

extern Reports_Service service_reports;

static WorksCouncilReport *read_report(struct fixture *fixture, const struct actor *actor, const char *locale)
{
	GetWorksCouncilReportRequest in = GET_WORKS_COUNCIL_REPORT_REQUEST__INIT;
	WorksCouncilReport *report;

	fixture->locale = locale;
	assert_ok(fixture, fixture_call(fixture, actor, &service_reports, "GetWorksCouncilReport", &in, &report));
	assert_string_equal(report->language, locale);
	return report;
}

static const WorksCouncilSection *section_of(const WorksCouncilReport *report, const char *key)
{
	for (size_t i = 0; i < report->n_sections; i++)
		if (strcmp(report->sections[i]->key, key) == 0)
			return report->sections[i];
	fail_msg("there is no part \"%s\"", key);
	return NULL;
}

/* The row whose first cell is this, and whose second names that. */
static const WorksCouncilRow *row_of(const WorksCouncilSection *section, const char *first, const char *second)
{
	for (size_t i = 0; i < section->n_rows; i++) {
		const WorksCouncilRow *row = section->rows[i];

		assert_int_equal(row->n_cells, section->n_columns);
		if (strcmp(row->cells[0], first) == 0 && (second == NULL || strstr(row->cells[1], second) != NULL))
			return row;
	}
	fail_msg("%s says nothing of %s %s", section->key, first, second == NULL ? "" : second);
	return NULL;
}

static void every_table_and_kind_is_named_in_both_languages(void **state)
{
	static const char *const locales[] = { "en", "nl" };
	struct fixture *fixture = *state;

	for (int i = 0; i < 2; i++) {
		const WorksCouncilReport *report = read_report(fixture, &fixture->noor, locales[i]);
		const WorksCouncilSection *records = section_of(report, "records");

		assert_int_equal(records->n_rows, store_personal_count());
		for (size_t table = 0; table < store_personal_count(); table++)
			assert_true(row_of(records, store_personal_table(table), NULL)->cells[2][0] != '\0');
		for (int kind = 0; kind < RETENTION_KINDS; kind++)
			row_of(section_of(report, "retention"), retention_key((enum retention_kind)kind), NULL);
	}
}

/* Without the report, whose making stops at the first: a new table is told by its name. */
static void every_table_has_its_words_and_says_until_when(void **state)
{
	(void)state;
	for (size_t table = 0; table < store_personal_count(); table++) {
		const char *name = store_personal_table(table);
		bool swept = false;

		if (record_words(name, "en") == NULL)
			fail_msg("the table %s is not in daemon/domain/record.def: say there what it is for", name);
		for (int kind = 0; kind < RETENTION_KINDS; kind++)
			swept = swept || store_personal_swept(table, (enum retention_kind)kind);
		if (swept != (record_until(name, "en")[0] == '\0') || swept != (record_until(name, "nl")[0] == '\0'))
			fail_msg("record.def and personal.def do not agree on whether %s goes by itself", name);
		assert_string_not_equal(record_words(name, "en"), record_words(name, "nl"));
	}
}

static void every_field_that_is_kept_from_some_is_named(void **state)
{
	struct fixture *fixture = *state;
	const WorksCouncilSection *withheld = section_of(read_report(fixture, &fixture->noor, "en"), "withheld");
	struct see_withheld found;

	for (size_t i = 0; see_withholds(i, "en", &found); i++)
		assert_string_equal(row_of(withheld, found.message, found.field)->cells[2], found.who);
	assert_string_equal(
		row_of(withheld, "Session", "coach_bridge")->cells[2], "the coach, administrators, plugins");
	row_of(withheld, "Debrief", "coach_experience");
}

static void readings_say_who_may_ask_for_them(void **state)
{
	struct fixture *fixture = *state;
	const WorksCouncilSection *access = section_of(read_report(fixture, &fixture->noor, "nl"), "access");

	assert_string_equal(
		row_of(access, "Reports", "ReportCoaching")->cells[2], "de coach, degene die gecoacht wordt");
	assert_string_equal(row_of(access, "Reports", "ReportOrganisation")->cells[2],
		"beheerders, plug-ins en programma's met het recht reports.read");
}

static void it_is_written_from_what_is_configured_now(void **state)
{
	static const char *const plugins[] = { "calendar", "reminders", NULL };
	struct fixture *fixture = *state;
	Team team = TEAM__INIT;
	Token token = TOKEN__INIT;
	char *scopes[] = { "meetings.read" };
	const WorksCouncilReport *report;

	report = read_report(fixture, &fixture->noor, "en");
	assert_string_equal(section_of(report, "programs")->paragraphs[0], "Plugins of the configuration: none.");
	assert_int_equal(section_of(report, "programs")->n_rows, 0);
	assert_int_equal(section_of(report, "unannounced")->n_paragraphs, 2);

	fixture->service.plugins = plugins;
	team.name = "people/ruud/team";
	team.unannounced_told_date = "2026-03-01";
	assert_ok(fixture, store_team_set(fixture->conn, "people/ruud", &team, &fixture->error));
	token.name = "tokens/1";
	token.display_name = "CRM";
	token.scopes = scopes;
	token.n_scopes = 1;
	token.create_time = instant_new(fixture->arena, FIXTURE_NOW);
	assert_ok(fixture, store_token_insert(fixture->conn, &token, "hash", &fixture->error));
	report = read_report(fixture, &fixture->noor, "en");
	assert_string_equal(
		section_of(report, "programs")->paragraphs[0], "Plugins of the configuration: calendar, reminders.");
	assert_non_null(strstr(section_of(report, "programs")->paragraphs[1], "Of each calendar the plugin keeps"));
	assert_non_null(strstr(section_of(report, "programs")->paragraphs[2], "under a secret address"));
	assert_string_equal(row_of(section_of(report, "programs"), "meetings.read", NULL)->cells[1], "1");
	assert_int_equal(section_of(report, "unannounced")->n_paragraphs, 3);
	assert_ok(fixture, store_token_revoke(fixture->conn, "tokens/1", FIXTURE_NOW, &fixture->error));
	report = read_report(fixture, &fixture->noor, "en");
	assert_int_equal(section_of(report, "programs")->n_rows, 0);
}

static void the_wall_stands_in_it_with_its_numbers(void **state)
{
	struct fixture *fixture = *state;
	const WorksCouncilSection *others = section_of(read_report(fixture, &fixture->admin, "en"), "others");

	assert_non_null(strstr(others->paragraphs[1], "at least 5 people under at least 3 coaches"));
	assert_non_null(strstr(others->paragraphs[0], "14 days after the quarter is over"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_fixture(every_table_has_its_words_and_says_until_when),
		with_fixture(every_table_and_kind_is_named_in_both_languages),
		with_fixture(every_field_that_is_kept_from_some_is_named),
		with_fixture(readings_say_who_may_ask_for_them),
		with_fixture(it_is_written_from_what_is_configured_now),
		with_fixture(the_wall_stands_in_it_with_its_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
