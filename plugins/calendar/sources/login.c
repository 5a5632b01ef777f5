/* plugins/calendar/sources: see login.h. */
#include "login.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool calendar_line_read(const char *path, char ret[CALENDAR_LINE])
{
	FILE *file = fopen(path, "re");
	bool good = file && fgets(ret, CALENDAR_LINE, file);

	if (file)
		fclose(file);
	if (!good)
		return false;
	good = strlen(ret) < CALENDAR_LINE - 1;
	ret[strcspn(ret, "\r\n")] = '\0';
	return good && *ret;
}

static bool password_read(const struct sdk *sdk, const char *part, char ret[CALENDAR_LINE])
{
	const char *file = sdk_part_config(sdk, part, "password_file", NULL);
	const char *credential = sdk_part_config(sdk, part, "credential", NULL);
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	char path[CALENDAR_LINE];

	if (file)
		return calendar_line_read(file, ret);
	if (!credential || !folder)
		return false;
	snprintf(path, sizeof(path), "%s/%s", folder, credential);
	return calendar_line_read(path, ret);
}

bool calendar_login_read(
	const struct sdk *sdk, const char *part, char password[CALENDAR_LINE], struct calendar_http_settings *ret)
{
	*ret = (struct calendar_http_settings){ .loop = sdk->api->loop(sdk->host),
		.user = sdk_part_config(sdk, part, "user", NULL),
		.ca_file = sdk_part_config(sdk, part, "ca_file", NULL),
		.allow_private = strcmp(sdk_part_config(sdk, part, "allow_private", "no"), "yes") == 0 };
	if (!ret->user)
		return true;
	ret->password = password;
	return password_read(sdk, part, password);
}

bool calendar_login_renew(const struct sdk *sdk, const char *part, struct calendar_http *http)
{
	struct calendar_http_settings settings;
	char password[CALENDAR_LINE];
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

const char *calendar_login_answer_fault(const char *value)
{
	return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0 ? NULL : "is neither yes nor no";
}

const char *calendar_login_credential_fault(const char *value)
{
	return *value && !strchr(value, '/') && value[0] != '.' ? NULL : "is no name of a credential";
}

const char *calendar_login_file_fault(const char *value)
{
	return value[0] == '/' ? NULL : "is no file whose path begins with /";
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
