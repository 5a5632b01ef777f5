/* What is asked of a calendar server is XML that says what is meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dav/question.h"

#include <expat.h>
#include <string.h>

static void assert_xml(const char *body)
{
	XML_Parser parser = XML_ParserCreateNS(NULL, '\n');

	assert_int_equal(XML_Parse(parser, body, (int)strlen(body), 1), XML_STATUS_OK);
	XML_ParserFree(parser);
}

static void every_question_is_xml(void **state)
{
	(void)state;
	assert_xml(calendar_question_what);
	assert_xml(calendar_question_etags);
}

static void a_token_and_a_name_may_hold_anything(void **state)
{
	static const char *const hrefs[] = { "/cal/a&b.ics", "/cal/<c>.ics" };
	struct calendar_arena arena = { 0 };
	const char *changes = calendar_question_changes(&arena, "http://x/?a=1&b=<2>");
	const char *objects = calendar_question_objects(&arena, hrefs, 2);

	(void)state;
	assert_xml(changes);
	assert_non_null(strstr(changes, "<sync-token>http://x/?a=1&amp;b=&lt;2&gt;</sync-token>"));
	assert_xml(objects);
	assert_non_null(strstr(objects, "<href>/cal/a&amp;b.ics</href><href>/cal/&lt;c&gt;.ics</href>"));
	assert_non_null(strstr(calendar_question_changes(&arena, ""), "<sync-token></sync-token>"));
	calendar_arena_free(&arena);
}

static void a_window_is_asked_for_in_utc(void **state)
{
	struct calendar_arena arena = { 0 };
	const char *window =
		calendar_question_window(&arena, (struct calendar_window){ 1767225600, 1767225600 + 86400 * 400 });

	(void)state;
	assert_xml(window);
	assert_non_null(strstr(window, "<C:time-range start=\"20260101T000000Z\" end=\"20270205T000000Z\"/>"));
	calendar_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_question_is_xml),
		cmocka_unit_test(a_token_and_a_name_may_hold_anything),
		cmocka_unit_test(a_window_is_asked_for_in_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
