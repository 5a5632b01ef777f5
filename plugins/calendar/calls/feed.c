/* plugins/calendar/calls: Calendars.CreateFeed, GetFeed, RotateFeed and DeleteFeed. See plugin.h.
 *
 * A feed is its owner's: another person is told that it is not theirs. An administrator asks for somebody by name, or
 * as that person. */
#include "back/feeds.h"
#include "caller.h"
#include "plugin.h"

#include "proto/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum deed { DEED_CREATE, DEED_GET, DEED_ROTATE, DEED_DELETE };

struct feed_call {
	struct calendar_caller caller;
	enum deed deed;
	char *owner; /* "people/ID" when that is known */
};

static void feed_call_end(void *arg)
{
	struct feed_call *call = arg;

	calendar_caller_finish(&call->caller);
	free(call->owner);
	free(call);
}

static void refuse(struct feed_call *call, int status, const char *code, enum calendar_why why)
{
	calendar_caller_refuse(&call->caller, status, code, (struct calendar_reason){ .why = why });
	feed_call_end(call);
}

/* The answer: the feed and where it is read; without an address when there is none any more. */
static void answer(struct feed_call *call)
{
	const struct ledger_entry *entry = feeds_find(call->caller.plugin->feeds, call->owner);
	char *name = NULL, *address = NULL;
	Feed feed = FEED__INIT;
	Timestamp created;

	if (asprintf(&name, "%s/feed", call->owner) < 0)
		abort(); /* as the SDK does; the host starts anew */
	feed.name = name;
	feed.person = call->owner;
	if (entry) {
		created = sdk_time(entry->created_us);
		feed.create_time = &created;
		feed.address = address = feeds_address(call->caller.plugin->feeds, entry);
	}
	sdk_finish(&call->caller.plugin->sdk, call->caller.work, &feed.base);
	free(name);
	free(address);
	feed_call_end(call);
}

static void on_written(void *arg, int status, const char *message)
{
	struct feed_call *call = arg;

	/* The address stands; the file follows as soon as it can be written. */
	if (status != STATUS_OK && status != STATUS_CANCELLED)
		sdk_log(&call->caller.plugin->sdk, RIDEALONG_WARNING, "a feed is not there yet: %s", message);
	answer(call);
}

static void act(struct feed_call *call)
{
	struct feeds *feeds = call->caller.plugin->feeds;
	const bool there = feeds_find(feeds, call->owner) != NULL;

	if (call->deed != DEED_DELETE && !feeds_served(feeds))
		refuse(call, STATUS_FAILED_PRECONDITION, "FEEDS_OFF", CALENDAR_WHY_FEEDS_OFF);
	else if (!there && call->deed != DEED_CREATE)
		refuse(call, STATUS_NOT_FOUND, "NO_FEED", CALENDAR_WHY_FEED_NOT_YET);
	else if (call->deed == DEED_DELETE ? !feeds_revoke(feeds, call->owner)
					   : (call->deed == DEED_ROTATE || !there) && call->deed != DEED_GET &&
						     !feeds_renew(feeds, call->owner))
		refuse(call, STATUS_UNAVAILABLE, "FEED_NOT_KEPT", CALENDAR_WHY_FEED_NOT_KEPT);
	else if (call->deed == DEED_CREATE || call->deed == DEED_ROTATE)
		feeds_wait(feeds, on_written, call);
	else
		answer(call);
}

static void on_owner(void *arg, const Person *person)
{
	struct feed_call *call = arg;

	call->owner = strdup(person->name);
	if (!call->owner)
		abort();
	act(call);
}

static void begin(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *told,
	enum deed deed, const char *name)
{
	struct feed_call *call = calloc(1, sizeof(*call));

	if (!call)
		abort();
	calendar_caller_init(&call->caller, plugin, work, told);
	call->deed = deed;
	calendar_caller_ask(&call->caller, name, on_owner, feed_call_end, call);
}

void calendar_feed_create_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call)
{
	ProtobufCMessage *request = sdk_request(&plugin->sdk, work, call, &create_feed_request__descriptor);

	if (request)
		begin(plugin, work, call, DEED_CREATE, ((const CreateFeedRequest *)request)->person);
	sdk_free(request);
}

void calendar_feed_get_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call)
{
	ProtobufCMessage *request = sdk_request(&plugin->sdk, work, call, &get_feed_request__descriptor);

	if (request)
		begin(plugin, work, call, DEED_GET, ((const GetFeedRequest *)request)->name);
	sdk_free(request);
}

void calendar_feed_rotate_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call)
{
	ProtobufCMessage *request = sdk_request(&plugin->sdk, work, call, &rotate_feed_request__descriptor);

	if (request)
		begin(plugin, work, call, DEED_ROTATE, ((const RotateFeedRequest *)request)->name);
	sdk_free(request);
}

void calendar_feed_delete_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call)
{
	ProtobufCMessage *request = sdk_request(&plugin->sdk, work, call, &delete_feed_request__descriptor);

	if (request)
		begin(plugin, work, call, DEED_DELETE, ((const DeleteFeedRequest *)request)->name);
	sdk_free(request);
}
