/* service/ — how a method says no, in the caller's language. */
#include "daemon/service/refuse.h"

#include <stdio.h>

#include "daemon/domain/words.h"

enum status service_refuse(struct call *call, enum status status, const char *reason, const char *field, const char *en,
	const char *nl, ...)
{
	char text[2 * sizeof(call->error.message)];
	va_list args;

	va_start(args, nl);
	vsnprintf(text, sizeof(text), words_pick(call->locale, en, nl), args);
	va_end(args);
	/* which cuts at a character's edge, should it be needed */
	return error_detail(&call->error, status, reason, field, "%s", text);
}
