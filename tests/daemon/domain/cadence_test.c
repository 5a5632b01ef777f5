/* How often, against how often one wants to. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/cadence.h"

static void a_turn_is_kept_when_it_is_no_longer_than_the_rhythm(void **state)
{
	static const struct {
		const char *row;
		int days[4];
		size_t count;
		int until, turns, kept, longest;
	} rows[] = {
		{ "nothing yet, and not yet time", { 0 }, 0, 128, 0, 0, 28 },
		{ "nothing, and it should have been", { 0 }, 0, 129, 1, 0, 29 },
		{ "one in time", { 128 }, 1, 130, 1, 1, 28 },
		{ "one a day late", { 129 }, 1, 130, 1, 0, 29 },
		{ "on the first day", { 100 }, 1, 101, 1, 1, 1 },
		{ "three, the second late", { 110, 150, 160 }, 3, 170, 3, 2, 40 },
		{ "two on one day", { 120, 120 }, 2, 121, 2, 2, 20 },
		{ "the running one is over", { 110 }, 1, 139, 2, 1, 29 },
		{ "what lies outside is left out", { 90, 110, 300 }, 3, 120, 1, 1, 10 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		CoverageReport coverage = COVERAGE_REPORT__INIT;

		cadence_count(&coverage, rows[i].days, rows[i].count, 100, rows[i].until, 28);
		assert_row(coverage.turns == rows[i].turns && coverage.turns_kept == rows[i].kept, rows[i].row,
			"%d of %d", coverage.turns_kept, coverage.turns);
		assert_row(coverage.longest_days == rows[i].longest, rows[i].row, "%d", coverage.longest_days);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_turn_is_kept_when_it_is_no_longer_than_the_rhythm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
