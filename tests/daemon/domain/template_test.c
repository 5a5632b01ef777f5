/* The built-in templates: whole, in both languages, in their order. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/template.h"

static size_t count_part(const Template *template, TemplatePart part)
{
	size_t count = 0;

	for (size_t i = 0; i < template->n_questions; i++)
		count += template->questions[i]->part == part;
	return count;
}

static void every_template_has_its_six_required_questions_and_seven_steps(void **state)
{
	static const char *const languages[] = { "en", "nl" };
	static const char *const before[] = { "goal", "behaviour", "questions", "scenarios", "introduction", "exceed",
		"focus" };
	static const char *const debrief[] = { "coachee_experience", "coach_experience", "seen_heard", "compliments",
		"tips", "actions", "help" };
	struct arena *arena = arena_create();

	(void)state;
	for (size_t l = 0; l < 2; l++) {
		size_t count;
		Template **list = template_list(languages[l], arena, &count);

		assert_int_equal(count, 5);
		for (size_t i = 0; i < count; i++) {
			Question **questions = list[i]->questions;

			assert_string_equal(list[i]->language, languages[l]);
			assert_int_equal(count_part(list[i], TEMPLATE_PART_BEFORE), LENGTH(before));
			assert_int_equal(count_part(list[i], TEMPLATE_PART_COACH_BEFORE), 3);
			assert_int_equal(count_part(list[i], TEMPLATE_PART_DURING), 6);
			assert_int_equal(count_part(list[i], TEMPLATE_PART_DEBRIEF), LENGTH(debrief));
			for (size_t q = 0; q < LENGTH(before); q++) {
				bool optional = strcmp(before[q], "focus") == 0;

				assert_string_equal(questions[q]->key, before[q]);
				assert_int_equal(questions[q]->required, !optional);
			}
			for (size_t q = 0; q < LENGTH(debrief); q++)
				assert_string_equal(questions[16 + q]->key, debrief[q]);
			assert_true(template_question(list[i], "goal")->intention);
			assert_true(template_question(list[i], "scenarios")->intention);
			assert_true(template_question(list[i], "exceed")->intention);
			assert_false(template_question(list[i], "behaviour")->intention);
			assert_int_equal(template_question(list[i], "coachee_experience")->speaker, SPEAKER_COACHEE);
			for (size_t q = 0; q < list[i]->n_questions; q++)
				assert_true(questions[q]->text[0] != '\0');
		}
	}
	arena_destroy(arena);
}

static void a_template_is_found_by_key_or_name_in_its_language(void **state)
{
	struct arena *arena = arena_create();
	Template *template = template_builtin("templates/account-manager", "nl", arena);

	(void)state;
	assert_non_null(template);
	assert_string_equal(template->name, "templates/account-manager");
	assert_string_equal(template->display_name, "Accountmanager");
	assert_string_equal(
		template_question(template, "goal")->text, "Wat moet dit gesprek de klant opleveren? En jou?");
	assert_string_equal(
		template_question(template, "scenarios")->hint, "\"Als …, dan …\". Hierop oefenen we onderweg.");
	assert_string_equal(template_builtin("team-lead", "de", arena)->language, "en");
	assert_null(template_builtin("astronaut", "en", arena));
	assert_null(template_builtin("", "en", arena));
	assert_null(template_builtin(NULL, "en", arena));
	assert_null(template_question(template, "nothing"));
	arena_destroy(arena);
}

static void confidential_conversations_are_never_unannounced(void **state)
{
	struct arena *arena = arena_create();
	Template *template = template_builtin("hr", "en", arena);

	(void)state;
	assert_true(template->confidential);
	assert_false(template->unannounced_allowed);
	assert_string_equal(template->notice, "Write only about your own approach. No names, no health, no case file.");
	assert_true(template_builtin("consultant", "en", arena)->unannounced_allowed);
	arena_destroy(arena);
}

static void names_take_the_place_of_their_marks(void **state)
{
	struct arena *arena = arena_create();
	Template *template = template_builtin("account-manager", "en", arena);

	(void)state;
	assert_string_equal(template_fill("{coachee} and {coach}, {other} {", "Kim", "{coach}", arena),
		"{coach} and Kim, {other} {");
	template_fill_all(template, "Kim", "Ann", arena);
	assert_string_equal(template_question(template, "introduction")->default_answer,
		"I introduce Kim as a colleague who watches and listens. I lead the conversation.");
	assert_string_equal(template_question(template, "actions")->hint, "In Ann's own words.");
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_template_has_its_six_required_questions_and_seven_steps),
		cmocka_unit_test(a_template_is_found_by_key_or_name_in_its_language),
		cmocka_unit_test(confidential_conversations_are_never_unannounced),
		cmocka_unit_test(names_take_the_place_of_their_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
