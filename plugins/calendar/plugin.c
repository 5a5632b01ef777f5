/* plugins/calendar: the door through which calendars come in. Serves Calendars, and watches a folder of .ics files when
 *its config section has
 *
 *	watch = DIR      the folder
 *	owner = ADDRESS  whose calendars lie in it
 */
#include "plugin.h"

#include "sources/watch.h"

#include "proto/status.h"

#include <stdlib.h>
#include <string.h>

static void stopped(void *arg)
{
	struct calendar_plugin *plugin = arg;

	calendar_shelf_close(plugin->shelf);
	free(plugin);
}

static void *calendar_start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	struct calendar_plugin *plugin = calloc(1, sizeof(*plugin));

	if (!plugin) {
		*ret_error = "there is no memory left";
		return NULL;
	}
	if (sdk_init(&plugin->sdk, host, api, ret_error))
		plugin->shelf = calendar_shelf_open(api->data_dir(host), ret_error);
	if (plugin->shelf)
		plugin->desk = calendar_desk_create(&plugin->sdk, plugin->shelf, &calendar_limits_default);
	plugin->uploads.desk = plugin->desk;
	if (plugin->desk && calendar_watch_start(&plugin->sdk, plugin->desk, &plugin->watch, ret_error))
		return plugin;
	calendar_desk_stop(plugin->desk, stopped, plugin);
	return NULL;
}

static void part_stopped(void *arg)
{
	struct calendar_plugin *plugin = arg;

	if (--plugin->parts == 0)
		stopped(plugin);
}

static void calendar_stop(void *self)
{
	struct calendar_plugin *plugin = self;

	plugin->parts = 2;
	calendar_uploads_finish(&plugin->uploads);
	calendar_watch_stop(plugin->watch, part_stopped, plugin);
	calendar_desk_stop(plugin->desk, part_stopped, plugin);
}

static void calendar_settle(void *self, struct ridealong_work *work)
{
	struct calendar_plugin *plugin = self;

	if (plugin->watch)
		calendar_watch_settle(plugin->watch, work);
	else
		sdk_finish(&plugin->sdk, work, NULL);
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

/* What is kept here of somebody who is being erased: pieces of files on their way, whoever sends them, their calendars
 * and what others' calendars say of them, and the watched folder when the calendars in it are theirs. */
static void calendar_on_event(void *self, struct ridealong_work *work, const struct ridealong_event *event)
{
	struct calendar_plugin *plugin = self;

	calendar_uploads_finish(&plugin->uploads);
	calendar_wipe(plugin, work, event->subject);
}

static void calendar_on_call(void *self, struct ridealong_work *work, const struct ridealong_call *call)
{
	struct calendar_plugin *plugin = self;

	if (sdk_call_is(call, &calendars__descriptor, "ImportCalendar"))
		calendar_import_call(plugin, work, call);
	else if (sdk_call_is(call, &calendars__descriptor, "CheckCalendar"))
		calendar_check_call(plugin, work, call);
	else
		sdk_fail(&plugin->sdk, work, STATUS_UNIMPLEMENTED, NULL, "the calendar plugin does not serve %s",
			call->method);
}

RIDEALONG_EXPORT const struct ridealong_plugin *ridealong_plugin(void)
{
	static const char *const types[] = { "person.erasing", NULL };
	static const struct ridealong_plugin self = {
		.abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "calendar",
		.event_types = types,
		.start = calendar_start,
		.stop = calendar_stop,
		.settle = calendar_settle,
		.on_event = calendar_on_event,
		.on_call = calendar_on_call,
		.settings = calendar_watch_settings,
		.settings_fault = calendar_watch_settings_fault,
	};

	return &self;
}
