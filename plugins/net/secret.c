/* plugins/net: see secret.h. */
#include "plugins/net/secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool net_line_read(const char *path, char ret[NET_LINE])
{
	FILE *file = fopen(path, "re");
	bool good = file && fgets(ret, NET_LINE, file);

	if (file)
		fclose(file);
	if (!good)
		return false;
	good = strlen(ret) < NET_LINE - 1;
	ret[strcspn(ret, "\r\n")] = '\0';
	return good && *ret;
}

bool net_secret_path(const char *file, const char *credential, char ret[NET_LINE])
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	if (file)
		return snprintf(ret, NET_LINE, "%s", file) < NET_LINE;
	return credential && folder && snprintf(ret, NET_LINE, "%s/%s", folder, credential) < NET_LINE;
}

bool net_secret_read(const char *file, const char *credential, char ret[NET_LINE])
{
	char path[NET_LINE];

	return net_secret_path(file, credential, path) && net_line_read(path, ret);
}

const char *net_answer_fault(const char *value)
{
	return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0 ? NULL : "is neither yes nor no";
}

const char *net_credential_fault(const char *value)
{
	return *value && !strchr(value, '/') && value[0] != '.' ? NULL : "is no name of a credential";
}

const char *net_file_fault(const char *value)
{
	return value[0] == '/' ? NULL : "is no file whose path begins with /";
}
