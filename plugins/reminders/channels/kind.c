/* plugins/reminders/channels/ — the table: a row a way. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/channels/channel.h"

const struct channel_kind *const channel_kinds[] = { &channel_command, &channel_maildir, &channel_smtp,
	&channel_webhook, NULL };

static bool understands(const struct channel_kind *kind, const char *key)
{
	for (const struct ridealong_setting *setting = kind->settings; setting->key != NULL; setting++)
		if (strcmp(setting->key, key) == 0)
			return true;
	return false;
}

const struct channel_kind *channel_kind_chosen(channel_value value, void *arg)
{
	for (size_t i = 0; channel_kinds[i] != NULL; i++)
		if (value(arg, channel_kinds[i]->name) != NULL)
			return channel_kinds[i];
	return NULL;
}

/* Another way that is chosen as well, or NULL. */
static const char *second(const struct channel_kind *chosen, channel_value value, void *arg)
{
	for (size_t i = 0; channel_kinds[i] != NULL; i++)
		if (channel_kinds[i] != chosen && value(arg, channel_kinds[i]->name) != NULL)
			return channel_kinds[i]->name;
	return NULL;
}

/* A key of other ways that is said all the same, or NULL. */
static const char *stray(const struct channel_kind *chosen, channel_value value, void *arg)
{
	for (size_t i = 0; channel_kinds[i] != NULL; i++)
		for (const struct ridealong_setting *setting = channel_kinds[i]->settings; setting->key != NULL;
			setting++)
			if (!understands(chosen, setting->key) && value(arg, setting->key) != NULL)
				return setting->key;
	return NULL;
}

const char *channel_kind_fault(channel_value value, void *arg, const char **ret_key)
{
	static char fault[200];
	const struct channel_kind *chosen = channel_kind_chosen(value, arg);
	const char *other;

	if (chosen == NULL) {
		size_t length = (size_t)snprintf(fault, sizeof(fault), "a mail needs a way to go, one of these:");

		for (size_t i = 0; channel_kinds[i] != NULL && length < sizeof(fault); i++)
			length +=
				(size_t)snprintf(fault + length, sizeof(fault) - length, " %s", channel_kinds[i]->name);
		return fault;
	}
	other = second(chosen, value, arg);
	if (other != NULL) {
		*ret_key = chosen->name;
		snprintf(fault, sizeof(fault), "%s and %s are two ways for a mail to go; choose one", other,
			chosen->name);
		return fault;
	}
	other = stray(chosen, value, arg);
	if (other != NULL) {
		*ret_key = other;
		snprintf(fault, sizeof(fault), "%s says nothing about %s, the way that mails go here", other,
			chosen->name);
		return fault;
	}
	return chosen->fault != NULL ? chosen->fault(value, arg, ret_key) : NULL;
}

const char *channel_seconds_fault(const char *value)
{
	const size_t digits = strspn(value, "0123456789");
	const long seconds = strtol(value, NULL, 10);

	return digits > 0 && value[digits] == '\0' && seconds >= 1 && seconds <= CHANNEL_MOST_SECONDS
		       ? NULL
		       : "is no whole number from 1 to 600";
}
