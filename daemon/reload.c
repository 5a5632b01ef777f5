/* daemon/ — the configuration, read again. */
#include "daemon/reload.h"

#include <stdio.h>
#include <string.h>

#include "daemon/base/log.h"

enum status reload_say_fault(
	const struct config *config, const char *plugin, const struct error *why, struct error *reterr)
{
	int line = config_line_of(config, plugin, why->field);

	if (line == 0)
		line = config->plugins_line;
	if (config->file == NULL || line == 0)
		return error_set(reterr, why->status, "plugin %s: %s", plugin, why->message);
	return error_set(reterr, why->status, "%s:%d: plugin %s: %s", config->file, line, plugin, why->message);
}

/* ---- what waits for a restart ---- */

static bool is_same(const char *left, const char *right)
{
	return left == right || (left != NULL && right != NULL && strcmp(left, right) == 0);
}

static bool listens_alike(const struct config *left, const struct config *right)
{
	bool alike = left->n_listen == right->n_listen;

	for (size_t i = 0; alike && i < left->n_listen; i++)
		alike = is_same(left->listen[i], right->listen[i]);
	return alike;
}

static bool names_the_same_plugins(const struct config *left, const struct config *right)
{
	bool alike = left->n_plugins == right->n_plugins;

	for (size_t i = 0; alike && i < left->n_plugins; i++)
		alike = is_same(left->plugins[i].name, right->plugins[i].name);
	return alike;
}

static int64_t mark_of_teams(const struct config *config)
{
	const struct policy_teams teams = { config->teams, config->n_teams };

	return policy_mark(&teams);
}

static void say_what_waits(const struct config *running, const struct config *fresh)
{
	const struct {
		const char *name;
		bool alike;
	} keys[] = {
		{ "data", fresh->data == NULL || is_same(running->data, fresh->data) },
		{ "listen", fresh->n_listen == 0 || listens_alike(running, fresh) },
		{ "admin", is_same(running->admin, fresh->admin) },
		{ "same_user", running->same_user == fresh->same_user },
		{ "plugins", names_the_same_plugins(running, fresh) },
		{ "the section [retention]",
			memcmp(&running->retention, &fresh->retention, sizeof(running->retention)) == 0 },
		{ "a section [team]", mark_of_teams(running) == mark_of_teams(fresh) },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!keys[i].alike)
			log_warning("%s: %s changed, and waits for a restart", fresh->file, keys[i].name);
}

/* ---- all is well, or it is not ---- */

static void apply(struct reload *reload)
{
	const struct config *fresh = &reload->fresh;

	log_set_level(fresh->log_level);
	say_what_waits(reload->running, fresh);
	for (size_t i = 0; i < fresh->n_plugins; i++)
		if (supervisor_renew(reload->loop, &fresh->plugins[i]))
			log_info("plugin %s: its section changed", fresh->plugins[i].name);
	log_info("%s: read again", fresh->file);
}

static void refuse(const struct error *error)
{
	log_error("%s; going on as before", error->message);
}

static void on_checked(struct supervisor_checking *checking, const struct error *error)
{
	struct reload *reload = checking->arg;
	struct error fault;

	if (error == NULL) {
		apply(reload);
	} else {
		reload_say_fault(&reload->fresh, checking->plugins[checking->at].name, error, &fault);
		refuse(&fault);
	}
	config_destroy(&reload->fresh);
	reload->busy = false;
	if (reload->again) {
		reload->again = false;
		reload_begin(reload);
	}
}

void reload_begin(struct reload *reload)
{
	struct error error = { 0 };

	if (reload->running == NULL || reload->running->file == NULL)
		return;
	if (reload->busy) {
		reload->again = true;
		return;
	}
	if (config_read(reload->running->file, &reload->fresh, &error) != STATUS_OK) {
		refuse(&error);
		config_destroy(&reload->fresh);
		return;
	}
	reload->busy = true;
	reload->checking = (struct supervisor_checking){ .plugins = reload->fresh.plugins,
		.n_plugins = reload->fresh.n_plugins,
		.done = on_checked,
		.arg = reload };
	supervisor_check_beside(reload->loop, &reload->checking);
}
