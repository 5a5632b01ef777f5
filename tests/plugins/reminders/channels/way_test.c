/* Whose mail goes which way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <uv.h>

#include "plugins/reminders/channels/way.h"

/* A configuration: the section's own keys bare, those of a part as "PART.key". */
struct ridealong_host {
	const char *const (*values)[2];
	const char *const *parts;
	uv_loop_t loop;
};

static struct uv_loop_s *host_loop(struct ridealong_host *host)
{
	return &host->loop;
}

static const char *host_config(struct ridealong_host *host, const char *key)
{
	for (size_t i = 0; host->values[i][0] != NULL; i++)
		if (strcmp(host->values[i][0], key) == 0)
			return host->values[i][1];
	return NULL;
}

static const char *host_config_part(struct ridealong_host *host, size_t index)
{
	return host->parts[index];
}

static const struct ridealong_host_api api = {
	.size = sizeof(api), .loop = host_loop, .config = host_config, .config_part = host_config_part
};

static const char *const values[][2] = { { "maildir", "/mail" }, { "firm.for", "@example.org\tboss@example.com" },
	{ "firm.command", "/bin/firm" }, { "one.for", "Daan@example.org @example.net" }, { "one.command", "/bin/one" },
	{ NULL, NULL } };
static const char *const parts[] = { "firm", "one", NULL };

static void an_address_counts_before_a_domain_and_who_is_named_nowhere_takes_the_default(void **state)
{
	struct ridealong_host host = { values, parts, { 0 } };
	const struct sdk sdk = { .host = &host, .api = &api };
	struct channel *firm, *one, *rest;
	struct error error = { 0 };
	struct ways *ways;

	(void)state;
	uv_loop_init(&host.loop);
	assert_int_equal(ways_open(&sdk, &ways, &error), STATUS_OK);
	rest = ways_for(ways, "somebody@example.com");
	assert_string_equal(rest->name, "maildir");
	firm = ways_for(ways, "anna@EXAMPLE.org");
	assert_string_equal(firm->name, "command");
	assert_ptr_equal(ways_for(ways, "Boss@Example.com"), firm);
	one = ways_for(ways, "daan@example.org");
	assert_ptr_not_equal(one, firm);
	assert_string_equal(one->name, "command");
	assert_ptr_equal(ways_for(ways, "x@example.net"), one);
	/* No part of a domain is that domain, and no address without one has a way of its own. */
	assert_ptr_equal(ways_for(ways, "x@mail.example.net"), rest);
	assert_ptr_equal(ways_for(ways, "x@example.nett"), rest);
	assert_ptr_equal(ways_for(ways, "example.net"), rest);
	assert_ptr_equal(ways_for(ways, ""), rest);
	ways_close(ways);
	uv_run(&host.loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&host.loop), 0);
}

static void a_list_of_people_is_of_addresses_and_domains(void **state)
{
	static const char *const good[] = { "a@b", "@example.org", "  a@b \t @c.d  " };
	static const char *const bad[] = { "", "  ", "@", "a@", "a b@c", "a@b,c@d", "Anna <a@b>", "a@b@c", "@b@c" };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_null(ways_people_fault(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_non_null(ways_people_fault(bad[i]));
}

static const char *section_value(void *arg, const char *key)
{
	const char *const(*section)[2] = arg;

	for (; (*section)[0] != NULL; section++)
		if (strcmp((*section)[0], key) == 0)
			return (*section)[1];
	return NULL;
}

static const char *fault_of(const char *const (*section)[2], const char **ret_key)
{
	*ret_key = NULL;
	return channel_kind_fault(section_value, (void *)section, ret_key);
}

static void a_section_chooses_one_way_and_says_nothing_of_others(void **state)
{
	static const char *const none[][2] = { { NULL, NULL } };
	static const char *const two[][2] = { { "maildir", "/mail" }, { "command", "/bin/x" }, { NULL, NULL } };
	static const char *const stray[][2] = { { "maildir", "/mail" }, { "command_seconds", "3" }, { NULL, NULL } };
	static const char *const fine[][2] = { { "command", "/bin/x" }, { "command_seconds", "3" }, { NULL, NULL } };
	const char *key;

	(void)state;
	assert_non_null(strstr(fault_of(none, &key), "one of these: command maildir"));
	assert_null(key);
	assert_string_equal(fault_of(two, &key), "maildir and command are two ways for a mail to go; choose one");
	assert_string_equal(key, "command");
	assert_string_equal(
		fault_of(stray, &key), "command_seconds says nothing about maildir, the way that mails go here");
	assert_string_equal(key, "command_seconds");
	assert_null(fault_of(fine, &key));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_counts_before_a_domain_and_who_is_named_nowhere_takes_the_default),
		cmocka_unit_test(a_list_of_people_is_of_addresses_and_domains),
		cmocka_unit_test(a_section_chooses_one_way_and_says_nothing_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
