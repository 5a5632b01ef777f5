/* plugins/reminders/channels/ — what a section may say of SMTP (smtp.h). */
#include <curl/curl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "plugins/net/secret.h"
#include "plugins/reminders/channels/courier.h"
#include "plugins/reminders/channels/smtp.h"
#include "plugins/reminders/mail/mail.h"

static const char *url_fault(const char *value)
{
	size_t scheme = strncasecmp(value, "smtp://", 7) == 0 ? 7 : strncasecmp(value, "smtps://", 8) == 0 ? 8 : 0;
	const char *host = value + scheme, *port;

	if (scheme == 0)
		return "is no address that begins with smtp:// or smtps://";
	if (strchr(host, '@') != NULL)
		return "has a user in it; that is what smtp_user and smtp_password_file are for";
	if (strpbrk(host, "/?#") != NULL || strpbrk(host, " \t") != NULL || strlen(host) > 255)
		return "is more than a host and its port";
	port = strrchr(host, ']') != NULL ? strchr(strrchr(host, ']'), ':') : strchr(host, ':');
	if (host[0] == '\0' || host == port)
		return "has no host";
	return port == NULL || (port[1] != '\0' && port[1 + strspn(port + 1, "0123456789")] == '\0' &&
				       strlen(port) <= 6)
		       ? NULL
		       : "has a port that is no number";
}

static const char *tls_fault(const char *value)
{
	return strcmp(value, "required") == 0 || strcmp(value, "offered") == 0 || strcmp(value, "none") == 0
		       ? NULL
		       : "is none of required, offered and none";
}

static const char *text_fault(const char *value)
{
	return value[0] != '\0' ? NULL : "says nothing";
}

static const char *name_fault(const char *value)
{
	return value[0] != '\0' && strpbrk(value, " \t/@<>?#%") == NULL && strlen(value) < 256 ? NULL
											       : "is no name of a host";
}

static const char *address_fault(const char *value)
{
	return mail_is_address(value) ? NULL : "is no address, as user@host";
}

static bool is_this_machine(const char *url)
{
	static const char *const names[] = { "localhost", "127.", "[::1]" };
	char host[256];

	courier_host(url, host);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t length = strlen(names[i]);

		if (strncasecmp(host, names[i], length) == 0 &&
			(names[i][length - 1] == '.' || host[length] == '\0' || host[length] == ':'))
			return true;
	}
	return false;
}

/* What is said, or what is safe: nothing between us and this machine is listened to. */
long smtp_tls(channel_value value, void *arg)
{
	const char *url = value(arg, "smtp"), *tls = value(arg, "smtp_tls");

	if (strncasecmp(url, "smtps:", 6) == 0)
		return CURLUSESSL_ALL;
	if (tls == NULL)
		return is_this_machine(url) && value(arg, "smtp_user") == NULL ? CURLUSESSL_NONE : CURLUSESSL_ALL;
	return strcmp(tls, "required") == 0  ? CURLUSESSL_ALL
	       : strcmp(tls, "offered") == 0 ? CURLUSESSL_TRY
					     : CURLUSESSL_NONE;
}

static const char *fault(channel_value value, void *arg, const char **ret_key)
{
	const bool file = value(arg, "smtp_password_file") != NULL, credential = value(arg, "credential") != NULL;

	*ret_key = "smtp_tls";
	if (value(arg, "smtp_tls") != NULL && strncasecmp(value(arg, "smtp"), "smtps:", 6) == 0)
		return "smtps is TLS from the start; smtp_tls is for smtp://";
	if (value(arg, "smtp_user") != NULL && smtp_tls(value, arg) != CURLUSESSL_ALL)
		return "a password goes over TLS only: smtp_tls = required";
	*ret_key = "smtp_user";
	if (value(arg, "smtp_user") != NULL && !file && !credential)
		return "smtp_user wants smtp_password_file or credential beside it";
	*ret_key = file ? "smtp_password_file" : "credential";
	if (value(arg, "smtp_user") == NULL && (file || credential))
		return "a password wants smtp_user beside it";
	*ret_key = "credential";
	return file && credential ? "one password is enough: smtp_password_file or credential" : NULL;
}

const struct channel_kind channel_smtp = { .name = "smtp",
	.settings = (const struct ridealong_setting[]){ { "ca_file", net_file_fault },
		{ "credential", net_credential_fault }, { "envelope_from", address_fault }, { "smtp", url_fault },
		{ "smtp_name", name_fault }, { "smtp_password_file", net_file_fault },
		{ "smtp_seconds", channel_seconds_fault }, { "smtp_tls", tls_fault }, { "smtp_user", text_fault },
		{ NULL, NULL } },
	.fault = fault,
	.open = smtp_open };
