/* plugins/reminders/mail/ — a mail that came in: its envelope, and what else there is to know of it. */
#include "plugins/reminders/mail/letter.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/mail/letter_part.h"

#define ANSWER_PREFIX "ridealong+"
#define BOUNCE_PREFIX "ridealong-bounces+"

enum { MOST_RECEIVERS = 200 };

const char *letter_header(GMimeMessage *message, const char *name)
{
	return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

bool letter_begins(const char *text, const char *with)
{
	while (text != NULL && isspace((unsigned char)*text))
		text++;
	return text != NULL && strncasecmp(text, with, strlen(with)) == 0;
}

char *letter_copy_plain(const char *text)
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
	return letter_copy_plain(INTERNET_ADDRESS_MAILBOX(first)->addr);
}

/* "ridealong+abc@example.com" gives "abc". */
static char *token_of(const char *receiver, const char *prefix, const char *domain)
{
	size_t length = strlen(prefix);
	const char *at = strrchr(receiver, '@');
	char *token;

	if (strncasecmp(receiver, prefix, length) != 0 || at == NULL || at == receiver + length ||
		strcasecmp(at + 1, domain) != 0)
		return NULL;
	if (!g_utf8_validate(receiver, -1, NULL))
		return NULL;
	token = strndup(receiver + length, (size_t)(at - receiver) - length);
	for (char *c = token; c != NULL && *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	return token;
}

static char *find_in_list(InternetAddressList *list, const char *prefix, const char *domain)
{
	int count = list != NULL ? internet_address_list_length(list) : 0;

	for (int i = 0; i < count && i < MOST_RECEIVERS; i++) {
		InternetAddress *one = internet_address_list_get_address(list, i);
		const char *receiver = INTERNET_ADDRESS_IS_MAILBOX(one) ? INTERNET_ADDRESS_MAILBOX(one)->addr : NULL;
		char *token = receiver != NULL ? token_of(receiver, prefix, domain) : NULL;

		if (token != NULL)
			return token;
	}
	return NULL;
}

static char *find_token(GMimeMessage *message, const char *prefix, const char *domain)
{
	static const char *const names[] = { "To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To" };
	GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
	int count = g_mime_header_list_get_count(headers);

	for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++)
		for (int i = 0; i < count; i++) {
			GMimeHeader *header = g_mime_header_list_get_header_at(headers, i);
			InternetAddressList *list;
			char *token;

			if (strcasecmp(g_mime_header_get_name(header), names[n]) != 0 ||
				g_mime_header_get_value(header) == NULL)
				continue;
			list = internet_address_list_parse(NULL, g_mime_header_get_value(header));
			token = find_in_list(list, prefix, domain);
			if (list != NULL)
				g_object_unref(list);
			if (token != NULL)
				return token;
		}
	return NULL;
}

static void read_words(GMimeMessage *message, bool cut, struct letter *letter)
{
	char *text = letter_part_words(g_mime_message_get_mime_part(message), cut, &letter->cut, &letter->sealed);

	letter->text = letter_own_words(text != NULL ? text : "");
	letter->quoted = letter_quoted_words(text != NULL ? text : "");
	free(text);
}

static struct letter *letter_of(GMimeMessage *message, bool cut, const struct letter_place *place)
{
	struct letter *letter = calloc(1, sizeof(*letter));

	if (letter == NULL)
		return NULL;
	letter->message_id = letter_copy_plain(g_mime_message_get_message_id(message));
	letter->sender = address_of(g_mime_message_get_from(message));
	letter->address = find_token(message, ANSWER_PREFIX, place->domain);
	letter->bounce.token = find_token(message, BOUNCE_PREFIX, place->domain);
	letter_find_origin(message, place->domain, letter);
	letter->proof = letter_find_proof(message, letter->sender, place->authority);
	read_words(message, cut, letter);
	if (letter->text == NULL || letter->quoted == NULL) {
		letter_destroy(letter);
		return NULL;
	}
	return letter;
}

struct letter *letter_read(const void *bytes, size_t size, bool cut, const struct letter_place *place)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	struct letter *letter;

	if (message == NULL) /* not even a header: a letter that says nothing */
		message = g_mime_message_new(FALSE);
	letter = letter_of(message, cut, place);
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
	free(letter->bounce.message_id);
	free(letter->bounce.token);
	free(letter->bounce.receiver);
	free(letter->bounce.words);
	free(letter);
}
