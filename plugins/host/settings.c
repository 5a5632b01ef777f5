/* plugins/host — asks the plugin's table. */
#include "plugins/host/settings.h"

#include <stdio.h>
#include <string.h>

#define KNOWN_SIZE 300

/* The table as far as both slots; a plugin that was built before them is shorter. */
#define SIZE_WITH_SETTINGS                                                                                             \
	(offsetof(struct ridealong_plugin, settings_fault) +                                                           \
		sizeof(const char *(*)(const char *(*)(void *, const char *), void *, const char **)))

static const struct ridealong_setting *find(const struct ridealong_setting *settings, const char *key)
{
	for (; settings->key != NULL; settings++)
		if (strcmp(settings->key, key) == 0)
			return settings;
	return NULL;
}

static void list(const struct ridealong_setting *settings, char ret[KNOWN_SIZE])
{
	size_t length = 0;

	snprintf(ret, KNOWN_SIZE, "none");
	for (const struct ridealong_setting *setting = settings; setting->key != NULL && length < KNOWN_SIZE; setting++)
		length += (size_t)snprintf(
			ret + length, KNOWN_SIZE - length, "%s%s", length > 0 ? ", " : "", setting->key);
}

static enum status check_setting(
	const struct ridealong_setting *settings, const struct hello_setting *given, struct error *reterr)
{
	const struct ridealong_setting *setting = find(settings, given->key);
	char known[KNOWN_SIZE];
	const char *fault;

	if (setting == NULL) {
		list(settings, known);
		return error_detail(reterr, STATUS_NOT_FOUND, NULL, given->key,
			"there is no \"%s\" among its settings (%s)", given->key, known);
	}
	fault = setting->fault != NULL ? setting->fault(given->value) : NULL;
	if (fault == NULL)
		return STATUS_OK;
	return error_detail(
		reterr, STATUS_INVALID_ARGUMENT, NULL, given->key, "%s: \"%s\" %s", given->key, given->value, fault);
}

static const char *value_of(void *arg, const char *key)
{
	const struct hello *hello = arg;

	for (size_t i = 0; i < hello->n_config; i++)
		if (strcmp(hello->config[i].key, key) == 0)
			return hello->config[i].value;
	return NULL;
}

enum status settings_check(const struct ridealong_plugin *plugin, const struct hello *hello, struct error *reterr)
{
	const char *fault, *key = NULL;
	enum status st = STATUS_OK;

	if (plugin->size < SIZE_WITH_SETTINGS)
		return STATUS_OK;
	for (size_t i = 0; plugin->settings != NULL && st == STATUS_OK && i < hello->n_config; i++)
		st = check_setting(plugin->settings, &hello->config[i], reterr);
	if (st != STATUS_OK || plugin->settings_fault == NULL)
		return st;
	fault = plugin->settings_fault(value_of, (void *)hello, &key);
	if (fault == NULL)
		return STATUS_OK;
	return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL, key, "%s", fault);
}
