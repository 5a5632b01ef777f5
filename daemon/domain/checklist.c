/* domain/ — a checklist as a page. */
#include "daemon/domain/checklist.h"

#include <stdarg.h>
#include <string.h>

#include "daemon/domain/checklist_page.h"
#include "daemon/domain/words.h"
#include "proto/defuse.h"

void sheet_put(struct sheet *sheet, const char *text, size_t length)
{
	if (sheet->length + length + 1 > sheet->room) {
		char *larger;

		sheet->room = 2 * (sheet->length + length + 1024);
		larger = arena_alloc(sheet->arena, sheet->room);
		if (sheet->length > 0)
			memcpy(larger, sheet->bytes, sheet->length);
		sheet->bytes = larger;
	}
	if (length > 0)
		memcpy(sheet->bytes + sheet->length, text, length);
	sheet->length += length;
	sheet->bytes[sheet->length] = '\0';
}

void sheet_print(struct sheet *sheet, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(sheet->arena, format, args);
	va_end(args);
	sheet_put(sheet, text, strlen(text));
}

char *checklist_tame(const char *words, bool one_line, struct arena *arena)
{
	char *tame = arena_strdup(arena, words);

	if (one_line)
		defuse_line(tame);
	else
		defuse(tame);
	return tame;
}

const char *checklist_optional(const Checklist *checklist, const ChecklistLine *line)
{
	const size_t length = strlen(line->text);

	if (!line->optional || (length > 0 && line->text[length - 1] == ')'))
		return "";
	return words_pick(checklist->language, " (if you like)", " (als je wilt)");
}

const char *checklist_intention(const Checklist *checklist)
{
	return words_pick(checklist->language, "intention", "voornemen");
}

const char *checklist_legend(const Checklist *checklist)
{
	return words_pick(checklist->language, "How a line begins", "Waarmee een regel begint");
}

ChecklistSign **checklist_signs(const char *language, struct arena *arena, size_t *ret_count)
{
	static const struct {
		const char *sign, *en, *nl, *en_example, *nl_example;
	} rows[] = {
		{ "\"", "seen or heard", "gezien of gehoord", "\" \"what does downtime cost you?\"",
			"\" \"wat kost stilstand u?\"" },
		{ "+", "worked", "werkte", "+ silence after the price, customer did the sums",
			"+ stilte na de prijs, klant ging rekenen" },
		{ "- … >", "tip: moment > first step", "tip: moment > eerste stap",
			"- three arguments in a row > ask first", "- drie argumenten achter elkaar > eerst een vraag" },
		{ "! … @", "action point @ when", "actiepunt @ wanneer", "! rehearse opening question @fri",
			"! openingsvraag oefenen @vr" },
		{ "?", "promise of the coach", "toezegging van de coach", "? I will call purchasing for you @tue",
			"? ik bel inkoop voor je @di" },
		{ "=", "intention, by number", "voornemen, per nummer", "=1 yes =2 partly =3 no =4 n/a",
			"=1 ja =2 deels =3 niet =4 n.t.z." },
		{ "=a", "action point from before, by number", "eerder actiepunt, per nummer", "=a1 yes", "=a1 ja" },
		{ "!1", "what becomes of it", "wat ermee gebeurt", "!1 done, !1 @fri, !1 drop and why",
			"!1 klaar, !1 @vr, !1 vervalt en waarom" },
		{ "^", "I helped: ^a added, ^n nudged, ^t took over",
			"ik hielp: ^a aangevuld, ^z zetje gegeven, ^o overgenomen", "^n", "^z" },
		{ "", "anything else: your own experience", "iets anders: je eigen ervaring", "better than I expected",
			"ging beter dan ik dacht" },
	};
	const size_t count = sizeof(rows) / sizeof(rows[0]);
	ChecklistSign **signs = arena_alloc(arena, count * sizeof(*signs));

	for (size_t i = 0; i < count; i++) {
		signs[i] = arena_alloc(arena, sizeof(**signs));
		checklist_sign__init(signs[i]);
		signs[i]->sign = (char *)rows[i].sign;
		signs[i]->meaning = (char *)words_pick(language, rows[i].en, rows[i].nl);
		signs[i]->example = (char *)words_pick(language, rows[i].en_example, rows[i].nl_example);
	}
	*ret_count = count;
	return signs;
}

char *checklist_write(const Checklist *checklist, struct arena *arena)
{
	struct sheet sheet = { .arena = arena };

	sheet_put(&sheet, "", 0);
	if (checklist->format == CHECKLIST_FORMAT_HTML)
		checklist_html(checklist, &sheet);
	else if (checklist->format == CHECKLIST_FORMAT_MARKDOWN)
		checklist_markdown(checklist, &sheet);
	else
		checklist_text(checklist, &sheet);
	return sheet.bytes;
}
