/* domain/ — the lines of what a person typed. */
#include "daemon/domain/quick_text.h"

#include <string.h>
#include <strings.h>

/* White space that phones and mail programs put in: no-break spaces, zero-width space, marks of direction, word joiner,
 * ideographic space, byte order mark. */
static size_t space(const char *text)
{
	static const char *const wide[] = { "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x8b", "\xe2\x80\x8e", "\xe2\x80\x8f",
		"\xe2\x81\xa0", "\xe3\x80\x80", "\xef\xbb\xbf" };

	if (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n' || *text == '\f' || *text == '\v')
		return 1;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (strncmp(text, wide[i], strlen(wide[i])) == 0)
			return strlen(wide[i]);
	return 0;
}

static size_t space_before(const char *begin, const char *end)
{
	for (size_t length = 1; length <= 3 && length <= (size_t)(end - begin); length++)
		if (space(end - length) == length)
			return length;
	return 0;
}

char *quick_text_trim(const char *text, size_t length, struct arena *arena)
{
	const char *end = text + length;
	size_t step;

	while (text < end && (step = space(text)) != 0 && step <= (size_t)(end - text))
		text += step;
	while ((step = space_before(text, end)) != 0)
		end -= step;
	return arena_strndup(arena, text, (size_t)(end - text));
}

static size_t one_of(const char *text, const char *const *marks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(text, marks[i], strlen(marks[i])) == 0)
			return strlen(marks[i]);
	return 0;
}

size_t quick_text_quote(const char *text)
{
	static const char *const marks[] = { "\"", "\xe2\x80\x9c", "\xe2\x80\x9d", "\xe2\x80\x9e", "\xe2\x80\x9f", ",,",
		"\xc2\xab", "\xc2\xbb" };

	return one_of(text, marks, sizeof(marks) / sizeof(marks[0]));
}

size_t quick_text_dash(const char *text)
{
	static const char *const marks[] = { "-", "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x88\x92", "\xe2\x80\x91" };

	return one_of(text, marks, sizeof(marks) / sizeof(marks[0]));
}

bool quick_text_word(const char *text, const char *word, const char **ret_rest)
{
	size_t length = strlen(word), step;

	if (strncasecmp(text, word, length) != 0)
		return false;
	text += length;
	if (*text != '\0' && space(text) == 0 && strchr(".,:;!?)", *text) == NULL)
		return false;
	while ((step = space(text)) != 0 || (*text != '\0' && strchr(".,:;!", *text) != NULL && (step = 1) != 0) ||
		(step = quick_text_dash(text)) != 0)
		text += step;
	if (ret_rest != NULL)
		*ret_rest = text;
	return true;
}

char *quick_text_short(const char *text, size_t most, struct arena *arena)
{
	char *whole = quick_text_trim(text, strlen(text), arena);
	size_t characters = 0;

	for (char *at = whole; *at != '\0'; at++) {
		if (((unsigned char)*at & 0xc0) != 0x80 && characters++ == most) {
			*at = '\0';
			return arena_printf(arena, "%s\xe2\x80\xa6", whole);
		}
		if ((unsigned char)*at < 0x20)
			*at = ' ';
	}
	return whole;
}

static bool contains(const char *text, const char *part)
{
	return strcasestr(text, part) != NULL;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* What a person writes ends here. */
static bool cuts(const char *line)
{
	if (strcmp(line, "--") == 0 || strcmp(line, "\xe2\x80\x94") == 0)
		return true;
	if (strncmp(line, "-----", 5) == 0 && (contains(line, "original message") || contains(line, "oorspronkelijk")))
		return true;
	return strncmp(line, "__________", 10) == 0 && strspn(line, "_") == strlen(line);
}

/* "Groet, Piet": words that end a letter, alone on their line or with a sign after them; the name follows. */
static bool says_goodbye(const char *line)
{
	static const char *const words[] = { "met vriendelijke groet", "met vriendelijke groeten", "vriendelijke groet",
		"vriendelijke groeten", "hartelijke groet", "hartelijke groeten", "groet", "groeten", "groetjes", "mvg",
		"kind regards", "best regards", "warm regards", "regards", "best wishes", "best", "cheers" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i]);

		if (strncasecmp(line, words[i], length) == 0 &&
			(line[length] == '\0' || strchr(",.!", line[length]) != NULL))
			return true;
	}
	return false;
}

bool quick_text_ends(const char *line)
{
	return cuts(line) || says_goodbye(line);
}

/* "On Tuesday Ann wrote:" and its like, which may be broken over two lines. */
static void drop_introduction(char **lines, size_t *count)
{
	const char *last = *count == 0 ? "" : lines[*count - 1];
	bool opens;

	if (!ends_with(last, ":") || !(contains(last, "wrote") || contains(last, "schreef")))
		return;
	opens = quick_text_word(last, "on", NULL) || quick_text_word(last, "op", NULL);
	(*count)--;
	if (opens || *count == 0)
		return;
	last = lines[*count - 1];
	if (quick_text_word(last, "on", NULL) || quick_text_word(last, "op", NULL))
		(*count)--;
}

char **quick_text_lines(const char *text, struct arena *arena, size_t *ret_count)
{
	char **lines = NULL;
	size_t count = 0;
	bool quoting = false;

	while (text != NULL && *text != '\0') {
		size_t length = strcspn(text, "\n\r");
		char *line = quick_text_trim(text, length, arena);

		text += length;
		text += strspn(text, "\n\r");
		if (*line == '\0')
			continue;
		if (cuts(line) || (count > 0 && says_goodbye(line)))
			break;
		if (*line == '>') {
			if (!quoting)
				drop_introduction(lines, &count);
			quoting = true;
			continue;
		}
		quoting = false;
		*(char **)arena_push(arena, &lines, &count, sizeof(*lines)) = line;
	}
	*ret_count = count;
	return lines;
}
