/* domain/ — a checklist as Markdown (CommonMark 0.30): every sign of punctuation that a person wrote is escaped, so
 * that nothing of it is markup, a link or HTML. */
#include <string.h>

#include "daemon/domain/checklist_page.h"

/* Section 2.4: any ASCII punctuation may be escaped. Left out are the signs that never begin markup, in no flavour. */
static void escape(struct sheet *sheet, const char *words)
{
	static const char punctuation[] = "!#$&()*+-.:<=>@[\\]^_`{|}~";

	for (const char *at = checklist_tame(words, true, sheet->arena); *at != '\0'; at++) {
		if (strchr(punctuation, *at) != NULL)
			sheet_put(sheet, "\\", 1);
		sheet_put(sheet, at, 1);
	}
}

static void write_answer(struct sheet *sheet, const char *sign, const char *words)
{
	sheet_put(sheet, "   > ", 5);
	if (sign[0] != '\0') {
		escape(sheet, sign);
		sheet_put(sheet, " ", 1);
	}
	escape(sheet, words);
	sheet_put(sheet, "\n\n", 2);
}

static void write_room(struct sheet *sheet, const char *sign)
{
	sheet_put(sheet, "   ", 3);
	if (sign[0] != '\0') {
		escape(sheet, sign);
		sheet_put(sheet, " ", 1);
	}
	for (int i = 0; i < 40; i++)
		sheet_put(sheet, "\\_", 2);
	sheet_put(sheet, "\n\n", 2);
}

static void write_line(const Checklist *checklist, const ChecklistLine *line, struct sheet *sheet)
{
	if (line->text[0] != '\0') {
		if (line->number > 0)
			sheet_print(sheet, "%d. ", (int)line->number);
		else
			sheet_put(sheet, "-  ", 3);
		escape(sheet, line->text);
		escape(sheet, checklist_optional(checklist, line));
		if (line->intention)
			sheet_print(sheet, " ☐ %s", checklist_intention(checklist));
		sheet_put(sheet, "\n\n", 2);
		if (line->hint[0] != '\0') {
			sheet_put(sheet, "   *", 4);
			escape(sheet, line->hint);
			sheet_put(sheet, "*\n\n", 3);
		}
	}
	for (size_t i = 0; i < line->n_answers; i++)
		write_answer(sheet, line->sign, line->answers[i]);
	for (size_t i = 0; i < line->n_choices; i++) {
		sheet_print(sheet, "   ☐ ");
		escape(sheet, line->choices[i]);
		sheet_put(sheet, "\n\n", 2);
	}
	for (int32_t i = 0; i < line->room; i++)
		write_room(sheet, line->sign);
}

void checklist_markdown(const Checklist *checklist, struct sheet *sheet)
{
	sheet_put(sheet, "# ", 2);
	escape(sheet, checklist->title);
	sheet_put(sheet, "\n\n", 2);
	if (checklist->notice[0] != '\0') {
		sheet_put(sheet, "**", 2);
		escape(sheet, checklist->notice);
		sheet_put(sheet, "**\n\n", 4);
	}
	for (size_t i = 0; i < checklist->n_facts; i++) {
		sheet_put(sheet, "- ", 2);
		escape(sheet, checklist->facts[i]->label);
		sheet_put(sheet, ": ", 2);
		if (checklist->facts[i]->value[0] != '\0')
			escape(sheet, checklist->facts[i]->value);
		else
			sheet_print(sheet, "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_");
		sheet_put(sheet, "\n", 1);
	}
	for (size_t i = 0; i < checklist->n_sections; i++) {
		sheet_put(sheet, "\n## ", 4);
		escape(sheet, checklist->sections[i]->heading);
		sheet_put(sheet, "\n\n", 2);
		for (size_t j = 0; j < checklist->sections[i]->n_lines; j++)
			write_line(checklist, checklist->sections[i]->lines[j], sheet);
	}
	sheet_print(sheet, "\n## %s\n\n", checklist_legend(checklist));
	for (size_t i = 0; i < checklist->n_signs; i++) {
		sheet_put(sheet, "- ", 2);
		escape(sheet, checklist->signs[i]->sign);
		sheet_put(sheet, checklist->signs[i]->sign[0] != '\0' ? " " : "", checklist->signs[i]->sign[0] != '\0');
		escape(sheet, checklist->signs[i]->meaning);
		sheet_put(sheet, ": ", 2);
		escape(sheet, checklist->signs[i]->example);
		sheet_put(sheet, "\n", 1);
	}
}
