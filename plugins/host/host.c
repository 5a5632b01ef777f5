/* plugins/host — the host's life. */
#include "plugins/host/host.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "plugins/host/inside.h"
#include "plugins/host/settings.h"

void *host_allocate(size_t size)
{
	void *memory = calloc(1, size > 0 ? size : 1);

	if (memory == NULL)
		abort();
	return memory;
}

char *host_strdup(const char *text)
{
	char *copy = host_allocate(strlen(text) + 1);

	strcpy(copy, text);
	return copy;
}

static size_t log_prefix(enum ridealong_level level, char *line, size_t size)
{
	static const char *const names[] = { "error", "warning", "info", "debug" };
	static const int priorities[] = { 3, 4, 6, 7 }; /* sd-daemon(3) */
	struct timespec now;
	struct tm utc;
	char second[32];

	if (getenv("JOURNAL_STREAM") != NULL)
		return (size_t)snprintf(line, size, "<%d>", priorities[level]);
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(second, sizeof(second), "%Y-%m-%dT%H:%M:%S", &utc);
	return (size_t)snprintf(line, size, "%s.%03ldZ %s: ", second, now.tv_nsec / 1000000, names[level]);
}

void host_log(enum ridealong_level level, const char *name, const char *line)
{
	char out[4096];
	size_t length = log_prefix(level, out, sizeof(out));
	ssize_t written;

	length += (size_t)snprintf(out + length, sizeof(out) - length - 8, "plugin %.64s: ", name);
	for (; *line != '\0' && length + 6 < sizeof(out); line++) {
		const unsigned char c = (unsigned char)*line;

		if (c < 0x20 || c == 0x7f)
			length += (size_t)snprintf(out + length, sizeof(out) - length, "\\x%02x", c);
		else
			out[length++] = *line;
	}
	out[length++] = '\n';
	written = write(STDERR_FILENO, out, length);
	(void)written;
}

/* A short line into a socket whose reader, if there is one, is the supervisor: it fits. */
static void tell_starter(int control, const char *line)
{
	if (control >= 0)
		dprintf(control, "%s\n", line);
}

void host_refuse(int control, const char *name, const char *sentence)
{
	host_log(RIDEALONG_ERROR, name, sentence);
	tell_starter(control, sentence);
}

void host_complain(struct ridealong_host *host, const char *sentence)
{
	uv_os_fd_t fd = -1;

	if (host->has_control)
		uv_fileno((uv_handle_t *)&host->control, &fd);
	host_refuse(fd, host->hello->plugin, sentence);
}

static void on_sigterm(uv_signal_t *signal, int number)
{
	(void)number;
	host_stop(signal->data, HOST_EXIT_DONE);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret)
{
	static char nothing[64];

	(void)handle;
	(void)suggested;
	*ret = uv_buf_init(nothing, sizeof(nothing));
}

/* The starter says nothing after the hello; that it is gone is all there is to hear. */
static void on_control(uv_stream_t *control, ssize_t n, const uv_buf_t *buffer)
{
	(void)buffer;
	if (n < 0)
		host_stop(control->data, HOST_EXIT_DONE);
}

static enum status open_client(struct ridealong_host *host, struct error *reterr)
{
	const struct ridealong_options options = {
		.size = sizeof(options), .server = host->hello->server, .token = host->hello->token
	};
	struct ridealong_error error = { 0 };

	if (ridealong_client_open(&options, &host->client, &error) != STATUS_OK)
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "%s", error.message);
	return STATUS_OK;
}

static enum status make_data_dir(const char *path, struct error *reterr)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return STATUS_OK;
	return error_set(reterr, STATUS_FAILED_PRECONDITION, "%s: %s", path, strerror(errno));
}

void host_clock_set(struct ridealong_host *host, int64_t now_us, bool simulation)
{
	host->clock_us = now_us;
	host->clock_at_ns = uv_hrtime();
	host->simulation = simulation;
}

static int64_t machine_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static enum status start_plugin(struct ridealong_host *host, struct error *reterr)
{
	const char *why = NULL;

	host->self = host->plugin->start(host, &host_api, &why);
	if (host->self == NULL)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "did not start: %s",
			why != NULL ? why : "it gave no reason");
	return STATUS_OK;
}

static enum status start(struct ridealong_host *host, int control, struct error *reterr)
{
	enum status st = make_data_dir(host->hello->data_dir, reterr);

	if (st == STATUS_OK)
		st = open_client(host, reterr);
	if (st == STATUS_OK)
		st = mailbox_init(&host->mailbox, host, reterr);
	if (st != STATUS_OK)
		return st;
	uv_timer_init(&host->loop, &host->farewell);
	uv_signal_init(&host->loop, &host->sigterm);
	host->sigterm.data = host->farewell.data = host;
	uv_signal_start(&host->sigterm, on_sigterm, SIGTERM);
	if (control >= 0) {
		uv_pipe_init(&host->loop, &host->control, 0);
		host->control.data = host;
		if (uv_pipe_open(&host->control, control) < 0)
			return error_set(reterr, STATUS_INVALID_ARGUMENT, "descriptor %d is no stream", control);
		host->has_control = true;
		uv_read_start((uv_stream_t *)&host->control, on_alloc, on_control);
	}
	host_clock_set(host, host->hello->now_us != 0 ? host->hello->now_us : machine_now(), host->hello->simulation);
	take_start(host);
	return start_plugin(host, reterr);
}

static void close_forgotten(uv_handle_t *handle, void *arg)
{
	(void)arg;
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

/* The plugin left handles open: it had its time. */
static void on_farewell(uv_timer_t *timer)
{
	struct ridealong_host *host = timer->data;

	host_log(RIDEALONG_WARNING, host->hello->plugin, "left handles open at its end");
	uv_walk(&host->loop, close_forgotten, NULL);
}

void host_stop(struct ridealong_host *host, enum host_exit exit)
{
	if (host->stopping)
		return;
	host->stopping = true;
	host->exit = exit;
	api_cancel_all(host);
	if (host->self != NULL && host->plugin->stop != NULL)
		host->plugin->stop(host->self);
	host->self = NULL;
	take_stop(host);
	mailbox_close(&host->mailbox);
	uv_close((uv_handle_t *)&host->sigterm, NULL);
	if (host->has_control)
		uv_close((uv_handle_t *)&host->control, NULL);
	uv_timer_start(&host->farewell, on_farewell, HOST_STOP_MS, 0);
	uv_unref((uv_handle_t *)&host->farewell);
}

/* After the client: no letter comes any more. */
static void open_last_letters(struct ridealong_host *host)
{
	while (host->mailbox.first != NULL) {
		struct letter *letter = host->mailbox.first;

		host->mailbox.first = letter->next;
		letter->open(host, letter);
		free(letter->bytes);
		free(letter);
	}
}

static void end(struct ridealong_host *host)
{
	uv_run(&host->loop, UV_RUN_DEFAULT);
	uv_close((uv_handle_t *)&host->farewell, NULL);
	uv_run(&host->loop, UV_RUN_DEFAULT);
	ridealong_client_close(host->client);
	open_last_letters(host);
	mailbox_finish(&host->mailbox);
	work_finish_all(host);
	take_finish(host);
}

/* Whether this is the plugin that was meant, and what it makes of its section. */
static enum status check(const struct ridealong_plugin *plugin, const struct hello *hello, struct error *reterr)
{
	if (strcmp(plugin->name, hello->plugin) != 0)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "wanted the plugin %.60s, got %.60s",
			hello->plugin, plugin->name);
	return settings_check(plugin, hello, reterr);
}

enum host_exit host_check(const struct ridealong_plugin *plugin, const struct hello *hello, int control)
{
	struct error error = { 0 };
	enum status st = check(plugin, hello, &error);
	json_t *answer = json_pack("{s:i, s:s}", "status", (int)st, "message", error.message);
	char *line;

	if (error.field != NULL)
		json_object_set_new(answer, "key", json_string(error.field));
	line = json_dumps(answer, JSON_COMPACT);
	json_decref(answer);
	if (line == NULL)
		return HOST_EXIT_NEVER;
	tell_starter(control, line);
	free(line);
	return HOST_EXIT_DONE;
}

enum host_exit host_run(const struct ridealong_plugin *plugin, const struct hello *hello, int control)
{
	struct ridealong_host *host = host_allocate(sizeof(*host));
	enum host_exit exit;
	struct error error;

	host->plugin = plugin;
	host->hello = hello;
	if (check(plugin, hello, &error) != STATUS_OK) {
		host_refuse(control, hello->plugin, error.message);
		free(host);
		return HOST_EXIT_NEVER;
	}
	uv_loop_init(&host->loop);
	if (start(host, control, &error) != STATUS_OK) {
		host_refuse(control, hello->plugin, error.message);
		exit = HOST_EXIT_NEVER;
		if (host->before_wait.data == NULL) /* nothing on the loop yet worth closing */
			_exit(exit);
		host_stop(host, exit);
	}
	end(host);
	exit = host->exit;
	uv_loop_close(&host->loop);
	free(host);
	return exit;
}
