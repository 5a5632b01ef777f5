/* plugins/reminders/mail/ — the words of a mail as HTML. */
#include "plugins/reminders/mail/html.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HEAD                                                                                                           \
	"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"                                      \
	"<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light "        \
	"dark\">\n"                                                                                                    \
	"<meta name=\"supported-color-schemes\" content=\"light dark\">\n</head>\n"                                    \
	"<body style=\"font-family: -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; font-size: "      \
	"16px; "                                                                                                       \
	"line-height: 1.5; max-width: 36em\">\n"

static size_t address_length(const char *text)
{
	static const char *const schemes[] = { "https://", "http://" };
	size_t length = 0;

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (strncasecmp(text, schemes[i], strlen(schemes[i])) == 0)
			length = strlen(schemes[i]) + strcspn(text + strlen(schemes[i]), " \t\r\n<>\"");
	/* What ends the sentence is no part of it. */
	while (length > 0 && strchr(".,;:!?)'", text[length - 1]) != NULL)
		length--;
	return length;
}

static void put_escaped(FILE *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		switch (text[i]) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			fputc(text[i], out);
		}
}

static void put_line(FILE *out, const char *line, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t address = i == 0 || strchr(" \t(<\"", line[i - 1]) != NULL ? address_length(line + i) : 0;

		if (address > length - i)
			address = 0;
		if (address > 0) {
			fputs("<a href=\"", out);
			put_escaped(out, line + i, address);
			fputs("\">", out);
			put_escaped(out, line + i, address);
			fputs("</a>", out);
			i += address;
		} else {
			put_escaped(out, line + i++, 1);
		}
	}
}

/* An empty line ends a paragraph, as it does in the text. */
static void put_body(FILE *out, const char *text)
{
	bool open = false;

	while (*text != '\0') {
		size_t length = strcspn(text, "\n"), end = length;

		if (end > 0 && text[end - 1] == '\r')
			end--;
		if (end == 0 && open)
			fputs("</p>\n", out);
		else if (end > 0)
			fputs(open ? "<br>\n" : "<p>", out);
		put_line(out, text, end);
		open = end > 0;
		text += length + (text[length] == '\n');
	}
	if (open)
		fputs("</p>\n", out);
}

char *html_of(const char *text, const char *language)
{
	char *html = NULL;
	size_t size;
	FILE *out = open_memstream(&html, &size);

	if (out == NULL)
		return NULL;
	fprintf(out, HEAD, language);
	put_body(out, text);
	fputs("</body>\n</html>\n", out);
	if (fclose(out) != 0) {
		free(html);
		return NULL;
	}
	return html;
}
