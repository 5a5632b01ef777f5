/* proto/ — reads packed bytes along a descriptor before protobuf-c does (protobuf.dev/programming-guides/encoding). */
#include "proto/wire.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#define VARINT_BYTES 10 /* of 64 bits */

enum wire_type { WIRE_VARINT = 0, WIRE_64BIT = 1, WIRE_LENGTH = 2, WIRE_GROUP = 3, WIRE_GROUP_END = 4, WIRE_32BIT = 5 };

/* Bytes that are still to be read. */
struct reader {
	const uint8_t *at, *end;
};

/* Where the walk stands; printed only when something is wrong. */
struct frame {
	const struct frame *parent;
	const ProtobufCMessageDescriptor *message;
	const ProtobufCFieldDescriptor *field; /* NULL: none known */
	unsigned index;                        /* of a repeated message */
	unsigned depth;
};

static size_t remaining(const struct reader *reader)
{
	return (size_t)(reader->end - reader->at);
}

static int read_varint(struct reader *reader, uint64_t *ret)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < VARINT_BYTES && reader->at < reader->end; i++) {
		const uint8_t byte = *reader->at++;

		value |= (uint64_t)(byte & 0x7f) << (7 * i);
		if (byte < 0x80) {
			*ret = value;
			return 1;
		}
	}
	return 0;
}

static int skip(struct reader *reader, uint64_t size)
{
	if (size > remaining(reader))
		return 0;
	reader->at += size;
	return 1;
}

static size_t path_print(char *text, size_t size, const struct frame *frame)
{
	size_t length = 0;

	if (frame == NULL)
		return 0;
	if (frame->parent != NULL) {
		length = path_print(text, size, frame->parent);
		if (length < size)
			length += (size_t)snprintf(text + length, size - length, ".");
	}
	if (length < size && frame->field != NULL && frame->field->label == PROTOBUF_C_LABEL_REPEATED)
		length += (size_t)snprintf(text + length, size - length, "%s[%u]", frame->field->name, frame->index);
	else if (length < size && frame->field != NULL)
		length += (size_t)snprintf(text + length, size - length, "%s", frame->field->name);
	return length;
}

static enum status wrong(const struct frame *frame, struct error *reterr, const char *what)
{
	char path[200] = "";

	path_print(path, sizeof(path), frame);
	if (frame->field == NULL)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", NULL, "%s%s%s %s", path,
			path[0] == '\0' ? "" : "a field of ", frame->message->short_name, what);
	return error_detail(
		reterr, STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", frame->field->name, "%s %s", path, what);
}

static enum status check_text(const struct frame *frame, const uint8_t *bytes, size_t size, struct error *reterr)
{
	utf8proc_int32_t character;

	for (size_t i = 0; i < size;) {
		utf8proc_ssize_t length = 1;

		if (bytes[i] == '\0')
			return wrong(frame, reterr, "contains a NUL character");
		if (bytes[i] >= 0x80) {
			const size_t left = size - i;

			length = utf8proc_iterate(bytes + i, left > 4 ? 4 : (utf8proc_ssize_t)left, &character);
			if (length <= 0)
				return wrong(frame, reterr, "is not valid UTF-8");
		}
		i += (size_t)length;
	}
	return STATUS_OK;
}

static enum wire_type type_of(ProtobufCType type)
{
	switch (type) {
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
		return WIRE_32BIT;
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return WIRE_64BIT;
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
	case PROTOBUF_C_TYPE_MESSAGE:
		return WIRE_LENGTH;
	default:
		return WIRE_VARINT;
	}
}

static enum status check_packed(const struct frame *frame, struct reader values, struct error *reterr)
{
	uint64_t value;

	switch (type_of(frame->field->type)) {
	case WIRE_32BIT:
		return remaining(&values) % 4 == 0 ? STATUS_OK : wrong(frame, reterr, "is cut short");
	case WIRE_64BIT:
		return remaining(&values) % 8 == 0 ? STATUS_OK : wrong(frame, reterr, "is cut short");
	default:
		while (remaining(&values) > 0)
			if (!read_varint(&values, &value))
				return wrong(frame, reterr, "is cut short");
		return STATUS_OK;
	}
}

static enum status check_message(const struct frame *parent, const ProtobufCMessageDescriptor *descriptor,
	struct reader reader, struct error *reterr);

/* A length-prefixed value of a field that the descriptor knows. */
static enum status check_value(const struct frame *frame, struct reader value, struct error *reterr)
{
	switch (frame->field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return check_text(frame, value.at, remaining(&value), reterr);
	case PROTOBUF_C_TYPE_BYTES:
		return STATUS_OK;
	case PROTOBUF_C_TYPE_MESSAGE:
		if (frame->depth >= WIRE_DEPTH)
			return wrong(frame, reterr, "is nested too deeply");
		return check_message(frame, frame->field->descriptor, value, reterr);
	default:
		return check_packed(frame, value, reterr);
	}
}

/* proto3 has no groups, and protobuf-c cannot step over them. */
static enum status check_field(
	const struct frame *frame, struct reader *reader, enum wire_type type, struct error *reterr)
{
	const ProtobufCFieldDescriptor *field = frame->field;
	struct reader value;
	uint64_t number;

	if (type == WIRE_GROUP || type == WIRE_GROUP_END || type > WIRE_32BIT)
		return wrong(frame, reterr, "is written in a way that the contract does not use");
	if (field != NULL && type != type_of(field->type) &&
		!(type == WIRE_LENGTH && field->label == PROTOBUF_C_LABEL_REPEATED))
		return wrong(frame, reterr, "has another type than the contract says");
	switch (type) {
	case WIRE_VARINT:
		return read_varint(reader, &number) ? STATUS_OK : wrong(frame, reterr, "is cut short");
	case WIRE_64BIT:
		return skip(reader, 8) ? STATUS_OK : wrong(frame, reterr, "is cut short");
	case WIRE_32BIT:
		return skip(reader, 4) ? STATUS_OK : wrong(frame, reterr, "is cut short");
	default:
		break;
	}
	if (!read_varint(reader, &number))
		return wrong(frame, reterr, "is cut short");
	value.at = reader->at;
	if (!skip(reader, number))
		return wrong(frame, reterr, "is cut short");
	value.end = reader->at;
	return field == NULL ? STATUS_OK : check_value(frame, value, reterr);
}

static const ProtobufCFieldDescriptor *field_numbered(const ProtobufCMessageDescriptor *descriptor, uint32_t number)
{
	return number > INT_MAX ? NULL : protobuf_c_message_descriptor_get_field(descriptor, number);
}

static enum status check_message(const struct frame *parent, const ProtobufCMessageDescriptor *descriptor,
	struct reader reader, struct error *reterr)
{
	const ProtobufCFieldDescriptor *before = NULL;
	struct frame frame = {
		.parent = parent, .message = descriptor, .depth = parent == NULL ? 1 : parent->depth + 1
	};
	enum status status = STATUS_OK;

	while (status == STATUS_OK && remaining(&reader) > 0) {
		uint64_t key;

		frame.field = NULL;
		if (!read_varint(&reader, &key) || key > UINT32_MAX || key >> 3 == 0)
			return wrong(&frame, reterr, "cannot be read");
		frame.field = field_numbered(descriptor, (uint32_t)(key >> 3));
		frame.index = frame.field != NULL && frame.field == before ? frame.index + 1 : 0;
		before = frame.field;
		status = check_field(&frame, &reader, (enum wire_type)(key & 7), reterr);
	}
	return status;
}

enum status wire_check(
	const ProtobufCMessageDescriptor *descriptor, size_t size, const void *bytes, struct error *reterr)
{
	const struct reader reader = { .at = bytes, .end = size == 0 ? bytes : (const uint8_t *)bytes + size };

	return check_message(NULL, descriptor, reader, reterr);
}

enum status wire_unpack(const ProtobufCMessageDescriptor *descriptor, ProtobufCAllocator *allocator, size_t size,
	const void *bytes, ProtobufCMessage **ret, struct error *reterr)
{
	enum status status = wire_check(descriptor, size, bytes, reterr);
	ProtobufCMessage *message;

	if (status != STATUS_OK)
		return status;
	message = protobuf_c_message_unpack(descriptor, allocator, size, bytes);
	if (message == NULL)
		return error_detail(reterr, STATUS_INVALID_ARGUMENT, "MALFORMED_MESSAGE", NULL, "%s cannot be read",
			descriptor->short_name);
	*ret = message;
	return STATUS_OK;
}
