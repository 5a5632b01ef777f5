/* plugins/reminders/ — what is under way. */
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/reminders.h"
#include "proto/status.h"

void cause_call(struct reminders *self, const struct cause *cause, const ProtobufCServiceDescriptor *service,
	const char *method, const ProtobufCMessage *request, sdk_reply_cb done, void *arg)
{
	if (cause->request != NULL)
		sdk_call_as_request(&self->sdk, cause->request, service, method, NULL, request, done, arg);
	else
		sdk_call(&self->sdk, cause->work, service, method, NULL, request, done, arg);
}

void task_begin(struct reminders *self, struct task *task, void (*free_task)(struct task *task))
{
	task->free = free_task;
	task->next = self->tasks;
	task->at = &self->tasks;
	if (task->next != NULL)
		task->next->at = &task->next;
	self->tasks = task;
}

void task_end(struct task *task)
{
	*task->at = task->next;
	if (task->next != NULL)
		task->next->at = task->at;
	task->free(task);
}

void task_end_all(struct reminders *self)
{
	while (self->tasks != NULL)
		task_end(self->tasks);
}

bool task_may_try_again(int status)
{
	switch (status) {
	case STATUS_CANCELLED:
	case STATUS_UNKNOWN:
	case STATUS_DEADLINE_EXCEEDED:
	case STATUS_RESOURCE_EXHAUSTED:
	case STATUS_ABORTED:
	case STATUS_INTERNAL:
	case STATUS_UNAVAILABLE:
	case STATUS_UNAUTHENTICATED: /* a token that is being renewed */
		return true;
	default:
		return false;
	}
}

void *task_allocate(size_t size)
{
	void *memory = calloc(1, size);

	if (memory == NULL)
		abort();
	return memory;
}

char *task_copy(const char *text)
{
	char *copy = strdup(text);

	if (copy == NULL)
		abort();
	return copy;
}
