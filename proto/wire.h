/* proto/ — what must be true of bytes before protobuf-c may unpack them. */
#ifndef RIDEALONG_PROTO_WIRE_H
#define RIDEALONG_PROTO_WIRE_H

#include <protobuf-c/protobuf-c.h>

#include "proto/status.h"

/** Nesting that the contract can reach, and no more (protobuf-c recurses without a limit, also into unknown groups). */
#define WIRE_DEPTH 12

/** Walks packed bytes along a message's descriptor: complete fields, known depth, strings that are UTF-8 without NUL
 *  (protobuf-c would cut at a NUL). INVALID_ARGUMENT names the field by its path. Pure; any thread. */
enum status wire_check(
	const ProtobufCMessageDescriptor *descriptor, size_t size, const void *bytes, struct error *reterr);

/** Checks and unpacks with an allocator (NULL: malloc). *ret is the allocator's. */
enum status wire_unpack(const ProtobufCMessageDescriptor *descriptor, ProtobufCAllocator *allocator, size_t size,
	const void *bytes, ProtobufCMessage **ret, struct error *reterr);

#endif
