/* loop/ — hands a call to its plugin. */
#include "daemon/loop/serve.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "daemon/base/id.h"
#include "daemon/domain/words.h"
#include "daemon/loop/take.h"

static void on_dropped(struct loop_call *call, enum status why)
{
	struct take_plugin *plugin = call->data;
	struct error error;

	if (why == STATUS_DEADLINE_EXCEEDED)
		error_detail(&error, why, "PLUGIN_SLOW", NULL,
			words_pick(call->locale, "the plugin %s did not answer in time; try again",
				"de plug-in %s antwoordde niet op tijd; probeer het opnieuw"),
			plugin->config->name);
	else
		error_set(&error, why, words_pick(call->locale, "the call was cancelled", "de aanroep is afgebroken"));
	take_drop_call(plugin, call, &error);
}

/* The same for a call that is sent again, so that what the plugin does for it has one effect; it tells nothing. */
static void make_id(const struct loop_call *call, char *ret, size_t size)
{
	const bool again = call->request_id[0] != '\0';
	char text[512], hash[65];
	uint64_t random[2];

	randombytes_buf(random, sizeof(random));
	snprintf(text, sizeof(text), "%s %s %s %s", call->actor.name, call->actor.via != NULL ? call->actor.via : "",
		call->method->full_name, call->request_id);
	if (again)
		id_hash(text, strlen(text), hash);
	else
		id_hash(random, sizeof(random), hash);
	snprintf(ret, size, "calls/%.32s", hash);
}

static enum status hand_over(struct loop_call *call, struct error *reterr)
{
	const char *name = call->method->served_by;
	struct take_plugin *plugin = take_find(call->loop, name);
	char id[64];
	enum status st;

	if (plugin == NULL)
		return error_detail(reterr, STATUS_UNAVAILABLE, "PLUGIN_MISSING", NULL,
			words_pick(call->locale, "the plugin %s answers this, and the configuration does not name it",
				"de plug-in %s beantwoordt dit, en staat niet in de configuratie"),
			name);
	if (!plugin->enabled)
		return take_disabled(plugin, call->locale, reterr);
	make_id(call, id, sizeof(id));
	st = take_add_call(plugin, id, call, reterr);
	if (st != STATUS_OK)
		return st;
	call->data = plugin;
	call->dropped = on_dropped;
	take_pump(plugin);
	return STATUS_OK;
}

static void handle(struct loop_call *call)
{
	struct error error;

	if (hand_over(call, &error) != STATUS_OK)
		loop_call_end(call, &error);
}

enum status serve_start(struct loop *loop, struct error *reterr)
{
	if (loop->take == NULL)
		return error_set(reterr, STATUS_INTERNAL, "plugins' work is not there to be served");
	loop_handle(loop, NULL, handle);
	return STATUS_OK;
}
