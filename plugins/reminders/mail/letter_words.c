/* plugins/reminders/mail/ — a mail that came in: the writer's own words out of quotes, introductions and signatures. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/mail/letter.h"

enum { MOST_LINES = 20000, INTRODUCTION = 3, HEADERS = 5 };

struct lines {
	char **line;
	size_t count;
};

static const char *skip_space(const char *line)
{
	for (;;) {
		if (*line == ' ' || *line == '\t')
			line++;
		else if (strncmp(line, "\xc2\xa0", 2) == 0) /* no-break space */
			line += 2;
		else
			return line;
	}
}

static bool begins_with_any(const char *line, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strncasecmp(line, *words, strlen(*words)) == 0)
			return true;
	return false;
}

static bool holds_any(const char *line, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcasestr(line, *words) != NULL)
			return true;
	return false;
}

static bool ends_in_colon(const char *line)
{
	size_t length = strlen(line);

	while (length > 0 && isspace((unsigned char)line[length - 1]))
		length--;
	return length > 0 && line[length - 1] == ':';
}

static bool is_quote(const char *line)
{
	return *skip_space(line) == '>';
}

static bool is_signature(const char *line)
{
	return strcmp(line, "--") == 0 || strcmp(line, "-- ") == 0;
}

/* What telephones and mail programs add. */
static bool is_device_line(const char *line)
{
	static const char *const words[] = { "Verstuurd vanaf mijn ", "Verzonden vanaf mijn ", "Verzonden vanuit ",
		"Verstuurd vanuit ", "Verzonden met Proton", "Sent with Proton", "Sent from my ", "Sent from Outlook",
		"Sent from Yahoo", "Sent from Mail for ", "Get Outlook for ", "Outlook voor ", "Download Outlook ",
		NULL };

	return begins_with_any(skip_space(line), words);
}

/* "Van: … / Verzonden: …", as Outlook puts above what it does not mark. */
static bool is_header_block(const struct lines *lines, size_t at)
{
	static const char *const first[] = { "Van:", "From:", "*Van:", "*From:", NULL };
	static const char *const others[] = { "Verzonden:", "Sent:", "Datum:", "Date:", "Aan:", "To:", "Onderwerp:",
		"Subject:", "*Verzonden:", "*Sent:", "*Datum:", "*Date:", NULL };
	size_t found = 0;

	if (!begins_with_any(skip_space(lines->line[at]), first))
		return false;
	for (size_t i = at + 1; i < lines->count && i <= at + HEADERS; i++)
		found += begins_with_any(skip_space(lines->line[i]), others);
	return found >= 2;
}

static bool is_divider(const char *line)
{
	static const char *const words[] = { "-----Original Message", "-----Oorspronkelijk bericht",
		"---- Original message", "---- Oorspronkelijk bericht", "-------- Original", "-------- Oorspronkelijk",
		NULL };

	line = skip_space(line);
	return begins_with_any(line, words) || (strspn(line, "_") >= 20 && line[strspn(line, "_ \t")] == '\0');
}

static bool opens(const char *line)
{
	static const char *const openings[] = { "On ", "Op ", "Am ", "Le ", NULL };

	return begins_with_any(skip_space(line), openings);
}

static bool is_dated(const char *line)
{
	return strpbrk(line, "@0123456789") != NULL;
}

static size_t introduction_length(const struct lines *lines, size_t at);

/* Whether the introduction is that line's, and what begins like one above it is the writer's: "On the table: …". */
static bool begins_later(const struct lines *lines, size_t at, size_t later)
{
	const char *line = lines->line[later];
	bool possible = opens(line) || (strchr(line, '<') != NULL && !is_dated(lines->line[at]));

	return possible && introduction_length(lines, later) > 0;
}

/* "On … wrote:", perhaps broken over lines: the first of them opens it, or holds an address. Returns how many lines it
 * takes, or 0. It has to hold what such a line holds, an address or a figure, or stand right above a quote: people do
 * begin a sentence like that, and what they wrote right above it is theirs. */
static size_t introduction_length(const struct lines *lines, size_t at)
{
	static const char *const verbs[] = { "wrote", "schreef", "geschreven", "schrieb", "écrit", NULL };
	bool opened = opens(lines->line[at]), addressed = strchr(lines->line[at], '<') != NULL;
	bool said = false, dated = false;

	for (size_t i = at; i < lines->count && i < at + INTRODUCTION; i++) {
		const char *line = lines->line[i];
		size_t next = i + 1;

		if (i > at && (*skip_space(line) == '\0' || !(opened || addressed) || begins_later(lines, at, i)))
			return 0;
		said = said || holds_any(line, verbs);
		dated = dated || is_dated(line);
		if (!ends_in_colon(line))
			continue;
		while (next < lines->count && *skip_space(lines->line[next]) == '\0')
			next++;
		if (next < lines->count && is_quote(lines->line[next]))
			return opened || said ? i + 1 - at : 0;
		return said && dated && (opened || strchr(line, '@') != NULL) ? i + 1 - at : 0;
	}
	return 0;
}

static bool quote_follows(const struct lines *lines, size_t at)
{
	while (at < lines->count && *skip_space(lines->line[at]) == '\0')
		at++;
	return at < lines->count && is_quote(lines->line[at]);
}

static bool split(char *text, struct lines *ret)
{
	char *line;

	ret->count = 0;
	ret->line = malloc(MOST_LINES * sizeof(*ret->line));
	if (ret->line == NULL)
		return false;
	while (ret->count < MOST_LINES && (line = strsep(&text, "\n")) != NULL)
		ret->line[ret->count++] = line;
	return true;
}

static char *keep_own(const struct lines *lines, size_t size, bool quotes)
{
	char *own = malloc(size + 1), *to = own;

	if (own == NULL)
		return NULL;
	for (size_t i = 0; i < lines->count; i++) {
		const char *line = lines->line[i];
		size_t introduction = introduction_length(lines, i);

		if (introduction > 0 && quote_follows(lines, i + introduction)) {
			i += introduction - 1; /* answers may stand between the quoted lines */
			continue;
		}
		if (introduction > 0 || is_signature(line) || is_divider(line) || is_header_block(lines, i))
			break;
		if ((is_quote(line) && !quotes) || is_device_line(line))
			continue;
		to = stpcpy(to, line);
		*to++ = '\n';
	}
	while (to > own && isspace((unsigned char)to[-1]))
		to--;
	*to = '\0';
	memmove(own, own + strspn(own, " \t\n"), strlen(own + strspn(own, " \t\n")) + 1);
	return own;
}

static char *read_words(const char *text, bool quotes)
{
	char *copy = strdup(text), *own;
	struct lines lines;

	if (copy == NULL || !split(copy, &lines)) {
		free(copy);
		return NULL;
	}
	own = keep_own(&lines, strlen(text) + 1, quotes);
	free(lines.line);
	free(copy);
	return own;
}

char *letter_own_words(const char *text)
{
	return read_words(text, false);
}

char *letter_quoted_words(const char *text)
{
	return read_words(text, true);
}
