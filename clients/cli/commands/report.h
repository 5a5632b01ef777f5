/* clients/cli — report: what its files share. */
#ifndef RIDEALONG_CLI_REPORT_H
#define RIDEALONG_CLI_REPORT_H

#include "chart.h"
#include "commands.h"
#include "ridealong/v1/report.pb-c.h"

/** Columns of the words at the front of a line, and of a chart. */
enum { REPORT_LABEL = 26, REPORT_CHART = 20 };

/** "  label    ", as wide as all labels; what is put behind it is the caller's. */
void report_label(const char *label);
/** A line: label, number, and a bar of `value` out of `most`. */
void report_count(const char *label, int value, int most);
/** A duration in words, "–" when there is none. */
const char *report_length(struct cli *cli, const Duration *length);

/* Of one coachee, a part with its charts (report_part.c). */
void report_print_coverage(struct cli *cli, const CoacheeReport *report);
void report_print_preparation(struct cli *cli, const CoacheeReport *report);
void report_print_intentions(struct cli *cli, const CoacheeReport *report);
void report_print_debrief(struct cli *cli, const CoacheeReport *report);
void report_print_learning(struct cli *cli, const CoacheeReport *report);

#endif
