/* tests/ — the contract as a table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "proto/contract.h"

static enum lane_kind lane(const char *name)
{
	const struct contract_method *method = contract_find(name);

	assert_non_null(method);
	return method->lane;
}

static void a_methods_verb_says_its_lane(void **state)
{
	(void)state;
	assert_int_equal(lane("ridealong.v1.Admin/GetStatus"), LANE_READ);
	assert_int_equal(lane("ridealong.v1.Sessions/ListSessions"), LANE_READ);
	assert_int_equal(lane("ridealong.v1.Reports/ReportCoaching"), LANE_SLOW);
	assert_int_equal(lane("ridealong.v1.Admin/BackupStore"), LANE_SLOW);
	assert_int_equal(lane("ridealong.v1.Events/WatchEvents"), LANE_LOOP);
	assert_int_equal(lane("ridealong.v1.Plugins/Take"), LANE_LOOP);
	assert_int_equal(lane("ridealong.v1.Admin/AdvanceClock"), LANE_LOOP);
	assert_int_equal(lane("ridealong.v1.Sessions/PlanSession"), LANE_WRITE);
}

static void a_method_that_a_plugin_serves_names_it(void **state)
{
	const struct contract_method *served = contract_find("ridealong.v1.Gate/ExplainGate");

	(void)state;
	assert_non_null(served);
	assert_string_equal(served->served_by, "skip_unprepared");
	assert_int_equal(served->lane, LANE_LOOP);
	assert_string_equal(contract_find("ridealong.v1.Calendars/ImportCalendar")->served_by, "calendar");
	assert_null(contract_find("ridealong.v1.Reminders/GetReminder")->served_by);
}

static void all_methods_are_there_sorted_and_found(void **state)
{
	const struct contract_method *methods;
	size_t count, expected = 0;

	(void)state;
	methods = contract_methods(&count);
	for (size_t i = 0; contract_services[i] != NULL; i++)
		expected += contract_services[i]->n_methods;
	assert_int_equal(count, expected);
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(contract_find(methods[i].full_name), &methods[i]);
		assert_ptr_equal(contract_method_named(methods[i].full_name), methods[i].method);
		assert_string_equal(strchr(methods[i].full_name, '/') + 1, methods[i].method->name);
		assert_ptr_equal(&methods[i].service->methods[methods[i].index], methods[i].method);
		assert_true(i == 0 || strcmp(methods[i - 1].full_name, methods[i].full_name) < 0);
	}
}

static void an_unknown_method_is_not_found(void **state)
{
	(void)state;
	assert_null(contract_find("ridealong.v1.Admin/Nothing"));
	assert_null(contract_find("Admin/GetStatus"));
	assert_null(contract_find(""));
	assert_null(contract_method_named("ridealong.v1.Admin/Nothing"));
	assert_null(contract_method_named("ridealong.v1.Nobody/GetStatus"));
	assert_null(contract_method_named("Admin/GetStatus"));
	assert_null(contract_method_named("ridealong.v1.Admin"));
	assert_null(contract_method_named(""));
}

static int init(void **state)
{
	(void)state;
	return contract_init(NULL) == STATUS_OK ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_methods_verb_says_its_lane),
		cmocka_unit_test(a_method_that_a_plugin_serves_names_it),
		cmocka_unit_test(all_methods_are_there_sorted_and_found),
		cmocka_unit_test(an_unknown_method_is_not_found),
	};

	return cmocka_run_group_tests(tests, init, NULL);
}
