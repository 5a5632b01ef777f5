/* service/ — how a method says no, in the caller's language. */
#include "daemon/service/refuse.h"

#include <stdio.h>
#include <string.h>

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

void service_refuse_for_store(struct call *call)
{
	static const struct {
		enum status status;
		const char *reason, *nl;
	} sentences[] = {
		{ STATUS_ALREADY_EXISTS, "ADDRESS", "dit adres is al in gebruik" },
		{ STATUS_INVALID_ARGUMENT, "EVENT",
			"dit is geen gebeurtenis die je te zien kreeg; begin opnieuw zonder" },
		{ STATUS_ALREADY_EXISTS, "LOGIN", "deze login is al van iemand" },
		{ STATUS_INVALID_ARGUMENT, "PAGE_TOKEN", "dit hoort niet bij deze lijst; begin opnieuw zonder" },
		{ STATUS_NOT_FOUND, "TIMER", "zo'n timer is er niet" },
		{ STATUS_NOT_FOUND, "TOKEN", "zo'n token is er niet" },
	};
	const struct error error = call->error;

	if (!words_dutch(call->locale) || error.reason == NULL || error.field == NULL)
		return;
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (error.status == sentences[i].status && strcmp(error.reason, sentences[i].reason) == 0)
			service_refuse(call, error.status, error.reason, error.field, "%s: %s", "%s: %s", error.field,
				sentences[i].nl);
}
