/* plugins/calendar/ical: from bytes to the parts of a calendar file: its VCALENDARs, their properties and zones, its
 * VEVENTs, and the lines of each. What lies deeper, or beside them, is passed over. Keeps nothing.
 */
#ifndef CALENDAR_STRUCTURE_H
#define CALENDAR_STRUCTURE_H

#include "line.h"
#include "reason.h"

/** What comes out, in the order of the file, on the thread that feeds. None is NULL. */
struct calendar_structure_calls {
	void (*calendar)(void *arg); /* a VCALENDAR begins */
	void (*property)(void *arg, const struct calendar_line *line);
	void (*zone)(void *arg, const struct calendar_line *line); /* from BEGIN:VTIMEZONE to its END */
	/** A VEVENT begins; false: its lines are not wanted, and event_end does not come. */
	bool (*event)(void *arg, const struct calendar_line *line, size_t number);
	void (*event_line)(void *arg, const struct calendar_line *line);
	/** It ends; CALENDAR_WHYS as it should, or why not. */
	void (*event_end)(void *arg, enum calendar_why why);
};

struct calendar_structure {
	const struct calendar_structure_calls *calls;
	void *arg;
	struct calendar_lines lines;
	bool in_calendar, in_zone, in_event;
	unsigned nested;     /* components below the event, or others in the calendar, that are passed over */
	bool seen_calendar;  /* there was a VCALENDAR */
	unsigned first_line; /* the first line of the file that says anything; 0: none */
	size_t events;       /* VEVENTs so far */
	bool cut_short;      /* after the end: the file stops before what it began is over */
};

void calendar_structure_init(
	struct calendar_structure *structure, const struct calendar_structure_calls *calls, void *arg);
/** False without memory; nothing more is read then. */
bool calendar_structure_feed(struct calendar_structure *structure, const void *bytes, size_t length);
/** What has come goes out as a line; an event that is still open has no end. What comes next began on that line of its
 *  file, and its event was that many-th there (from 0). */
void calendar_structure_jump(struct calendar_structure *structure, unsigned line, size_t number);
/** The file's end. */
void calendar_structure_end(struct calendar_structure *structure);
/** Gives back what it holds; whether it came to its end or not. */
void calendar_structure_finish(struct calendar_structure *structure);

/** Is it no calendar? CALENDAR_WHYS, or why it is none. After the end. */
enum calendar_why calendar_structure_fault(const struct calendar_structure *structure);

#endif
