/* clients/cli — messages as JSON, as lines and as tables. */
#include "cli.h"

#include <inttypes.h>
#include <libsmartcols/libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "google/protobuf/duration.pb-c.h"
#include "proto/defuse.h"
#include "proto/json.h"
#include "ridealong/v1/meeting.pb-c.h"
#include "ridealong/v1/preparation.pb-c.h"
#include "screen.h"

const ProtobufCFieldDescriptor *cli_field(const ProtobufCMessageDescriptor *descriptor, const char *name)
{
	return protobuf_c_message_descriptor_get_field_by_name(descriptor, name);
}

static void defuse_field(const ProtobufCFieldDescriptor *field, void *at, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		void *value = ((void **)at)[i];

		if (value != NULL && field->type == PROTOBUF_C_TYPE_MESSAGE)
			cli_defuse_message(value);
		else if (value != NULL)
			defuse(value);
	}
}

void cli_defuse_message(ProtobufCMessage *message)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		char *at = (char *)message + field->offset;

		if (field->type != PROTOBUF_C_TYPE_STRING && field->type != PROTOBUF_C_TYPE_MESSAGE)
			continue;
		if (field->label == PROTOBUF_C_LABEL_REPEATED)
			defuse_field(field, *(void **)at, *(size_t *)((char *)message + field->quantifier_offset));
		else if ((field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) == 0 ||
			 *(uint32_t *)((char *)message + field->quantifier_offset) == field->id)
			defuse_field(field, at, 1);
	}
}

static char *copy(const char *text)
{
	char *copied = strdup(text);

	if (copied == NULL)
		abort();
	defuse(copied);
	return copied;
}

#define ID_LENGTH 36
#define ID_HIDDEN 28 /* characters of it that people need not type */

const char *cli_short(const char *name)
{
	const char *slash = strrchr(name, '/'), *id = slash == NULL ? name : slash + 1, *first = strchr(name, '/');

	if (strlen(id) == ID_LENGTH)
		return id + ID_HIDDEN;
	/* "sessions/ID/debrief": of what */
	if (first != NULL && first != slash && (size_t)(slash - first - 1) == ID_LENGTH)
		return first + 1 + ID_HIDDEN;
	return id;
}

static char *text_of_duration(const Duration *duration)
{
	const int64_t minutes = duration->seconds / 60;
	char text[64];

	if (duration->seconds < 60 && duration->seconds > 0)
		snprintf(text, sizeof(text), _("%d s"), (int)duration->seconds);
	else if (minutes < 120)
		snprintf(text, sizeof(text), _("%d min"), (int)minutes);
	else if (minutes < 48 * 60)
		snprintf(text, sizeof(text), _("%d h %02d min"), (int)(minutes / 60), (int)(minutes % 60));
	else
		snprintf(text, sizeof(text), _("%d days"), (int)(minutes / (24 * 60)));
	return copy(text);
}

static char *text_of_message(struct cli *cli, const ProtobufCMessage *message)
{
	char text[80] = "";

	if (message == NULL)
		return copy("");
	if (strcmp(message->descriptor->name, "google.protobuf.Timestamp") == 0)
		cli_time_print(cli, (const Timestamp *)message, text);
	else if (strcmp(message->descriptor->name, "google.protobuf.Duration") == 0)
		return text_of_duration((const Duration *)message);
	return copy(text);
}

/* What a list says of the meeting that a row is about; nothing, where it may not be seen. */
static char *text_of_meeting(struct cli *cli, const char *name, bool start)
{
	const Meeting *meeting = cli_meeting_get(cli, name);
	char when[80] = "";

	if (meeting == NULL || !start)
		return copy(meeting == NULL ? "" : meeting->title);
	cli_time_print(cli, meeting->start_time, when);
	return copy(when);
}

/* "sessions/ID": what people type is the end of it. */
static bool is_resource_name(const char *text)
{
	const char *id = strrchr(text, '/');

	return id != NULL && strlen(id + 1) == 36 && strspn(id + 1, "0123456789abcdef-") == 36 &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == (size_t)(id - text);
}

/* Of what belongs to a person, "people/ID/team", it is whose it is. */
static char *text_of_person(struct cli *cli, const char *name)
{
	const char *id = strchr(name, '/'), *rest = id == NULL ? NULL : strchr(id + 1, '/');
	char *person = strndup(name, rest == NULL ? strlen(name) : (size_t)(rest - name)), *text;

	if (person == NULL)
		abort();
	text = copy(cli_person_label(cli, person));
	free(person);
	return text;
}

static char *text_of_string(struct cli *cli, const char *text, const char *field, const struct column *column)
{
	const size_t length = strlen(field);
	char date[80];

	if (text == NULL || text[0] == '\0')
		return copy("");
	if (column->as == AS_PERSON)
		return text_of_person(cli, text);
	if (column->as == AS_HAPPENING)
		return copy(cli_happening(text));
	if (column->as == AS_MEETING || column->as == AS_START)
		return text_of_meeting(cli, text, column->as == AS_START);
	if (column->as == AS_ID || is_resource_name(text))
		return copy(cli_short(text));
	if (column->as == AS_DATE || (length > 5 && strcmp(field + length - 5, "_date") == 0)) {
		cli_date_print(text, date);
		return copy(date);
	}
	return copy(text);
}

static char *text_of_value(
	struct cli *cli, const ProtobufCFieldDescriptor *field, const void *at, const struct column *column)
{
	char text[40] = "";

	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return text_of_string(cli, *(char *const *)at, field->name, column);
	case PROTOBUF_C_TYPE_MESSAGE:
		return text_of_message(cli, *(ProtobufCMessage *const *)at);
	case PROTOBUF_C_TYPE_ENUM:
		return copy(*(const int *)at == 0 ? "" : cli_enum(field->descriptor, *(const int *)at));
	case PROTOBUF_C_TYPE_BOOL:
		return copy(*(const protobuf_c_boolean *)at ? _("yes") : column->as == AS_YES_NO ? _("no") : "");
	case PROTOBUF_C_TYPE_INT64:
		snprintf(text, sizeof(text), "%" PRId64, *(const int64_t *)at);
		break;
	default:
		if (column->as == AS_MINUTE)
			snprintf(text, sizeof(text), "%02d:%02d", *(const int32_t *)at / 60, *(const int32_t *)at % 60);
		else
			snprintf(text, sizeof(text), "%d", *(const int32_t *)at);
		break;
	}
	return copy(column->as != AS_COUNT && strcmp(text, "0") == 0 ? "" : text);
}

/* "Name <address>" of what has both, a line each; else how many there are. */
static void print_items(FILE *out, ProtobufCMessage *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const ProtobufCFieldDescriptor *email = cli_field(items[i]->descriptor, "email");
		const ProtobufCFieldDescriptor *name = cli_field(items[i]->descriptor, "display_name");
		const char *text;

		if (email == NULL || name == NULL) {
			fprintf(out, "%zu", count);
			return;
		}
		text = *(char **)((char *)items[i] + name->offset);
		fprintf(out, text[0] != '\0' ? "%s%s <%s>" : "%s%s%s", i == 0 ? "" : "\n", text,
			*(char **)((char *)items[i] + email->offset));
	}
}

/* Texts a line each, words with commas. */
static void print_values(struct cli *cli, FILE *out, const ProtobufCFieldDescriptor *field, const char *values,
	size_t count, const struct column *column)
{
	const bool texts = field->type == PROTOBUF_C_TYPE_STRING;

	for (size_t i = 0; i < count; i++) {
		char *text = text_of_value(cli, field, values + i * (texts ? sizeof(char *) : sizeof(int)), column);

		fprintf(out, "%s", i == 0 ? "" : texts ? "\n" : ", ");
		if (column->as == AS_NUMBERED)
			fprintf(out, "%zu ", i + 1);
		fputs(text, out);
		free(text);
	}
}

char *cli_text(struct cli *cli, const ProtobufCMessage *message, const struct column *column)
{
	const ProtobufCFieldDescriptor *field = cli_field(message->descriptor, column->field);
	const char *at = (const char *)message + field->offset;
	char *text = NULL;
	size_t size = 0, count;
	FILE *out;

	if (field->label != PROTOBUF_C_LABEL_REPEATED)
		return text_of_value(cli, field, at, column);
	count = *(const size_t *)((const char *)message + field->quantifier_offset);
	out = open_memstream(&text, &size);
	if (out == NULL)
		abort();
	if (column->as == AS_COUNT)
		fprintf(out, "%zu", count);
	else if (field->type == PROTOBUF_C_TYPE_MESSAGE)
		print_items(out, *(ProtobufCMessage *const *const *)at, count);
	else
		print_values(cli, out, field, *(const char *const *)at, count, column);
	fclose(out);
	defuse(text);
	return text;
}

static void dump(json_t *json, enum cli_output output)
{
	json_dumpf(json, stdout, output == CLI_JSON ? JSON_INDENT(2) : JSON_COMPACT);
	putchar('\n');
	json_decref(json);
}

bool cli_print_json(struct cli *cli, const void *message)
{
	if (cli->output == CLI_TABLE)
		return false;
	dump(json_from_message(message), cli->output);
	return true;
}

#define ROOM 24 /* columns that a value has at least */

/* "Title:  value", with later lines of the value under its first; further left where the screen is too narrow. */
static void print_line(const char *title, const char *value, int wide)
{
	const int begin = wide + 2;

	printf("%s:%*s", title, wide - screen_columns(title) + 1, "");
	screen_text(value, screen_line() - begin < ROOM ? 2 : begin, begin);
}

void cli_print(struct cli *cli, const void *message, const struct column *columns)
{
	int wide = 0;

	if (cli_print_json(cli, message))
		return;
	for (const struct column *column = columns; column->title != NULL; column++) {
		char *text = cli_text(cli, message, column);

		if (text[0] != '\0' && screen_columns(_(column->title)) > wide)
			wide = screen_columns(_(column->title));
		free(text);
	}
	for (const struct column *column = columns; column->title != NULL; column++) {
		char *text = cli_text(cli, message, column);

		if (text[0] != '\0')
			print_line(_(column->title), text, wide);
		free(text);
	}
}

int cli_show(struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply,
	const struct column *columns)
{
	void *message;
	int code = cli_call(cli, method, request, reply, &message);

	if (code == 0)
		cli_print(cli, message, columns);
	return code;
}

void cli_print_lines(void *const *lines, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const LineResult *line = lines[i];
		char *text = copy(line->line);

		if (line->problem[0] != '\0')
			printf("  ? %s\n      %s%s%s\n", text, line->meaning, line->meaning[0] != '\0' ? " – " : "",
				line->problem);
		else
			printf("  ✓ %s  (%s)\n", text, line->meaning);
		free(text);
	}
}

/* ---- lists */

struct pages {
	ProtobufCMessage **items;
	size_t count;
};

static void add_items(struct pages *pages, ProtobufCMessage **items, size_t count)
{
	pages->items = realloc(pages->items, (pages->count + count + 1) * sizeof(*pages->items));
	if (pages->items == NULL)
		abort();
	if (count > 0)
		memcpy(pages->items + pages->count, items, count * sizeof(*items));
	pages->count += count;
}

/* A column in which nothing stands is left out. */
static bool has_text(struct cli *cli, const struct pages *pages, const struct column *column)
{
	for (size_t i = 0; i < pages->count; i++) {
		char *text = cli_text(cli, pages->items[i], column);
		const bool empty = text[0] == '\0';

		free(text);
		if (!empty)
			return true;
	}
	return false;
}

static void add_column(struct libscols_table *table, const struct column *column)
{
	int flags = 0;

	if (column->as == AS_COUNT)
		flags = SCOLS_FL_RIGHT;
	else if (column->as == AS_IS && isatty(STDOUT_FILENO))
		flags = SCOLS_FL_WRAP;
	if (scols_table_new_column(table, _(column->title), 0, flags) == NULL)
		abort();
}

static void print_table(struct cli *cli, const struct pages *pages, const struct column *columns)
{
	struct libscols_table *table = scols_new_table();
	struct libscols_line *line;
	const struct column *shown[16];
	size_t count = 0;

	if (table == NULL)
		abort();
	for (const struct column *column = columns; column->title != NULL && count < 16; column++) {
		if (!has_text(cli, pages, column))
			continue;
		add_column(table, column);
		shown[count++] = column;
	}
	for (size_t i = 0; i < pages->count; i++) {
		line = scols_table_new_line(table, NULL);
		for (size_t n = 0; n < count; n++) {
			char *text = cli_text(cli, pages->items[i], shown[n]);

			for (char *at = text; (at = strchr(at, '\n')) != NULL;)
				*at = ' ';
			scols_line_refer_data(line, n, text);
		}
	}
	scols_print_table(table);
	scols_unref_table(table);
}

static void print_pages(struct cli *cli, const struct pages *pages, const struct column *columns, const char *key,
	const char *next, const char *none)
{
	json_t *object, *array;

	if (cli->output == CLI_TABLE) {
		if (pages->count == 0)
			puts(none);
		else
			print_table(cli, pages, columns);
		return;
	}
	if (cli->output == CLI_JSONL) {
		for (size_t i = 0; i < pages->count; i++)
			dump(json_from_message(pages->items[i]), CLI_JSONL);
		return;
	}
	object = json_object();
	array = json_array();
	for (size_t i = 0; i < pages->count; i++)
		json_array_append_new(array, json_from_message(pages->items[i]));
	json_object_set_new(object, key, array);
	if (next[0] != '\0')
		json_object_set_new(object, "nextPageToken", json_string(next));
	dump(object, CLI_JSON);
}

/* "one_on_one_items" becomes "oneOnOneItems". */
static char *camel(const char *name)
{
	char *text = strdup(name), *out = text;

	if (text == NULL)
		abort();
	for (; *name != '\0'; name++)
		*out++ = *name == '_' ? (char)(*++name - 'a' + 'A') : *name;
	*out = '\0';
	return text;
}

int cli_list(struct cli *cli, const char *method, void *request, const struct column *columns, const char *none)
{
	const ProtobufCMessageDescriptor *in = ((ProtobufCMessage *)request)->descriptor;
	const ProtobufCMessageDescriptor *out = cli_method(method)->output;
	int32_t *page_size = (int32_t *)((char *)request + cli_field(in, "page_size")->offset);
	char **page_token = (char **)((char *)request + cli_field(in, "page_token")->offset);
	const ProtobufCFieldDescriptor *field = NULL;
	const bool one_page = cli_flag(cli, "page-size") != NULL;
	struct pages pages = { 0 };
	int64_t size;

	if (!cli_flag_number(cli, "page-size", 1000, &size))
		return status_exit_code(STATUS_INVALID_ARGUMENT);
	for (unsigned i = 0; i < out->n_fields && field == NULL; i++)
		if (out->fields[i].label == PROTOBUF_C_LABEL_REPEATED)
			field = &out->fields[i];
	*page_size = size < 1 ? -1 : size > INT32_MAX ? INT32_MAX : (int32_t)size;
	if (cli_flag(cli, "page-token") != NULL)
		*page_token = (char *)cli_flag(cli, "page-token");
	do {
		ProtobufCMessage *reply;
		const int code = cli_call(cli, method, request, out, &reply);

		if (code != 0)
			return code;
		add_items(&pages, *(ProtobufCMessage ***)((char *)reply + field->offset),
			*(size_t *)((char *)reply + field->quantifier_offset));
		*page_token = *(char **)((char *)reply + cli_field(out, "next_page_token")->offset);
	} while (!one_page && **page_token != '\0');
	print_pages(cli, &pages, columns, camel(field->name), *page_token, none);
	return 0;
}
