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
	struct hello_setting config[] = { { .key = (char *)key, .value = (char *)value },
		{ .key = (char *)other, .value = (char *)"1" } };
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

/* A section of its own, "[plugin NAME work]", of up to two lines. */
static enum status check_part(
	const struct ridealong_plugin *plugin, const char *key, const char *other, struct error *reterr)
{
	char work[] = "work";
	struct hello_setting config[] = { { (char *)key, (char *)"1", work }, { (char *)other, (char *)"1", work } };
	struct hello hello = { .config = config, .n_config = other != NULL ? 2 : 1 };

	*reterr = (struct error){ 0 };
	return settings_check(plugin, &hello, reterr);
}

static void a_section_of_its_own_is_asked_about_by_its_own_keys(void **state)
{
	const struct ridealong_plugin plugin = {
		.size = sizeof(plugin), .settings = no_settings, .part_settings = settings, .part_fault = pair_fault
	};
	struct error error;

	(void)state;
	assert_int_equal(check_part(&plugin, "work.folder", "work.seconds", &error), STATUS_OK);
	assert_int_equal(check_part(&plugin, "work.secnods", NULL, &error), STATUS_NOT_FOUND);
	assert_string_equal(error.message, "there is no \"secnods\" among its settings (folder, seconds)");
	assert_string_equal(error.field, "work.secnods");
	assert_int_equal(check_part(&plugin, "work.folder", NULL, &error), STATUS_INVALID_ARGUMENT);
	assert_string_equal(error.message, "folder wants seconds beside it");
	assert_string_equal(error.field, "work.folder");
}

static void a_plugin_that_knows_no_sections_of_their_own_refuses_one(void **state)
{
	const struct ridealong_plugin plugin = { .size = sizeof(plugin), .settings = settings };
	const struct ridealong_plugin older = { .size = offsetof(struct ridealong_plugin, part_settings),
		.settings = settings };
	const struct ridealong_plugin silent = { .size = sizeof(silent) };
	struct error error;

	(void)state;
	assert_int_equal(check_part(&plugin, "work.folder", NULL, &error), STATUS_NOT_FOUND);
	assert_string_equal(error.message, "it has no sections of their own, such as \"work\"");
	assert_string_equal(error.field, "work.folder");
	assert_int_equal(check_part(&older, "work.folder", NULL, &error), STATUS_NOT_FOUND);
	assert_int_equal(check_part(&silent, "work.anything", NULL, &error), STATUS_OK);
}

/* Two sections that say the same of "a" are one too many. */
static const char *twice_fault(const char *(*part)(void *arg, size_t index),
	const char *(*value)(void *arg, const char *part, const char *key), void *arg, const char **ret_part,
	const char **ret_key)
{
	assert_string_equal(value(arg, NULL, "folder"), "2");
	assert_null(value(arg, part(arg, 0), "folder"));
	assert_null(part(arg, 2));
	if (strcmp(value(arg, part(arg, 0), "a"), value(arg, part(arg, 1), "a")) != 0)
		return NULL;
	*ret_part = part(arg, 1);
	*ret_key = "a";
	return "a is said twice";
}

/* What sections "work" and "home", which say that of "a", come to; "" when they go together. */
static void assert_two(const char *work, const char *home, const char *fault, const char *field)
{
	static const struct ridealong_setting part_settings[] = { { "a", NULL }, { NULL, NULL } };
	const struct ridealong_plugin plugin = { .size = sizeof(plugin),
		.settings = settings,
		.part_settings = part_settings,
		.sections_fault = twice_fault };
	struct hello_setting config[] = { { (char *)"work.a", (char *)work, (char *)"work" },
		{ (char *)"folder", (char *)"2", NULL }, { (char *)"home.a", (char *)home, (char *)"home" } };
	struct hello hello = { .config = config, .n_config = 3 };
	struct error error = { 0 };

	assert_int_equal(
		settings_check(&plugin, &hello, &error), fault[0] != '\0' ? STATUS_INVALID_ARGUMENT : STATUS_OK);
	assert_string_equal(error.message, fault);
	if (field != NULL)
		assert_string_equal(error.field, field);
}

static void sections_that_do_not_go_together_are_told_by_the_later_one(void **state)
{
	(void)state;
	assert_two("1", "3", "", NULL);
	assert_two("1", "1", "a is said twice", "home.a");
}

static void sections_of_their_own_are_listed_in_the_order_in_which_they_begin(void **state)
{
	struct hello hello = { 0 };
	struct error error;

	(void)state;
	assert_int_equal(
		hello_parse("{\"plugin\": \"p\", \"check\": true, \"config\": {\"work.a\": \"1\", \"folder\": \"2\", "
			    "\"home.a\": \"3\", \"work.b\": \"4\"}}",
			&hello, &error),
		STATUS_OK);
	assert_string_equal(settings_part(&hello, 0), "work");
	assert_string_equal(settings_part(&hello, 1), "home");
	assert_null(settings_part(&hello, 2));
	hello_finish(&hello);
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
		cmocka_unit_test(a_section_of_its_own_is_asked_about_by_its_own_keys),
		cmocka_unit_test(a_plugin_that_knows_no_sections_of_their_own_refuses_one),
		cmocka_unit_test(sections_that_do_not_go_together_are_told_by_the_later_one),
		cmocka_unit_test(sections_of_their_own_are_listed_in_the_order_in_which_they_begin),
		cmocka_unit_test(a_plugin_that_does_not_say_takes_everything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
