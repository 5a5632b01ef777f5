/* Whether sessions help: a level for five answers, from which no answer can be told. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/helped.h"

static void a_level_takes_five_answers(void **state)
{
	static const Helped answers[] = { HELPED_YES, HELPED_YES, HELPED_A_LITTLE, HELPED_NO, HELPED_YES };

	(void)state;
	for (size_t count = 0; count < HELPED_BLOCK; count++)
		assert_int_equal(helped_level(answers, count), HELP_LEVEL_UNSPECIFIED);
	assert_int_equal(helped_level(answers, HELPED_BLOCK), HELP_LEVEL_MOSTLY);
}

static void levels_go_up_with_the_answers(void **state)
{
	static const Helped no[] = { HELPED_NO, HELPED_NO, HELPED_YES, HELPED_NO, HELPED_A_LITTLE };
	static const Helped some[] = { HELPED_YES, HELPED_NO, HELPED_YES, HELPED_A_LITTLE, HELPED_A_LITTLE };

	(void)state;
	assert_int_equal(helped_level(no, HELPED_BLOCK), HELP_LEVEL_HARDLY);
	assert_int_equal(helped_level(some, HELPED_BLOCK), HELP_LEVEL_PARTLY);
}

/* Whoever knows the level, and even four of the five answers, does not know the fifth. */
static void every_level_leaves_every_answer_open(void **state)
{
	bool seen[HELP_LEVEL_MOSTLY + 1][HELPED_NO + 1] = { 0 };

	(void)state;
	for (int code = 0; code < 243; code++) {
		Helped answers[HELPED_BLOCK];

		for (int i = 0, rest = code; i < HELPED_BLOCK; i++, rest /= 3)
			answers[i] = (Helped)(HELPED_YES + rest % 3);
		for (int i = 0; i < HELPED_BLOCK; i++)
			seen[helped_level(answers, HELPED_BLOCK)][answers[i]] = true;
	}
	for (int level = HELP_LEVEL_HARDLY; level <= HELP_LEVEL_MOSTLY; level++)
		for (int answer = HELPED_YES; answer <= HELPED_NO; answer++)
			assert_true(seen[level][answer]);
}

static void the_direction_compares_the_last_two(void **state)
{
	static const HelpLevel levels[] = { HELP_LEVEL_PARTLY, HELP_LEVEL_MOSTLY, HELP_LEVEL_MOSTLY,
		HELP_LEVEL_HARDLY };

	(void)state;
	assert_int_equal(helped_direction(levels, 0), HELP_DIRECTION_UNSPECIFIED);
	assert_int_equal(helped_direction(levels, 1), HELP_DIRECTION_UNSPECIFIED);
	assert_int_equal(helped_direction(levels, 2), HELP_DIRECTION_UP);
	assert_int_equal(helped_direction(levels, 3), HELP_DIRECTION_LEVEL);
	assert_int_equal(helped_direction(levels, 4), HELP_DIRECTION_DOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_level_takes_five_answers),
		cmocka_unit_test(levels_go_up_with_the_answers),
		cmocka_unit_test(every_level_leaves_every_answer_open),
		cmocka_unit_test(the_direction_compares_the_last_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
