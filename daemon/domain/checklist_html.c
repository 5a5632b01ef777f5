/* domain/ — a checklist as one HTML file: no scripts, nothing from elsewhere, two pages of A4. */
#include <string.h>

#include "daemon/domain/checklist_page.h"

/* What a policy in the file forbids a browser cannot be talked into, whatever people wrote. */
static const char head[] =
	"<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";

static const char style[] =
	"<style>\n"
	"@page { size: A4; margin: 12mm 14mm }\n"
	"body { font: 9pt/1.25 sans-serif; color: #000; background: #fff; max-width: 182mm; margin: 0 auto }\n"
	"h1 { font-size: 15pt; margin: 0 0 2mm }\n"
	"h2 { font-size: 11pt; margin: 3mm 0 1mm; border-bottom: .3mm solid #000; break-after: avoid }\n"
	".notice { font-weight: bold; border: .3mm solid #000; padding: 1mm 2mm }\n"
	"dl { display: grid; grid-template-columns: max-content 1fr max-content 1fr; gap: 1mm 3mm; margin: 2mm 0 }\n"
	"dt { font-weight: bold }\n"
	"dd { margin: 0 }\n"
	"dd:empty { border-bottom: .2mm solid #555 }\n"
	"ol, ul { margin: 0; padding-left: 6mm }\n"
	"li { margin: 0 0 .8mm; break-inside: avoid }\n"
	"li.bare { list-style: none; margin-left: -4mm }\n"
	".hint { font-style: italic }\n"
	".answer { white-space: pre-line; border-left: .6mm solid #000; padding-left: 2mm; margin: .5mm 0 }\n"
	".room { display: flex; align-items: flex-end; border-bottom: .2mm solid #555; height: 7mm }\n"
	".sign { font-family: monospace; font-weight: bold }\n"
	".choice { margin-right: 5mm; white-space: nowrap }\n"
	".signs { display: grid; grid-template-columns: 1fr 1fr; gap: 0 6mm; list-style: none; padding: 0; font-size: "
	"8pt }\n"
	".signs li { padding-left: 11mm; text-indent: -11mm }\n"
	".signs .sign { display: inline-block; min-width: 11mm; text-indent: 0 }\n"
	".signs .hint { margin-left: 2mm }\n"
	".during { break-before: page }\n"
	"</style>\n";

/* OWASP's rule for text in elements and in quoted attributes. */
static void escape(struct sheet *sheet, const char *words)
{
	for (const char *at = checklist_tame(words, false, sheet->arena); *at != '\0'; at++) {
		const char *entity = *at == '&'    ? "&amp;"
				     : *at == '<'  ? "&lt;"
				     : *at == '>'  ? "&gt;"
				     : *at == '"'  ? "&quot;"
				     : *at == '\'' ? "&#39;"
						   : NULL;

		if (entity != NULL)
			sheet_put(sheet, entity, strlen(entity));
		else
			sheet_put(sheet, at, 1);
	}
}

static void element(struct sheet *sheet, const char *open, const char *words, const char *close)
{
	sheet_put(sheet, open, strlen(open));
	escape(sheet, words);
	sheet_put(sheet, close, strlen(close));
}

static void write_sign(struct sheet *sheet, const char *sign)
{
	if (sign[0] != '\0')
		element(sheet, "<span class=\"sign\">", sign, "</span> ");
}

static void write_line(const Checklist *checklist, const ChecklistLine *line, struct sheet *sheet)
{
	if (line->number > 0)
		sheet_print(sheet, "<li value=\"%d\">", (int)line->number);
	else
		sheet_print(sheet, line->text[0] != '\0' ? "<li>" : "<li class=\"bare\">");
	escape(sheet, line->text);
	escape(sheet, checklist_optional(checklist, line));
	if (line->intention)
		sheet_print(sheet, " <span class=\"choice\">☐ %s</span>", checklist_intention(checklist));
	if (line->hint[0] != '\0')
		element(sheet, "<div class=\"hint\">", line->hint, "</div>");
	for (size_t i = 0; i < line->n_answers; i++) {
		sheet_print(sheet, "<div class=\"answer\">");
		write_sign(sheet, line->sign);
		element(sheet, "", line->answers[i], "</div>");
	}
	if (line->n_choices > 0) {
		sheet_print(sheet, "<div>");
		for (size_t i = 0; i < line->n_choices; i++)
			element(sheet, "<span class=\"choice\">☐ ", line->choices[i], "</span> ");
		sheet_print(sheet, "</div>");
	}
	for (int32_t i = 0; i < line->room; i++) {
		sheet_print(sheet, "<span class=\"room\">");
		write_sign(sheet, line->sign);
		sheet_print(sheet, "</span>");
	}
	sheet_print(sheet, "</li>\n");
}

static void write_section(const Checklist *checklist, const ChecklistSection *section, struct sheet *sheet)
{
	const bool numbered = section->part == TEMPLATE_PART_BEFORE || section->part == TEMPLATE_PART_DEBRIEF;

	sheet_print(sheet, "<section%s>\n", section->part == TEMPLATE_PART_DURING ? " class=\"during\"" : "");
	element(sheet, "<h2>", section->heading, "</h2>\n");
	sheet_print(sheet, numbered ? "<ol>\n" : "<ul>\n");
	for (size_t i = 0; i < section->n_lines; i++)
		write_line(checklist, section->lines[i], sheet);
	sheet_print(sheet, numbered ? "</ol>\n</section>\n" : "</ul>\n</section>\n");
}

static void write_legend(const Checklist *checklist, struct sheet *sheet)
{
	element(sheet, "<section>\n<h2>", checklist_legend(checklist), "</h2>\n<ul class=\"signs\">\n");
	for (size_t i = 0; i < checklist->n_signs; i++) {
		element(sheet, "<li><span class=\"sign\">", checklist->signs[i]->sign, "</span>");
		element(sheet, "", checklist->signs[i]->meaning, "");
		element(sheet, " <span class=\"hint\">", checklist->signs[i]->example, "</span></li>\n");
	}
	sheet_print(sheet, "</ul>\n</section>\n");
}

/* What is written before the meeting is the first page; the grammar stands at its foot, where there is room. */
static void write_sections(const Checklist *checklist, struct sheet *sheet)
{
	size_t during = 0;

	while (during < checklist->n_sections && checklist->sections[during]->part != TEMPLATE_PART_DURING)
		write_section(checklist, checklist->sections[during++], sheet);
	write_legend(checklist, sheet);
	for (size_t i = during; i < checklist->n_sections; i++)
		write_section(checklist, checklist->sections[i], sheet);
}

void checklist_html(const Checklist *checklist, struct sheet *sheet)
{
	sheet_print(sheet, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n%s",
		strcmp(checklist->language, "nl") == 0 ? "nl" : "en", head);
	element(sheet, "<title>", checklist->title, "</title>\n");
	sheet_print(sheet, "%s</head>\n<body>\n<main>\n", style);
	element(sheet, "<h1>", checklist->title, "</h1>\n");
	if (checklist->notice[0] != '\0')
		element(sheet, "<p class=\"notice\">", checklist->notice, "</p>\n");
	sheet_print(sheet, "<dl>\n");
	for (size_t i = 0; i < checklist->n_facts; i++) {
		element(sheet, "<dt>", checklist->facts[i]->label, "</dt>");
		element(sheet, "<dd>", checklist->facts[i]->value, "</dd>\n");
	}
	sheet_print(sheet, "</dl>\n");
	write_sections(checklist, sheet);
	sheet_print(sheet, "</main>\n</body>\n</html>\n");
}
