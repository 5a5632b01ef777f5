/* plugins/host — whether a plugin's section of the configuration makes sense to the plugin. */
#ifndef RIDEALONG_HOST_SETTINGS_H
#define RIDEALONG_HOST_SETTINGS_H

#include <ridealong/plugin.h>

#include "plugins/host/hello.h"

/** NOT_FOUND: it has no such key, and the sentence says which it has; INVALID_ARGUMENT: what is there makes no sense.
 *  The error's field is the key as the hello has it, or NULL. A plugin whose table does not say takes everything. */
enum status settings_check(const struct ridealong_plugin *plugin, const struct hello *hello, struct error *reterr);

/** The name of its index-th section of its own, in the order in which they begin; NULL beyond the last. It is the
 *  hello's. */
const char *settings_part(const struct hello *hello, size_t index);

#endif
