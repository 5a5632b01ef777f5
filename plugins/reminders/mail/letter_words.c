/* plugins/reminders/mail/ — a mail that came in: the writer's own words out of quotes, introductions and signatures. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/mail/letter.h"

enum { MOST_LINES = 20000, INTRODUCTION = 3, HEADERS = 5, CLOSING = 60 };

struct lines {
	char **line;
	unsigned char *introduction; /* how many lines the introduction takes that begins here; 0: none does */
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
		"Von meinem iP", "Gesendet von meinem ", "Gesendet mit der ", "Outlook für ", "Gesendet von Outlook ",
		NULL };

	return begins_with_any(skip_space(line), words);
}

/* The same in words that people use, too: only at the very end, and on a short line. */
static bool is_closing_device_line(const char *line)
{
	static const char *const words[] = { "Sent from ", "Sent via ", "Verzonden vanaf ", "Verzonden via ",
		"Verstuurd vanaf ", "Verstuurd via ", "Verstuurd met ", "Gesendet von ", "Gesendet mit ", NULL };

	return strlen(line) <= CLOSING && begins_with_any(skip_space(line), words);
}

/* "Van: … / Verzonden: …", as Outlook puts above what it does not mark. */
static bool is_header_block(const struct lines *lines, size_t at)
{
	static const char *const first[] = { "Van:", "From:", "Von:", "*Van:", "*From:", "*Von:", NULL };
	static const char *const others[] = { "Verzonden:", "Sent:", "Datum:", "Date:", "Aan:", "To:", "Onderwerp:",
		"Subject:", "Gesendet:", "An:", "Betreff:", "*Verzonden:", "*Sent:", "*Datum:", "*Date:", "*Aan:",
		"*To:", "*Onderwerp:", "*Subject:", "*Gesendet:", "*An:", "*Betreff:", NULL };
	size_t found = 0;

	if (!begins_with_any(skip_space(lines->line[at]), first))
		return false;
	for (size_t i = at + 1; i < lines->count && i <= at + HEADERS; i++)
		found += begins_with_any(skip_space(lines->line[i]), others);
	return found >= 2;
}

static bool is_divider(const char *line)
{
	static const char *const words[] = { "Original Message", "Original-Nachricht", "Oorspronkelijk bericht",
		"Ursprüngliche Nachricht", "Ursprüngliche Mail", "Forwarded message", "Doorgestuurd bericht",
		"Weitergeleitete Nachricht", NULL };
	static const char *const openings[] = { "Begin forwarded message:", "Begin doorgestuurd bericht:",
		"Anfang der weitergeleiteten Nachricht:", NULL };
	size_t dashes;

	line = skip_space(line);
	dashes = strspn(line, "-");
	if (dashes >= 3 && begins_with_any(skip_space(line + dashes), words))
		return true;
	return begins_with_any(line, openings) || (strspn(line, "_") >= 20 && line[strspn(line, "_ \t")] == '\0');
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

/* Whether the introduction is that line's, and what begins like one above it is the writer's: "On the table: …". */
static bool begins_later(const struct lines *lines, size_t at, size_t later)
{
	const char *line = lines->line[later];
	bool possible = opens(line) || (strchr(line, '<') != NULL && !is_dated(lines->line[at]));

	return possible && lines->introduction[later] > 0;
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

/* From the last line up, as each asks about those below it. */
static void find_introductions(struct lines *lines)
{
	for (size_t at = lines->count; at-- > 0;)
		lines->introduction[at] = (unsigned char)introduction_length(lines, at);
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
	ret->introduction = malloc(MOST_LINES);
	if (ret->line == NULL || ret->introduction == NULL) {
		free(ret->line);
		free(ret->introduction);
		return false;
	}
	while (ret->count < MOST_LINES && (line = strsep(&text, "\n")) != NULL)
		ret->line[ret->count++] = line;
	find_introductions(ret);
	return true;
}

/* What a closing line of a telephone leaves of the text that ends at `to`. */
static void cut_closing(const char *own, char *to)
{
	char *line;

	while (to > own && isspace((unsigned char)to[-1]))
		to--;
	*to = '\0';
	line = to;
	while (line > own && line[-1] != '\n')
		line--;
	if (!is_closing_device_line(line))
		return;
	while (line > own && isspace((unsigned char)line[-1]))
		line--;
	*line = '\0';
}

/* Around signed words stand lines that the signature needs, and a "- " before what might be taken for one (RFC 9580,
 * section 7). */
static const char *unwrap(const struct lines *lines, size_t *at, bool *wrapped)
{
	const char *line = lines->line[*at];

	if (strcmp(line, "-----BEGIN PGP SIGNED MESSAGE-----") == 0) {
		while (*at < lines->count && *skip_space(lines->line[*at]) != '\0')
			(*at)++;
		*wrapped = true;
		return "";
	}
	return *wrapped && strncmp(line, "- ", 2) == 0 && (line[2] == '-' || strncmp(line + 2, "From ", 5) == 0)
		       ? line + 2
		       : line;
}

static bool ends_here(const struct lines *lines, size_t at, const char *line)
{
	return is_signature(line) || is_divider(line) || is_header_block(lines, at) ||
	       strcmp(line, "-----BEGIN PGP SIGNATURE-----") == 0;
}

static char *keep_own(const struct lines *lines, size_t size, bool quotes)
{
	char *own = malloc(size + 1), *to = own;
	bool wrapped = false;

	if (own == NULL)
		return NULL;
	for (size_t i = 0; i < lines->count; i++) {
		const char *line = unwrap(lines, &i, &wrapped);
		size_t introduction = i < lines->count ? lines->introduction[i] : 0;

		if (introduction > 0 && quote_follows(lines, i + introduction)) {
			i += introduction - 1; /* answers may stand between the quoted lines */
			continue;
		}
		if (introduction > 0 || i >= lines->count || ends_here(lines, i, line))
			break;
		if ((is_quote(line) && !quotes) || is_device_line(line))
			continue;
		to = stpcpy(to, line);
		*to++ = '\n';
	}
	cut_closing(own, to);
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
	free(lines.introduction);
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
