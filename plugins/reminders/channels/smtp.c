/* plugins/reminders/channels/ — mail over SMTP: the channel. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "plugins/net/secret.h"
#include "plugins/reminders/channels/smtp_talk.h"
#include "plugins/reminders/mail/mail.h"

enum { AT_A_TIME = 4, SECONDS = 120, CONNECT_SECONDS = 30 };

/* ---- a trip ---- */

static enum status set_login(struct smtp_channel *self, CURL *curl, struct error *reterr)
{
	char password[NET_LINE];

	if (self->user == NULL)
		return STATUS_OK;
	if (!net_secret_read(self->password_file, self->credential, password))
		return error_set(reterr, STATUS_UNAVAILABLE, "the password for %s cannot be read", self->host);
	curl_easy_setopt(curl, CURLOPT_USERNAME, self->user);
	curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
	explicit_bzero(password, sizeof(password));
	return STATUS_OK;
}

static void set_connection(struct smtp_channel *self, struct smtp_talk *talk)
{
	CURL *curl = talk->trip.transfer.curl;

	curl_easy_setopt(curl, CURLOPT_URL, self->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_USE_SSL, self->tls);
	if (self->ca_file != NULL) {
		curl_easy_setopt(curl, CURLOPT_CAINFO, self->ca_file);
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, talk->once_more ? 1L : 0L);
	curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L); /* a name that is still looked up does not hold up the loop */
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
		(long)(self->seconds < CONNECT_SECONDS ? self->seconds : CONNECT_SECONDS));
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)self->seconds);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)self->seconds);
}

static void set_mail(struct smtp_channel *self, struct smtp_talk *talk)
{
	const struct channel_mail *mail = talk->trip.mail;
	CURL *curl = talk->trip.transfer.curl;
	char sender[MAIL_ID];

	mail_bounce_address(mail->message_id, sender);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, self->envelope_from != NULL ? self->envelope_from : sender);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, talk->receivers);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)talk->size);
}

/* A mail server is the operator's choice, and mostly stands in the house: whatever address it has is fine. */
static enum status prepare(struct trip *trip, struct error *reterr)
{
	struct smtp_channel *self = (struct smtp_channel *)trip->courier;
	struct smtp_talk *talk = (struct smtp_talk *)trip;

	if (!mail_is_address(trip->mail->to))
		return error_set(reterr, STATUS_FAILED_PRECONDITION, "there is no address that a mail can go to");
	trip->transfer.allow_private = true;
	if (talk->bytes == NULL) {
		talk->bytes = smtp_lines(trip->mail->bytes, trip->mail->size, &talk->size);
		talk->receivers = curl_slist_append(NULL, trip->mail->to);
	}
	smtp_talk_hear(talk);
	set_connection(self, talk);
	set_mail(self, talk);
	return set_login(self, trip->transfer.curl, reterr);
}

static void forget(struct trip *trip)
{
	struct smtp_talk *talk = (struct smtp_talk *)trip;

	curl_slist_free_all(talk->receivers);
	free(talk->bytes);
}

/* A server may have let go of a connection that waited for the next mail: then a new one is as good as the first. */
static bool was_let_go(const struct smtp_talk *talk)
{
	long fresh = 1;

	curl_easy_getinfo(talk->trip.transfer.curl, CURLINFO_NUM_CONNECTS, &fresh);
	return fresh == 0 && !talk->once_more && talk->stage < SMTP_BODY &&
	       (strncmp(talk->said, "421", 3) == 0 || talk->said[0] == '\0');
}

/* Whose address it is stands beside the reminder already, and has no place in a log. */
static void hide_address(char *said, const char *address)
{
	const size_t length = strlen(address);
	char *at;

	while (length > 0 && (at = strcasestr(said, address)) != NULL) {
		memmove(at + 1, at + length, strlen(at + length) + 1);
		*at = '*';
	}
}

static void say(const struct smtp_channel *self, struct smtp_talk *talk, CURLcode code, struct outcome *ret)
{
	const bool refused = talk->said[0] == '4' || talk->said[0] == '5';

	hide_address(talk->said, talk->trip.mail->to);
	courier_trouble(&talk->trip.transfer, code, self->host, self->seconds, ret->message, sizeof(ret->message));
	if (ret->message[0] != '\0')
		return;
	if (code == CURLE_USE_SSL_FAILED)
		snprintf(ret->message, sizeof(ret->message),
			"%s offers no TLS, and without it no mail goes there (smtp_tls)", self->host);
	else if (code == CURLE_LOGIN_DENIED)
		snprintf(ret->message, sizeof(ret->message), "%s does not take the user and the password%s%s",
			self->host, refused ? ": " : "", refused ? talk->said : "");
	else if (refused)
		snprintf(ret->message, sizeof(ret->message), "%s said: %s", self->host, talk->said);
	else
		snprintf(ret->message, sizeof(ret->message), "%s broke off: %s", self->host, curl_easy_strerror(code));
}

static void judge(struct trip *trip, CURLcode code, struct outcome *ret)
{
	struct smtp_channel *self = (struct smtp_channel *)trip->courier;
	struct smtp_talk *talk = (struct smtp_talk *)trip;

	if (code == CURLE_OK)
		return;
	if (was_let_go(talk)) {
		talk->once_more = true;
		ret->at_once = true;
	}
	ret->status = smtp_is_for_good(talk->stage, talk->said) ? STATUS_FAILED_PRECONDITION : STATUS_UNAVAILABLE;
	say(self, talk, code, ret);
}

/* ---- the channel ---- */

static void destroy(struct courier *courier)
{
	struct smtp_channel *self = (struct smtp_channel *)courier;

	free(self->url);
	free(self->user);
	free(self->password_file);
	free(self->credential);
	free(self->envelope_from);
	free(self->ca_file);
	free(self);
}

static const struct courier_table table = { .trip_size = sizeof(struct smtp_talk),
	.most = AT_A_TIME,
	.prepare = prepare,
	.judge = judge,
	.forget = forget,
	.before_close = smtp_talk_end_all,
	.destroy = destroy };

struct channel *smtp_open(uv_loop_t *loop, channel_value value, void *arg, struct error *reterr)
{
	struct smtp_channel *self = calloc(1, sizeof(*self));
	const char *url = value(arg, "smtp"), *name = value(arg, "smtp_name"), *seconds = value(arg, "smtp_seconds");
	char whole[1024];

	if (self == NULL) {
		error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "no memory for a channel");
		return NULL;
	}
	courier_init(&self->courier, loop, "smtp", &table);
	courier_host(url, self->host);
	snprintf(whole, sizeof(whole), "%.500s%s%.400s", url, name != NULL ? "/" : "", name != NULL ? name : "");
	self->url = courier_copy(whole);
	self->tls = smtp_tls(value, arg);
	self->user = courier_copy(value(arg, "smtp_user"));
	self->password_file = courier_copy(value(arg, "smtp_password_file"));
	self->credential = courier_copy(value(arg, "credential"));
	self->envelope_from = courier_copy(value(arg, "envelope_from"));
	self->ca_file = courier_copy(value(arg, "ca_file"));
	self->seconds = seconds != NULL ? atoi(seconds) : SECONDS;
	return &self->courier.channel;
}
