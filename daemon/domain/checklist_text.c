/* domain/ — a checklist as plain text of at most 80 columns. */
#include <string.h>

#include "daemon/domain/checklist_page.h"

#define WIDTH 78

/* Columns of UTF-8: its characters. Wide ones are rare here and only make a line longer. */
static size_t columns(const char *text, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count;
}

static void spaces(struct sheet *sheet, size_t count)
{
	while (count-- > 0)
		sheet_put(sheet, " ", 1);
}

/* As many bytes of a word as fit into so many columns. */
static size_t cut(const char *word, size_t length, size_t most)
{
	size_t bytes = 0, used = 0;

	while (bytes < length) {
		size_t next = bytes + 1;

		while (next < length && ((unsigned char)word[next] & 0xc0) == 0x80)
			next++;
		if (used == most)
			break;
		used++;
		bytes = next;
	}
	return bytes;
}

/* Words after `first`, whose next lines begin below it; line ends in them are kept. */
static void wrap(struct sheet *sheet, const char *first, const char *words)
{
	size_t indent = columns(first, strlen(first)), column = indent;
	bool begun = false;

	sheet_put(sheet, first, strlen(first));
	for (const char *at = words; *at != '\0';) {
		size_t length = strcspn(at, " \n"), wide = columns(at, length);

		if (length == 0) {
			if (*at == '\n' && begun) {
				sheet_put(sheet, "\n", 1);
				spaces(sheet, indent);
				column = indent;
				begun = false;
			}
			at++;
			continue;
		}
		if (begun && column + 1 + wide > WIDTH) {
			sheet_put(sheet, "\n", 1);
			spaces(sheet, indent);
			column = indent;
			begun = false;
		}
		if (begun) {
			sheet_put(sheet, " ", 1);
			column++;
		}
		if (column + wide > WIDTH) {
			length = cut(at, length, WIDTH - column);
			wide = columns(at, length);
		}
		sheet_put(sheet, at, length);
		column += wide;
		begun = true;
		at += length;
	}
	sheet_put(sheet, "\n", 1);
}

static void rule(struct sheet *sheet, const char *first)
{
	size_t used = columns(first, strlen(first));

	sheet_put(sheet, first, strlen(first));
	for (size_t i = used; i < WIDTH; i++)
		sheet_put(sheet, "_", 1);
	sheet_put(sheet, "\n", 1);
}

static const char *tame(const struct sheet *sheet, const char *words)
{
	return checklist_tame(words, false, sheet->arena);
}

static void write_asked(const Checklist *checklist, const ChecklistLine *line, struct sheet *sheet)
{
	const char *first = line->number > 0 ? arena_printf(sheet->arena, "%2d. ", (int)line->number) : "  · ";
	const char *asked =
		arena_printf(sheet->arena, "%s%s%s%s", tame(sheet, line->text), checklist_optional(checklist, line),
			line->intention ? "  [ ] " : "", line->intention ? checklist_intention(checklist) : "");

	wrap(sheet, first, asked);
	if (line->hint[0] != '\0')
		wrap(sheet, "    ", tame(sheet, line->hint));
}

static void write_line(const Checklist *checklist, const ChecklistLine *line, struct sheet *sheet)
{
	const char *sign =
		arena_printf(sheet->arena, "    %s%s", tame(sheet, line->sign), line->sign[0] != '\0' ? " " : "");
	const char *choices = "";

	if (line->text[0] != '\0')
		write_asked(checklist, line, sheet);
	for (size_t i = 0; i < line->n_answers; i++)
		wrap(sheet, line->sign[0] != '\0' ? sign : "    > ", tame(sheet, line->answers[i]));
	for (size_t i = 0; i < line->n_choices; i++)
		choices = arena_printf(
			sheet->arena, "%s%s[ ] %s", choices, i > 0 ? " " : "", tame(sheet, line->choices[i]));
	if (choices[0] != '\0')
		wrap(sheet, "    ", choices);
	for (int32_t i = 0; i < line->room; i++)
		rule(sheet, sign);
}

static void heading(struct sheet *sheet, const char *words)
{
	size_t wide = columns(words, strlen(words));

	sheet_print(sheet, "\n%s\n", words);
	for (size_t i = 0; i < wide && i < WIDTH; i++)
		sheet_put(sheet, "-", 1);
	sheet_put(sheet, "\n", 1);
}

void checklist_text(const Checklist *checklist, struct sheet *sheet)
{
	wrap(sheet, "", checklist_tame(checklist->title, true, sheet->arena));
	if (checklist->notice[0] != '\0')
		wrap(sheet, "! ", tame(sheet, checklist->notice));
	sheet_put(sheet, "\n", 1);
	for (size_t i = 0; i < checklist->n_facts; i++) {
		const char *first = arena_printf(
			sheet->arena, "%s: ", checklist_tame(checklist->facts[i]->label, true, sheet->arena));

		if (checklist->facts[i]->value[0] != '\0')
			wrap(sheet, first, tame(sheet, checklist->facts[i]->value));
		else
			rule(sheet, first);
	}
	for (size_t i = 0; i < checklist->n_sections; i++) {
		heading(sheet, checklist->sections[i]->heading);
		for (size_t j = 0; j < checklist->sections[i]->n_lines; j++)
			write_line(checklist, checklist->sections[i]->lines[j], sheet);
	}
	heading(sheet, checklist_legend(checklist));
	for (size_t i = 0; i < checklist->n_signs; i++) {
		const ChecklistSign *sign = checklist->signs[i];

		wrap(sheet,
			arena_printf(sheet->arena, "  %-6s",
				sign->sign[0] == '-'   ? "- >"
				: sign->sign[0] == '!' ? "! @"
						       : sign->sign),
			arena_printf(sheet->arena, "%s:  %s", sign->meaning, sign->example));
	}
}
