/* plugins/reminders/channels/ — a command as a channel: a process a mail, JSON on its standard input. */
#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "plugins/reminders/channels/channel.h"

enum { MOST_ARGUMENTS = 32, COMPLAINT = 300, LAST_WORDS = 1000 /* ms */, SECONDS = 30 };

struct command_channel {
	struct channel channel;
	uv_loop_t *loop;
	char *line; /* the arguments' bytes */
	char *argv[MOST_ARGUMENTS + 1];
	int seconds;
	int under_way;
	bool closing;
	struct run *runs;
};

struct run {
	struct run *next;
	struct command_channel *self;
	uv_process_t process;
	uv_pipe_t input, complaints;
	uv_timer_t limit;
	uv_write_t write;
	char *json, *key;   /* the key as NAME=VALUE */
	char **environment; /* ours and that one; ours is borrowed */
	char complaint[COMPLAINT];
	size_t length;
	int handles; /* still open */
	bool too_late, exited, silent, closed;
	int64_t code;
	int signal;
	channel_done_cb done;
	void *arg;
};

/* ---- the end of a run ---- */

static void let_go(struct command_channel *self)
{
	if (!self->closing || self->under_way > 0)
		return;
	free(self->line);
	free(self);
}

static bool is_for_good(int64_t code)
{
	return code == EX_USAGE || code == EX_DATAERR || code == EX_NOUSER || code == EX_NOHOST || code == EX_NOPERM;
}

static void tell(struct run *run)
{
	char message[COMPLAINT + 100];
	const char *last;

	while (run->length > 0 && isspace((unsigned char)run->complaint[run->length - 1]))
		run->length--;
	run->complaint[run->length] = '\0';
	last = strrchr(run->complaint, '\n');
	last = last != NULL ? last + 1 : run->complaint;
	if (run->too_late)
		snprintf(message, sizeof(message), "the command took more than %d seconds", run->self->seconds);
	else if (run->signal != 0)
		snprintf(message, sizeof(message), "the command was ended by signal %d", run->signal);
	else
		snprintf(message, sizeof(message), "the command ended with %lld%s%s", (long long)run->code,
			last[0] != '\0' ? ": " : "", last);
	if (run->code == 0 && run->signal == 0 && !run->too_late)
		run->done(run->arg, STATUS_OK, "", 0);
	else
		run->done(
			run->arg, is_for_good(run->code) ? STATUS_FAILED_PRECONDITION : STATUS_UNAVAILABLE, message, 0);
}

static void on_closed(uv_handle_t *handle)
{
	struct run *run = handle->data;
	struct command_channel *self = run->self;

	if (--run->handles > 0)
		return;
	for (struct run **at = &self->runs; *at != NULL; at = &(*at)->next)
		if (*at == run) {
			*at = run->next;
			break;
		}
	tell(run);
	free(run->json);
	free(run->key);
	free(run->environment);
	free(run);
	self->under_way--;
	let_go(self);
}

static void close_one(uv_handle_t *handle)
{
	if (!uv_is_closing(handle))
		uv_close(handle, on_closed);
}

static void close_all(struct run *run)
{
	if (run->closed)
		return;
	run->closed = true;
	close_one((uv_handle_t *)&run->process);
	close_one((uv_handle_t *)&run->input);
	close_one((uv_handle_t *)&run->complaints);
	close_one((uv_handle_t *)&run->limit);
}

/* ---- what comes from the process ---- */

static void on_limit(uv_timer_t *timer)
{
	struct run *run = timer->data;

	if (run->exited) { /* somebody else still holds its standard error */
		close_all(run);
		return;
	}
	run->too_late = true;
	uv_process_kill(&run->process, SIGKILL);
}

static void on_exit_code(uv_process_t *process, int64_t code, int term_signal)
{
	struct run *run = process->data;

	run->code = code;
	run->signal = term_signal;
	run->exited = true;
	if (run->silent)
		close_all(run);
	else
		uv_timer_start(&run->limit, on_limit, LAST_WORDS, 0);
}

static void on_room(uv_handle_t *handle, size_t wanted, uv_buf_t *ret)
{
	struct run *run = handle->data;

	(void)wanted;
	/* The last line counts: when it is full, the first half goes. */
	if (run->length > COMPLAINT / 2) {
		memmove(run->complaint, run->complaint + COMPLAINT / 4, run->length - COMPLAINT / 4);
		run->length -= COMPLAINT / 4;
	}
	*ret = uv_buf_init(run->complaint + run->length, (unsigned)(COMPLAINT - 1 - run->length));
}

static void on_complaint(uv_stream_t *stream, ssize_t size, const uv_buf_t *bytes)
{
	struct run *run = stream->data;

	(void)bytes;
	if (size > 0) {
		run->length += (size_t)size;
	} else if (size < 0) {
		uv_read_stop(stream);
		run->silent = true;
		if (run->exited)
			close_all(run);
	}
}

/* Not reading all of it is the command's own choice: its exit code tells. */
static void on_written(uv_write_t *write, int status)
{
	struct run *run = write->data;

	(void)status;
	close_one((uv_handle_t *)&run->input);
}

/* ---- beginning ---- */

static char *json_of(const struct channel_mail *mail)
{
	json_t *object = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s#}", "key", mail->key, "to", mail->to,
		"toName", mail->to_name, "subject", mail->subject, "body", mail->body, "language", mail->language,
		"messageId", mail->message_id, "mail", mail->bytes, (int)mail->size);
	char *json = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;

	json_decref(object);
	return json;
}

/* Who is handed the same message twice tells by its key, without having to read the rest. */
static void name_key(struct run *run, const char *key)
{
	static const char name[] = "RIDEALONG_KEY=";
	size_t count = 0, kept = 0;

	while (environ[count] != NULL)
		count++;
	run->environment = calloc(count + 2, sizeof(*run->environment));
	run->key = malloc(sizeof(name) + strlen(key));
	if (run->environment == NULL || run->key == NULL)
		abort();
	strcat(strcpy(run->key, name), key);
	for (size_t i = 0; i < count; i++)
		if (strncmp(environ[i], name, sizeof(name) - 1) != 0)
			run->environment[kept++] = environ[i];
	run->environment[kept] = run->key;
}

static int spawn(struct run *run)
{
	uv_stdio_container_t stdio[3] = {
		{ .flags = UV_CREATE_PIPE | UV_READABLE_PIPE, .data.stream = (uv_stream_t *)&run->input },
		{ .flags = UV_IGNORE },
		{ .flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&run->complaints },
	};
	uv_process_options_t options = { .file = run->self->argv[0],
		.args = run->self->argv,
		.stdio = stdio,
		.stdio_count = 3,
		.env = run->environment,
		.cwd = "/",
		.exit_cb = on_exit_code };

	return uv_spawn(run->self->loop, &run->process, &options);
}

static void deliver(struct channel *channel, const struct channel_mail *mail, channel_done_cb done, void *arg)
{
	struct command_channel *self = (struct command_channel *)channel;
	struct run *run = calloc(1, sizeof(*run));
	uv_buf_t bytes;
	int failure;

	if (run == NULL || (run->json = json_of(mail)) == NULL)
		abort();
	name_key(run, mail->key);
	run->self = self;
	run->done = done;
	run->arg = arg;
	run->handles = 4;
	run->process.data = run->input.data = run->complaints.data = run->limit.data = run->write.data = run;
	run->next = self->runs;
	self->runs = run;
	self->under_way++;
	uv_pipe_init(self->loop, &run->input, 0);
	uv_pipe_init(self->loop, &run->complaints, 0);
	uv_timer_init(self->loop, &run->limit);
	failure = spawn(run);
	if (failure != 0) {
		run->code = EX_TEMPFAIL;
		run->length = (size_t)snprintf(run->complaint, COMPLAINT, "%s", uv_strerror(failure));
		close_all(run);
		return;
	}
	uv_timer_start(&run->limit, on_limit, (uint64_t)self->seconds * 1000, 0);
	uv_read_start((uv_stream_t *)&run->complaints, on_room, on_complaint);
	bytes = uv_buf_init(run->json, (unsigned)strlen(run->json));
	if (uv_write(&run->write, (uv_stream_t *)&run->input, &bytes, 1, on_written) != 0)
		close_one((uv_handle_t *)&run->input);
}

static void close_channel(struct channel *channel)
{
	struct command_channel *self = (struct command_channel *)channel;

	self->closing = true;
	for (struct run *run = self->runs; run != NULL; run = run->next)
		if (!run->closed)
			uv_process_kill(&run->process, SIGKILL);
	let_go(self);
}

/* Cuts the line in place, into at most MOST_ARGUMENTS. */
static bool split(char *line, char **argv)
{
	char *from = line, *to = line;
	int count = 0;

	for (;;) {
		bool quoted = false;

		while (*from == ' ' || *from == '\t')
			from++;
		if (*from == '\0' || count == MOST_ARGUMENTS)
			break;
		argv[count++] = to;
		for (; *from != '\0' && (quoted || (*from != ' ' && *from != '\t')); from++) {
			if (*from == '"')
				quoted = !quoted;
			else
				*to++ = *from;
		}
		if (quoted)
			return false;
		if (*from != '\0')
			from++;
		*to++ = '\0';
	}
	return *from == '\0' && count > 0 && argv[0][0] == '/';
}

static const char *command_fault(const char *command)
{
	char *argv[MOST_ARGUMENTS], *line = strdup(command);
	bool good = line != NULL && split(line, argv);

	free(line);
	return good ? NULL : "is no program's full path and a few words, with every quote closed";
}

struct channel *channel_command_open(uv_loop_t *loop, const char *command, int seconds, struct error *reterr)
{
	struct command_channel *self = calloc(1, sizeof(*self));

	if (self == NULL || (self->line = strdup(command)) == NULL) {
		free(self);
		error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for a channel");
		return NULL;
	}
	if (!split(self->line, self->argv)) {
		free(self->line);
		free(self);
		error_set(reterr, STATUS_INVALID_ARGUMENT,
			"command = %s is no program's full path with at most %d words", command, MOST_ARGUMENTS);
		return NULL;
	}
	self->channel = (struct channel){ .name = "command", .deliver = deliver, .close = close_channel };
	self->loop = loop;
	self->seconds = seconds;
	return &self->channel;
}

static struct channel *open_channel(uv_loop_t *loop, channel_value value, void *arg, struct error *reterr)
{
	const char *seconds = value(arg, "command_seconds");

	return channel_command_open(loop, value(arg, "command"), seconds != NULL ? atoi(seconds) : SECONDS, reterr);
}

const struct channel_kind channel_command = { .name = "command",
	.settings = (const struct ridealong_setting[]){ { "command", command_fault },
		{ "command_seconds", channel_seconds_fault }, { NULL, NULL } },
	.open = open_channel };
