/* plugins/reminders/mail/ — a mail that came in: its parts, and what they say in which character set. */
#include "plugins/reminders/mail/letter_part.h"

#include <stdlib.h>
#include <string.h>

/* ---- bytes and character sets ---- */

GByteArray *letter_part_bytes(GMimePart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GByteArray *bytes = g_byte_array_new();
	GMimeStream *memory = g_mime_stream_mem_new_with_byte_array(bytes);

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
	if (content != NULL)
		g_mime_data_wrapper_write_to_stream(content, memory);
	g_mime_stream_flush(memory);
	g_object_unref(memory);
	return bytes;
}

/* What does not fit the character set becomes "?". */
static GByteArray *convert(const GByteArray *bytes, GMimeFilter *filter)
{
	GByteArray *converted = g_byte_array_new();
	GMimeStream *memory = g_mime_stream_mem_new_with_byte_array(converted);
	GMimeStream *stream = g_mime_stream_filter_new(memory);

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
	g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
	g_object_unref(filter);
	if (bytes->len > 0)
		g_mime_stream_write(stream, (const char *)bytes->data, bytes->len);
	g_mime_stream_flush(stream);
	g_object_unref(stream);
	g_object_unref(memory);
	return converted;
}

static bool is_any(const char *text, const char *const *names)
{
	for (; *names != NULL; names++)
		if (strcasecmp(text, *names) == 0)
			return true;
	return false;
}

/* A NUL is left out of the check: it is dropped afterwards. */
static bool is_utf8(const GByteArray *bytes)
{
	const char *at = (const char *)bytes->data, *end = at + bytes->len, *fault;

	while (at < end && !g_utf8_validate(at, end - at, &fault)) {
		if (*fault != '\0')
			return false;
		at = fault + 1;
	}
	return true;
}

/* Whether letters outside of ASCII stand in it as UTF-8 writes them: a single wrong byte does not make it anything
 * else.
 */
static bool holds_utf8(const GByteArray *bytes)
{
	for (guint i = 0; i + 1 < bytes->len; i++)
		if (bytes->data[i] >= 0xc2 && bytes->data[i] <= 0xf4 && bytes->data[i + 1] >= 0x80 &&
			bytes->data[i + 1] <= 0xbf)
			return true;
	return false;
}

/* The character set that it is really in; NULL: UTF-8. Programs say US-ASCII, or nothing, and write UTF-8 or what
 * Windows has; they say ISO 8859-1 and mean Windows' (as every browser reads it). */
static const char *real_charset(const GByteArray *bytes, const char *claimed)
{
	static const char *const nothing[] = { "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "unknown-8bit",
		"x-unknown", "unknown", "default", "8bit", "binary", "", NULL };
	static const char *const latin[] = { "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "windows-1252",
		"cp1252", NULL };
	static const char *const utf8[] = { "utf-8", "utf8", "unicode-1-1-utf-8", NULL };

	if (claimed == NULL || is_any(claimed, nothing))
		return is_utf8(bytes) ? NULL : "windows-1252";
	if (is_any(claimed, latin))
		return "windows-1252";
	if (is_any(claimed, utf8))
		return is_utf8(bytes) || holds_utf8(bytes) ? NULL : "windows-1252";
	return claimed;
}

/* Line ends are made one; a NUL means nothing to anybody, and what stands behind it counts all the same. */
static size_t tidy(guint8 *bytes, size_t length)
{
	size_t kept = 0;

	for (size_t i = 0; i < length; i++)
		if (bytes[i] != '\r' && bytes[i] != '\0')
			bytes[kept++] = bytes[i];
	return kept;
}

char *letter_part_text(GMimePart *part)
{
	const char *claimed = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
	GByteArray *bytes = letter_part_bytes(part), *converted = NULL;
	const char *charset = real_charset(bytes, claimed);
	GMimeFilter *filter = charset != NULL ? g_mime_filter_charset_new(charset, "utf-8") : NULL;
	char *valid, *text;

	if (charset != NULL && filter == NULL && !is_utf8(bytes)) /* a character set that nobody knows */
		filter = g_mime_filter_charset_new("windows-1252", "utf-8");
	if (filter != NULL) {
		converted = convert(bytes, filter);
		g_byte_array_unref(bytes);
		bytes = converted;
	}
	valid = g_utf8_make_valid(
		bytes->len > 0 ? (const char *)bytes->data : "", (gssize)tidy(bytes->data, bytes->len));
	text = strdup(g_str_has_prefix(valid, "\xef\xbb\xbf") ? valid + 3 : valid);
	g_free(valid);
	g_byte_array_unref(bytes);
	return text;
}

/* ---- flowed lines ---- */

static size_t quote_depth(const char *line)
{
	return strspn(line, ">");
}

/* RFC 3676: a line that ends in a space goes on in the next, as long as both are quoted as deeply; a leading space is
 * stuffing. "-- " ends in a space, too, and is the line above a signature. DelSp: the space was put in to break there.
 */
static void join_flowed(char *text, bool delete_space)
{
	char *to = text, *start = text, *line, *rest = text;
	bool open = false;
	size_t depth = 0;

	while ((line = strsep(&rest, "\n")) != NULL) {
		size_t deep = quote_depth(line), length;
		char *words = line + deep;

		if (*words == ' ')
			words++;
		if (open && deep == depth && strcmp(words, "-- ") != 0) {
			if (delete_space && to > start)
				to--;
		} else {
			if (line != text)
				*to++ = '\n';
			start = to;
			memmove(to, line, deep > 0 ? (size_t)(words - line) : 0);
			to += deep > 0 ? words - line : 0;
		}
		length = strlen(words);
		open = length > 0 && words[length - 1] == ' ' && strcmp(words, "-- ") != 0;
		depth = deep;
		memmove(to, words, length);
		to += length;
	}
	*to = '\0';
}

static bool has_parameter(GMimePart *part, const char *name, const char *value)
{
	const char *given = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), name);

	return given != NULL && strcasecmp(given, value) == 0;
}

/* ---- which part is read ---- */

/* What was found in an object and all that is in it. */
struct words {
	GString *text;
	bool page;   /* part of it was a page */
	bool flowed; /* all of it knows where its lines end */
};

struct reading {
	GMimeObject *last; /* the leaf in which the bytes end */
	bool cut;
	enum letter_sealed sealed;
};

static struct words read_object(GMimeObject *object, int depth, struct reading *reading);

static bool is_type(GMimeObject *object, const char *type, const char *subtype)
{
	GMimeContentType *given = g_mime_object_get_content_type(object);

	return given != NULL && g_mime_content_type_is_type(given, type, subtype);
}

static bool is_attachment(GMimeObject *object)
{
	const char *disposition = g_mime_object_get_disposition(object);

	return disposition != NULL && strcasecmp(disposition, "attachment") == 0;
}

static bool is_blank(const GString *text)
{
	return text->str[strspn(text->str, " \t\r\n")] == '\0';
}

static struct words no_words(void)
{
	return (struct words){ .text = g_string_new(NULL), .flowed = true };
}

/* Many programs break the plain part at column 76, which would make two answers of one: the page beside it knows where
 * a line really ends. A flowed part knows it itself. */
static bool is_better(const struct words *one, const struct words *other)
{
	bool blank = is_blank(one->text), other_blank = is_blank(other->text);

	if (blank != other_blank)
		return other_blank;
	if (one->page == other->page)
		return false;
	return one->page ? !other->flowed : one->flowed;
}

static struct words read_alternatives(GMimeMultipart *multipart, int depth, struct reading *reading)
{
	struct words best = no_words();

	for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
		struct words words = read_object(g_mime_multipart_get_part(multipart, i), depth, reading);

		if (is_better(&words, &best)) {
			struct words worse = best;

			best = words;
			words = worse;
		}
		g_string_free(words.text, TRUE);
	}
	return best;
}

static bool is_file(GMimeObject *object)
{
	return GMIME_IS_PART(object) && g_mime_part_get_filename(GMIME_PART(object)) != NULL;
}

/* Telephones put a picture between two pieces of text. */
static struct words read_one_after_the_other(GMimeMultipart *multipart, int depth, struct reading *reading)
{
	struct words all = no_words();

	for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
		GMimeObject *part = g_mime_multipart_get_part(multipart, i);
		struct words words;

		if (!is_blank(all.text) && is_file(part))
			continue;
		words = read_object(part, depth, reading);
		if (!is_blank(words.text)) {
			if (all.text->len > 0 && all.text->str[all.text->len - 1] != '\n')
				g_string_append_c(all.text, '\n');
			g_string_append_len(all.text, words.text->str, (gssize)words.text->len);
			all.page = all.page || words.page;
			all.flowed = all.flowed && words.flowed;
		}
		g_string_free(words.text, TRUE);
	}
	return all;
}

static struct words read_multipart(GMimeObject *object, int depth, struct reading *reading)
{
	GMimeMultipart *multipart = GMIME_MULTIPART(object);
	bool first_only = is_type(object, "multipart", "signed") || is_type(object, "multipart", "related") ||
			  is_type(object, "multipart", "report");

	if (is_type(object, "multipart", "encrypted"))
		reading->sealed = LETTER_ENCRYPTED;
	if (is_type(object, "multipart", "alternative"))
		return read_alternatives(multipart, depth, reading);
	if (first_only && g_mime_multipart_get_count(multipart) > 0)
		return read_object(g_mime_multipart_get_part(multipart, 0), depth, reading);
	return read_one_after_the_other(multipart, depth, reading);
}

static struct words read_text(GMimeObject *object, struct reading *reading)
{
	struct words words = { .page = is_type(object, "text", "html") };
	char *text = letter_part_text(GMIME_PART(object)), *page = text;

	if (words.page && text != NULL)
		text = letter_html_to_text(page, strlen(page));
	if (words.page)
		free(page);
	words.flowed = !words.page && has_parameter(GMIME_PART(object), "format", "flowed");
	if (words.flowed && text != NULL)
		join_flowed(text, has_parameter(GMIME_PART(object), "delsp", "yes"));
	if (text != NULL && strstr(text, "-----BEGIN PGP MESSAGE-----") != NULL) {
		reading->sealed = LETTER_ENCRYPTED;
		text[0] = '\0';
	}
	words.text = g_string_new(text);
	if (object == reading->last && !is_blank(words.text))
		reading->cut = true;
	free(text);
	return words;
}

/* What is inside cannot be read; words beside it can. */
static enum letter_sealed seal_of(GMimeObject *object)
{
	const char *file = GMIME_IS_PART(object) ? g_mime_part_get_filename(GMIME_PART(object)) : NULL;

	if (is_type(object, "application", "pkcs7-mime") || is_type(object, "application", "x-pkcs7-mime"))
		return LETTER_ENCRYPTED;
	if (is_type(object, "application", "ms-tnef") || (file != NULL && strcasecmp(file, "winmail.dat") == 0))
		return LETTER_TNEF;
	return LETTER_OPEN;
}

static struct words read_object(GMimeObject *object, int depth, struct reading *reading)
{
	enum letter_sealed seal;

	if (object == NULL || depth > LETTER_MOST_NESTING)
		return no_words();
	seal = seal_of(object);
	if (seal != LETTER_OPEN)
		reading->sealed = seal;
	if (is_attachment(object) || seal != LETTER_OPEN)
		return no_words();
	if (GMIME_IS_MULTIPART(object))
		return read_multipart(object, depth + 1, reading);
	if (GMIME_IS_PART(object) && (is_type(object, "text", "plain") || is_type(object, "text", "html") ||
					     is_type(object, "text", "markdown")))
		return read_text(object, reading);
	return no_words();
}

static GMimeObject *last_leaf(GMimeObject *object)
{
	while (object != NULL && GMIME_IS_MULTIPART(object)) {
		int count = g_mime_multipart_get_count(GMIME_MULTIPART(object));

		object = count > 0 ? g_mime_multipart_get_part(GMIME_MULTIPART(object), count - 1) : NULL;
	}
	return object;
}

char *letter_part_words(GMimeObject *body, bool cut, bool *ret_cut, enum letter_sealed *ret_sealed)
{
	struct reading reading = { .last = cut ? last_leaf(body) : NULL };
	struct words words = read_object(body, 0, &reading);
	char *text = strdup(words.text->str);

	*ret_cut = reading.cut;
	*ret_sealed = is_blank(words.text) ? reading.sealed : LETTER_OPEN;
	g_string_free(words.text, TRUE);
	return text;
}
