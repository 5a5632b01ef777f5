/* rpc/ — reads by others than the two whom they are about, or than whose it is. */
#include "daemon/rpc/audit.h"

#include <string.h>

#include "daemon/store/audit.h"
#include "ridealong/v1/report.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

static bool is_about_the_two(const struct contract_method *method)
{
	static const char *const services[] = { "ActionPoints", "Checklists", "Debriefs", "Meetings", "OneOnOnes",
		"Preparations", "Privacy", "Reminders", "Reports", "Sessions" };

	if (method->method->output == &works_council_report__descriptor) /* about nobody */
		return false;
	for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
		if (strcmp(method->service->short_name, services[i]) == 0)
			return true;
	return false;
}

/* What plugins answer with somebody's words in it, or with what opens them. (Which calendars there are, and how they
 * are read, says nothing of what is in them.) */
static bool is_served_about_somebody(const struct contract_method *method)
{
	static const char *const served[] = { "Calendars/CreateFeed", "Calendars/ExplainEvent", "Calendars/GetFeed",
		"Calendars/RotateFeed", "Gate/ExplainGate", "Gate/SimulateGate" };
	const char *name = strrchr(method->full_name, '.');

	for (size_t i = 0; name != NULL && i < sizeof(served) / sizeof(served[0]); i++)
		if (strcmp(name + 1, served[i]) == 0)
			return true;
	return false;
}

bool audit_is_due(const struct life *life)
{
	const struct contract_method *method = life->call.method;
	const struct actor *actor = &life->call.actor;

	if (actor->plugin != NULL || actor->kind == ACTOR_NOBODY ||
		(actor->kind == ACTOR_PERSON && !actor->admin && life->envelope->act_as[0] == '\0'))
		return false;
	return method->served_by != NULL ? is_served_about_somebody(method) : is_about_the_two(method);
}

/* What was read, by its own name rather than the caller's words for it ("@now"), or by that of the session that it is
 * about; a list has none. */
static const char *resource_of(const ProtobufCMessage *reply)
{
	const ProtobufCFieldDescriptor *name =
		reply == NULL ? NULL : protobuf_c_message_descriptor_get_field_by_name(reply->descriptor, "name");

	if (name == NULL && reply != NULL)
		name = protobuf_c_message_descriptor_get_field_by_name(reply->descriptor, "session");
	if (name == NULL || name->type != PROTOBUF_C_TYPE_STRING || name->label == PROTOBUF_C_LABEL_REPEATED)
		return "";
	return *(const char *const *)((const char *)reply + name->offset);
}

/* ---- whom it told of ---- */

struct trace {
	struct call *call;
	const char *audit;
};

static bool names_somebody(const char *field)
{
	static const char *const fields[] = { "coach", "coachee", "coaching", "meeting", "name", "owner", "person",
		"session" };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(field, fields[i]) == 0)
			return true;
	return false;
}

static enum status add_people(const struct trace *trace, const ProtobufCMessage *message);

static enum status add_field(
	const struct trace *trace, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	const void *at = (const char *)message + field->offset;
	ProtobufCMessage *const *items = at;
	enum status status = STATUS_OK;
	size_t count = 1;

	if (field->type == PROTOBUF_C_TYPE_STRING && field->label != PROTOBUF_C_LABEL_REPEATED &&
		names_somebody(field->name))
		return store_audit_about(trace->call->conn, trace->audit, *(const char *const *)at, trace->call->arena,
			&trace->call->error);
	if (field->type != PROTOBUF_C_TYPE_MESSAGE || (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
		return STATUS_OK;
	if (field->label == PROTOBUF_C_LABEL_REPEATED) {
		count = *(const size_t *)((const char *)message + field->quantifier_offset);
		items = *(ProtobufCMessage *const *const *)at;
	}
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (items[i] != NULL)
			status = add_people(trace, items[i]);
	return status;
}

static const char *session_of(const ProtobufCMessage *message)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, "session");

	if (message->descriptor == &session__descriptor)
		return ((const Session *)message)->name;
	if (field == NULL || field->type != PROTOBUF_C_TYPE_STRING)
		return "";
	return *(const char *const *)((const char *)message + field->offset);
}

/* What is of a session says by it whose it is, and whether the coachee may know that it was read: other fields would
 * say so without asking. */
static enum status add_people(const struct trace *trace, const ProtobufCMessage *message)
{
	const ProtobufCMessageDescriptor *type = message->descriptor;
	const char *session = session_of(message);
	enum status status = STATUS_OK;

	if (session[0] != '\0')
		return store_audit_about(
			trace->call->conn, trace->audit, session, trace->call->arena, &trace->call->error);
	for (unsigned i = 0; i < type->n_fields && status == STATUS_OK; i++)
		status = add_field(trace, message, &type->fields[i]);
	return status;
}

enum status audit_leave(const struct life *life, struct call *call)
{
	const struct actor *actor = &life->call.actor;
	struct call aside = *call;
	struct trace trace = { .call = call };
	struct store_audit audit;
	enum status status;

	/* a read has no request id: the serial number tells two at one instant apart, within the name's HMAC */
	aside.request_id = arena_printf(call->arena, "audit %llu", (unsigned long long)life->call.serial);
	aside.ordinal = 0;
	audit = (struct store_audit){ .name = trace.audit = call_new_name(&aside, "audit"),
		.read_time = call->now,
		.actor = actor->name,
		.via = actor->via == NULL ? "" : actor->via,
		.method = life->call.method->full_name,
		.resource = resource_of(call->reply) };

	status = store_audit_append(call->conn, &audit, &call->error);
	if (status == STATUS_OK && call->reply != NULL)
		status = add_people(&trace, call->reply);
	return status;
}
