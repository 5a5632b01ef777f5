/* plugins/calendar/ical: zones of the tz database, as the system has them (RFC 8536).
 *
 * The files are read directly because libical 3.0.16 turns them into recurrence rules on the way, and guesses some of
 * these wrong: Asia/Jerusalem in 2016, Asia/Tehran in 2019, Pacific/Easter in 2022 and 50 more come out an hour off.
 */
#ifndef CALENDAR_TZFILE_H
#define CALENDAR_TZFILE_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** From this moment on, the offset is that. */
struct calendar_onset {
	int64_t at; /* seconds of UTC */
	int after;  /* seconds east of UTC */
};

struct calendar_onsets {
	struct calendar_onset *list; /* rising */
	size_t count;
	size_t room;
	int first; /* the offset before the first of them */
};

/** Where the system has the database. */
#define CALENDAR_TZFILE_FOLDER "/usr/share/zoneinfo"

/** Reads the zone of that name from the database in that folder, with what its rule for the future says until the year
 *  2200. False when there is no such zone, or its file makes no sense. The list lives in the arena. */
bool calendar_tzfile_read(
	const char *folder, const char *name, struct calendar_arena *arena, struct calendar_onsets *ret);

/** Appends one. False without memory. */
bool calendar_onsets_add(struct calendar_onsets *onsets, struct calendar_arena *arena, int64_t at, int after);

#endif
