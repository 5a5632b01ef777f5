/* plugins/calendar/meetings: what the shelf remembers of the last sync of a calendar, so that one of which nothing has
 * changed is answered without looking. Host's thread; false when the shelf failed.
 */
#ifndef CALENDAR_RECORD_H
#define CALENDAR_RECORD_H

#include "meeting.h"
#include "sync.h"

/** By what the daemon is to know the meetings of a calendar again: all that they are made from. What it holds, whose it
 * is, the window, and how we read. */
void calendar_record_mark(struct calendar_shelf *shelf, int64_t calendar, const struct calendar_owner *owner,
	struct calendar_window window, char ret[CALENDAR_DIGEST_TEXT]);

/** A file was taken in, of so many events; cut: not all of it. */
bool calendar_record_file(struct calendar_shelf *shelf, int64_t calendar, const struct calendar_spool *spool,
	const char *method, size_t events, bool cut);
/** Is this the file that was taken in last? */
bool calendar_record_is_file(struct calendar_shelf *shelf, int64_t calendar, const struct calendar_spool *spool);
/** Have messages changed what came of that file since? */
bool calendar_record_is_changed(struct calendar_shelf *shelf, int64_t calendar);

/** The meetings are in line, as the result and its refusals say. is_released: what the brake held is held no more. */
bool calendar_record_result(struct calendar_shelf *shelf, int64_t calendar, int64_t now_us, bool is_released,
	const char *mark, const struct calendar_sync_result *result);
/** Whether that was so under this mark. */
bool calendar_record_has_mark(struct calendar_shelf *shelf, int64_t calendar, const char *mark);
/** They still are: the same counts and refusals as then, in the arena. */
bool calendar_record_again(struct calendar_shelf *shelf, int64_t calendar, int64_t now_us, bool is_released,
	struct calendar_arena *arena, struct calendar_sync_result *result, struct calendar_refusals *refusals);
/** How many events it holds. */
int64_t calendar_record_events(struct calendar_shelf *shelf, int64_t calendar);

#endif
