/* plugins/host — dlopen and the two numbers. */
#include "plugins/host/loader.h"

#include <dlfcn.h>
#include <string.h>

/* The table as ABI 1 was first published. */
#define FIRST_SIZE (offsetof(struct ridealong_plugin, on_call) + sizeof(void (*)(void)))

typedef const struct ridealong_plugin *(*entry_fn)(void);

/* ISO C has no cast from object to function pointer; POSIX promises that both are represented alike. */
static entry_fn find_entry(void *object)
{
	void *symbol = dlsym(object, "ridealong_plugin");
	entry_fn entry = NULL;

	_Static_assert(sizeof(entry) == sizeof(symbol), "POSIX: dlsym");
	memcpy(&entry, &symbol, sizeof(entry));
	return entry;
}

static enum status check(const char *path, const struct ridealong_plugin *plugin, struct error *reterr)
{
	if (plugin == NULL)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "%s: ridealong_plugin() gave no table", path);
	if (plugin->abi != RIDEALONG_PLUGIN_ABI)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "%s: wanted abi %d, got %u", path,
			RIDEALONG_PLUGIN_ABI, (unsigned)plugin->abi);
	if (plugin->size < FIRST_SIZE)
		return error_set(reterr, STATUS_FAILED_PRECONDITION,
			"%s: wanted a table of at least %zu bytes, got %zu", path, FIRST_SIZE, plugin->size);
	if (plugin->name == NULL || plugin->start == NULL)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "%s: wanted a name and start(), got no %s", path,
			plugin->name == NULL ? "name" : "start()");
	return STATUS_OK;
}

enum status loader_open(const char *path, const struct ridealong_plugin **ret, struct error *reterr)
{
	const struct ridealong_plugin *plugin;
	void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	entry_fn entry;
	enum status st;

	if (object == NULL)
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "%s", dlerror());
	entry = find_entry(object);
	if (entry == NULL) {
		dlclose(object);
		return error_set(
			reterr, STATUS_FAILED_PRECONDITION, "%s: wanted a symbol ridealong_plugin, got none", path);
	}
	plugin = entry();
	st = check(path, plugin, reterr);
	if (st != STATUS_OK) {
		dlclose(object);
		return st;
	}
	*ret = plugin;
	return STATUS_OK;
}
