/* What a plugin says of its section of the configuration, before it is started. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plugins/host/settings.h"

static const char *number_fault(const char *value)
{
	return strspn(value, "0123456789") == strlen(value) ? NULL : "is no whole number";
}

static const char *pair_fault(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key)
{
	if (value(arg, "folder") == NULL || value(arg, "seconds") != NULL)
		return NULL;
	*ret_key = "folder";
	return "folder wants seconds beside it";
}

static const struct ridealong_setting settings[] = { { "folder", NULL }, { "seconds", number_fault }, { NULL, NULL } };
static const struct ridealong_setting no_settings[] = { { NULL, NULL } };

/* The plugin's word on a section of up to two lines. */
static enum status check(const struct ridealong_plugin *plugin, const char *key, const char *value, const char *other,
	struct error *reterr)
{
	struct hello_setting config[] = { { (char *)key, (char *)value }, { (char *)other, (char *)"1" } };
	struct hello hello = { .config = config, .n_config = other != NULL ? 2 : 1 };

	*reterr = (struct error){ 0 };
	return settings_check(plugin, &hello, reterr);
}

static void a_section_of_known_keys_and_good_values_makes_sense(void **state)
{
	const struct ridealong_plugin plugin = { .size = sizeof(plugin), .settings = settings };
	struct error error;

	(void)state;
	assert_int_equal(check(&plugin, "seconds", "30", "folder", &error), STATUS_OK);
}

static void an_unknown_key_is_named_beside_those_that_are_known(void **state)
{
	const struct ridealong_plugin plugin = { .size = sizeof(plugin), .settings = settings };
	const struct ridealong_plugin bare = { .size = sizeof(bare), .settings = no_settings };
	struct error error;

	(void)state;
	assert_int_equal(check(&plugin, "secnods", "30", "folder", &error), STATUS_NOT_FOUND);
	assert_string_equal(error.message, "there is no \"secnods\" among its settings (folder, seconds)");
	assert_string_equal(error.field, "secnods");
	assert_int_equal(check(&bare, "secnods", "30", NULL, &error), STATUS_NOT_FOUND);
	assert_string_equal(error.message, "there is no \"secnods\" among its settings (none)");
}

static void a_value_that_makes_no_sense_is_named_with_its_key(void **state)
{
	const struct ridealong_plugin plugin = { .size = sizeof(plugin), .settings = settings };
	struct error error;

	(void)state;
	assert_int_equal(check(&plugin, "seconds", "soon", NULL, &error), STATUS_INVALID_ARGUMENT);
	assert_string_equal(error.message, "seconds: \"soon\" is no whole number");
	assert_string_equal(error.field, "seconds");
}

static void keys_that_do_not_go_together_are_told(void **state)
{
	const struct ridealong_plugin plugin = {
		.size = sizeof(plugin), .settings = settings, .settings_fault = pair_fault
	};
	struct error error;

	(void)state;
	assert_int_equal(check(&plugin, "folder", "/in", "seconds", &error), STATUS_OK);
	assert_int_equal(check(&plugin, "folder", "/in", NULL, &error), STATUS_INVALID_ARGUMENT);
	assert_string_equal(error.message, "folder wants seconds beside it");
	assert_string_equal(error.field, "folder");
}

static void a_plugin_that_does_not_say_takes_everything(void **state)
{
	const struct ridealong_plugin silent = { .size = sizeof(silent) };
	const struct ridealong_plugin older = {
		.size = offsetof(struct ridealong_plugin, settings), .settings = settings, .settings_fault = pair_fault
	};
	struct error error;

	(void)state;
	assert_int_equal(check(&silent, "anything", "at all", NULL, &error), STATUS_OK);
	assert_int_equal(check(&older, "anything", "at all", NULL, &error), STATUS_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_section_of_known_keys_and_good_values_makes_sense),
		cmocka_unit_test(an_unknown_key_is_named_beside_those_that_are_known),
		cmocka_unit_test(a_value_that_makes_no_sense_is_named_with_its_key),
		cmocka_unit_test(keys_that_do_not_go_together_are_told),
		cmocka_unit_test(a_plugin_that_does_not_say_takes_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
