/* plugins/host — asks the plugin's table. */
#include "plugins/host/settings.h"

#include <stdio.h>
#include <string.h>

#define KNOWN_SIZE 220

/* The table as far as a slot; a plugin that was built before it is shorter. */
#define SIZE_WITH(slot) (offsetof(struct ridealong_plugin, slot) + sizeof(((struct ridealong_plugin *)NULL)->slot))

/* One section: the plugin's own, whose part is NULL, or one of its parts. */
struct section {
	const struct hello *hello;
	const char *part;
};

static const struct ridealong_setting *find(const struct ridealong_setting *settings, const char *key)
{
	for (; settings->key != NULL; settings++)
		if (strcmp(settings->key, key) == 0)
			return settings;
	return NULL;
}

/* As many as a sentence holds. */
static void list(const struct ridealong_setting *settings, char ret[KNOWN_SIZE])
{
	static const char more[] = ", …";
	size_t length = 0;

	snprintf(ret, KNOWN_SIZE, "none");
	for (const struct ridealong_setting *setting = settings; setting->key != NULL; setting++) {
		if (length + strlen(", ") + strlen(setting->key) + sizeof(more) > KNOWN_SIZE) {
			strcpy(ret + length, more);
			return;
		}
		length += (size_t)sprintf(ret + length, "%s%s", length > 0 ? ", " : "", setting->key);
	}
}

static bool is_of(const struct hello_setting *setting, const char *part)
{
	if (setting->part == NULL || part == NULL)
		return setting->part == part;
	return strcmp(setting->part, part) == 0;
}

/* The key as its section has it. */
static const char *key_in(const struct hello_setting *setting)
{
	return setting->part != NULL ? setting->key + strlen(setting->part) + 1 : setting->key;
}

static enum status check_setting(
	const struct ridealong_setting *settings, const struct hello_setting *given, struct error *reterr)
{
	const char *const key = key_in(given);
	const struct ridealong_setting *setting = find(settings, key);
	char known[KNOWN_SIZE];
	const char *fault;

	if (setting == NULL) {
		list(settings, known);
		return error_detail(reterr, STATUS_NOT_FOUND, NULL, given->key,
			"there is no \"%s\" among its settings (%s)", key, known);
	}
	fault = setting->fault != NULL ? setting->fault(given->value) : NULL;
	if (fault == NULL)
		return STATUS_OK;
	return error_detail(
		reterr, STATUS_INVALID_ARGUMENT, NULL, given->key, "%s: \"%s\" %s", key, given->value, fault);
}

static const struct hello_setting *setting_of(const struct section *section, const char *key)
{
	for (size_t i = 0; i < section->hello->n_config; i++) {
		const struct hello_setting *setting = &section->hello->config[i];

		if (is_of(setting, section->part) && strcmp(key_in(setting), key) == 0)
			return setting;
	}
	return NULL;
}

static const char *value_of(void *arg, const char *key)
{
	const struct hello_setting *setting = setting_of(arg, key);

	return setting != NULL ? setting->value : NULL;
}

/* Any key of a section stands for the whole. */
static const char *some_key(const struct section *section)
{
	for (size_t i = 0; i < section->hello->n_config; i++)
		if (is_of(&section->hello->config[i], section->part))
			return section->hello->config[i].key;
	return NULL;
}

static enum status check_section(struct section section, const struct ridealong_setting *settings,
	const char *(*whole_fault)(const char *(*)(void *, const char *), void *, const char **), struct error *reterr)
{
	const struct hello_setting *at_fault;
	const char *fault, *key = NULL;
	enum status st = STATUS_OK;

	for (size_t i = 0; settings != NULL && st == STATUS_OK && i < section.hello->n_config; i++)
		if (is_of(&section.hello->config[i], section.part))
			st = check_setting(settings, &section.hello->config[i], reterr);
	if (st != STATUS_OK || whole_fault == NULL)
		return st;
	fault = whole_fault(value_of, &section, &key);
	if (fault == NULL)
		return STATUS_OK;
	at_fault = key != NULL ? setting_of(&section, key) : NULL;
	return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL,
		at_fault != NULL       ? at_fault->key
		: section.part != NULL ? some_key(&section)
				       : NULL,
		"%s", fault);
}

static enum status check_part(const struct ridealong_plugin *plugin, struct section section, struct error *reterr)
{
	const bool tells = plugin->size >= SIZE_WITH(part_fault);

	if (plugin->settings != NULL && (!tells || plugin->part_settings == NULL))
		return error_detail(reterr, STATUS_NOT_FOUND, NULL, some_key(&section),
			"it has no sections of their own, such as \"%s\"", section.part);
	if (!tells)
		return STATUS_OK;
	return check_section(section, plugin->part_settings, plugin->part_fault, reterr);
}

static bool is_first_of_part(const struct hello *hello, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (is_of(&hello->config[i], hello->config[at].part))
			return false;
	return true;
}

const char *settings_part(const struct hello *hello, size_t index)
{
	for (size_t i = 0; i < hello->n_config; i++)
		if (hello->config[i].part != NULL && is_first_of_part(hello, i) && index-- == 0)
			return hello->config[i].part;
	return NULL;
}

/* ---- side by side ---- */

static const char *part_in(void *arg, size_t index)
{
	return settings_part(arg, index);
}

static const char *value_in(void *arg, const char *part, const char *key)
{
	struct section section = { arg, part };

	return value_of(&section, key);
}

static enum status check_side_by_side(
	const struct ridealong_plugin *plugin, const struct hello *hello, struct error *reterr)
{
	struct section section = { hello, NULL };
	const struct hello_setting *at_fault;
	const char *fault, *key = NULL;

	if (plugin->size < SIZE_WITH(sections_fault) || plugin->sections_fault == NULL)
		return STATUS_OK;
	fault = plugin->sections_fault(part_in, value_in, (void *)hello, &section.part, &key);
	if (fault == NULL)
		return STATUS_OK;
	at_fault = key != NULL ? setting_of(&section, key) : NULL;
	return error_detail(reterr, STATUS_INVALID_ARGUMENT, NULL,
		at_fault != NULL ? at_fault->key : some_key(&section), "%s", fault);
}

enum status settings_check(const struct ridealong_plugin *plugin, const struct hello *hello, struct error *reterr)
{
	const char *part;
	enum status st;

	if (plugin->size < SIZE_WITH(settings_fault))
		return STATUS_OK;
	st = check_section((struct section){ hello, NULL }, plugin->settings, plugin->settings_fault, reterr);
	for (size_t i = 0; st == STATUS_OK && (part = settings_part(hello, i)) != NULL; i++)
		st = check_part(plugin, (struct section){ hello, part }, reterr);
	return st == STATUS_OK ? check_side_by_side(plugin, hello, reterr) : st;
}
