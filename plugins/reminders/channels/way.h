/* plugins/reminders/channels/ — whose mail goes which way: the plugin's section says how mails go, and a section of its
 * own, [plugin reminders NAME], how those of some people go instead:
 *
 *	for = coach@example.com @example.org      addresses, and whole domains
 *
 * and the keys of one channel. An address counts before a domain; none of them stands in two sections. */
#ifndef RIDEALONG_REMINDERS_WAY_H
#define RIDEALONG_REMINDERS_WAY_H

#include <ridealong/sdk.h>

#include "plugins/reminders/channels/channel.h"

struct ways;

/** What the sections say makes sense: the host has asked. */
enum status ways_open(const struct sdk *sdk, struct ways **ret, struct error *reterr);
void ways_close(struct ways *ways); /* NULL is fine */

/** The channel that mails to an address take. It lives as long as the ways. */
struct channel *ways_for(const struct ways *ways, const char *address);

/** The faults of `for`, of such a section as a whole, and of all of them side by side (plugin.h). */
const char *ways_people_fault(const char *value);
const char *ways_part_fault(channel_value value, void *arg, const char **ret_key);
const char *ways_sections_fault(const char *(*part)(void *arg, size_t index),
	const char *(*value)(void *arg, const char *part, const char *key), void *arg, const char **ret_part,
	const char **ret_key);

#endif
