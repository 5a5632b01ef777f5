/* domain/ — the lines of what a person typed, without the mail around them. */
#ifndef RIDEALONG_DOMAIN_QUICK_TEXT_H
#define RIDEALONG_DOMAIN_QUICK_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/arena.h"

/** Splits text (UTF-8) into its lines, trimmed, without blank ones, in the arena; *ret_count of them. Left out: quoted
 *  mail (lines that begin with ">", and the line that introduces them), and all after a signature's "-- ", a greeting
 * that ends the letter, or a mail program's "Original message" line. Pure; any thread. */
char **quick_text_lines(const char *text, struct arena *arena, size_t *ret_count);
/** Whether what a person writes ends with this (trimmed) line: a signature's mark, "Original message", a greeting. */
bool quick_text_ends(const char *line);

/** The text without white space at both ends (also no-break and zero-width), in the arena. */
char *quick_text_trim(const char *text, size_t length, struct arena *arena);

/** The text in one line for a sentence about it: at most `most` characters (not bytes), the rest told by "…". In the
 *  arena. */
char *quick_text_short(const char *text, size_t most, struct arena *arena);

/** Whether the text begins with a word, regardless of case (ASCII) and followed by its end, a space or punctuation.
 *  *ret_rest (NULL is fine) points behind the word and what separates it from the rest. */
bool quick_text_word(const char *text, const char *word, const char **ret_rest);

/** The length of the quotation mark at the text's begin, straight, curly or Dutch low; 0 when there is none. */
size_t quick_text_quote(const char *text);
/** The same for a dash: "-", "–", "—". */
size_t quick_text_dash(const char *text);

#endif
