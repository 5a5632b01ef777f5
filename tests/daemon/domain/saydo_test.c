/* Counts first; a ratio only where it means something. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/saydo.h"

/* One letter an intention: h(appened), p(artly), n(ot), o (not observable), - (not looked at). A space ends a session.
 */
static IntendedSeen count(const char *letters)
{
	static const struct {
		char letter;
		Outcome outcome;
	} outcomes[] = { { 'h', OUTCOME_HAPPENED }, { 'p', OUTCOME_PARTLY }, { 'n', OUTCOME_NOT },
		{ 'o', OUTCOME_NOT_OBSERVABLE }, { '-', OUTCOME_UNSPECIFIED } };
	IntendedSeen counts = INTENDED_SEEN__INIT;

	while (*letters != '\0') {
		Intention intentions[8], *pointers[8];
		size_t n = 0;

		for (; *letters != '\0' && *letters != ' '; letters++)
			for (size_t i = 0; i < LENGTH(outcomes); i++)
				if (outcomes[i].letter == *letters) {
					intention__init(&intentions[n]);
					intentions[n].outcome = outcomes[i].outcome;
					pointers[n] = &intentions[n];
					n++;
				}
		saydo_add(&counts, pointers, n);
		letters += *letters == ' ';
	}
	saydo_finish(&counts);
	return counts;
}

static void a_ratio_needs_ten_intentions_over_three_sessions(void **state)
{
	static const struct {
		const char *letters;
		int intended, sessions, permille;
	} rows[] = {
		{ "", 0, 0, -1 },
		{ "hhh hhh hhh", 9, 3, -1 },
		{ "hhhhh hhhhh", 10, 2, -1 },
		{ "hhh hhh hhhn", 10, 3, 100 },
		{ "hhh hhh nnnn", 10, 3, 400 },
		{ "ooo ooo oooo", 10, 3, -1 },
		{ "npo npo npo h", 10, 4, 429 },
		{ "--- hhh hhh hhh h", 10, 4, 0 },
		{ "nnnn nnn nnn", 10, 3, 1000 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		IntendedSeen counts = count(rows[i].letters);

		assert_row(counts.intended == rows[i].intended && counts.sessions == rows[i].sessions, rows[i].letters,
			"%d intended over %d", counts.intended, counts.sessions);
		assert_row(counts.ratio_permille == rows[i].permille, rows[i].letters, "%d", counts.ratio_permille);
	}
}

static void what_is_contested_counts_as_the_coach_saw_it_and_beside_it(void **state)
{
	IntendedSeen counts = INTENDED_SEEN__INIT;
	Intention one = INTENTION__INIT, two = INTENTION__INIT, *both[] = { &one, &two };

	(void)state;
	one.outcome = OUTCOME_NOT;
	one.contested = true;
	two.contested = true; /* not looked at */
	saydo_add(&counts, both, 2);
	assert_int_equal(counts.intended, 1);
	assert_int_equal(counts.not_seen, 1);
	assert_int_equal(counts.contested, 1);
}

static void each_outcome_has_its_count(void **state)
{
	IntendedSeen counts = count("hhp no-");

	(void)state;
	assert_int_equal(counts.happened, 2);
	assert_int_equal(counts.partly, 1);
	assert_int_equal(counts.not_seen, 1);
	assert_int_equal(counts.not_observable, 1);
	assert_int_equal(counts.intended, 5);
	assert_int_equal(counts.sessions, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ratio_needs_ten_intentions_over_three_sessions),
		cmocka_unit_test(each_outcome_has_its_count),
		cmocka_unit_test(what_is_contested_counts_as_the_coach_saw_it_and_beside_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
