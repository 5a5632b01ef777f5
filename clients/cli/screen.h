/* clients/cli — the screen: how wide it is, and words broken into its lines. What others wrote comes disarmed. */
#ifndef RIDEALONG_CLI_SCREEN_H
#define RIDEALONG_CLI_SCREEN_H

#include <limits.h>
#include <stdarg.h>

#define SCREEN_ENDLESS INT_MAX

/** Columns of the terminal, 80 when there is none; COLUMNS stands for it. From 40 to 120. */
int screen_width(void);
/** How long a line of text may be: as wide as the screen, and SCREEN_ENDLESS where nobody looks: a pipe, a file. */
int screen_line(void);
/** Columns that a text takes. */
int screen_columns(const char *text);

/** Prints the words of a text and ends the line. Lines after the first begin `indent` columns in; `at` is the column
 *  that is reached already. What is longer than `line` columns goes on below; white space between words is one space.
 */
void screen_words(const char *text, int indent, int at, int line);
/** Prints a text whose own lines stand; only those that the screen is too narrow for are broken. */
void screen_text(const char *text, int indent, int at);
/** Prints a sentence so; what it is indented by, "  · " too, its later lines are. */
void screen_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
