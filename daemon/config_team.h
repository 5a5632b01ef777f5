/* daemon/ — the configuration's sections [team] and [team ADDRESS]: what a coach's team has otherwise than by default.
 */
#ifndef RIDEALONG_DAEMON_CONFIG_TEAM_H
#define RIDEALONG_DAEMON_CONFIG_TEAM_H

#include "daemon/config.h"

/** Whether a section's title, as it stands between the brackets, is a team's. */
bool config_team_is(const char *title);
/** Takes a line of such a section. INVALID_ARGUMENT, without file and line: the title names no address, or the setting
 *  makes no sense. */
enum status config_team_set(
	struct config *config, const char *title, const char *key, const char *value, int line, struct error *reterr);
/** Whether what each team has in all goes together. INVALID_ARGUMENT, and *ret_line is the last line of the section
 * that is wrong. */
enum status config_team_check(const struct config *config, int *ret_line, struct error *reterr);

#endif
