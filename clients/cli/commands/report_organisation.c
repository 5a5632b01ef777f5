/* clients/cli — report organisation: sums of groups, for those who coach nobody and are not coached. */
#include "commands.h"

#include <libsmartcols/libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "ridealong/v1/report.pb-c.h"

const struct flag flags_report_organisation[] = {
	{ "quarter", N_("QUARTER"), N_("a quarter of the year, such as 2026-Q1; the last one counted by default") },
	{ "group", N_("GROUP"), N_("only this group and those below it, such as sales/north") },
	{ NULL, NULL, NULL },
};

static const char *why(Withheld withheld)
{
	switch (withheld) {
	case WITHHELD_FEW_PEOPLE:
		return _("not shown: too few people");
	case WITHHELD_FEW_COACHES:
		return _("not shown: too few coaches");
	case WITHHELD_REMAINDER:
		return _("not shown: what is left beside it is too small");
	case WITHHELD_COMPLEMENT:
		return _("not shown: it covers a smaller group beside it");
	case WITHHELD_PARENT:
		return _("not shown: the group above is not");
	default:
		return "";
	}
}

static void add(struct libscols_line *line, size_t column, int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", value);
	if (scols_line_set_data(line, column, text) != 0)
		abort();
}

static void add_group(struct libscols_table *table, const GroupReport *group)
{
	const int values[] = { group->people, group->coaches, group->coached, group->sessions, group->prepared,
		group->compliments, group->tips, group->help_given, group->action_points, group->action_points_done };
	struct libscols_line *line = scols_table_new_line(table, NULL);
	const size_t count = sizeof(values) / sizeof(values[0]);

	if (line == NULL ||
		scols_line_set_data(line, 0, group->group_path[0] == '\0' ? _("everybody") : group->group_path) != 0)
		abort();
	for (size_t i = 0; i < count && group->withheld == WITHHELD_UNSPECIFIED; i++)
		add(line, i + 1, values[i]);
	if (group->withheld != WITHHELD_UNSPECIFIED && scols_line_set_data(line, count + 1, why(group->withheld)) != 0)
		abort();
}

static void print_groups(const OrganisationReport *report)
{
	static const char *const titles[] = { N_("Group"), N_("People"), N_("Coaches"), N_("Coached"), N_("Sessions"),
		N_("Prepared"), N_("Compliments"), N_("Tips"), N_("Help"), N_("Agreed"), N_("Done") };
	struct libscols_table *table = scols_new_table();

	if (table == NULL)
		abort();
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
		if (scols_table_new_column(table, _(titles[i]), 0, i == 0 ? 0 : SCOLS_FL_RIGHT) == NULL)
			abort();
	if (scols_table_new_column(table, "", 0, 0) == NULL)
		abort();
	for (size_t i = 0; i < report->n_groups; i++)
		add_group(table, report->groups[i]);
	scols_print_table(table);
	scols_unref_table(table);
}

int cmd_report_organisation(struct cli *cli, int argc, char **argv)
{
	ReportOrganisationRequest request = REPORT_ORGANISATION_REQUEST__INIT;
	OrganisationReport *report;
	char time[80];
	int code;

	(void)argc;
	(void)argv;
	request.quarter = (char *)cli_flag_or_empty(cli, "quarter");
	request.group_path = (char *)cli_flag_or_empty(cli, "group");
	code = cli_call_long(cli, "Reports/ReportOrganisation", &request, &organisation_report__descriptor, 0,
		_("Counting…"), &report);
	if (code != 0 || cli_print_json(cli, report))
		return code;
	cli_time_print(cli, report->count_time, time);
	printf(_("%s, counted once on %s\n\n"), report->quarter, time);
	print_groups(report);
	printf(_("\nOnly sessions count that both confirmed. Numbers are rounded to %ds. A group is shown only if it "
		 "and "
		 "what is left beside it hold at least %d people under at least %d coaches.\n"),
		report->rounding, report->fewest_people, report->fewest_coaches);
	return 0;
}
