/* plugins/reminders/catalogue/ — the folder of templates and phrases, read once. */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/catalogue/text.h"

enum { LANGUAGES = 2 };
static const char *const languages[LANGUAGES] = { "en", "nl" };

struct entry {
	char *name; /* of the template, or key of the phrase */
	char *file; /* a template's whole file, cut into subject and body; of a phrase, its words */
	struct text text;
};

struct shelf {
	struct entry *entries; /* by name */
	size_t count;
};

struct text_catalogue {
	struct shelf texts[LANGUAGES];
	struct shelf phrases[LANGUAGES];
};

static int by_name(const void *left, const void *right)
{
	return strcmp(((const struct entry *)left)->name, ((const struct entry *)right)->name);
}

static struct entry *shelf_add(struct shelf *shelf, const char *name, size_t length)
{
	struct entry *entries = realloc(shelf->entries, (shelf->count + 1) * sizeof(*entries));

	if (entries == NULL)
		return NULL;
	shelf->entries = entries;
	entries[shelf->count] = (struct entry){ .name = strndup(name, length) };
	return entries[shelf->count].name != NULL ? &entries[shelf->count++] : NULL;
}

static const struct entry *shelf_find(const struct shelf *shelf, const char *name)
{
	struct entry wanted = { .name = (char *)name };

	return shelf->count > 0 ? bsearch(&wanted, shelf->entries, shelf->count, sizeof(wanted), by_name) : NULL;
}

static void shelf_finish(struct shelf *shelf)
{
	for (size_t i = 0; i < shelf->count; i++) {
		free(shelf->entries[i].name);
		free(shelf->entries[i].file);
	}
	free(shelf->entries);
}

static enum status read_file(const char *path, char **ret, struct error *reterr)
{
	FILE *file = fopen(path, "re");
	char *bytes = NULL;
	size_t capacity = 0;
	ssize_t length;

	if (file == NULL)
		return error_set(reterr, STATUS_NOT_FOUND, "%s cannot be read: %s", path, strerror(errno));
	length = getdelim(&bytes, &capacity, '\0', file);
	fclose(file);
	if (length <= 0) {
		free(bytes);
		return error_set(reterr, STATUS_INVALID_ARGUMENT, "%s is empty", path);
	}
	*ret = bytes;
	return STATUS_OK;
}

static enum status read_text(struct shelf *shelf, const char *path, const char *name, struct error *reterr)
{
	struct entry *entry = shelf_add(shelf, name, strlen(name) - strlen(".txt"));
	char *end;
	enum status st;

	if (entry == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for the texts");
	st = read_file(path, &entry->file, reterr);
	if (st != STATUS_OK)
		return st;
	end = strstr(entry->file, "\n\n");
	if (end == NULL || end == entry->file || memchr(entry->file, '\n', (size_t)(end - entry->file)) != NULL)
		return error_set(reterr, STATUS_INVALID_ARGUMENT,
			"%s:1: a text is a line with the subject, a blank line and the body", path);
	*end = '\0';
	entry->text = (struct text){ .subject = entry->file, .body = end + 2 };
	return STATUS_OK;
}

/* "key = words" lines; "#" opens a comment line. */
static enum status read_phrases(struct shelf *shelf, const char *path, struct error *reterr)
{
	char *bytes, *rest, *line;
	unsigned number = 0;
	enum status st = read_file(path, &bytes, reterr);

	if (st != STATUS_OK)
		return st;
	rest = bytes;
	while (st == STATUS_OK && (line = strsep(&rest, "\n")) != NULL) {
		char *equals = strstr(line, " = ");
		struct entry *entry;

		number++;
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (equals == NULL || equals == line) {
			st = error_set(
				reterr, STATUS_INVALID_ARGUMENT, "%s:%u: a phrase is \"key = words\"", path, number);
			break;
		}
		entry = shelf_add(shelf, line, (size_t)(equals - line));
		if (entry == NULL || (entry->file = strdup(equals + 3)) == NULL)
			st = error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for the texts");
	}
	free(bytes);
	return st;
}

static enum status read_language(struct text_catalogue *catalogue, int language, const char *dir, struct error *reterr)
{
	char path[4096];
	struct dirent *file;
	enum status st = STATUS_OK;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/%s", dir, languages[language]);
	folder = opendir(path);
	if (folder == NULL)
		return error_set(reterr, STATUS_NOT_FOUND, "%s cannot be read: %s", path, strerror(errno));
	while (st == STATUS_OK && (file = readdir(folder)) != NULL) {
		size_t length = strlen(file->d_name);

		snprintf(path, sizeof(path), "%s/%s/%s", dir, languages[language], file->d_name);
		if (strcmp(file->d_name, "phrases.ini") == 0)
			st = read_phrases(&catalogue->phrases[language], path, reterr);
		else if (length > 4 && file->d_name[0] != '.' && strcmp(file->d_name + length - 4, ".txt") == 0)
			st = read_text(&catalogue->texts[language], path, file->d_name, reterr);
	}
	closedir(folder);
	if (st == STATUS_OK && (catalogue->texts[language].count == 0 || catalogue->phrases[language].count == 0))
		return error_set(reterr, STATUS_NOT_FOUND, "there are no texts in %s/%s", dir, languages[language]);
	return st;
}

enum status text_catalogue_open(const char *dir, struct text_catalogue **ret, struct error *reterr)
{
	struct text_catalogue *catalogue = calloc(1, sizeof(*catalogue));
	enum status st = STATUS_OK;

	if (catalogue == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for the texts");
	for (int i = 0; i < LANGUAGES && st == STATUS_OK; i++) {
		st = read_language(catalogue, i, dir, reterr);
		if (st != STATUS_OK)
			break;
		qsort(catalogue->texts[i].entries, catalogue->texts[i].count, sizeof(struct entry), by_name);
		qsort(catalogue->phrases[i].entries, catalogue->phrases[i].count, sizeof(struct entry), by_name);
	}
	if (st != STATUS_OK) {
		text_catalogue_close(catalogue);
		return st;
	}
	*ret = catalogue;
	return STATUS_OK;
}

void text_catalogue_close(struct text_catalogue *catalogue)
{
	if (catalogue == NULL)
		return;
	for (int i = 0; i < LANGUAGES; i++) {
		shelf_finish(&catalogue->texts[i]);
		shelf_finish(&catalogue->phrases[i]);
	}
	free(catalogue);
}

static int language_index(const char *language)
{
	return language != NULL && strncmp(language, "nl", 2) == 0;
}

const struct text *text_catalogue_find(const struct text_catalogue *catalogue, const char *language, const char *name)
{
	const struct entry *entry = shelf_find(&catalogue->texts[language_index(language)], name);

	return entry != NULL ? &entry->text : NULL;
}

const char *text_catalogue_phrase(const struct text_catalogue *catalogue, const char *language, const char *key)
{
	const struct entry *entry = shelf_find(&catalogue->phrases[language_index(language)], key);

	return entry != NULL ? entry->file : NULL;
}

const char *text_catalogue_say(const struct text_catalogue *catalogue, const char *language, const char *key)
{
	const char *phrase = text_catalogue_phrase(catalogue, language, key);

	return phrase != NULL ? phrase : key;
}

void text_catalogue_each(const struct text_catalogue *catalogue, const char *language,
	void (*each)(void *arg, const char *name, const struct text *text), void *arg)
{
	const struct shelf *shelf = &catalogue->texts[language_index(language)];

	for (size_t i = 0; i < shelf->count; i++)
		each(arg, shelf->entries[i].name, &shelf->entries[i].text);
}

void text_catalogue_each_phrase(const struct text_catalogue *catalogue, const char *language,
	void (*each)(void *arg, const char *key, const char *words), void *arg)
{
	const struct shelf *shelf = &catalogue->phrases[language_index(language)];

	for (size_t i = 0; i < shelf->count; i++)
		each(arg, shelf->entries[i].name, shelf->entries[i].file);
}
