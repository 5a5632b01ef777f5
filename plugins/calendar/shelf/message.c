/* plugins/calendar/shelf: see message.h. */
#include "message.h"

#include "keep.h"

#include "ical/structure.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* As large as a calendar's zones and a year of changes; what is larger is no message that somebody sent. */
enum { TEXT_MAX = 2 * 1024 * 1024, EVENTS_MAX = 500, METHOD_MAX = 32, PIECE = 64 * 1024 };

/* Lines one after the other. */
struct sheet {
	struct calendar_arena *arena;
	char *text;
	size_t length, room;
	bool no_memory;
};

struct reader {
	struct calendar_structure structure;
	struct calendar_keep keep; /* the present event */
	struct sheet sheet;        /* what is kept so far */
	const char *uid;           /* of the first event, in the arena; NULL: none yet */
	char method[METHOD_MAX];   /* of the present VCALENDAR, … */
	char methods[METHOD_MAX];  /* … and of those before */
	size_t calendars;
	bool many_uids, many_methods, too_large, cut, no_memory;
};

static void sheet_add(struct sheet *sheet, const char *text, size_t length)
{
	size_t wanted = sheet->length + length + 2;
	char *moved;

	if (wanted > sheet->room) {
		moved = calendar_arena_take(sheet->arena, 2 * wanted);
		if (!moved) {
			sheet->no_memory = true;
			return;
		}
		memcpy(moved, sheet->text ? sheet->text : "", sheet->length);
		sheet->text = moved;
		sheet->room = 2 * wanted;
	}
	memcpy(sheet->text + sheet->length, text, length);
	sheet->text[sheet->length + length] = '\n';
	sheet->text[sheet->length + length + 1] = '\0';
	sheet->length += length + 1;
}

/* ---- what the structure says ---- */

static void text_add(struct reader *reader, const char *text, size_t length)
{
	reader->too_large |= reader->sheet.length + length > TEXT_MAX;
	if (!reader->too_large)
		sheet_add(&reader->sheet, text, length);
}

static void line_add(struct reader *reader, const char *line)
{
	text_add(reader, line, strlen(line));
}

static void calendar_end(struct reader *reader)
{
	if (reader->calendars == 0)
		return;
	line_add(reader, "END:VCALENDAR");
	if (reader->calendars == 1)
		strcpy(reader->methods, reader->method);
	reader->many_methods |= strcmp(reader->methods, reader->method) != 0;
}

static void on_calendar(void *arg)
{
	struct reader *reader = arg;

	calendar_end(reader);
	reader->calendars++;
	reader->method[0] = '\0';
	line_add(reader, "BEGIN:VCALENDAR");
}

static void on_property(void *arg, const struct calendar_line *line)
{
	struct reader *reader = arg;

	if (calendar_keep_has_property(line))
		text_add(reader, line->text, line->length);
	if (!calendar_line_is(line, "METHOD"))
		return;
	snprintf(reader->method, sizeof(reader->method), "%s", line->value);
	for (char *c = reader->method; *c; c++)
		*c = (char)toupper((unsigned char)*c);
}

static void on_zone(void *arg, const struct calendar_line *line)
{
	if (calendar_keep_has_zone_line(line))
		text_add(arg, line->text, line->length);
}

static bool on_event(void *arg, const struct calendar_line *line, size_t number)
{
	struct reader *reader = arg;

	reader->too_large |= number >= EVENTS_MAX;
	calendar_keep_begin(&reader->keep, line->number);
	return true;
}

static void on_event_line(void *arg, const struct calendar_line *line)
{
	struct reader *reader = arg;

	if (!reader->too_large || calendar_line_is(line, "UID"))
		calendar_keep_take(&reader->keep, line);
	reader->too_large |= reader->keep.arena.held > 2 * TEXT_MAX;
}

static void on_event_end(void *arg, enum calendar_why why)
{
	struct reader *reader = arg;
	size_t length;
	const char *text = calendar_keep_end(&reader->keep, &length);

	reader->cut |= why != CALENDAR_WHYS;
	if (!text) {
		reader->no_memory = true;
		return;
	}
	text_add(reader, text, length);
	if (!reader->uid)
		reader->uid = calendar_arena_print(reader->sheet.arena, "%s", reader->keep.uid);
	reader->many_uids |= strcmp(reader->uid, reader->keep.uid) != 0;
}

static bool may_be_export(const char *method)
{
	return strcmp(method, "REQUEST") == 0 || strcmp(method, "CANCEL") == 0;
}

/* Whether nothing that is still to come makes a message of it. */
static bool is_settled(const struct reader *reader)
{
	bool has_none = !*reader->method || strcmp(reader->method, "PUBLISH") == 0;

	return reader->no_memory || (reader->structure.in_event && has_none) ||
	       (reader->many_uids && may_be_export(reader->method));
}

static void spool_read(struct reader *reader, struct calendar_spool *spool)
{
	static const struct calendar_structure_calls calls = { .calendar = on_calendar,
		.property = on_property,
		.zone = on_zone,
		.event = on_event,
		.event_line = on_event_line,
		.event_end = on_event_end };
	char piece[PIECE];
	size_t length;

	calendar_structure_init(&reader->structure, &calls, reader);
	calendar_spool_rewind(spool);
	while (!is_settled(reader) && (length = calendar_spool_read(spool, piece, sizeof(piece))) > 0)
		reader->no_memory |= !calendar_structure_feed(&reader->structure, piece, length);
	calendar_structure_end(&reader->structure);
	calendar_structure_finish(&reader->structure);
	calendar_spool_rewind(spool);
	calendar_end(reader);
}

/* CALENDAR_WHYS when it may be a message. */
static enum calendar_why refused(const struct reader *reader)
{
	if (reader->no_memory || reader->sheet.no_memory)
		return CALENDAR_WHY_FILE_NO_MEMORY;
	if (reader->many_uids || reader->many_methods)
		return CALENDAR_WHY_MESSAGE_MANY;
	if (!reader->uid)
		return CALENDAR_WHY_MESSAGE_EMPTY;
	if (!*reader->uid)
		return CALENDAR_WHY_MESSAGE_NO_UID;
	if (reader->too_large)
		return CALENDAR_WHY_MESSAGE_LARGE;
	return reader->cut ? CALENDAR_WHY_MESSAGE_CUT : CALENDAR_WHYS;
}

static bool is_calendar(const struct reader *reader)
{
	return !*reader->methods || strcmp(reader->methods, "PUBLISH") == 0 ||
	       (may_be_export(reader->methods) && (reader->many_uids || !reader->uid || !*reader->uid));
}

const struct calendar_reason *calendar_message_read(
	struct calendar_spool *spool, const char *name, struct calendar_arena *arena, struct calendar_message *ret)
{
	struct reader reader = { .sheet = { .arena = arena } };
	enum calendar_why why;

	*ret = (struct calendar_message){ .method = "" };
	if (calendar_spool_is_too_large(spool) || calendar_spool_is_broken(spool))
		return NULL; /* whoever takes it in says so */
	spool_read(&reader, spool);
	calendar_keep_finish(&reader.keep);
	if (is_calendar(&reader))
		return NULL;
	why = refused(&reader);
	if (why != CALENDAR_WHYS)
		return calendar_reason_keep(arena, (struct calendar_reason){ .why = why,
							   .name = calendar_arena_print(arena, "%s", reader.methods),
							   .text = calendar_arena_print(arena, "%s", name) });
	*ret = (struct calendar_message){ .method = calendar_arena_print(arena, "%s", reader.methods),
		.uid = reader.uid,
		.text = reader.sheet.text,
		.events = reader.structure.events };
	return NULL;
}

/* ---- what is kept of it ---- */

static void calendar_add(struct sheet *sheet, const char *scope)
{
	sheet_add(sheet, scope, strlen(scope));
	sheet_add(sheet, "END:VCALENDAR", strlen("END:VCALENDAR"));
}

/* Some programs define a zone in the first VCALENDAR of a file only, so that one stands before the event's own. */
static bool event_add(
	struct sheet *sheet, struct calendar_shelf *shelf, int64_t calendar, const struct calendar_kept *kept)
{
	const char *first = calendar_shelf_scope(shelf, calendar, 0, sheet->arena);
	const char *own = calendar_shelf_scope(shelf, calendar, kept->scope, sheet->arena);

	if (!first || !own)
		return false;
	if (sheet->length == 0)
		calendar_add(sheet, first);
	sheet_add(sheet, own, strlen(own));
	sheet_add(sheet, kept->text, kept->length);
	sheet_add(sheet, "END:VCALENDAR", strlen("END:VCALENDAR"));
	return !sheet->no_memory;
}

const char *calendar_message_kept(
	struct calendar_shelf *shelf, int64_t calendar, const char *uid, struct calendar_arena *arena)
{
	struct sheet sheet = { .arena = arena };
	struct calendar_kept kept;
	bool good = calendar_shelf_walk_uid(shelf, calendar, uid);

	while (good && calendar_shelf_walk_next(shelf, &kept)) {
		if (kept.refused == CALENDAR_WHYS)
			good = event_add(&sheet, shelf, calendar, &kept);
	}
	good = good && !calendar_shelf_walk_failed(shelf);
	calendar_shelf_walk_end(shelf);
	if (!good)
		return NULL;
	return sheet.text ? sheet.text : "";
}
