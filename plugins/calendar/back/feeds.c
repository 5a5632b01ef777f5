/* plugins/calendar/back: see feeds.h. */
#include "back/feeds.h"
#include "back/daily.h"
#include "back/entries.h"
#include "back/folder.h"
#include "back/view.h"

#include "proto/status.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum {
	QUIET_MS = 1000,  /* of real time, after an event: they come in a row */
	AGAIN_MS = 10000, /* of real time, after a failure */
};

struct due {
	struct due *next;
	char *person;
};

struct waiter {
	struct waiter *next;
	void (*then)(void *arg, int status, const char *message);
	void *arg;
};

struct feeds {
	const struct sdk *sdk;
	const char *folder, *url; /* the config's; empty: none */
	struct ledger ledger;
	struct due *due;     /* whose feed is to be written */
	struct due *again;   /* those that could not be: tried later */
	struct due *writing; /* NULL: idle */
	struct waiter *waiters;
	struct daily daily;
	int status; /* the first failure since somebody waits */
	char message[300];
	uv_timer_t timer;
	bool timer_open;
	void (*stopped)(void *arg);
	void *stopped_arg;
};

static void *or_abort(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

bool feeds_served(const struct feeds *feeds)
{
	return *feeds->folder != '\0';
}

const struct ledger_entry *feeds_find(const struct feeds *feeds, const char *person)
{
	return ledger_find(&feeds->ledger, person);
}

char *feeds_address(const struct feeds *feeds, const struct ledger_entry *entry)
{
	const char *base = *feeds->url ? feeds->url : feeds->folder;
	const size_t length = strlen(base);
	char *address;

	if (asprintf(&address, "%s%s%s.ics", base, length > 0 && base[length - 1] == '/' ? "" : "/", entry->secret) < 0)
		abort();
	return address;
}

/* ---- whose is to be written ---- */

static void due_free(struct due *due)
{
	free(due->person);
	free(due);
}

static void list_free(struct due **list)
{
	while (*list) {
		struct due *due = *list;

		*list = due->next;
		due_free(due);
	}
}

static void push(struct due **list, struct due *due)
{
	while (*list)
		list = &(*list)->next;
	due->next = NULL;
	*list = due;
}

/* Once is enough, whatever happened. */
static void mark(struct feeds *feeds, const char *person)
{
	struct due *due;

	if (!feeds_served(feeds) || !feeds_find(feeds, person))
		return;
	for (due = feeds->due; due; due = due->next)
		if (strcmp(due->person, person) == 0)
			return;
	due = or_abort(calloc(1, sizeof(*due)));
	due->person = or_abort(strdup(person));
	push(&feeds->due, due);
}

static void mark_all(struct feeds *feeds)
{
	for (size_t i = 0; i < feeds->ledger.count; i++)
		mark(feeds, feeds->ledger.entries[i].person);
}

size_t feeds_count(const struct feeds *feeds)
{
	return feeds_served(feeds) ? feeds->ledger.count : 0;
}

static void marks_again(struct feeds *feeds)
{
	while (feeds->again) {
		struct due *due = feeds->again;

		feeds->again = due->next;
		mark(feeds, due->person);
		due_free(due);
	}
}

/* ---- writing ---- */

static void work_on(struct feeds *feeds);

static void on_timer(uv_timer_t *timer)
{
	struct feeds *feeds = timer->data;

	marks_again(feeds);
	work_on(feeds);
}

static void soon(struct feeds *feeds, uint64_t ms)
{
	if (!feeds->stopped)
		uv_timer_start(&feeds->timer, on_timer, ms, 0);
}

void feeds_mark(struct feeds *feeds, const char *person)
{
	if (person)
		mark(feeds, person);
	else
		mark_all(feeds);
	if (feeds->due)
		soon(feeds, feeds->waiters ? 0 : QUIET_MS);
}

static void failure_note(struct feeds *feeds, int status, const char *message)
{
	sdk_log(feeds->sdk, RIDEALONG_WARNING, "the feed of %s is not written: %s", feeds->writing->person, message);
	if (feeds->status == STATUS_OK) {
		feeds->status = status;
		snprintf(feeds->message, sizeof(feeds->message), "%s", message);
	}
	push(&feeds->again, feeds->writing);
	feeds->writing = NULL;
}

static bool write_feed(struct feeds *feeds, const struct calendar_view *view, const char *secret)
{
	struct calendar_entries entries;
	bool good = calendar_entries_make(&entries, view);

	errno = ENOMEM;
	if (good) {
		struct icalendar feed = calendar_entries_feed(&entries, view->person);

		good = feed_folder_put(feeds->folder, secret, feed.bytes, feed.length);
		free(feed.bytes);
	}
	calendar_entries_free(&entries);
	return good;
}

static void stop_end(struct feeds *feeds)
{
	if (!feeds->stopped || feeds->writing || feeds->timer_open)
		return;
	list_free(&feeds->due);
	list_free(&feeds->again);
	ledger_close(&feeds->ledger);
	feeds->stopped(feeds->stopped_arg);
	free(feeds);
}

static void on_view(void *arg, const struct ridealong_reply *end, const struct calendar_view *view)
{
	struct feeds *feeds = arg;
	const struct ledger_entry *entry = feeds_find(feeds, feeds->writing->person); /* it may be revoked by now */

	if (view && entry && !write_feed(feeds, view, entry->secret)) {
		failure_note(feeds, STATUS_UNAVAILABLE, strerror(errno));
	} else if (end->status == STATUS_NOT_FOUND) { /* there is no such person any more */
		feeds_revoke(feeds, feeds->writing->person);
	} else if (end->status != STATUS_OK && !feeds->stopped) {
		failure_note(feeds, end->status, end->message);
	}
	if (feeds->writing)
		due_free(feeds->writing);
	feeds->writing = NULL;
	if (!feeds->stopped)
		daily_wake(&feeds->daily);
	if (feeds->stopped)
		stop_end(feeds);
	else
		work_on(feeds);
}

static void waiters_tell(struct feeds *feeds)
{
	struct waiter *waiters = feeds->waiters;
	const int status = feeds->status;

	feeds->waiters = NULL;
	feeds->status = STATUS_OK;
	while (waiters) {
		struct waiter *waiter = waiters;

		waiters = waiter->next;
		waiter->then(waiter->arg, status, feeds->message);
		free(waiter);
	}
}

/* One feed after the other, until all that are due are written. */
static void work_on(struct feeds *feeds)
{
	if (feeds->writing || feeds->stopped)
		return;
	if (feeds->due) {
		feeds->writing = feeds->due;
		feeds->due = feeds->writing->next;
		calendar_view_ask(feeds->sdk, feeds->writing->person, on_view, feeds);
		return;
	}
	if (feeds->again)
		soon(feeds, AGAIN_MS);
	waiters_tell(feeds);
}

void feeds_wait(struct feeds *feeds, void (*then)(void *arg, int status, const char *message), void *arg)
{
	struct waiter *waiter = or_abort(calloc(1, sizeof(*waiter)));

	*waiter = (struct waiter){ .next = feeds->waiters, .then = then, .arg = arg };
	feeds->waiters = waiter;
	marks_again(feeds);
	work_on(feeds);
}

/* ---- addresses ---- */

bool feeds_renew(struct feeds *feeds, const char *person)
{
	const struct ledger_entry *former = feeds_find(feeds, person);
	char secret[LEDGER_SECRET] = "";

	if (former)
		memcpy(secret, former->secret, sizeof(secret));
	if (!ledger_renew(&feeds->ledger, person, sdk_now(feeds->sdk)))
		return false;
	if (*secret && !feed_folder_remove(feeds->folder, secret))
		return false;
	sdk_log(feeds->sdk, RIDEALONG_INFO, "%s has a feed under a new address", person);
	mark(feeds, person);
	return true;
}

bool feeds_revoke(struct feeds *feeds, const char *person)
{
	const struct ledger_entry *entry = feeds_find(feeds, person);
	char *name;
	bool good;

	if (!entry)
		return true;
	name = or_abort(strdup(person)); /* may be the entry's own */
	good = (!feeds_served(feeds) || feed_folder_remove(feeds->folder, entry->secret)) &&
	       ledger_forget(&feeds->ledger, name);
	if (good)
		sdk_log(feeds->sdk, RIDEALONG_INFO, "%s has no feed any more", name);
	else
		sdk_log(feeds->sdk, RIDEALONG_ERROR, "the feed of %s cannot be removed: %s", name, strerror(errno));
	free(name);
	return good;
}

/* ---- life ---- */

const char *feeds_url_fault(const char *value)
{
	return strncmp(value, "https://", 8) == 0 || strncmp(value, "http://", 7) == 0 ||
			       strncmp(value, "webcal://", 9) == 0
		       ? NULL
		       : "begins with none of https://, http:// and webcal://";
}

static void on_closed(uv_handle_t *handle)
{
	struct feeds *feeds = handle->data;

	feeds->timer_open = false;
	stop_end(feeds);
}

void feeds_stop(struct feeds *feeds, void (*stopped)(void *arg), void *arg)
{
	if (!feeds) {
		stopped(arg);
		return;
	}
	feeds->stopped = stopped;
	feeds->stopped_arg = arg;
	feeds->status = STATUS_CANCELLED;
	waiters_tell(feeds);
	uv_close((uv_handle_t *)&feeds->timer, on_closed);
}

struct feeds *feeds_start(const struct sdk *sdk, const char **ret_error)
{
	struct feeds *feeds = or_abort(calloc(1, sizeof(*feeds)));

	feeds->sdk = feeds->daily.sdk = sdk;
	feeds->folder = sdk_config(sdk, "feeds", "");
	feeds->url = sdk_config(sdk, "feeds_url", "");
	if (!ledger_open(&feeds->ledger, sdk->api->data_dir(sdk->host)))
		*ret_error = "the list of feeds in the plugin's folder cannot be read";
	else if (feeds_served(feeds) && !feed_folder_ready(feeds->folder))
		*ret_error = "the folder that the key feeds names cannot be written to";
	else
		*ret_error = NULL;
	if (*ret_error) {
		ledger_close(&feeds->ledger);
		free(feeds);
		return NULL;
	}
	uv_timer_init(sdk->api->loop(sdk->host), &feeds->timer);
	feeds->timer.data = feeds;
	feeds->timer_open = true;
	if (feeds_served(feeds)) {
		feed_folder_sweep(feeds->folder, &feeds->ledger);
		mark_all(feeds);
		soon(feeds, 0);
	}
	return feeds;
}
