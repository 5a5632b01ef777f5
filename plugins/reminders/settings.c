/* plugins/reminders/ — its section, key by key. */
#include "plugins/reminders/settings.h"

#include <gmime/gmime.h>
#include <ridealong/sdk.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/channels/channel.h"
#include "plugins/reminders/mail/mail.h"

static const char *seconds_fault(const char *value)
{
	const size_t digits = strspn(value, "0123456789");
	const long seconds = strtol(value, NULL, 10);

	return digits > 0 && value[digits] == '\0' && seconds >= 1 && seconds <= SETTINGS_MOST_COMMAND_SECONDS
		       ? NULL
		       : "is no whole number from 1 to 600";
}

static const char *domain_fault(const char *value)
{
	return value[0] != '\0' && strpbrk(value, " @<>\t") == NULL ? NULL : "is no mail domain";
}

static const char *sender_fault(const char *value)
{
	g_mime_init();
	return mail_is_sender(value) ? NULL : "is no sender: write Name <address>";
}

static const char *language_fault(const char *value)
{
	return strcmp(value, "en") == 0 || strcmp(value, "nl") == 0 ? NULL : "is neither en nor nl";
}

const struct ridealong_setting reminders_settings[] = {
	{ "command", channel_command_fault },
	{ "command_seconds", seconds_fault },
	{ "domain", domain_fault },
	{ "from", sender_fault },
	{ "inbox", sdk_folder_fault },
	{ "language", language_fault },
	{ "maildir", channel_maildir_fault },
	{ "texts", sdk_folder_fault },
	{ NULL, NULL },
};

const char *reminders_settings_fault(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key)
{
	if (value(arg, "maildir") == NULL && value(arg, "command") == NULL)
		return "a mail needs a way to go: maildir = /FOLDER or command = /PROGRAM";
	if (value(arg, "maildir") == NULL || value(arg, "command") == NULL)
		return NULL;
	*ret_key = "command";
	return "maildir and command are two ways for a mail to go; choose one";
}
