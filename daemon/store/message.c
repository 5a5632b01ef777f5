/* store/ — rows as messages and back: a column is the field of its name. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/store/conn.h"

static _Noreturn void give_up(const char *sql, const char *what, const char *name)
{
	fprintf(stderr, "<0>store: %s (%s) in: %s\n", what, name, sql);
	abort();
}

static void *member_of(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return (char *)message + field->offset;
}

static bool is_stamp(const ProtobufCFieldDescriptor *field)
{
	return field->type == PROTOBUF_C_TYPE_MESSAGE && field->label != PROTOBUF_C_LABEL_REPEATED &&
	       field->descriptor == &timestamp__descriptor;
}

static bool is_duration(const ProtobufCFieldDescriptor *field)
{
	return field->type == PROTOBUF_C_TYPE_MESSAGE && field->label != PROTOBUF_C_LABEL_REPEATED &&
	       field->descriptor == &duration__descriptor;
}

/* Repeated fields and other messages: kept as the bytes of a message that has nothing but this field. */
static bool is_packed(const ProtobufCFieldDescriptor *field)
{
	return field->label == PROTOBUF_C_LABEL_REPEATED ||
	       (field->type == PROTOBUF_C_TYPE_MESSAGE && !is_stamp(field) && !is_duration(field));
}

static void copy_member(const ProtobufCFieldDescriptor *field, const ProtobufCMessage *from, ProtobufCMessage *to)
{
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		memcpy((char *)to + field->quantifier_offset, (const char *)from + field->quantifier_offset,
			sizeof(size_t));
	memcpy(member_of(to, field), member_of(from, field), sizeof(void *));
}

static void fill_packed(struct store_rows *rows, int column, const ProtobufCFieldDescriptor *field,
	ProtobufCMessage *message, struct arena *arena)
{
	size_t size = (size_t)sqlite3_column_bytes(rows->stmt, column);
	ProtobufCMessage *packed;

	if (size == 0)
		return;
	packed = protobuf_c_message_unpack(
		message->descriptor, arena_allocator(arena), size, sqlite3_column_blob(rows->stmt, column));
	if (packed == NULL)
		give_up(rows->sql, "bytes that are no message", field->name);
	copy_member(field, packed, message);
}

static void fill_field(struct store_rows *rows, int column, const ProtobufCFieldDescriptor *field,
	ProtobufCMessage *message, struct arena *arena)
{
	void *member = member_of(message, field);

	if (is_packed(field)) {
		fill_packed(rows, column, field, message, arena);
		return;
	}
	switch (field->type) {
	case PROTOBUF_C_TYPE_MESSAGE:
		if (is_stamp(field))
			*(Timestamp **)member = instant_new(arena, store_int(rows, column));
		else
			*(Duration **)member = instant_length_new(arena, store_int(rows, column));
		break;
	case PROTOBUF_C_TYPE_STRING:
		*(const char **)member = store_text(rows, column, arena);
		break;
	case PROTOBUF_C_TYPE_BYTES:
		*(ProtobufCBinaryData *)member = store_bytes(rows, column, arena);
		break;
	case PROTOBUF_C_TYPE_BOOL:
		*(protobuf_c_boolean *)member = store_bool(rows, column);
		break;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_UINT64:
		*(int64_t *)member = store_int(rows, column);
		break;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_ENUM:
		*(int32_t *)member = (int32_t)store_int(rows, column);
		break;
	default:
		give_up(rows->sql, "a type that no column has", field->name);
	}
}

static const ProtobufCFieldDescriptor *find_field(
	const char *sql, const ProtobufCMessageDescriptor *type, const char *name)
{
	const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(type, name);

	if (field == NULL)
		give_up(sql, "the message has no such field", name);
	return field;
}

static void find_fields(struct store_rows *rows, const ProtobufCMessageDescriptor *type)
{
	if (rows->type == type)
		return;
	rows->n_fields = sqlite3_column_count(rows->stmt);
	free(rows->fields);
	rows->fields = calloc((size_t)rows->n_fields + 1, sizeof(*rows->fields));
	if (rows->fields == NULL)
		abort();
	for (int i = 0; i < rows->n_fields; i++)
		rows->fields[i] = find_field(rows->sql, type, sqlite3_column_name(rows->stmt, i));
	rows->type = type;
}

void store_fill(struct store_rows *rows, ProtobufCMessage *message, struct arena *arena)
{
	find_fields(rows, message->descriptor);
	for (int i = 0; i < rows->n_fields; i++)
		fill_field(rows, i, rows->fields[i], message, arena);
}

static ProtobufCMessage *new_message(
	struct store_rows *rows, const ProtobufCMessageDescriptor *type, struct arena *arena)
{
	ProtobufCMessage *message = arena_alloc(arena, type->sizeof_message);

	protobuf_c_message_init(type, message);
	store_fill(rows, message, arena);
	return message;
}

enum status store_get(struct store_conn *conn, const char *sql, const ProtobufCMessageDescriptor *type,
	struct arena *arena, void *ret, struct error *reterr, const char *types, ...)
{
	struct store_rows *rows;
	ProtobufCMessage *message = NULL;
	enum status st;
	bool row;
	va_list args;

	va_start(args, types);
	st = conn_query(conn, sql, &rows, reterr, types, args);
	va_end(args);
	if (st != STATUS_OK)
		return st;
	st = store_next(rows, &row, reterr);
	if (st == STATUS_OK && row)
		message = new_message(rows, type, arena);
	store_done(rows);
	if (st == STATUS_OK)
		memcpy(ret, &message, sizeof(message));
	return st;
}

enum status store_list(struct store_conn *conn, const char *sql, const ProtobufCMessageDescriptor *type,
	struct arena *arena, void *ret, size_t *ret_count, struct error *reterr, const char *types, ...)
{
	struct store_rows *rows;
	ProtobufCMessage **messages = NULL;
	size_t count = 0, room = 0;
	enum status st;
	bool row;
	va_list args;

	va_start(args, types);
	st = conn_query(conn, sql, &rows, reterr, types, args);
	va_end(args);
	if (st != STATUS_OK)
		return st;
	while ((st = store_next(rows, &row, reterr)) == STATUS_OK && row) {
		if (count == room) {
			ProtobufCMessage **more = arena_alloc(arena, sizeof(*more) * (room = room * 2 + 16));

			if (count > 0)
				memcpy(more, messages, sizeof(*more) * count);
			messages = more;
		}
		messages[count++] = new_message(rows, type, arena);
	}
	store_done(rows);
	if (st != STATUS_OK)
		return st;
	memcpy(ret, &messages, sizeof(messages));
	*ret_count = count;
	return STATUS_OK;
}

/* Binds the bytes; SQLite takes them over. */
static void bind_packed(
	struct store_rows *rows, int index, const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message)
{
	ProtobufCMessage *alone = calloc(1, message->descriptor->sizeof_message);
	size_t size;
	uint8_t *bytes;

	if (alone == NULL)
		abort();
	protobuf_c_message_init(message->descriptor, alone);
	copy_member(field, message, alone);
	size = protobuf_c_message_get_packed_size(alone);
	bytes = malloc(size + 1);
	if (bytes == NULL)
		abort();
	protobuf_c_message_pack(alone, bytes);
	free(alone);
	sqlite3_bind_blob64(rows->stmt, index, bytes, size, free);
}

static void bind_field(
	struct store_rows *rows, int index, const ProtobufCFieldDescriptor *field, const ProtobufCMessage *message)
{
	const void *member = member_of(message, field);
	const ProtobufCBinaryData *bytes = member;
	const char *text;

	if (is_packed(field)) {
		bind_packed(rows, index, field, message);
		return;
	}
	switch (field->type) {
	case PROTOBUF_C_TYPE_MESSAGE:
		if (is_stamp(field))
			sqlite3_bind_int64(rows->stmt, index, instant_us(*(Timestamp *const *)member));
		else
			sqlite3_bind_int64(rows->stmt, index, instant_length_us(*(Duration *const *)member));
		break;
	case PROTOBUF_C_TYPE_STRING:
		text = *(const char *const *)member;
		sqlite3_bind_text(rows->stmt, index, text != NULL ? text : "", -1, SQLITE_STATIC);
		break;
	case PROTOBUF_C_TYPE_BYTES:
		sqlite3_bind_blob64(rows->stmt, index, bytes->data != NULL ? (const void *)bytes->data : "", bytes->len,
			SQLITE_STATIC);
		break;
	case PROTOBUF_C_TYPE_BOOL:
		sqlite3_bind_int(rows->stmt, index, *(const protobuf_c_boolean *)member != 0);
		break;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_UINT64:
		sqlite3_bind_int64(rows->stmt, index, *(const int64_t *)member);
		break;
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_ENUM:
		sqlite3_bind_int(rows->stmt, index, *(const int32_t *)member);
		break;
	default:
		give_up(rows->sql, "a type that no column has", field->name);
	}
}

/* The same for a statement that writes: its parameters are named in `names`. */
static void find_parameter_fields(struct store_rows *rows, const ProtobufCMessageDescriptor *type, const char *names)
{
	char name[64];
	size_t length;
	int number = 0;

	if (rows->type == type)
		return;
	rows->n_fields = sqlite3_bind_parameter_count(rows->stmt);
	free(rows->fields);
	rows->fields = calloc((size_t)rows->n_fields + 1, sizeof(*rows->fields));
	if (rows->fields == NULL)
		abort();
	for (const char *at = names + strspn(names, " "); *at != '\0'; at += strspn(at, " ")) {
		length = strcspn(at, " ");
		if (length >= sizeof(name))
			give_up(rows->sql, "too long a name", at);
		memcpy(name, at, length);
		name[length] = '\0';
		at += length;
		if (number == rows->n_fields)
			give_up(rows->sql, "no parameter for it", name);
		rows->fields[number++] = find_field(rows->sql, type, name);
	}
	if (number != rows->n_fields)
		give_up(rows->sql, "not all parameters are given", names);
	rows->type = type;
}

enum status store_write(struct store_conn *conn, const char *sql, const char *fields, const ProtobufCMessage *message,
	int *ret_changes, struct error *reterr)
{
	struct store_rows *rows;
	enum status st = conn_prepare(conn, sql, &rows, reterr);

	if (st != STATUS_OK)
		return st;
	find_parameter_fields(rows, message->descriptor, fields);
	for (int i = 0; i < rows->n_fields; i++)
		bind_field(rows, conn_parameter(rows, i + 1), rows->fields[i], message);
	return conn_finish(rows, ret_changes, reterr);
}
