/* The built-in templates: whole, in both languages, in their order. */
#include "tests/daemon/domain/check.h"

#include "daemon/base/id.h"
#include "daemon/domain/template.h"
#include "daemon/domain/template_check.h"

static Template *said(const char *key, const char *locale, struct arena *arena)
{
	Template *template = template_built_in(key, arena);

	if (template != NULL)
		template_say(template, locale, arena);
	return template;
}

/* Every key of every built-in template, in order, and what it is. */
static const struct {
	const char *key;
	TemplatePart part;
	bool required, intention;
	Speaker speaker;
} rows[] = {
	{ "goal", TEMPLATE_PART_BEFORE, true, true, SPEAKER_UNSPECIFIED },
	{ "behaviour", TEMPLATE_PART_BEFORE, true, false, SPEAKER_UNSPECIFIED },
	{ "questions", TEMPLATE_PART_BEFORE, true, false, SPEAKER_UNSPECIFIED },
	{ "scenarios", TEMPLATE_PART_BEFORE, true, true, SPEAKER_UNSPECIFIED },
	{ "introduction", TEMPLATE_PART_BEFORE, true, false, SPEAKER_UNSPECIFIED },
	{ "exceed", TEMPLATE_PART_BEFORE, true, true, SPEAKER_UNSPECIFIED },
	{ "focus", TEMPLATE_PART_BEFORE, false, false, SPEAKER_UNSPECIFIED },
	{ "coach.focus", TEMPLATE_PART_COACH_BEFORE, false, false, SPEAKER_UNSPECIFIED },
	{ "coach.help", TEMPLATE_PART_COACH_BEFORE, false, false, SPEAKER_UNSPECIFIED },
	{ "coach.bridge", TEMPLATE_PART_COACH_BEFORE, false, false, SPEAKER_UNSPECIFIED },
	{ "d.watch", TEMPLATE_PART_DURING, false, false, SPEAKER_UNSPECIFIED },
	{ "d.facts", TEMPLATE_PART_DURING, false, false, SPEAKER_UNSPECIFIED },
	{ "d.works", TEMPLATE_PART_DURING, false, false, SPEAKER_UNSPECIFIED },
	{ "d.sharper", TEMPLATE_PART_DURING, false, false, SPEAKER_UNSPECIFIED },
	{ "d.intentions", TEMPLATE_PART_DURING, false, false, SPEAKER_UNSPECIFIED },
	{ "d.rails", TEMPLATE_PART_DURING, false, false, SPEAKER_UNSPECIFIED },
	{ "coachee_experience", TEMPLATE_PART_DEBRIEF, false, false, SPEAKER_COACHEE },
	{ "coach_experience", TEMPLATE_PART_DEBRIEF, false, false, SPEAKER_COACH },
	{ "seen_heard", TEMPLATE_PART_DEBRIEF, false, false, SPEAKER_COACH },
	{ "compliments", TEMPLATE_PART_DEBRIEF, false, false, SPEAKER_UNSPECIFIED },
	{ "tips", TEMPLATE_PART_DEBRIEF, false, false, SPEAKER_UNSPECIFIED },
	{ "actions", TEMPLATE_PART_DEBRIEF, false, false, SPEAKER_COACHEE },
	{ "help", TEMPLATE_PART_DEBRIEF, false, false, SPEAKER_COACHEE },
};

/* Each template's texts at its version: a change of a word is a new version, and a new row of letters here. */
static const struct {
	const char *key;
	int version;
	const char *hash, *en, *nl;
	size_t hints;
	bool introduced; /* the introduction has a default */
} templates[] = {
	{ "account-manager", 1, "716bc18d891b387b", "Account manager", "Accountmanager", 9, true },
	{ "consultant", 1, "9252ac4a260952bd", "Consultant", "Adviseur", 0, true },
	{ "customer-contact", 1, "2361140c7effc438", "Customer contact", "Klantcontact", 0, true },
	{ "hr", 1, "d77e86e29cfacd09", "HR professional", "HR-professional", 1, false },
	{ "team-lead", 1, "ad7d0d1d601cd0a3", "Team lead", "Teamleider", 0, true },
};

static void every_built_in_template_has_every_key_with_its_flags_in_its_order(void **state)
{
	struct arena *arena = arena_create();
	size_t count;
	Template **list = template_list(arena, &count);

	(void)state;
	assert_int_equal(count, LENGTH(templates));
	for (size_t i = 0; i < count; i++) {
		size_t hints = 0;

		assert_int_equal(list[i]->n_questions, LENGTH(rows));
		for (size_t q = 0; q < LENGTH(rows); q++) {
			const Question *question = list[i]->questions[q];
			bool introduction = strcmp(rows[q].key, "introduction") == 0 && templates[i].introduced;

			assert_string_equal(question->key, rows[q].key);
			assert_int_equal(question->part, rows[q].part);
			assert_int_equal(question->required, rows[q].required);
			assert_int_equal(question->intention, rows[q].intention);
			assert_int_equal(question->speaker, rows[q].speaker);
			assert_int_equal(question->n_texts, 2);
			assert_string_equal(question->texts[0]->language, "en");
			assert_string_equal(question->texts[1]->language, "nl");
			for (size_t t = 0; t < 2; t++) {
				assert_true(question->texts[t]->text[0] != '\0');
				assert_int_equal(question->texts[t]->default_answer[0] != '\0', introduction);
				assert_int_equal(
					question->texts[t]->hint[0] != '\0', question->texts[0]->hint[0] != '\0');
			}
			assert_string_not_equal(question->texts[0]->text, question->texts[1]->text);
			hints += question->texts[0]->hint[0] != '\0';
		}
		assert_int_equal(hints, templates[i].hints);
		assert_true(list[i]->built_in);
	}
	arena_destroy(arena);
}

static void a_built_in_text_changes_with_its_version_only(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < LENGTH(templates); i++) {
		Template *template = template_built_in(templates[i].key, arena);
		size_t size = template__get_packed_size(template);
		uint8_t *bytes = arena_alloc(arena, size);
		char hash[65];

		template__pack(template, bytes);
		id_hash(bytes, size, hash);
		hash[16] = '\0';
		assert_int_equal(template->version, templates[i].version);
		assert_string_equal(template->texts[0]->display_name, templates[i].en);
		assert_string_equal(template->texts[1]->display_name, templates[i].nl);
		if (strcmp(hash, templates[i].hash) != 0)
			fail_msg("%s is %s now: if a text changed, so does the version", templates[i].key, hash);
	}
	arena_destroy(arena);
}

static void what_is_built_in_passes_the_check_for_what_is_made(void **state)
{
	struct arena *arena = arena_create();
	struct error error = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(templates); i++)
		if (template_check(template_built_in(templates[i].key, arena), "en", &error) != STATUS_OK)
			fail_msg("%s: %s", templates[i].key, error.message);
	arena_destroy(arena);
}

static void a_template_is_found_by_key_or_name_in_its_language(void **state)
{
	struct arena *arena = arena_create();
	Template *template = said("templates/account-manager", "nl", arena);

	(void)state;
	assert_string_equal(template->name, "templates/account-manager");
	assert_string_equal(template->display_name, "Accountmanager");
	assert_string_equal(
		template_question(template, "goal")->text, "Wat moet dit gesprek de klant opleveren? En jou?");
	assert_string_equal(
		template_question(template, "scenarios")->hint, "\"Als …, dan …\". Hierop oefenen we onderweg.");
	assert_string_equal(template_question(template, "scenarios")->label, "wendingen");
	assert_int_equal(template->n_languages, 2);
	assert_int_equal(template->question_count, LENGTH(rows));
	assert_string_equal(said("team-lead", "de", arena)->language, "en");
	assert_null(said("astronaut", "en", arena));
	assert_null(said("", "en", arena));
	assert_null(said(NULL, "en", arena));
	assert_null(template_question(template, "nothing"));
	arena_destroy(arena);
}

static void without_its_language_and_without_english_a_template_speaks_what_it_has(void **state)
{
	struct arena *arena = arena_create();
	Template *template = template_built_in("hr", arena);

	(void)state;
	template->texts++;
	template->n_texts = 1; /* Dutch */
	template_say(template, "en", arena);
	assert_string_equal(template->language, "nl");
	assert_string_equal(template_question(template, "goal")->label, "doel");
	assert_int_equal(template->n_languages, 1);
	arena_destroy(arena);
}

static void confidential_conversations_are_never_unannounced(void **state)
{
	struct arena *arena = arena_create();
	Template *template = said("hr", "en", arena);

	(void)state;
	assert_true(template->confidential);
	assert_false(template->unannounced_allowed);
	assert_string_equal(template->notice, "Write only about your own approach. No names, no health, no case file.");
	assert_string_equal(said("hr", "nl", arena)->notice,
		"Schrijf alleen over je eigen aanpak. Geen namen, geen gezondheid, geen dossier.");
	assert_true(said("consultant", "en", arena)->unannounced_allowed);
	assert_string_equal(said("consultant", "en", arena)->notice, "");
	arena_destroy(arena);
}

static void the_seven_steps_ask_the_template_and_else_the_account_manager(void **state)
{
	struct arena *arena = arena_create();
	Template *template = said("team-lead", "nl", arena);
	Question **steps = template_debrief(template, arena);

	(void)state;
	assert_string_equal(steps[0]->text, "Hoe liep het overleg volgens jou? Heb je wat je wilde?");
	assert_string_equal(steps[0]->hint, "{coachee} begint. Tel in stilte tot vijf.");
	assert_string_equal(steps[6]->hint, "");
	template->n_questions = 16; /* no debrief */
	steps = template_debrief(template, arena);
	assert_string_equal(steps[0]->text, "Hoe ging het volgens jou? Is gelukt wat je wilde?");
	assert_string_equal(steps[6]->key, "help");
	arena_destroy(arena);
}

static void names_take_the_place_of_their_marks(void **state)
{
	struct arena *arena = arena_create();
	Template *template = said("account-manager", "en", arena);

	(void)state;
	assert_string_equal(template_fill("{coachee} and {coach}, {other} {", "Kim", "{coach}", arena),
		"{coach} and Kim, {other} {");
	assert_string_equal(template_fill("{coachee} starts, not {coach}.", "your coach", "the coachee", arena),
		"The coachee starts, not your coach.");
	template_fill_all(template, "Kim", "Ann", arena);
	assert_string_equal(template_question(template, "introduction")->default_answer,
		"I introduce Kim as a colleague who watches and listens. I lead the conversation.");
	assert_string_equal(template_question(template, "actions")->hint, "In Ann's own words.");
	arena_destroy(arena);
}

/* A copy with one question more, for spoiling. */
static Template *own(struct arena *arena, Question **ret)
{
	Template *template = template_built_in("account-manager", arena);
	static QuestionText text;
	static QuestionText *texts[] = { &text };
	static TemplateText name;
	static TemplateText *names[] = { &name };
	static Question question, *questions[] = { &question };

	question_text__init(&text);
	text.language = "en";
	text.text = "What?";
	template_text__init(&name);
	name.language = "en";
	name.display_name = "Mine";
	question__init(&question);
	question.key = "what";
	question.part = TEMPLATE_PART_BEFORE;
	question.required = true;
	question.texts = texts;
	question.n_texts = 1;
	template->texts = names;
	template->n_texts = 1;
	template->questions = questions;
	template->n_questions = 1;
	*ret = &question;
	return template;
}

static void refused(Template *template, const char *words)
{
	struct error error = { 0 };

	assert_int_equal(template_check(template, "en", &error), STATUS_INVALID_ARGUMENT);
	if (strstr(error.message, words) == NULL)
		fail_msg("\"%s\" is not in: %s", words, error.message);
}

static void a_complaint_names_the_key_and_what_is_wrong_with_it(void **state)
{
	struct arena *arena = arena_create();
	struct error error = { 0 };
	Question *question, *twice[2];
	char long_text[600];

	(void)state;
	assert_int_equal(template_check(own(arena, &question), "en", &error), STATUS_OK);
#define SPOIL(change, words)                                                                                           \
	do {                                                                                                           \
		Template *template = own(arena, &question);                                                            \
		(void)template;                                                                                        \
		change;                                                                                                \
		refused(template, words);                                                                              \
	} while (0)
	SPOIL(question->key = "2 what", "\"2 what\"");
	SPOIL(question->key = "", "the key");
	SPOIL(question->part = 9, "what: the part");
	SPOIL(question->required = false, "at least one");
	SPOIL(question->texts[0]->text = "", "what: text.en is missing");
	SPOIL(question->n_texts = 0, "what: text.en is missing");
	SPOIL(question->texts[0]->text = "Hi {boss}",
		"what: text.en: only {coach} and {coachee} are filled in, not \"{boss}\"");
	SPOIL(question->texts[0]->hint = "{", "what: hint.en");
	SPOIL(question->texts[0]->text = "two\nlines", "what: text.en must be one line");
	SPOIL(question->texts[0]->text = "space ", "what: text.en begins or ends with a space");
	SPOIL(question->texts[0]->label = "a:b", "what: a label has no colon");
	SPOIL(question->texts[0]->language = "de", "what has a text in \"de\"");
	SPOIL(question->speaker = SPEAKER_COACH, "what: only in the debrief");
	SPOIL(template->texts[0]->language = "fr", "not \"fr\"");
	SPOIL(template->texts[0]->display_name = "", "display_name.en is missing");
	SPOIL(template->n_texts = 0, "no language yet");
	SPOIL((template->confidential = true, template->unannounced_allowed = true), "unannounced = no");
	SPOIL((question->part = TEMPLATE_PART_DURING), "what: only questions before the meeting count");
	SPOIL((question->part = TEMPLATE_PART_DURING, question->required = false, question->intention = true),
		"what: intentions");
	SPOIL((question->part = TEMPLATE_PART_DEBRIEF, question->required = false), "what is no step");
	SPOIL((question->part = TEMPLATE_PART_COACH_BEFORE, question->required = false), "what: what a coach notes");
	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	SPOIL(question->texts[0]->text = long_text, "what: text.en is too long: 500");
	SPOIL((twice[0] = twice[1] = question, template->questions = twice, template->n_questions = 2),
		"the key \"what\" is there twice");
#undef SPOIL
	arena_destroy(arena);
}

static void the_key_of_a_template_is_a_small_word(void **state)
{
	struct error error = { 0 };

	(void)state;
	assert_int_equal(template_check_key("field-engineer2", "en", &error), STATUS_OK);
	assert_int_equal(template_check_key("Field", "en", &error), STATUS_INVALID_ARGUMENT);
	assert_int_equal(template_check_key("a/b", "en", &error), STATUS_INVALID_ARGUMENT);
	assert_int_equal(template_check_key("", "en", &error), STATUS_INVALID_ARGUMENT);
	assert_int_equal(template_check_key("2nd", "nl", &error), STATUS_INVALID_ARGUMENT);
	assert_non_null(strstr(error.message, "\"2nd\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_built_in_template_has_every_key_with_its_flags_in_its_order),
		cmocka_unit_test(a_built_in_text_changes_with_its_version_only),
		cmocka_unit_test(what_is_built_in_passes_the_check_for_what_is_made),
		cmocka_unit_test(a_template_is_found_by_key_or_name_in_its_language),
		cmocka_unit_test(without_its_language_and_without_english_a_template_speaks_what_it_has),
		cmocka_unit_test(confidential_conversations_are_never_unannounced),
		cmocka_unit_test(the_seven_steps_ask_the_template_and_else_the_account_manager),
		cmocka_unit_test(names_take_the_place_of_their_marks),
		cmocka_unit_test(a_complaint_names_the_key_and_what_is_wrong_with_it),
		cmocka_unit_test(the_key_of_a_template_is_a_small_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
