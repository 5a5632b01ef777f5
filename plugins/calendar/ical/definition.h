/* plugins/calendar/ical: what a file itself says of a time zone: its VTIMEZONE (RFC 5545 section 3.6.5). */
#ifndef CALENDAR_DEFINITION_H
#define CALENDAR_DEFINITION_H

#include "arena.h"
#include "line.h"
#include "tzfile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar_definition {
	const char *tzid; /* NULL until its line has come */
	struct calendar_observance *observances;
	size_t count, room;
	bool broken; /* something in it is not understood, or is too much */
};

/** Takes a line between BEGIN:VTIMEZONE and END:VTIMEZONE; what is kept of it lives in the arena. */
void calendar_definition_line(
	struct calendar_definition *definition, const struct calendar_line *line, struct calendar_arena *arena);

/** Works out its table. False when it makes no sense, or takes more than *work steps; what is spent is taken off. */
bool calendar_definition_expand(const struct calendar_definition *definition, int64_t *work,
	struct calendar_arena *arena, struct calendar_onsets *ret);

#endif
