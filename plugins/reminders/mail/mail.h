/* plugins/reminders/mail/ — a mail that goes out, as bytes (RFC 5322, MIME, by GMime). Pure; call g_mime_init() first.
 */
#ifndef RIDEALONG_REMINDERS_MAIL_H
#define RIDEALONG_REMINDERS_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/status.h"

enum { MAIL_ID = 320, MAIL_SENDER = 320 };

struct mail {
	const char *key;    /* of the reminder: the same key gives the same Message-ID, however often it is sent */
	const char *from;   /* "Name <address>" */
	const char *domain; /* of Message-IDs */
	const char *to, *to_name;
	const char *reply_to;  /* where it can be answered, or NULL */
	const char *thread;    /* "sessions/ID": mails about the same belong together; NULL: on its own */
	const char *answer_to; /* Message-ID of the mail that it answers, without brackets, or NULL */
	const char *language;  /* "en" or "nl" */
	const char *subject, *body;
	const char *calendar, *calendar_name; /* an iCalendar file with a METHOD that goes with it, or NULL */
	int64_t date;                         /* µs */
};

/** The Message-ID of a key, without brackets. */
void mail_id(const char *key, const char *domain, char ret[MAIL_ID]);

/** Where bounces of a mail go, so that they tell which it was: "ridealong-bounces+TOKEN@DOMAIN", where TOKEN is the
 * first 32 digits of its Message-ID (which is in the bounce, too, more often than not) and DOMAIN is that of the
 * Message-ID. */
void mail_bounce_address(const char *message_id, char ret[MAIL_ID]);

/** *ret is malloc'd. INVALID_ARGUMENT when `from` holds no address. */
enum status mail_compose(const struct mail *mail, char **ret, size_t *ret_size, struct error *reterr);

/** Whether the text is one address, as user@host. */
bool mail_is_address(const char *text);
/** Whether it is "Name <address>", or an address alone. */
bool mail_is_sender(const char *text);
/** The two of it; the name is the address when there is none. False when it is none. */
bool mail_read_sender(const char *text, char ret_address[MAIL_SENDER], char ret_name[MAIL_SENDER]);

#endif
