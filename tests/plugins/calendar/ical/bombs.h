/* Calendars made to keep us busy, bombs.def: each is to be answered within two seconds of CPU and 128 MiB, and what is
 * too much in it refused with a reason. */
#ifndef CALENDAR_BOMBS_H
#define CALENDAR_BOMBS_H

#include "ical/source.h"

#include <stdbool.h>
#include <stddef.h>

enum { CALENDAR_BOMB_PARTS = 8, CALENDAR_BOMB_FULL = 100000000 };

struct calendar_bomb_part {
	const char *text; /* # is a number that rises */
	unsigned times;   /* CALENDAR_BOMB_FULL: until the file is as large as may be */
};

struct calendar_bomb {
	const char *name;
	const char *refused; /* what it says of an event, or NULL: nothing is refused */
	struct calendar_bomb_part parts[CALENDAR_BOMB_PARTS];
};

/** Has each bomb answered in a process of its own, so that its memory can be told. answer() says whether it was refused
 *  what is to be refused, and nothing else where nothing is. */
void calendar_bombs_assert(bool (*answer)(const struct calendar_bomb *bomb, const char *text, size_t length));

/** Is this the refusal that the bomb is to have, of an event that has a name? */
bool calendar_bomb_is_refused(const struct calendar_bomb *bomb, const struct calendar_refusal *refusal);

#endif
