/* plugins/calendar/calls: Calendars.CreateFeed, GetFeed, RotateFeed and DeleteFeed. See plugin.h.
 *
 * A feed is its owner's: another person is told that it is not theirs. An administrator asks for somebody by name, or
 * as that person. */
#include "back/feeds.h"
#include "plugin.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum deed { DEED_CREATE, DEED_GET, DEED_ROTATE, DEED_DELETE };

struct feed_call {
	struct calendar_plugin *plugin;
	struct ridealong_work *work;
	enum deed deed;
	bool dutch;
	char *caller, *owner; /* the caller as told; "people/ID" when that is known */
};

static void feed_call_end(struct feed_call *call)
{
	free(call->caller);
	free(call->owner);
	free(call);
}

static void refuse(struct feed_call *call, int status, const char *code, const char *en, const char *nl)
{
	sdk_fail(&call->plugin->sdk, call->work, status, code, "%s", call->dutch ? nl : en);
	feed_call_end(call);
}

/* The answer: the feed and where it is read; without an address when there is none any more. */
static void answer(struct feed_call *call)
{
	const struct ledger_entry *entry = feeds_find(call->plugin->feeds, call->owner);
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
		feed.address = address = feeds_address(call->plugin->feeds, entry);
	}
	sdk_finish(&call->plugin->sdk, call->work, &feed.base);
	free(name);
	free(address);
	feed_call_end(call);
}

static void on_written(void *arg, int status, const char *message)
{
	struct feed_call *call = arg;

	/* The address stands; the file follows as soon as it can be written. */
	if (status != STATUS_OK && status != STATUS_CANCELLED)
		sdk_log(&call->plugin->sdk, RIDEALONG_WARNING, "a feed is not there yet: %s", message);
	answer(call);
}

static void not_kept(struct feed_call *call)
{
	refuse(call, STATUS_UNAVAILABLE, "FEED_NOT_KEPT", "the list of feeds, or their folder, cannot be written to",
		"de lijst van feeds, of de map ervan, kan niet beschreven worden");
}

static void act(struct feed_call *call)
{
	struct feeds *feeds = call->plugin->feeds;
	const bool there = feeds_find(feeds, call->owner) != NULL;

	if (call->deed != DEED_DELETE && !feeds_served(feeds))
		refuse(call, STATUS_FAILED_PRECONDITION, "FEEDS_OFF",
			"there are no feeds here: the configuration names no folder for them (feeds = DIR)",
			"hier zijn geen feeds: de configuratie noemt er geen map voor (feeds = MAP)");
	else if (!there && call->deed != DEED_CREATE)
		refuse(call, STATUS_NOT_FOUND, "NO_FEED", "there is no feed yet: make one first",
			"er is nog geen feed: maak er eerst een");
	else if (call->deed == DEED_DELETE ? !feeds_revoke(feeds, call->owner)
					   : (call->deed == DEED_ROTATE || !there) && call->deed != DEED_GET &&
						     !feeds_renew(feeds, call->owner))
		not_kept(call);
	else if (call->deed == DEED_CREATE || call->deed == DEED_ROTATE)
		feeds_wait(feeds, on_written, call);
	else
		answer(call);
}

SDK_REPLY(on_owner, struct feed_call, call, Person, person)
{
	if (end->status != STATUS_OK) {
		sdk_finish_as(&call->plugin->sdk, call->work, end);
		feed_call_end(call);
		return;
	}
	if (strncmp(call->caller, "people/", 7) == 0 && strcmp(call->caller, person->name) != 0) {
		refuse(call, STATUS_PERMISSION_DENIED, "NOT_YOURS", "only the person whose it is can do this",
			"alleen degene van wie het is kan dit doen");
		return;
	}
	call->owner = strdup(person->name);
	if (!call->owner)
		abort();
	act(call);
}

/* "people/ID", "people/ADDRESS" or "people/me"; empty is the caller. Anything behind a second / is the feed's. */
static void owner_ask(struct feed_call *call, const char *name)
{
	const bool person = strncmp(call->caller, "people/", 7) == 0;
	const bool self = *name == '\0' || strncmp(name, "people/me/", 10) == 0 || strcmp(name, "people/me") == 0;
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	char owner[400];

	if (self && !person) {
		refuse(call, STATUS_INVALID_ARGUMENT, "OWNER_MISSING", "say whose feed: --person ADDRESS",
			"zeg van wie de feed is: --person ADRES");
		return;
	}
	snprintf(owner, sizeof(owner), "%s", self ? call->caller : name);
	if (strncmp(owner, "people/", 7) == 0)
		owner[7 + strcspn(owner + 7, "/")] = '\0';
	request.name = owner;
	sdk_call(&call->plugin->sdk, call->work, &people__descriptor, "GetPerson", person ? call->caller : NULL,
		&request.base, on_owner, call);
}

static void begin(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *told,
	enum deed deed, const char *name)
{
	struct feed_call *call = calloc(1, sizeof(*call));

	if (!call)
		abort();
	*call = (struct feed_call){ .plugin = plugin,
		.work = work,
		.deed = deed,
		.dutch = calendar_call_is_dutch(told),
		.caller = strdup(told->caller) };
	if (!call->caller)
		abort();
	owner_ask(call, name);
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
