/* plugins/reminders/catalogue/ — templates: filling them in. */
#include "plugins/reminders/catalogue/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "proto/defuse.h"

/* What a rendering writes to. */
struct sheet {
	FILE *out;
	const struct text_values *values;
	bool empty_choice; /* something was left out just now: mind the space or line end that follows */
	bool line_start;   /* nothing was written in this line yet */
	char last;         /* last byte written */
	struct error *reterr;
};

static enum status render(struct sheet *sheet, const char *from, const char *until);

static void put(struct sheet *sheet, const char *bytes, size_t size)
{
	if (size == 0)
		return;
	fwrite(bytes, 1, size, sheet->out);
	sheet->last = bytes[size - 1];
	sheet->line_start = sheet->last == '\n';
	sheet->empty_choice = false;
}

static const struct text_value *find(const struct sheet *sheet, const char *name, size_t length)
{
	for (size_t i = 0; i < sheet->values->count; i++) {
		const struct text_value *value = &sheet->values->items[i];

		if (strlen(value->name) == length && strncasecmp(value->name, name, 1) == 0 &&
			memcmp(value->name + 1, name + 1, length - 1) == 0)
			return value;
	}
	return NULL;
}

/* The brace that closes the one at `open`. */
static const char *closing(const char *open, const char *until)
{
	int depth = 0;

	for (const char *at = open; at < until; at++) {
		if (*at == '{')
			depth++;
		else if (*at == '}' && --depth == 0)
			return at;
	}
	return NULL;
}

static enum status unknown(struct sheet *sheet, const char *name, size_t length)
{
	return error_set(sheet->reterr, STATUS_INVALID_ARGUMENT, "the text names {%.*s}, which is not known here",
		(int)length, name);
}

static enum status render_choice(struct sheet *sheet, const char *from, const char *until)
{
	const char *colon = memchr(from, ':', (size_t)(until - from));
	const char *name = from + strlen("if_");
	const struct text_value *value;

	if (colon == NULL || colon == name)
		return unknown(sheet, from, (size_t)(until - from));
	value = find(sheet, name, (size_t)(colon - name));
	if (value == NULL)
		return unknown(sheet, from, (size_t)(colon - from));
	if (value->value == NULL || value->value[0] == '\0') {
		sheet->empty_choice = true;
		return STATUS_OK;
	}
	from = colon + 1;
	while (from < until && *from == ' ')
		from++;
	return render(sheet, from, until);
}

static enum status render_value(struct sheet *sheet, const char *from, const char *until)
{
	const struct text_value *value = until > from ? find(sheet, from, (size_t)(until - from)) : NULL;
	char capital[8];
	utf8proc_int32_t letter;
	utf8proc_ssize_t read, written;

	if (value == NULL || value->value == NULL)
		return unknown(sheet, from, (size_t)(until - from));
	if (!isupper((unsigned char)*from) || value->value[0] == '\0') {
		put(sheet, value->value, strlen(value->value));
		return STATUS_OK;
	}
	read = utf8proc_iterate((const utf8proc_uint8_t *)value->value, -1, &letter);
	if (read <= 0)
		return error_set(sheet->reterr, STATUS_INVALID_ARGUMENT, "the value of {%s} is not UTF-8", value->name);
	written = utf8proc_encode_char(utf8proc_toupper(letter), (utf8proc_uint8_t *)capital);
	put(sheet, capital, (size_t)written);
	put(sheet, value->value + read, strlen(value->value + read));
	return STATUS_OK;
}

static enum status render(struct sheet *sheet, const char *from, const char *until)
{
	while (from < until) {
		const char *end;
		enum status st;

		if (*from != '{') {
			/* Nothing stands in this line, or a space is there already: what a left-out choice leaves
			 * behind. */
			if (sheet->empty_choice &&
				((*from == '\n' && sheet->line_start) ||
					(*from == ' ' && (sheet->line_start || sheet->last == ' ')))) {
				if (*from == '\n')
					sheet->empty_choice = false;
				from++;
				continue;
			}
			put(sheet, from++, 1);
			continue;
		}
		end = closing(from, until);
		if (end == NULL)
			return error_set(sheet->reterr, STATUS_INVALID_ARGUMENT, "a brace of the text is not closed");
		st = strncmp(from + 1, "if_", 3) == 0 ? render_choice(sheet, from + 1, end)
						      : render_value(sheet, from + 1, end);
		if (st != STATUS_OK)
			return st;
		from = end + 1;
	}
	return STATUS_OK;
}

/* A left-out choice at a line's end leaves a space before the line end. */
static void trim_line_ends(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; from++) {
		if (*from == '\n')
			while (to > text && to[-1] == ' ')
				to--;
		*to++ = *from;
	}
	while (to > text && (to[-1] == ' ' || to[-1] == '\n'))
		to--;
	*to = '\0';
}

enum status text_render(const char *template, const struct text_values *values, char **ret, struct error *reterr)
{
	char *bytes = NULL;
	size_t size = 0;
	struct sheet sheet = { .values = values, .line_start = true, .reterr = reterr };
	enum status st;

	sheet.out = open_memstream(&bytes, &size);
	if (sheet.out == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for a text");
	st = render(&sheet, template, template + strlen(template));
	if (fclose(sheet.out) != 0 && st == STATUS_OK)
		st = error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for a text");
	if (st != STATUS_OK) {
		free(bytes);
		return st;
	}
	trim_line_ends(bytes);
	*ret = bytes;
	return STATUS_OK;
}

enum status text_render_line(const char *template, const struct text_values *values, char **ret, struct error *reterr)
{
	enum status st = text_render(template, values, ret, reterr);

	if (st == STATUS_OK)
		defuse_line(*ret);
	return st;
}

size_t text_count_words(const char *text)
{
	size_t count = 0;
	bool counted = false;

	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (isspace(byte))
			counted = false;
		else if (!counted && (isalnum(byte) || byte >= 0xc3)) {
			counted = true;
			count++;
		}
	}
	return count;
}

char *text_excerpt(const char *words, size_t most)
{
	static const char ellipsis[] = "…";
	char *excerpt = malloc(strlen(words) + sizeof(ellipsis));
	char *to = excerpt;
	size_t characters = 0;
	bool space = false;

	if (excerpt == NULL)
		return NULL;
	for (const char *from = words; *from != '\0';) {
		size_t bytes = 1;

		if (isspace((unsigned char)*from) || iscntrl((unsigned char)*from)) {
			space = to > excerpt;
			from++;
			continue;
		}
		while (((unsigned char)from[bytes] & 0xc0) == 0x80)
			bytes++;
		if (characters + space + 1 > most) {
			memcpy(to, ellipsis, sizeof(ellipsis) - 1);
			to += sizeof(ellipsis) - 1;
			break;
		}
		if (space)
			*to++ = ' ';
		memcpy(to, from, bytes);
		to += bytes;
		characters += space + 1u;
		space = false;
		from += bytes;
	}
	*to = '\0';
	return excerpt;
}
