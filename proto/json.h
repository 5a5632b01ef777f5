/* proto/ — messages as JSON and back, by protobuf's JSON mapping (protobuf.dev/programming-guides/json). */
#ifndef RIDEALONG_PROTO_JSON_H
#define RIDEALONG_PROTO_JSON_H

#include <jansson.h>
#include <protobuf-c/protobuf-c.h>

#include "proto/status.h"

/** lowerCamelCase names, enums by name, Timestamp as RFC 3339 "…Z", Duration as "1.5s", FieldMask as "a,b", int64 as
 *  string, bytes as base64; fields with default values are left out. A new reference; NULL when memory is out. */
json_t *json_from_message(const ProtobufCMessage *message);

/** The way back; lowerCamelCase and original names are both understood, an unknown name is INVALID_ARGUMENT with its
 *  path. *ret is malloc'd: protobuf_c_message_free_unpacked(*ret, NULL). */
enum status json_to_message(
	const json_t *json, const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **ret, struct error *reterr);

#endif
