/* plugins/calendar/meetings: the meetings that the daemon has of a calendar, small enough to know a million of them: of
 * each its identity, when it begins, and a digest of its content. Texts are known by keyed hashes alone.
 */
#ifndef CALENDAR_KNOWN_H
#define CALENDAR_KNOWN_H

#include "ical/arena.h"

#include "ridealong/v1/meeting.pb-c.h"

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct calendar_known_meeting {
	uint64_t uid;
	int64_t occurrence;  /* by RECURRENCE-ID */
	uint64_t content;    /* of all that a calendar says, but for whether it is cancelled */
	int64_t start_flags; /* its start in seconds, and below: */
};

enum calendar_known_flag {
	CALENDAR_KNOWN_SEEN = 1,      /* the calendar says something of it */
	CALENDAR_KNOWN_CANCELLED = 2, /* so it is with the daemon; */
	CALENDAR_KNOWN_MERGED = 4     /* so, too */
};

enum { CALENDAR_RECURRENCE_TEXT = 40 };

struct calendar_known {
	unsigned char key[crypto_shorthash_KEYBYTES];
	struct calendar_known_meeting *list; /* own */
	size_t count, room;
	uint8_t *packed; /* own: where content is digested */
	size_t packed_room;
};

void calendar_known_init(struct calendar_known *known);
void calendar_known_finish(struct calendar_known *known);

/** Adds a meeting as the daemon has it. False without memory. */
bool calendar_known_add(struct calendar_known *known, const Meeting *meeting);
/** After the last one: from here on they can be found. */
void calendar_known_sort(struct calendar_known *known);

/** All has been seen, or nothing yet. */
void calendar_known_see(struct calendar_known *known, bool seen);

/** The meeting of that identity, or NULL. */
struct calendar_known_meeting *calendar_known_find(
	struct calendar_known *known, const char *uid, const char *recurrence_id);
/** The first one of that UID, or NULL; the others follow up to *ret_count in all, by occurrence. */
struct calendar_known_meeting *calendar_known_series(struct calendar_known *known, const char *uid, size_t *ret_count);

/** Where an occurrence stands in its series: seconds, by its RECURRENCE-ID, else by its start. */
int64_t calendar_known_place(const struct calendar_known_meeting *meeting);
int64_t calendar_known_place_of(const struct calendar_known *known, const char *recurrence_id, int64_t start);
/** Its RECURRENCE-ID; false when it is none that we write. */
bool calendar_known_recurrence_id(const struct calendar_known_meeting *meeting, char ret[CALENDAR_RECURRENCE_TEXT]);

/** Does the meeting say what is known? Whether it is cancelled counts, too. */
bool calendar_known_is_same(
	struct calendar_known *known, const struct calendar_known_meeting *meeting, const Meeting *said);

static inline bool calendar_known_is(const struct calendar_known_meeting *meeting, enum calendar_known_flag flag)
{
	return (meeting->start_flags & flag) != 0;
}

/** Seconds. */
static inline int64_t calendar_known_start(const struct calendar_known_meeting *meeting)
{
	return (meeting->start_flags - (meeting->start_flags & 7)) / 8;
}

#endif
