/* What a section of its own may say, and what is wrong with it, as the built plugin's table has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ridealong/plugin.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct ridealong_plugin *plugin;

static int load(void **state)
{
	const struct ridealong_plugin *(*entry)(void);
	char path[1024];
	void *library;

	(void)state;
	snprintf(path, sizeof(path), "%s/lib/ridealong/plugins/calendar.so", getenv("RIDEALONG_BUILD"));
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	assert_non_null(library);
	*(void **)&entry = dlsym(library, "ridealong_plugin");
	plugin = entry();
	return 0;
}

static const char *fault_of(const char *key, const char *value)
{
	for (const struct ridealong_setting *setting = plugin->part_settings; setting->key; setting++)
		if (strcmp(setting->key, key) == 0)
			return setting->fault ? setting->fault(value) : NULL;
	fail_msg("there is no setting %s", key);
	return NULL;
}

static void each_setting_says_what_is_wrong_with_it(void **state)
{
	static const struct {
		const char *key, *value, *fault;
	} cases[] = {
		{ "folder", "/srv/calendars", NULL },
		{ "folder", "calendars", "is no folder that begins with /" },
		{ "owner", "anna@example.com", NULL },
		{ "owner", "anna", "is no address of a person" },
		{ "interval", "15m", NULL },
		{ "interval", "30d", NULL },
		{ "interval", "90s", NULL },
		{ "interval", "59s", "is not between 1m and 30d" },
		{ "interval", "31d", "is not between 1m and 30d" },
		{ "interval", "99999999h", "is no time such as 15m, 2h or 1d" },
		{ "interval", "15", "is no time such as 15m, 2h or 1d" },
		{ "interval", "m", "is no time such as 15m, 2h or 1d" },
		{ "interval", "-15m", "is no time such as 15m, 2h or 1d" },
		{ "feed", "https://calendar.example.com/secret.ics?key=a", NULL },
		{ "feed", "webcal://calendar.example.com", NULL },
		{ "feed", "http://calendar.example.com/a@b.ics", NULL },
		{ "feed", "https://anna:secret@example.com/a.ics",
			"has a user in it; that is what user and password_file are for" },
		{ "feed", "https://", "is no address" },
		{ "feed", "https:///a.ics", "is no address" },
		{ "feed", "https://example.com/a b.ics", "is no address" },
		{ "feed", "file:///etc/passwd", "is no address that begins with https://, http:// or webcal://" },
		{ "feed", "ftp://example.com/", "is no address that begins with https://, http:// or webcal://" },
		{ "feed_file", "secret", "is no file whose path begins with /" },
		{ "caldav", "example.com", NULL },
		{ "caldav", "anna@example.com", NULL },
		{ "caldav", "https://example.com/dav/", NULL },
		{ "caldav", "https://anna:secret@example.com/dav/",
			"has a user in it; that is what user and password_file are for" },
		{ "caldav", "", "is no address of a calendar server" },
		{ "sessions_to", "example.com", "is no address that begins with https:// or http://" },
		{ "allow_private", "yes", NULL },
		{ "allow_private", "maybe", "is neither yes nor no" },
		{ "credential", "calendar", NULL },
		{ "credential", "../shadow", "is no name of a credential" },
		{ "credential", "", "is no name of a credential" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *fault = fault_of(cases[i].key, cases[i].value);

		if (strcmp(fault ? fault : "", cases[i].fault ? cases[i].fault : "") != 0)
			fail_msg("%s = %s: %s", cases[i].key, cases[i].value, fault ? fault : "fine");
	}
}

/* "key=value" lines. */
static const char *value_of(void *arg, const char *key)
{
	static char values[4][128];
	static int next;
	const char *line = arg;

	for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		size_t length = strlen(key);

		if (strncmp(line, key, length) != 0 || line[length] != '=')
			continue;
		next = (next + 1) % 4;
		snprintf(values[next], sizeof(values[next]), "%.*s", (int)strcspn(line, "\n") - (int)length - 1,
			line + length + 1);
		return values[next];
	}
	return NULL;
}

static void a_section_says_where_a_calendar_is_and_whose(void **state)
{
	static const struct {
		const char *section, *key, *fault;
	} cases[] = {
		{ "folder=/a\nowner=a@b", NULL, NULL },
		{ "feed=https://a/\nowner=a@b\nuser=a\npassword_file=/a", NULL, NULL },
		{ "feed_file=/a\nowner=a@b\ninterval=1h", NULL, NULL },
		{ "caldav=a\nowner=a@b\nuser=a\ncredential=a\ncalendar=b", NULL, NULL },
		{ "feed=http://a/\nowner=a@b\nuser=a\npassword_file=/a\nallow_private=yes", NULL, NULL },
		{ "sessions_to=https://a/\nowner=a@b\nuser=a\ncredential=a", NULL, NULL },
		{ "owner=a@b", NULL, "a calendar wants folder, feed, feed_file or caldav: where it is" },
		{ "folder=/a", "folder", "a calendar wants owner, the address of the person whose it is" },
		{ "folder=/a\nfeed=https://a/\nowner=a@b", "folder",
			"a calendar is in one place: folder, feed, feed_file or caldav" },
		{ "folder=/a\nowner=a@b\nuser=a\npassword_file=/a", "password_file",
			"that is for a calendar on the network, not for a folder" },
		{ "feed=https://a/\nowner=a@b\ncalendar=b", "calendar",
			"that says which calendar of a server, beside caldav" },
		{ "feed=https://a/\nowner=a@b\nuser=a", "user", "user wants password_file or credential beside it" },
		{ "feed=https://a/\nowner=a@b\npassword_file=/a", "password_file", "a password wants user beside it" },
		{ "feed=https://a/\nowner=a@b\nuser=a\npassword_file=/a\ncredential=a", "credential",
			"one password is enough: password_file or credential" },
		{ "feed=http://a/\nowner=a@b\nuser=a\npassword_file=/a", "user",
			"a password goes over https only, unless allow_private = yes says that the network is yours" },
		{ "caldav=http://a/\nowner=a@b\nuser=a\npassword_file=/a", "user",
			"a password goes over https only, unless allow_private = yes says that the network is yours" },
		{ "sessions_to=https://a/\nowner=a@b\nfeed=https://a/", "feed",
			"that is for a calendar that comes in; sessions_to wants a section of its own" },
		{ "sessions_to=https://a/", "sessions_to",
			"sessions_to wants owner beside it, the address of the coach" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *key = NULL, *fault = plugin->part_fault(value_of, (void *)cases[i].section, &key);

		if (strcmp(fault ? fault : "", cases[i].fault ? cases[i].fault : "") != 0)
			fail_msg("%s: %s", cases[i].section, fault ? fault : "fine");
		if (fault && strcmp(key ? key : "", cases[i].key ? cases[i].key : "") != 0)
			fail_msg("%s: at %s", cases[i].section, key ? key : "nothing");
	}
}

static void the_plugins_own_section_has_no_calendar(void **state)
{
	(void)state;
	for (const struct ridealong_setting *setting = plugin->settings; setting->key; setting++) {
		assert_string_not_equal(setting->key, "folder");
		assert_string_not_equal(setting->key, "watch");
		assert_string_not_equal(setting->key, "owner");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_setting_says_what_is_wrong_with_it),
		cmocka_unit_test(a_section_says_where_a_calendar_is_and_whose),
		cmocka_unit_test(the_plugins_own_section_has_no_calendar),
	};

	return cmocka_run_group_tests(tests, load, NULL);
}
