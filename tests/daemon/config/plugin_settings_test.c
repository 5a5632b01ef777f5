/* tests/ — what a plugin makes of its section of the file is said with the file's line, before anything runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/support/daemon.h"

#define OF_EVERY_PLUGIN " and those of every plugin (library, memory_limit_mb, scopes, watchdog_s)"

/* Runs the program on the file; its exit code, and what it said without the time before it. */
static int run(const struct test_daemon *daemon, const char *option, char ret_said[1000])
{
	char command[1024], line[900];
	FILE *output;
	size_t length = 0;

	snprintf(command, sizeof(command), "%s --config %s/ridealong.conf %s 2>&1", test_built("bin/ridealongd"),
		daemon->dir, option);
	output = popen(command, "r");
	assert_non_null(output);
	ret_said[0] = '\0';
	while (fgets(line, sizeof(line), output) != NULL && length < 1000) {
		const char *said = strstr(line, "error: ");

		length += (size_t)snprintf(ret_said + length, 1000 - length, "%s", said != NULL ? said : line);
	}
	return WEXITSTATUS(pclose(output));
}

/* As long as what was expected; all of it when that ends its line. */
static void assert_begins(const char *said, const char *expected)
{
	char beginning[1000];

	snprintf(beginning, sizeof(beginning), "%.*s",
		strchr(expected, '\n') != NULL ? (int)sizeof(beginning) - 1 : (int)strlen(expected), said);
	assert_string_equal(beginning, expected);
}

/* Whether the check and a start alike refuse "…:LINE: plugin NAME: SENTENCE" as the section's `more` deserves. A
 * sentence that ends in "(" goes on: what is listed there grows with the plugin. */
static void assert_refused(const char *plugins, const char *more, int line, const char *sentence)
{
	struct test_daemon daemon;
	char expected[700], said[1000];

	test_daemon_make(&daemon, NULL, plugins, more);
	snprintf(expected, sizeof(expected), "error: %s/ridealong.conf:%d: plugin %s: %s%s", daemon.dir, line, plugins,
		sentence, sentence[strlen(sentence) - 1] == '(' ? "" : "\n");
	assert_int_equal(run(&daemon, "--check-config", said), 2);
	assert_begins(said, expected);
	assert_int_equal(run(&daemon, "", said), 2);
	assert_begins(said, expected);
	test_daemon_remove(&daemon);
}

/* The files that test_daemon_make() writes have the plugin's section from line 7 on, and `more` after its settings. */
static void a_key_that_a_plugin_does_not_know_is_refused_with_its_line(void **state)
{
	(void)state;
	assert_refused("calendar", "colour = blue\n", 8,
		"there is no \"colour\" among its settings (feeds, feeds_url, largest_file_mib, "
		"most_events)" OF_EVERY_PLUGIN);
	assert_refused("reminders", "\nmaildri = /mail\n", 13, "there is no \"maildri\" among its settings (");
	assert_refused("skip_unprepared", "[plugin skip_unprepared]\ncutoff = 15:00\n", 8,
		"there is no \"cutoff\" among its settings (none)" OF_EVERY_PLUGIN);
}

static void a_value_that_makes_no_sense_to_a_plugin_is_refused_with_its_line(void **state)
{
	(void)state;
	assert_refused("calendar", "[plugin calendar x]\nfolder = calendars\nowner = am@example.com\n", 9,
		"folder: \"calendars\" is no folder that begins with /");
	assert_refused("calendar", "[plugin calendar x]\nfolder = /srv\nowner = Daan\n", 10,
		"owner: \"Daan\" is no address of a person");
	assert_refused("calendar", "[plugin calendar x]\ncolour = blue\n", 9,
		"there is no \"colour\" among its settings (allow_private, ca_file, caldav, calendar, credential, "
		"feed, "
		"feed_file, folder, interval, owner, password_file, sessions_to, user)");
	assert_refused("calendar", "largest_file_mib = 0\n", 8,
		"largest_file_mib: \"0\" is no whole number of MiB from 1 to 4096");
	assert_refused(
		"calendar", "most_events = many\n", 8, "most_events: \"many\" is no whole number from 1 to 10000000");
	assert_refused("calendar", "[plugin calendar x]\nfolder = /srv\n", 9,
		"a calendar wants owner, the address of the person whose it is");
	assert_refused("calendar", "feeds_url = calendar.example.com\n", 8,
		"feeds_url: \"calendar.example.com\" begins with none of https://, http:// and webcal://");
	assert_refused("reminders", "language = de\n", 12, "language: \"de\" is neither en nor nl");
	assert_refused("reminders", "command = /bin/true\n", 12,
		"maildir and command are two ways for a mail to go; "
		"choose one");
	assert_refused("reminders", "command_seconds = soon\n", 12,
		"command_seconds: \"soon\" is no whole number from 1 to 600");
	assert_refused("reminders", "command_seconds = 10\n", 12,
		"command_seconds says nothing about maildir, the way that mails go here");
	assert_refused("reminders", "[plugin reminders x]\nfor = @example.org\nsmtp = mail.example.com\n", 14,
		"smtp: \"mail.example.com\" is no address that begins with smtp:// or smtps://");
	assert_refused("reminders",
		"[plugin reminders x]\nfor = @example.org\nsmtp = smtp://mail.example.com\nsmtp_user = u\n", 15,
		"smtp_user wants smtp_password_file or credential beside it");
	assert_refused("reminders", "[plugin reminders x]\ncommand = /bin/true\n", 13,
		"a section of its own is for some people's mails: for = ADDRESS or @DOMAIN says whose");
	assert_refused("reminders", "[plugin reminders x]\nfor = Sanne\n", 13,
		"for: \"Sanne\" is no list of addresses, or @domains, with spaces between them");
}

#define SECTION(name, people) "[plugin reminders " name "]\nfor = " people "\ncommand = /bin/" name "\n"

static void two_sections_that_name_one_address_are_refused_with_the_line_of_the_later(void **state)
{
	(void)state;
	assert_refused("reminders", SECTION("one", "a@example.org @example.com") SECTION("two", "b@c.nl A@Example.org"),
		16, "for: A@Example.org is in [plugin reminders one] already");
	assert_refused("reminders",
		SECTION("one", "@example.org")
			SECTION("two", "@example.com") "[plugin reminders three]\n"
						       "command = /bin/three\nfor = @example.com\n",
		20, "for: @example.com is in [plugin reminders two] already");
}

static void a_number_of_the_daemons_own_that_is_none_is_refused_with_its_line(void **state)
{
	(void)state;
	assert_refused("calendar", "watchdog_s = soon\n", 8, "watchdog_s: \"soon\" is no whole number");
	assert_refused(
		"calendar", "library = /nowhere.so\n", 8, "it is not there: /nowhere.so: No such file or directory");
	assert_refused("calendar", "feeds = /caf\xe9\n", 8, "this line is no UTF-8");
}

static void a_calendar_to_which_sessions_go_wants_its_owner_and_no_password_in_the_clear(void **state)
{
	(void)state;
	assert_refused("calendar", "[plugin calendar x]\nsessions_to = https://dav.example.com/ruud/\n", 9,
		"sessions_to wants owner beside it, the address of the coach");
	assert_refused("calendar",
		"[plugin calendar x]\nsessions_to = http://dav.example.com/ruud/\nowner = ruud@example.com\n"
		"user = ruud\npassword_file = /etc/secret\n",
		11, "a password goes over https only, unless allow_private = yes says that the network is yours");
	assert_refused("calendar",
		"[plugin calendar x]\nsessions_to = https://ruud:pw@dav.example.com/\nowner = ruud@example.com\n", 9,
		"sessions_to: \"https://ruud:pw@dav.example.com/\" has a user in it; that is what user and "
		"password_file are for");
}

static void a_plugin_that_is_nowhere_is_refused_with_the_line_that_names_it(void **state)
{
	struct test_daemon daemon;
	char said[1000];

	(void)state;
	test_daemon_make(&daemon, NULL, "calendra", NULL);
	assert_int_equal(run(&daemon, "", said), 2);
	assert_non_null(strstr(said, "ridealong.conf:6: plugin calendra: it is not there: "));
	test_daemon_remove(&daemon);
}

static void a_section_that_makes_sense_is_taken(void **state)
{
	struct test_daemon daemon;
	char said[1000], expected[200];

	(void)state;
	test_daemon_make(&daemon, NULL, "calendar reminders skip_unprepared",
		"[plugin calendar work]\nfolder = /srv\nowner = am@example.com\n"
		"[plugin calendar home]\nfeed = https://calendar.example.com/a.ics\nowner = am@example.com\n" SECTION(
			"one", "@example.org") SECTION("two", "a@example.org"));
	snprintf(expected, sizeof(expected), "%s/ridealong.conf makes sense\n", daemon.dir);
	assert_int_equal(run(&daemon, "--check-config", said), 0);
	assert_string_equal(said, expected);
	test_daemon_remove(&daemon);
}

static void a_plugin_that_cannot_be_asked_is_told_by_the_check(void **state)
{
	struct test_daemon daemon;
	char said[1000], more[200];

	(void)state;
	snprintf(more, sizeof(more), "[plugin old_abi]\nlibrary = %s\n", test_built("tests/plugins/old_abi.so"));
	test_daemon_make(&daemon, NULL, "old_abi", more);
	assert_int_equal(run(&daemon, "--check-config", said), 4);
	assert_non_null(strstr(said, "ridealong.conf:8: plugin old_abi: "));
	assert_non_null(strstr(said, "wanted abi 1, got 0"));
	test_daemon_start(&daemon); /* it is switched off, and hurts nobody */
	test_daemon_remove(&daemon);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_that_a_plugin_does_not_know_is_refused_with_its_line),
		cmocka_unit_test(a_value_that_makes_no_sense_to_a_plugin_is_refused_with_its_line),
		cmocka_unit_test(two_sections_that_name_one_address_are_refused_with_the_line_of_the_later),
		cmocka_unit_test(a_number_of_the_daemons_own_that_is_none_is_refused_with_its_line),
		cmocka_unit_test(a_calendar_to_which_sessions_go_wants_its_owner_and_no_password_in_the_clear),
		cmocka_unit_test(a_plugin_that_is_nowhere_is_refused_with_the_line_that_names_it),
		cmocka_unit_test(a_section_that_makes_sense_is_taken),
		cmocka_unit_test(a_plugin_that_cannot_be_asked_is_told_by_the_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
