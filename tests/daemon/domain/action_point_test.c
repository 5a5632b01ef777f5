/* Action points: room for a few, dates that move on, and a day to take an end back. */
#include "tests/daemon/domain/check.h"

#include "daemon/base/clock.h"
#include "daemon/domain/action_point.h"
#include "daemon/domain/day.h"
#include "daemon/domain/instant.h"

static const struct policy usual;

static int day(const char *text)
{
	int ret = 0;

	assert_true(day_parse(text, &ret));
	return ret;
}

static void two_new_and_five_open_are_enough_and_it_is_said_whose(void **state)
{
	struct error error = { 0 };

	(void)state;
	assert_int_equal(action_point_may_agree(&usual, 1, 4, "Ann", "en", &error), STATUS_OK);
	assert_int_equal(action_point_may_agree(&usual, 2, 2, "Ann", "en", &error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(error.reason, "ENOUGH_NEW");
	assert_int_equal(action_point_may_agree(&usual, 0, 5, "Ann", "en", &error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(error.reason, "ENOUGH_OPEN");
	assert_non_null(strstr(error.message, "Ann"));
}

static void a_date_moves_on_from_where_it_is(void **state)
{
	static const struct {
		const char *due, *to;
		int days;
		bool earlier;
		const char *expected; /* the day, or the reason why not */
	} rows[] = {
		{ "2026-03-20", "", 3, false, "2026-03-23" },
		{ "2026-03-08", "", 3, false, "2026-03-13" }, /* from today: it is overdue */
		{ "2026-03-20", "2026-03-27", 0, false, "2026-03-27" },
		{ "2026-03-08", "2026-03-10", 0, false, "2026-03-10" },
		{ "2026-03-20", "2026-03-12", 0, false, "DATE_EARLIER" },
		{ "2026-03-20", "2026-03-12", 0, true, "2026-03-12" },
		{ "2026-03-20", "2026-03-20", 0, true, "DATE_SAME" },
		{ "2026-03-20", "2026-03-09", 0, true, "DATE_PAST" },
		{ "2026-03-20", "friday", 0, false, "DATE" },
		{ "2026-03-20", "", -3, false, "OUT_OF_RANGE" },
		{ "2026-03-20", "", 367, false, "OUT_OF_RANGE" },
		{ "2026-03-20", "2026-03-27", 3, false, "MISSING" },
		{ "2026-03-20", "", 0, false, "MISSING" },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		ActionPoint point = ACTION_POINT__INIT;
		struct action_point_move move = { rows[i].to, rows[i].days, rows[i].earlier, day("2026-03-10"), "en" };
		struct error error = { 0 };
		char text[DAY_TEXT];
		int to;

		point.due_date = (char *)rows[i].due;
		if (action_point_move_to(&point, &move, &to, &error) == STATUS_OK)
			day_format(to, text);
		assert_row(strcmp(error.status == STATUS_OK ? text : error.reason, rows[i].expected) == 0,
			rows[i].expected, "row %zu: %s", i, error.status == STATUS_OK ? text : error.reason);
	}
}

static void an_end_is_taken_back_within_a_day(void **state)
{
	const int64_t ended = 1000 * CLOCK_DAY;
	ActionPoint point = ACTION_POINT__INIT;
	struct error error = { 0 };
	struct arena *arena = arena_create();

	(void)state;
	point.state = ACTION_POINT_STATE_OPEN;
	assert_int_equal(action_point_may_reopen(&point, ended, "en", &error), STATUS_FAILED_PRECONDITION);
	point.state = ACTION_POINT_STATE_DROPPED;
	point.end_time = instant_new(arena, ended);
	assert_int_equal(action_point_may_reopen(&point, ended + CLOCK_DAY, "en", &error), STATUS_OK);
	assert_int_equal(
		action_point_may_reopen(&point, ended + CLOCK_DAY + 1, "en", &error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(error.reason, "TOO_LATE");
	point.state = ACTION_POINT_STATE_PASSED_ON;
	assert_int_equal(action_point_may_reopen(&point, ended, "en", &error), STATUS_FAILED_PRECONDITION);
	arena_destroy(arena);
}

static void a_team_may_have_room_for_fewer_or_for_more(void **state)
{
	struct policy policy = { 0 };
	struct error error = { 0 };
	char fault[POLICY_FAULT];

	(void)state;
	assert_true(policy_set(&policy, "action_points_new", "1", fault));
	assert_true(policy_set(&policy, "action_points_open", "8", fault));
	assert_int_equal(action_point_may_agree(&policy, 0, 7, "Ann", "en", &error), STATUS_OK);
	assert_int_equal(action_point_may_agree(&policy, 1, 1, "Ann", "en", &error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(error.message, "one for Ann from one conversation is enough: choose one");
	error = (struct error){ 0 };
	assert_int_equal(action_point_may_agree(&policy, 0, 8, "Ann", "nl", &error), STATUS_FAILED_PRECONDITION);
	assert_string_equal(error.message, "er staan er 8 open van Ann: rond er eerst een af of laat er een vallen");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_team_may_have_room_for_fewer_or_for_more),
		cmocka_unit_test(two_new_and_five_open_are_enough_and_it_is_said_whose),
		cmocka_unit_test(a_date_moves_on_from_where_it_is),
		cmocka_unit_test(an_end_is_taken_back_within_a_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
