/* Short answers around a reveal. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/quick_reveal.h"

static void the_coachee_says_whether_it_is_convenient(void **state)
{
	static const struct {
		const char *text;
		enum quick_reveal_verb verb;
	} rows[] = {
		{ "ok", QUICK_REVEAL_FINE },
		{ "Prima, tot straks!", QUICK_REVEAL_FINE },
		{ "Hoi Sanne,\nleuk!", QUICK_REVEAL_FINE },
		{ "nee", QUICK_REVEAL_INCONVENIENT },
		{ "Dit komt vandaag echt niet uit, de klant is ziek", QUICK_REVEAL_INCONVENIENT },
		{ "Really not convenient: the buyer has just left", QUICK_REVEAL_INCONVENIENT },
		{ "Hi Sanne,\nrather not today\n> Hi Daan, as agreed", QUICK_REVEAL_INCONVENIENT },
		{ "ja, maar het komt niet uit", QUICK_REVEAL_INCONVENIENT },
		{ "ik wil een startdatum", QUICK_REVEAL_NOTHING },
		{ "", QUICK_REVEAL_NOTHING },
	};
	struct arena *arena = arena_create();

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct quick_reveal answer = quick_reveal_read(rows[i].text, "nl", arena);

		assert_row(answer.verb == rows[i].verb, rows[i].text, "%d", (int)answer.verb);
		assert_row((answer.problem[0] != '\0') == (rows[i].verb == QUICK_REVEAL_NOTHING), rows[i].text, "%s",
			answer.problem);
	}
	arena_destroy(arena);
}

static void three_taps_and_what_was_said(void **state)
{
	struct arena *arena = arena_create();
	struct quick_check check =
		quick_check_read("ja, ja, nee\n* eerst vragen\n2. een datum\n\n> onderweg", "nl", arena);

	(void)state;
	assert_string_equal(check.problem, "");
	assert_int_equal(check.goal_clear, CHECK_ANSWER_YES);
	assert_int_equal(check.hardest_question, CHECK_ANSWER_YES);
	assert_int_equal(check.plan_b, CHECK_ANSWER_NO);
	assert_int_equal(check.n_lines, 2);
	assert_string_equal(check.lines[0], "eerst vragen");
	assert_string_equal(check.lines[1], "een datum");
	assert_string_equal(quick_check_read("y n y", "en", arena).problem, "");
	static const char *const wrong[] = { "", "ja ja", "ja ja nee nee", "ja ja misschien",
		"eerst vragen\nja ja nee" };
	for (size_t i = 0; i < LENGTH(wrong); i++)
		assert_row(quick_check_read(wrong[i], "en", arena).problem[0] != '\0', wrong[i], "%s", "is taken");
	arena_destroy(arena);
}

static void intentions_are_confirmed_reworded_or_struck(void **state)
{
	struct arena *arena = arena_create();
	struct quick_confirm confirm = quick_confirm_read("klopt", "nl", arena);

	(void)state;
	assert_string_equal(confirm.problem, "");
	assert_int_equal(confirm.n_changes, 0);
	confirm = quick_confirm_read("Hoi Sanne,\n2 eerst twee vragen\n3: -\n1) weg", "nl", arena);
	assert_string_equal(confirm.problem, "");
	assert_int_equal(confirm.n_changes, 3);
	assert_int_equal(confirm.changes[0]->number, 2);
	assert_string_equal(confirm.changes[0]->text, "eerst twee vragen");
	assert_string_equal(confirm.changes[1]->text, "");
	assert_string_equal(confirm.changes[2]->text, "");
	/* a word of striking that goes on is no striking */
	assert_string_equal(
		quick_confirm_read("2 weg van de korting", "nl", arena).changes[0]->text, "weg van de korting");
	assert_string_not_equal(quick_confirm_read("dat heb ik niet gezegd", "nl", arena).problem, "");
	assert_string_not_equal(quick_confirm_read("", "nl", arena).problem, "");
	assert_string_not_equal(quick_confirm_read("dat weet ik niet\nok", "nl", arena).problem, "");
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_coachee_says_whether_it_is_convenient),
		cmocka_unit_test(three_taps_and_what_was_said),
		cmocka_unit_test(intentions_are_confirmed_reworded_or_struck),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
