/* plugins/reminders/ — its sections, key by key. */
#include "plugins/reminders/settings.h"

#include <gmime/gmime.h>
#include <ridealong/sdk.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/channels/way.h"
#include "plugins/reminders/mail/mail.h"

static const char *count_fault(const char *value)
{
	const size_t digits = strspn(value, "0123456789");

	return digits > 0 && digits < 6 && value[digits] == '\0' ? NULL : "is no whole number from 0 to 99999";
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

static const char *authority_fault(const char *value)
{
	return value[0] != '\0' && strpbrk(value, " ;\t") == NULL ? NULL : "is no name of a mail server";
}

static const char *language_fault(const char *value)
{
	return strcmp(value, "en") == 0 || strcmp(value, "nl") == 0 ? NULL : "is neither en nor nl";
}

/* What is said whatever the channel. */
static const struct ridealong_setting own[] = {
	{ "domain", domain_fault },
	{ "from", sender_fault },
	{ "inbox", sdk_folder_fault },
	{ "language", language_fault },
	{ "most_a_minute", count_fault },
	{ "most_an_hour", count_fault },
	{ "require_auth", authority_fault },
	{ "texts", sdk_folder_fault },
	{ NULL, NULL },
};

static const struct ridealong_setting own_of_part[] = { { "for", ways_people_fault }, { NULL, NULL } };

enum { MOST_SETTINGS = 64 };

struct ridealong_setting reminders_settings[MOST_SETTINGS + 1], reminders_part_settings[MOST_SETTINGS + 1];

static int by_key(const void *one, const void *other)
{
	return strcmp(((const struct ridealong_setting *)one)->key, ((const struct ridealong_setting *)other)->key);
}

/* Puts those in that are not there yet; what is in none is NULL at the end. */
static void put(struct ridealong_setting *settings, const struct ridealong_setting *more)
{
	for (; more->key != NULL; more++) {
		size_t at = 0;

		while (settings[at].key != NULL && strcmp(settings[at].key, more->key) != 0)
			at++;
		if (at == MOST_SETTINGS)
			abort(); /* the table has outgrown its place */
		settings[at] = *more;
	}
}

static void gather(struct ridealong_setting *settings, const struct ridealong_setting *first)
{
	size_t count = 0;

	memset(settings, 0, (MOST_SETTINGS + 1) * sizeof(*settings));
	put(settings, first);
	for (size_t i = 0; channel_kinds[i] != NULL; i++)
		put(settings, channel_kinds[i]->settings);
	while (settings[count].key != NULL)
		count++;
	qsort(settings, count, sizeof(*settings), by_key);
}

void reminders_settings_gather(void)
{
	gather(reminders_settings, own);
	gather(reminders_part_settings, own_of_part);
}

const char *reminders_settings_fault(const char *(*value)(void *arg, const char *key), void *arg, const char **ret_key)
{
	return channel_kind_fault(value, arg, ret_key);
}
