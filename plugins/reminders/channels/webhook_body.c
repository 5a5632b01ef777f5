/* plugins/reminders/channels/ — a message as a CloudEvent, and its signature (webhook.h). */
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plugins/reminders/channels/webhook.h"

#define PREFIX "whsec_"

enum { SIGNATURE = 48 /* of base64 of 32 bytes, "v1," before it, a space or the end behind it */, LEAST_SECRET = 24 };

/* ---- secrets ---- */

static bool secret_read(const char *line, size_t length, struct webhook_secrets *ret)
{
	const size_t prefix = strlen(PREFIX);

	if (ret->count == WEBHOOK_SECRETS || length <= prefix || strncmp(line, PREFIX, prefix) != 0)
		return false;
	if (sodium_base642bin(ret->bytes[ret->count], WEBHOOK_SECRET, line + prefix, length - prefix, NULL,
		    &ret->sizes[ret->count], NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
		ret->sizes[ret->count] < LEAST_SECRET)
		return false;
	ret->count++;
	return true;
}

bool webhook_secrets_read(const char *text, struct webhook_secrets *ret)
{
	memset(ret, 0, sizeof(*ret));
	while (*text != '\0') {
		size_t length = strcspn(text, "\n"), end = length;

		while (end > 0 && strchr(" \t\r", text[end - 1]) != NULL)
			end--;
		if (end > 0 && text[0] != '#' && !secret_read(text, end, ret))
			return false;
		text += length + (text[length] == '\n');
	}
	return ret->count > 0;
}

/* ---- signatures ---- */

static void hmac(const unsigned char *secret, size_t size, const char *head, const char *body, char ret[SIGNATURE])
{
	crypto_auth_hmacsha256_state state;
	unsigned char mac[crypto_auth_hmacsha256_BYTES];

	crypto_auth_hmacsha256_init(&state, secret, size);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)head, strlen(head));
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)body, strlen(body));
	crypto_auth_hmacsha256_final(&state, mac);
	sodium_bin2base64(ret, SIGNATURE, mac, sizeof(mac), sodium_base64_VARIANT_ORIGINAL);
	sodium_memzero(&state, sizeof(state));
}

void webhook_sign(const struct webhook_secrets *secrets, const char *id, int64_t seconds, const char *body,
	char ret[WEBHOOK_SIGNATURES])
{
	char head[100], signature[SIGNATURE];
	size_t length = 0;

	snprintf(head, sizeof(head), "%s.%lld.", id, (long long)seconds);
	ret[0] = '\0';
	for (size_t i = 0; i < secrets->count; i++) {
		hmac(secrets->bytes[i], secrets->sizes[i], head, body, signature);
		length += (size_t)snprintf(
			ret + length, WEBHOOK_SIGNATURES - length, "%sv1,%s", i > 0 ? " " : "", signature);
	}
}

void webhook_id(const struct channel_mail *mail, char ret[40])
{
	snprintf(ret, 40, "msg_%.32s", mail->message_id);
}

/* ---- the event ---- */

static void set(json_t *object, const char *key, const char *value)
{
	if (value != NULL && value[0] != '\0' && json_object_set_new(object, key, json_string(value)) != 0)
		abort();
}

/* RFC 3339. The moment is the key's, so that the body is the same each time. */
static void put_time(json_t *object, int64_t us)
{
	const time_t seconds = (time_t)(us / 1000000);
	struct tm parts;
	char text[32];

	gmtime_r(&seconds, &parts);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
	set(object, "time", text);
}

char *webhook_body(const struct channel_mail *mail, const char *source)
{
	json_t *event = json_object(), *data = json_object();
	char id[40], type[100];
	char *text;

	webhook_id(mail, id);
	snprintf(type, sizeof(type), "ridealong.reminder.%.60s", mail->kind);
	set(data, "key", mail->key);
	set(data, "kind", mail->kind);
	set(data, "to", mail->to);
	set(data, "toName", mail->to_name);
	set(data, "language", mail->language);
	set(data, "subject", mail->subject);
	set(data, "body", mail->body);
	set(data, "session", mail->session);
	set(data, "replyTo", mail->reply_to);
	set(data, "messageId", mail->message_id);
	set(event, "specversion", "1.0");
	set(event, "id", id);
	set(event, "source", source);
	set(event, "type", type);
	set(event, "subject", mail->session);
	put_time(event, mail->moment);
	set(event, "datacontenttype", "application/json");
	if (json_object_set_new(event, "data", data) != 0)
		abort();
	text = json_dumps(event, JSON_COMPACT);
	json_decref(event);
	if (text == NULL)
		abort();
	return text;
}

bool webhook_is_for_good(long status)
{
	static const long again[] = { 401, 403, 404, 407, 408, 425, 429 };

	for (size_t i = 0; i < sizeof(again) / sizeof(again[0]); i++)
		if (again[i] == status)
			return false;
	return status >= 400 && status < 500;
}
