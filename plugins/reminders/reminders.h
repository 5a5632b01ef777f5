/* plugins/reminders/ — what the plugin's parts share. All on the host's thread. */
#ifndef RIDEALONG_REMINDERS_REMINDERS_H
#define RIDEALONG_REMINDERS_REMINDERS_H

#include <ridealong/sdk.h>
#include <stdbool.h>

#include "plugins/reminders/answers/refusals.h"
#include "plugins/reminders/catalogue/text.h"
#include "plugins/reminders/channels/way.h"

struct errand;
struct inbox;
struct pace;
struct task;
struct turn;

/** The plugin's state. */
struct reminders {
	struct sdk sdk;
	struct text_catalogue *texts;
	struct ways *ways;     /* how mails leave */
	struct inbox *inbox;   /* the configured one, or one of our own */
	const char *from;      /* config: "Name <address>" */
	const char *domain;    /* config: of Message-IDs and answer addresses */
	const char *language;  /* config: for strangers */
	const char *authority; /* config: the mail server that has to vouch for answers, or NULL */
	struct refusals refusals;
	struct task *tasks;     /* under way */
	struct pace *pace;      /* how much goes out at once: delivery/pace.h */
	struct turn *turns;     /* whose turn it is, and who waits: turn.h */
	struct errand *errands; /* messages on their way, and those that wait for it: delivery/errand.h */
	int errands_under_way;
	struct ridealong_work *settle; /* the wish to settle at hand; there is one at a time */
	bool turning;                  /* a turn is being begun */
	bool sending_off;              /* an errand is being begun */
	bool looked_back;              /* reminders that an earlier life left pending were looked at */
};

/** What a write is part of: a piece of work or, without one, something with a name of its own (a letter). Request ids
 *  derive from it, so that what is done again has one effect and nothing depends on chance. The name is borrowed. */
struct cause {
	struct ridealong_work *work;
	const char *request;
};

/** sdk_call() for a cause; acts as nobody else. */
void cause_call(struct reminders *self, const struct cause *cause, const ProtobufCServiceDescriptor *service,
	const char *method, const ProtobufCMessage *request, sdk_reply_cb done, void *arg);

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
