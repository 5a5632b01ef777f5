/* store/ — a column of any table as fields of an ExportRecord. */
#include "daemon/store/personal_value.h"

#include <stdbool.h>
#include <string.h>

#include "daemon/domain/instant.h"

#define SECOND INT64_C(1000000)

static ExportField *add(ExportRecord *record, const char *name, ExportField__ValueCase kind, struct arena *arena)
{
	ExportField **slot = arena_push(arena, &record->fields, &record->n_fields, sizeof(*slot));

	*slot = arena_alloc(arena, sizeof(**slot));
	export_field__init(*slot);
	(*slot)->name = arena_strdup(arena, name);
	(*slot)->value_case = kind;
	return *slot;
}

static void add_text(ExportRecord *record, const char *name, const char *text, struct arena *arena)
{
	if (text != NULL && text[0] != '\0')
		add(record, name, EXPORT_FIELD__VALUE_TEXT, arena)->text = arena_strdup(arena, text);
}

static void add_number(ExportRecord *record, const char *name, int64_t number, struct arena *arena)
{
	add(record, name, EXPORT_FIELD__VALUE_NUMBER, arena)->number = number;
}

static void add_flag(ExportRecord *record, const char *name, bool flag, struct arena *arena)
{
	add(record, name, EXPORT_FIELD__VALUE_FLAG, arena)->flag = flag;
}

static void add_time(ExportRecord *record, const char *name, int64_t us, struct arena *arena)
{
	if (us != 0)
		add(record, name, EXPORT_FIELD__VALUE_TIME, arena)->time = instant_new(arena, us);
}

static void add_code(
	ExportRecord *record, const char *name, const ProtobufCFieldDescriptor *field, int code, struct arena *arena)
{
	const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(field->descriptor, code);

	if (value == NULL)
		add_number(record, name, code, arena);
	else if (code != 0)
		add_text(record, name, value->name, arena);
}

/* ---- packed values ---- */

static void add_message(ExportRecord *record, const char *path, const ProtobufCMessage *message, struct arena *arena);

static void add_member(ExportRecord *record, const char *path, const ProtobufCFieldDescriptor *field, const void *at,
	struct arena *arena)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		add_text(record, path, *(const char *const *)at, arena);
		break;
	case PROTOBUF_C_TYPE_MESSAGE:
		if (*(ProtobufCMessage *const *)at == NULL)
			break;
		if (field->descriptor == &timestamp__descriptor)
			add_time(record, path, instant_us(*(Timestamp *const *)at), arena);
		else if (field->descriptor == &duration__descriptor)
			add_number(record, path, instant_length_us(*(Duration *const *)at) / SECOND, arena);
		else
			add_message(record, path, *(const ProtobufCMessage *const *)at, arena);
		break;
	case PROTOBUF_C_TYPE_ENUM:
		add_code(record, path, field, *(const int *)at, arena);
		break;
	case PROTOBUF_C_TYPE_BOOL:
		add_flag(record, path, *(const protobuf_c_boolean *)at, arena);
		break;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_UINT32:
		add_number(record, path, *(const int32_t *)at, arena);
		break;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_UINT64:
		add_number(record, path, *(const int64_t *)at, arena);
		break;
	default:
		break; /* bytes and fractions: no table has them */
	}
}

static size_t size_of(const ProtobufCFieldDescriptor *field)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_UINT64:
		return sizeof(int64_t);
	default:
		return sizeof(int32_t);
	}
}

static void add_field(ExportRecord *record, const char *path, const ProtobufCFieldDescriptor *field,
	const ProtobufCMessage *message, struct arena *arena)
{
	const char *member = (const char *)message + field->offset;
	size_t count;

	if (field->label != PROTOBUF_C_LABEL_REPEATED) {
		add_member(record, path, field, member, arena);
		return;
	}
	count = *(const size_t *)((const char *)message + field->quantifier_offset);
	for (size_t i = 0; i < count; i++)
		add_member(record, arena_printf(arena, "%s.%zu", path, i), field,
			*(const char *const *)(const void *)member + i * size_of(field), arena);
}

static void add_message(ExportRecord *record, const char *path, const ProtobufCMessage *message, struct arena *arena)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];

		add_field(record, arena_printf(arena, "%s.%s", path, field->name), field, message, arena);
	}
}

/* The bytes of a message of that type with nothing but this field. */
static void add_packed(ExportRecord *record, const ProtobufCMessageDescriptor *type,
	const ProtobufCFieldDescriptor *field, sqlite3_stmt *row, int column, struct arena *arena)
{
	const void *bytes = sqlite3_column_blob(row, column);
	const size_t size = (size_t)sqlite3_column_bytes(row, column);
	ProtobufCMessage *message = protobuf_c_message_unpack(type, arena_allocator(arena), size, bytes);

	if (message != NULL)
		add_field(record, field->name, field, message, arena);
}

/* ---- a column ---- */

static bool is_moment(const char *name)
{
	const size_t length = strlen(name);

	return length > 5 && strcmp(name + length - 5, "_time") == 0;
}

static void add_plain(ExportRecord *record, const char *name, sqlite3_stmt *row, int column, struct arena *arena)
{
	switch (sqlite3_column_type(row, column)) {
	case SQLITE_TEXT:
		add_text(record, name, (const char *)sqlite3_column_text(row, column), arena);
		break;
	case SQLITE_INTEGER:
		if (is_moment(name))
			add_time(record, name, sqlite3_column_int64(row, column), arena);
		else
			add_number(record, name, sqlite3_column_int64(row, column), arena);
		break;
	default:
		break; /* bytes of which nobody says what they are */
	}
}

void personal_value_add(ExportRecord *record, const ProtobufCMessageDescriptor *type, sqlite3_stmt *row, int column,
	struct arena *arena)
{
	const char *name = sqlite3_column_name(row, column);
	const ProtobufCFieldDescriptor *field =
		type == NULL ? NULL : protobuf_c_message_descriptor_get_field_by_name(type, name);

	if (field == NULL)
		add_plain(record, name, row, column, arena);
	else if (sqlite3_column_type(row, column) == SQLITE_BLOB)
		add_packed(record, type, field, row, column, arena);
	else if (field->type == PROTOBUF_C_TYPE_ENUM)
		add_code(record, name, field, sqlite3_column_int(row, column), arena);
	else if (field->type == PROTOBUF_C_TYPE_BOOL)
		add_flag(record, name, sqlite3_column_int(row, column) != 0, arena);
	else if (field->type == PROTOBUF_C_TYPE_MESSAGE && field->descriptor == &duration__descriptor)
		add_number(record, name, sqlite3_column_int64(row, column) / SECOND, arena);
	else
		add_plain(record, name, row, column, arena);
}
