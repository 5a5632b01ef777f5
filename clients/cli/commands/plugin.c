/* clients/cli — plugin: how the plugins are. */
#include "commands.h"

#include "ridealong/v1/plugin.pb-c.h"

static const struct column columns[] = {
	{ N_("Plugin"), "name", AS_ID },
	{ N_("State"), "state", AS_WORD },
	{ N_("Process"), "pid", AS_COUNT },
	{ N_("Restarts"), "restarts", AS_COUNT },
	{ N_("At work"), "unfinished", AS_COUNT },
	{ N_("Waiting"), "waiting", AS_COUNT },
	{ N_("Last trouble"), "last_error", AS_IS },
	{ NULL, NULL, 0 },
};

static const struct column details[] = {
	{ N_("Plugin"), "name", AS_IS },
	{ N_("State"), "state", AS_IS },
	{ N_("Process"), "pid", AS_IS },
	{ N_("Started"), "start_time", AS_IS },
	{ N_("Restarts"), "restarts", AS_COUNT },
	{ N_("At work"), "unfinished", AS_COUNT },
	{ N_("Waiting"), "waiting", AS_COUNT },
	{ N_("Idle"), "parked", AS_IS },
	{ N_("Last trouble"), "last_error", AS_IS },
	{ NULL, NULL, 0 },
};

const struct flag flags_plugin_list[] = { LIST_FLAGS, { NULL, NULL, NULL } };

int cmd_plugin_list(struct cli *cli, int argc, char **argv)
{
	ListPluginsRequest request = LIST_PLUGINS_REQUEST__INIT;

	(void)argc;
	(void)argv;
	return cli_list(cli, "Plugins/ListPlugins", &request, columns, _("No plugins are configured."));
}

static int one(struct cli *cli, const char *typed, const char *method, void *request, char **name_field)
{
	char name[CLI_NAME_SIZE];
	int code = cli_name(cli, "plugins", typed, name);

	if (code != 0)
		return code;
	*name_field = name;
	return cli_show(cli, method, request, &plugin__descriptor, details);
}

int cmd_plugin_show(struct cli *cli, int argc, char **argv)
{
	GetPluginRequest request = GET_PLUGIN_REQUEST__INIT;

	(void)argc;
	return one(cli, argv[0], "Plugins/GetPlugin", &request, &request.name);
}

int cmd_plugin_enable(struct cli *cli, int argc, char **argv)
{
	EnablePluginRequest request = ENABLE_PLUGIN_REQUEST__INIT;

	(void)argc;
	return one(cli, argv[0], "Plugins/EnablePlugin", &request, &request.name);
}

int cmd_plugin_disable(struct cli *cli, int argc, char **argv)
{
	DisablePluginRequest request = DISABLE_PLUGIN_REQUEST__INIT;

	(void)argc;
	return one(cli, argv[0], "Plugins/DisablePlugin", &request, &request.name);
}
