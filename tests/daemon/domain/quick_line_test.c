/* Quick lines, as people type them in a car park. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/day.h"
#include "daemon/domain/quick_line.h"

/* 2026-05-12 is a Tuesday. */
static int today(void)
{
	int day = 0;

	assert_true(day_parse("2026-05-12", &day));
	return day;
}

static const struct row {
	const char *line;
	enum quick_kind kind;
	const char *text, *next_step, *due;
	int number;
	Outcome outcome;
	ObservationKind observation;
	bool problem;
} rows[] = {
	/* Every row of the grammar, both languages. */
	{ "\" \"wat kost stilstand u?\"", QUICK_HEARD, .text = "wat kost stilstand u?" },
	{ "\" \"what does downtime cost you?\"", QUICK_HEARD, .text = "what does downtime cost you?" },
	{ "+ stilte na de prijs, klant ging rekenen", QUICK_WORKED, .text = "stilte na de prijs, klant ging rekenen" },
	{ "- drie argumenten achter elkaar > eerst een vraag", QUICK_TIP, .text = "drie argumenten achter elkaar",
		"eerst een vraag" },
	{ "! openingsvraag oefenen @vr", QUICK_ACTION, .text = "openingsvraag oefenen", "", "2026-05-15" },
	{ "! rehearse opening question @fri", QUICK_ACTION, .text = "rehearse opening question", "", "2026-05-15" },
	{ "? ik bel inkoop voor je @di", QUICK_PROMISE, .text = "ik bel inkoop voor je", "", "2026-05-19" },
	{ "? I will call purchasing for you @tue", QUICK_PROMISE, .text = "I will call purchasing for you", "",
		"2026-05-19" },
	{ "ging beter dan ik dacht", QUICK_EXPERIENCE, .text = "ging beter dan ik dacht" },
	{ "^z", QUICK_HELP, .text = "", .observation = OBSERVATION_KIND_HELP_NUDGED },
	{ "^n", QUICK_HELP, .text = "", .observation = OBSERVATION_KIND_HELP_NUDGED },
	{ "^a", QUICK_HELP, .text = "", .observation = OBSERVATION_KIND_HELP_ADDED },
	{ "^o", QUICK_HELP, .text = "", .observation = OBSERVATION_KIND_HELP_TOOK_OVER },
	{ "^t", QUICK_HELP, .text = "", .observation = OBSERVATION_KIND_HELP_TOOK_OVER },
	{ "^t bij de prijs", QUICK_HELP, .text = "bij de prijs", .observation = OBSERVATION_KIND_HELP_TOOK_OVER },
	/* Quotes. */
	{ "“how much?”", QUICK_HEARD, .text = "how much?" },
	{ "„hoeveel?”", QUICK_HEARD, .text = "hoeveel?" },
	{ "\"leaned back and looked at the clock", QUICK_HEARD, .text = "leaned back and looked at the clock" },
	{ "\" said \"no\" twice", QUICK_HEARD, .text = "said \"no\" twice" },
	{ "\" klant zei \"nee\"", QUICK_HEARD, .text = "klant zei \"nee\"" },
	{ "'s middags ging het beter", QUICK_EXPERIENCE, .text = "'s middags ging het beter" },
	/* Dashes, bullets and arrows. */
	{ "– three arguments in a row > ask first", QUICK_TIP, .text = "three arguments in a row", "ask first" },
	{ "•- three arguments > ask first", QUICK_TIP, .text = "three arguments", "ask first" },
	{ "• + good opening", QUICK_WORKED, .text = "good opening" },
	{ "- three arguments -> ask first", QUICK_TIP, .text = "three arguments", "ask first" },
	{ "- three arguments → ask first", QUICK_TIP, .text = "three arguments", "ask first" },
	{ "- three arguments", QUICK_TIP, .text = "three arguments", "", .problem = true },
	{ "- three arguments >", QUICK_TIP, .text = "three arguments", "", .problem = true },
	/* What it says something of. */
	{ "\" \"wat kost stilstand u?\" =2", QUICK_HEARD, .text = "wat kost stilstand u?", .number = 2 },
	{ "+ asked first =1.", QUICK_WORKED, .text = "asked first", .number = 1 },
	{ "- three arguments > ask first =3", QUICK_TIP, .text = "three arguments", "ask first", .number = 3 },
	{ "+ 1 + 1=2", QUICK_WORKED, .text = "1 + 1=2" },
	{ "+ asked =12", QUICK_WORKED, .text = "asked =12" },
	{ "+ =2", QUICK_WORKED, .text = "=2" },
	{ "-three arguments>ask first", QUICK_TIP, .text = "three arguments", "ask first" },
	/* Dates. */
	{ "! call @2026-06-01", QUICK_ACTION, .text = "call", "", "2026-06-01" },
	{ "! call @12-06", QUICK_ACTION, .text = "call", "", "2026-06-12" },
	{ "! call @12/6", QUICK_ACTION, .text = "call", "", "2026-06-12" },
	{ "! call @11-05", QUICK_ACTION, .text = "call", "", "2027-05-11" },
	{ "! call @12-05", QUICK_ACTION, .text = "call", "", "2026-05-12" },
	{ "! call @1-6-2027", QUICK_ACTION, .text = "call", "", "2027-06-01" },
	{ "! call @1/6/27", QUICK_ACTION, .text = "call", "", "2027-06-01" },
	{ "! call @1 juni", QUICK_ACTION, .text = "call", "", "2026-06-01" },
	{ "! call @1 June 2027", QUICK_ACTION, .text = "call", "", "2027-06-01" },
	{ "! call @29-2", QUICK_ACTION, .text = "call", "", "2028-02-29" },
	{ "! call @morgen", QUICK_ACTION, .text = "call", "", "2026-05-13" },
	{ "! call @Tomorrow.", QUICK_ACTION, .text = "call", "", "2026-05-13" },
	{ "! call @today", QUICK_ACTION, .text = "call", "", "2026-05-12" },
	{ "! call @di", QUICK_ACTION, .text = "call", "", "2026-05-19" },
	{ "! call @woensdag", QUICK_ACTION, .text = "call", "", "2026-05-13" },
	{ "! @vr call", QUICK_ACTION, .text = "call", "", "2026-05-15" },
	{ "! mail @ fri", QUICK_ACTION, .text = "mail", "", "2026-05-15" },
	{ "! mail ann@example.org", QUICK_ACTION, .text = "mail ann@example.org", "", "" },
	{ "! practise the opening", QUICK_ACTION, .text = "practise the opening", "", "" },
	{ "! call @soon", QUICK_ACTION, .text = "call @soon", "", "", .problem = true },
	{ "! call @2026-05-11", QUICK_ACTION, .text = "call @2026-05-11", "", "", .problem = true },
	{ "! call @31-04", QUICK_ACTION, .text = "call @31-04", "", "", .problem = true },
	/* Outcomes. */
	{ "=1 yes", QUICK_OUTCOME, .text = "", .number = 1, .outcome = OUTCOME_HAPPENED },
	{ "=2: deels", QUICK_OUTCOME, .text = "", .number = 2, .outcome = OUTCOME_PARTLY },
	{ "=3 niet", QUICK_OUTCOME, .text = "", .number = 3, .outcome = OUTCOME_NOT },
	{ "=3 niet te zien", QUICK_OUTCOME, .text = "", .number = 3, .outcome = OUTCOME_NOT_OBSERVABLE },
	{ "= 3 n/a", QUICK_OUTCOME, .text = "", .number = 3, .outcome = OUTCOME_NOT_OBSERVABLE },
	{ "=1 No.", QUICK_OUTCOME, .text = "", .number = 1, .outcome = OUTCOME_NOT },
	/* Action points from before: what was seen of them, and what becomes of them. */
	{ "=a1 yes", QUICK_SIGHTING, .text = "", .number = 1, .outcome = OUTCOME_HAPPENED },
	{ "=A2 deels, twee keer", QUICK_SIGHTING, .text = "twee keer", .number = 2, .outcome = OUTCOME_PARTLY },
	{ "=a10 n.t.z.", QUICK_SIGHTING, .text = "", .number = 10, .outcome = OUTCOME_NOT_OBSERVABLE },
	{ "=a1", QUICK_TEXT, .text = "=a1", .problem = true },
	{ "=a0 yes", QUICK_TEXT, .text = "=a0 yes", .problem = true },
	{ "!1 done", QUICK_POINT, .text = "", .number = 1 },
	{ "!2 klaar", QUICK_POINT, .text = "", .number = 2 },
	{ "!2: @vr", QUICK_POINT, .text = "", .due = "2026-05-15", .number = 2 },
	{ "!1 @+3d", QUICK_POINT, .text = "", .number = 1 },
	{ "!1 drop the customer left", QUICK_POINT, .text = "the customer left", .number = 1 },
	{ "!1 vervalt: klant weg", QUICK_POINT, .text = "klant weg", .number = 1 },
	{ "!1 drop", QUICK_TEXT, .text = "!1 drop", .problem = true },
	{ "!1 @2026-05-11", QUICK_TEXT, .text = "!1 @2026-05-11", .problem = true },
	{ "!3 klanten bellen @vr", QUICK_ACTION, .text = "3 klanten bellen", "", "2026-05-15" },
	{ "! 1 op 1 plannen", QUICK_ACTION, .text = "1 op 1 plannen", "", "" },
	{ "!1op1 plannen", QUICK_ACTION, .text = "1op1 plannen", "", "" },
	{ "! call @+3d", QUICK_ACTION, .text = "call", "", "2026-05-15" },
	{ "! call @+2w", QUICK_ACTION, .text = "call", "", "2026-05-26" },
	{ "! call @+3x", QUICK_ACTION, .text = "call @+3x", "", "", .problem = true },
	/* What is not understood is kept. */
	{ "=1 perhaps", QUICK_TEXT, .text = "=1 perhaps", .problem = true },
	{ "=yes", QUICK_TEXT, .text = "=yes", .problem = true },
	{ "=0 yes", QUICK_TEXT, .text = "=0 yes", .problem = true },
	{ "=12 yes", QUICK_TEXT, .text = "=12 yes", .problem = true },
	{ "^x", QUICK_TEXT, .text = "^x", .problem = true },
	{ "^", QUICK_TEXT, .text = "^", .problem = true },
	{ "+", QUICK_TEXT, .text = "+", .problem = true },
	{ "\"", QUICK_TEXT, .text = "\"", .problem = true },
	{ "!", QUICK_TEXT, .text = "!", .problem = true },
	{ "? @fri", QUICK_TEXT, .text = "? @fri", .problem = true },
	{ "-> ask first", QUICK_TEXT, .text = "-> ask first", .problem = true },
};

static void a_line_is_read_by_its_first_sign(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const struct row *row = &rows[i];
		struct quick_lines lines = quick_lines_read(row->line, today(), "en", arena);
		const struct quick_entry *entry = lines.entries;

		assert_row(lines.n_rows == 1 && lines.n_entries == 1, row->line, "%zu entries", lines.n_entries);
		assert_row(entry->kind == row->kind, row->line, "kind %d", entry->kind);
		assert_row(strcmp(entry->text, row->text) == 0, row->line, "text \"%s\"", entry->text);
		assert_row(strcmp(entry->next_step, row->next_step == NULL ? "" : row->next_step) == 0, row->line,
			"next step \"%s\"", entry->next_step);
		assert_row(
			strcmp(entry->due, row->due == NULL ? "" : row->due) == 0, row->line, "due \"%s\"", entry->due);
		assert_row(entry->number == row->number && entry->outcome == row->outcome, row->line, "%d %d",
			entry->number, entry->outcome);
		assert_row((*entry->problem != '\0') == row->problem, row->line, "problem \"%s\"", entry->problem);
		if (row->observation != OBSERVATION_KIND_UNSPECIFIED)
			assert_row(entry->observation == row->observation, row->line, "%d", entry->observation);
	}
	arena_destroy(arena);
}

static void several_outcomes_and_several_helps_fit_on_a_line(void **state)
{
	static const Outcome expected[] = { OUTCOME_HAPPENED, OUTCOME_PARTLY, OUTCOME_NOT, OUTCOME_NOT_OBSERVABLE };
	struct arena *arena = arena_create();
	struct quick_lines lines = quick_lines_read(
		"=1 ja =2 deels =3 niet =4 n.t.z.\n=1 yes, with a smile =2 ?\n^n ^t", today(), "nl", arena);

	(void)state;
	assert_int_equal(lines.n_rows, 3);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(lines.entries[i].number, i + 1);
		assert_int_equal(lines.entries[i].outcome, expected[i]);
	}
	assert_int_equal(lines.entries[4].outcome, OUTCOME_HAPPENED);
	assert_int_equal(lines.entries[5].kind, QUICK_TEXT);
	assert_string_equal(lines.entries[5].text, "with a smile");
	assert_int_equal(lines.entries[6].kind, QUICK_TEXT);
	assert_string_equal(lines.entries[6].text, "=2 ?");
	assert_string_equal(lines.entries[6].problem,
		"een uitkomst is een nummer en ja, deels, niet of n.t.z.: =1 ja, en van een actiepunt =a1 ja");
	assert_int_equal(lines.n_entries, 9);
	assert_int_equal(lines.entries[7].observation, OBSERVATION_KIND_HELP_NUDGED);
	assert_int_equal(lines.entries[8].observation, OBSERVATION_KIND_HELP_TOOK_OVER);
	assert_int_equal(lines.entries[8].row, 2);
	arena_destroy(arena);
}

static void tags_at_the_end_say_how_it_teaches_and_which_skill(void **state)
{
	static const struct {
		const char *line, *text;
		LearningKind learning;
		const char *skill;
	} tagged[] = {
		{ "! rehearse @fri #training #asking", "rehearse", LEARNING_KIND_TRAINING, "asking" },
		{ "! oefenen #lastige_vragen #doen @vr", "oefenen", LEARNING_KIND_EXPERIENCE, "lastige vragen" },
		{ "? meekijken #Coaching", "meekijken", LEARNING_KIND_COACHING, "" },
		{ "! bel over order #1234", "bel over order #1234", LEARNING_KIND_UNSPECIFIED, "" },
		{ "! learn C# well", "learn C# well", LEARNING_KIND_UNSPECIFIED, "" },
		{ "! one #asking #listening", "one #asking", LEARNING_KIND_UNSPECIFIED, "listening" },
		{ "! #asking", "#asking", LEARNING_KIND_UNSPECIFIED, "" },
	};
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < LENGTH(tagged); i++) {
		struct quick_lines lines = quick_lines_read(tagged[i].line, today(), "en", arena);
		const struct quick_entry *entry = lines.entries;

		assert_row(lines.n_entries == 1, tagged[i].line, "%zu entries", lines.n_entries);
		assert_row(strcmp(entry->text, tagged[i].text) == 0, tagged[i].line, "text \"%s\"", entry->text);
		assert_row(entry->learning == tagged[i].learning, tagged[i].line, "learning %d", entry->learning);
		assert_row(strcmp(entry->skill, tagged[i].skill) == 0, tagged[i].line, "skill \"%s\"", entry->skill);
	}
	arena_destroy(arena);
}

static void what_follows_what_becomes_of_a_point_is_kept(void **state)
{
	struct arena *arena = arena_create();
	struct quick_lines lines =
		quick_lines_read("!1 done, it went well\n=1 yes =a2 no\n!3 @+1w", today(), "en", arena);
	size_t count;
	LineResult **results = quick_lines_results(&lines, "en", arena, &count);

	(void)state;
	assert_int_equal(lines.n_entries, 5);
	assert_int_equal(lines.entries[0].verb, QUICK_DONE);
	assert_string_equal(lines.entries[1].text, "it went well");
	assert_int_equal(lines.entries[4].verb, QUICK_EXTEND);
	assert_int_equal(lines.entries[4].days, 7);
	assert_string_equal(results[0]->meaning, "action point 1: done; note");
	assert_string_equal(results[1]->meaning, "intention 1: happened; action point 2: not");
	assert_string_equal(results[2]->meaning, "action point 3: 7 days more");
	arena_destroy(arena);
}

static void quoted_mail_and_the_signature_are_cut(void **state)
{
	static const char *const mails[] = {
		"better than I expected\r\n+ the silence\r\n\r\n-- \r\nAnn de Vries\r\n+31 6 12345678\r\n",
		"better than I expected\n+ the silence\n\nOn Tue, 12 May 2026 at 11:05, Coach wrote:\n> - you > "
		"first\n>\n> more",
		"better than I expected\n+ the silence\nOp di 12 mei 2026 om 11:05 schreef Coach "
		"<coach@example.org>:\n> x",
		"better than I expected\n+ the silence\nOn Tue, 12 May 2026 at 11:05\nCoach <coach@example.org> "
		"wrote:\n> x",
		"better than I expected\n+ the silence\n-----Original Message-----\nFrom: Coach\n+ not mine",
		"> asked\nbetter than I expected\n> asked again\n+ the silence\n--\nAnn",
		"\xef\xbb\xbf better than I expected\xc2\xa0\n\n\n\t\xe2\x80\x8f+ the silence\xe2\x80\x8e \n",
	};
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < LENGTH(mails); i++) {
		struct quick_lines lines = quick_lines_read(mails[i], today(), "en", arena);

		assert_row(lines.n_entries == 2, mails[i], "%zu entries", lines.n_entries);
		assert_string_equal(lines.entries[0].text, "better than I expected");
		assert_string_equal(lines.entries[1].text, "the silence");
	}
	assert_int_equal(quick_lines_read("", today(), "en", arena).n_entries, 0);
	assert_int_equal(quick_lines_read(NULL, today(), "en", arena).n_entries, 0);
	arena_destroy(arena);
}

static void every_line_comes_back_with_what_it_was_taken_for(void **state)
{
	static const struct {
		const char *en, *nl;
	} meanings[] = {
		{ "experience", "ervaring" },
		{ "worked", "werkte" },
		{ "tip, with a first step", "tip, met een eerste stap" },
		{ "tip", "tip" },
		{ "action point, by Friday 15 May", "actiepunt, uiterlijk vrijdag 15 mei" },
		{ "promise, before the next session", "toezegging, voor de volgende sessie" },
		{ "intention 1: happened; intention 2: could not be seen",
			"voornemen 1: gebeurd; voornemen 2: niet te zien" },
		{ "help given: nudged", "hulp gegeven: zetje gegeven" },
		{ "note", "notitie" },
	};
	static const char text[] =
		"fine\n+ the silence\n- long > short\n- long\n! call @fri\n? I call\n=1 yes =2 n/a\n^n\n^q";
	struct arena *arena = arena_create();
	struct quick_lines lines = quick_lines_read(text, today(), "en", arena);
	size_t count;
	LineResult **en = quick_lines_results(&lines, "en", arena, &count);
	LineResult **nl = quick_lines_results(&lines, "nl", arena, &count);

	(void)state;
	assert_int_equal(count, LENGTH(meanings));
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(en[i]->meaning, meanings[i].en);
		assert_string_equal(nl[i]->meaning, meanings[i].nl);
	}
	assert_string_equal(en[6]->line, "=1 yes =2 n/a");
	assert_string_equal(en[6]->problem, "");
	assert_string_not_equal(en[8]->problem, "");
	lines.entries[4].as_text = true;
	en = quick_lines_results(&lines, "en", arena, &count);
	assert_string_equal(en[4]->meaning, "");
	arena_destroy(arena);
}

static void no_bytes_whatever_are_read_beyond_their_end(void **state)
{
	static const char alphabet[] = "\"+-!?=^@>#• \n1a,\xe2\x80\x94\xc2.:~";
	struct arena *arena = arena_create();
	uint32_t seed = 20260512;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char text[24];
		size_t length = 0;
		struct quick_lines lines;

		while (length < sizeof(text) - 1) {
			seed = seed * 1664525u + 1013904223u;
			text[length++] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
		}
		text[length] = '\0';
		lines = quick_lines_read(text, today(), "en", arena);
		for (size_t i = 0; i < lines.n_entries; i++)
			assert_true(lines.entries[i].row < lines.n_rows);
		arena_reset(arena);
	}
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_read_by_its_first_sign),
		cmocka_unit_test(several_outcomes_and_several_helps_fit_on_a_line),
		cmocka_unit_test(tags_at_the_end_say_how_it_teaches_and_which_skill),
		cmocka_unit_test(what_follows_what_becomes_of_a_point_is_kept),
		cmocka_unit_test(quoted_mail_and_the_signature_are_cut),
		cmocka_unit_test(every_line_comes_back_with_what_it_was_taken_for),
		cmocka_unit_test(no_bytes_whatever_are_read_beyond_their_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
