/* service/ — pages of lists. */
#include "daemon/service/page.h"
#include "daemon/service/refuse.h"

#define DEFAULT 50
#define MOST    1000

enum status service_page_size(struct call *call, int32_t given, int *ret)
{
	if (given < 0)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "PAGE_SIZE", "page_size",
			"page_size must not be negative", "page_size mag niet negatief zijn");
	if (given == 0)
		given = DEFAULT;
	*ret = given < MOST ? given : MOST;
	return STATUS_OK;
}

char *service_page_end(const void *items, size_t *count, int size)
{
	const ProtobufCMessage *const *messages = items, *last;
	const ProtobufCFieldDescriptor *name;

	if (*count <= (size_t)size)
		return (char *)protobuf_c_empty_string;
	*count = (size_t)size;
	last = messages[size - 1];
	name = protobuf_c_message_descriptor_get_field_by_name(last->descriptor, "name");
	return *(char *const *)((const char *)last + name->offset);
}
