/* Every text that people read keeps the voice, filled in as it comes, with each of its choices kept and left out. And
 * every check can fail: bad texts stand below. */
#include "tests/plugins/reminders/catalogue/voice.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "plugins/reminders/rules/rule.h"

/* ---- values as they come, at their longest ---- */

static const struct {
	const char *name, *en, *nl;
} sample[] = {
	{ "questions", "six questions", "zes vragen" },
	{ "coach", "Sanne", "Sanne" },
	{ "coachee", "Daan", "Daan" },
	{ "name", "Daan", "Daan" },
	{ "who", "Bakker BV", "Bakker BV" },
	{ "day", "Tuesday 12 May", "dinsdag 12 mei" },
	{ "time", "10:00", "10:00" },
	{ "cutoff", "Monday 11 May 15:00", "maandag 11 mei 15:00" },
	{ "grace", "17:00", "17:00" },
	{ "reason", "no preparation had come in by 15:00", "om 15:00 was er nog geen voorbereiding binnen" },
	{ "action", "I ask three questions first", "ik stel eerst drie vragen" },
	{ "agreed_on", "Monday 4 May", "maandag 4 mei" },
	{ "due", "Friday 15 May", "vrijdag 15 mei" },
	{ "weeks", "5 weeks", "5 weken" },
	{ "every", "4 weeks", "4 weken" },
	{ "open", "2 action points are still open", "Er staan nog 2 actiepunten open" },
	{ "options", "1", "1" },
	{ "words", "That silence after the price, Daan!", "Die stilte na de prijs, Daan!" },
	{ "n", "2", "2" },
	{ "slot", "10:00–11:00", "10:00–11:00" },
	{ "again", "1", "1" },
	{ "option1", "Smit, Tuesday 10:00", "Smit, dinsdag 10:00" },
	{ "option2", "De Boer, Wednesday 13:00", "De Boer, woensdag 13:00" },
	{ "goal", "a date to start", "een startdatum" },
	{ "intentions", "1 one, 2 two", "1 een, 2 twee" },
	{ "role", "watches and listens", "kijkt en luistert" },
	{ "introduction", "colleague who sits in", "collega die meekijkt" },
	{ "customer_knows", "yes", "ja" },
	{ "scenario", "the price is too high", "de prijs te hoog is" },
	{ "carry", "1", "1" },
	{ "was", "Monday 11 May 10:00", "maandag 11 mei 10:00" },
	{ "until", "Monday 18 May 17:00", "maandag 18 mei 17:00" },
	{ "hidden", "1", "1" },
	{ "wanted", "1", "1" },
	{ "summary", "Two lines were taken.", "Twee regels verwerkt." },
	{ "problems", "1", "1" },
	{ "advice", "Give a call.", "Bel even." },
	{ "detail", "no", "nee" },
	{ "talk", "what the price is about", "het prijsbezwaar" },
	{ "focus", "my silences", "mijn stiltes" },
	{ "note", "they know you", "ze kennen jou" },
	{ "leave", "09:30", "09:30" },
	{ "departure", "09:30, together, and back", "09:30, samen, ook terug" },
	{ "more_of_us", "3 of us, 1 of them", "3 van ons, 1 van hen" },
	{ "how", NULL, NULL },
};

enum { SAMPLES = sizeof(sample) / sizeof(sample[0]), MOST_CHOICES = 8 };

/* ---- the catalogue ---- */

struct lint {
	const struct text_catalogue *catalogue;
	const char *language;
	size_t seen;
};

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

static const char *phrase(const struct lint *lint, const char *format, const char *name)
{
	char key[120];

	snprintf(key, sizeof(key), format, name);
	return text_catalogue_phrase(lint->catalogue, lint->language, key);
}

/* ---- a text in all its variants ---- */

struct choices {
	char names[MOST_CHOICES][64];
	size_t count;
};

static void collect_choice(void *arg, const char *name)
{
	struct choices *choices = arg;

	if (strncmp(name, "if_", 3) != 0)
		return;
	for (size_t i = 0; i < choices->count; i++)
		if (strcmp(choices->names[i], name + 3) == 0)
			return;
	assert_true(choices->count < MOST_CHOICES);
	snprintf(choices->names[choices->count++], sizeof(choices->names[0]), "%s", name + 3);
}

/* Bit i of `left_out`: the i-th choice is not there. */
static void fill(const struct lint *lint, const char *how, const struct choices *choices, unsigned left_out,
	struct text_value filled[SAMPLES])
{
	for (size_t i = 0; i < SAMPLES; i++) {
		filled[i].name = sample[i].name;
		filled[i].value = strcmp(lint->language, "nl") == 0 ? sample[i].nl : sample[i].en;
		for (size_t k = 0; k < choices->count; k++)
			if ((left_out >> k & 1) != 0 && strcmp(choices->names[k], sample[i].name) == 0)
				filled[i].value = NULL;
	}
	filled[SAMPLES - 1].value = how;
}

/* The card is the whole thing in the body, so what the two wrote themselves is in it as it is. */
static size_t count_own_words(const struct text_value filled[SAMPLES])
{
	static const char *const own[] = { "goal", "intentions", "introduction", "action", "scenario", "talk" };
	size_t words = 0;

	for (size_t i = 0; i < SAMPLES; i++)
		for (size_t k = 0; k < sizeof(own) / sizeof(own[0]); k++)
			if (filled[i].value != NULL && strcmp(filled[i].name, own[k]) == 0)
				words += text_count_words(filled[i].value);
	return words;
}

/* False where what is left out stands outside of a choice, too: then it is always there. */
static bool check_variant(const struct lint *lint, const char *name, const struct text *text, const char *how,
	const struct choices *choices, unsigned left_out)
{
	struct text_value filled[SAMPLES];
	const struct text_values all = { filled, SAMPLES };
	char *subject = NULL, *body = NULL, fault[VOICE_SAYS];
	struct error error = { 0 };
	bool possible;

	fill(lint, how, choices, left_out, filled);
	possible = text_render_line(text->subject, &all, &subject, &error) == STATUS_OK &&
		   text_render(text->body, &all, &body, &error) == STATUS_OK;
	if (possible && !voice_mail(&(struct voice_mail){ .language = lint->language,
					    .subject = subject,
					    .body = body,
					    .asks = how != NULL || strcmp(name, "reveal") == 0,
					    .spared = strcmp(name, "card") == 0 ? count_own_words(filled) : 0 },
				fault))
		fail_msg("%s/%s: %s", lint->language, name, fault);
	if (!possible && left_out == 0)
		fail_msg("%s/%s: %s", lint->language, name, error.message);
	free(subject);
	free(body);
	return possible;
}

static void check_ways(const struct lint *lint, const char *name, const struct text *text, const char *how,
	const struct choices *choices)
{
	int possible = 0;

	for (unsigned left_out = 0; left_out < 1U << choices->count; left_out++)
		possible += check_variant(lint, name, text, how, choices, left_out);
	assert_true(possible > 0);
}

static void check_text(void *arg, const char *name, const struct text *text)
{
	static const char *const keys[] = { "how.%s", "how.%s.confidential", "how.%s.offer" };
	const char *how = phrase(arg, keys[0], name);
	struct choices choices = { .count = 0 };
	struct lint *lint = arg;
	char fault[VOICE_SAYS];

	lint->seen++;
	if (!voice_template(text, how, fault))
		fail_msg("%s/%s: %s", lint->language, name, fault);
	voice_each_name(text->subject, collect_choice, &choices);
	voice_each_name(text->body, collect_choice, &choices);
	check_ways(lint, name, text, how, &choices);
	for (size_t i = 1; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (phrase(lint, keys[i], name) != NULL)
			check_ways(lint, name, text, phrase(lint, keys[i], name), &choices);
}

static void every_text_keeps_the_voice_in_all_its_variants(void **state)
{
	struct text_catalogue *catalogue = open_texts();
	struct lint en = { catalogue, "en", 0 }, nl = { catalogue, "nl", 0 };

	(void)state;
	text_catalogue_each(catalogue, "en", check_text, &en);
	text_catalogue_each(catalogue, "nl", check_text, &nl);
	assert_int_equal(en.seen, nl.seen);
	assert_true(nl.seen >= 50);
	text_catalogue_close(catalogue);
}

/* ---- both languages ---- */

static void check_twin(void *arg, const char *name, const struct text *text)
{
	const struct lint *lint = arg;
	const struct text *other = text_catalogue_find(lint->catalogue, "nl", name);
	char fault[VOICE_SAYS];

	if (other == NULL || other == text)
		fail_msg("there is no Dutch %s", name);
	if (!voice_twins(text->subject, other->subject, fault) || !voice_twins(text->body, other->body, fault))
		fail_msg("%s: %s", name, fault);
}

static void check_phrase(void *arg, const char *key, const char *words)
{
	const struct lint *lint = arg;
	const char *other =
		text_catalogue_phrase(lint->catalogue, strcmp(lint->language, "nl") == 0 ? "en" : "nl", key);
	char fault[VOICE_SAYS];

	if (!voice_words(lint->language, words, fault))
		fail_msg("the phrase %s/%s: %s", lint->language, key, fault);
	if (other == NULL)
		fail_msg("the phrase %s/%s is there in one language only", lint->language, key);
	if (!voice_twins(words, other, fault))
		fail_msg("the phrase %s: %s", key, fault);
}

static void both_languages_have_every_text_and_name_the_same_in_it(void **state)
{
	struct text_catalogue *catalogue = open_texts();
	struct lint en = { catalogue, "en", 0 }, nl = { catalogue, "nl", 0 };

	(void)state;
	text_catalogue_each(catalogue, "en", check_twin, &en);
	text_catalogue_each_phrase(catalogue, "en", check_phrase, &en);
	text_catalogue_each_phrase(catalogue, "nl", check_phrase, &nl);
	text_catalogue_close(catalogue);
}

/* ---- what the rules need ---- */

static void what_is_answerable_says_how(void **state)
{
	struct text_catalogue *catalogue = open_texts();
	const struct lint nl = { catalogue, "nl", 0 };
	size_t count;
	const struct rule *rules = rule_table(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		if (rules[i].text == NULL)
			continue;
		if (text_catalogue_find(catalogue, "nl", rules[i].text) == NULL)
			fail_msg("%s has no text %s", rules[i].name, rules[i].text);
		/* The card asks nothing; who answers it all the same, takes notes. */
		if (rules[i].answerable && strcmp(rules[i].text, "card") != 0 &&
			phrase(&nl, "how.%s", rules[i].text) == NULL)
			fail_msg("%s can be answered, and %s does not say how", rules[i].name, rules[i].text);
	}
	text_catalogue_close(catalogue);
}

/* What stands in for the customer of a confidential session names nobody. */
static void a_confidential_conversation_has_a_name_without_a_name(void **state)
{
	struct text_catalogue *catalogue = open_texts();

	(void)state;
	assert_string_equal(text_catalogue_phrase(catalogue, "nl", "who.conversation"), "je gesprek");
	assert_string_equal(text_catalogue_phrase(catalogue, "en", "who.conversation"), "your conversation");
	text_catalogue_close(catalogue);
}

/* ---- a phrase said twice ---- */

static void check_keys(const char *language)
{
	char path[4096], line[600], keys[400][80];
	size_t count = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/plugins/reminders/texts/%s/phrases.ini", getenv("RIDEALONG_SOURCE"), language);
	file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file) != NULL) {
		const size_t length = strcspn(line, " =\n");

		if (line[0] == '#' || length == 0)
			continue;
		assert_true(count < 400 && length < 80);
		snprintf(keys[count], 80, "%.*s", (int)length, line);
		for (size_t i = 0; i < count; i++)
			if (strcmp(keys[i], keys[count]) == 0)
				fail_msg("%s says %s twice", path, keys[i]);
		count++;
	}
	fclose(file);
	assert_true(count > 100);
}

static void no_phrase_is_said_twice(void **state)
{
	(void)state;
	check_keys("en");
	check_keys("nl");
}

/* ---- the service and the command line ---- */

enum { LONGEST = 2000 };

/* From behind the quote on; escapes stay as they are. Where the string ends. */
static const char *read_string(const char *at, char ret[LONGEST])
{
	size_t length = 0;

	while (*at != '"' && *at != '\0') {
		const size_t step = at[0] == '\\' && at[1] != '\0' ? 2 : 1;

		if (length + step < LONGEST) {
			memcpy(ret + length, at, step);
			length += step;
		}
		at += step;
	}
	ret[length] = '\0';
	return at;
}

/* Calls back for each string of a C file, and of a catalogue of translations: what stands between quotes, but in
 * comments. */
static void each_string(const char *bytes, void (*each)(const char *where, const char *words), const char *where)
{
	char words[LONGEST];

	for (const char *at = bytes; *at != '\0'; at++) {
		if (strncmp(at, "/*", 2) == 0) {
			at = strstr(at + 2, "*/");
			assert_non_null(at);
			at++;
		} else if (strncmp(at, "'\"'", 3) == 0) {
			at += 2;
		} else if (*at == '"') {
			at = read_string(at + 1, words);
			each(where, words);
			if (*at == '\0')
				return;
		}
	}
}

static size_t strings;

static void check_string(const char *where, const char *words)
{
	char fault[VOICE_SAYS];

	strings++;
	if (!voice_blames_nobody(words, fault))
		fail_msg("%s: %s", where, fault);
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *bytes;
	long size;

	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	size = ftell(file);
	rewind(file);
	bytes = calloc(1, (size_t)size + 1);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, (size_t)size, file), size);
	fclose(file);
	return bytes;
}

static void check_folder(const char *name)
{
	char folder[2048], path[4096], *bytes;
	struct dirent *entry;
	DIR *dir;

	snprintf(folder, sizeof(folder), "%s/%s", getenv("RIDEALONG_SOURCE"), name);
	dir = opendir(folder);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		const char *dot = strrchr(entry->d_name, '.');

		if (dot == NULL || (strcmp(dot, ".c") != 0 && strcmp(dot, ".po") != 0))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		bytes = read_file(path);
		each_string(bytes, check_string, path + strlen(getenv("RIDEALONG_SOURCE")) + 1);
		free(bytes);
	}
	closedir(dir);
}

static void what_the_service_and_the_command_line_say_blames_nobody(void **state)
{
	(void)state;
	strings = 0;
	check_folder("daemon/domain");
	check_folder("daemon/service");
	check_folder("plugins/skip_unprepared");
	check_folder("plugins/reminders/answers");
	check_folder("clients/cli");
	check_folder("clients/cli/po");
	assert_true(strings > 3000);
}

/* ---- every check can fail ---- */

static void bad_words_are_found_and_good_ones_are_not(void **state)
{
	static const struct {
		const char *language, *words, *fault;
	} rows[] = {
		{ "nl", "Je was niet voorbereid.", "it says \"niet voorbereid\": Je was niet voorbereid." },
		{ "nl", "Je bent Te Laat.", "it says \"te laat\": Je bent Te Laat." },
		{ "nl", "Dit is verplichte kost.", "it says \"verplicht*\": Dit is verplichte kost." },
		{ "nl", "Heeft u even?", "it says \"u\": Heeft u even?" },
		{ "nl", "Hij/zij komt.", "it says \"hij/zij\": Hij/zij komt." },
		{ "nl", "Bel haar.", "it says \"haar\": Bel haar." },
		{ "nl", "De coachee komt.", "it says \"coachee*\": De coachee komt." },
		{ "nl", "Beter dan je collega's.", "it says \"collega's\": Beter dan je collega's." },
		{ "nl", "Je score: 8", "it says \"score*\": Je score: 8" },
		{ "nl", "Open Ridealong.", "it says \"ridealong*\": Open Ridealong." },
		{ "nl", "80% gelukt", "it says \"%\": 80% gelukt" },
		{ "en", "You were unprepared.", "it says \"unprepared\": You were unprepared." },
		{ "en", "It is overdue", "it says \"overdue\": It is overdue" },
		{ "en", "Ask him, or not.", "it says \"him\": Ask him, or not." },
		{ "en", "The user said", "it says \"user*\": The user said" },
		{ "en", "You must answer", "it says \"you must\": You must answer" },
		{ "en", "On average", "it says \"average*\": On average" },
		{ "nl", "Je uur met Hanneke was zijn gang waard; uit de haard, uren, Zijlstra.", NULL },
		{ "en", "The other history of Hertz: hero, mustard, cushion.", NULL },
		{ "nl", "Eén haarscherpe zin is genoeg.", NULL },
	};
	char fault[VOICE_SAYS];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const bool fine = voice_words(rows[i].language, rows[i].words, fault);

		if (fine != (rows[i].fault == NULL))
			fail_msg("\"%s\" is %s", rows[i].words, fine ? "not found out" : fault);
		if (!fine)
			assert_string_equal(fault, rows[i].fault);
	}
}

static void refuse_template(const char *subject, const char *body, const char *how, const char *fault)
{
	const struct text text = { subject, body };
	char said[VOICE_SAYS] = "";

	assert_false(voice_template(&text, how, said));
	assert_string_equal(said, fault);
}

static void a_bad_template_is_found_out(void **state)
{
	const struct text good = { "{Who}, {day} {time}: {coach} gaat mee", "Hoi {coachee}. {how}\n" };
	char said[VOICE_SAYS];

	(void)state;
	assert_true(voice_template(&good, "Antwoord op deze mail.", said));
	refuse_template("Morgen: {action}", "x {how}", "y", "its subject shows {action}");
	refuse_template("{reason}", "x {how}", "y", "its subject shows {reason}");
	refuse_template("Morgen{if_goal:: x}", "x {how}", "y", "its subject shows {goal}");
	refuse_template(" ", "x {how}", "y", "it has no subject");
	refuse_template("{who}", "x", "y", "there is a way to answer it, and it does not say {how}");
	refuse_template("{who}", "x {how}", NULL, "it says {how}, and there is none");
	refuse_template("{who}", "{how} {how}", "y", "it asks twice");
}

static void refuse_mail(const char *language, const char *subject, const char *body, bool asks, const char *fault)
{
	const struct voice_mail mail = { .language = language, .subject = subject, .body = body, .asks = asks };
	char said[VOICE_SAYS] = "";

	assert_false(voice_mail(&mail, said));
	if (strncmp(said, fault, strlen(fault)) != 0)
		fail_msg("%s, instead of %s", said, fault);
}

static void a_bad_mail_is_found_out(void **state)
{
	char sixty[400] = "", said[VOICE_SAYS];
	struct voice_mail mail = { .language = "nl", .subject = "Bakker BV", .body = sixty };

	(void)state;
	for (int i = 0; i < 60; i++)
		strcat(sixty, "woord ");
	assert_true(voice_mail(&mail, said));
	strcat(sixty, "nog");
	refuse_mail("nl", "Bakker BV", sixty, false, "it has 61 words");
	mail.spared = 1;
	assert_true(voice_mail(&mail, said));
	refuse_mail("nl", "Nog niet voorbereid", "Bel even.", false, "it says \"niet voorbereid\"");
	refuse_mail("nl", "Bakker BV", "Kan hij komen?", false, "it says \"hij\"");
	refuse_mail("nl", "Bakker BV", "Hoi {coachee}", false, "a placeholder is left");
	refuse_mail("nl", "Bakker BV", "Stuur je voorbereiding.", true, "it asks, and does not say how");
	refuse_mail("en", "Bakker BV", "Send your preparation.", true, "it asks, and does not say how");
	mail = (struct voice_mail){ "nl", "Bakker BV", "Stuur je voorbereiding, of bel.", true, 0 };
	assert_true(voice_mail(&mail, said));
	mail = (struct voice_mail){ "en", "Bakker BV", "Send your preparation, or phone.", true, 0 };
	assert_true(voice_mail(&mail, said));
}

static void languages_that_differ_are_found_out(void **state)
{
	char said[VOICE_SAYS];

	(void)state;
	assert_true(voice_twins("{Coach} {if_goal: {goal}}", "{if_goal: {goal}} {coach}", said));
	assert_false(voice_twins("{coach}", "{coachee}", said));
	assert_string_equal(said, "only one language has {coachee}");
	assert_false(voice_twins("{coach} {if_goal: x}", "{coach}", said));
	assert_string_equal(said, "only one language has {if_goal}");
}

static const char *expected;

static void see_string(const char *where, const char *words)
{
	(void)where;
	assert_string_equal(words, expected);
	expected = "nothing more";
}

static void strings_are_read_and_comments_are_not(void **state)
{
	(void)state;
	expected = "he said \\\"no\\\"";
	each_string("/* \"he\" */ x = '\"'; y(\"he said \\\"no\\\"\"); /* she */", see_string, "");
	assert_string_equal(expected, "nothing more");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_keeps_the_voice_in_all_its_variants),
		cmocka_unit_test(both_languages_have_every_text_and_name_the_same_in_it),
		cmocka_unit_test(what_is_answerable_says_how),
		cmocka_unit_test(a_confidential_conversation_has_a_name_without_a_name),
		cmocka_unit_test(no_phrase_is_said_twice),
		cmocka_unit_test(what_the_service_and_the_command_line_say_blames_nobody),
		cmocka_unit_test(bad_words_are_found_and_good_ones_are_not),
		cmocka_unit_test(a_bad_template_is_found_out),
		cmocka_unit_test(a_bad_mail_is_found_out),
		cmocka_unit_test(languages_that_differ_are_found_out),
		cmocka_unit_test(strings_are_read_and_comments_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
