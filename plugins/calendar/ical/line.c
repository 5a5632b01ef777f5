/* plugins/calendar/ical: see line.h. */
#include "line.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

bool calendar_line_leaves_zone(const struct calendar_line *line)
{
	return (calendar_line_is(line, "BEGIN") || calendar_line_is(line, "END")) &&
	       (strcasecmp(line->value, "VEVENT") == 0 || strcasecmp(line->value, "VCALENDAR") == 0);
}

/* RFC 6868: ^n is a line break, ^' a double quote, ^^ a caret. */
static const char *parameter_text(const char *at, const char *end, struct calendar_arena *arena)
{
	char *text = calendar_arena_take(arena, (size_t)(end - at) + 1);
	char *to = text;

	while (text && at < end) {
		char c = *at++;

		if (c == '"')
			continue;
		if (c == '^' && at < end && (*at == 'n' || *at == '\'' || *at == '^')) {
			c = *at == 'n' ? '\n' : *at == '\'' ? '"' : '^';
			at++;
		}
		*to++ = c;
	}
	return text;
}

/* The end of a parameter: the next ; that is not between double quotes. */
static const char *parameter_end(const char *at, const char *end)
{
	bool quoted = false;

	for (; at < end && (quoted || *at != ';'); at++)
		quoted ^= *at == '"';
	return at;
}

const char *calendar_line_parameter(const struct calendar_line *line, const char *name, struct calendar_arena *arena)
{
	const char *at = line->parameters, *end = at + line->parameters_length;
	size_t length = strlen(name);

	while (at < end) {
		const char *next = parameter_end(at, end);

		if ((size_t)(next - at) > length && at[length] == '=' && strncasecmp(at, name, length) == 0)
			return parameter_text(at + length + 1, next, arena);
		at = next + 1;
	}
	return NULL;
}

const char *calendar_line_text(const struct calendar_line *line, struct calendar_arena *arena)
{
	const char *at = line->value, *end = at + line->value_length;
	char *text = calendar_arena_take(arena, line->value_length + 1);
	char *to = text;

	while (text && at < end) {
		char c = *at++;

		/* A backslash before anything that needs none stays: people write C:\Temp. */
		if (c == '\\' && at < end && strchr("nN,;\\", *at)) {
			c = *at++;
			c = c == 'n' || c == 'N' ? '\n' : c;
		}
		*to++ = c;
	}
	return text;
}

/* Finds the name, the parameters and the value. A line without a colon outside quotes has no name. */
static void line_split(struct calendar_line *line)
{
	const char *end = line->text + line->length, *at = line->text;
	bool quoted = false;

	while (at < end && *at != ':' && *at != ';' && *at != '"' && *at != ' ')
		at++;
	if (at == line->text || at == end || *at == '"' || *at == ' ')
		return;
	line->name = line->text;
	line->parameters = at + (*at == ';');
	for (const char *p = at; p < end; p++) {
		quoted ^= *p == '"';
		if (*p != ':' || quoted)
			continue;
		line->name_length = (size_t)(at - line->text);
		line->parameters_length = p > line->parameters ? (size_t)(p - line->parameters) : 0;
		line->value = p + 1;
		line->value_length = (size_t)(end - line->value);
		return;
	}
}

/* How many bytes from here on are ASCII, or a few less. */
static int32_t ascii_length(const uint8_t *bytes, int32_t length)
{
	int32_t at = 0;
	uint64_t eight;

	for (; at + (int32_t)sizeof(eight) <= length; at += (int32_t)sizeof(eight)) {
		memcpy(&eight, bytes + at, sizeof(eight));
		if (eight & UINT64_C(0x8080808080808080))
			break;
	}
	return at;
}

static bool is_utf8(const char *text, size_t length)
{
	const uint8_t *bytes = (const uint8_t *)text;
	int32_t at = ascii_length(bytes, (int32_t)length);

	while (at < (int32_t)length) {
		UChar32 c = bytes[at];

		if (c < 0x80) {
			at++;
			continue;
		}
		U8_NEXT(bytes, at, (int32_t)length, c);
		if (c < 0)
			return false;
	}
	return true;
}

static bool buffer_reserve(struct calendar_lines *lines, size_t more)
{
	size_t wanted = lines->length + more + 1;
	char *moved;

	if (wanted <= lines->room)
		return true;
	wanted = wanted < 4096 ? 4096 : wanted * 2;
	moved = realloc(lines->buffer, wanted);
	if (!moved) {
		lines->out_of_memory = true;
		return false;
	}
	lines->buffer = moved;
	lines->room = wanted;
	return true;
}

/* Each byte from 0x80 on becomes two, so it is done from the back. */
static bool latin1_convert(struct calendar_lines *lines)
{
	size_t high = 0, from, to;

	for (size_t i = 0; i < lines->length; i++)
		high += (unsigned char)lines->buffer[i] >= 0x80;
	if (!buffer_reserve(lines, high))
		return false;
	from = lines->length;
	to = lines->length + high;
	lines->length = to;
	while (from < to) {
		unsigned char c = (unsigned char)lines->buffer[--from];

		if (c < 0x80) {
			lines->buffer[--to] = (char)c;
			continue;
		}
		lines->buffer[--to] = (char)(0x80 | (c & 0x3f));
		lines->buffer[--to] = (char)(0xc0 | c >> 6);
	}
	return true;
}

static void line_emit(struct calendar_lines *lines)
{
	struct calendar_line line;

	if (lines->length == 0 || !buffer_reserve(lines, 0))
		return;
	if (!is_utf8(lines->buffer, lines->length) && !latin1_convert(lines))
		return;
	lines->buffer[lines->length] = '\0';
	line = (struct calendar_line){ .text = lines->buffer,
		.length = lines->length,
		.number = lines->started,
		.too_long = lines->too_long,
		.has_nul = lines->has_nul };
	line.name = line.parameters = line.value = lines->buffer + lines->length;
	line_split(&line);
	lines->on_line(lines->arg, &line);
	lines->length = 0;
	lines->too_long = lines->has_nul = false;
}

static void bytes_append(struct calendar_lines *lines, const char *bytes, size_t length)
{
	if (lines->length + length > CALENDAR_LINE_MAX) {
		lines->too_long = true;
		length = CALENDAR_LINE_MAX - lines->length;
	}
	if (length == 0 || !buffer_reserve(lines, length))
		return;
	while (length > 0) {
		const char *nul = memchr(bytes, '\0', length);
		size_t good = nul ? (size_t)(nul - bytes) : length;

		memcpy(lines->buffer + lines->length, bytes, good);
		lines->length += good;
		lines->has_nul = lines->has_nul || nul;
		bytes += good + (nul != NULL);
		length -= good + (nul != NULL);
	}
}

/* Where the line ends, at the latest at the end of the bytes. Looked for a bit at a time: where only one of the two
 * ends lines, the other is never found. */
static const char *line_stop(const char *bytes, const char *end)
{
	enum { BIT = 256 };

	while (bytes < end) {
		size_t length = end - bytes < BIT ? (size_t)(end - bytes) : BIT;
		const char *lf = memchr(bytes, '\n', length);
		const char *cr = memchr(bytes, '\r', lf ? (size_t)(lf - bytes) : length);

		if (cr || lf)
			return cr ? cr : lf;
		bytes += length;
	}
	return end;
}

static void utf8_feed(struct calendar_lines *lines, const char *bytes, size_t length)
{
	const char *end = bytes + length;

	while (bytes < end && !lines->out_of_memory) {
		const char *stop;

		if (lines->line_ended) {
			bool was_cr = lines->after_cr;

			lines->after_cr = false;
			if (was_cr && *bytes == '\n') {
				bytes++;
				continue;
			}
			lines->physical++;
			if (*bytes == '\r' ||
				*bytes == '\n') { /* an empty line is as good as none, even within a fold */
				lines->after_cr = *bytes++ == '\r';
				continue;
			}
			lines->line_ended = false;
			if (*bytes == ' ' || *bytes == '\t') { /* folded: the line goes on */
				bytes++;
				continue;
			}
			line_emit(lines);
			lines->started = lines->physical;
			continue;
		}
		stop = line_stop(bytes, end);
		bytes_append(lines, bytes, (size_t)(stop - bytes));
		if (stop < end) {
			lines->line_ended = true;
			lines->after_cr = *stop++ == '\r';
		}
		bytes = stop;
	}
}

static void code_point_feed(struct calendar_lines *lines, unsigned point)
{
	uint8_t text[U8_MAX_LENGTH];
	int32_t length = 0;

	U8_APPEND_UNSAFE(text, length, point);
	utf8_feed(lines, (const char *)text, (size_t)length);
}

static void utf16_feed(struct calendar_lines *lines, const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length && !lines->out_of_memory; i++) {
		unsigned unit;

		lines->head[lines->head_length++] = bytes[i];
		if (lines->head_length < 2)
			continue;
		lines->head_length = 0;
		unit = lines->encoding == CALENDAR_LINES_UTF16LE ? lines->head[0] | (unsigned)lines->head[1] << 8
								 : lines->head[1] | (unsigned)lines->head[0] << 8;
		if (U16_IS_LEAD(unit)) {
			lines->surrogate = unit;
		} else if (!U16_IS_TRAIL(unit)) {
			code_point_feed(lines, unit);
		} else if (lines->surrogate) {
			code_point_feed(lines, (unsigned)U16_GET_SUPPLEMENTARY(lines->surrogate, unit));
			lines->surrogate = 0;
		}
	}
}

static void decoded_feed(struct calendar_lines *lines, const unsigned char *bytes, size_t length)
{
	if (lines->encoding == CALENDAR_LINES_UTF8)
		utf8_feed(lines, (const char *)bytes, length);
	else
		utf16_feed(lines, bytes, length);
}

/* The first three bytes decide the encoding; what is not a mark is read. */
static void encoding_decide(struct calendar_lines *lines)
{
	unsigned char head[4];
	size_t length = lines->head_length, mark = 0;

	memcpy(head, lines->head, sizeof(head));
	lines->head_length = 0;
	lines->encoding = CALENDAR_LINES_UTF8;
	if (length >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0)
		mark = 3;
	else if (length >= 2 && head[0] == 0xff && head[1] == 0xfe)
		lines->encoding = CALENDAR_LINES_UTF16LE;
	else if (length >= 2 && head[0] == 0xfe && head[1] == 0xff)
		lines->encoding = CALENDAR_LINES_UTF16BE;
	if (lines->encoding != CALENDAR_LINES_UTF8)
		mark = 2;
	decoded_feed(lines, head + mark, length - mark);
}

void calendar_lines_init(struct calendar_lines *lines, void (*on_line)(void *, const struct calendar_line *), void *arg)
{
	*lines = (struct calendar_lines){ .on_line = on_line, .arg = arg, .started = 1, .physical = 1 };
}

void calendar_lines_feed(struct calendar_lines *lines, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;

	while (lines->encoding == CALENDAR_LINES_START && length > 0) {
		lines->head[lines->head_length++] = *at++;
		length--;
		if (lines->head_length == 3)
			encoding_decide(lines);
	}
	if (length > 0)
		decoded_feed(lines, at, length);
}

void calendar_lines_jump(struct calendar_lines *lines, unsigned number)
{
	line_emit(lines);
	lines->line_ended = lines->after_cr = false;
	lines->started = lines->physical = number;
}

void calendar_lines_end(struct calendar_lines *lines)
{
	if (lines->encoding == CALENDAR_LINES_START)
		encoding_decide(lines);
	line_emit(lines);
}

void calendar_lines_finish(struct calendar_lines *lines)
{
	free(lines->buffer);
	lines->buffer = NULL;
	lines->length = lines->room = 0;
}
