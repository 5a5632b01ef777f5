/* The checklist as a page: words stay words in text, Markdown and HTML. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/checklist.h"
#include "daemon/domain/checklist_page.h"

static char *page(ChecklistFormat format, const char *language, const char *words, struct arena *arena)
{
	static ChecklistFact fact, *facts[] = { &fact };
	static ChecklistLine line, *lines[] = { &line };
	static ChecklistSection section, during, *sections[] = { &section, &during };
	static char *answers[1];
	Checklist checklist = CHECKLIST__INIT;

	checklist_fact__init(&fact);
	fact.label = "With";
	fact.value = (char *)words;
	checklist_line__init(&line);
	line.number = 1;
	line.text = (char *)words;
	line.hint = (char *)words;
	line.room = 1;
	answers[0] = (char *)words;
	line.answers = answers;
	line.n_answers = 1;
	checklist_section__init(&section);
	section.part = TEMPLATE_PART_BEFORE;
	section.heading = "Before";
	section.lines = lines;
	section.n_lines = 1;
	checklist_section__init(&during);
	during.part = TEMPLATE_PART_DURING;
	during.heading = "During";
	checklist.language = (char *)language;
	checklist.title = (char *)words;
	checklist.notice = (char *)words;
	checklist.facts = facts;
	checklist.n_facts = 1;
	checklist.sections = sections;
	checklist.n_sections = 2;
	checklist.signs = checklist_signs(language, arena, &checklist.n_signs);
	checklist.format = format;
	return checklist_write(&checklist, arena);
}

static void html_takes_nothing_for_markup(void **state)
{
	struct arena *arena = arena_create();
	char *html =
		page(CHECKLIST_FORMAT_HTML, "nl", "<script>alert(\"1\")</script> & <img src='x' onerror=y>", arena);

	(void)state;
	assert_non_null(strstr(html, "<html lang=\"nl\">"));
	assert_null(strstr(html, "<script"));
	assert_null(strstr(html, "<img"));
	assert_non_null(
		strstr(html, "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &lt;img src=&#39;x&#39;"));
	assert_null(strstr(html, "http://"));
	assert_null(strstr(html, "https://"));
	assert_non_null(strstr(html, "<h1>"));
	assert_non_null(strstr(html, "<h2>Before</h2>"));
	arena_destroy(arena);
}

static void markdown_takes_nothing_for_markup(void **state)
{
	struct arena *arena = arena_create();
	char *markdown = page(CHECKLIST_FORMAT_MARKDOWN, "en", "# [x](http://y) **b** <i>\n- z", arena);

	(void)state;
	assert_non_null(strstr(markdown, "\\# \\[x\\]\\(http\\://y\\) \\*\\*b\\*\\* \\<i\\> \\- z"));
	assert_null(strstr(markdown, "\n- z"));
	assert_non_null(strstr(markdown, "\n## Before\n"));
	arena_destroy(arena);
}

static void text_stays_within_eighty_columns_and_steers_no_terminal(void **state)
{
	struct arena *arena = arena_create();
	static const char words[] =
		"één \x1b[31mlang\xc2\x9b verhaal over van alles en nog wat, dat niet op één regel past en "
		"Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsdonau "
		"er ook nog bij";
	const char *text = page(CHECKLIST_FORMAT_UNSPECIFIED, "nl", words, arena);
	size_t column = 0;

	(void)state;
	for (; *text != '\0'; text++) {
		assert_true(*text == '\n' || (unsigned char)*text >= ' ');
		assert_false((unsigned char)text[0] == 0xc2 && (unsigned char)text[1] == 0x9b);
		if (*text == '\n')
			column = 0;
		else
			column += ((unsigned char)*text & 0xc0) != 0x80;
		assert_true(column <= 80);
	}
	arena_destroy(arena);
}

/* The grammar stands on the first of the two pages of A4: the second one is for writing. */
static void a_printed_page_tells_the_grammar_before_the_notes(void **state)
{
	struct arena *arena = arena_create();
	const char *html = page(CHECKLIST_FORMAT_HTML, "en", "x", arena),
		   *during = strstr(html, "<section class=\"during\">");

	(void)state;
	assert_non_null(during);
	assert_non_null(strstr(html, "How a line begins"));
	assert_true(strstr(html, "How a line begins") < during);
	arena_destroy(arena);
}

static void what_says_itself_that_it_may_stay_empty_is_not_told_so_twice(void **state)
{
	struct arena *arena = arena_create();
	Checklist checklist = CHECKLIST__INIT;
	ChecklistLine line = CHECKLIST_LINE__INIT;

	(void)state;
	checklist.language = (char *)"en";
	line.text = (char *)"Where can I help?";
	assert_string_equal(checklist_optional(&checklist, &line), "");
	line.optional = true;
	assert_string_equal(checklist_optional(&checklist, &line), " (if you like)");
	line.text = (char *)"Where can I help? (may stay empty)";
	assert_string_equal(checklist_optional(&checklist, &line), "");
	arena_destroy(arena);
}

/* What turns the direction of what follows would make a page say something else than it was given. */
static void no_format_leads_its_reader_astray(void **state)
{
	static const ChecklistFormat formats[] = { CHECKLIST_FORMAT_TEXT, CHECKLIST_FORMAT_MARKDOWN,
		CHECKLIST_FORMAT_HTML };
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		const char *text = page(formats[i], "nl",
			"a\xe2\x80\xae"
			"b\xe2\x81\xa6"
			"c\x1b"
			"d\xc2\x9b",
			arena);

		assert_null(strstr(text, "\xe2\x80\xae"));
		assert_null(strstr(text, "\xe2\x81\xa6"));
		assert_null(strchr(text, '\x1b'));
		assert_null(strstr(text, "\xc2\x9b"));
		assert_non_null(strstr(text, "a b c d"));
	}
	arena_destroy(arena);
}

static void the_grammar_is_told_in_the_page_s_language(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	assert_non_null(strstr(page(CHECKLIST_FORMAT_TEXT, "nl", "x", arena), "^z"));
	assert_non_null(strstr(page(CHECKLIST_FORMAT_TEXT, "nl", "x", arena), "! openingsvraag oefenen @vr"));
	assert_non_null(strstr(page(CHECKLIST_FORMAT_TEXT, "en", "x", arena), "^n nudged"));
	assert_non_null(strstr(page(CHECKLIST_FORMAT_HTML, "en", "x", arena), "! rehearse opening question @fri"));
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_takes_nothing_for_markup),
		cmocka_unit_test(markdown_takes_nothing_for_markup),
		cmocka_unit_test(text_stays_within_eighty_columns_and_steers_no_terminal),
		cmocka_unit_test(a_printed_page_tells_the_grammar_before_the_notes),
		cmocka_unit_test(what_says_itself_that_it_may_stay_empty_is_not_told_so_twice),
		cmocka_unit_test(no_format_leads_its_reader_astray),
		cmocka_unit_test(the_grammar_is_told_in_the_page_s_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
