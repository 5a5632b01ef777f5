/* How the preparation check measures: what an answer says, and what is taken over from before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fold.h"
#include "similarity.h"
#include "substance.h"

#define SAME          0.85
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static void an_answer_says_what_its_question_does_not(void **state)
{
	static const struct {
		const char *question, *answer;
		size_t count;
	} rows[] = {
		{ "Waarmee ga je de klant verrassen?", "", 0 },
		{ "Waarmee ga je de klant verrassen?", "  ... ?!", 0 },
		{ "Waarmee ga je de klant verrassen?", "De klant ga je verrassen.", 0 },
		{ "Waarmee ga je de klant verrassen?", "De KLANT verrassen met een cijfer", 3 },
		{ "Waarmee ga je de klant verrassen?", "met een cijfer vooraf", 4 },
		{ "What then?", "yes yes YES, yes", 1 },
		{ "Één ding?", "een ding", 0 },
		{ "Welk besluit?", "geen idee, scenario's en plan B", 6 },
		{ "", "één ëën een", 1 },
		{ NULL, NULL, 0 },
		{ "x", "\xff\xfe", 0 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (substance_count(rows[i].question, rows[i].answer) != rows[i].count)
			fail_msg("\"%s\" says %zu", rows[i].answer, substance_count(rows[i].question, rows[i].answer));
}

static void similar_texts_are_recognised_and_different_ones_are_not(void **state)
{
	static const struct {
		const char *left, *right;
		int same;
	} rows[] = {
		{ "A signed order for the second line", "A signed order for the second line", 1 },
		{ "A signed order for the second line", "a SIGNED order, for the second line!", 1 },
		{ "Één handtekening onder de tweede lijn", "een handtekening onder de tweede lijn", 1 },
		{ "A signed order for the second line", "For the second line a signed order", 1 },
		{ "A signed order for the second line", "A signed order for the second lines", 1 },
		{ "A signed order for the second line", "An appointment with the plant manager", 0 },
		{ "A signed order for the second line", "A signed order for the second line, and a visit to the plant",
			0 },
		{ "They ask about price", "They ask about stock", 0 },
		{ "", "", 0 },
		{ "", "anything", 0 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++)
		if ((similarity(rows[i].left, rows[i].right) >= SAME) != rows[i].same)
			fail_msg("\"%s\" and \"%s\": %f", rows[i].left, rows[i].right,
				similarity(rows[i].left, rows[i].right));
	assert_true(similarity("same", "same") == 1.0);
	assert_true(similarity("abc", "xyz") == 0.0);
	assert_true(similarity("one two", "two three") == similarity("two three", "one two"));
}

static void a_default_text_left_as_it_is_is_recognised_with_any_name(void **state)
{
	static const char text[] = "I introduce {coach} as a colleague who watches. I lead.";

	(void)state;
	assert_true(similarity_default("I introduce Kim as a colleague who watches. I lead.", text));
	assert_true(similarity_default("I introduce  Kim de Vries as a colleague who watches.\nI lead.", text));
	assert_true(similarity_default(text, text));
	assert_false(similarity_default("I introduce as a colleague who watches. I lead.", text));
	assert_false(similarity_default("I introduce Kim as a friend who watches. I lead.", text));
	assert_false(similarity_default("", text));
	assert_false(similarity_default("anything", ""));
	assert_false(similarity_default("anything", NULL));
}

static void four_answers_taken_over_make_a_copy_and_defaults_do_not_count(void **state)
{
	static const char by_default[] = "I introduce {coach}.";
	static const struct similarity_answer before[] = {
		{ "goal", "an order for the second line", NULL },
		{ "behaviour", "in a hurry, so I stay brief", NULL },
		{ "questions", "the price, and I show the total", NULL },
		{ "introduction", "I introduce Kim.", by_default },
		{ "exceed", "a figure from their own plant", NULL },
	};
	struct similarity_answer now[] = {
		{ "goal", "An order for the second line.", NULL },
		{ "behaviour", "in a hurry so I stay brief", NULL },
		{ "questions", "delivery times, and I ask which weeks matter", NULL },
		{ "introduction", "I introduce Kim.", by_default },
		{ "exceed", "a figure from their own plant", NULL },
		{ "focus", "my questions", NULL },
	};

	(void)state;
	assert_int_equal(similarity_taken_over(now, LENGTH(now), before, LENGTH(before), SAME), 3);
	now[2].text = before[2].text;
	assert_int_equal(similarity_taken_over(now, LENGTH(now), before, LENGTH(before), SAME), 4);
	assert_int_equal(similarity_taken_over(now, LENGTH(now), NULL, 0, SAME), 0);
}

static void words_are_folded_whatever_bytes_come(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 5000; round++) {
		char text[40];

		for (size_t i = 0; i < sizeof(text) - 1; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] = (char)(seed >> 24 | 1);
		}
		text[sizeof(text) - 1] = '\0';
		assert_true(similarity(text, "\xef\xb7\xba ﷺ ß ǅ") <= 1.0);
		substance_count(text, text);
	}
}

/* Texts out of few words, so that they often share some. */
static void any_text(uint32_t *seed, char ret[120])
{
	static const char *const words[] = { "prijs", "Price", "één", "een", "order", "de", "klant", "KLANT", "x",
		"stilte," };
	size_t count = (*seed >> 20) % 8;

	ret[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		*seed = *seed * 1664525u + 1013904223u;
		strcat(ret, words[(*seed >> 16) % LENGTH(words)]);
		strcat(ret, (*seed >> 28) % 3 == 0 ? "\n" : " ");
	}
	*seed = *seed * 1664525u + 1013904223u;
}

static void likeness_is_symmetric_and_one_for_the_same(void **state)
{
	uint32_t seed = 1945;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		char left[120], right[120], both[260], turned[260];
		double alike;

		any_text(&seed, left);
		any_text(&seed, right);
		alike = similarity(left, right);
		assert_true(alike >= 0.0 && alike <= 1.0);
		assert_true(alike == similarity(right, left));
		assert_true(similarity(left, left) == (left[0] == '\0' ? 0.0 : 1.0));
		/* The order of words counts for nothing. */
		snprintf(both, sizeof(both), "%s %s", left, right);
		snprintf(turned, sizeof(turned), "%s %s", right, left);
		assert_true(similarity(both, turned) == (left[0] == '\0' && right[0] == '\0' ? 0.0 : 1.0));
		/* What one adds of one's own makes two texts less alike, never more. */
		snprintf(both, sizeof(both), "%s zuquvyx", left);
		assert_true(similarity(left, both) <= 1.0);
		assert_true(left[0] == '\0' || similarity(left, both) < 1.0);
	}
}

static void more_is_said_by_a_longer_answer_and_less_of_a_longer_question(void **state)
{
	uint32_t seed = 1948;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		char question[120], answer[120], more[120], longer[260];
		size_t said;

		any_text(&seed, question);
		any_text(&seed, answer);
		any_text(&seed, more);
		said = substance_count(question, answer);
		snprintf(longer, sizeof(longer), "%s %s", answer, more);
		assert_true(substance_count(question, longer) >= said);
		snprintf(longer, sizeof(longer), "%s %s", question, more);
		assert_true(substance_count(longer, answer) <= said);
		assert_int_equal(substance_count(question, question), 0);
		assert_int_equal(substance_count(answer, answer), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_says_what_its_question_does_not),
		cmocka_unit_test(similar_texts_are_recognised_and_different_ones_are_not),
		cmocka_unit_test(a_default_text_left_as_it_is_is_recognised_with_any_name),
		cmocka_unit_test(four_answers_taken_over_make_a_copy_and_defaults_do_not_count),
		cmocka_unit_test(likeness_is_symmetric_and_one_for_the_same),
		cmocka_unit_test(more_is_said_by_a_longer_answer_and_less_of_a_longer_question),
		cmocka_unit_test(words_are_folded_whatever_bytes_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
