/* service/ — how people who were erased are called. */
#include "daemon/service/erased.h"

#include <string.h>

#include "daemon/domain/words.h"

#define EN "erased person" /* as store/personal.def leaves them */
#define NL "verwijderde persoon"

static bool is_display_name(const char *field)
{
	static const char tail[] = "display_name";
	const size_t length = strlen(field);

	return length >= sizeof(tail) - 1 && strcmp(field + length - (sizeof(tail) - 1), tail) == 0;
}

static void say_in(ProtobufCMessage *message)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		void *member = (char *)message + field->offset;
		ProtobufCMessage **items = member;
		size_t count = 1;

		if (field->type == PROTOBUF_C_TYPE_STRING && field->label != PROTOBUF_C_LABEL_REPEATED &&
			is_display_name(field->name) && strcmp(*(char **)member, EN) == 0)
			*(const char **)member = NL;
		if (field->type != PROTOBUF_C_TYPE_MESSAGE || (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
			continue;
		if (field->label == PROTOBUF_C_LABEL_REPEATED) {
			count = *(size_t *)(void *)((char *)message + field->quantifier_offset);
			items = *(ProtobufCMessage ***)member;
		}
		for (size_t j = 0; j < count; j++)
			if (items[j] != NULL)
				say_in(items[j]);
	}
}

void service_erased_say(struct call *call)
{
	if (call->reply != NULL && words_dutch(call->locale))
		say_in(call->reply);
}
