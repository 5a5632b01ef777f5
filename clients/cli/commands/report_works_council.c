/* clients/cli — report works-council: what is processed, as text to read or as Markdown to paste. */
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "ridealong/v1/report.pb-c.h"
#include "screen.h"

#define WIDEST 80

const struct flag flags_report_works_council[] = {
	{ "format", "text|markdown", N_("text to read, or Markdown") },
	{ NULL, NULL, NULL },
};

/* ---- text */

static int wide(void)
{
	const int columns = screen_width();

	return columns < WIDEST ? columns : WIDEST;
}

static void print_wrapped(const char *text, int indent, int at)
{
	screen_words(text, indent, at, wide());
}

static void print_text_row(const WorksCouncilSection *section, const WorksCouncilRow *row)
{
	if (row->n_cells == 2) {
		printf("  %s: ", row->cells[0]);
		print_wrapped(row->cells[1], 4, 3 + screen_columns(row->cells[0]));
		return;
	}
	printf("  %s\n", row->cells[0]);
	for (size_t i = 1; i < row->n_cells && i < section->n_columns; i++) {
		printf("      %s:", section->columns[i]);
		print_wrapped(row->cells[i], 8, 7 + screen_columns(section->columns[i]));
	}
}

static void print_text(const WorksCouncilReport *report)
{
	puts(report->title);
	for (size_t i = 0; i < report->n_sections; i++) {
		const WorksCouncilSection *section = report->sections[i];

		printf("\n%s\n", section->heading);
		for (int column = screen_columns(section->heading); column > 0; column--)
			putchar('-');
		putchar('\n');
		for (size_t j = 0; j < section->n_paragraphs; j++) {
			if (j > 0)
				putchar('\n');
			print_wrapped(section->paragraphs[j], 0, 0);
		}
		if (section->n_rows > 0)
			putchar('\n');
		for (size_t j = 0; j < section->n_rows; j++)
			print_text_row(section, section->rows[j]);
	}
}

/* ---- Markdown */

/* What would mean something to Markdown is taken at its word (CommonMark 0.30, 2.4). */
static void print_escaped(const char *text)
{
	for (; *text != '\0'; text++) {
		if (strchr("\\`*_{}[]<>#|~", *text) != NULL)
			putchar('\\');
		putchar(*text == '\n' ? ' ' : *text);
	}
}

static void print_cells(char *const *cells, size_t count)
{
	putchar('|');
	for (size_t i = 0; i < count; i++) {
		putchar(' ');
		print_escaped(cells[i]);
		fputs(" |", stdout);
	}
	putchar('\n');
}

static void print_markdown_table(const WorksCouncilSection *section)
{
	print_cells(section->columns, section->n_columns);
	putchar('|');
	for (size_t i = 0; i < section->n_columns; i++)
		fputs(" --- |", stdout);
	putchar('\n');
	for (size_t i = 0; i < section->n_rows; i++)
		print_cells(section->rows[i]->cells, section->rows[i]->n_cells);
}

static void print_markdown(const WorksCouncilReport *report)
{
	fputs("# ", stdout);
	print_escaped(report->title);
	putchar('\n');
	for (size_t i = 0; i < report->n_sections; i++) {
		const WorksCouncilSection *section = report->sections[i];

		fputs("\n## ", stdout);
		print_escaped(section->heading);
		putchar('\n');
		for (size_t j = 0; j < section->n_paragraphs; j++) {
			putchar('\n');
			print_escaped(section->paragraphs[j]);
			putchar('\n');
		}
		if (section->n_rows > 0) {
			putchar('\n');
			print_markdown_table(section);
		}
	}
}

int cmd_report_works_council(struct cli *cli, int argc, char **argv)
{
	static const struct choice formats[] = { { "text", 0 }, { "markdown", 1 }, { NULL, 0 } };
	GetWorksCouncilReportRequest request = GET_WORKS_COUNCIL_REPORT_REQUEST__INIT;
	WorksCouncilReport *report;
	int format = 0, code;

	(void)argc;
	(void)argv;
	if (!cli_flag_choice(cli, "format", formats, &format))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	code = cli_call(cli, "Reports/GetWorksCouncilReport", &request, &works_council_report__descriptor, &report);
	if (code != 0 || cli_print_json(cli, report))
		return code;
	if (format == 1)
		print_markdown(report);
	else
		print_text(report);
	return 0;
}
