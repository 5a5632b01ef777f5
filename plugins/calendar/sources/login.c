/* plugins/calendar/sources: see login.h. */
#include "login.h"

#include <string.h>
#include <strings.h>

bool calendar_login_read(
	const struct sdk *sdk, const char *part, char password[NET_LINE], struct calendar_http_settings *ret)
{
	*ret = (struct calendar_http_settings){ .loop = sdk->api->loop(sdk->host),
		.user = sdk_part_config(sdk, part, "user", NULL),
		.ca_file = sdk_part_config(sdk, part, "ca_file", NULL),
		.allow_private = strcmp(sdk_part_config(sdk, part, "allow_private", "no"), "yes") == 0 };
	if (!ret->user)
		return true;
	ret->password = password;
	return net_secret_read(sdk_part_config(sdk, part, "password_file", NULL),
		sdk_part_config(sdk, part, "credential", NULL), password);
}

bool calendar_login_renew(const struct sdk *sdk, const char *part, struct calendar_http *http)
{
	struct calendar_http_settings settings;
	char password[NET_LINE];
	bool good = calendar_login_read(sdk, part, password, &settings);

	if (good)
		calendar_http_password(http, settings.password);
	explicit_bzero(password, sizeof(password));
	return good;
}

const struct calendar_reason *calendar_login_reason(const char *part)
{
	static struct calendar_reason reason;

	reason = (struct calendar_reason){ .why = CALENDAR_WHY_LOGIN_UNREADABLE, .name = "", .text = part };
	return &reason;
}

const char *calendar_login_fault(
	const char *(*value)(void *arg, const char *key), void *arg, const char *url, const char **ret_key)
{
	const char *user = value(arg, "user"), *open = value(arg, "allow_private");
	const char *password = value(arg, "password_file") ? "password_file" : "credential";

	*ret_key = "user";
	if (user && !value(arg, password))
		return "user wants password_file or credential beside it";
	if (user && url && strncasecmp(url, "http:", 5) == 0 && !(open && strcmp(open, "yes") == 0))
		return "a password goes over https only, unless allow_private = yes says that the network is yours";
	*ret_key = password;
	if (!user && value(arg, password))
		return "a password wants user beside it";
	*ret_key = "credential";
	return value(arg, "password_file") && value(arg, "credential")
		       ? "one password is enough: password_file or credential"
		       : NULL;
}
