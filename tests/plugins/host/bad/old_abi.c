/* Built for another generation of the border. Nothing but its first two members means anything to a host of today. */
#include <ridealong/plugin.h>

const struct ridealong_plugin *ridealong_plugin(void)
{
	static const struct ridealong_plugin self = { .abi = 0, .size = sizeof(self), .name = "old_abi" };

	return &self;
}
