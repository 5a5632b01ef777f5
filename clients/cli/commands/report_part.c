/* clients/cli — report: one part of it, with small charts. */
#include "report.h"
#include "screen.h"

#include <stdio.h>
#include <stdlib.h>

/* What is told month by month; -1 where there is nothing to tell. */
typedef int month_value(const MonthReport *month);

static void print_months(const char *label, const CoacheeReport *report, month_value *value)
{
	int *values = calloc(report->n_months + 1, sizeof(*values));
	char line[CHART_SIZE];

	if (values == NULL)
		abort();
	for (size_t i = 0; i < report->n_months; i++)
		values[i] = value(report->months[i]);
	chart_line(values, report->n_months, line);
	free(values);
	if (report->n_months < 2)
		return;
	report_label(label);
	printf("%s %s %s\n", report->months[0]->month, line, report->months[report->n_months - 1]->month);
}

static int went_along_in(const MonthReport *month)
{
	return month->went_along;
}

static int minutes_in(const MonthReport *month)
{
	return month->debrief_delay == NULL ? -1 : (int)(month->debrief_delay->seconds / 60);
}

void report_print_coverage(struct cli *cli, const CoacheeReport *report)
{
	const CoverageReport *coverage = report->coverage;

	(void)cli;
	report_count(_("Planned"), report->planned, report->planned);
	report_count(_("Went along, by both"), coverage->went_along, report->planned);
	report_count(_("of these invited"), coverage->invited, report->planned);
	report_count(_("of these unannounced"), coverage->unannounced, report->planned);
	report_count(_("Closed without an answer"), report->not_confirmed, report->planned);
	report_count(_("Did not go along"), report->skipped, report->planned);
	report_count(_("Cancelled"), report->cancelled, report->planned);
	report_count(_("Not debriefed"), report->lapsed, report->planned);
	print_months(_("Went along, by month"), report, went_along_in);
	report_label(_("Rhythm"));
	printf(_("every %d days; kept %d of %d times; the longest stretch %d days\n"), report->cadence_days,
		coverage->turns_kept, coverage->turns, coverage->longest_days);
	if (report->days_since_last >= 0) {
		report_label(_("Days since the last time"));
		printf("%4d\n", report->days_since_last);
	}
}

void report_print_preparation(struct cli *cli, const CoacheeReport *report)
{
	const PreparationReport *counts = report->preparation;

	(void)cli;
	report_count(_("Sessions looked at"), counts->sessions, counts->sessions);
	report_count(_("In by the cut-off"), counts->in_time, counts->sessions);
	report_count(_("Came in after it"), counts->after, counts->sessions);
	report_count(_("Nothing came in"), counts->nothing_in, counts->sessions);
	report_count(_("Coach asked to look"), counts->coach_asked, counts->sessions);
	report_count(_("Coach withdrawn"), counts->withdrawn, counts->sessions);
	report_count(_("Prepared after all"), counts->appeals, counts->sessions);
	report_count(_("and the coach came"), counts->appeals_granted, counts->sessions);
}

/* ---- intended and seen */

static void print_seen(const char *label, const IntendedSeen *seen)
{
	const int counts[] = { seen->happened, seen->partly, seen->not_seen, seen->not_observable };
	char signs[CHART_SIZE];
	int wide = screen_width() - REPORT_LABEL - 34;

	if (seen->intended == 0)
		return;
	chart_kinds(counts, 4, wide < 8 ? 8 : wide, signs);
	report_label(label);
	printf("%s  %d = %d + %d + %d + %d\n", signs, seen->intended, seen->happened, seen->partly, seen->not_seen,
		seen->not_observable);
}

static void print_ratio(const char *label, const IntendedSeen *seen)
{
	report_label(label);
	printf(_("%d intended; sessions: %d"), seen->intended, seen->sessions);
	if (seen->contested > 0)
		printf(_("; %d of them the coachee sees otherwise"), seen->contested);
	if (seen->ratio_permille >= 0)
		printf(_("; not seen: %d.%d %%"), seen->ratio_permille / 10, seen->ratio_permille % 10);
	putchar('\n');
}

void report_print_intentions(struct cli *cli, const CoacheeReport *report)
{
	char label[80];

	(void)cli;
	for (size_t i = 0; i < report->n_months; i++) {
		const MonthReport *month = report->months[i];

		print_seen(month->month, month->announced);
		snprintf(label, sizeof(label), _("%s unannounced"), month->month);
		print_seen(label, month->unannounced);
	}
	if (report->announced->intended + report->unannounced->intended == 0) {
		printf("  %s\n", _("No intention was looked at yet."));
		return;
	}
	print_ratio(_("Announced"), report->announced);
	print_ratio(_("Unannounced"), report->unannounced);
	printf(_("  %s happened + %s partly + %s not + %s could not be seen; a percentage comes with ten intentions "
		 "over three sessions\n"),
		chart_sign(0), chart_sign(1), chart_sign(2), chart_sign(3));
	for (size_t i = 0; i < report->n_intentions; i++)
		printf("    · %s: %s\n", report->intentions[i]->text,
			report->intentions[i]->outcome == OUTCOME_UNSPECIFIED
				? _("not said yet")
				: cli_enum(&outcome__descriptor, report->intentions[i]->outcome));
}

/* ---- debrief */

static int most_of(int a, int b, int c)
{
	const int most = a > b ? a : b;

	return most > c ? most : c;
}

static void print_tips(const CoacheeReport *report)
{
	char first[80], last[80];

	if (report->n_recurring_tips > 0)
		printf("  %s\n", _("Tips that came back"));
	for (size_t i = 0; i < report->n_recurring_tips; i++) {
		const RecurringTip *tip = report->recurring_tips[i];

		cli_date_print(tip->first_date, first);
		cli_date_print(tip->last_date, last);
		printf("    · %s%s%s\n", tip->text, tip->next_step[0] != '\0' ? " > " : "", tip->next_step);
		printf(_("      sessions: %d, from %s to %s\n"), tip->sessions, first, last);
	}
}

void report_print_debrief(struct cli *cli, const CoacheeReport *report)
{
	const DelayReport *delay = report->delay;
	const HelpReport *help = report->help;
	const int words = most_of(report->compliments, report->tips, 0);
	const int helped = most_of(help->added, help->nudged, help->took_over);

	report_count(_("Debriefs"), delay->debriefs, 0);
	if (delay->debriefs > 0) {
		report_label(_("Begun after the meeting"));
		printf(_("half within %s"), report_length(cli, delay->median));
		printf(_(", nine in ten within %s\n"), report_length(cli, delay->ninety));
	}
	if (delay->later != NULL) {
		report_label(_("Sooner or later"));
		printf(_("%s at first, "), report_length(cli, delay->earlier));
		printf(_("%s of late\n"), report_length(cli, delay->later));
	}
	print_months(_("Minutes, by month"), report, minutes_in);
	report_count(_("Compliments"), report->compliments, words);
	report_count(_("Tips"), report->tips, words);
	report_count(_("Help: added"), help->added, helped);
	report_count(_("Help: nudged"), help->nudged, helped);
	report_count(_("Help: took over"), help->took_over, helped);
	if (report->help_given > 0) {
		report_label(_("Help confirmed"));
		printf(_("%d confirmed, %d not so, %d not said\n"), help->confirmed, help->disputed,
			report->help_given - help->confirmed - help->disputed);
	}
	print_tips(report);
}

/* ---- learning */

static void print_points(const char *title, const ActionPointReport *counts)
{
	printf("  %s\n", title);
	report_count(_("Agreed"), counts->agreed, counts->agreed);
	report_count(_("Done"), counts->done, counts->agreed);
	report_count(_("of these after their date"), counts->done_late, counts->agreed);
	report_count(_("Open"), counts->open, counts->agreed);
	report_count(_("of these beyond their date"), counts->overdue, counts->agreed);
	report_count(_("Let go"), counts->dropped, counts->agreed);
	report_count(_("Given another date"), counts->extended, counts->agreed);
}

void report_print_learning(struct cli *cli, const CoacheeReport *report)
{
	const LearningReport *learning = report->learning;

	(void)cli;
	print_points(_("Action points"), report->agreed);
	if (report->promised->agreed > 0)
		print_points(_("Promises of the coach"), report->promised);
	printf("  %s\n", _("How they teach (70-20-10)"));
	report_count(_("By doing"), learning->experience, report->agreed->agreed);
	report_count(_("From others"), learning->coaching, report->agreed->agreed);
	report_count(_("By training"), learning->training, report->agreed->agreed);
	report_count(_("Not said"), learning->untagged, report->agreed->agreed);
	if (report->n_skills > 0)
		printf("  %s\n", _("Skills"));
	for (size_t i = 0; i < report->n_skills; i++)
		report_count(report->skills[i]->skill, report->skills[i]->agreed, report->skills[0]->agreed);
}
