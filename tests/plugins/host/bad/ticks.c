/* For each person a timer that sets itself again, `every_s` seconds after it was due; with 0 it never lets go of the
 * instant. */
#include <ridealong/sdk.h>
#include <stdlib.h>
#include <string.h>

struct ticks {
	struct sdk sdk;
	int64_t every_us;
};

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	struct ticks *self = calloc(1, sizeof(*self));

	if (self == NULL || !sdk_init(&self->sdk, host, api, ret_error)) {
		free(self);
		return NULL;
	}
	self->every_us = INT64_C(1000000) * atoi(sdk_config(&self->sdk, "every_s", "0"));
	return self;
}

static void set(struct ticks *self, struct ridealong_work *work, const char *key, int64_t from_us)
{
	sdk_timer_set(
		&self->sdk, work, key, from_us + self->every_us, NULL, 0, sdk_end_with, sdk_last(&self->sdk, work));
}

static void on_event(void *arg, struct ridealong_work *work, const struct ridealong_event *event)
{
	set(arg, work, event->subject, event->time_us);
}

static void on_timer(void *arg, struct ridealong_work *work, const struct ridealong_timer *timer)
{
	set(arg, work, timer->key, timer->due_us);
}

static const char *number_fault(const char *value)
{
	return value[0] != '\0' && strspn(value, "0123456789") == strlen(value) ? NULL : "is no whole number";
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const struct ridealong_setting settings[] = { { "every_s", number_fault }, { NULL, NULL } };
	static const char *const types[] = { "person.created", NULL };
	static const struct ridealong_plugin self = { .abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "ticks",
		.event_types = types,
		.start = start,
		.stop = free,
		.on_event = on_event,
		.on_timer = on_timer,
		.settings = settings };

	return &self;
}
