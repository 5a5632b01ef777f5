/* plugins/reminders/mail/ — a mail that came in: what a mail server says of one that it could not deliver. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/mail/letter_part.h"

enum { HASH = 40, MOST_LEAVES = 40, MOST_WORDS = 300 };

/* ---- fields, as headers are written ---- */

/* The value of a field, its folded lines joined; NULL when there is none. malloc'd. */
static char *field_of(const char *text, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
		const char *end;
		char *value, *to;

		line += line != text || *line == '\n';
		if (strncasecmp(line, name, length) != 0 || line[length] != ':')
			continue;
		line += length + 1;
		end = strchr(line, '\n');
		while (end != NULL && (end[1] == ' ' || end[1] == '\t'))
			end = strchr(end + 1, '\n');
		value = to = strndup(line, end != NULL ? (size_t)(end - line) : strlen(line));
		for (const char *at = value; at != NULL && *at != '\0'; at++)
			if (!isspace((unsigned char)*at) || (to > value && to[-1] != ' '))
				*to++ = isspace((unsigned char)*at) ? ' ' : *at;
		while (value != NULL && to > value && to[-1] == ' ')
			to--;
		if (value != NULL)
			*to = '\0';
		return value;
	}
	return NULL;
}

/* What stands behind the type: "rfc822; daan@example.com", "smtp; 550 no such user". */
static char *untyped(char *value)
{
	const char *behind = value != NULL ? strchr(value, ';') : NULL;

	if (behind != NULL) {
		behind += 1 + strspn(behind + 1, " ");
		memmove(value, behind, strlen(behind) + 1);
	}
	return value;
}

/* One line, not too long, and nothing in it that steers a terminal. */
static char *one_line(char *words)
{
	const gchar *end;

	if (words == NULL)
		return NULL;
	if (!g_utf8_validate(words, -1, &end))
		words[end - words] = '\0';
	for (char *at = words; *at != '\0'; at++)
		if (iscntrl((unsigned char)*at))
			*at = ' ';
	if (strlen(words) > MOST_WORDS)
		*g_utf8_find_prev_char(words, words + MOST_WORDS) = '\0';
	return words;
}

/* ---- which mail of ours ---- */

/* "<40 hex figures@our domain>", without its brackets. malloc'd. */
static char *our_id_in(const char *text, const char *domain)
{
	size_t length = strlen(domain);

	for (const char *at = text; at != NULL && (at = strchr(at, '<')) != NULL; at++)
		if (strspn(at + 1, "0123456789abcdef") == HASH && at[1 + HASH] == '@' &&
			strncasecmp(at + HASH + 2, domain, length) == 0 && at[HASH + 2 + length] == '>')
			return strndup(at + 1, HASH + 1 + length);
	return NULL;
}

/* The Message-ID of what is returned, else any of ours that is mentioned. */
static char *our_id_of(const char *text, const char *domain)
{
	char *value = field_of(text, "Message-ID"), *id = our_id_in(value, domain);

	free(value);
	return id != NULL ? id : our_id_in(text, domain);
}

/* ---- the parts ---- */

struct pile {
	GString *words; /* of all that is text, and the headers of what is returned */
	char *report;   /* message/delivery-status */
	int leaves;
};

static bool is_report(GMimeObject *object)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);

	return type != NULL && (g_mime_content_type_is_type(type, "message", "delivery-status") ||
				       g_mime_content_type_is_type(type, "message", "global-delivery-status"));
}

static void add_text(struct pile *pile, GMimePart *part)
{
	char *text = letter_part_text(part);

	if (text != NULL && is_report(GMIME_OBJECT(part)) && pile->report == NULL) {
		pile->report = text;
		return;
	}
	if (text != NULL)
		g_string_append_printf(pile->words, "%.65536s\n", text);
	free(text);
}

static void pile_up(GMimeObject *object, int depth, struct pile *pile)
{
	if (object == NULL || depth > LETTER_MOST_NESTING || pile->leaves++ > MOST_LEAVES)
		return;
	if (GMIME_IS_MULTIPART(object)) {
		for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(object)) && i < MOST_LEAVES; i++)
			pile_up(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1, pile);
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		GMimeMessage *returned = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
		const char *id = returned != NULL ? g_mime_message_get_message_id(returned) : NULL;

		if (id != NULL)
			g_string_append_printf(pile->words, "\nMessage-ID: <%s>\n", id);
	} else if (GMIME_IS_PART(object)) {
		GMimeContentType *type = g_mime_object_get_content_type(object);

		if (g_mime_content_type_is_type(type, "text", "*") || g_mime_content_type_is_type(type, "message", "*"))
			add_text(pile, GMIME_PART(object));
	}
}

static struct pile pile_of(GMimeMessage *message)
{
	struct pile pile = { .words = g_string_new(NULL) };

	pile_up(g_mime_message_get_mime_part(message), 0, &pile);
	return pile;
}

static void free_pile(struct pile *pile)
{
	g_string_free(pile->words, TRUE);
	free(pile->report);
}

/* Exchange names it in its own headers when it returns no part of the mail. */
static char *find_our_id(GMimeMessage *message, const struct pile *pile, const char *domain)
{
	char *id = our_id_of(pile->words->str, domain);

	if (id == NULL)
		id = our_id_in(letter_header(message, "In-Reply-To"), domain);
	return id != NULL ? id : our_id_in(letter_header(message, "References"), domain);
}

/* ---- RFC 3464 ---- */

/* "5.1.1", perhaps with a comment behind it. */
static void copy_status(const char *value, char ret[16])
{
	size_t length = value != NULL ? strspn(value, "0123456789.") : 0;

	if (length >= 5 && length < 16 && (value[0] == '4' || value[0] == '5') && value[1] == '.') {
		memcpy(ret, value, length);
		ret[length] = '\0';
	}
}

bool letter_read_report(GMimeMessage *message, const char *domain, struct letter_bounce *bounce)
{
	struct pile pile = pile_of(message);
	char *action = pile.report != NULL ? field_of(pile.report, "Action") : NULL, *status, *receiver;
	bool failed = letter_begins(action, "failed"), delayed = letter_begins(action, "delayed");

	if (failed || delayed) {
		status = field_of(pile.report, "Status");
		copy_status(status, bounce->status);
		free(status);
		bounce->final = failed;
		receiver = untyped(field_of(pile.report, "Final-Recipient"));
		bounce->receiver = letter_copy_plain(receiver);
		free(receiver);
		bounce->words = one_line(untyped(field_of(pile.report, "Diagnostic-Code")));
		bounce->message_id = find_our_id(message, &pile, domain);
	}
	free(action);
	free_pile(&pile);
	return failed || delayed;
}

/* ---- free words ---- */

static const char *find_any(const char *text, const char *const *words)
{
	for (; *words != NULL; words++) {
		const char *at = strcasestr(text, *words);

		if (at != NULL)
			return at;
	}
	return NULL;
}

/* The first "4.x.y" or "5.x.y" that stands alone. */
static void find_status(const char *text, char ret[16])
{
	for (const char *at = text; *at != '\0' && ret[0] == '\0'; at++)
		if ((*at == '4' || *at == '5') && at[1] == '.' && (at == text || strchr(" \t\n#(<", at[-1]) != NULL)) {
			size_t length = strspn(at, "0123456789.");

			if (length >= 5 && length < 12 && isdigit((unsigned char)at[2]) &&
				isdigit((unsigned char)at[length - 1]) && strchr(at + 2, '.') < at + length)
				copy_status(at, ret);
		}
}

/* The line in which something stands. */
static char *line_around(const char *text, const char *at)
{
	const char *start = at, *end = at + strcspn(at, "\n");

	while (start > text && start[-1] != '\n')
		start--;
	while (start < end && isspace((unsigned char)*start))
		start++;
	return one_line(strndup(start, (size_t)(end - start)));
}

bool letter_read_failure(GMimeMessage *message, const char *domain, struct letter_bounce *bounce)
{
	/* Exim, qmail, Postfix, Exchange and Gmail, in the order of how much each says. */
	static const char *const failure[] = { "could not be delivered", "couldn't be delivered",
		"wasn't able to deliver", "unable to deliver", "did not reach", "undeliverable", "delivery has failed",
		"delivery failed", "permanent error", "permanent fatal error", "returned mail", "user unknown",
		"no such user", "niet worden bezorgd", "kon niet worden afgeleverd", "onbestelbaar", "nicht zugestellt",
		NULL };
	static const char *const delay[] = { "delayed", "still trying", "will be retried", "will continue to try",
		"will keep trying", "not yet been delivered", "temporarily", "warning message only", "vertraagd",
		NULL };
	const char *failed = letter_header(message, "X-Failed-Recipients");
	const char *subject = g_mime_message_get_subject(message), *at;
	struct pile pile = pile_of(message);
	bool found;

	g_string_prepend(pile.words, "\n");
	g_string_prepend(pile.words, subject != NULL ? subject : "");
	at = find_any(pile.words->str, failure);
	found = at != NULL || failed != NULL || find_any(pile.words->str, delay) != NULL;
	if (found) {
		find_status(pile.words->str, bounce->status);
		bounce->final =
			bounce->status[0] != '\0' ? bounce->status[0] == '5' : find_any(pile.words->str, delay) == NULL;
		bounce->receiver = letter_copy_plain(failed);
		bounce->message_id = find_our_id(message, &pile, domain);
		at = bounce->status[0] != '\0' ? strstr(pile.words->str, bounce->status) : at;
		bounce->words = at != NULL ? line_around(pile.words->str, at) : NULL;
	}
	free_pile(&pile);
	return found;
}
