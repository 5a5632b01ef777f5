/* domain/ — what to ask on the way. */
#include "daemon/domain/rehearsal.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "daemon/domain/quick_text.h"
#include "daemon/domain/words.h"

/* Words with which a turn begins, the longer first. "Mocht" and "should" turn the words around: behind them stands no
 * clause that could follow an "if". */
static const struct opening {
	const char *word;
	bool says_if;
} openings[] = { { "suppose that", true }, { "suppose", true }, { "in case", true }, { "should", false },
	{ "when", true }, { "if", true }, { "stel dat", true }, { "stel", false }, { "wanneer", true },
	{ "zodra", true }, { "indien", true }, { "mocht", false }, { "als", true } };

/* Pieces of the text, in their order. */
struct pieces {
	char **items;
	size_t count;
	struct arena *arena;
};

static void push(struct pieces *pieces, const char *text, size_t length)
{
	char *piece = quick_text_trim(text, length, pieces->arena);

	if (piece[strspn(piece, ".,;:!?> \t")] != '\0')
		*(char **)arena_push(pieces->arena, &pieces->items, &pieces->count, sizeof(char *)) = piece;
}

static const char *skip_space(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return text;
}

/* "- ", "• ", "* ", "2. ", "2) ", "b) " at a line's begin. */
static const char *skip_mark(const char *text)
{
	static const char bullet[] = "\xe2\x80\xa2";
	size_t dash = quick_text_dash(text);

	if (strncmp(text, bullet, sizeof(bullet) - 1) == 0)
		return skip_space(text + sizeof(bullet) - 1);
	if (dash != 0 && isspace((unsigned char)text[dash]))
		return skip_space(text + dash);
	if (*text == '*')
		return skip_space(text + 1);
	if (isalnum((unsigned char)text[0]) &&
		(text[1] == ')' || (text[1] == '.' && isdigit((unsigned char)text[0]))) &&
		isspace((unsigned char)text[2]))
		return skip_space(text + 2);
	return text;
}

/* The opening word that stands here; NULL for none. */
static const struct opening *opens(const char *text)
{
	for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++) {
		size_t length = strlen(openings[i].word);

		if (strncasecmp(text, openings[i].word, length) == 0 &&
			(isspace((unsigned char)text[length]) || text[length] == ':' || text[length] == ','))
			return &openings[i];
	}
	return NULL;
}

static const char *behind(const char *text, const struct opening *opening)
{
	text += strlen(opening->word);
	return text + strspn(text, " \t:,");
}

/* Where what is intended begins within a turn: *ret_sign is the sign's length. Of "then", arrow, colon and question
 * mark the first counts; a comma only where there is none of them. NULL: nowhere. */
static const char *find_reply(const char *text, const char *end, size_t *ret_sign)
{
	static const char *const signs[] = { ", then ", ", dan ", " then ", "->", "\xe2\x86\x92", ">", ":", "? ",
		"?\n" };
	const char *comma = NULL;

	for (const char *at = text; at < end; at++) {
		for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
			if (strncasecmp(at, signs[i], strlen(signs[i])) == 0 && at > text) {
				*ret_sign = strlen(signs[i]);
				return at;
			}
		if (*at == ',' && comma == NULL && at > text)
			comma = at;
	}
	*ret_sign = 1;
	if (comma != NULL)
		return comma;
	/* "than" is the same word in Dutch: the last one, and only for want of anything better. */
	for (const char *at = end; *ret_sign == 1 && at-- > text + 1;)
		if (strncasecmp(at, " dan ", 5) == 0 && at + 5 < end) {
			*ret_sign = 5;
			return at;
		}
	return NULL;
}

/* Whether the next turn begins at `at`, within a line that began at `from`; *ret_skip is what lies between. */
static bool turns_here(const char *from, const char *at, size_t *ret_skip)
{
	static const char *const links[] = { "en ", "and ", "of ", "or ", "maar ", "but " };
	const char *next = at;
	size_t sign;

	if (*at == ';') {
		*ret_skip = 1;
		return true;
	}
	if ((*at == '.' || *at == '!' || *at == '?') && isspace((unsigned char)at[1])) {
		next = skip_space(at + 1);
		*ret_skip = (size_t)(next - at);
		return opens(next) != NULL;
	}
	if (!isspace((unsigned char)*at) && *at != ',')
		return false;
	next = skip_space(*at == ',' ? at + 1 : at);
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if (strncasecmp(next, links[i], strlen(links[i])) == 0 && opens(next + strlen(links[i])) != NULL &&
			find_reply(from, at, &sign) != NULL) {
			*ret_skip = (size_t)(next + strlen(links[i]) - at);
			return true;
		}
	return false;
}

static void cut_line(struct pieces *pieces, const char *line)
{
	const char *from = line;

	for (const char *at = line; *at != '\0'; at++) {
		size_t skip;

		if (!turns_here(from, at, &skip))
			continue;
		push(pieces, from, (size_t)(at - from));
		from = at + skip;
		at = from - 1;
	}
	push(pieces, from, strlen(from));
}

static char **lines_of(const char *text, struct arena *arena, size_t *ret_count)
{
	char **lines = NULL;
	size_t count = 0;

	while (*text != '\0') {
		size_t length = strcspn(text, "\r\n");
		char *line = quick_text_trim(text, length, arena);

		if (*line != '\0')
			*(char **)arena_push(arena, &lines, &count, sizeof(*lines)) = (char *)skip_mark(line);
		text += length;
		text += strspn(text, "\r\n");
	}
	*ret_count = count;
	return lines;
}

/* Without the stop at its end: the sentence around it brings its own. */
static const char *bare(const char *text, size_t length, struct arena *arena)
{
	char *trimmed = quick_text_trim(text, length, arena);

	for (size_t end = strlen(trimmed); end > 0 && strchr(".,;:! ", trimmed[end - 1]) != NULL; end--)
		trimmed[end - 1] = '\0';
	return trimmed;
}

/* "then I ask": the word itself says nothing behind a comma or an arrow. */
static const char *skip_then(const char *text)
{
	text = skip_space(text);
	if (strncasecmp(text, "then ", 5) == 0)
		return skip_space(text + 5);
	if (strncasecmp(text, "dan ", 4) == 0)
		return skip_space(text + 4);
	return text;
}

static struct rehearsal_pair turn_of(const char *piece, struct arena *arena)
{
	struct rehearsal_pair pair = { .intended = "" };
	const struct opening *opening = opens(piece);
	const char *from = opening != NULL ? behind(piece, opening) : piece;
	const char *rest = opening != NULL && opening->says_if ? from : piece, *reply;
	size_t sign;

	pair.conditional = opening != NULL && opening->says_if;
	reply = find_reply(from, from + strlen(from), &sign);
	if (reply != NULL && opening == NULL && (*reply == ',' || sign == 5))
		reply = NULL; /* a line that is no "if …" is a turn as it stands; its commas are its own */
	if (reply == NULL) {
		pair.subject = bare(rest, strlen(rest), arena);
		return pair;
	}
	pair.subject = bare(rest, (size_t)(reply - rest), arena);
	reply = skip_then(reply + sign);
	pair.intended = quick_text_trim(reply, strlen(reply), arena);
	return pair;
}

static struct rehearsal_pair *add(struct rehearsal_pair **pairs, size_t *count, struct arena *arena)
{
	return arena_push(arena, pairs, count, sizeof(**pairs));
}

struct rehearsal_pair *rehearsal_turns(const char *text, struct arena *arena, size_t *ret_count)
{
	struct pieces pieces = { .arena = arena };
	struct rehearsal_pair *pairs = NULL;
	size_t n_lines, count = 0;
	char **lines = lines_of(text, arena, &n_lines);

	for (size_t i = 0; i < n_lines; i++)
		cut_line(&pieces, lines[i]);
	for (size_t i = 0; i < pieces.count; i++)
		*add(&pairs, &count, arena) = turn_of(pieces.items[i], arena);
	*ret_count = count;
	return pairs;
}

/* One line with question marks: what stands before a question on the same line is the reply to the one before. */
static void read_questions(const char *line, struct rehearsal_pair **pairs, size_t *count, struct arena *arena)
{
	const char *from = line;

	while (*from != '\0') {
		const char *mark = strchr(from, '?'), *begin = from;
		struct rehearsal_pair *last = *count > 0 ? &(*pairs)[*count - 1] : NULL;
		size_t length;

		if (mark == NULL) {
			if (last != NULL && from != line)
				last->intended = quick_text_trim(from, strlen(from), arena);
			else if (last != NULL)
				last->intended = arena_printf(
					arena, "%s%s%s", last->intended, last->intended[0] != '\0' ? " " : "", from);
			return;
		}
		/* The question is the last sentence before its mark. */
		for (const char *at = from; at < mark; at++)
			if ((*at == '.' || *at == '!' || *at == ';') && isspace((unsigned char)at[1]))
				begin = skip_space(at + 1);
		length = (size_t)(begin - from);
		if (length > 0 && last != NULL)
			last->intended = arena_printf(arena, "%s%s%s", last->intended,
				last->intended[0] != '\0' ? " " : "", quick_text_trim(from, length, arena));
		*add(pairs, count, arena) =
			(struct rehearsal_pair){ .subject = quick_text_trim(begin, (size_t)(mark + 1 - begin), arena),
				.intended = "" };
		from = skip_space(mark + 1 + strspn(mark + 1, "?! "));
		while (*from == '>' || *from == ':' || quick_text_dash(from) != 0)
			from = skip_space(from + (*from == '>' || *from == ':' ? 1 : quick_text_dash(from)));
	}
}

/* Without a question mark it is asked all the same; "when" opens no turn here. */
static struct rehearsal_pair question_of(const char *piece, struct arena *arena)
{
	struct rehearsal_pair pair = { .subject = piece, .intended = "" };
	const char *arrow = strstr(piece, "\xe2\x86\x92"), *reply = piece + strcspn(piece, ":>");

	if (arrow != NULL && arrow < reply)
		reply = arrow;
	if (*reply == '\0' || reply == piece)
		return pair;
	pair.subject = bare(piece, (size_t)(reply - piece) - (*reply == '>' && reply[-1] == '-'), arena);
	reply = skip_then(reply + (reply == arrow ? strlen("\xe2\x86\x92") : 1));
	pair.intended = quick_text_trim(reply, strlen(reply), arena);
	return pair;
}

static void read_plain(const char *line, struct rehearsal_pair **pairs, size_t *count, struct arena *arena)
{
	while (*line != '\0') {
		size_t length = strcspn(line, ";");
		char *piece = quick_text_trim(line, length, arena);

		if (*piece != '\0')
			*add(pairs, count, arena) = question_of(piece, arena);
		line += length;
		line += strspn(line, ";");
	}
}

struct rehearsal_pair *rehearsal_questions(const char *text, struct arena *arena, size_t *ret_count)
{
	struct rehearsal_pair *pairs = NULL;
	size_t n_lines, count = 0;
	char **lines = lines_of(text, arena, &n_lines);
	bool marked = strchr(text, '?') != NULL;

	for (size_t i = 0; i < n_lines; i++) {
		if (marked)
			read_questions(lines[i], &pairs, &count, arena);
		else
			read_plain(lines[i], &pairs, &count, arena);
	}
	*ret_count = count;
	return pairs;
}

static bool ends_a_sentence(const char *text)
{
	size_t length = strlen(text);

	return length > 0 && strchr("?!.", text[length - 1]) != NULL;
}

char *rehearsal_say(const struct rehearsal_pair *pair, RehearsalKind kind, const char *locale, struct arena *arena)
{
	if (kind == REHEARSAL_KIND_HARD_QUESTION)
		return arena_printf(arena,
			words_pick(locale, "You are asked: \"%s%s\" What do you say?",
				"Je krijgt de vraag: \"%s%s\" Wat zeg je?"),
			pair->subject, ends_a_sentence(pair->subject) ? "" : "?");
	if (pair->conditional)
		return arena_printf(
			arena, words_pick(locale, "What will you do if %s?", "Wat doe je als %s?"), pair->subject);
	return arena_printf(
		arena, words_pick(locale, "\"%s\": what will you do then?", "\"%s\": wat doe je dan?"), pair->subject);
}
