/* plugins/reminders/ — what the plugin's parts share. All on the host's thread. */
#ifndef RIDEALONG_REMINDERS_REMINDERS_H
#define RIDEALONG_REMINDERS_REMINDERS_H

#include <ridealong/sdk.h>
#include <stdbool.h>

#include "plugins/reminders/channel.h"
#include "plugins/reminders/text.h"

struct inbox;
struct task;

/** The plugin's state. */
struct reminders {
	struct sdk sdk;
	struct text_catalogue *texts;
	struct channel *channel;
	struct inbox *inbox;  /* NULL: nobody answers by mail here */
	const char *from;     /* config: "Name <address>" */
	const char *domain;   /* config: of Message-IDs and answer addresses */
	const char *language; /* config: for strangers */
	struct task *tasks;   /* under way */
	bool looked_back;     /* reminders that an earlier life left pending were looked at */
};

/** Something that goes on over several calls. The first member of its struct: when the plugin stops no callback comes
 *  any more, and what is under way is freed from here. */
struct task {
	struct task *next, **at;
	void (*free)(struct task *task);
};

void task_begin(struct reminders *self, struct task *task, void (*free_task)(struct task *task));
/** Unlinks and frees. */
void task_end(struct task *task);
/** Frees all. */
void task_end_all(struct reminders *self);

/** Whether a status may be different the next time. */
bool task_may_try_again(int status);

/** calloc, or the end: a plugin without memory is started anew by its supervisor. */
void *task_allocate(size_t size);
char *task_copy(const char *text);

#endif
