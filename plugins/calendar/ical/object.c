/* plugins/calendar/ical: see object.h. */
#include "object.h"

#include "structure.h"

#include <string.h>
#include <strings.h>

struct reader {
	struct calendar_object *object;
	struct calendar_item *item;
	struct calendar_item_zone *zone;
};

static void line_keep(
	struct calendar_object *object, const char *line, const char ***lines, size_t *count, size_t *room)
{
	const char **list = calendar_arena_grow(object->arena, *lines, *count, room, sizeof(*list));

	if (!list || !line) {
		object->out_of_memory = true;
		return;
	}
	*lines = list;
	list[(*count)++] = line;
}

void calendar_object_add(struct calendar_object *object, struct calendar_item *item)
{
	struct calendar_item **list = calendar_arena_grow(
		object->arena, object->items, object->count, &object->room, sizeof(struct calendar_item *));

	if (!list || !item) {
		object->out_of_memory = true;
		return;
	}
	object->items = list;
	list[object->count++] = item;
}

/* Of two definitions of one name the later counts. */
static void definition_add(struct calendar_object *object, struct calendar_item_zone *zone)
{
	struct calendar_item_zone **list;

	for (size_t i = 0; zone->tzid && i < object->definition_count; i++) {
		if (object->definitions[i]->tzid && strcmp(object->definitions[i]->tzid, zone->tzid) == 0) {
			object->definitions[i] = zone;
			return;
		}
	}
	list = calendar_arena_grow(object->arena, object->definitions, object->definition_count,
		&object->definition_room, sizeof(struct calendar_item_zone *));
	if (!list) {
		object->out_of_memory = true;
		return;
	}
	object->definitions = list;
	list[object->definition_count++] = zone;
}

static const char *line_text(struct calendar_object *object, const struct calendar_line *line)
{
	return calendar_arena_text(object->arena, line->text, line->length);
}

static void on_calendar(void *arg)
{
	struct reader *reader = arg;

	reader->zone = NULL;
	reader->object->zone_of_times = NULL;
	reader->object->heading = (struct calendar_heading){ 0 };
}

static void on_property(void *arg, const struct calendar_line *line)
{
	struct calendar_object *object = ((struct reader *)arg)->object;
	const char *method;

	if (calendar_line_is(line, "METHOD")) {
		method = calendar_arena_text(object->arena, line->value, line->value_length);
		object->method = method ? method : "";
	} else if (calendar_line_is(line, "X-WR-TIMEZONE")) {
		object->zone_of_times = line_text(object, line);
		calendar_heading_zone(&object->heading, line, &object->zones);
	}
}

static void on_zone(void *arg, const struct calendar_line *line)
{
	struct reader *reader = arg;
	struct calendar_object *object = reader->object;

	calendar_zones_line(&object->zones, line);
	if (!reader->zone) {
		reader->zone = calendar_arena_take(object->arena, sizeof(*reader->zone));
		if (!reader->zone)
			object->out_of_memory = true;
	}
	if (!reader->zone)
		return;
	line_keep(object, line_text(object, line), &reader->zone->lines, &reader->zone->count, &reader->zone->room);
	if (calendar_line_is(line, "TZID")) {
		reader->zone->tzid = calendar_arena_text(object->arena, line->value, line->value_length);
	} else if (calendar_line_is(line, "END") && strcasecmp(line->value, "VTIMEZONE") == 0) {
		definition_add(object, reader->zone);
		reader->zone = NULL;
	}
}

static bool on_event(void *arg, const struct calendar_line *line, size_t number)
{
	struct reader *reader = arg;
	struct calendar_object *object = reader->object;

	reader->zone = NULL; /* one without an end */
	reader->item = calendar_arena_take(object->arena, sizeof(*reader->item));
	if (reader->item)
		reader->item->event =
			calendar_event_begin(object->arena, &object->heading, (unsigned)number, line->number);
	if (reader->item && !reader->item->event)
		reader->item = NULL;
	calendar_object_add(object, reader->item);
	return reader->item != NULL;
}

static void on_event_line(void *arg, const struct calendar_line *line)
{
	struct reader *reader = arg;
	struct calendar_object *object = reader->object;
	struct calendar_item *item = reader->item;

	calendar_event_line(item->event, line, object->arena, &object->zones);
	line_keep(object, line_text(object, line), &item->lines, &item->count, &item->room);
}

/* One that is cut short says nothing that may be kept. */
static void on_event_end(void *arg, enum calendar_why why)
{
	struct reader *reader = arg;

	reader->item->gone = why != CALENDAR_WHYS;
	reader->item = NULL;
}

void calendar_object_read(struct calendar_object *object, const char *text, struct calendar_arena *arena)
{
	static const struct calendar_structure_calls calls = { .calendar = on_calendar,
		.property = on_property,
		.zone = on_zone,
		.event = on_event,
		.event_line = on_event_line,
		.event_end = on_event_end };
	struct reader reader = { .object = object };
	struct calendar_structure structure;
	size_t count = 0;

	*object = (struct calendar_object){ .arena = arena, .method = "" };
	calendar_zones_init(&object->zones, arena);
	calendar_structure_init(&structure, &calls, &reader);
	object->out_of_memory |= !calendar_structure_feed(&structure, text, strlen(text));
	calendar_structure_end(&structure);
	calendar_structure_finish(&structure);
	for (size_t i = 0; i < object->count; i++) {
		if (!object->items[i]->gone)
			object->items[count++] = object->items[i];
	}
	object->count = count;
}

struct calendar_item *calendar_object_master(const struct calendar_object *object)
{
	struct calendar_item *master = NULL;

	for (size_t i = 0; i < object->count; i++) {
		struct calendar_item *item = object->items[i];

		if (item->gone || item->event->recurrence.kind != CALENDAR_NOTHING)
			continue;
		if (!master || calendar_event_compare(item->event, master->event) > 0)
			master = item;
	}
	return master;
}

void calendar_object_borrow_zones(struct calendar_object *object, const struct calendar_object *other)
{
	for (size_t i = 0; i < other->definition_count; i++) {
		struct calendar_item_zone *zone = other->definitions[i];
		bool known = !zone->tzid;

		for (size_t k = 0; !known && k < object->definition_count; k++)
			known = object->definitions[k]->tzid && strcmp(object->definitions[k]->tzid, zone->tzid) == 0;
		if (!known)
			definition_add(object, zone);
	}
}

struct calendar_item *calendar_object_copy(struct calendar_object *object, const struct calendar_item *item)
{
	struct calendar_item *copy = calendar_arena_take(object->arena, sizeof(*copy));

	if (!copy) {
		object->out_of_memory = true;
		return NULL;
	}
	copy->event = item->event;
	for (size_t i = 0; i < item->count; i++)
		line_keep(object, item->lines[i], &copy->lines, &copy->count, &copy->room);
	return copy;
}

bool calendar_item_line_is(const char *line, const char *name)
{
	size_t length = strlen(name);

	return strncasecmp(line, name, length) == 0 && (line[length] == ':' || line[length] == ';');
}

const char *calendar_item_line(const struct calendar_item *item, const char *name)
{
	for (size_t i = 0; i < item->count; i++) {
		if (calendar_item_line_is(item->lines[i], name))
			return item->lines[i];
	}
	return NULL;
}

void calendar_object_set(struct calendar_object *object, struct calendar_item *item, const char *name, const char *line)
{
	size_t kept = 0;

	for (size_t i = 0; i < item->count; i++) {
		if (!calendar_item_line_is(item->lines[i], name)) {
			item->lines[kept++] = item->lines[i];
		} else if (line) {
			item->lines[kept++] = line;
			line = NULL;
		}
	}
	item->count = kept;
	if (line)
		line_keep(object, line, &item->lines, &item->count, &item->room);
}

/* Lines one after the other; NULL to only count. */
struct sheet {
	char *to;
	size_t length;
};

static void put(struct sheet *sheet, const char *line)
{
	size_t length = strlen(line);

	if (sheet->to) {
		memcpy(sheet->to + sheet->length, line, length);
		memcpy(sheet->to + sheet->length + length, "\r\n", 2);
	}
	sheet->length += length + 2;
}

static void object_put(const struct calendar_object *object, struct sheet *sheet)
{
	put(sheet, "BEGIN:VCALENDAR");
	put(sheet, "VERSION:2.0");
	if (object->zone_of_times)
		put(sheet, object->zone_of_times);
	for (size_t i = 0; i < object->definition_count; i++) {
		for (size_t k = 0; k < object->definitions[i]->count; k++)
			put(sheet, object->definitions[i]->lines[k]);
	}
	for (size_t i = 0; i < object->count; i++) {
		const struct calendar_item *item = object->items[i];

		if (item->gone)
			continue;
		put(sheet, "BEGIN:VEVENT");
		for (size_t k = 0; k < item->count; k++)
			put(sheet, item->lines[k]);
		put(sheet, "END:VEVENT");
	}
	put(sheet, "END:VCALENDAR");
}

const char *calendar_object_write(const struct calendar_object *object)
{
	struct sheet counted = { 0 }, sheet = { 0 };

	object_put(object, &counted);
	if (!object->out_of_memory)
		sheet.to = calendar_arena_take(object->arena, counted.length + 1);
	if (sheet.to)
		object_put(object, &sheet);
	return sheet.to;
}
