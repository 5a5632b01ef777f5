/* rpc/ — reads by others than the two whom they are about. */
#include "daemon/rpc/audit.h"

#include <string.h>

#include "daemon/store/audit.h"
#include "daemon/store/person.h"

#define PEOPLE "people/"

static bool is_about_the_two(const struct contract_method *method)
{
	static const char *const services[] = { "ActionPoints", "Debriefs", "OneOnOnes", "Preparations", "Reports",
		"Sessions" };

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

/* What was asked for by name; of a list or a report, whom it is about, when it says so. */
static const char *asked_for(const ProtobufCMessage *in)
{
	static const char *const fields[] = { "name", "coachee", "owner", "coach", "quarter" };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const ProtobufCFieldDescriptor *field =
			protobuf_c_message_descriptor_get_field_by_name(in->descriptor, fields[i]);
		const char *text = NULL;

		if (field != NULL && field->type == PROTOBUF_C_TYPE_STRING)
			text = *(const char *const *)((const char *)in + field->offset);
		if (text != NULL && text[0] != '\0')
			return text;
	}
	return "";
}

/* A person is kept by id: an address would outlive them here. Nobody's leaves nothing. */
static enum status resource_of(const struct life *life, struct call *call, const char **ret)
{
	const char *asked = asked_for(life->call.in), *person = NULL;
	enum status status;

	*ret = asked;
	if (strncmp(asked, PEOPLE, strlen(PEOPLE)) != 0)
		return STATUS_OK;
	if (strcmp(asked, PEOPLE "me") == 0)
		person = life->call.actor.person;
	else if (strchr(asked, '@') == NULL)
		return STATUS_OK;
	else if ((status = store_person_find(call->conn, asked + strlen(PEOPLE), call->arena, &person, &call->error)) !=
		 STATUS_OK)
		return status;
	*ret = person == NULL ? "" : person;
	return STATUS_OK;
}

enum status audit_leave(const struct life *life, struct call *call)
{
	const struct actor *actor = &life->call.actor;
	struct store_audit audit = { .read_time = call->now,
		.actor = actor->name,
		.via = actor->via == NULL ? "" : actor->via,
		.method = life->call.method->full_name };
	enum status status = resource_of(life, call, &audit.resource);

	return status == STATUS_OK ? store_audit_append(call->conn, &audit, &call->error) : status;
}
