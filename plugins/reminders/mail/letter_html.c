/* plugins/reminders/mail/ — a mail that came in as a page: its words, by libxml2's forgiving reader. */
#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/mail/letter.h"

struct sheet {
	FILE *out;
	int hidden; /* depth inside of what nobody sees */
	int quotes; /* depth of quotes */
	int preformatted;
	bool line_start, space;
};

static bool is_any(const char *name, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcasecmp(name, *names) == 0)
			return true;
	return false;
}

static bool is_block(const char *name)
{
	static const char *const names[] = { "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
		"table", "ul", "ol", "pre", "hr", "section", "article", NULL };

	return is_any(name, names);
}

static bool is_hidden(const char *name)
{
	static const char *const names[] = { "head", "style", "script", "title", NULL };

	return is_any(name, names);
}

static void end_line(struct sheet *sheet, bool always)
{
	if (always || !sheet->line_start)
		fputc('\n', sheet->out);
	sheet->line_start = true;
	sheet->space = false;
}

static void put(struct sheet *sheet, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		bool no_break = i + 1 < size && memcmp(bytes + i, "\xc2\xa0", 2) == 0;

		if (sheet->preformatted > 0 && bytes[i] == '\n') {
			end_line(sheet, true);
			continue;
		}
		if (no_break || isspace((unsigned char)bytes[i])) {
			sheet->space = true;
			i += no_break;
			continue;
		}
		if (sheet->line_start && sheet->quotes > 0)
			fputs("> ", sheet->out);
		else if (sheet->space && !sheet->line_start)
			fputc(' ', sheet->out);
		sheet->line_start = sheet->space = false;
		fputc(bytes[i], sheet->out);
	}
}

static const char *attribute(const xmlChar **attributes, const char *name)
{
	for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
		if (strcasecmp((const char *)attributes[0], name) == 0)
			return attributes[1] != NULL ? (const char *)attributes[1] : "";
	return "";
}

static void on_start(void *arg, const xmlChar *element, const xmlChar **attributes)
{
	const char *name = (const char *)element;
	struct sheet *sheet = arg;

	if (is_hidden(name))
		sheet->hidden++;
	if (is_block(name))
		end_line(sheet, false);
	if (strcasecmp(name, "br") == 0)
		end_line(sheet, true);
	if (strcasecmp(name, "blockquote") == 0)
		sheet->quotes++;
	if (strcasecmp(name, "pre") == 0)
		sheet->preformatted++;
	/* Outlook's mark between what was written and what it answers. */
	if (strcasecmp(attribute(attributes, "id"), "divRplyFwdMsg") == 0 ||
		strcasecmp(attribute(attributes, "id"), "appendonsend") == 0)
		fputs("-----Original Message-----\n", sheet->out);
}

static void on_end(void *arg, const xmlChar *element)
{
	const char *name = (const char *)element;
	struct sheet *sheet = arg;

	if (is_block(name))
		end_line(sheet, false);
	if (is_hidden(name) && sheet->hidden > 0)
		sheet->hidden--;
	if (strcasecmp(name, "blockquote") == 0 && sheet->quotes > 0)
		sheet->quotes--;
	if (strcasecmp(name, "pre") == 0 && sheet->preformatted > 0)
		sheet->preformatted--;
}

static void on_words(void *arg, const xmlChar *bytes, int size)
{
	struct sheet *sheet = arg;

	if (sheet->hidden == 0)
		put(sheet, (const char *)bytes, (size_t)size);
}

char *letter_html_to_text(const char *html, size_t size)
{
	struct sheet sheet = { .line_start = true };
	htmlSAXHandler handler = {
		.startElement = on_start, .endElement = on_end, .characters = on_words, .ignorableWhitespace = on_words
	};
	htmlParserCtxtPtr parser;
	char *text = NULL;
	size_t length = 0;

	sheet.out = open_memstream(&text, &length);
	if (sheet.out == NULL)
		return NULL;
	parser = htmlCreatePushParserCtxt(&handler, &sheet, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (parser != NULL) {
		htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
						   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
		htmlParseChunk(parser, html, (int)size, 1);
		if (parser->myDoc != NULL)
			xmlFreeDoc(parser->myDoc);
		htmlFreeParserCtxt(parser);
	}
	if (fclose(sheet.out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
