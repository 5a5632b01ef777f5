/* How often a coach means to go along, and when it slips. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/day.h"
#include "daemon/domain/rhythm.h"

static const struct policy usual;

static int day(const char *text)
{
	int ret = RHYTHM_NEVER;

	if (text != NULL)
		assert_true(day_parse(text, &ret));
	return ret;
}

static void it_is_told_when_a_quarter_more_has_passed(void **state)
{
	static const struct {
		int cadence;
		const char *starter_until, *last, *postponed, *slips;
	} rows[] = {
		{ 28, "", "2026-03-02", NULL, "2026-04-06" }, /* five weeks of four */
		{ 28, "2026-06-01", "2026-03-02", NULL, "2026-03-20" },
		{ 28, "2026-03-01", "2026-03-02", NULL, "2026-04-06" }, /* no starter any more */
		{ 7, "2026-06-01", "2026-03-02", NULL, "2026-03-11" },  /* oftener than a starter's */
		{ 28, "", NULL, NULL, "2026-02-05" },                   /* since it began */
		{ 28, "", "2025-06-01", NULL, "2026-02-05" },           /* of an earlier relation */
		{ 28, "", "2026-03-02", "2026-05-01", "2026-05-01" },
		{ 28, "", "2026-03-02", "2026-03-10", "2026-04-06" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		Coaching coaching = COACHING__INIT;
		char slips[DAY_TEXT];

		coaching.start_date = (char *)"2026-01-01";
		coaching.cadence_days = rows[i].cadence;
		coaching.starter_until = (char *)rows[i].starter_until;
		day_format(rhythm_slips(&coaching, &usual, day(rows[i].last), day(rows[i].postponed)), slips);
		assert_row(strcmp(slips, rows[i].slips) == 0, rows[i].slips, "row %zu: %s", i, slips);
	}
}

static void a_starter_is_one_until_a_day(void **state)
{
	Coaching coaching = COACHING__INIT;

	(void)state;
	coaching.cadence_days = 28;
	assert_false(rhythm_starter(&coaching, day("2026-03-02")));
	coaching.starter_until = (char *)"2026-03-02";
	assert_true(rhythm_starter(&coaching, day("2026-03-02")));
	assert_int_equal(rhythm_every(&coaching, &usual, day("2026-03-02")), 14);
	assert_int_equal(rhythm_every(&coaching, &usual, day("2026-03-03")), 28);
}

static void a_team_may_have_another_rhythm(void **state)
{
	Coaching coaching = COACHING__INIT;
	struct policy policy = { 0 };
	char fault[POLICY_FAULT];
	char slips[DAY_TEXT];

	(void)state;
	assert_true(policy_set(&policy, "cadence_days", "40", fault));
	assert_true(policy_set(&policy, "starter_cadence_days", "10", fault));
	assert_true(policy_set(&policy, "cadence_told", "1.5", fault));
	coaching.start_date = (char *)"2026-01-01";
	assert_int_equal(rhythm_every(&coaching, &policy, day("2026-03-02")), 40);
	day_format(rhythm_slips(&coaching, &policy, day("2026-03-02"), RHYTHM_NEVER), slips);
	assert_string_equal(slips, "2026-05-01");
	coaching.starter_until = (char *)"2026-06-01";
	assert_int_equal(rhythm_every(&coaching, &policy, day("2026-03-02")), 10);
	coaching.cadence_days = 7; /* what was chosen for the two wins */
	assert_int_equal(rhythm_every(&coaching, &policy, day("2026-03-02")), 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_told_when_a_quarter_more_has_passed),
		cmocka_unit_test(a_starter_is_one_until_a_day),
		cmocka_unit_test(a_team_may_have_another_rhythm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
