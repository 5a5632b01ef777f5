/* plugins/reminders/mail/ — a mail that came in: its envelope and the part that is read. */
#include "plugins/reminders/mail/letter.h"

#include <ctype.h>
#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_PREFIX "ridealong+"

enum { MOST_NESTING = 20, MOST_RECEIVERS = 200 };

/* ---- who and whereto ---- */

/* A copy of what stands in a header, if it is text and stays within its line. */
static char *copy_plain(const char *text)
{
	if (text == NULL || text[0] == '\0' || !g_utf8_validate(text, -1, NULL))
		return NULL;
	for (const char *at = text; *at != '\0'; at++)
		if (iscntrl((unsigned char)*at))
			return NULL;
	return strdup(text);
}

static char *address_of(InternetAddressList *list)
{
	InternetAddress *first = list != NULL && internet_address_list_length(list) > 0
					 ? internet_address_list_get_address(list, 0)
					 : NULL;

	if (first == NULL || !INTERNET_ADDRESS_IS_MAILBOX(first))
		return NULL;
	return copy_plain(INTERNET_ADDRESS_MAILBOX(first)->addr);
}

/* "ridealong+abc@example.com" gives "abc". */
static char *answer_address(const char *receiver, const char *domain)
{
	size_t prefix = strlen(ANSWER_PREFIX);
	const char *at = strrchr(receiver, '@');
	char *address;

	if (strncasecmp(receiver, ANSWER_PREFIX, prefix) != 0 || at == NULL || at == receiver + prefix ||
		strcasecmp(at + 1, domain) != 0)
		return NULL;
	if (!g_utf8_validate(receiver, -1, NULL))
		return NULL;
	address = strndup(receiver + prefix, (size_t)(at - receiver) - prefix);
	for (char *c = address; c != NULL && *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	return address;
}

static char *find_in_list(InternetAddressList *list, const char *domain)
{
	int count = list != NULL ? internet_address_list_length(list) : 0;

	for (int i = 0; i < count && i < MOST_RECEIVERS; i++) {
		InternetAddress *one = internet_address_list_get_address(list, i);
		const char *receiver = INTERNET_ADDRESS_IS_MAILBOX(one) ? INTERNET_ADDRESS_MAILBOX(one)->addr : NULL;
		char *address = receiver != NULL ? answer_address(receiver, domain) : NULL;

		if (address != NULL)
			return address;
	}
	return NULL;
}

static char *find_address(GMimeMessage *message, const char *domain)
{
	static const char *const names[] = { "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To" };
	GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
	int count = g_mime_header_list_get_count(headers);

	for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
		for (int i = 0; i < count; i++) {
			GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
			InternetAddressList *list;
			char *address;

			if (strcasecmp(g_mime_header_get_name(header), names[n]) != 0 ||
				g_mime_header_get_value(header) == NULL)
				continue;
			list = internet_address_list_parse(NULL, g_mime_header_get_value(header));
			address = find_in_list(list, domain);
			if (list != NULL)
				g_object_unref(list);
			if (address != NULL)
				return address;
		}
	return NULL;
}

/* ---- a program's mail ---- */

static const char *header(GMimeMessage *message, const char *name)
{
	return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

static bool begins(const char *text, const char *with)
{
	while (text != NULL && isspace((unsigned char)*text))
		text++;
	return text != NULL && strncasecmp(text, with, strlen(with)) == 0;
}

/* What programs that say nothing in their headers put before the subject. */
static bool is_automatic_subject(const char *subject)
{
	static const char *const words[] = { "Automatic reply:", "Automatisch antwoord:", "Auto:", "Autoreply:",
		"Out of office", "Afwezig:", "Afwezigheidsbericht", NULL };

	for (size_t i = 0; words[i] != NULL; i++)
		if (begins(subject, words[i]))
			return true;
	return false;
}

static const char *automatic_reason(GMimeMessage *message, const char *sender)
{
	const char *submitted = header(message, "Auto-Submitted"), *precedence = header(message, "Precedence");
	GMimeObject *body = g_mime_message_get_mime_part(message);
	GMimeContentType *type = body != NULL ? g_mime_object_get_content_type(body) : NULL;

	if (submitted != NULL && !begins(submitted, "no"))
		return "Auto-Submitted";
	if (begins(header(message, "Return-Path"), "<>") ||
		(type != NULL && g_mime_content_type_is_type(type, "multipart", "report")))
		return "a bounce";
	if (begins(sender, "mailer-daemon@") || begins(sender, "postmaster@"))
		return "a mail server";
	if (begins(precedence, "bulk") || begins(precedence, "junk") || begins(precedence, "list") ||
		begins(precedence, "auto_reply"))
		return "Precedence";
	if (header(message, "List-Id") != NULL || header(message, "X-Autoreply") != NULL ||
		header(message, "X-Autorespond") != NULL)
		return "a list or an autoresponder";
	if (is_automatic_subject(g_mime_message_get_subject(message)))
		return "the subject of an autoresponder";
	return NULL;
}

/* ---- the part that is read ---- */

struct parts {
	GMimeTextPart *plain, *html; /* the first of each */
	bool html_beside_plain;
};

static bool is_attachment(GMimeObject *object)
{
	const char *disposition = g_mime_object_get_disposition(object);

	return disposition != NULL && strcasecmp(disposition, "attachment") == 0;
}

static void find_parts(GMimeObject *object, int depth, struct parts *parts)
{
	if (object == NULL || depth > MOST_NESTING || is_attachment(object))
		return;
	if (GMIME_IS_MULTIPART(object)) {
		GMimeMultipart *multipart = GMIME_MULTIPART(object);

		for (int i = 0; i < g_mime_multipart_get_count(multipart); i++)
			find_parts(g_mime_multipart_get_part(multipart, i), depth + 1, parts);
	} else if (GMIME_IS_TEXT_PART(object)) {
		GMimeContentType *type = g_mime_object_get_content_type(object);

		if (g_mime_content_type_is_type(type, "text", "html") && parts->html == NULL)
			parts->html = GMIME_TEXT_PART(object);
		else if (g_mime_content_type_is_type(type, "text", "plain") && parts->plain == NULL)
			parts->plain = GMIME_TEXT_PART(object);
	}
}

/* RFC 3676: a line that ends in a space goes on in the next. */
static void join_flowed(char *text)
{
	char *to = text;
	bool line_start = true;

	for (const char *from = text; *from != '\0'; from++) {
		if (line_start && *from == ' ') { /* stuffing */
			line_start = false;
			continue;
		}
		line_start = false;
		if (*from == '\n' && to > text && to[-1] == ' ' &&
			!(to - text >= 3 && memcmp(to - 3, "-- ", 3) == 0 && (to - text == 3 || to[-4] == '\n'))) {
			if (from[1] == ' ')
				from++;
			continue;
		}
		line_start = *from == '\n';
		*to++ = *from;
	}
	*to = '\0';
}

/* As g_mime_text_part_get_text(), which ends its text at the first NUL. */
static GByteArray *decode(GMimeTextPart *part)
{
	GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
	const char *charset = g_mime_text_part_get_charset(part);
	GMimeFilter *filter = charset != NULL ? g_mime_filter_charset_new(charset, "utf-8") : NULL;
	GByteArray *bytes = g_byte_array_new();
	GMimeStream *memory = g_mime_stream_mem_new_with_byte_array(bytes), *stream = g_mime_stream_filter_new(memory);

	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
	if (filter != NULL) {
		g_mime_stream_filter_add(GMIME_STREAM_FILTER(stream), filter);
		g_object_unref(filter);
	}
	if (content != NULL)
		g_mime_data_wrapper_write_to_stream(content, stream);
	g_mime_stream_flush(stream);
	g_object_unref(stream);
	g_object_unref(memory);
	return bytes;
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

static char *text_of(GMimeTextPart *part)
{
	GByteArray *bytes = decode(part);
	char *valid = g_utf8_make_valid(
		bytes->len > 0 ? (const char *)bytes->data : "", (gssize)tidy(bytes->data, bytes->len));
	char *text = strdup(valid);

	g_free(valid);
	g_byte_array_unref(bytes);
	return text;
}

static bool is_flowed(GMimeTextPart *part)
{
	const char *format = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "format");

	return format != NULL && strcasecmp(format, "flowed") == 0;
}

static bool is_blank(const char *text)
{
	return text == NULL || text[strspn(text, " \t\r\n")] == '\0';
}

/* Many programs break the plain part at column 76, which would make two answers of one: the page beside it knows where
 * a line really ends. A flowed part knows it itself. */
static void read_words(GMimeMessage *message, struct letter *letter)
{
	struct parts parts = { 0 };
	char *page, *text = NULL;

	find_parts(g_mime_message_get_mime_part(message), 0, &parts);
	if (parts.html != NULL && (parts.plain == NULL || !is_flowed(parts.plain))) {
		page = text_of(parts.html);
		text = page != NULL ? letter_html_to_text(page, strlen(page)) : NULL;
		free(page);
	}
	if (is_blank(text) && parts.plain != NULL) {
		free(text);
		text = text_of(parts.plain);
		if (text != NULL && is_flowed(parts.plain))
			join_flowed(text);
	}
	letter->text = letter_own_words(text != NULL ? text : "");
	letter->quoted = letter_quoted_words(text != NULL ? text : "");
	free(text);
}

static struct letter *letter_of(GMimeMessage *message, const char *domain)
{
	struct letter *letter = calloc(1, sizeof(*letter));
	const char *id = g_mime_message_get_message_id(message), *reason;

	if (letter == NULL)
		return NULL;
	letter->message_id = copy_plain(id);
	letter->sender = address_of(g_mime_message_get_from(message));
	letter->address = find_address(message, domain);
	reason = automatic_reason(message, letter->sender);
	letter->automatic = reason != NULL ? strdup(reason) : NULL;
	read_words(message, letter);
	if (letter->text == NULL || letter->quoted == NULL) {
		letter_destroy(letter);
		return NULL;
	}
	return letter;
}

struct letter *letter_read(const void *bytes, size_t size, const char *domain)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	struct letter *letter;

	if (message == NULL) /* not even a header: a letter that says nothing */
		message = g_mime_message_new(FALSE);
	letter = letter_of(message, domain);
	g_object_unref(message);
	g_object_unref(parser);
	g_object_unref(stream);
	return letter;
}

void letter_destroy(struct letter *letter)
{
	if (letter == NULL)
		return;
	free(letter->message_id);
	free(letter->sender);
	free(letter->address);
	free(letter->text);
	free(letter->quoted);
	free(letter->automatic);
	free(letter);
}
