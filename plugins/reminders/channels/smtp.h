/* plugins/reminders/channels/ — mail over SMTP (RFC 5321), as the configuration says it:
 *
 *	smtp = smtp://HOST[:PORT]           STARTTLS; or smtps://HOST[:PORT], TLS from the start
 *	smtp_tls = required                 required | offered | none; for a host that is this machine: none
 *	smtp_user = NAME                    with a password beside it, which goes over TLS only
 *	smtp_password_file = FILE           or credential = NAME (plugins/net/secret.h), read anew for each connection
 *	smtp_name = HOST                    what we call ourselves; this machine's name
 *	smtp_seconds = 120                  how long an attempt may take
 *	envelope_from = ADDRESS             where bounces go; an address a mail (mail.h)
 *	ca_file = FILE                      certificates (PEM) to be trusted in place of the system's
 *
 * What the receiver's side refuses for good (5yz to RCPT, DATA, or the mail itself) is refused for good. 4yz, a
 *connection that breaks, and what is the operator's to mend (a certificate, a password, a sender that is not taken) is
 *tried again. */
#ifndef RIDEALONG_REMINDERS_SMTP_H
#define RIDEALONG_REMINDERS_SMTP_H

#include <stdbool.h>

#include "plugins/reminders/channels/channel.h"

/** What was said last when a conversation ended. */
enum smtp_stage { SMTP_GREETING, SMTP_EHLO, SMTP_STARTTLS, SMTP_AUTH, SMTP_MAIL, SMTP_RCPT, SMTP_DATA, SMTP_BODY };

/** The channel, for its row (smtp_settings.c). */
struct channel *smtp_open(uv_loop_t *loop, channel_value value, void *arg, struct error *reterr);
/** How much TLS a section wants: curl's CURLUSESSL_…. Pure. */
long smtp_tls(channel_value value, void *arg);

/** Whether an answer of the server's ("550 5.1.1 …") at that stage means never. Pure. */
bool smtp_is_for_good(enum smtp_stage stage, const char *answer);
/** The bytes with each line ended by CRLF; malloc'd. Pure. */
char *smtp_lines(const char *bytes, size_t size, size_t *ret_size);

#endif
