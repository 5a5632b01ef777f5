/* rpc/ — reads by others than the two whom they are about. */
#include "daemon/rpc/audit.h"

#include <string.h>

#include "daemon/store/audit.h"

static bool is_about_the_two(const struct contract_method *method)
{
	static const char *const services[] = { "ActionPoints", "Debriefs", "OneOnOnes", "Preparations", "Sessions" };

	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (strcmp(method->service->short_name, services[i]) == 0)
			return true;
	return false;
}

bool audit_is_due(const struct life *life)
{
	const struct actor *actor = &life->call.actor;

	if (actor->plugin != NULL || actor->kind == ACTOR_NOBODY || !is_about_the_two(life->call.method))
		return false;
	return actor->kind != ACTOR_PERSON || actor->admin || life->envelope->act_as[0] != '\0';
}

/* The resource that was asked for by name; a list has none. */
static const char *resource_of(const ProtobufCMessage *in)
{
	const ProtobufCFieldDescriptor *name = protobuf_c_message_descriptor_get_field_by_name(in->descriptor, "name");

	if (name == NULL || name->type != PROTOBUF_C_TYPE_STRING)
		return "";
	return *(const char *const *)((const char *)in + name->offset);
}

enum status audit_leave(const struct life *life, struct call *call)
{
	const struct actor *actor = &life->call.actor;
	const struct store_audit audit = { .read_time = call->now,
		.actor = actor->name,
		.via = actor->via == NULL ? "" : actor->via,
		.method = life->call.method->full_name,
		.resource = resource_of(life->call.in) };

	return store_audit_append(call->conn, &audit, &call->error);
}
