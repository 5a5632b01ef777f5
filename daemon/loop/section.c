/* loop/ — what a section says of its plugin's process: where it lies, what it may, what it is told. */
#include "daemon/loop/section.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the plugins of the house need, and no more. */
static const struct {
	const char *plugin, *scopes;
} house[] = {
	{ "calendar", "actionpoints.read calendars.read calendars.write meetings.read meetings.write people.read "
		      "sessions.read timers.read timers.write" },
	{ "reminders", "actionpoints.read debriefs.read events.read gate.read meetings.read oneonones.read people.read "
		       "preparations.read reminders.read reminders.write sessions.read templates.read timers.read "
		       "timers.write" },
	{ "skip_unprepared", "gate.read meetings.read people.read preparations.read sessions.read sessions.write "
			     "templates.read timers.read timers.write" },
};

const char *section_setting(const struct loop_plugin *config, const char *key)
{
	for (size_t i = 0; i < config->n_settings; i++)
		if (strcmp(config->keys[i], key) == 0)
			return config->values[i];
	return NULL;
}

enum status section_number(
	const struct loop_plugin *config, const char *key, int otherwise, int *ret, struct error *reterr)
{
	const char *text = section_setting(config, key);
	char *end;
	long number;

	*ret = otherwise;
	if (text == NULL)
		return STATUS_OK;
	errno = 0;
	number = strtol(text, &end, 10);
	if (errno != 0 || *text == '\0' || *end != '\0' || number < 0 || number > 1 << 20)
		return error_detail(
			reterr, STATUS_INVALID_ARGUMENT, NULL, key, "%s: \"%.40s\" is no whole number", key, text);
	*ret = (int)number;
	return STATUS_OK;
}

/* The folder of the daemon's own program, whose neighbour the host is. */
static void program_folder(char *ret, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", ret, size - 1);
	char *slash;

	ret[length > 0 ? length : 0] = '\0';
	slash = strrchr(ret, '/');
	if (slash != NULL)
		*slash = '\0';
}

/* Beside the program as it was built, else where it was installed. */
static void beside(const char *relative, const char *installed, char *ret, size_t size)
{
	char folder[SECTION_PATH];

	program_folder(folder, sizeof(folder));
	if ((size_t)snprintf(ret, size, "%s/%s", folder, relative) >= size || access(ret, R_OK) != 0)
		snprintf(ret, size, "%s", installed);
}

void section_library(const struct loop_plugin *config, char ret[SECTION_PATH])
{
	const char *named = section_setting(config, "library");
	char relative[300], installed[SECTION_PATH];

	snprintf(relative, sizeof(relative), "../lib/ridealong/plugins/%.200s.so", config->name);
	snprintf(installed, sizeof(installed), "%s/%.200s.so", RIDEALONG_PLUGIN_DIR, config->name);
	if (named != NULL)
		snprintf(ret, SECTION_PATH, "%s", named);
	else
		beside(relative, installed, ret, SECTION_PATH);
}

void section_host(char ret[SECTION_PATH])
{
	beside("ridealong-plugin-host", RIDEALONG_HOST, ret, SECTION_PATH);
}

static const char *scopes_of(const struct loop_plugin *config)
{
	const char *given = section_setting(config, "scopes");

	for (size_t i = 0; given == NULL && i < sizeof(house) / sizeof(house[0]); i++)
		if (strcmp(house[i].plugin, config->name) == 0)
			given = house[i].scopes;
	return given != NULL ? given : "timers.read timers.write";
}

enum status section_scopes(
	const struct loop_plugin *config, char **ret_text, const char *ret[SECTION_SCOPES + 1], struct error *reterr)
{
	char *rest, *text = strdup(scopes_of(config));
	enum status st = STATUS_OK;
	int n = 0;

	if (text == NULL)
		abort();
	for (char *scope = strtok_r(text, " ,\t", &rest); scope != NULL; scope = strtok_r(NULL, " ,\t", &rest)) {
		const char *dot = strchr(scope, '.');

		if (n == SECTION_SCOPES)
			st = error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "scopes",
				"scopes: there are more than %d", SECTION_SCOPES);
		else if (dot == NULL || (strcmp(dot, ".read") != 0 && strcmp(dot, ".write") != 0))
			st = error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "scopes",
				"scopes: \"%.40s\" is no scope, such as meetings.read", scope);
		if (st != STATUS_OK) {
			free(text);
			return st;
		}
		ret[n++] = scope;
	}
	ret[n] = NULL;
	*ret_text = text;
	return STATUS_OK;
}

static bool is_utf8(const char *text)
{
	json_t *string = json_string(text);
	const bool good = string != NULL;

	json_decref(string);
	return good;
}

enum status section_check(const struct loop_plugin *config, struct error *reterr)
{
	const char *scopes[SECTION_SCOPES + 1];
	char *text, library[SECTION_PATH];
	enum status st = section_scopes(config, &text, scopes, reterr);
	int number;

	if (st != STATUS_OK)
		return st;
	free(text);
	st = section_number(config, "watchdog_s", 0, &number, reterr);
	if (st == STATUS_OK)
		st = section_number(config, "memory_limit_mb", 0, &number, reterr);
	if (st != STATUS_OK)
		return st;
	for (size_t i = 0; i < config->n_settings; i++)
		if (!is_utf8(config->keys[i]) || !is_utf8(config->values[i]))
			return error_detail(
				reterr, STATUS_INVALID_ARGUMENT, NULL, config->keys[i], "this line is no UTF-8");
	section_library(config, library);
	if (access(library, R_OK) != 0)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "library", "it is not there: %s: %s",
			library, strerror(errno));
	return STATUS_OK;
}

static bool is_ours(const char *key)
{
	static const char *const ours[] = { "library", "memory_limit_mb", "scopes", "watchdog_s" };

	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(key, ours[i]) == 0)
			return true;
	return false;
}

json_t *section_hello(const struct loop_plugin *config)
{
	json_t *hello, *settings = json_object();
	char share_dir[SECTION_PATH];
	struct error error;
	int limit;

	for (size_t i = 0; i < config->n_settings; i++)
		if (!is_ours(config->keys[i]))
			json_object_set_new(settings, config->keys[i], json_string(config->values[i]));
	beside("../share/ridealong", RIDEALONG_SHARE_DIR, share_dir, sizeof(share_dir));
	hello = json_pack("{s:s, s:s, s:o}", "plugin", config->name, "share_dir", share_dir, "config", settings);
	if (section_setting(config, "memory_limit_mb") != NULL &&
		section_number(config, "memory_limit_mb", 0, &limit, &error) == STATUS_OK)
		json_object_set_new(hello, "memory_limit_mb", json_integer(limit));
	return hello;
}
