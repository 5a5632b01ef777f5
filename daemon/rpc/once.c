/* rpc/ — exactly-once effect (AIP-155). */
#include "daemon/rpc/once.h"

#include <string.h>

#include "daemon/domain/words.h"
#include "daemon/store/request.h"

#define EXPIRE_AT_ONCE 64

void once_prepare(struct life *life)
{
	const ProtobufCBinaryData payload = life->call.payload;
	const size_t length = strlen(life->call.method->full_name) + 1;
	char *content = arena_alloc(life->call.arena, length + payload.len);

	memcpy(content, life->call.method->full_name, length);
	if (payload.len > 0)
		memcpy(content + length, payload.data, payload.len);
	id_hash(content, length + payload.len, life->content);
}

static char **string_field(const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);

	if (field == NULL || field->type != PROTOBUF_C_TYPE_STRING || field->label == PROTOBUF_C_LABEL_REPEATED)
		return NULL;
	return (char **)((char *)message + field->offset);
}

/* The Get that reads what the method answers with: same type, found by name. NULL when the answer is no resource. */
static const struct contract_method *getter_of(const struct contract_method *method)
{
	const struct contract_method *methods;
	size_t count;

	methods = contract_methods(&count);
	for (size_t i = 0; i < count; i++) {
		const ProtobufCFieldDescriptor *name;

		if (methods[i].lane != LANE_READ || methods[i].method->output != method->method->output ||
			strncmp(methods[i].method->name, "Get", 3) != 0)
			continue;
		name = protobuf_c_message_descriptor_get_field_by_name(methods[i].method->input, "name");
		if (name != NULL && name->type == PROTOBUF_C_TYPE_STRING)
			return &methods[i];
	}
	return NULL;
}

/* Runs the Get for the resource in place of the write. */
static enum status read_anew(struct life *life, struct call *call, const char *resource)
{
	const struct contract_method *getter = getter_of(life->call.method);
	ProtobufCMessage *in;
	enum status status;

	if (getter == NULL)
		return error_set(&call->error, STATUS_INTERNAL, "%s has no reading counterpart any more",
			life->call.method->full_name);
	in = arena_alloc(call->arena, getter->method->input->sizeof_message);
	getter->method->input->message_init(in);
	*string_field(in, "name") = arena_strdup(call->arena, resource);
	call->method = getter;
	status = service_invoke(call, in);
	call->method = life->call.method;
	return status;
}

static enum status unpack_kept(struct life *life, struct call *call, ProtobufCBinaryData reply)
{
	call->reply = protobuf_c_message_unpack(
		life->call.method->method->output, arena_allocator(call->arena), reply.len, reply.data);
	if (call->reply == NULL)
		return error_set(&call->error, STATUS_INTERNAL, "the kept answer of %s cannot be read",
			life->call.method->full_name);
	return STATUS_OK;
}

enum status once_recall(struct life *life, struct call *call, bool *ret_again)
{
	struct store_request *before;
	enum status status;

	status = store_request_get(call->conn, life->once, life->call.request_id, call->arena, &before, &call->error);
	if (status != STATUS_OK)
		return status;
	*ret_again = before != NULL;
	if (before == NULL)
		return STATUS_OK;
	if (strcmp(before->hash, life->content) != 0)
		return error_detail(&call->error, STATUS_ALREADY_EXISTS, "REQUEST_ID_REUSED", "request_id",
			words_pick(call->locale, "this request id was used for another call before; take a new one",
				"deze request_id hoorde eerder bij een andere aanroep; neem een nieuwe"));
	if (before->resource[0] != '\0')
		return read_anew(life, call, before->resource);
	return unpack_kept(life, call, before->reply);
}

/* What is answered once is not kept: a secret. */
static ProtobufCBinaryData pack_for_keeping(struct call *call)
{
	char **secret = string_field(call->reply, "secret"), *shown = NULL;
	ProtobufCBinaryData packed;

	if (secret != NULL) {
		shown = *secret;
		*secret = (char *)protobuf_c_empty_string;
	}
	packed.data = arena_alloc(call->arena, protobuf_c_message_get_packed_size(call->reply));
	packed.len = protobuf_c_message_pack(call->reply, packed.data);
	if (secret != NULL)
		*secret = shown;
	return packed;
}

enum status once_remember(struct life *life, struct call *call)
{
	struct store_request request = { .hash = life->content, .resource = "" };
	char **name = string_field(call->reply, "name");
	enum status status;

	if (name != NULL && (*name)[0] != '\0' && getter_of(life->call.method) != NULL)
		request.resource = *name;
	else
		request.reply = pack_for_keeping(call);
	status = store_request_expire(call->conn, call->now - ONCE_KEPT, EXPIRE_AT_ONCE, &call->error);
	if (status != STATUS_OK)
		return status;
	return store_request_insert(call->conn, life->once, life->call.request_id, &request, call->now, &call->error);
}
