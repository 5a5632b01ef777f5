/* proto/ — the contract as a table: every service and method, and what protobuf-c's descriptors do not carry. */
#ifndef RIDEALONG_PROTO_CONTRACT_H
#define RIDEALONG_PROTO_CONTRACT_H

#include <protobuf-c/protobuf-c.h>

#include "proto/status.h"

/** How a method runs, as its verb says: Get, List read; Report, Export, Backup slow; Watch, Take, Advance and whatever
 *  a plugin serves, loop; the rest writes. */
enum lane_kind { LANE_READ, LANE_WRITE, LANE_SLOW, LANE_LOOP };

/** One method. Constant for the process's life. */
struct contract_method {
	const char *full_name; /* "ridealong.v1.Sessions/PlanSession" */
	const ProtobufCServiceDescriptor *service;
	unsigned index;                          /* in service->methods */
	const ProtobufCMethodDescriptor *method; /* name, input, output */
	enum lane_kind lane;
	const char *served_by; /* plugin that answers, or NULL */
};

/** Builds the table; call once before threads start. INTERNAL when the embedded descriptors are broken. */
enum status contract_init(struct error *reterr);

/** All methods, sorted by full name; *ret_count of them. */
const struct contract_method *contract_methods(size_t *ret_count);

/** NULL when there is none. Any thread after contract_init(). */
const struct contract_method *contract_find(const char *full_name);

/** Every service's descriptor, NULL-terminated. */
extern const ProtobufCServiceDescriptor *const contract_services[];

/** What protobuf-c itself knows of a method: its input and its output. NULL when there is none of that name. For those
 *  who only make calls: it asks the descriptors and needs no table. Any thread. */
const ProtobufCMethodDescriptor *contract_method_named(const char *full_name);

#endif
