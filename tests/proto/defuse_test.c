/* Words that a stranger wrote. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/defuse.h"

static void assert_becomes(void (*how)(char *text), const char *words, const char *expected)
{
	char text[100];

	strcpy(text, words);
	how(text);
	assert_string_equal(text, expected);
}

static void control_characters_become_spaces(void **state)
{
	(void)state;
	assert_becomes(defuse, "a\x1b[31mred\x07\r\tb\x7f", "a [31mred   b ");
	assert_becomes(defuse,
		"a\xc2\x9b"
		"31mb",
		"a 31mb");
}

static void marks_that_turn_what_follows_become_spaces(void **state)
{
	(void)state;
	assert_becomes(defuse, "a\u202ab\u202bc\u202cd\u202de\u202ef", "a b c d e f");
	assert_becomes(defuse, "a\u2066b\u2067c\u2068d\u2069e", "a b c d e");
}

static void a_line_end_stays_where_there_may_be_lines(void **state)
{
	(void)state;
	assert_becomes(defuse, "one\ntwo", "one\ntwo");
	assert_becomes(defuse_line, "one\ntwo\r\n", "one two  ");
}

static void all_other_words_stay_as_they_are(void **state)
{
	(void)state;
	assert_becomes(defuse, "Café ‘De Gouden Bal’ – שלום – 会社 …", "Café ‘De Gouden Bal’ – שלום – 会社 …");
	assert_becomes(defuse_line, "", "");
	defuse((char *)"a constant");
	assert_becomes(defuse, "cut \xe2\x80", "cut \xe2\x80");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_characters_become_spaces),
		cmocka_unit_test(marks_that_turn_what_follows_become_spaces),
		cmocka_unit_test(a_line_end_stays_where_there_may_be_lines),
		cmocka_unit_test(all_other_words_stay_as_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
