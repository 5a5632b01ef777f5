/* plugins/reminders/ — what its section of the configuration may say. */
#ifndef RIDEALONG_REMINDERS_SETTINGS_H
#define RIDEALONG_REMINDERS_SETTINGS_H

#include <ridealong/plugin.h>

enum { SETTINGS_COMMAND_SECONDS = 30, SETTINGS_MOST_COMMAND_SECONDS = 600 };

/** For struct ridealong_plugin, as its other half. */
extern const struct ridealong_setting reminders_settings[];
/** A mail needs one way to go. */
const char *reminders_settings_fault(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key);

#endif
