/* service/ — etags. */
#include "daemon/service/etag.h"

#include <string.h>

#include "daemon/domain/see.h"
#include "daemon/service/refuse.h"

#define DIGITS 33 /* and NUL */

static char **etag_of(const ProtobufCMessage *message)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, "etag");

	return (char **)((char *)message + field->offset);
}

void service_etag_set(struct call *call, ProtobufCMessage *message)
{
	char **etag = etag_of(message);
	uint8_t *bytes;
	size_t size;

	*etag = (char *)protobuf_c_empty_string;
	see(call->actor, call->method->full_name, message);
	size = protobuf_c_message_get_packed_size(message);
	bytes = arena_alloc(call->arena, size);
	protobuf_c_message_pack(message, bytes);
	*etag = arena_alloc(call->arena, DIGITS);
	id_digest(bytes, size, *etag);
}

void service_etag_set_all(struct call *call, void *messages, size_t count)
{
	ProtobufCMessage **items = messages;

	for (size_t i = 0; i < count; i++)
		service_etag_set(call, items[i]);
}

enum status service_etag_check(struct call *call, const char *given, const ProtobufCMessage *current)
{
	if (given[0] == '\0' || strcmp(given, *etag_of(current)) == 0)
		return STATUS_OK;
	return service_refuse(call, STATUS_ABORTED, "ETAG", "etag",
		"it was changed since you read it; read it again and repeat the change",
		"het is gewijzigd sinds je het las; lees het opnieuw en herhaal de wijziging");
}
