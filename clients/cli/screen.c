/* clients/cli — the screen: how wide it is, and words broken into its lines. */
#include "screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#define NARROWEST 40
#define WIDEST    120 /* longer lines are hard to read */

static int columns_told(void)
{
	const char *columns = getenv("COLUMNS");

	return columns == NULL ? 0 : atoi(columns);
}

int screen_width(void)
{
	struct winsize size;
	int width = 80;

	if (columns_told() > 0)
		width = columns_told();
	else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		width = size.ws_col;
	return width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : width;
}

int screen_line(void)
{
	return isatty(STDOUT_FILENO) || columns_told() > 0 ? screen_width() : SCREEN_ENDLESS;
}

int screen_columns(const char *text)
{
	utf8proc_int32_t character;
	int columns = 0;

	for (utf8proc_ssize_t step; *text != '\0'; text += step) {
		step = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &character);
		if (step <= 0)
			return columns;
		columns += utf8proc_charwidth(character);
	}
	return columns;
}

void screen_words(const char *text, int indent, int at, int line)
{
	while (*text != '\0') {
		const size_t length = strcspn(text, " \n"), gap = strspn(text + length, " \n");
		char *word = strndup(text, length);
		int columns;

		if (word == NULL)
			abort();
		columns = screen_columns(word);
		if (at > indent && at + 1 + columns > line) {
			printf("\n%*s", indent, "");
			at = indent;
		} else if (at > indent) {
			putchar(' ');
			at++;
		}
		fputs(word, stdout);
		free(word);
		at += columns;
		text += length + gap;
	}
	putchar('\n');
}

void screen_text(const char *text, int indent, int at)
{
	const int line = screen_line();

	for (;;) {
		const size_t length = strcspn(text, "\n");
		char *one = strndup(text, length);

		if (one == NULL)
			abort();
		if (at + screen_columns(one) > line)
			screen_words(one, indent, at, line);
		else
			puts(one);
		free(one);
		if (text[length] == '\0')
			return;
		text += length + 1;
		printf("%*s", indent, "");
		at = indent;
	}
}

void screen_say(const char *format, ...)
{
	char *text;
	va_list args;
	size_t indent;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		abort();
	va_end(args);
	indent = strspn(text, " ");
	if (strncmp(text + indent, "· ", strlen("· ")) == 0)
		indent += 2;
	screen_text(text, (int)indent, 0);
	free(text);
}
