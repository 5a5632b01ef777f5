/* How long what is kept. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/retention.h"

static void the_purpose_wall_s_kinds_are_kept_no_longer_than_it_says(void **state)
{
	(void)state;
	assert_int_equal(retention_default(RETENTION_WORKING_NOTES), 14);
	assert_int_equal(retention_most(RETENTION_WORKING_NOTES), 14);
	assert_int_equal(retention_most(RETENTION_NOTES), 365);
	assert_int_equal(retention_most(RETENTION_SKIPS), 183);
}

static void every_kind_has_its_key_its_days_and_its_words(void **state)
{
	(void)state;
	for (int i = 0; i < RETENTION_KINDS; i++) {
		enum retention_kind kind = (enum retention_kind)i;

		assert_int_equal(retention_find(retention_key(kind)), kind);
		assert_in_range(retention_default(kind), 1, retention_most(kind));
		assert_string_not_equal(retention_words(kind, "en"), retention_words(kind, "nl"));
	}
	assert_int_equal(retention_find("nothing"), RETENTION_KINDS);
}

static void what_is_older_than_its_days_goes(void **state)
{
	struct retention retention = { 0 };

	(void)state;
	assert_int_equal(retention_days(&retention, RETENTION_SKIPS), 183);
	retention.days[RETENTION_SKIPS] = 10;
	assert_int_equal(retention_cutoff(&retention, RETENTION_SKIPS, 11 * INT64_C(86400000000)), 86400000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_purpose_wall_s_kinds_are_kept_no_longer_than_it_says),
		cmocka_unit_test(every_kind_has_its_key_its_days_and_its_words),
		cmocka_unit_test(what_is_older_than_its_days_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
