/* loop/ — the main thread. */
#include "daemon/loop/loop.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"
#include "daemon/loop/inside.h"

static const int watched_signals[] = { SIGTERM, SIGINT, SIGHUP };

static void on_signal(uv_signal_t *signal, int number)
{
	struct loop *loop = signal->data;

	if (number == SIGHUP) {
		if (loop->options.reload != NULL)
			loop->options.reload(loop->options.reload_arg);
		return;
	}
	loop_stop(loop);
}

static void watch_signals(struct loop *loop)
{
	for (size_t i = 0; i < sizeof(watched_signals) / sizeof(watched_signals[0]); i++) {
		uv_signal_init(&loop->uv, &loop->signals[i]);
		loop->signals[i].data = loop;
		uv_signal_start(&loop->signals[i], on_signal, watched_signals[i]);
	}
}

static enum status start_parts(struct loop *loop, struct error *reterr)
{
	enum status status;

	status = loop_inbox_start(loop, reterr);
	if (status == STATUS_OK)
		status = loop_calls_start(loop, reterr);
	if (status == STATUS_OK)
		status = loop_timer_start(loop, reterr);
	if (status == STATUS_OK)
		status = loop_watch_start(loop, reterr);
	if (status == STATUS_OK)
		watch_signals(loop);
	return status;
}

enum status loop_create(const struct loop_options *options, struct loop **ret, struct error *reterr)
{
	struct loop *loop = calloc(1, sizeof(*loop));
	enum status status;
	int failed;

	if (loop == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	loop->options = *options;
	status = store_connect(options->store, STORE_READ, &loop->conn, reterr);
	if (status != STATUS_OK)
		goto free_loop;
	failed = uv_loop_init(&loop->uv);
	if (failed != 0) {
		status = error_set(reterr, STATUS_UNAVAILABLE, "no loop: %s", uv_strerror(failed));
		goto disconnect;
	}
	status = start_parts(loop, reterr);
	if (status != STATUS_OK)
		goto disconnect; /* the process is about to end: the loop's handles end with it */
	*ret = loop;
	return STATUS_OK;

disconnect:
	store_disconnect(loop->conn);
free_loop:
	free(loop);
	return status;
}

/* The inbox stays open for what the loop itself still waits for. */
static void stop_inbox_when_done(struct loop *loop)
{
	if (loop->stopping && loop->writes == 0)
		loop_inbox_stop(loop);
}

void loop_run(struct loop *loop)
{
	loop_timer_check(loop);
	uv_run(&loop->uv, UV_RUN_DEFAULT);
}

void loop_stop(struct loop *loop)
{
	if (loop->stopping)
		return;
	rpc_refuse(loop->options.rpc);
	loop->stopping = true;
	for (struct loop_hook *hook = loop->on_stop; hook != NULL; hook = hook->next)
		hook->run(hook);
	loop_calls_stop(loop);
	loop_timer_stop(loop);
	for (size_t i = 0; i < sizeof(loop->signals) / sizeof(loop->signals[0]); i++)
		uv_close((uv_handle_t *)&loop->signals[i], NULL);
	stop_inbox_when_done(loop);
}

void loop_destroy(struct loop *loop)
{
	if (loop == NULL)
		return;
	loop_inbox_drain(loop);
	loop_watch_destroy(loop);
	loop_timer_destroy(loop);
	loop_calls_destroy(loop);
	loop_inbox_destroy(loop);
	if (uv_loop_close(&loop->uv) != 0)
		log_warning("something was left on the loop");
	store_disconnect(loop->conn);
	free(loop);
}

int64_t loop_now(const struct loop *loop)
{
	return clock_now(loop->options.clock);
}

struct store_conn *loop_conn(struct loop *loop)
{
	return loop->conn;
}

void loop_handle(struct loop *loop, const char *method, loop_handler handler)
{
	if (loop->n_handlers == sizeof(loop->handlers) / sizeof(loop->handlers[0])) {
		log_error("too many handlers");
		abort();
	}
	loop->handlers[loop->n_handlers++] = (struct loop_handler_row){ .method = method, .handler = handler };
}

/* At the end: hooks run in the order in which they came. */
static void add_hook(struct loop_hook **list, struct loop_hook *hook)
{
	while (*list != NULL)
		list = &(*list)->next;
	hook->next = NULL;
	*list = hook;
}

void loop_on_commit(struct loop *loop, struct loop_hook *hook)
{
	add_hook(&loop->on_commit, hook);
}

void loop_on_due(struct loop *loop, struct loop_hook *hook)
{
	add_hook(&loop->on_due, hook);
}

void loop_on_stop(struct loop *loop, struct loop_hook *hook)
{
	add_hook(&loop->on_stop, hook);
}

/* A write of the daemon's own, on its way to the lane and back. */
struct own_write {
	struct loop_task task;
	struct loop *loop;
	enum status (*run)(struct call *call, void *arg);
	void (*done)(struct loop *loop, void *arg, const struct error *error);
	void *arg;
	bool failed;
	struct error error;
};

static enum status run_in_lane(struct call *call, void *arg)
{
	struct own_write *own = arg;

	return own->run(call, own->arg);
}

static void back_in_loop(struct loop_task *task)
{
	struct own_write *own = (struct own_write *)task;
	struct loop *loop = own->loop;

	loop->writes--;
	own->done(loop, own->arg, own->failed ? &own->error : NULL);
	free(own);
	stop_inbox_when_done(loop);
}

static void done_in_lane(void *arg, const struct error *error)
{
	struct own_write *own = arg;

	own->failed = error != NULL;
	if (own->failed)
		own->error = *error;
	loop_post(own->loop, &own->task);
}

static struct own_write *begin_write(struct loop *loop, enum status (*run)(struct call *call, void *arg), void *arg,
	void (*done)(struct loop *loop, void *arg, const struct error *error))
{
	struct own_write *own = calloc(1, sizeof(*own));

	if (own == NULL) {
		log_error("out of memory");
		abort();
	}
	*own = (struct own_write){
		.task = { .run = back_in_loop }, .loop = loop, .run = run, .done = done, .arg = arg
	};
	loop->writes++;
	return own;
}

void loop_write(struct loop *loop, const struct actor *actor, const char *request_id,
	enum status (*run)(struct call *call, void *arg), void *arg,
	void (*done)(struct loop *loop, void *arg, const struct error *error))
{
	rpc_write(loop->options.rpc, actor, request_id, run_in_lane, begin_write(loop, run, arg, done), done_in_lane);
}

void loop_write_apart(struct loop *loop, const struct actor *actor, const char *request_id,
	enum status (*run)(struct call *call, void *arg), void *arg,
	void (*done)(struct loop *loop, void *arg, const struct error *error))
{
	rpc_write_apart(
		loop->options.rpc, actor, request_id, run_in_lane, begin_write(loop, run, arg, done), done_in_lane);
}

bool loop_quiet(struct loop *loop)
{
	/* The lanes first: what they did is posted before they say that they are idle. */
	return loop->writes == 0 && rpc_idle(loop->options.rpc) && loop_inbox_empty(loop) && loop_timer_quiet(loop);
}
