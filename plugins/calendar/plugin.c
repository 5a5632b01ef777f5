/* plugins/calendar: the door through which calendars come in, and sessions go back into them. Serves Calendars, reads
 * what section.h lists, writes everybody's feed who has one, and coaches' sessions into calendars elsewhere. */
#include "plugin.h"

#include "back/back.h"
#include "back/daily.h"
#include "meetings/roll.h"
#include "section.h"
#include "sources/limits.h"
#include "sources/subscription.h"

#include "proto/status.h"

#include <stdlib.h>
#include <string.h>

static void stopped(void *arg)
{
	struct calendar_plugin *plugin = arg;

	calendar_roll_destroy(plugin->roll);
	calendar_shelf_close(plugin->shelf);
	free(plugin);
}

static void part_stopped(void *arg)
{
	struct calendar_plugin *plugin = arg;

	if (--plugin->parts == 0)
		stopped(plugin);
}

/* Also of what has begun in part. */
static void calendar_stop(void *self)
{
	struct calendar_plugin *plugin = self;

	plugin->parts = 3;
	calendar_uploads_finish(&plugin->uploads);
	back_stop(plugin->back, part_stopped, plugin);
	calendar_subscriptions_stop(plugin->subscriptions, part_stopped, plugin);
	calendar_desk_stop(plugin->desk, part_stopped, plugin);
}

static void on_synced(void *roll)
{
	calendar_roll_arm(roll);
}

static void *calendar_start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	struct calendar_plugin *plugin = calloc(1, sizeof(*plugin));
	struct calendar_limits limits;

	if (!plugin) {
		*ret_error = "there is no memory left";
		return NULL;
	}
	if (sdk_init(&plugin->sdk, host, api, ret_error))
		plugin->shelf = calendar_shelf_open(api->data_dir(host), ret_error);
	if (plugin->shelf)
		limits = calendar_limits_read(&plugin->sdk);
	if (plugin->shelf)
		plugin->desk = calendar_desk_create(&plugin->sdk, plugin->shelf, &limits);
	if (plugin->desk)
		plugin->roll = calendar_roll_create(&plugin->sdk, plugin->desk);
	plugin->uploads.desk = plugin->desk;
	if (plugin->roll)
		calendar_desk_tell(plugin->desk, on_synced, plugin->roll);
	if (plugin->roll)
		plugin->back = back_start(&plugin->sdk, ret_error);
	if (plugin->back) {
		plugin->feeds = back_feeds(plugin->back);
		plugin->subscriptions = calendar_subscriptions_start(&plugin->sdk, plugin->desk);
		return plugin;
	}
	calendar_stop(plugin);
	return NULL;
}

struct settling {
	struct calendar_plugin *plugin;
	struct ridealong_work *work;
};

/* What comes in last may still change what goes out: that event comes as work of its own. */
static void settle_sources(void *arg, int status, const char *message)
{
	struct settling settling = *(struct settling *)arg;

	free(arg);
	if (status != STATUS_OK)
		sdk_fail(&settling.plugin->sdk, settling.work, status, NULL, "%s", message);
	else
		calendar_subscriptions_settle(settling.plugin->subscriptions, settling.work);
}

static void calendar_settle(void *self, struct ridealong_work *work)
{
	struct calendar_plugin *plugin = self;
	struct settling *settling = malloc(sizeof(*settling));

	if (!settling)
		abort(); /* as the SDK does; the host starts anew */
	*settling = (struct settling){ plugin, work };
	back_settle(plugin->back, settle_sources, settling);
}

bool calendar_call_is_dutch(const struct ridealong_call *call)
{
	return call->locale && strncmp(call->locale, "nl", 2) == 0;
}

void calendar_call_fail(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call,
	int status, const char *code, const struct calendar_reason *reason)
{
	char text[CALENDAR_REASON_TEXT];

	sdk_fail(&plugin->sdk, work, status, code, "%s",
		calendar_reason_say(reason, calendar_call_is_dutch(call), text));
}

/* What is kept here of somebody who is being erased: their feed, pieces of files on their way, whoever sends them,
 * their calendars and what others' calendars say of them, and the files in folders of theirs. */
static void wipe(struct calendar_plugin *plugin, struct ridealong_work *work, const char *person)
{
	calendar_uploads_finish(&plugin->uploads);
	if (back_wipe(plugin->back, person))
		calendar_wipe(plugin, work, person);
	else
		sdk_fail(&plugin->sdk, work, STATUS_UNAVAILABLE, NULL,
			"what goes back into the calendars of somebody who is being erased could not be removed");
}

static void calendar_on_event(void *self, struct ridealong_work *work, const struct ridealong_event *event)
{
	struct calendar_plugin *plugin = self;

	if (strcmp(event->type, "person.created") == 0 || strcmp(event->type, "person.updated") == 0)
		calendar_subscriptions_greet(plugin->subscriptions);
	if (strcmp(event->type, "person.erasing") == 0)
		wipe(plugin, work, event->subject);
	else
		back_on_event(plugin->back, work, event);
}

static void calendar_on_timer(void *self, struct ridealong_work *work, const struct ridealong_timer *timer)
{
	struct calendar_plugin *plugin = self;

	if (daily_is(timer))
		back_on_timer(plugin->back, work);
	else if (calendar_subscriptions_own(timer))
		calendar_subscriptions_timer(plugin->subscriptions, work, timer);
	else if (calendar_roll_is(timer))
		calendar_roll_due(plugin->roll, work);
	else
		sdk_finish(&plugin->sdk, work, NULL); /* of an older version */
}

static void calendar_on_call(void *self, struct ridealong_work *work, const struct ridealong_call *call)
{
	static const struct {
		const char *method;
		void (*serve)(
			struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *call);
	} served[] = {
		{ "CheckCalendar", calendar_check_call },
		{ "CreateFeed", calendar_feed_create_call },
		{ "DeleteCalendar", calendar_delete_call },
		{ "DeleteFeed", calendar_feed_delete_call },
		{ "ExplainEvent", calendar_explain_call },
		{ "GetFeed", calendar_feed_get_call },
		{ "ImportCalendar", calendar_import_call },
		{ "ListCalendars", calendar_list_call },
		{ "RotateFeed", calendar_feed_rotate_call },
		{ "SyncCalendar", calendar_sync_call },
	};
	struct calendar_plugin *plugin = self;

	for (size_t i = 0; i < sizeof(served) / sizeof(served[0]); i++) {
		if (sdk_call_is(call, &calendars__descriptor, served[i].method)) {
			served[i].serve(plugin, work, call);
			return;
		}
	}
	sdk_fail(&plugin->sdk, work, STATUS_UNIMPLEMENTED, NULL, "the calendar plugin does not serve %s", call->method);
}

RIDEALONG_EXPORT const struct ridealong_plugin *ridealong_plugin(void)
{
	static const char *const types[] = { "session.", "action_point.", "meeting.updated", "meeting.merged",
		"meeting.unmerged", "person.created", "person.updated", "person.erasing", "person.erased", NULL };
	static const struct ridealong_plugin self = {
		.abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "calendar",
		.event_types = types,
		.start = calendar_start,
		.stop = calendar_stop,
		.settle = calendar_settle,
		.on_event = calendar_on_event,
		.on_timer = calendar_on_timer,
		.on_call = calendar_on_call,
		.settings = calendar_settings,
		.part_settings = calendar_part_settings,
		.part_fault = calendar_part_fault,
	};

	return &self;
}
