/* loop/ — tasks from other threads. One wake-up may stand for many: drain. */
#include <pthread.h>
#include <stdlib.h>

#include "daemon/base/log.h"
#include "daemon/loop/inside.h"

struct loop_inbox {
	uv_async_t wake;
	struct loop_task hint; /* of a commit; posted at most once at a time */

	pthread_mutex_t lock; /* of what follows */
	struct loop_task *first, *last;
	bool open, hinted;
};

static struct loop_task *take_all(struct loop_inbox *inbox)
{
	struct loop_task *first;

	pthread_mutex_lock(&inbox->lock);
	first = inbox->first;
	inbox->first = inbox->last = NULL;
	pthread_mutex_unlock(&inbox->lock);
	return first;
}

static void run_all(struct loop_inbox *inbox)
{
	struct loop_task *task;

	while ((task = take_all(inbox)) != NULL) {
		while (task != NULL) {
			struct loop_task *next = task->next;

			task->run(task);
			task = next;
		}
	}
}

static void on_wake(uv_async_t *wake)
{
	struct loop *loop = wake->data;

	run_all(loop->inbox);
}

static void add(struct loop_inbox *inbox, struct loop_task *task)
{
	task->next = NULL;
	if (inbox->last != NULL)
		inbox->last->next = task;
	else
		inbox->first = task;
	inbox->last = task;
	if (inbox->open)
		uv_async_send(&inbox->wake);
}

void loop_post(struct loop *loop, struct loop_task *task)
{
	struct loop_inbox *inbox = loop->inbox;

	pthread_mutex_lock(&inbox->lock);
	add(inbox, task);
	pthread_mutex_unlock(&inbox->lock);
}

static void run_hooks(struct loop_hook *hook)
{
	for (; hook != NULL; hook = hook->next)
		hook->run(hook);
}

static void on_hint(struct loop_task *task)
{
	struct loop_inbox *inbox = (struct loop_inbox *)((char *)task - offsetof(struct loop_inbox, hint));
	struct loop *loop = inbox->wake.data;

	/* First: a commit from here on is not part of what the hooks see. */
	pthread_mutex_lock(&inbox->lock);
	inbox->hinted = false;
	pthread_mutex_unlock(&inbox->lock);
	if (loop->stopping)
		return;
	run_hooks(loop->on_commit);
	loop_timer_check(loop);
}

void loop_hint(struct loop *loop)
{
	struct loop_inbox *inbox = loop->inbox;

	pthread_mutex_lock(&inbox->lock);
	if (!inbox->hinted) {
		inbox->hinted = true;
		add(inbox, &inbox->hint);
	}
	pthread_mutex_unlock(&inbox->lock);
}

bool loop_inbox_empty(struct loop *loop)
{
	struct loop_inbox *inbox = loop->inbox;
	bool empty;

	pthread_mutex_lock(&inbox->lock);
	empty = inbox->first == NULL;
	pthread_mutex_unlock(&inbox->lock);
	return empty;
}

enum status loop_inbox_start(struct loop *loop, struct error *reterr)
{
	struct loop_inbox *inbox = calloc(1, sizeof(*inbox));
	int failed;

	if (inbox == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	failed = uv_async_init(&loop->uv, &inbox->wake, on_wake);
	if (failed != 0) {
		free(inbox);
		return error_set(reterr, STATUS_UNAVAILABLE, "no loop: %s", uv_strerror(failed));
	}
	inbox->wake.data = loop;
	inbox->hint.run = on_hint;
	inbox->open = true;
	pthread_mutex_init(&inbox->lock, NULL);
	loop->inbox = inbox;
	return STATUS_OK;
}

void loop_inbox_stop(struct loop *loop)
{
	struct loop_inbox *inbox = loop->inbox;
	bool open;

	pthread_mutex_lock(&inbox->lock);
	open = inbox->open;
	inbox->open = false;
	pthread_mutex_unlock(&inbox->lock);
	if (open)
		uv_close((uv_handle_t *)&inbox->wake, NULL);
}

void loop_inbox_drain(struct loop *loop)
{
	run_all(loop->inbox);
}

void loop_inbox_destroy(struct loop *loop)
{
	if (loop->inbox == NULL)
		return;
	pthread_mutex_destroy(&loop->inbox->lock);
	free(loop->inbox);
	loop->inbox = NULL;
}
