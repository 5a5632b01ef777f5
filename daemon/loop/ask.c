/* loop/ — asks plugins' hosts whether their sections make sense. Before there is a loop: it brings its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/loop/process.h"
#include "daemon/loop/section.h"
#include "daemon/loop/supervisor.h"

#define SAID_SIZE 4096

/* One plugin, asked. */
struct question {
	const struct loop_plugin *config;
	uv_process_t process;
	uv_pipe_t control;
	uv_timer_t patience;
	bool impatient;
	int64_t exit_code;
	int exit_signal;
	char said[SAID_SIZE]; /* its line of JSON, or a sentence why there is none */
	size_t length;
};

static void on_exit_of_process(uv_process_t *process, int64_t code, int signal)
{
	struct question *question = process->data;

	question->exit_code = code;
	question->exit_signal = signal;
	uv_close((uv_handle_t *)process, NULL);
	uv_close((uv_handle_t *)&question->patience, NULL);
}

static void on_patience_ended(uv_timer_t *timer)
{
	struct question *question = timer->data;

	question->impatient = true;
	uv_process_kill(&question->process, SIGKILL);
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret)
{
	struct question *question = handle->data;

	(void)suggested;
	*ret = uv_buf_init(question->said + question->length, (unsigned)(SAID_SIZE - 1 - question->length));
}

/* To the end of what it says, or of what fits. */
static void on_said(uv_stream_t *control, ssize_t n, const uv_buf_t *buffer)
{
	struct question *question = control->data;

	(void)buffer;
	if (n > 0)
		question->length += (size_t)n;
	if (n < 0 || question->length == SAID_SIZE - 1)
		uv_close((uv_handle_t *)control, NULL);
}

static void greet(struct question *question)
{
	json_t *hello = section_hello(question->config);

	json_object_set_new(hello, "check", json_true());
	process_greet(&question->control, hello);
}

static enum status ask(struct question *question, struct error *reterr)
{
	enum status st;
	uv_loop_t uv;

	uv_loop_init(&uv);
	uv_pipe_init(&uv, &question->control, 0);
	uv_timer_init(&uv, &question->patience);
	question->control.data = question->process.data = question->patience.data = question;
	st = process_start(
		&uv, question->config, true, &question->process, &question->control, on_exit_of_process, reterr);
	if (st == STATUS_OK) {
		uv_read_start((uv_stream_t *)&question->control, on_alloc, on_said);
		uv_timer_start(&question->patience, on_patience_ended, SUPERVISOR_WATCHDOG_S * 1000, 0);
		greet(question);
	} else {
		uv_close((uv_handle_t *)&question->process, NULL);
		uv_close((uv_handle_t *)&question->control, NULL);
		uv_close((uv_handle_t *)&question->patience, NULL);
	}
	uv_run(&uv, UV_RUN_DEFAULT);
	uv_loop_close(&uv);
	return st;
}

/* No answer: whatever is known of why. */
static enum status explain(const struct question *question, struct error *reterr)
{
	if (question->impatient)
		return error_set(reterr, STATUS_FAILED_PRECONDITION,
			"did not say within %d seconds what it makes of its section", SUPERVISOR_WATCHDOG_S);
	if (question->length > 0)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "%s", question->said);
	if (question->exit_signal != 0)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "ended by signal %d (%s)", question->exit_signal,
			strsignal(question->exit_signal));
	return error_set(
		reterr, STATUS_FAILED_PRECONDITION, "ended with exit code %lld", (long long)question->exit_code);
}

/* The section's own text of a key, which outlives the answer. */
static const char *own_key(const struct loop_plugin *config, const char *key)
{
	for (size_t i = 0; key != NULL && i < config->n_settings; i++)
		if (strcmp(config->keys[i], key) == 0)
			return config->keys[i];
	return NULL;
}

static enum status read_answer(const struct question *question, const json_t *answer, struct error *reterr)
{
	const json_t *status = json_object_get(answer, "status");
	const char *message = json_string_value(json_object_get(answer, "message"));
	const char *key = own_key(question->config, json_string_value(json_object_get(answer, "key")));

	if (!json_is_integer(status) || message == NULL)
		return explain(question, reterr);
	switch (json_integer_value(status)) {
	case STATUS_OK:
		return STATUS_OK;
	case STATUS_NOT_FOUND: /* the supervisor's own keys belong to the plugin's main section */
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, key, "%s%s", message,
			key != NULL && strchr(key, '.') != NULL ? "" : " and those of every plugin (" SECTION_KEYS ")");
	case STATUS_INVALID_ARGUMENT:
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, key, "%s", message);
	default:
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "%s", message);
	}
}

enum status supervisor_check(const struct loop_plugin *plugin, struct error *reterr)
{
	struct question question = { .config = plugin };
	enum status st = section_check(plugin, reterr);
	json_t *answer;

	if (st == STATUS_OK)
		st = ask(&question, reterr);
	if (st != STATUS_OK)
		return st;
	question.said[strcspn(question.said, "\n")] = '\0';
	answer = json_loads(question.said, 0, NULL);
	st = read_answer(&question, answer, reterr);
	json_decref(answer);
	return st;
}

/* A thread of libuv's own. */
static void check_all(uv_work_t *work)
{
	struct supervisor_checking *checking = work->data;

	for (checking->at = 0; checking->at < checking->n_plugins; checking->at++)
		if (supervisor_check(&checking->plugins[checking->at], &checking->error) != STATUS_OK)
			return;
}

static void on_all_checked(uv_work_t *work, int status)
{
	struct supervisor_checking *checking = work->data;
	const bool well = status == 0 && checking->at == checking->n_plugins;

	checking->done(checking, well ? NULL : &checking->error);
}

void supervisor_check_beside(struct loop *loop, struct supervisor_checking *checking)
{
	checking->work.data = checking;
	uv_queue_work(&loop->uv, &checking->work, check_all, on_all_checked);
}
