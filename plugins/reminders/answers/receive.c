/* plugins/reminders/answers/ — what a mail server hands over. */
#include "plugins/reminders/answers/receive.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugins/reminders/answers/inbox.h"
#include "plugins/reminders/mail/maildir.h"
#include "proto/status.h"
#include "ridealong/v1/reminder.pb-c.h"

#define OURS "ridealong"

enum { MOST_BYTES = 512 * 1024, MOST_ADDRESS = 320 };

/* A line of a mailbox file stands above what some servers hand over, and is no header. */
static size_t mailbox_line(const ProtobufCBinaryData *mail)
{
	const char *from = mail->len > 5 && memcmp(mail->data, "From ", 5) == 0 ? "From " : ">From ";
	const void *end = mail->len == 0 ? NULL : memchr(mail->data, '\n', mail->len);

	if (mail->len < strlen(from) || memcmp(mail->data, from, strlen(from)) != 0)
		return 0;
	return end != NULL ? (size_t)((const uint8_t *)end - mail->data) + 1 : mail->len;
}

/* A mail begins with a header: a name without spaces, and a colon. */
static bool is_mail(const uint8_t *bytes, size_t size)
{
	size_t length = 0;

	while (length < size && bytes[length] > ' ' && bytes[length] < 127 && bytes[length] != ':')
		length++;
	return length > 0 && length < size && bytes[length] == ':';
}

static bool is_plain(const char *address)
{
	for (const char *at = address; *at != '\0'; at++)
		if ((unsigned char)*at <= ' ' || *at == 127)
			return false;
	return strlen(address) < MOST_ADDRESS;
}

/* "ridealong@", "ridealong+…@", "ridealong-bounces+…@" and our domain. */
static bool is_ours(const char *receiver, const char *domain)
{
	const char *at = strrchr(receiver, '@');
	size_t length = strlen(OURS);

	return at != NULL && strcasecmp(at + 1, domain) == 0 && strncasecmp(receiver, OURS, length) == 0 &&
	       strchr("+-@", receiver[length]) != NULL;
}

/* The receiver and the return path as headers on top, as mail servers write them there; "" for what is not known. */
static char *envelope_of(const ReceiveMailRequest *request)
{
	const char *path = request->return_path;
	bool bare = path[0] != '\0' && path[0] != '<';

	return g_strdup_printf("%s%s%s%s%s%s%s", path[0] != '\0' ? "Return-Path: " : "", bare ? "<" : "", path,
		bare ? ">" : "", path[0] != '\0' ? "\n" : "", request->receiver[0] != '\0' ? "Delivered-To: " : "",
		request->receiver[0] != '\0' ? request->receiver : "");
}

/* On the disk when it returns OK. Its name tells of a mail of which only the beginning is kept. */
static enum status keep(struct reminders *self, const ReceiveMailRequest *request, size_t skip, struct error *reterr)
{
	char *envelope = envelope_of(request);
	GString *whole = g_string_new(envelope);
	int64_t missing = request->size > (int64_t)request->mail.len ? request->size - (int64_t)request->mail.len : 0;
	enum status st;
	char *hash;

	if (whole->len > 0 && whole->str[whole->len - 1] != '\n')
		g_string_append_c(whole, '\n');
	g_string_append_len(whole, (const char *)request->mail.data + skip, (gssize)(request->mail.len - skip));
	hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)whole->str, whole->len);
	st = maildir_receive(inbox_dir(self->inbox), hash, sdk_now(&self->sdk), whole->str, whole->len,
		(int64_t)whole->len + missing, reterr);
	g_free(hash);
	g_free(envelope);
	g_string_free(whole, TRUE);
	return st;
}

struct fault {
	enum status status;
	const char *reason, *en, *nl;
};

/* Why it will never be taken, however often it is sent; NULL: it can be. */
static const struct fault *find_fault(const ReceiveMailRequest *request, size_t skip, const char *domain)
{
	static const struct fault too_large = { STATUS_INVALID_ARGUMENT, "TOO_LARGE",
		"mail is larger than 512 KiB: send its beginning, and its size",
		"mail is groter dan 512 KiB: stuur het begin, en hoe groot het geheel is" };
	static const struct fault no_mail = { STATUS_INVALID_ARGUMENT, "NO_MAIL",
		"this is no mail: it begins with no header", "dit is geen mail: er staat geen kopregel boven" };
	static const struct fault no_address = { STATUS_INVALID_ARGUMENT, "NO_ADDRESS",
		"receiver and return_path are one address each", "receiver en return_path zijn elk één adres" };
	static const struct fault no_receiver = { STATUS_NOT_FOUND, "NO_RECEIVER",
		"receiver is no address of Ridealong: see the domain in [plugin reminders]",
		"receiver is geen adres van Ridealong: zie domain in [plugin reminders]" };

	if (request->mail.len > MOST_BYTES)
		return &too_large;
	if (!is_mail(request->mail.data + skip, request->mail.len - skip))
		return &no_mail;
	if (!is_plain(request->receiver) || !is_plain(request->return_path))
		return &no_address;
	return request->receiver[0] == '\0' || is_ours(request->receiver, domain) ? NULL : &no_receiver;
}

static void receive(
	struct reminders *self, struct ridealong_work *work, const char *locale, const ReceiveMailRequest *request)
{
	ReceiveMailResponse response = RECEIVE_MAIL_RESPONSE__INIT;
	size_t skip = mailbox_line(&request->mail);
	const struct fault *fault = find_fault(request, skip, self->domain);
	struct error error = { 0 };

	if (fault != NULL) {
		sdk_fail(&self->sdk, work, fault->status, fault->reason, "%s",
			locale != NULL && strncmp(locale, "nl", 2) == 0 ? fault->nl : fault->en);
		return;
	}
	if (keep(self, request, skip, &error) != STATUS_OK) {
		sdk_fail(&self->sdk, work, STATUS_UNAVAILABLE, "DISK", "%s", error.message);
		return;
	}
	response.received = (int64_t)request->mail.len;
	sdk_finish(&self->sdk, work, &response.base);
	inbox_scan(self->inbox);
}

void receive_mail(struct reminders *self, struct ridealong_work *work, const struct ridealong_call *call)
{
	ReceiveMailRequest *request =
		(ReceiveMailRequest *)sdk_request(&self->sdk, work, call, &receive_mail_request__descriptor);

	if (request == NULL)
		return;
	receive(self, work, call->locale, request);
	sdk_free(&request->base);
}
