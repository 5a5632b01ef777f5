/* When a coach may come unannounced. */
#include "tests/daemon/domain/check.h"

#include "daemon/domain/day.h"
#include "daemon/domain/unannounced.h"

static int day(const char *text)
{
	int value = 0;

	assert_true(day_parse(text, &value));
	return value;
}

static void the_policy_bounds_unannounced_sessions(void **state)
{
	static const struct {
		const char *sentence, *told;
		bool template_allows;
		int sessions, before, unannounced, in_quarter;
		const char *reason;
	} rows[] = {
		{ "the second session may be", "2026-03-02", true, 1, 1, 0, 0, NULL },
		{ "also on the day the team is told", "2026-05-12", true, 1, 1, 0, 0, NULL },
		{ "not before the team is told", "", true, 1, 1, 0, 0, "TEAM_NOT_TOLD" },
		{ "nor before the day on which it will be", "2026-05-13", true, 1, 1, 0, 0, "TEAM_NOT_TOLD" },
		{ "never the first one", "2026-03-02", true, 0, 0, 0, 0, "FIRST_SESSION" },
		{ "nor before the announced ones", "2026-03-02", true, 3, 0, 0, 0, "FIRST_SESSION" },
		{ "one a quarter", "2026-03-02", true, 8, 8, 1, 1, "ONE_A_QUARTER" },
		{ "a second one among four is still possible", "2026-03-02", true, 3, 3, 1, 0, NULL },
		{ "two of five are too many", "2026-03-02", true, 4, 4, 1, 0, "ONE_IN_FOUR" },
		{ "one of five is fine", "2026-03-02", true, 4, 4, 0, 0, NULL },
		{ "two of seven are too many", "2026-03-02", true, 6, 6, 1, 0, "ONE_IN_FOUR" },
		{ "two of eight are fine", "2026-03-02", true, 7, 7, 1, 0, NULL },
		{ "confidential conversations never", "2026-03-02", false, 7, 7, 0, 0, "TEMPLATE_FORBIDS" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct unannounced_ask ask = { .told_date = rows[i].told,
			.today = day("2026-05-12"),
			.template_allows = rows[i].template_allows,
			.sessions = rows[i].sessions,
			.before = rows[i].before,
			.unannounced = rows[i].unannounced,
			.in_quarter = rows[i].in_quarter,
			.locale = "en" };
		struct error error = { 0 };
		enum status st = unannounced_may_plan(&ask, &error);

		assert_row((st == STATUS_OK) == (rows[i].reason == NULL), rows[i].sentence, "%s", error.message);
		if (rows[i].reason != NULL)
			assert_string_equal(error.reason, rows[i].reason);
	}
}

static void everyone_can_read_the_policy(void **state)
{
	struct arena *arena = arena_create();

	(void)state;
	assert_string_equal(unannounced_policy("", "nl", arena), "Elke sessie wordt aangekondigd. Dat blijft zo totdat "
								 "de coach het team heeft verteld dat het ook anders "
								 "kan.");
	assert_string_equal(unannounced_policy("2026-03-02", "en", arena),
		"Since Monday 2 March 2026, as told to the team, a session may be unannounced: never your first one "
		"with "
		"this coach, at most one a quarter, and from the fifth session on at most one in four. You hear it an "
		"hour before departure. Confidential conversations are always announced.");
	arena_destroy(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_policy_bounds_unannounced_sessions),
		cmocka_unit_test(everyone_can_read_the_policy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
