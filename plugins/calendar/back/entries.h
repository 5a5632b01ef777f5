/* plugins/calendar/back: a person's sessions and action points as entries of a calendar. Pure: the same view gives the
 * same entries.
 *
 * Of each session that takes place: itself, the debrief after it, and the ways there and back where they take the
 * person's time. Of each open action point its day. What was skipped or cancelled has no entry any more.
 */
#ifndef CALENDAR_BACK_ENTRIES_H
#define CALENDAR_BACK_ENTRIES_H

#include "back/view.h"
#include "ical/arena.h"

#include "proto/icalendar.h"

struct calendar_entries {
	struct calendar_arena arena;
	struct icalendar_event *list; /* by begin of their sessions, action points last */
	size_t count, room;
};

/** Fills it from zero; its texts live in it and in the view. False when there is no memory left. */
bool calendar_entries_make(struct calendar_entries *entries, const struct calendar_view *view);
/** Only what the person does as a coach, and nothing that is not announced: for a calendar that others may read. */
bool calendar_entries_make_coach(struct calendar_entries *entries, const struct calendar_view *view);
void calendar_entries_free(struct calendar_entries *entries);

/** Whether the coachee does not know of it yet. */
bool calendar_entries_hidden(const Session *session);

/** All of it as one feed, the caller's to free. */
struct icalendar calendar_entries_feed(const struct calendar_entries *entries, const Person *person);

#endif
