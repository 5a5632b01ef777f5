/* loop/ — starts a plugin's host: what it is, where it lies, what it is told. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/base/log.h"
#include "daemon/loop/guard.h"

#define PATH_SIZE  4096
#define MAX_SCOPES 32

/* What the plugins of the house need, and no more. */
static const struct {
	const char *plugin, *scopes;
} house[] = {
	{ "calendar", "calendars.read calendars.write meetings.read meetings.write people.read timers.read "
		      "timers.write" },
	{ "reminders", "actionpoints.read debriefs.read events.read gate.read meetings.read oneonones.read people.read "
		       "preparations.read reminders.read reminders.write sessions.read templates.read timers.read "
		       "timers.write" },
	{ "skip_unprepared", "gate.read meetings.read people.read preparations.read sessions.read sessions.write "
			     "templates.read timers.read timers.write" },
};

const char *guard_setting(const struct loop_plugin *config, const char *key)
{
	for (size_t i = 0; i < config->n_settings; i++)
		if (strcmp(config->keys[i], key) == 0)
			return config->values[i];
	return NULL;
}

enum status guard_number(
	const struct loop_plugin *config, const char *key, int otherwise, int *ret, struct error *reterr)
{
	const char *text = guard_setting(config, key);
	char *end;
	long number;

	*ret = otherwise;
	if (text == NULL)
		return STATUS_OK;
	errno = 0;
	number = strtol(text, &end, 10);
	if (errno != 0 || *text == '\0' || *end != '\0' || number < 0 || number > 1 << 20)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, key,
			"%s of the plugin %s must be a whole number, not \"%.40s\"", key, config->name, text);
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
	char folder[PATH_SIZE];

	program_folder(folder, sizeof(folder));
	if ((size_t)snprintf(ret, size, "%s/%s", folder, relative) >= size || access(ret, R_OK) != 0)
		snprintf(ret, size, "%s", installed);
}

static void find_library(const struct loop_plugin *config, char *ret, size_t size)
{
	const char *named = guard_setting(config, "library");
	char relative[300], installed[PATH_SIZE];

	snprintf(relative, sizeof(relative), "../lib/ridealong/plugins/%.200s.so", config->name);
	snprintf(installed, sizeof(installed), "%s/%.200s.so", RIDEALONG_PLUGIN_DIR, config->name);
	if (named != NULL)
		snprintf(ret, size, "%s", named);
	else
		beside(relative, installed, ret, size);
}

static const char *scopes_of(const struct loop_plugin *config)
{
	const char *given = guard_setting(config, "scopes");

	for (size_t i = 0; given == NULL && i < sizeof(house) / sizeof(house[0]); i++)
		if (strcmp(house[i].plugin, config->name) == 0)
			given = house[i].scopes;
	return given != NULL ? given : "timers.read timers.write";
}

/* Cuts a list at its blanks; *list is NULL-terminated. Free it, then its first element's text. */
static enum status split_scopes(
	const struct loop_plugin *config, char *text, const char *list[MAX_SCOPES + 1], struct error *reterr)
{
	char *rest;
	int n = 0;

	for (char *scope = strtok_r(text, " ,\t", &rest); scope != NULL; scope = strtok_r(NULL, " ,\t", &rest)) {
		const char *dot = strchr(scope, '.');

		if (n == MAX_SCOPES)
			return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "scopes",
				"the plugin %s has more than %d scopes", config->name, MAX_SCOPES);
		if (dot == NULL || (strcmp(dot, ".read") != 0 && strcmp(dot, ".write") != 0))
			return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "scopes",
				"\"%.40s\" of the plugin %s is no scope, such as meetings.read", scope, config->name);
		list[n++] = scope;
	}
	list[n] = NULL;
	return STATUS_OK;
}

enum status supervisor_check(const struct loop_plugin *plugin, struct error *reterr)
{
	const char *scopes[MAX_SCOPES + 1];
	char *text = strdup(scopes_of(plugin)), library[PATH_SIZE];
	enum status st;
	int number;

	if (text == NULL)
		abort();
	st = split_scopes(plugin, text, scopes, reterr);
	free(text);
	if (st == STATUS_OK)
		st = guard_number(plugin, "watchdog_s", 0, &number, reterr);
	if (st == STATUS_OK)
		st = guard_number(plugin, "memory_limit_mb", 0, &number, reterr);
	if (st != STATUS_OK)
		return st;
	find_library(plugin, library, sizeof(library));
	if (access(library, R_OK) != 0)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, "library",
			"the plugin %s is not there: %s: %s", plugin->name, library, strerror(errno));
	return STATUS_OK;
}

static bool is_ours(const char *key)
{
	return strcmp(key, "library") == 0 || strcmp(key, "scopes") == 0 || strcmp(key, "watchdog_s") == 0;
}

/* The host's first line. Whoever gets it overwrites and frees it. */
static char *make_hello(const struct guard *guard, const char *token, const char *data_dir)
{
	const struct loop_plugin *config = guard->config;
	char share_dir[PATH_SIZE], *line, *ended;
	json_t *hello, *settings = json_object();
	struct error error;
	size_t length;
	int limit;

	for (size_t i = 0; i < config->n_settings; i++)
		if (!is_ours(config->keys[i]))
			json_object_set_new(settings, config->keys[i], json_string(config->values[i]));
	beside("../share/ridealong", RIDEALONG_SHARE_DIR, share_dir, sizeof(share_dir));
	hello = json_pack("{s:s, s:s, s:s, s:s, s:s, s:o}", "plugin", config->name, "server",
		guard->loop->options.server, "token", token, "data_dir", data_dir, "share_dir", share_dir, "config",
		settings);
	if (guard_setting(config, "memory_limit_mb") != NULL &&
		guard_number(config, "memory_limit_mb", 0, &limit, &error) == STATUS_OK)
		json_object_set_new(hello, "memory_limit_mb", json_integer(limit));
	line = json_dumps(hello, JSON_COMPACT);
	json_decref(hello);
	if (line == NULL)
		return NULL;
	length = strlen(line);
	ended = realloc(line, length + 2);
	if (ended == NULL)
		abort();
	memcpy(ended + length, "\n", 2);
	return ended;
}

struct hello_write {
	uv_write_t request;
	char *line;
};

static void on_hello_written(uv_write_t *request, int status)
{
	struct hello_write *write = (struct hello_write *)request;

	(void)status; /* a host that did not read it ends, and says so */
	explicit_bzero(write->line, strlen(write->line));
	free(write->line);
	free(write);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret)
{
	struct guard *guard = handle->data;

	(void)suggested;
	*ret = uv_buf_init(guard->said + guard->said_length, (unsigned)(sizeof(guard->said) - 1 - guard->said_length));
}

/* The host says why it ends; no more than fits is of interest. */
static void on_said(uv_stream_t *control, ssize_t n, const uv_buf_t *buffer)
{
	struct guard *guard = control->data;

	(void)buffer;
	if (n < 0) {
		uv_read_stop(control);
		return;
	}
	guard->said_length += (size_t)n;
	guard->said[guard->said_length] = '\0';
	if (guard->said_length == sizeof(guard->said) - 1)
		uv_read_stop(control);
}

/* The daemon's own errands are none of a plugin's. */
static char **make_environment(void)
{
	static const char *const private[] = { "NOTIFY_SOCKET=", "CREDENTIALS_DIRECTORY=", "RIDEALONG_SERVER=",
		"LISTEN_FDS=", "LISTEN_PID=", "WATCHDOG_" };
	size_t n = 0, kept = 0;
	char **list;

	while (environ[n] != NULL)
		n++;
	list = calloc(n + 1, sizeof(*list));
	if (list == NULL)
		abort();
	for (size_t i = 0; i < n; i++) {
		bool keep = true;

		for (size_t j = 0; keep && j < sizeof(private) / sizeof(private[0]); j++)
			keep = strncmp(environ[i], private[j], strlen(private[j])) != 0;
		if (keep)
			list[kept++] = environ[i];
	}
	return list;
}

static enum status make_folder(const struct guard *guard, char *ret, size_t size, struct error *reterr)
{
	snprintf(ret, size, "%s/plugins", guard->loop->options.data_dir);
	if (mkdir(ret, 0700) == 0 || errno == EEXIST) {
		snprintf(ret, size, "%s/plugins/%s", guard->loop->options.data_dir, guard->config->name);
		if (mkdir(ret, 0700) == 0 || errno == EEXIST)
			return STATUS_OK;
	}
	return error_set(reterr, STATUS_FAILED_PRECONDITION, "%s: %s", ret, strerror(errno));
}

static enum status start_process(struct guard *guard, uv_exit_cb on_exit, struct error *reterr)
{
	char host[PATH_SIZE], library[PATH_SIZE];
	char *arguments[] = { host, "--fd", "3", library, NULL };
	uv_stdio_container_t stdio[4] = {
		{ .flags = UV_IGNORE },
		{ .flags = UV_INHERIT_FD, .data.fd = STDERR_FILENO },
		{ .flags = UV_INHERIT_FD, .data.fd = STDERR_FILENO },
		{ .flags = UV_CREATE_PIPE | UV_READABLE_PIPE | UV_WRITABLE_PIPE,
			.data.stream = (uv_stream_t *)&guard->control },
	};
	uv_process_options_t options = {
		.exit_cb = on_exit, .file = host, .args = arguments, .stdio_count = 4, .stdio = stdio
	};
	int r;

	beside("ridealong-plugin-host", RIDEALONG_HOST, host, sizeof(host));
	find_library(guard->config, library, sizeof(library));
	options.env = make_environment();
	r = uv_spawn(&guard->loop->uv, &guard->process, &options);
	free(options.env);
	if (r < 0)
		return error_set(reterr, STATUS_UNAVAILABLE, "%s: %s", host, uv_strerror(r));
	return STATUS_OK;
}

static enum status greet(struct guard *guard, const char *data_dir, struct error *reterr)
{
	const char *scopes[MAX_SCOPES + 1];
	struct hello_write *write;
	char token[RPC_TOKEN_SIZE], *text = strdup(scopes_of(guard->config));
	enum status st;
	uv_buf_t buffer;

	if (text == NULL)
		abort();
	st = split_scopes(guard->config, text, scopes, reterr);
	if (st == STATUS_OK)
		rpc_plugin_admit(guard->loop->options.rpc, guard->config->name, scopes, token);
	free(text);
	if (st != STATUS_OK)
		return st;
	write = calloc(1, sizeof(*write));
	if (write == NULL)
		abort();
	write->line = make_hello(guard, token, data_dir);
	explicit_bzero(token, sizeof(token));
	if (write->line == NULL) {
		free(write);
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, guard->config->name,
			"the settings of the plugin %s are no UTF-8", guard->config->name);
	}
	buffer = uv_buf_init(write->line, (unsigned)strlen(write->line));
	if (uv_write(&write->request, (uv_stream_t *)&guard->control, &buffer, 1, on_hello_written) < 0)
		on_hello_written(&write->request, -1);
	return STATUS_OK;
}

enum status guard_spawn(struct guard *guard, uv_exit_cb on_exit, struct error *reterr)
{
	char data_dir[PATH_SIZE];
	enum status st = make_folder(guard, data_dir, sizeof(data_dir), reterr);

	if (st != STATUS_OK)
		return st;
	uv_pipe_init(&guard->loop->uv, &guard->control, 0);
	guard->control.data = guard->process.data = guard;
	guard->control_open = guard->process_open = true;
	st = start_process(guard, on_exit, reterr);
	if (st != STATUS_OK) { /* libuv wants also a process that never was to be closed */
		uv_close((uv_handle_t *)&guard->process, guard_on_closed);
		uv_close((uv_handle_t *)&guard->control, guard_on_closed);
		return st;
	}
	uv_read_start((uv_stream_t *)&guard->control, on_alloc, on_said);
	st = greet(guard, data_dir, reterr);
	if (st != STATUS_OK)
		uv_process_kill(&guard->process, SIGKILL);
	return st;
}
