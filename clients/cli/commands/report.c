/* clients/cli — report: what it amounts to, in counts first. */
#include "commands.h"

#include <stdio.h>

#include "ridealong/v1/report.pb-c.h"

const struct flag flags_report[] = {
	{ "coach", N_("EMAIL"), N_("whose coachees; you by default") },
	{ "coachee", N_("EMAIL"), N_("only this coachee") },
	{ "from", N_("DATE"), N_("the first day; a year back by default") },
	{ "to", N_("DATE"), N_("the day after the last; tomorrow by default") },
	{ NULL, NULL, NULL },
};

static void print_intended(const char *title, const IntendedSeen *seen)
{
	if (seen == NULL || seen->intended == 0)
		return;
	printf("  %s: ", title);
	printf(_("intended: %d, happened: %d, partly: %d, not: %d, could not be seen: %d; sessions: %d"),
		seen->intended, seen->happened, seen->partly, seen->not_seen, seen->not_observable, seen->sessions);
	if (seen->ratio_permille >= 0)
		printf(_("; not seen: %d.%d %%"), seen->ratio_permille / 10, seen->ratio_permille % 10);
	putchar('\n');
}

static void print_sessions(const CoacheeReport *report)
{
	printf(_("  Sessions planned: %d, closed by both: %d"), report->planned, report->closed);
	if (report->not_confirmed > 0)
		printf(_(", closed without an answer: %d"), report->not_confirmed);
	if (report->skipped > 0)
		printf(_(", without the coach, as nothing had come in: %d"), report->skipped);
	if (report->cancelled > 0)
		printf(_(", cancelled: %d"), report->cancelled);
	if (report->lapsed > 0)
		printf(_(", not debriefed: %d"), report->lapsed);
	putchar('\n');
}

static void print_coachee(struct cli *cli, const CoacheeReport *report)
{
	static const struct column delay = { "", "debrief_delay", AS_IS };

	printf("\n%s\n", report->display_name);
	print_sessions(report);
	if (report->days_since_last >= 0)
		printf(_("  Days since the last time: %d; the rhythm: %d\n"), report->days_since_last,
			report->cadence_days);
	print_intended(_("Intended and seen"), report->announced);
	print_intended(_("Intended and seen, unannounced"), report->unannounced);
	printf(_("  Compliments: %d, tips: %d, help given: %d\n"), report->compliments, report->tips,
		report->help_given);
	printf(_("  Action points agreed: %d, done: %d, late: %d; promises of the coach: %d, kept: %d\n"),
		report->action_points, report->action_points_done, report->action_points_late, report->promises,
		report->promises_done);
	if (report->debrief_delay != NULL)
		printf(_("  From the meeting's end to the debrief: %s\n"), cli_text(cli, &report->base, &delay));
	for (size_t i = 0; i < report->n_intentions; i++)
		printf("    · %s: %s\n", report->intentions[i]->text,
			report->intentions[i]->outcome == OUTCOME_UNSPECIFIED
				? _("not said yet")
				: cli_enum(&outcome__descriptor, report->intentions[i]->outcome));
}

int cmd_report(struct cli *cli, int argc, char **argv)
{
	ReportCoachingRequest request = REPORT_COACHING_REQUEST__INIT;
	char from[16] = "", until[16] = "", first[80], last[80];
	CoachingReport *report;
	int code = 0;

	(void)argc;
	(void)argv;
	if (cli_flag(cli, "from") != NULL)
		code = cli_date_read(cli, cli_flag(cli, "from"), from);
	if (code == 0 && cli_flag(cli, "to") != NULL)
		code = cli_date_read(cli, cli_flag(cli, "to"), until);
	if (code != 0)
		return code;
	request.coach = cli_person(cli_flag(cli, "coach"));
	request.coachee = cli_person(cli_flag(cli, "coachee"));
	request.from_date = from;
	request.until_date = until;
	code = cli_call(cli, "Reports/ReportCoaching", &request, &coaching_report__descriptor, &report);
	if (code != 0 || cli_print_json(cli, report))
		return code;
	cli_date_print(cli, report->from_date, first);
	cli_date_print(cli, report->until_date, last);
	printf(_("From %s until %s\n"), first, last);
	for (size_t i = 0; i < report->n_coachees; i++)
		print_coachee(cli, report->coachees[i]);
	if (report->n_coachees == 0)
		puts(_("Nobody to report about."));
	return 0;
}
