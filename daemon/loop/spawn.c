/* loop/ — starts a plugin's host: its folder, its process, and what it is told. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/loop/guard.h"
#include "daemon/loop/process.h"
#include "daemon/loop/section.h"

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

static enum status greet(struct guard *guard, const char *data_dir, struct error *reterr)
{
	const char *scopes[SECTION_SCOPES + 1];
	char token[RPC_TOKEN_SIZE], *text;
	json_t *hello;
	enum status st = section_scopes(guard->config, &text, scopes, reterr);

	if (st != STATUS_OK)
		return st;
	rpc_plugin_admit(guard->loop->options.rpc, guard->config->name, scopes, token);
	free(text);
	hello = section_hello(guard->config);
	json_object_set_new(hello, "server", json_string(guard->loop->options.server));
	json_object_set_new(hello, "token", json_string(token));
	json_object_set_new(hello, "data_dir", json_string(data_dir));
	json_object_set_new(hello, "now_us", json_integer(clock_now(guard->loop->options.clock)));
	json_object_set_new(hello, "simulation", json_boolean(guard->loop->options.service->simulation));
	explicit_bzero(token, sizeof(token));
	process_greet(&guard->control, hello);
	return STATUS_OK;
}

enum status guard_spawn(struct guard *guard, uv_exit_cb on_exit, struct error *reterr)
{
	char data_dir[SECTION_PATH];
	enum status st = make_folder(guard, data_dir, sizeof(data_dir), reterr);

	if (st != STATUS_OK)
		return st;
	uv_pipe_init(&guard->loop->uv, &guard->control, 0);
	guard->control.data = guard->process.data = guard;
	guard->control_open = guard->process_open = true;
	st = process_start(&guard->loop->uv, guard->config, false, &guard->process, &guard->control, on_exit, reterr);
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
