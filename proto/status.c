/* proto/ — status names and errors. */
#include "proto/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int exit_code;
} table[] = {
#define STATUS_ROW(name, code, exit) [code] = { #name, exit },
	STATUS_TABLE(STATUS_ROW)
#undef STATUS_ROW
};

static int known(enum status status)
{
	return (unsigned)status < sizeof(table) / sizeof(table[0]);
}

const char *status_name(enum status status)
{
	return known(status) ? table[status].name : "UNKNOWN";
}

int status_exit_code(enum status status)
{
	return known(status) ? table[status].exit_code : 1;
}

/* A cut inside a UTF-8 sequence would make the whole message invalid on the wire. */
static void cut_at_character(char *text, size_t size)
{
	size_t end = size - 1;

	while (end > 0 && ((unsigned char)text[end - 1] & 0xc0) == 0x80)
		end--;
	if (end > 0 && (unsigned char)text[end - 1] >= 0xc0)
		end--;
	text[end] = '\0';
}

static enum status set(struct error *reterr, enum status status, const char *reason, const char *field,
	const char *format, va_list args)
{
	int length;

	if (reterr == NULL)
		return status;
	reterr->status = status;
	reterr->reason = reason;
	reterr->field = field;
	length = vsnprintf(reterr->message, sizeof(reterr->message), format, args);
	if (length >= (int)sizeof(reterr->message))
		cut_at_character(reterr->message, sizeof(reterr->message));
	return status;
}

enum status error_set(struct error *reterr, enum status status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(reterr, status, NULL, NULL, format, args);
	va_end(args);
	return status;
}

enum status error_detail(
	struct error *reterr, enum status status, const char *reason, const char *field, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	set(reterr, status, reason, field, format, args);
	va_end(args);
	return status;
}
