/* A whole plugin: a day after a session was closed it writes a line to the log. In this house ridealong_plugin() builds
 * it; elsewhere cc -shared -fPIC -fvisibility=hidden -I/usr/include/ridealong/contract example.c -lridealong_sdk
 * -lridealong-client -lprotobuf-c. "plugins = example", and "scopes = sessions.read timers.write" in a section
 * [plugin example], start it; "library = /path/example.so" says where it lies. */
#include <ridealong/sdk.h>
#include <stdlib.h>
#include <string.h>

#include "ridealong/v1/session.pb-c.h"

struct example {
	struct sdk sdk;
};

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	struct example *self = calloc(1, sizeof(*self));

	if (self != NULL && sdk_init(&self->sdk, host, api, ret_error))
		return self;
	free(self);
	return NULL;
}

/* Whatever is done for an event belongs to its work: handed out twice, it has one effect. */
static void on_event(void *arg, struct ridealong_work *work, const struct ridealong_event *event)
{
	const int64_t day = INT64_C(86400000000);
	struct example *self = arg;

	sdk_timer_set(&self->sdk, work, event->subject, event->time_us + day, NULL, 0, sdk_end_with,
		sdk_last(&self->sdk, work));
}

static void on_timer(void *arg, struct ridealong_work *work, const struct ridealong_timer *timer)
{
	struct example *self = arg;

	sdk_log(&self->sdk, RIDEALONG_INFO, "%s was closed a day ago", timer->key);
	sdk_finish(&self->sdk, work, NULL);
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const char *const types[] = { "session.closed", NULL };
	static const struct ridealong_plugin self = { .abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "example",
		.event_types = types,
		.start = start,
		.stop = free,
		.on_event = on_event,
		.on_timer = on_timer };

	return &self;
}
