/* Shared objects that are no plugins of this host, each refused with what was wanted and what was got. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugins/host/loader.h"

static const char *fixture(const char *name)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/tests/plugins/%s.so", getenv("RIDEALONG_BUILD"), name);
	return path;
}

static const char *refusal(const char *name)
{
	static struct error error;
	const struct ridealong_plugin *plugin;

	assert_int_equal(loader_open(fixture(name), &plugin, &error), STATUS_FAILED_PRECONDITION);
	return error.message;
}

static void a_plugin_of_another_abi_is_told_both_numbers(void **state)
{
	(void)state;
	assert_non_null(strstr(refusal("old_abi"), "old_abi.so: wanted abi 1, got 0"));
}

static void a_table_that_is_too_short_is_told_both_sizes(void **state)
{
	char got[40];

	(void)state;
	snprintf(got, sizeof(got), "bytes, got %zu", offsetof(struct ridealong_plugin, start));
	assert_non_null(strstr(refusal("short_table"), "wanted a table of at least "));
	assert_non_null(strstr(refusal("short_table"), got));
}

static void an_object_without_the_symbol_is_no_plugin(void **state)
{
	(void)state;
	assert_non_null(strstr(refusal("no_symbol"), "wanted a symbol ridealong_plugin, got none"));
}

static void a_file_that_is_not_there_is_named(void **state)
{
	(void)state;
	assert_non_null(strstr(refusal("nothing"), "nothing.so"));
}

static void the_example_loads(void **state)
{
	const struct ridealong_plugin *plugin;

	(void)state;
	assert_int_equal(loader_open(fixture("example"), &plugin, NULL), STATUS_OK);
	assert_string_equal(plugin->name, "example");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plugin_of_another_abi_is_told_both_numbers),
		cmocka_unit_test(a_table_that_is_too_short_is_told_both_sizes),
		cmocka_unit_test(an_object_without_the_symbol_is_no_plugin),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(the_example_loads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
