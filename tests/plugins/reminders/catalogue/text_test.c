/* The templates: how they are filled, and whether they keep the voice. */
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

/* Values as they come, at their longest. */
static const struct text_value sample[] = { { "questions", "six questions" }, { "coach", "Sanne" },
	{ "coachee", "Daan" }, { "name", "Daan" }, { "who", "Bakker BV" }, { "day", "dinsdag 12 mei" },
	{ "time", "10:00" }, { "cutoff", "maandag 11 mei 15:00" }, { "grace", "17:00" },
	{ "reason", "om 15:00 was er nog geen voorbereiding binnen" }, { "action", "ik stel eerst drie vragen" },
	{ "agreed_on", "maandag 4 mei" }, { "due", "vrijdag 15 mei" }, { "weeks", "5 weken" }, { "every", "4 weken" },
	{ "open", "Er staan nog 2 actiepunten open" }, { "options", "1" }, { "words", "Die stilte na de prijs!" },
	{ "n", "2" }, { "slot", "10:00–11:00" }, { "again", "1" }, { "option1", "Smit, dinsdag 10:00" },
	{ "option2", "De Boer, woensdag 13:00" }, { "goal", "een startdatum" }, { "intentions", "1 een, 2 twee" },
	{ "role", "kijkt en luistert" }, { "introduction", "collega die meekijkt" }, { "customer_knows", "ja" },
	{ "scenario", "de prijs te hoog is" }, { "carry", "1" }, { "was", "maandag 11 mei 10:00" },
	{ "until", "maandag 18 mei 17:00" }, { "hidden", "1" }, { "wanted", "1" },
	{ "summary", "Twee regels verwerkt." }, { "problems", "1" }, { "advice", "Bel even." }, { "detail", "nee" },
	{ "talk", "het prijsbezwaar" }, { "focus", "mijn stiltes" }, { "note", "ze kennen jou" }, { "leave", "09:30" },
	{ "departure", "09:30, samen, ook terug" }, { "more_of_us", "3 van ons, 1 van hen" }, { "how", NULL } };

enum { SAMPLES = sizeof(sample) / sizeof(sample[0]) };

struct lint {
	const struct text_catalogue *catalogue;
	const char *language;
};

static bool holds(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcasestr(text, *words) != NULL)
			return true;
	return false;
}

static void check_voice(const char *where, const char *text)
{
	static const char *const forbidden[] = { "niet voorbereid", "not prepared", "unprepared", "te laat", "too late",
		"in gebreke", "verplicht", "mandatory", "obliged", "gebruiker", " user", "coachee", "hij/zij", " hij ",
		" zij ", " hem ", " haar ", " he ", " she ", " his ", " her ", " him ", "score", "%", "procent",
		"percent", "ridealong", "collega's", NULL };

	for (size_t i = 0; forbidden[i] != NULL; i++)
		if (strcasestr(text, forbidden[i]) != NULL)
			fail_msg("%s says \"%s\": %s", where, forbidden[i], text);
}

static void check_text(void *arg, const char *name, const struct text *text)
{
	static const char *const ways_out[] = { "bel", "spreek", "zeg het", "call", "phone", "say so", "talk",
		"andere datum", "another date", "nieuwe datum", "new date", "no,", "niet", "postpone", "hoef je niets",
		"leave it", NULL };
	struct lint *lint = arg;
	struct text_value filled[SAMPLES];
	const struct text_values all = { filled, SAMPLES };
	char where[100], key[100];
	struct error error = { 0 };
	char *subject = NULL, *body = NULL;
	const char *how;

	memcpy(filled, sample, sizeof(sample));
	snprintf(where, sizeof(where), "%s/%s", lint->language, name);
	snprintf(key, sizeof(key), "how.%s", name);
	how = text_catalogue_phrase(lint->catalogue, lint->language, key);
	filled[SAMPLES - 1].value = how;
	if (text_render_line(text->subject, &all, &subject, &error) != STATUS_OK ||
		text_render(text->body, &all, &body, &error) != STATUS_OK)
		fail_msg("%s: %s", where, error.message);
	if (text_count_words(body) > 60)
		fail_msg("%s has %zu words: %s", where, text_count_words(body), body);
	check_voice(where, subject);
	check_voice(where, body);
	if (strstr(text->subject, "{action}") != NULL || strstr(text->subject, "{reason}") != NULL ||
		strstr(text->subject, "{goal}") != NULL || strstr(text->subject, "{summary}") != NULL)
		fail_msg("the subject of %s holds somebody's words", where);
	if ((how != NULL || strcmp(name, "reveal") == 0) && !holds(body, ways_out))
		fail_msg("%s asks, and does not say how to say no, shift it or phone: %s", where, body);
	if ((strstr(text->body, "{how}") != NULL) != (how != NULL))
		fail_msg("%s and its phrase %s do not fit", where, key);
	free(subject);
	free(body);
}

static void every_text_keeps_the_voice(void **state)
{
	struct text_catalogue *catalogue = open_texts();
	struct lint en = { catalogue, "en" }, nl = { catalogue, "nl" };

	(void)state;
	text_catalogue_each(catalogue, "en", check_text, &en);
	text_catalogue_each(catalogue, "nl", check_text, &nl);
	text_catalogue_close(catalogue);
}

struct twin {
	const struct text_catalogue *catalogue;
	size_t count;
};

static void find_twin(void *arg, const char *name, const struct text *text)
{
	struct twin *twin = arg;

	twin->count++;
	if (text_catalogue_find(twin->catalogue, "nl", name) == NULL)
		fail_msg("there is no Dutch %s", name);
	assert_ptr_not_equal(text_catalogue_find(twin->catalogue, "nl", name), text);
}

static void count(void *arg, const char *name, const struct text *text)
{
	(void)name;
	(void)text;
	++*(size_t *)arg;
}

static void every_text_exists_in_both_languages(void **state)
{
	struct text_catalogue *catalogue = open_texts();
	struct twin twin = { catalogue, 0 };
	size_t dutch = 0;

	(void)state;
	text_catalogue_each(catalogue, "en", find_twin, &twin);
	text_catalogue_each(catalogue, "nl", count, &dutch);
	assert_int_equal(twin.count, dutch);
	assert_true(dutch >= 20);
	text_catalogue_close(catalogue);
}

static void check_phrase(void *arg, const char *key, const char *words)
{
	const struct lint *lint = arg;
	char where[200];

	snprintf(where, sizeof(where), "the phrase %s/%s", lint->language, key);
	check_voice(where, words);
	if (text_catalogue_phrase(lint->catalogue, "en", key) == NULL ||
		text_catalogue_phrase(lint->catalogue, "nl", key) == NULL)
		fail_msg("%s is there in one language only", where);
}

static void every_phrase_keeps_the_voice_in_both_languages(void **state)
{
	struct text_catalogue *catalogue = open_texts();
	struct lint en = { catalogue, "en" }, nl = { catalogue, "nl" };

	(void)state;
	text_catalogue_each_phrase(catalogue, "en", check_phrase, &en);
	text_catalogue_each_phrase(catalogue, "nl", check_phrase, &nl);
	text_catalogue_close(catalogue);
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
		cmocka_unit_test(every_text_keeps_the_voice),
		cmocka_unit_test(every_text_exists_in_both_languages),
		cmocka_unit_test(every_phrase_keeps_the_voice_in_both_languages),
		cmocka_unit_test(every_rule_says_what_it_is),
		cmocka_unit_test(a_folder_without_texts_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
