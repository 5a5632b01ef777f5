/* Takes an event and never says that it is done. */
#include <ridealong/plugin.h>

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	static int self;

	(void)host;
	(void)api;
	(void)ret_error;
	return &self;
}

static void on_event(void *self, struct ridealong_work *work, const struct ridealong_event *event)
{
	(void)self;
	(void)work;
	(void)event;
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const char *const types[] = { "person.created", NULL };
	static const struct ridealong_plugin self = { .abi = RIDEALONG_PLUGIN_ABI,
		.size = sizeof(self),
		.name = "holds",
		.event_types = types,
		.start = start,
		.on_event = on_event };

	return &self;
}
