/* tests — requests made from their descriptors: a new method needs nothing here, a new kind of field a line. */
#include "pair.h"

#include <stdlib.h>

#include "google/protobuf/field_mask.pb-c.h"

#define PICK(pair, list) (list)[pair_any((pair), (int)(sizeof(list) / sizeof((list)[0])))]

/* Fields that take a name, and of what; or words of a certain form. The first row that fits the field's name. */
static const struct {
	const char *field, *kind;
} names[] = {
	{ "session", "sessions" },
	{ "merged_into", "sessions" },
	{ "meeting", "meetings" },
	{ "coaching", "coachings" },
	{ "keep", "meetings" },
	{ "duplicate", "meetings" },
	{ "action_point", "actionPoints" },
	{ "template", "templates" },
};

static const char *const people[] = { "people/noor", "people/sam", "people/ruud", "people/kim", "people/me",
	"people/noor@example.org", "people/ruud@example.org", "people/nobody@example.org", "" };
static const char *const words[] = { "", "een datum", "a date for the start", "* 1 een datum\n2 gehaast",
	"goal: a date", "\" \"wat kost stilstand u?\"", "+ silence after the price", "- three arguments > ask first",
	"! rehearse the opening @2026-05-08", "? I will call purchasing @2026-05-08", "=1 ja =2 nee", "^n",
	"better than I expected", "4 als het te duur is, dan vraag ik waarmee\n* 6 een vergelijking", "ok", "2 -" };
static const char *const dates[] = { "", "2026-04-01", "2026-04-02", "2026-04-10", "2026-05-01", "2026-06-30",
	"2026-01-01", "tomorrow" };
static const char calendar_file[] =
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:%s\r\nDTSTART:202604%02dT%02d0000Z\r\n"
	"DTEND:202604%02dT%02d3000Z\r\nSUMMARY:Offer\r\nSTATUS:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool is_person(const char *field)
{
	static const char *const fields[] = { "coach", "coachee", "owner", "person", "speaker", "with", "receiver" };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(field, fields[i]) == 0)
			return true;
	return false;
}

/* What a method's "name" names: its noun says so. */
static const char *own_name(struct pair *pair, const char *method)
{
	static const struct {
		const char *noun, *kind, *behind;
	} nouns[] = {
		{ "OneOnOneItem", "oneOnOneItems", "" },
		{ "ActionPoint", "actionPoints", "" },
		{ "Intentions", "sessions", "" },
		{ "RevealCheck", "sessions", "" },
		{ "CustomerLine", "sessions", "" },
		{ "WorkingNote", "sessions", "/workingNotes/1" },
		{ "ContestOutcome", "sessions", "/debrief" },
		{ "Help", "sessions", "/debrief" },
		{ "Session", "sessions", "" },
		{ "Debrief", "sessions", "/debrief" },
		{ "Preparation", "meetings", "/preparation" },
		{ "Meeting", "meetings", "" },
		{ "Coaching", "coachings", "" },
		{ "Rhythm", "coachings", "/rhythm" },
		{ "Team", "people", "/team" },
		{ "Feed", "people", "/feed" },
		{ "Calendar", "people", "/calendars/work.ics" },
		{ "Person", "people", "" },
		{ "Reminder", "reminders", "" },
		{ "Template", "templates", "" },
		{ "Token", "tokens", "" },
		{ "Plugin", "plugins", "" },
		{ "Observation", "observations", "" },
		{ "Access", "people", "" },
		{ "ReportErasure", "people", "" },
	};

	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++)
		if (strstr(method, nouns[i].noun) != NULL)
			return arena_printf(pair->worlds[0].fixture->arena, "%s%s",
				strcmp(nouns[i].kind, "people") == 0 ? PICK(pair, people)
								     : pair_name(pair, nouns[i].kind),
				nouns[i].behind);
	return pair_name(pair, pair_chance(pair, 2) ? "sessions" : "meetings");
}

static const char *place_of_a_timer(struct pair *pair)
{
	struct fixture *f = pair->worlds[0].fixture;
	static const char *const rules[] = { "card", "prepare_early", "action_due", "cadence" };

	return arena_printf(f->arena, "%lld/%s/%s", (long long)f->now + pair_any(pair, 14) * CLOCK_DAY,
		PICK(pair, rules), pair_name(pair, pair_chance(pair, 4) ? "actionPoints" : "sessions"));
}

static const char *text_for(struct pair *pair, const char *method, const char *field)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(field, names[i].field) == 0)
			return pair_chance(pair, 3) ? "" : pair_name(pair, names[i].kind);
	if (strcmp(field, "name") == 0)
		return own_name(pair, method);
	if (is_person(field))
		return PICK(pair, people);
	if (strcmp(field, "page_token") == 0 && strcmp(method, "ListComingReminders") == 0)
		return pair_chance(pair, 2) ? "" : place_of_a_timer(pair);
	if (ends_with(field, "_token") || strcmp(field, "after") == 0)
		return pair_chance(pair, 2) ? ""
					    : pair_name(pair, strcmp(field, "after") == 0         ? "events"
							      : strstr(method, "Meeting") != NULL ? "meetings"
												  : "sessions");
	if (strcmp(field, "subject") == 0 && strstr(method, "Event") != NULL)
		return pair_chance(pair, 2) ? "" : pair_name(pair, pair_chance(pair, 3) ? "meetings" : "sessions");
	if (ends_with(field, "date"))
		return PICK(pair, dates);
	if (strcmp(field, "etag") == 0 || strcmp(field, "client_id") == 0 || strcmp(field, "recurrence_id") == 0)
		return pair_chance(pair, 5) ? "x" : "";
	if (strcmp(field, "uid") == 0)
		return pair_chance(pair, 2) ? "uid-1" : "uid-2";
	if (strcmp(field, "calendar") == 0)
		return "work.ics";
	if (strcmp(field, "former_calendar") == 0)
		return pair_chance(pair, 4) ? "work.ics" : "";
	if (strcmp(field, "language") == 0)
		return "nl";
	if (strcmp(field, "time_zone") == 0)
		return "Europe/Amsterdam";
	if (strcmp(field, "key") == 0)
		return pair_chance(pair, 2) ? "goal" : "exceed";
	if (strcmp(field, "types") == 0)
		return pair_chance(pair, 2) ? "session." : "session.planned";
	if (strcmp(field, "email") == 0)
		return "buyer@example.net";
	return PICK(pair, words);
}

static Timestamp *moment(struct pair *pair)
{
	struct fixture *f = pair->worlds[0].fixture;
	int64_t hours = pair_any(pair, 24 * 20) - 24 * 3;

	return instant_new(f->arena, f->now + hours * CLOCK_HOUR);
}

static ProtobufCMessage *build(
	struct pair *pair, const ProtobufCMessageDescriptor *type, const char *method, const char *field);

static FieldMask *mask_for(struct pair *pair, const ProtobufCMessageDescriptor *parent)
{
	struct arena *arena = pair->worlds[0].fixture->arena;
	FieldMask *mask = arena_alloc(arena, sizeof(*mask));
	const ProtobufCMessageDescriptor *sibling = NULL;

	field_mask__init(mask);
	for (unsigned i = 0; i < parent->n_fields && sibling == NULL; i++)
		if (parent->fields[i].type == PROTOBUF_C_TYPE_MESSAGE &&
			strstr(((const ProtobufCMessageDescriptor *)parent->fields[i].descriptor)->name, "FieldMask") ==
				NULL)
			sibling = parent->fields[i].descriptor;
	for (int n = pair_any(pair, 3); sibling != NULL && n > 0; n--)
		*(char **)arena_push(arena, &mask->paths, &mask->n_paths, sizeof(char *)) =
			(char *)sibling->fields[pair_any(pair, (int)sibling->n_fields)].name;
	return mask;
}

static void *message_for(struct pair *pair, const ProtobufCMessageDescriptor *parent,
	const ProtobufCFieldDescriptor *field, const char *method)
{
	const ProtobufCMessageDescriptor *type = field->descriptor;

	if (ends_with(type->name, "Timestamp"))
		return moment(pair);
	if (ends_with(type->name, "Duration"))
		return instant_length_new(pair->worlds[0].fixture->arena, pair_any(pair, 5) * 15 * CLOCK_MINUTE);
	if (ends_with(type->name, "FieldMask"))
		return mask_for(pair, parent);
	return build(pair, type, method, field->name);
}

static ProtobufCBinaryData file(struct pair *pair)
{
	struct arena *arena = pair->worlds[0].fixture->arena;
	int day = 2 + pair_any(pair, 20), hour = 6 + pair_any(pair, 9);
	char *text = arena_printf(arena, calendar_file, pair_chance(pair, 2) ? "uid-1" : "uid-2", day, hour, day, hour,
		pair_chance(pair, 4) ? "CANCELLED" : "CONFIRMED");

	return (ProtobufCBinaryData){ .len = strlen(text), .data = (uint8_t *)text };
}

static int number_for(struct pair *pair, const ProtobufCFieldDescriptor *field)
{
	static const int numbers[] = { 0, 1, 2, 3, 7, -1 };

	if (field->type == PROTOBUF_C_TYPE_ENUM) {
		const ProtobufCEnumDescriptor *values = field->descriptor;

		return values->values[pair_any(pair, (int)values->n_values)].value;
	}
	if (strcmp(field->name, "page_size") == 0)
		return pair_chance(pair, 12) ? -1 : pair_any(pair, 4);
	if (ends_with(field->name, "_minute"))
		return pair_chance(pair, 2) ? 1140 : 420;
	return PICK(pair, numbers);
}

static void put(struct pair *pair, const ProtobufCMessageDescriptor *parent, const ProtobufCFieldDescriptor *field,
	const char *method, void *at)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		*(const char **)at = text_for(pair, method, field->name);
		break;
	case PROTOBUF_C_TYPE_MESSAGE:
		*(void **)at = message_for(pair, parent, field, method);
		break;
	case PROTOBUF_C_TYPE_BYTES:
		*(ProtobufCBinaryData *)at = file(pair);
		break;
	case PROTOBUF_C_TYPE_BOOL:
		*(protobuf_c_boolean *)at = pair_chance(pair, 2);
		break;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_UINT64:
		*(int64_t *)at = number_for(pair, field) < 0 ? 0 : number_for(pair, field);
		break;
	default:
		*(int32_t *)at = number_for(pair, field);
		break;
	}
}

static size_t size_of(const ProtobufCFieldDescriptor *field)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_UINT64:
		return sizeof(int64_t);
	default:
		return sizeof(int32_t);
	}
}

static void put_some(struct pair *pair, const ProtobufCMessageDescriptor *parent, const ProtobufCFieldDescriptor *field,
	const char *method, ProtobufCMessage *message)
{
	size_t count = (size_t)pair_any(pair, 3), size = size_of(field);
	char *list = arena_zero(pair->worlds[0].fixture->arena, (count + 1) * size);

	for (size_t i = 0; i < count; i++)
		put(pair, parent, field, method, list + i * size);
	*(size_t *)(void *)((char *)message + field->quantifier_offset) = count;
	*(void **)(void *)((char *)message + field->offset) = list;
}

/* Whether the field stays as it is: filters mostly do, what a method is about never does. */
static bool left_out(struct pair *pair, const ProtobufCFieldDescriptor *field, const char *parent)
{
	static const char *const always[] = { "name", "session", "meeting", "keep", "duplicate", "lines", "verdict",
		"kind", "number", "goal_clear", "hardest_question", "plan_b", "data", "start_time", "end_time" };

	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (strcmp(field->name, always[i]) == 0)
			return false;
	if (field->type == PROTOBUF_C_TYPE_MESSAGE && parent[0] == '\0')
		return pair_chance(pair, 4);
	return pair_chance(pair, 2);
}

static ProtobufCMessage *build(
	struct pair *pair, const ProtobufCMessageDescriptor *type, const char *method, const char *parent)
{
	ProtobufCMessage *message = arena_alloc(pair->worlds[0].fixture->arena, type->sizeof_message);

	protobuf_c_message_init(type, message);
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];

		if (left_out(pair, field, parent))
			continue;
		if (field->label == PROTOBUF_C_LABEL_REPEATED) {
			put_some(pair, type, field, method, message);
			continue;
		}
		if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF)
			*(uint32_t *)(void *)((char *)message + field->quantifier_offset) = field->id;
		put(pair, type, field, method, (char *)message + field->offset);
	}
	return message;
}

ProtobufCMessage *pair_request(struct pair *pair, const struct contract_method *method)
{
	return build(pair, method->method->input, method->method->name, "");
}

static void *member(const ProtobufCMessage *message, const char *name, ProtobufCType type)
{
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);

	if (field == NULL || field->type != type || field->label == PROTOBUF_C_LABEL_REPEATED)
		return NULL;
	return (char *)message + field->offset;
}

char **pair_text_field(const ProtobufCMessage *message, const char *name)
{
	return member(message, name, PROTOBUF_C_TYPE_STRING);
}

int32_t *pair_int_field(const ProtobufCMessage *message, const char *name)
{
	return member(message, name, PROTOBUF_C_TYPE_INT32);
}
