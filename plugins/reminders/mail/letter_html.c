/* plugins/reminders/mail/ — a mail that came in as a page: its words, by libxml2's forgiving reader. */
#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/mail/letter.h"
#include "plugins/reminders/mail/letter_style.h"

enum { MOST_ATTRIBUTES = 1000 };

struct sheet {
	FILE *out;
	int depth;                /* of elements */
	int hidden_at, backed_at; /* the depth at which what nobody sees began, and a background; 0: none is open */
	int white_at;             /* the same of words in white where nothing is behind them */
	int quotes;               /* depth of quotes */
	int preformatted;
	bool line_start, space;
	bool with_white; /* show words in white all the same */
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
	static const char *const names[] = { "head", "style", "script", "title", "template", "noembed", NULL };

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

/* NULL: there is none. */
static const char *attribute(const xmlChar **attributes, const char *name)
{
	for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
		if (strcasecmp((const char *)attributes[0], name) == 0)
			return attributes[1] != NULL ? (const char *)attributes[1] : "";
	return NULL;
}

/* What is put there for filters and previews, and is no word of the writer's. */
static void look_away(struct sheet *sheet, const char *name, const xmlChar **attributes)
{
	const char *style = attribute(attributes, "style");

	if (style == NULL)
		style = "";
	if (sheet->hidden_at == 0 &&
		(is_hidden(name) || attribute(attributes, "hidden") != NULL || letter_style_hides(style)))
		sheet->hidden_at = sheet->depth;
	if (sheet->backed_at == 0 && letter_style_backed(style, attribute(attributes, "bgcolor")))
		sheet->backed_at = sheet->depth;
	if (sheet->white_at == 0 && sheet->backed_at == 0 && letter_style_white(style))
		sheet->white_at = sheet->depth;
}

static void look_again(struct sheet *sheet)
{
	if (sheet->hidden_at >= sheet->depth)
		sheet->hidden_at = 0;
	if (sheet->backed_at >= sheet->depth)
		sheet->backed_at = 0;
	if (sheet->white_at >= sheet->depth)
		sheet->white_at = 0;
	if (sheet->depth > 0)
		sheet->depth--;
}

static bool is_attribute(const xmlChar **attributes, const char *name, const char *value)
{
	const char *given = attribute(attributes, name);

	return given != NULL && strcasecmp(given, value) == 0;
}

/* Outlook's mark, on the web and on telephones, between what was written and what it answers. */
static bool is_border(const xmlChar **attributes)
{
	return is_attribute(attributes, "id", "divRplyFwdMsg") || is_attribute(attributes, "id", "appendonsend") ||
	       is_attribute(attributes, "id", "mail-editor-reference-message-container");
}

static void on_start(void *arg, const xmlChar *element, const xmlChar **attributes)
{
	const char *name = (const char *)element;
	struct sheet *sheet = arg;

	sheet->depth++;
	look_away(sheet, name, attributes);
	if (is_block(name))
		end_line(sheet, false);
	if (strcasecmp(name, "br") == 0)
		end_line(sheet, true);
	if (strcasecmp(name, "blockquote") == 0)
		sheet->quotes++;
	if (strcasecmp(name, "pre") == 0)
		sheet->preformatted++;
	if (is_border(attributes)) {
		end_line(sheet, false);
		fputs("-----Original Message-----\n", sheet->out);
	}
}

static void on_end(void *arg, const xmlChar *element)
{
	const char *name = (const char *)element;
	struct sheet *sheet = arg;

	if (is_block(name))
		end_line(sheet, false);
	if (strcasecmp(name, "blockquote") == 0 && sheet->quotes > 0)
		sheet->quotes--;
	if (strcasecmp(name, "pre") == 0 && sheet->preformatted > 0)
		sheet->preformatted--;
	look_again(sheet);
}

static void on_words(void *arg, const xmlChar *bytes, int size)
{
	struct sheet *sheet = arg;

	if (sheet->hidden_at == 0 && (sheet->white_at == 0 || sheet->with_white))
		put(sheet, (const char *)bytes, (size_t)size);
}

static char *read_page(const char *html, size_t size, bool with_white)
{
	struct sheet sheet = { .line_start = true, .with_white = with_white };
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

/* How far the page can be read: libxml2 compares every attribute of an element with all before it, so one with a
 * hundred thousand of them would take minutes. Nobody writes such a thing by hand. */
static size_t readable_size(const char *html, size_t size)
{
	size_t tag = 0;
	int attributes = -1; /* outside of a tag */

	for (size_t i = 0; i < size; i++) {
		if (attributes < 0) {
			if (html[i] == '<' && i + 1 < size && isalpha((unsigned char)html[i + 1])) {
				tag = i;
				attributes = 0;
			}
		} else if (html[i] == '>') {
			attributes = -1;
		} else if (html[i] == '=') {
			while (i + 1 < size && isspace((unsigned char)html[i + 1]))
				i++;
			if (i + 1 < size && (html[i + 1] == '"' || html[i + 1] == '\'')) {
				const char *end = memchr(html + i + 2, html[i + 1], size - i - 2);

				i = end != NULL ? (size_t)(end - html) : size;
			}
			attributes++;
		} else if (isspace((unsigned char)html[i]) || html[i] == '/') {
			attributes++;
		}
		if (attributes > MOST_ATTRIBUTES)
			return tag;
	}
	return size;
}

/* Words in white are hidden ones, unless there are no others: who writes on a dark screen may send nothing else. */
char *letter_html_to_text(const char *html, size_t size)
{
	size_t readable = readable_size(html, size);
	char *text = read_page(html, readable, false);

	if (text == NULL || text[strspn(text, " \t\n")] != '\0')
		return text;
	free(text);
	return read_page(html, readable, true);
}
