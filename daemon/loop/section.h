/* loop/ — a section "[plugin NAME]" as the supervisor reads it, for guard.c, spawn.c and ask.c alone. */
#ifndef RIDEALONG_LOOP_SECTION_H
#define RIDEALONG_LOOP_SECTION_H

#include <jansson.h>

#include "daemon/loop/loop.h"

#define SECTION_PATH   4096
#define SECTION_SCOPES 32

/** The settings that are the supervisor's (supervisor.h); all others are the plugin's. */
#define SECTION_KEYS "library, memory_limit_mb, scopes, watchdog_s"

/** A setting, or NULL. */
const char *section_setting(const struct loop_plugin *config, const char *key);
/** A number, or `otherwise`; INVALID_ARGUMENT. */
enum status section_number(
	const struct loop_plugin *config, const char *key, int otherwise, int *ret, struct error *reterr);
/** What the plugin may, NULL-terminated, in *ret_text, which is malloc'd. INVALID_ARGUMENT. */
enum status section_scopes(
	const struct loop_plugin *config, char **ret_text, const char *ret[SECTION_SCOPES + 1], struct error *reterr);
/** Where the shared object lies, and where the program that hosts it. */
void section_library(const struct loop_plugin *config, char ret[SECTION_PATH]);
void section_host(char ret[SECTION_PATH]);
/** Whether all of this makes sense: INVALID_ARGUMENT, its field being the key. */
enum status section_check(const struct loop_plugin *config, struct error *reterr);

/** What every host is told, for the caller to add to. section_check() has found it to be UTF-8. */
json_t *section_hello(const struct loop_plugin *config);

#endif
