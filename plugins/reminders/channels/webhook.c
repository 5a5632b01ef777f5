/* plugins/reminders/channels/ — a message as a signed request (webhook.h). */
#include "plugins/reminders/channels/webhook.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "plugins/net/secret.h"
#include "plugins/reminders/channels/courier.h"

enum { AT_A_TIME = 8, SECONDS = 30, ANSWER = 16 * 1024, LONGEST_WAIT = 21600 };

struct webhook_channel {
	struct courier courier;
	char *url, *secret_file, *credential, *ca_file;
	char host[256];
	int seconds;
	bool allow_private;
};

struct request {
	struct trip trip;
	struct curl_slist *lines;
	char *body;
	size_t answered;
};

/* ---- a trip ---- */

static bool secrets_load(const struct webhook_channel *self, struct webhook_secrets *ret)
{
	char path[NET_LINE], text[NET_LINE];
	size_t length = 0;
	FILE *file;
	bool good;

	if (!net_secret_path(self->secret_file, self->credential, path))
		return false;
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	length = fread(text, 1, sizeof(text) - 1, file);
	text[length] = '\0';
	good = feof(file) && strlen(text) == length && webhook_secrets_read(text, ret);
	fclose(file);
	sodium_memzero(text, sizeof(text));
	return good;
}

static void add_line(struct request *request, const char *name, const char *value)
{
	char line[WEBHOOK_SIGNATURES + 100];

	snprintf(line, sizeof(line), "%s: %s", name, value);
	request->lines = curl_slist_append(request->lines, line);
}

/* The time is the attempt's own: who checks signatures refuses old ones. */
static enum status sign(struct webhook_channel *self, struct request *request, struct error *reterr)
{
	struct webhook_secrets secrets;
	char id[40], seconds[24], signatures[WEBHOOK_SIGNATURES];
	const time_t now = time(NULL);
	bool good = secrets_load(self, &secrets);

	webhook_id(request->trip.mail, id);
	snprintf(seconds, sizeof(seconds), "%lld", (long long)now);
	if (good)
		webhook_sign(&secrets, id, now, request->body, signatures);
	sodium_memzero(&secrets, sizeof(secrets));
	if (!good)
		return error_set(reterr, STATUS_UNAVAILABLE,
			"the secret for %s cannot be read, or is no whsec_ line with base64 of 24 to 64 bytes",
			self->host);
	add_line(request, "webhook-id", id);
	add_line(request, "webhook-timestamp", seconds);
	add_line(request, "webhook-signature", signatures);
	add_line(request, "Idempotency-Key", id);
	add_line(request, "Content-Type", "application/cloudevents+json; charset=utf-8");
	request->lines = curl_slist_append(request->lines, "Expect:");
	return STATUS_OK;
}

/* Nobody reads the answer's body, but a small one is taken so that the connection can serve again. */
static size_t on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct request *request = arg;

	(void)bytes;
	request->answered += size * count;
	return request->answered <= ANSWER ? size * count : 0;
}

static enum status prepare(struct trip *trip, struct error *reterr)
{
	struct webhook_channel *self = (struct webhook_channel *)trip->courier;
	struct request *request = (struct request *)trip;
	CURL *curl = trip->transfer.curl;
	char source[600];
	enum status st;

	snprintf(source, sizeof(source), "https://%.250s/ridealong", strchr(trip->mail->message_id, '@') + 1);
	request->body = webhook_body(trip->mail, source);
	st = sign(self, request, reterr);
	if (st != STATUS_OK)
		return st;
	trip->transfer.allow_private = self->allow_private;
	curl_easy_setopt(curl, CURLOPT_URL, self->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, self->allow_private ? "http,https" : "https");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(request->body));
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, request->lines);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "ridealong/" RIDEALONG_VERSION);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, request);
	curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)self->seconds);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)self->seconds);
	if (self->ca_file != NULL) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, self->ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	return STATUS_OK;
}

static void forget(struct trip *trip)
{
	struct request *request = (struct request *)trip;

	curl_slist_free_all(request->lines);
	free(request->body);
}

/* An answer that is longer than anybody wants was an answer all the same. */
static long status_of(const struct request *request, CURLcode code)
{
	long status = 0;

	if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && request->answered > ANSWER))
		curl_easy_getinfo(request->trip.transfer.curl, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

static void judge(struct trip *trip, CURLcode code, struct outcome *ret)
{
	struct webhook_channel *self = (struct webhook_channel *)trip->courier;
	const long status = status_of((struct request *)trip, code);
	curl_off_t wait = 0;

	if (status >= 200 && status < 300)
		return;
	ret->status = webhook_is_for_good(status) ? STATUS_FAILED_PRECONDITION : STATUS_UNAVAILABLE;
	if (status != 0) {
		curl_easy_getinfo(trip->transfer.curl, CURLINFO_RETRY_AFTER, &wait);
		ret->wait_us = (wait > LONGEST_WAIT ? LONGEST_WAIT : wait < 0 ? 0 : wait) * 1000000;
		snprintf(ret->message, sizeof(ret->message), "%s answered %ld%s", self->host, status,
			status / 100 == 3 ? ": redirects are not followed" : "");
		return;
	}
	courier_trouble(&trip->transfer, code, self->host, self->seconds, ret->message, sizeof(ret->message));
	if (ret->message[0] == '\0')
		snprintf(ret->message, sizeof(ret->message), "%s broke off: %s", self->host, curl_easy_strerror(code));
}

/* ---- the channel ---- */

static void destroy(struct courier *courier)
{
	struct webhook_channel *self = (struct webhook_channel *)courier;

	free(self->url);
	free(self->secret_file);
	free(self->credential);
	free(self->ca_file);
	free(self);
}

static const struct courier_table table = { .trip_size = sizeof(struct request),
	.most = AT_A_TIME,
	.prepare = prepare,
	.judge = judge,
	.forget = forget,
	.destroy = destroy };

static struct channel *open_channel(uv_loop_t *loop, channel_value value, void *arg, struct error *reterr)
{
	struct webhook_channel *self = calloc(1, sizeof(*self));
	const char *seconds = value(arg, "webhook_seconds"), *allow = value(arg, "allow_private");

	if (self == NULL || sodium_init() < 0) {
		free(self);
		error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for a channel");
		return NULL;
	}
	courier_init(&self->courier, loop, "webhook", &table);
	self->url = courier_copy(value(arg, "webhook"));
	courier_host(self->url, self->host);
	self->secret_file = courier_copy(value(arg, "webhook_secret_file"));
	self->credential = courier_copy(value(arg, "credential"));
	self->ca_file = courier_copy(value(arg, "ca_file"));
	self->seconds = seconds != NULL ? atoi(seconds) : SECONDS;
	self->allow_private = allow != NULL && strcmp(allow, "yes") == 0;
	return &self->courier.channel;
}

/* ---- what a section may say ---- */

static const char *url_fault(const char *value)
{
	const size_t scheme = strncasecmp(value, "https://", 8) == 0  ? 8
			      : strncasecmp(value, "http://", 7) == 0 ? 7
								      : 0;
	const char *host = value + scheme;

	if (scheme == 0)
		return "is no address that begins with https://";
	if (memchr(host, '@', strcspn(host, "/?#")) != NULL)
		return "has a user in it; the signature is what says who we are";
	return strcspn(host, "/?#") > 0 && strpbrk(value, " \t") == NULL ? NULL : "is no address";
}

static const char *fault(channel_value value, void *arg, const char **ret_key)
{
	const char *allow = value(arg, "allow_private");
	const bool file = value(arg, "webhook_secret_file") != NULL, credential = value(arg, "credential") != NULL;

	*ret_key = "webhook";
	if (strncasecmp(value(arg, "webhook"), "http:", 5) == 0 && (allow == NULL || strcmp(allow, "yes") != 0))
		return "messages go over https only, unless allow_private = yes says that the network is yours";
	if (!file && !credential)
		return "webhook wants webhook_secret_file or credential beside it, to sign with";
	*ret_key = "credential";
	return file && credential ? "secrets lie in one place: webhook_secret_file or credential" : NULL;
}

const struct channel_kind channel_webhook = { .name = "webhook",
	.settings = (const struct ridealong_setting[]){ { "allow_private", net_answer_fault },
		{ "ca_file", net_file_fault }, { "credential", net_credential_fault }, { "webhook", url_fault },
		{ "webhook_seconds", channel_seconds_fault }, { "webhook_secret_file", net_file_fault },
		{ NULL, NULL } },
	.fault = fault,
	.open = open_channel };
