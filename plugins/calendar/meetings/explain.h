/* plugins/calendar/meetings: what was read of one UID, and why it is a meeting, or is none.
 *
 * An explanation is a list of facts: reasons (ical/reason.h), which become sentences in the reader's language, in the
 * order in which a person would tell them: what comes of it and why, what stands in the calendar, when that is, who and
 * where. Pure.
 */
#ifndef CALENDAR_EXPLAIN_H
#define CALENDAR_EXPLAIN_H

#include "ical/source.h"
#include "meeting.h"

/** Somebody whom the owner coaches, or who coaches them. */
struct calendar_partner {
	const char *name;
	const char *const *addresses;
	size_t address_count;
	bool is_coach;
};

struct calendar_partners {
	const struct calendar_partner *list;
	size_t count;
};

struct calendar_explanation {
	const struct calendar_reason **facts;
	size_t count, room;
	const struct calendar_occurrence **occurrences; /* in the window, in rising order; they live with the source */
	size_t occurrence_count;
	bool is_meeting; /* some occurrence of it is a meeting that takes place */
};

/** Explains the events of that UID in an ended source, for its owner. Lives in the arena, and no longer than the
 * source's next expansion. False when the source has no event of that UID. */
bool calendar_explain(struct calendar_source *source, const char *uid, struct calendar_window window,
	const struct calendar_owner *owner, const struct calendar_partners *partners, struct calendar_arena *arena,
	struct calendar_explanation *ret);

#endif
