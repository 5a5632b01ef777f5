/* domain/ — the answer to "read it and sign". */
#include "daemon/domain/quick_sign.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "daemon/domain/quick_courtesy.h"
#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"

/* What a line says to whoever asked. */
struct said {
	bool agrees; /* it has the word */
	bool doubts; /* it takes something back, or asks */
	bool words;  /* it says something beside the word and courtesy */
};

struct names {
	const char *const *items;
	size_t count;
};

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Bytes of a picture, or of what joins and colours them: it says nothing that could be signed. */
static size_t picture(const char *text)
{
	static const char *const joints[] = { "\xe2\x80\x8d", "\xef\xb8\x8f" };
	const unsigned char *byte = (const unsigned char *)text;

	if (byte[0] >= 0xf0 && byte[1] != 0 && byte[2] != 0 && byte[3] != 0)
		return 4;
	if (byte[0] == 0xe2 && ((byte[1] >= 0x98 && byte[1] <= 0x9e) || byte[1] == 0xad) && byte[2] != 0)
		return 3;
	for (size_t i = 0; i < sizeof(joints) / sizeof(joints[0]); i++)
		if (strncmp(text, joints[i], strlen(joints[i])) == 0)
			return strlen(joints[i]);
	return 0;
}

static bool is_among(const char *const *words, const char *word, size_t length)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == length && strncasecmp(*words, word, length) == 0)
			return true;
	return false;
}

static bool is_name(const struct names *names, const char *word, size_t length)
{
	for (size_t i = 0; i < names->count; i++)
		for (const char *at = names->items[i]; *at != '\0';) {
			size_t part = 0;

			while (is_letter(at[part]))
				part++;
			if (part > 0 && part == length && strncasecmp(at, word, length) == 0)
				return true;
			at += part > 0 ? part : 1;
		}
	return false;
}

static void read_word(
	const char *word, size_t length, const struct names *names, struct said *said, struct arena *arena)
{
	static const char *const agreeing[] = { "klopt", "correct", NULL };
	static const char *const doubting[] = { "niet", "geen", "nee", "maar", "behalve", "alleen", "no", "not", "but",
		"except", "only", "never", "nooit", "nothing", "niets", "niks", NULL };
	/* Beside the word they only make it stronger. */
	static const char *const strengthening[] = { "helemaal", "allemaal", "alles", "precies", "volledig", "hoor",
		"everything", "completely", "entirely", "absolutely", "fully", "quite", NULL };

	if (is_among(agreeing, word, length))
		said->agrees = true;
	else if (is_among(doubting, word, length))
		said->doubts = true;
	else if (!is_among(strengthening, word, length) && !is_name(names, word, length))
		said->words = said->words || quick_courtesy_beyond(arena_printf(arena, "%.*s", (int)length, word)) > 0;
}

static struct said read_line(const char *line, const struct names *names, struct arena *arena)
{
	struct said said = { .doubts = strchr(line, '?') != NULL };

	while (*line != '\0') {
		size_t length = 0, skip = picture(line);

		while (skip == 0 && is_letter(line[length]) && picture(line + length) == 0)
			length++;
		if (length > 0)
			read_word(line, length, names, &said, arena);
		line += skip > 0 ? skip : length > 0 ? length : 1;
	}
	return said;
}

static bool says_something(const struct said *said)
{
	return said->words || said->doubts;
}

static struct quick_sign not_understood(const char *locale)
{
	return (struct quick_sign){ .remark = "",
		.problem = words_pick(locale, "answer \"correct\" to sign, or write what you see differently in a line",
			"antwoord \"klopt\" om te tekenen, of schrijf in een regel wat je anders ziet") };
}

struct quick_sign quick_sign_read(
	const char *text, const char *const *names, size_t n_names, const char *locale, struct arena *arena)
{
	const struct names known = { names, n_names };
	struct quick_sign sign = { .kind = SIGNATURE_KIND_CORRECT, .remark = "", .problem = "" };
	size_t count, first, last = 0;
	char **lines = quick_text_lines(text, arena, &count);
	bool agrees = false;

	first = count;
	for (size_t i = 0; i < count; i++) {
		struct said said = read_line(lines[i], &known, arena);

		if (quick_courtesy_noise(lines[i]))
			return not_understood(locale);
		agrees = agrees || said.agrees;
		if (!says_something(&said) && !said.agrees)
			continue;
		if (says_something(&said))
			sign.kind = SIGNATURE_KIND_SEEN;
		first = first == count ? i : first;
		last = i;
	}
	if (sign.kind == SIGNATURE_KIND_CORRECT)
		return agrees ? sign : not_understood(locale);
	for (size_t i = first; i <= last; i++)
		sign.remark = arena_printf(arena, "%s%s%s", sign.remark, i > first ? "\n" : "", lines[i]);
	return sign;
}

static bool is_for_the_debrief(const char *line)
{
	size_t dash = quick_text_dash(line);

	if ((line[0] == '+' || line[0] == '!') && is_letter(line[1 + strspn(line + 1, " ")]))
		return true;
	if (line[0] == '=' && isdigit((unsigned char)line[1]))
		return true;
	return dash > 0 && strchr(line + dash, '>') != NULL;
}

const char *quick_sign_lines(const char *text, const char **ret_rest, struct arena *arena)
{
	const char *lines_out = "", *rest = "";
	size_t count;
	char **lines = quick_text_lines(text, arena, &count);

	for (size_t i = 0; i < count; i++) {
		const char **to = is_for_the_debrief(lines[i]) ? &lines_out : &rest;

		*to = arena_printf(arena, "%s%s%s", *to, (*to)[0] != '\0' ? "\n" : "", lines[i]);
	}
	*ret_rest = rest;
	return lines_out;
}
