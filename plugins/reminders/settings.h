/* plugins/reminders/ — what its section of the configuration may say, and the sections of its own: what is here, and
 * what each channel understands. */
#ifndef RIDEALONG_REMINDERS_SETTINGS_H
#define RIDEALONG_REMINDERS_SETTINGS_H

#include <ridealong/plugin.h>

/** For struct ridealong_plugin, as its other half; filled by reminders_settings_gather(), which may be called again. */
extern struct ridealong_setting reminders_settings[], reminders_part_settings[];
void reminders_settings_gather(void);
/** A mail needs one way to go. */
const char *reminders_settings_fault(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key);

#endif
