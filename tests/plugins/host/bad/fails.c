/* Fails in turn: the first event twice in a way that may mend, the second for good, the rest not at all. What it does
 * well it marks with a timer by the subject's name. */
#include <ridealong/sdk.h>
#include <stdlib.h>

struct fails {
	struct sdk sdk;
	int events;
};

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	struct fails *self = calloc(1, sizeof(*self));

	if (self != NULL && sdk_init(&self->sdk, host, api, ret_error))
		return self;
	free(self);
	return NULL;
}

static void on_event(void *arg, struct ridealong_work *work, const struct ridealong_event *event)
{
	const int64_t year = INT64_C(365) * 86400 * 1000000;
	struct fails *self = arg;

	switch (++self->events) {
	case 1:
	case 2:
		sdk_fail(&self->sdk, work, 14, NULL, "not just now");
		return;
	case 4:
		sdk_fail(&self->sdk, work, 3, NULL, "never");
		return;
	default:
		sdk_timer_set(&self->sdk, work, event->subject, event->time_us + year, NULL, 0, sdk_end_with,
			sdk_last(&self->sdk, work));
	}
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const char *const types[] = { "person.created", NULL };
	static const struct ridealong_plugin self = { .abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "fails",
		.event_types = types,
		.start = start,
		.stop = free,
		.on_event = on_event };

	return &self;
}
