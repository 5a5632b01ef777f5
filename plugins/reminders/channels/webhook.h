/* plugins/reminders/channels/ — a message as a request over HTTPS, signed as Standard Webhooks say
 * (github.com/standard-webhooks/standard-webhooks), a CloudEvent (1.0, structured JSON) as its body:
 *
 *	webhook = https://HOST/PATH         the address; redirects are not followed
 *	webhook_secret_file = FILE          "whsec_" and base64 of 24 to 64 bytes, a secret a line; or credential =
 *NAME. Read anew for each request; it is signed with all, so that one can be changed webhook_seconds = 30 how long an
 *attempt may take allow_private = yes                 the host may be of a private network, and http: will do ca_file =
 *FILE                      certificates (PEM) to be trusted in place of the system's
 *
 * 2xx is delivered. 408, 425, 429 and 5xx are tried again, after Retry-After where it is said (at most 6 h); so is
 *what the operator may mend there or here: 401, 403, 404, 407 and redirects. 410 and every other 4xx is refused for
 *good: the same body would be refused again. */
#ifndef RIDEALONG_REMINDERS_WEBHOOK_H
#define RIDEALONG_REMINDERS_WEBHOOK_H

#include <stdbool.h>

#include "plugins/reminders/channels/channel.h"

enum { WEBHOOK_SECRETS = 8, WEBHOOK_SECRET = 64, WEBHOOK_SIGNATURES = WEBHOOK_SECRETS * 48 };

struct webhook_secrets {
	unsigned char bytes[WEBHOOK_SECRETS][WEBHOOK_SECRET];
	size_t sizes[WEBHOOK_SECRETS], count;
};

/** Reads a text of secrets, a line each; empty lines and lines of "#" are skipped. False when there is none, more than
 *  WEBHOOK_SECRETS, or a line that is none. Pure; to be cleared after use. */
bool webhook_secrets_read(const char *text, struct webhook_secrets *ret);
/** "v1,BASE64 v1,BASE64": the header webhook-signature, a signature a secret. Pure. */
void webhook_sign(const struct webhook_secrets *secrets, const char *id, int64_t seconds, const char *body,
	char ret[WEBHOOK_SIGNATURES]);
/** The message's id, equal for equal keys: "msg_" and the first 32 digits of its Message-ID. Pure. */
void webhook_id(const struct channel_mail *mail, char ret[40]);
/** The CloudEvent; malloc'd. `source` is who sends it, a URI. Pure. */
char *webhook_body(const struct channel_mail *mail, const char *source);
/** Whether an answer means that it is never taken; anything but 2xx that is not so may be tried again. Pure. */
bool webhook_is_for_good(long status);

#endif
