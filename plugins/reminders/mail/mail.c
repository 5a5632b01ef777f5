/* plugins/reminders/mail/ — a mail that goes out. */
#include "plugins/reminders/mail/mail.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/mail/html.h"

void mail_id(const char *key, const char *domain, char ret[MAIL_ID])
{
	char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);

	snprintf(ret, MAIL_ID, "%.40s@%.250s", hash, domain);
	g_free(hash);
}

void mail_bounce_address(const char *message_id, char ret[MAIL_ID])
{
	const char *at = strrchr(message_id, '@');

	snprintf(ret, MAIL_ID, "ridealong-bounces+%.32s@%.250s", message_id, at != NULL ? at + 1 : "localhost");
}

bool mail_is_address(const char *text)
{
	const char *at = strchr(text, '@');

	return at != NULL && at > text && at[1] != '\0' && strpbrk(text, " \t\r\n<>\"(),:;\\") == NULL &&
	       strchr(at + 1, '@') == NULL;
}

/* Mails about the same thing refer to a root that was never sent: mail programs show them as one conversation. */
static void set_thread(GMimeMessage *message, const struct mail *mail)
{
	char references[2 * MAIL_ID + 400];
	size_t length = 0;

	if (mail->thread != NULL) {
		const char *id = strrchr(mail->thread, '/');

		length = (size_t)snprintf(references, sizeof(references), "<%.300s.session@%.250s>",
			id != NULL ? id + 1 : mail->thread, mail->domain);
	}
	if (mail->answer_to != NULL) {
		char reply[MAIL_ID + 4];

		snprintf(reply, sizeof(reply), "<%.300s>", mail->answer_to);
		g_mime_object_set_header(GMIME_OBJECT(message), "In-Reply-To", reply, NULL);
		snprintf(references + length, sizeof(references) - length, "%s%s", length > 0 ? " " : "", reply);
	}
	if (mail->thread != NULL || mail->answer_to != NULL)
		g_mime_object_set_header(GMIME_OBJECT(message), "References", references, NULL);
}

/* Constant over attempts, as all of the mail is; none begins as another does. */
static GMimeMultipart *make_parts(const char *subtype, const char *id)
{
	GMimeMultipart *parts = g_mime_multipart_new_with_subtype(subtype);
	char *boundary = g_strdup_printf("%.3s-%.40s", subtype, id);

	g_mime_multipart_set_boundary(parts, boundary);
	g_free(boundary);
	return parts;
}

static void add(GMimeMultipart *parts, void *part)
{
	g_mime_multipart_add(parts, GMIME_OBJECT(part));
	g_object_unref(part);
}

static GMimeTextPart *make_words(const char *subtype, const char *text, const char *language)
{
	GMimeTextPart *words = g_mime_text_part_new_with_subtype(subtype);

	g_mime_text_part_set_charset(words, "utf-8");
	g_mime_text_part_set_text(words, text);
	g_mime_part_set_content_encoding(GMIME_PART(words), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_mime_object_set_header(GMIME_OBJECT(words), "Content-Language", language, NULL);
	return words;
}

/* Its lines end in CRLF and it is UTF-8 (RFC 5545): it goes as bytes, of which nothing on the way makes other ones. */
static GMimePart *make_calendar(const char *type, const char *subtype, const char *calendar)
{
	GMimePart *part = g_mime_part_new_with_type(type, subtype);
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(calendar, strlen(calendar));
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, content);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_BASE64);
	g_object_unref(content);
	g_object_unref(stream);
	return part;
}

/* "REQUEST" of "METHOD:REQUEST", as the type has to say it, too (RFC 6047 section 2.4). */
static void read_method(const char *calendar, char ret[20])
{
	const char *method = strstr(calendar, "\nMETHOD:");

	snprintf(ret, 20, "%.*s", method != NULL ? (int)strcspn(method + 8, "\r\n") : 7,
		method != NULL ? method + 8 : "PUBLISH");
}

/* Outlook takes an invitation that is one of the alternatives, and says nothing of one that is a file; Apple Mail and
 * others show the file. So it is there as both, as large calendar services send theirs. */
static GMimeObject *with_calendar(GMimeMultipart *alternatives, const struct mail *mail, const char *id)
{
	GMimeMultipart *parts = make_parts("mixed", id);
	GMimePart *invitation = make_calendar("text", "calendar", mail->calendar);
	GMimePart *file = make_calendar("application", "ics", mail->calendar);
	char method[20];

	read_method(mail->calendar, method);
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(invitation), "charset", "utf-8");
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(invitation), "method", method);
	add(alternatives, invitation);
	g_mime_object_set_disposition(GMIME_OBJECT(file), GMIME_DISPOSITION_ATTACHMENT);
	g_mime_part_set_filename(file, mail->calendar_name);
	add(parts, alternatives);
	add(parts, file);
	return GMIME_OBJECT(parts);
}

static enum status set_content(GMimeMessage *message, const struct mail *mail, const char *id)
{
	char *text = g_strconcat(mail->body, "\n", NULL), *html = html_of(mail->body, mail->language);
	GMimeMultipart *alternatives = make_parts("alternative", id);
	GMimeObject *content = GMIME_OBJECT(alternatives);
	const bool good = html != NULL;

	if (good) {
		add(alternatives, make_words("plain", text, mail->language));
		add(alternatives, make_words("html", html, mail->language));
		if (mail->calendar != NULL)
			content = with_calendar(alternatives, mail, id);
		g_mime_message_set_mime_part(message, content);
	}
	g_object_unref(content);
	g_free(text);
	free(html);
	return good ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
}

/* The mailbox, or NULL. It lives as long as the list, which is to be let go of unless it is NULL. */
static InternetAddress *parse_sender(const char *text, InternetAddressList **ret_list)
{
	InternetAddress *sender;

	*ret_list = internet_address_list_parse(NULL, text);
	sender = *ret_list != NULL ? internet_address_list_get_address(*ret_list, 0) : NULL;
	return sender != NULL && INTERNET_ADDRESS_IS_MAILBOX(sender) ? sender : NULL;
}

bool mail_read_sender(const char *text, char ret_address[MAIL_SENDER], char ret_name[MAIL_SENDER])
{
	InternetAddressList *list;
	InternetAddress *sender = parse_sender(text, &list);
	const char *address = sender != NULL ? INTERNET_ADDRESS_MAILBOX(sender)->addr : "";
	const char *name = sender != NULL ? internet_address_get_name(sender) : NULL;

	snprintf(ret_address, MAIL_SENDER, "%s", address);
	snprintf(ret_name, MAIL_SENDER, "%s", name != NULL ? name : address);
	if (list != NULL)
		g_object_unref(list);
	return mail_is_address(ret_address);
}

bool mail_is_sender(const char *text)
{
	char address[MAIL_SENDER], name[MAIL_SENDER];

	return mail_read_sender(text, address, name);
}

static bool set_people(GMimeMessage *message, const struct mail *mail)
{
	InternetAddressList *from;
	InternetAddress *sender = parse_sender(mail->from, &from);

	if (sender != NULL)
		g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, internet_address_get_name(sender),
			INTERNET_ADDRESS_MAILBOX(sender)->addr);
	if (from != NULL)
		g_object_unref(from);
	g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, mail->to_name, mail->to);
	if (mail->reply_to != NULL)
		g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, NULL, mail->reply_to);
	return sender != NULL;
}

enum status mail_compose(const struct mail *mail, char **ret, size_t *ret_size, struct error *reterr)
{
	GMimeMessage *message = g_mime_message_new(TRUE);
	GDateTime *date = g_date_time_new_from_unix_utc(mail->date / 1000000);
	char id[MAIL_ID], *list, *bytes;

	if (!set_people(message, mail)) {
		g_date_time_unref(date);
		g_object_unref(message);
		return error_set(
			reterr, STATUS_INVALID_ARGUMENT, "\"%s\" is no sender: write Name <address>", mail->from);
	}
	mail_id(mail->key, mail->domain, id);
	g_mime_message_set_subject(message, mail->subject, "utf-8");
	g_mime_message_set_date(message, date);
	g_mime_message_set_message_id(message, id);
	set_thread(message, mail);
	/* For people's filters: all that comes from here. */
	list = g_strdup_printf("Ridealong <ridealong.%s>", mail->domain);
	g_mime_object_set_header(GMIME_OBJECT(message), "List-Id", list, NULL);
	g_free(list);
	/* RFC 3834: a program wrote this, and no program needs to answer it. */
	g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted",
		mail->answer_to != NULL ? "auto-replied" : "auto-generated", NULL);
	g_mime_object_set_header(GMIME_OBJECT(message), "X-Auto-Response-Suppress", "All", NULL);
	bytes = set_content(message, mail, id) == STATUS_OK ? g_mime_object_to_string(GMIME_OBJECT(message), NULL)
							    : NULL;
	g_date_time_unref(date);
	g_object_unref(message);
	if (bytes == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for a mail");
	*ret = strdup(bytes);
	g_free(bytes);
	if (*ret == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for a mail");
	*ret_size = strlen(*ret);
	return STATUS_OK;
}
