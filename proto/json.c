/* proto/ — messages as JSON and back (protobuf.dev/programming-guides/json). */
#include "proto/json.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/json_time.h"

#define NAME_MAX_LENGTH 100

#define MEMBER(message, offset, type) ((type *)((char *)(message) + (offset)))

/* "start_time" becomes "startTime". */
static void camel(const char *name, char *ret)
{
	size_t length = 0;

	for (; *name != '\0' && length < NAME_MAX_LENGTH - 1; name++) {
		if (*name == '_' && islower((unsigned char)name[1]))
			ret[length++] = (char)toupper((unsigned char)*++name);
		else
			ret[length++] = *name;
	}
	ret[length] = '\0';
}

/* ---- to JSON */

static json_t *text_of_int64(int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	return json_string(text);
}

static json_t *text_of_uint64(uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	return json_string(text);
}

static json_t *number(double value)
{
	if (isfinite(value))
		return json_real(value);
	return json_string(isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
}

static json_t *text_of_bytes(const ProtobufCBinaryData *bytes)
{
	const size_t size = sodium_base64_encoded_len(bytes->len, sodium_base64_VARIANT_ORIGINAL);
	char *text = malloc(size);
	json_t *json;

	if (text == NULL)
		return NULL;
	sodium_bin2base64(text, size, bytes->data, bytes->len, sodium_base64_VARIANT_ORIGINAL);
	json = json_string(text);
	free(text);
	return json;
}

static json_t *enum_name(const ProtobufCEnumDescriptor *descriptor, int value)
{
	const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(descriptor, value);

	return found == NULL ? json_integer(value) : json_string(found->name);
}

static size_t size_of(const ProtobufCFieldDescriptor *field)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return 8;
	case PROTOBUF_C_TYPE_BOOL:
		return sizeof(protobuf_c_boolean);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	default:
		return 4;
	}
}

static json_t *value_to_json(const ProtobufCFieldDescriptor *field, const void *at)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
		return json_integer(*(const int32_t *)at);
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return json_integer(*(const uint32_t *)at);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		return text_of_int64(*(const int64_t *)at);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return text_of_uint64(*(const uint64_t *)at);
	case PROTOBUF_C_TYPE_FLOAT:
		return number((double)*(const float *)at);
	case PROTOBUF_C_TYPE_DOUBLE:
		return number(*(const double *)at);
	case PROTOBUF_C_TYPE_BOOL:
		return json_boolean(*(const protobuf_c_boolean *)at);
	case PROTOBUF_C_TYPE_ENUM:
		return enum_name(field->descriptor, *(const int *)at);
	case PROTOBUF_C_TYPE_STRING:
		return json_string(*(char *const *)at);
	case PROTOBUF_C_TYPE_BYTES:
		return text_of_bytes(at);
	default:
		return json_from_message(*(const ProtobufCMessage *const *)at);
	}
}

static int is_default(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	static const char zero[16];
	const void *at = MEMBER(message, field->offset, const void);

	if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
		return *MEMBER(message, field->quantifier_offset, const uint32_t) != field->id;
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		return *MEMBER(message, field->quantifier_offset, const size_t) == 0;
	if (field->type == PROTOBUF_C_TYPE_STRING)
		return *(char *const *)at == NULL || **(char *const *)at == '\0';
	if (field->type == PROTOBUF_C_TYPE_BYTES)
		return ((const ProtobufCBinaryData *)at)->len == 0;
	return memcmp(at, zero, size_of(field)) == 0;
}

static json_t *field_to_json(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	json_t *array;

	if (field->label != PROTOBUF_C_LABEL_REPEATED)
		return value_to_json(field, MEMBER(message, field->offset, const void));
	array = json_array();
	for (size_t i = 0; i < *MEMBER(message, field->quantifier_offset, const size_t); i++) {
		const char *items = *MEMBER(message, field->offset, const char *);

		if (json_array_append_new(array, value_to_json(field, items + i * size_of(field))) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

json_t *json_from_message(const ProtobufCMessage *message)
{
	const ProtobufCMessageDescriptor *descriptor = message->descriptor;
	char text[JSON_TIME_SIZE], name[NAME_MAX_LENGTH];
	json_t *object;

	if (strcmp(descriptor->name, "google.protobuf.FieldMask") == 0)
		return json_time_mask(message);
	if (json_time_print(message, text))
		return json_string(text);
	object = json_object();
	for (unsigned i = 0; i < descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &descriptor->fields[i];

		if (is_default(message, field))
			continue;
		camel(field->name, name);
		if (json_object_set_new(object, name, field_to_json(message, field)) != 0) {
			json_decref(object);
			return NULL;
		}
	}
	return object;
}

/* ---- from JSON */

/* Where the reader is, for complaints. */
struct place {
	const struct place *parent;
	const char *name;
	size_t index;
};

static size_t place_print(char *text, size_t size, const struct place *place)
{
	size_t length;

	if (place == NULL)
		return 0;
	length = place_print(text, size, place->parent);
	if (length >= size)
		return length;
	if (place->name != NULL)
		return length +
		       (size_t)snprintf(text + length, size - length, "%s%s", length > 0 ? "." : "", place->name);
	return length + (size_t)snprintf(text + length, size - length, "[%zu]", place->index);
}

static enum status wrong(const struct place *place, struct error *reterr, const char *what)
{
	char path[200] = "";

	place_print(path, sizeof(path), place);
	return error_detail(
		reterr, STATUS_INVALID_ARGUMENT, "BAD_JSON", NULL, "%s%s%s", path, path[0] == '\0' ? "" : ": ", what);
}

static enum status read_integer(
	const struct place *place, const json_t *json, int64_t low, int64_t high, int64_t *ret, struct error *reterr)
{
	char *end;

	if (json_is_integer(json)) {
		*ret = json_integer_value(json);
	} else if (json_is_string(json)) {
		errno = 0;
		*ret = strtoll(json_string_value(json), &end, 10);
		if (errno != 0 || *end != '\0' || end == json_string_value(json))
			return wrong(place, reterr, "a whole number is wanted here");
	} else {
		return wrong(place, reterr, "a whole number is wanted here");
	}
	return *ret < low || *ret > high ? wrong(place, reterr, "the number is out of range") : STATUS_OK;
}

static enum status read_uint64(const struct place *place, const json_t *json, uint64_t *ret, struct error *reterr)
{
	const char *text = json_string_value(json);
	int64_t value;
	enum status status;
	char *end;

	if (text != NULL) {
		errno = 0;
		*ret = strtoull(text, &end, 10);
		return errno != 0 || *end != '\0' || !isdigit((unsigned char)*text)
			       ? wrong(place, reterr, "a whole number is wanted here")
			       : STATUS_OK;
	}
	status = read_integer(place, json, 0, INT64_MAX, &value, reterr);
	*ret = status == STATUS_OK ? (uint64_t)value : 0;
	return status;
}

static enum status read_enum(const struct place *place, const json_t *json, const ProtobufCEnumDescriptor *descriptor,
	int *ret, struct error *reterr)
{
	const ProtobufCEnumValue *value;
	int64_t plain;
	enum status status;

	if (json_is_string(json)) {
		value = protobuf_c_enum_descriptor_get_value_by_name(descriptor, json_string_value(json));
		if (value == NULL)
			return wrong(place, reterr, "there is no such value");
		*ret = value->value;
		return STATUS_OK;
	}
	status = read_integer(place, json, INT32_MIN, INT32_MAX, &plain, reterr);
	if (status == STATUS_OK)
		*ret = (int)plain;
	return status;
}

static enum status read_text(const struct place *place, const json_t *json, char **ret, struct error *reterr)
{
	if (!json_is_string(json))
		return wrong(place, reterr, "a text is wanted here");
	if (strlen(json_string_value(json)) != json_string_length(json))
		return wrong(place, reterr, "a text must not contain a NUL character");
	*ret = strdup(json_string_value(json));
	return *ret == NULL ? error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory") : STATUS_OK;
}

static enum status read_bytes(
	const struct place *place, const json_t *json, ProtobufCBinaryData *ret, struct error *reterr)
{
	static const int variants[] = { sodium_base64_VARIANT_ORIGINAL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING,
		sodium_base64_VARIANT_URLSAFE, sodium_base64_VARIANT_URLSAFE_NO_PADDING };
	const char *text = json_string_value(json);
	uint8_t *bytes;

	if (text == NULL)
		return wrong(place, reterr, "base64 is wanted here");
	bytes = malloc(strlen(text) + 1);
	if (bytes == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	for (size_t i = 0; i < sizeof(variants) / sizeof(variants[0]); i++) {
		size_t length;

		if (sodium_base642bin(bytes, strlen(text) + 1, text, strlen(text), NULL, &length, NULL, variants[i]) !=
			0)
			continue;
		ret->data = bytes;
		ret->len = length;
		return STATUS_OK;
	}
	free(bytes);
	return wrong(place, reterr, "base64 is wanted here");
}

static enum status read_real(const struct place *place, const json_t *json, double *ret, struct error *reterr)
{
	const char *text = json_string_value(json);
	char *end;

	if (json_is_number(json)) {
		*ret = json_number_value(json);
		return STATUS_OK;
	}
	if (text == NULL || *text == '\0')
		return wrong(place, reterr, "a number is wanted here");
	*ret = strtod(text, &end);
	return *end == '\0' ? STATUS_OK : wrong(place, reterr, "a number is wanted here");
}

static enum status read_message(const struct place *place, const json_t *json,
	const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **ret, struct error *reterr);

static enum status read_value(const struct place *place, const json_t *json, const ProtobufCFieldDescriptor *field,
	void *at, struct error *reterr)
{
	enum status status = STATUS_OK;
	double real = 0;
	int64_t whole = 0;

	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
		status = read_integer(place, json, INT32_MIN, INT32_MAX, &whole, reterr);
		*(int32_t *)at = (int32_t)whole;
		return status;
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		status = read_integer(place, json, 0, UINT32_MAX, &whole, reterr);
		*(uint32_t *)at = (uint32_t)whole;
		return status;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		return read_integer(place, json, INT64_MIN, INT64_MAX, at, reterr);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return read_uint64(place, json, at, reterr);
	case PROTOBUF_C_TYPE_FLOAT:
		status = read_real(place, json, &real, reterr);
		*(float *)at = (float)real;
		return status;
	case PROTOBUF_C_TYPE_DOUBLE:
		return read_real(place, json, at, reterr);
	case PROTOBUF_C_TYPE_BOOL:
		if (!json_is_boolean(json))
			return wrong(place, reterr, "true or false is wanted here");
		*(protobuf_c_boolean *)at = json_is_true(json);
		return STATUS_OK;
	case PROTOBUF_C_TYPE_ENUM:
		return read_enum(place, json, field->descriptor, at, reterr);
	case PROTOBUF_C_TYPE_STRING:
		return read_text(place, json, at, reterr);
	case PROTOBUF_C_TYPE_BYTES:
		return read_bytes(place, json, at, reterr);
	default:
		return read_message(place, json, field->descriptor, at, reterr);
	}
}

static enum status read_array(const struct place *place, const json_t *json, const ProtobufCFieldDescriptor *field,
	ProtobufCMessage *message, struct error *reterr)
{
	const size_t count = json_array_size(json), size = size_of(field);
	char *items;

	if (!json_is_array(json))
		return wrong(place, reterr, "a list is wanted here");
	if (count == 0)
		return STATUS_OK;
	items = calloc(count, size);
	if (items == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	*MEMBER(message, field->offset, char *) = items;
	for (size_t i = 0; i < count; i++) {
		const struct place inner = { .parent = place, .index = i };
		const enum status status = read_value(&inner, json_array_get(json, i), field, items + i * size, reterr);

		if (status != STATUS_OK)
			return status;
		*MEMBER(message, field->quantifier_offset, size_t) = i + 1; /* what is freed when the next one fails */
	}
	return STATUS_OK;
}

static const ProtobufCFieldDescriptor *field_named(const ProtobufCMessageDescriptor *descriptor, const char *name)
{
	char text[NAME_MAX_LENGTH];

	for (unsigned i = 0; i < descriptor->n_fields; i++) {
		camel(descriptor->fields[i].name, text);
		if (strcmp(text, name) == 0 || strcmp(descriptor->fields[i].name, name) == 0)
			return &descriptor->fields[i];
	}
	return NULL;
}

static enum status read_field(const struct place *place, const json_t *json, const ProtobufCFieldDescriptor *field,
	ProtobufCMessage *message, struct error *reterr)
{
	enum status status;

	if (field == NULL)
		return wrong(place, reterr, "there is no such field");
	if (json_is_null(json))
		return STATUS_OK;
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		return read_array(place, json, field, message, reterr);
	if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) && *MEMBER(message, field->quantifier_offset, uint32_t) != 0)
		return wrong(place, reterr, "only one of the alternatives can be given");
	status = read_value(place, json, field, MEMBER(message, field->offset, void), reterr);
	if (status == STATUS_OK && (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
		*MEMBER(message, field->quantifier_offset, uint32_t) = field->id;
	return status;
}

static enum status read_fields(
	const struct place *place, const json_t *json, ProtobufCMessage *message, struct error *reterr)
{
	const char *key;
	json_t *value;

	if (!json_is_object(json))
		return wrong(place, reterr, "an object is wanted here");
	json_object_foreach((json_t *)json, key, value)
	{
		const struct place inner = { .parent = place, .name = key };
		const enum status status =
			read_field(&inner, value, field_named(message->descriptor, key), message, reterr);

		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status read_message(const struct place *place, const json_t *json,
	const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **ret, struct error *reterr)
{
	ProtobufCMessage *message = malloc(descriptor->sizeof_message);
	enum status status;

	if (message == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	protobuf_c_message_init(descriptor, message);
	switch (json_time_read(json, message)) {
	case 1:
		status = STATUS_OK;
		break;
	case -1:
		status = wrong(place, reterr, "it is not written as protobuf's JSON has it");
		break;
	default:
		status = read_fields(place, json, message, reterr);
		break;
	}
	if (status == STATUS_OK)
		*ret = message;
	else
		protobuf_c_message_free_unpacked(message, NULL);
	return status;
}

enum status json_to_message(
	const json_t *json, const ProtobufCMessageDescriptor *descriptor, ProtobufCMessage **ret, struct error *reterr)
{
	return read_message(NULL, json, descriptor, ret, reterr);
}
