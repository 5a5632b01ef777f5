/* The templates: how they are filled. Whether they keep the voice: voice_test.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugins/reminders/catalogue/text.h"
#include "plugins/reminders/rules/rule.h"

static const struct text_value few[] = { { "who", "Bakker BV" }, { "reason", "élan ontbrak" }, { "carry", NULL },
	{ "action", "vraag {who}" }, { "yes", "1" } };
static const struct text_values values = { few, sizeof(few) / sizeof(few[0]) };

static void expect(const char *template, const char *wanted)
{
	struct error error = { 0 };
	char *text = NULL;

	if (text_render(template, &values, &text, &error) != STATUS_OK)
		fail_msg("%s: %s", template, error.message);
	assert_string_equal(text, wanted);
	free(text);
}

static void refuse(const char *template, const char *sentence)
{
	struct error error = { 0 };
	char *text = NULL;

	assert_int_equal(text_render(template, &values, &text, &error), STATUS_INVALID_ARGUMENT);
	assert_string_equal(error.message, sentence);
}

static void placeholders_take_their_values(void **state)
{
	(void)state;
	expect("Naar {who}. {Reason}.\n", "Naar Bakker BV. Élan ontbrak.");
}

static void words_of_a_person_are_not_read_again(void **state)
{
	(void)state;
	expect("\"{action}\"", "\"vraag {who}\"");
}

static void a_choice_left_out_leaves_no_hole(void **state)
{
	(void)state;
	expect("Een. {if_carry: Twee {action}.} Drie.", "Een. Drie.");
	expect("Een. {if_yes: Twee {who}.} Drie.", "Een. Twee Bakker BV. Drie.");
	expect("Een\n{if_carry: twee}\ndrie", "Een\ndrie");
	expect("Een {if_carry: twee}\ndrie", "Een\ndrie");
	expect("{if_carry: Een.} Twee", "Twee");
	expect("Een. {if_carry: Twee.} {if_carry: Drie.} Vier {if_carry: vijf}", "Een. Vier");
}

static void an_unknown_name_or_an_open_brace_is_an_error(void **state)
{
	(void)state;
	refuse("{whom}", "the text names {whom}, which is not known here");
	refuse("{carry}", "the text names {carry}, which is not known here");
	refuse("{}", "the text names {}, which is not known here");
	refuse("{if_whom: x}", "the text names {if_whom}, which is not known here");
	refuse("{if_yes}", "the text names {if_yes}, which is not known here");
	refuse("een {who", "a brace of the text is not closed");
}

static void a_subject_is_one_line(void **state)
{
	const struct text_value nasty[] = { { "who", "a\r\nBcc: everyone@example.com" } };
	const struct text_values all = { nasty, 1 };
	char *line = NULL;

	(void)state;
	assert_int_equal(text_render_line("{who}!", &all, &line, NULL), STATUS_OK);
	assert_string_equal(line, "a  Bcc: everyone@example.com!");
	free(line);
}

static void an_excerpt_ends_at_a_character(void **state)
{
	char *text = text_excerpt("  één \n  twee\t drie ", 8);

	(void)state;
	assert_string_equal(text, "één twee…");
	free(text);
	text = text_excerpt("één twee", 8);
	assert_string_equal(text, "één twee");
	free(text);
	text = text_excerpt("", 8);
	assert_string_equal(text, "");
	free(text);
}

static struct text_catalogue *open_texts(void)
{
	struct text_catalogue *catalogue = NULL;
	struct error error = { 0 };
	char dir[4096];

	snprintf(dir, sizeof(dir), "%s/plugins/reminders/texts", getenv("RIDEALONG_SOURCE"));
	if (text_catalogue_open(dir, &catalogue, &error) != STATUS_OK)
		fail_msg("%s", error.message);
	return catalogue;
}

static void every_rule_says_what_it_is(void **state)
{
	struct text_catalogue *catalogue = open_texts();
	size_t count;
	const struct rule *rules = rule_table(&count);
	char key[100];

	(void)state;
	for (size_t i = 0; i < count; i++) {
		snprintf(key, sizeof(key), "rule.%s", rules[i].name);
		if (text_catalogue_phrase(catalogue, "nl", key) == NULL)
			fail_msg("there is no phrase %s", key);
	}
	text_catalogue_close(catalogue);
}

static void what_one_may_do_without_says_so_at_its_foot_and_nothing_else_does(void **state)
{
	static const char *const mute[] = {
#define KIND(NAME, word, kind, en, nl) "foot." word,
#include "daemon/domain/mute.def"
#undef KIND
	};
	struct text_catalogue *catalogue = open_texts();

	(void)state;
	for (size_t i = 0; i < sizeof(mute) / sizeof(mute[0]); i++)
		assert_non_null(text_catalogue_phrase(catalogue, "nl", mute[i]));
	assert_null(text_catalogue_phrase(catalogue, "en", "foot.prepare"));
	assert_null(text_catalogue_phrase(catalogue, "en", "foot.reveal"));
	text_catalogue_close(catalogue);
}

static void a_folder_without_texts_is_named(void **state)
{
	struct text_catalogue *catalogue;
	struct error error = { 0 };

	(void)state;
	assert_int_equal(text_catalogue_open("/nowhere", &catalogue, &error), STATUS_NOT_FOUND);
	assert_string_equal(error.message, "/nowhere/en cannot be read: No such file or directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(placeholders_take_their_values),
		cmocka_unit_test(words_of_a_person_are_not_read_again),
		cmocka_unit_test(a_choice_left_out_leaves_no_hole),
		cmocka_unit_test(an_unknown_name_or_an_open_brace_is_an_error),
		cmocka_unit_test(a_subject_is_one_line),
		cmocka_unit_test(an_excerpt_ends_at_a_character),
		cmocka_unit_test(every_rule_says_what_it_is),
		cmocka_unit_test(what_one_may_do_without_says_so_at_its_foot_and_nothing_else_does),
		cmocka_unit_test(a_folder_without_texts_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
