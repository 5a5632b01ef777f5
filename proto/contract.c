/* proto/ — the contract's methods, gathered once from protobuf-c's descriptors and the embedded FileDescriptorSet. */
#include "proto/contract.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "google/protobuf/descriptor.pb-c.h"

/* ridealong/v1/options.proto */
#define SERVED_BY 50001

extern const unsigned char contract_descriptors[];
extern const size_t contract_descriptors_size;

static struct contract_method *table;
static size_t count;

/* The verb is the name's first word: "GetStatus" gets, "Getaway" does not. */
static int verb_is(const char *name, const char *verb)
{
	const size_t length = strlen(verb);

	return strncmp(name, verb, length) == 0 && !(name[length] >= 'a' && name[length] <= 'z');
}

static enum lane_kind lane_of(const struct contract_method *row)
{
	static const struct {
		const char *verb;
		enum lane_kind lane;
	} verbs[] = {
		{ "Get", LANE_READ },
		{ "List", LANE_READ },
		{ "Report", LANE_SLOW },
		{ "Export", LANE_SLOW },
		{ "Backup", LANE_SLOW },
		{ "Watch", LANE_LOOP },
		{ "Take", LANE_LOOP },
		{ "Advance", LANE_LOOP },
	};

	if (row->served_by != NULL)
		return LANE_LOOP;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (verb_is(row->method->name, verbs[i].verb))
			return verbs[i].lane;
	return LANE_WRITE;
}

/* protobuf-c keeps a string's length before it in the unknown field. */
static const char *served_by(const Google__Protobuf__MethodOptions *options)
{
	if (options == NULL)
		return NULL;
	for (unsigned i = 0; i < options->base.n_unknown_fields; i++) {
		const ProtobufCMessageUnknownField *field = &options->base.unknown_fields[i];

		if (field->tag == SERVED_BY && field->wire_type == PROTOBUF_C_WIRE_TYPE_LENGTH_PREFIXED &&
			field->len > 1 && field->data[0] == field->len - 1)
			return strndup((const char *)field->data + 1, field->len - 1);
	}
	return NULL;
}

static const ProtobufCServiceDescriptor *service_named(const char *package, const char *name)
{
	char full[200];

	snprintf(full, sizeof(full), "%s.%s", package, name);
	for (size_t i = 0; contract_services[i] != NULL; i++)
		if (strcmp(contract_services[i]->name, name) == 0 || strcmp(contract_services[i]->name, full) == 0)
			return contract_services[i];
	return NULL;
}

static enum status add_service(
	const char *package, const Google__Protobuf__ServiceDescriptorProto *described, struct error *reterr)
{
	const ProtobufCServiceDescriptor *service = service_named(package, described->name);

	if (service == NULL || service->n_methods != described->n_method)
		return error_set(
			reterr, STATUS_INTERNAL, "the contract's service %s is not the one built in", described->name);
	for (unsigned i = 0; i < service->n_methods; i++) {
		struct contract_method *row, *grown = realloc(table, (count + 1) * sizeof(*table));
		char *full_name;

		if (grown == NULL ||
			asprintf(&full_name, "%s.%s/%s", package, described->name, service->methods[i].name) < 0)
			return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
		table = grown;
		row = &table[count++];
		row->full_name = full_name;
		row->service = service;
		row->index = i;
		row->method = &service->methods[i];
		row->served_by = served_by(described->method[i]->options);
		row->lane = lane_of(row);
	}
	return STATUS_OK;
}

static int by_name(const void *left, const void *right)
{
	const struct contract_method *a = left, *b = right;

	return strcmp(a->full_name, b->full_name);
}

enum status contract_init(struct error *reterr)
{
	Google__Protobuf__FileDescriptorSet *set;
	enum status status = STATUS_OK;

	if (table != NULL)
		return STATUS_OK;
	set = google__protobuf__file_descriptor_set__unpack(NULL, contract_descriptors_size, contract_descriptors);
	if (set == NULL)
		return error_set(reterr, STATUS_INTERNAL, "the embedded contract cannot be read");
	for (size_t i = 0; i < set->n_file && status == STATUS_OK; i++)
		for (size_t j = 0; j < set->file[i]->n_service && status == STATUS_OK; j++)
			status = add_service(set->file[i]->package, set->file[i]->service[j], reterr);
	google__protobuf__file_descriptor_set__free_unpacked(set, NULL);
	if (status == STATUS_OK)
		qsort(table, count, sizeof(*table), by_name);
	return status;
}

const struct contract_method *contract_methods(size_t *ret_count)
{
	*ret_count = count;
	return table;
}

const struct contract_method *contract_find(const char *full_name)
{
	const struct contract_method key = { .full_name = full_name };

	return table == NULL ? NULL : bsearch(&key, table, count, sizeof(*table), by_name);
}
