/* plugins/calendar/meetings: series that were moved as a whole.
 *
 * When somebody moves a weekly series from Tuesday 9:00 to Wednesday 10:00, its DTSTART changes, and with it every
 * RECURRENCE-ID: what is known vanishes, and what comes is new. An occurrence that is new is taken for one that
 * vanished
 *
 *   1. when nothing of the series is what it was, it begins within the window before and after, and all that are there
 *      before and after have moved by the same distance (but for an hour, when clocks change): first for first, second
 *      for second;
 *   2. else, when each of the two is the other's nearest, with no second as near, they are less than half as far from
 *      each other as any two of the series, old or new, and, where those are a week apart or more, they are in the same
 *      week. So is one that is written as an exception and a date of its own.
 *
 * Whatever could be two is not guessed at: it is new, and the other is cancelled.
 */
#ifndef CALENDAR_MOVE_H
#define CALENDAR_MOVE_H

#include "known.h"

#include "shelf/reading.h"

struct calendar_move {
	const struct calendar_occurrence *occurrence;
	struct calendar_known_meeting *former;
};

struct calendar_moves {
	struct calendar_arena arena; /* all below */
	struct calendar_move *list;  /* in the order of the occurrences */
	size_t count;
};

/** Finds the moves of a series; both sides of one count as seen, and so does every occurrence of it that is known.
 *  Forgets those of the series before. False without memory. */
bool calendar_moves_find(struct calendar_moves *moves, struct calendar_known *known,
	const struct calendar_series_read *series, struct calendar_window window);

/** What an occurrence of that series was until now; NULL when it is new. */
struct calendar_known_meeting *calendar_moves_former(
	const struct calendar_moves *moves, const struct calendar_occurrence *occurrence);

void calendar_moves_finish(struct calendar_moves *moves);

#endif
