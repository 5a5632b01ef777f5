/* tests/ — the configuration file: what it says, and what is said about a wrong one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/config.h"

/* Reads a config with that text; the file's name is replaced by FILE in the complaint. */
static enum status read_text(const char *text, struct config *ret, char complaint[400])
{
	char path[] = "/tmp/ridealong-config-XXXXXX";
	struct error error = { 0 };
	enum status status;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	status = config_read(path, ret, &error);
	unlink(path);
	if (strncmp(error.message, path, strlen(path)) == 0)
		snprintf(complaint, 400, "FILE%s", error.message + strlen(path));
	else
		snprintf(complaint, 400, "%s", error.message);
	return status;
}

static void assert_complaint(const char *text, const char *expected)
{
	char complaint[400];
	struct config config;

	assert_int_equal(read_text(text, &config, complaint), STATUS_INVALID_ARGUMENT);
	assert_string_equal(complaint, expected);
	config_destroy(&config);
}

static void what_is_kept_for_how_long_may_be_shorter_but_not_longer_than_agreed(void **state)
{
	struct config config;
	char complaint[400];

	(void)state;
	assert_int_equal(read_text("[retention]\nnotes = 180\nevents = 800\n", &config, complaint), STATUS_OK);
	assert_int_equal(retention_days(&config.retention, RETENTION_NOTES), 180);
	assert_int_equal(retention_days(&config.retention, RETENTION_EVENTS), 800);
	assert_int_equal(retention_days(&config.retention, RETENTION_SKIPS), 183);
	config_destroy(&config);
	assert_complaint("[retention]\nworking_notes = 15\n",
		"FILE:2: working_notes: 15 days is longer than it may be kept: 14 at the most");
	assert_complaint("[retention]\nnotes = soon\n", "FILE:2: notes: \"soon\" is no number of days");
	assert_complaint("[retention]\nnotes = 0\n", "FILE:2: notes: \"0\" is no number of days");
	assert_complaint("[retention]\nnotes = 3\nnotes = 4\n", "FILE:3: \"notes\" is there twice");
	assert_complaint("[retention]\nsecrets = 3\n",
		"FILE:2: retention: there is no kind \"secrets\", such as notes or skips");
}

static int team_value(const struct config *config, size_t team, enum policy_setting setting)
{
	const struct policy_teams teams = { config->teams, config->n_teams };
	const struct policy policy = policy_of_section(&teams, team);

	return policy_value(&policy, setting);
}

static void a_team_has_a_section_and_what_it_does_not_say_is_everybody_s(void **state)
{
	static const char long_address[] = "a.coach.with.a.very.long.name.that.goes.on.and.on@department.example.com";
	struct config config;
	char complaint[400], text[400];

	(void)state;
	snprintf(text, sizeof(text),
		"[team coach@example.com]\ncutoff = 14:00\n[team]\ngrace = 16:30\n[team Coach@example.com]\n"
		"travel = 45m ; as a rule\n[team %s]\nquiet = celebrate, cadence\n",
		long_address);
	if (read_text(text, &config, complaint) != STATUS_OK)
		fail_msg("%s", complaint);
	assert_int_equal(config.n_teams, 3);
	assert_int_equal(team_value(&config, 0, POLICY_CUTOFF), 14 * 60);
	assert_int_equal(team_value(&config, 0, POLICY_GRACE), 16 * 60 + 30);
	assert_int_equal(team_value(&config, 0, POLICY_TRAVEL), 45);
	assert_string_equal(config.teams[2].address, long_address);
	assert_true(config.teams[2].policy.quiet[MUTE_CADENCE]);
	config_destroy(&config);
	assert_complaint("[team]\ncutoff = 3pm\n", "FILE:2: cutoff: \"3pm\" is not a time of the day, such as 15:00");
	assert_complaint("[team a@b.example]\ntravel = 1h\n[team A@B.example]\ntravel = 2h\n",
		"FILE:4: \"travel\" is there twice");
	assert_complaint("[team coach]\ncutoff = 14:00\n", "FILE:2: [team coach]: a team is named by the one address "
							   "of its coach, such as [team coach@example.com]");
	assert_complaint("[team a@b.example c@d.example]\ncutoff = 14:00\n",
		"FILE:2: [team a@b.example c@d.example]: a team is named by the one address of its coach, such as "
		"[team "
		"coach@example.com]");
	assert_complaint("[team]\ngrace = 16:00\n[team a@b.example]\ncutoff = 16:30\n[daemon]\ndata = /d\n",
		"FILE:4: grace: it ends before the check looks (cutoff): people would be given no time");
	assert_complaint("[teams]\ncutoff = 14:00\n", "FILE:1: there is no section [teams]");
}

static void everything_that_is_said_is_there(void **state)
{
	struct config config;
	char complaint[400];

	(void)state;
	if (read_text("; a comment\n"
		      "[daemon]\n"
		      "data = /var/lib/ridealong\n"
		      "listen = ipc:///run/ridealong/ridealong.sock tcp://127.0.0.1:7411\n"
		      "listen = tcp://[::1]:7411\n"
		      "admin = root\n"
		      "log_level = debug\n"
		      "plugins = skip_unprepared, calendar\n"
		      "[plugin calendar]\n"
		      "watch = /srv/calendars\n"
		      "scopes = meetings.write meetings.read\n",
		    &config, complaint) != STATUS_OK)
		fail_msg("%s", complaint);
	assert_string_equal(config.data, "/var/lib/ridealong");
	assert_int_equal(config.n_listen, 3);
	assert_string_equal(config.listen[2], "tcp://[::1]:7411");
	assert_null(config.listen[3]);
	assert_string_equal(config.admin, "root");
	assert_false(config.same_user);
	assert_int_equal(config.log_level, LOG_LEVEL_DEBUG);
	assert_int_equal(config.n_plugins, 2);
	assert_string_equal(config.plugins[0].name, "calendar");
	assert_int_equal(config.plugins[0].n_settings, 2);
	assert_string_equal(config.plugins[0].keys[0], "watch");
	assert_string_equal(config.plugins[0].values[0], "/srv/calendars");
	assert_string_equal(config.plugins[1].name, "skip_unprepared");
	assert_int_equal(config.plugins[1].n_settings, 0);
	config_destroy(&config);
}

static void a_plugin_may_have_sections_of_its_own(void **state)
{
	struct config config;
	char complaint[400];

	(void)state;
	if (read_text("[plugin calendar work]\nurl = https://a.example/\n[plugin calendar]\nwatch = /srv\n"
		      "[plugin calendar home-2]\nurl = https://b.example/\n",
		    &config, complaint) != STATUS_OK)
		fail_msg("%s", complaint);
	assert_string_equal(config.plugins[0].name, "calendar");
	assert_int_equal(config.plugins[0].n_settings, 3);
	assert_string_equal(config.plugins[0].keys[0], "work.url");
	assert_string_equal(config.plugins[0].keys[1], "watch");
	assert_string_equal(config.plugins[0].keys[2], "home-2.url");
	assert_int_equal(config_line_of(&config, "calendar", "home-2.url"), 6);
	config_destroy(&config);
	assert_complaint(
		"[plugin calendar work]\nurl = a\n[plugin calendar work]\nurl = b\n", "FILE:4: \"url\" is there twice");
	assert_complaint("[plugin calendar My work]\nurl = a\n",
		"FILE:2: \"My work\" is no name for a section of calendar: small letters, digits, _ and -");
	assert_complaint("[plugin calendar]\nwork.url = a\n", "FILE:2: \"work.url\" is no name of a setting");
}

static void an_empty_list_of_plugins_means_none_and_no_list_the_default(void **state)
{
	struct config config;
	char complaint[400];

	(void)state;
	assert_int_equal(read_text("[daemon]\nplugins =\n", &config, complaint), STATUS_OK);
	assert_int_equal(config.n_plugins, 0);
	config_destroy(&config);
	assert_int_equal(read_text("[daemon]\ndata = /d\n", &config, complaint), STATUS_OK);
	assert_int_equal(config.n_plugins, 3);
	config_destroy(&config);
}

static void what_makes_no_sense_is_named_with_its_line(void **state)
{
	char text[600];

	(void)state;
	assert_complaint("[daemon]\ncolour = blue\n",
		"FILE:2: there is no \"colour\" in [daemon] (admin, data, listen, log_level, plugins, same_user)");
	assert_complaint("\n\n[deamon]\ndata = /d\n", "FILE:3: there is no section [deamon]");
	assert_complaint("data = /d\n", "FILE:1: \"data\" stands before the first section");
	assert_complaint("[daemon]\ndata = d\n", "FILE:2: data: \"d\" is no folder that begins with /");
	assert_complaint("[daemon]\nsame_user = yes\n", "FILE:2: same_user: \"yes\" is neither admin nor nobody");
	assert_complaint(
		"[daemon]\nlog_level = loud\n", "FILE:2: log_level: \"loud\" is none of error, warning, info, debug");
	assert_complaint("[daemon]\n\nlisten = /run/sock\n",
		"FILE:3: listen: \"/run/sock\" is no address, such as ipc:///run/ridealong/ridealong.sock");
	assert_complaint("[daemon]\nadmin = me you\n", "FILE:2: admin: \"me you\" is not one login");
	assert_complaint("[daemon]\nplugins = ../evil\n", "FILE:2: plugins: \"../evil\" is no name of a plugin");
	assert_complaint("[daemon]\nplugins = calendar\n[plugin reminders]\nmaildir = /m\n",
		"FILE:4: plugin reminders has settings but is not among the plugins of [daemon]");
	assert_complaint("[plugin calendar]\nwatch = /a\nwatch = /b\n", "FILE:3: \"watch\" is there twice");
	assert_complaint("[daemon]\nthis is no setting\n", "FILE:2: this is neither a [section] nor \"key = value\"");
	assert_complaint("[daemon\n", "FILE:1: this is neither a [section] nor \"key = value\"");
	assert_complaint("[daemon]\ndata = /a\ndata = /b\n", "FILE:3: \"data\" is there twice");
	assert_complaint("[daemon]\n[deamon]\n", "FILE:2: there is no section [deamon]");
	assert_complaint("[daemon]\nlisten = ipc://here\n",
		"FILE:2: listen: \"ipc://here\" names no full path of a socket, such as "
		"ipc:///run/ridealong/ridealong.sock");
	assert_complaint("[daemon]\nlisten = tcp://127.0.0.1:0\n",
		"FILE:2: listen: \"tcp://127.0.0.1:0\" names no port from 1 to 65535, such as tcp://127.0.0.1:7411");
	assert_complaint("[daemon]\nlisten = tcp://[::1]\n",
		"FILE:2: listen: \"tcp://[::1]\" names no port from 1 to 65535, such as tcp://127.0.0.1:7411");
	snprintf(text, sizeof(text), "[daemon]\ndata = /%0500d\n", 0);
	assert_complaint(text, "FILE:2: the line is longer than 198 characters");
}

static void an_admin_whom_the_machine_does_not_know_is_named_with_its_line(void **state)
{
	(void)state;
	assert_complaint("[daemon]\ndata = /d\nadmin = no_such_login\n",
		"FILE:3: admin: this machine knows no login \"no_such_login\"");
}

static void a_file_that_is_no_text_is_refused(void **state)
{
	char path[] = "/tmp/ridealong-config-XXXXXX";
	struct error error = { 0 };
	struct config config;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "[daemon]\nadmin = ro\0ot\n", 24), 24);
	close(fd);
	assert_int_equal(config_read(path, &config, &error), STATUS_INVALID_ARGUMENT);
	assert_non_null(strstr(error.message, ":2: this is no text: it contains a NUL character"));
	config_destroy(&config);
	unlink(path);
}

static void a_file_that_is_not_there_is_named(void **state)
{
	struct error error = { 0 };
	struct config config;

	(void)state;
	assert_int_equal(config_read("/nowhere/ridealong.conf", &config, &error), STATUS_NOT_FOUND);
	assert_string_equal(error.message, "/nowhere/ridealong.conf: cannot be read: No such file or directory");
	config_destroy(&config);
}

static void a_private_instance_keeps_to_its_users_folders(void **state)
{
	struct error error = { 0 };
	struct config config;

	(void)state;
	setenv("HOME", "/home/somebody", 1);
	unsetenv("XDG_STATE_HOME");
	setenv("XDG_RUNTIME_DIR", "/run/user/1000", 1);
	assert_int_equal(config_private(NULL, &config, &error), STATUS_OK);
	assert_string_equal(config.data, "/home/somebody/.local/state/ridealong");
	assert_string_equal(config.listen[0], "ipc:///run/user/1000/ridealong.sock");
	assert_true(config.same_user);
	assert_int_equal(config.socket_mode, 0600);
	assert_int_equal(config.n_plugins, 3);
	assert_string_equal(config.plugins[1].name, "reminders");
	assert_string_equal(config.plugins[1].keys[0], "maildir");
	assert_string_equal(config.plugins[1].values[0], "/home/somebody/.local/state/ridealong/mail");
	assert_string_equal(config.plugins[1].keys[1], "inbox");
	assert_string_equal(config.plugins[1].values[1], "/home/somebody/.local/state/ridealong/inbox");
	config_destroy(&config);
	assert_int_equal(config_private("/data", &config, &error), STATUS_OK);
	assert_string_equal(config.data, "/data");
	config_destroy(&config);
	setenv("XDG_STATE_HOME", "/state", 1);
	assert_int_equal(config_private(NULL, &config, &error), STATUS_OK);
	assert_string_equal(config.data, "/state/ridealong");
	config_destroy(&config);
	unsetenv("HOME");
	unsetenv("XDG_STATE_HOME");
	assert_int_equal(config_private(NULL, &config, &error), STATUS_FAILED_PRECONDITION);
	config_destroy(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_team_has_a_section_and_what_it_does_not_say_is_everybody_s),
		cmocka_unit_test(everything_that_is_said_is_there),
		cmocka_unit_test(what_is_kept_for_how_long_may_be_shorter_but_not_longer_than_agreed),
		cmocka_unit_test(a_plugin_may_have_sections_of_its_own),
		cmocka_unit_test(an_empty_list_of_plugins_means_none_and_no_list_the_default),
		cmocka_unit_test(what_makes_no_sense_is_named_with_its_line),
		cmocka_unit_test(an_admin_whom_the_machine_does_not_know_is_named_with_its_line),
		cmocka_unit_test(a_file_that_is_no_text_is_refused),
		cmocka_unit_test(a_file_that_is_not_there_is_named),
		cmocka_unit_test(a_private_instance_keeps_to_its_users_folders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
