/* plugins/reminders/channels/ — whose mail goes which way. */
#include "plugins/reminders/channels/way.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "plugins/reminders/mail/mail.h"

struct way {
	struct way *next;
	const char *people; /* the section's; NULL: of everybody else */
	struct channel *channel;
};

struct ways {
	struct way *first; /* in the order of the file; the default is the last */
};

/* A section: the plugin's own, whose part is NULL, or one of its parts. */
struct section {
	const struct sdk *sdk;
	const char *part;
};

static const char *section_value(void *arg, const char *key)
{
	const struct section *section = arg;

	return section->part != NULL ? sdk_part_config(section->sdk, section->part, key, NULL)
				     : sdk_config(section->sdk, key, NULL);
}

static enum status add(struct ways *ways, struct section section, struct error *reterr)
{
	const struct channel_kind *kind = channel_kind_chosen(section_value, &section);
	struct way *way = calloc(1, sizeof(*way)), **last = &ways->first;

	if (way == NULL || kind == NULL) {
		free(way);
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "a mail needs a way to go");
	}
	way->channel = kind->open(section.sdk->api->loop(section.sdk->host), section_value, &section, reterr);
	if (way->channel == NULL) {
		free(way);
		return reterr->status;
	}
	way->people = section.part != NULL ? section_value(&section, "for") : NULL;
	while (*last != NULL)
		last = &(*last)->next;
	*last = way;
	return STATUS_OK;
}

enum status ways_open(const struct sdk *sdk, struct ways **ret, struct error *reterr)
{
	struct ways *ways = calloc(1, sizeof(*ways));
	enum status st = STATUS_OK;
	const char *part;

	if (ways == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for a channel");
	for (size_t i = 0; st == STATUS_OK && (part = sdk_part(sdk, i)) != NULL; i++)
		st = add(ways, (struct section){ sdk, part }, reterr);
	if (st == STATUS_OK)
		st = add(ways, (struct section){ sdk, NULL }, reterr);
	if (st != STATUS_OK) {
		ways_close(ways);
		return st;
	}
	*ret = ways;
	return STATUS_OK;
}

void ways_close(struct ways *ways)
{
	while (ways != NULL && ways->first != NULL) {
		struct way *way = ways->first;

		ways->first = way->next;
		way->channel->close(way->channel);
		free(way);
	}
	free(ways);
}

/* Whether a word of the list is this one, in whatever case. */
static bool names(const char *list, const char *wanted)
{
	const size_t length = strlen(wanted);

	for (; *list != '\0'; list += strcspn(list, " \t")) {
		list += strspn(list, " \t");
		if (strcspn(list, " \t") == length && strncasecmp(list, wanted, length) == 0)
			return true;
	}
	return false;
}

static const struct way *find(const struct ways *ways, const char *wanted)
{
	for (const struct way *way = ways->first; way != NULL && wanted != NULL; way = way->next)
		if (way->people != NULL && names(way->people, wanted))
			return way;
	return NULL;
}

struct channel *ways_for(const struct ways *ways, const char *address)
{
	const struct way *way = find(ways, address);

	if (way == NULL)
		way = find(ways, strrchr(address, '@'));
	for (const struct way *last = ways->first; way == NULL; last = last->next)
		if (last->people == NULL)
			way = last;
	return way->channel;
}

const char *ways_people_fault(const char *value)
{
	char *copy = strdup(value), *rest = copy, *word;
	bool good = copy != NULL && value[strspn(value, " \t")] != '\0';

	while (good && (word = strtok_r(rest, " \t", &rest)) != NULL) {
		const char *at = strchr(word, '@');

		good = at == word ? at[1] != '\0' && strpbrk(at + 1, "@<>\",;") == NULL : mail_is_address(word);
	}
	free(copy);
	return good ? NULL : "is no list of addresses, or @domains, with spaces between them";
}

/* The first word of a list that is in the other, too, for the caller to free; NULL: they have none in common. */
static char *find_shared(const char *list, const char *other)
{
	char *copy = strdup(list), *rest = copy, *word, *found = NULL;

	while (copy != NULL && found == NULL && (word = strtok_r(rest, " \t", &rest)) != NULL)
		if (names(other, word))
			found = strdup(word);
	free(copy);
	return found;
}

const char *ways_sections_fault(const char *(*part)(void *arg, size_t index),
	const char *(*value)(void *arg, const char *part, const char *key), void *arg, const char **ret_part,
	const char **ret_key)
{
	static char sentence[500];
	const char *later, *earlier;
	char *word = NULL;

	for (size_t i = 1; word == NULL && (later = part(arg, i)) != NULL; i++)
		for (size_t k = 0; word == NULL && k < i; k++) {
			earlier = part(arg, k);
			word = find_shared(value(arg, later, "for"), value(arg, earlier, "for"));
		}
	if (word == NULL)
		return NULL;
	snprintf(sentence, sizeof(sentence), "for: %s is in [plugin reminders %s] already", word, earlier);
	free(word);
	*ret_part = later;
	*ret_key = "for";
	return sentence;
}

const char *ways_part_fault(channel_value value, void *arg, const char **ret_key)
{
	if (value(arg, "for") == NULL)
		return "a section of its own is for some people's mails: for = ADDRESS or @DOMAIN says whose";
	return channel_kind_fault(value, arg, ret_key);
}
