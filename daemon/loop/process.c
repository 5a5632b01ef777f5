/* loop/ — starts a plugin's host, and tells it what it needs to know. */
#include "daemon/loop/process.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/loop/section.h"

/* The daemon's own errands are none of a plugin's. Credentials are: a section may name one (systemd.exec(5)). */
static char **make_environment(void)
{
	static const char *const private[] = {
		"NOTIFY_SOCKET=", "RIDEALONG_SERVER=", "LISTEN_FDS=", "LISTEN_PID=", "WATCHDOG_"
	};
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

enum status process_start(uv_loop_t *uv, const struct loop_plugin *config, bool quiet, uv_process_t *process,
	uv_pipe_t *control, uv_exit_cb on_exit, struct error *reterr)
{
	char host[SECTION_PATH], library[SECTION_PATH];
	char *arguments[] = { host, "--fd", "3", library, NULL };
	const uv_stdio_container_t output = { .flags = quiet ? UV_IGNORE : UV_INHERIT_FD,
		.data.fd = quiet ? 0 : STDERR_FILENO };
	uv_stdio_container_t stdio[4] = { { .flags = UV_IGNORE }, output, output,
		{ .flags = UV_CREATE_PIPE | UV_READABLE_PIPE | UV_WRITABLE_PIPE,
			.data.stream = (uv_stream_t *)control } };
	uv_process_options_t options = {
		.exit_cb = on_exit, .file = host, .args = arguments, .stdio_count = 4, .stdio = stdio
	};
	int r;

	section_host(host);
	section_library(config, library);
	options.env = make_environment();
	r = uv_spawn(uv, process, &options);
	free(options.env);
	if (r < 0)
		return error_set(reterr, STATUS_UNAVAILABLE, "%s: %s", host, uv_strerror(r));
	return STATUS_OK;
}

struct greeting {
	uv_write_t request;
	char *line;
};

static void on_greeted(uv_write_t *request, int status)
{
	struct greeting *greeting = (struct greeting *)request;

	(void)status; /* a host that did not read it ends, and says so */
	explicit_bzero(greeting->line, strlen(greeting->line));
	free(greeting->line);
	free(greeting);
}

void process_greet(uv_pipe_t *control, json_t *hello)
{
	struct greeting *greeting = calloc(1, sizeof(*greeting));
	uv_buf_t parts[2];

	if (greeting == NULL || (greeting->line = json_dumps(hello, JSON_COMPACT)) == NULL)
		abort();
	json_decref(hello);
	parts[0] = uv_buf_init(greeting->line, (unsigned)strlen(greeting->line));
	parts[1] = uv_buf_init((char[]){ '\n' }, 1);
	if (uv_write(&greeting->request, (uv_stream_t *)control, parts, 2, on_greeted) < 0)
		on_greeted(&greeting->request, -1);
}
