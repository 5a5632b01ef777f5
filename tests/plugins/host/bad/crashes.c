/* Crashes whenever it is started. */
#include <ridealong/plugin.h>
#include <stdlib.h>

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	(void)host;
	(void)api;
	(void)ret_error;
	abort();
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const struct ridealong_plugin self = {
		.abi = RIDEALONG_PLUGIN_ABI, .size = sizeof(self), .name = "crashes", .start = start
	};

	return &self;
}
