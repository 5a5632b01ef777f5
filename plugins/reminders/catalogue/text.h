/* plugins/reminders/catalogue/ — what people read: templates with placeholders, and the words that go into them. Pure
 * but for text_catalogue_open(), which reads the folder once.
 *
 * A template is a file: the subject in the first line, a blank line, the body; a paragraph is one line. In it
 *   {name}            stands for a value; {Name} for the same with a capital first letter;
 *   {if_name: words}  keeps its words only when the value `name` is there; they may hold placeholders.
 * A line that such a choice leaves empty goes; of two spaces around it one goes. What is put in is never read again, so
 * nobody's words can be taken for a placeholder. */
#ifndef RIDEALONG_REMINDERS_TEXT_H
#define RIDEALONG_REMINDERS_TEXT_H

#include <stddef.h>

#include "proto/status.h"

/** The value of a placeholder; NULL: known, but there is none. */
struct text_value {
	const char *name;
	const char *value;
};

struct text_values {
	const struct text_value *items;
	size_t count;
};

/** Fills a template. INVALID_ARGUMENT, naming the placeholder, when a name is unknown, a plain one has no value, or a
 *  brace is not closed. *ret is malloc'd. */
enum status text_render(const char *template, const struct text_values *values, char **ret, struct error *reterr);

/** The same in one line, as a subject has to be: line ends and other control characters become spaces. */
enum status text_render_line(const char *template, const struct text_values *values, char **ret, struct error *reterr);

/** How many words a reader counts: runs of anything but white space that hold a letter or a digit. */
size_t text_count_words(const char *text);

/** A person's words made fit for a sentence: white space collapsed, at most `most` characters (not bytes), the rest
 *  told by "…". malloc'd. */
char *text_excerpt(const char *words, size_t most);

/** All templates and phrases in all languages. Read-only after opening. */
struct text_catalogue;

struct text {
	const char *subject, *body;
};

/** Reads DIR/LANGUAGE/NAME.txt and DIR/LANGUAGE/phrases.ini for English and Dutch. NOT_FOUND or INVALID_ARGUMENT with
 *  the file's name and line. */
enum status text_catalogue_open(const char *dir, struct text_catalogue **ret, struct error *reterr);
void text_catalogue_close(struct text_catalogue *catalogue); /* NULL is fine */

/** The template in a language ("nl"; anything else is English). NULL when there is none of that name. */
const struct text *text_catalogue_find(const struct text_catalogue *catalogue, const char *language, const char *name);

/** A phrase by key; NULL when there is none. */
const char *text_catalogue_phrase(const struct text_catalogue *catalogue, const char *language, const char *key);

/** The same for what is shown: the key itself when there is none. */
const char *text_catalogue_say(const struct text_catalogue *catalogue, const char *language, const char *key);

/** Calls back for every template of a language, by name. */
void text_catalogue_each(const struct text_catalogue *catalogue, const char *language,
	void (*each)(void *arg, const char *name, const struct text *text), void *arg);

/** The same for every phrase, by key. */
void text_catalogue_each_phrase(const struct text_catalogue *catalogue, const char *language,
	void (*each)(void *arg, const char *key, const char *words), void *arg);

#endif
