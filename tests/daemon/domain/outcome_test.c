/* What became of an intention, in two pairs of eyes. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/outcome.h"

static bool contested(Outcome coachs, Outcome coachees, const char *text)
{
	Intention intention = INTENTION__INIT;

	intention.outcome = coachs;
	intention.coachee_outcome = coachees;
	intention.contest_text = (char *)text;
	return outcome_contested(&intention);
}

static void it_is_contested_where_the_two_differ(void **state)
{
	(void)state;
	assert_true(contested(OUTCOME_NOT, OUTCOME_HAPPENED, ""));
	assert_true(contested(OUTCOME_NOT, OUTCOME_UNSPECIFIED, "I did ask, twice"));
	assert_false(contested(OUTCOME_NOT, OUTCOME_NOT, "and I know why"));
	assert_false(contested(OUTCOME_NOT, OUTCOME_UNSPECIFIED, ""));
	assert_false(contested(OUTCOME_UNSPECIFIED, OUTCOME_HAPPENED, "I did"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(it_is_contested_where_the_two_differ) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
