/* tests/ — commands as somebody types them. */
#include "typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/support/daemon.h"

char typed_out[1 << 18], typed_err[1 << 16];

static void read_file(const char *folder, const char *name, char *ret, size_t size)
{
	char path[200];
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "r");
	if (file == NULL)
		fail_msg("%s cannot be read", path);
	length = fread(ret, 1, size - 1, file);
	ret[length] = '\0';
	fclose(file);
}

void typed_file(const char *folder, const char *name, const char *text)
{
	char path[200];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

int typed(const char *folder, const char *format, ...)
{
	char line[4096], whole[5000];
	va_list args;
	int status;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	snprintf(whole, sizeof(whole), "cd %s && PATH=%s:$PATH; export PATH; { %s\n} >out 2>err </dev/null", folder,
		test_built("bin"), line);
	status = system(whole);
	read_file(folder, "out", typed_out, sizeof(typed_out));
	read_file(folder, "err", typed_err, sizeof(typed_err));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void typed_says(const char *text)
{
	if (strstr(typed_out, text) == NULL)
		fail_msg("it does not say \"%s\" but:\n%s%s", text, typed_out, typed_err);
}

void typed_complains(const char *text)
{
	if (strstr(typed_err, text) == NULL)
		fail_msg("it does not complain \"%s\" but:\n%s%s", text, typed_err, typed_out);
}
