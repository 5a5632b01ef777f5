/* Says at its start that it cannot work like this. */
#include <ridealong/plugin.h>

static void *start(struct ridealong_host *host, const struct ridealong_host_api *api, const char **ret_error)
{
	(void)host;
	(void)api;
	*ret_error = "the setting \"folder\" is missing";
	return NULL;
}

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const struct ridealong_plugin self = {
		.abi = RIDEALONG_PLUGIN_ABI, .size = sizeof(self), .name = "refuses", .start = start
	};

	return &self;
}
