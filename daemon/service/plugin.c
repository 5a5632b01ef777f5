/* service/ — plugins as operators see them. */
#include <string.h>

#include "daemon/service/event.h"
#include "daemon/service/refuse.h"
#include "daemon/service/service.h"
#include "daemon/store/event.h"
#include "ridealong/v1/plugin.pb-c.h"

#define RPC_SERVICE Plugins_Service

#define COLLECTION   "plugins/"
#define DEFAULT_PAGE 50

static Plugin *make(struct call *call, const char *name)
{
	Plugin *plugin = arena_alloc(call->arena, sizeof(*plugin));

	plugin__init(plugin);
	plugin->name = arena_printf(call->arena, COLLECTION "%s", name);
	if (call->service->fill_plugin != NULL)
		call->service->fill_plugin(call->service->fill_arg, call->arena, name, &plugin->base);
	return plugin;
}

/* The plugin's own name when the configuration has it. */
static enum status find(struct call *call, const char *name, const char **ret)
{
	const char *const *known = call->service->plugins;
	const size_t length = strlen(COLLECTION);

	if (strncmp(name, COLLECTION, length) == 0)
		for (size_t i = 0; known != NULL && known[i] != NULL; i++)
			if (strcmp(known[i], name + length) == 0) {
				*ret = known[i];
				return STATUS_OK;
			}
	return service_refuse(call, STATUS_NOT_FOUND, "PLUGIN_NOT_FOUND", "name",
		"the configuration has no plugin \"%.100s\"", "de configuratie heeft geen plug-in \"%.100s\"", name);
}

RPC_METHOD(list_plugins, ListPluginsRequest, ListPluginsResponse)
(struct call *call, const ListPluginsRequest *in, ListPluginsResponse **ret)
{
	ListPluginsResponse *response = arena_alloc(call->arena, sizeof(*response));
	const char *const *known = call->service->plugins;
	size_t size = in->page_size == 0 ? DEFAULT_PAGE : (size_t)in->page_size, i = 0;
	const char *after = NULL;

	if (in->page_size < 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "PAGE_SIZE_INVALID", "page_size",
			"page_size is negative", "page_size mag niet negatief zijn");
	if (in->page_token[0] != '\0' && find(call, in->page_token, &after) != STATUS_OK)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID", "page_token",
			"the page token is not of this list",
			"page_token hoort niet bij deze lijst; begin opnieuw zonder");
	list_plugins_response__init(response);
	*ret = response;
	if (known == NULL)
		return STATUS_OK;
	while (after != NULL && known[i] != NULL && strcmp(known[i], after) <= 0)
		i++;
	for (; known[i] != NULL && response->n_plugins < size; i++)
		*(Plugin **)arena_push(call->arena, &response->plugins, &response->n_plugins, sizeof(Plugin *)) =
			make(call, known[i]);
	if (known[i] != NULL)
		response->next_page_token = response->plugins[response->n_plugins - 1]->name;
	return STATUS_OK;
}

RPC_METHOD(get_plugin, GetPluginRequest, Plugin)
(struct call *call, const GetPluginRequest *in, Plugin **ret)
{
	const char *name;
	enum status status = find(call, in->name, &name);

	if (status == STATUS_OK)
		*ret = make(call, name);
	return status;
}

/* The switch is stored; the event tells the supervisor, which has not acted yet when the answer is made. */
static enum status turn(struct call *call, const char *asked, bool disabled, Plugin **ret)
{
	const char *name;
	enum status status = find(call, asked, &name);

	if (status == STATUS_OK)
		status = store_event_cursor_disable(call->conn, name, disabled, &call->error);
	if (status != STATUS_OK)
		return status;
	*ret = make(call, name);
	if (disabled)
		(*ret)->state = PLUGIN_STATE_DISABLED;
	else if ((*ret)->state == PLUGIN_STATE_DISABLED)
		(*ret)->state = PLUGIN_STATE_STARTING;
	return service_event_append(
		call, disabled ? "plugin.disabled" : "plugin.enabled", (*ret)->name, NULL, NULL, NULL, NULL);
}

RPC_METHOD(enable_plugin, EnablePluginRequest, Plugin)
(struct call *call, const EnablePluginRequest *in, Plugin **ret)
{
	return turn(call, in->name, false, ret);
}

RPC_METHOD(disable_plugin, DisablePluginRequest, Plugin)
(struct call *call, const DisablePluginRequest *in, Plugin **ret)
{
	return turn(call, in->name, true, ret);
}

RPC_METHOD_ELSEWHERE(take, TakeRequest, TakeResponse);

Plugins_Service service_plugins = PLUGINS__INIT(handle_);
