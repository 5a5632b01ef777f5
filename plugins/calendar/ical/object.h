/* plugins/calendar/ical: the VEVENTs of one UID as lines that can be changed and written again, beside what they mean.
 *
 * All of it lives in an arena. Lines are unfolded, without their line end. */
#ifndef CALENDAR_OBJECT_H
#define CALENDAR_OBJECT_H

#include "event.h"

struct calendar_item {
	struct calendar_event *event; /* as read; later changes of lines are not seen in it */
	const char **lines;           /* between BEGIN and END */
	size_t count, room;
	bool gone; /* not written */
};

/** A VTIMEZONE, verbatim. */
struct calendar_item_zone {
	const char *tzid;
	const char **lines; /* with BEGIN and END */
	size_t count, room;
};

struct calendar_object {
	struct calendar_arena *arena;
	struct calendar_zones zones;
	struct calendar_heading heading;
	const char *method;        /* "" when there is none */
	const char *zone_of_times; /* the line X-WR-TIMEZONE, or NULL */
	struct calendar_item **items;
	size_t count, room;
	struct calendar_item_zone **definitions;
	size_t definition_count, definition_room;
	bool out_of_memory;
};

/** Reads a text; what is none leaves the object empty. */
void calendar_object_read(struct calendar_object *object, const char *text, struct calendar_arena *arena);

/** The item without RECURRENCE-ID that counts, or NULL. */
struct calendar_item *calendar_object_master(const struct calendar_object *object);

/** Puts an item, perhaps of another object, among the object's. */
void calendar_object_add(struct calendar_object *object, struct calendar_item *item);

/** Takes over the definitions of zones that the object does not have itself. */
void calendar_object_borrow_zones(struct calendar_object *object, const struct calendar_object *other);

/** A new item of the lines of another, to be changed. */
struct calendar_item *calendar_object_copy(struct calendar_object *object, const struct calendar_item *item);

/** Is this line the property of that name? */
bool calendar_item_line_is(const char *line, const char *name);

/** The first line of that property, or NULL. */
const char *calendar_item_line(const struct calendar_item *item, const char *name);

/** Puts a line in the place of all others of its property; NULL only takes those away. */
void calendar_object_set(
	struct calendar_object *object, struct calendar_item *item, const char *name, const char *line);

/** The text of what is not gone: one VCALENDAR without METHOD. NULL without memory. */
const char *calendar_object_write(const struct calendar_object *object);

#endif
