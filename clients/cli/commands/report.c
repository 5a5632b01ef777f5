/* clients/cli — report: what it amounts to, in counts first. */
#include "report.h"
#include "screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "google/protobuf/duration.pb-c.h"
#include "progress.h"

const struct flag flags_report[] = {
	{ "coach", N_("EMAIL"), N_("whose coachees; you by default") },
	{ "coachee", N_("EMAIL"), N_("only this coachee") },
	{ "quarter", N_("QUARTER"), N_("a quarter of the year, such as 2026-Q1") },
	{ "from", N_("DATE"), N_("the first day; a year back by default") },
	{ "until", N_("DATE"), N_("the day after the last; tomorrow by default") },
	{ "ascii", NULL, N_("charts of plain signs") },
	{ NULL, NULL, NULL },
};

void report_label(const char *label)
{
	const int gap = REPORT_LABEL - screen_columns(label);

	printf("  %s%*s", label, gap > 0 ? gap + 1 : 1, "");
}

void report_count(const char *label, int value, int most)
{
	char bar[CHART_SIZE];

	chart_bar(value, most, REPORT_CHART, bar);
	report_label(label);
	printf("%4d%s%s\n", value, bar[0] == '\0' ? "" : "  ", bar);
}

const char *report_length(struct cli *cli, const Duration *length)
{
	/* of a message that has one */
	static const struct column column = { "", "median", AS_IS };
	DelayReport report = DELAY_REPORT__INIT;

	if (length == NULL)
		return "–";
	if (length->seconds == 0)
		return _("0 min");
	report.median = (Duration *)length;
	return cli_text(cli, &report.base, &column);
}

/* A locale that says which signs it has, and that UTF-8 is not among them. */
static bool locale_lacks_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]), *dot = value == NULL ? NULL : strchr(value, '.');

		if (value == NULL || value[0] == '\0')
			continue;
		return dot != NULL && strcasecmp(dot, ".utf-8") != 0 && strcasecmp(dot, ".utf8") != 0;
	}
	return false;
}

static int ask(struct cli *cli, CoachingReport **ret)
{
	ReportCoachingRequest request = REPORT_COACHING_REQUEST__INIT;
	char from[16], until[16];
	int code;

	chart_ascii(cli_flag(cli, "ascii") != NULL || locale_lacks_utf8());
	code = cli_flag_date(cli, "from", from);
	if (code == 0)
		code = cli_flag_date(cli, "until", until);
	if (code != 0)
		return code;
	request.coach = cli_person(cli_flag(cli, "coach"));
	request.coachee = cli_person(cli_flag(cli, "coachee"));
	request.from_date = from;
	request.until_date = until;
	request.quarter = (char *)cli_flag_or_empty(cli, "quarter");
	return cli_call_long(
		cli, "Reports/ReportCoaching", &request, &coaching_report__descriptor, 0, _("Counting…"), ret);
}

/* The whole as JSON, or for people one part of it of each coachee. */
static int show(struct cli *cli, void (*print)(struct cli *cli, const CoacheeReport *report))
{
	char first[80], last[80];
	CoachingReport *report;
	int code = ask(cli, &report);

	if (code != 0 || cli_print_json(cli, report))
		return code;
	cli_date_print(report->from_date, first);
	cli_date_print(report->until_date, last);
	printf(_("From %s until %s\n"), first, last);
	for (size_t i = 0; i < report->n_coachees; i++) {
		printf("\n%s\n", report->coachees[i]->display_name);
		print(cli, report->coachees[i]);
	}
	if (report->n_coachees == 0)
		puts(_("Nobody to report about."));
	return 0;
}

/* ---- all of it, in a line each */

static void print_seen(const char *title, const IntendedSeen *seen)
{
	if (seen->intended == 0)
		return;
	report_label(title);
	printf(_("%d intended: %d happened, %d partly, %d not, %d could not be seen; sessions: %d"), seen->intended,
		seen->happened, seen->partly, seen->not_seen, seen->not_observable, seen->sessions);
	if (seen->ratio_permille >= 0)
		printf(_("; not seen: %d.%d %%"), seen->ratio_permille / 10, seen->ratio_permille % 10);
	putchar('\n');
}

static void print_sessions(const CoacheeReport *report)
{
	report_label(_("Sessions"));
	printf(_("%d planned, %d closed by both"), report->planned, report->closed);
	if (report->not_confirmed > 0)
		printf(_(", %d closed without an answer"), report->not_confirmed);
	if (report->skipped > 0)
		printf(_(", %d without the coach, as nothing had come in"), report->skipped);
	if (report->cancelled > 0)
		printf(_(", %d cancelled"), report->cancelled);
	if (report->lapsed > 0)
		printf(_(", %d not debriefed"), report->lapsed);
	putchar('\n');
}

static void print_rhythm(const CoacheeReport *report)
{
	report_label(_("Rhythm"));
	printf(_("every %d days"), report->cadence_days);
	if (report->coverage->turns > 0)
		printf(_("; kept %d of %d times"), report->coverage->turns_kept, report->coverage->turns);
	if (report->days_since_last >= 0)
		printf(_("; days since the last time: %d"), report->days_since_last);
	putchar('\n');
}

static void print_intentions(const CoacheeReport *report)
{
	for (size_t i = 0; i < report->n_intentions; i++)
		printf("    · %s: %s\n", report->intentions[i]->text,
			report->intentions[i]->outcome == OUTCOME_UNSPECIFIED
				? _("not said yet")
				: cli_enum(&outcome__descriptor, report->intentions[i]->outcome));
}

static void print_overview(struct cli *cli, const CoacheeReport *report)
{
	print_sessions(report);
	print_rhythm(report);
	if (report->preparation->sessions > 0) {
		report_label(_("Preparation"));
		printf(_("%d in time, %d after that, %d with nothing in\n"), report->preparation->in_time,
			report->preparation->after, report->preparation->nothing_in);
	}
	print_seen(_("Intended and seen"), report->announced);
	print_seen(report->announced->intended > 0 ? _("the same, unannounced") : _("Seen, unannounced"),
		report->unannounced);
	print_intentions(report);
	report_label(_("Debrief"));
	printf(_("compliments: %d, tips: %d, help given: %d"), report->compliments, report->tips, report->help_given);
	if (report->debrief_delay != NULL)
		printf(_("; begun after %s"), report_length(cli, report->debrief_delay));
	putchar('\n');
	report_label(_("Action points"));
	printf(_("%d agreed, %d done, %d beyond their date\n"), report->action_points, report->action_points_done,
		report->action_points_late);
	report_label(_("Promises of the coach"));
	printf(_("%d made, %d kept\n"), report->promises, report->promises_done);
	for (size_t i = 0; i < report->n_recurring_tips; i++) {
		report_label(i == 0 ? _("Tips that came back") : "");
		printf(_("%s (sessions: %d)\n"), report->recurring_tips[i]->text, report->recurring_tips[i]->sessions);
	}
}

int cmd_report(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return show(cli, print_overview);
}

/* ---- a part, with its charts */

int cmd_report_coverage(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return show(cli, report_print_coverage);
}

int cmd_report_preparation(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return show(cli, report_print_preparation);
}

int cmd_report_intentions(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return show(cli, report_print_intentions);
}

int cmd_report_debrief(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return show(cli, report_print_debrief);
}

int cmd_report_learning(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return show(cli, report_print_learning);
}
