/* plugins/calendar/back: see back.h. */
#include "back/back.h"
#include "back/concern.h"
#include "back/feeds.h"
#include "back/mirror.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct waiter {
	struct waiter *next;
	struct back *back;
	void (*then)(void *arg, int status, const char *message);
	void *arg;
	size_t mirrors; /* still writing */
	int status;     /* of the feeds */
	char message[300];
};

struct back {
	const struct sdk *sdk;
	struct feeds *feeds;
	struct mirror **mirrors;
	size_t mirror_count;
	size_t asked;           /* events of which it is not known yet whom they concern */
	struct waiter *waiters; /* until it is */
	size_t parts;           /* that are stopping */
	void (*stopped)(void *arg);
	void *stopped_arg;
};

static void *or_abort(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

struct feeds *back_feeds(const struct back *back)
{
	return back->feeds;
}

/* ---- what happens ---- */

static void on_concerned(void *arg, const char *person)
{
	struct back *back = arg;

	feeds_mark(back->feeds, person);
	for (size_t i = 0; i < back->mirror_count; i++)
		mirror_mark(back->mirrors[i], person);
}

struct looking {
	struct back *back;
	struct ridealong_work *work;
};

static void settle_begin(struct waiter *waiter);

static void on_looked(void *arg, const struct ridealong_reply *end)
{
	struct looking looking = *(struct looking *)arg;
	struct back *back = looking.back;

	free(arg);
	if (end->status == STATUS_OK)
		sdk_finish(back->sdk, looking.work, NULL);
	else
		sdk_finish_as(back->sdk, looking.work, end);
	if (--back->asked > 0)
		return;
	while (back->waiters) {
		struct waiter *waiter = back->waiters;

		back->waiters = waiter->next;
		settle_begin(waiter);
	}
}

static void tell(void *arg, const char *person)
{
	on_concerned(((struct looking *)arg)->back, person);
}

void back_on_event(struct back *back, struct ridealong_work *work, const struct ridealong_event *event)
{
	struct looking *looking;

	if (back->mirror_count == 0 && feeds_count(back->feeds) == 0) {
		sdk_finish(back->sdk, work, NULL);
		return;
	}
	looking = or_abort(malloc(sizeof(*looking)));
	*looking = (struct looking){ back, work };
	back->asked++;
	calendar_concern_ask(back->sdk, work, event, tell, on_looked, looking);
}

bool back_wipe(struct back *back, const char *person)
{
	bool good = feeds_revoke(back->feeds, person);

	for (size_t i = 0; i < back->mirror_count; i++)
		good = mirror_wipe(back->mirrors[i], person) && good;
	return good;
}

void back_on_timer(struct back *back, struct ridealong_work *work)
{
	on_concerned(back, NULL);
	sdk_finish(back->sdk, work, NULL);
}

/* ---- until all is written ---- */

static void settle_end(struct waiter *waiter)
{
	waiter->then(waiter->arg, waiter->status, waiter->message);
	free(waiter);
}

static void on_mirror(void *arg)
{
	struct waiter *waiter = arg;

	if (--waiter->mirrors == 0)
		settle_end(waiter);
}

static void on_feeds(void *arg, int status, const char *message)
{
	struct waiter *waiter = arg;
	struct back *back = waiter->back;

	waiter->status = status;
	snprintf(waiter->message, sizeof(waiter->message), "%s", message);
	waiter->mirrors = back->mirror_count + 1;
	for (size_t i = 0; i < back->mirror_count; i++)
		mirror_wait(back->mirrors[i], on_mirror, waiter);
	on_mirror(waiter);
}

static void settle_begin(struct waiter *waiter)
{
	feeds_wait(waiter->back->feeds, on_feeds, waiter);
}

void back_settle(struct back *back, void (*then)(void *arg, int status, const char *message), void *arg)
{
	struct waiter *waiter = or_abort(calloc(1, sizeof(*waiter)));

	*waiter = (struct waiter){ .back = back, .then = then, .arg = arg };
	if (back->asked == 0) {
		settle_begin(waiter);
		return;
	}
	waiter->next = back->waiters;
	back->waiters = waiter;
}

/* ---- life ---- */

static void on_stopped(void *arg)
{
	struct back *back = arg;

	if (--back->parts > 0)
		return;
	back->stopped(back->stopped_arg);
	free(back->mirrors);
	free(back);
}

void back_stop(struct back *back, void (*stopped)(void *arg), void *arg)
{
	if (!back) {
		stopped(arg);
		return;
	}
	back->stopped = stopped;
	back->stopped_arg = arg;
	back->parts = back->mirror_count + 1;
	for (size_t i = 0; i < back->mirror_count; i++)
		mirror_stop(back->mirrors[i], on_stopped, back);
	feeds_stop(back->feeds, on_stopped, back);
}

static void forgotten(void *arg)
{
	(void)arg;
}

struct back *back_start(const struct sdk *sdk, const char **ret_error)
{
	struct back *back = or_abort(calloc(1, sizeof(*back)));
	const char *part;

	back->sdk = sdk;
	back->feeds = feeds_start(sdk, ret_error);
	if (!back->feeds) {
		free(back);
		return NULL;
	}
	for (size_t i = 0; (part = sdk_part(sdk, i)) != NULL; i++) {
		struct mirror *mirror;

		if (!sdk_part_config(sdk, part, "sessions_to", NULL))
			continue;
		mirror = mirror_start(sdk, part, ret_error);
		if (!mirror) {
			back_stop(back, forgotten, NULL);
			return NULL;
		}
		back->mirrors = or_abort(realloc(back->mirrors, (back->mirror_count + 1) * sizeof(struct mirror *)));
		back->mirrors[back->mirror_count++] = mirror;
	}
	return back;
}
