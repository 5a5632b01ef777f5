/* plugins/calendar/ical: why something is not taken over. A reason is its name and what is particular; it becomes a
 * sentence only for somebody, in their language. All sentences stand in reason.def. */
#ifndef CALENDAR_REASON_H
#define CALENDAR_REASON_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

enum calendar_why {
#define REASON(id, en, nl) CALENDAR_WHY_##id,
#include "reason.def"
#undef REASON
	CALENDAR_WHYS
};

struct calendar_reason {
	enum calendar_why why;
	unsigned line;
	uint64_t count;
	/* Of these "" and NULL are none. */
	const char *name; /* of a property */
	const char *text; /* what stands there, of which the beginning is shown; or the file's name */
	const char *told; /* a sentence of somebody else's, in the reader's language already: stands for all above */
};

enum { CALENDAR_REASON_TEXT = 500 };

/** One that has nothing particular; static. */
const struct calendar_reason *calendar_reason(enum calendar_why why);

/** A copy in the arena; its texts have to live as long. Without memory it is another reason: that. */
const struct calendar_reason *calendar_reason_keep(struct calendar_arena *arena, struct calendar_reason reason);

/** A copy in the arena with all its texts. */
const struct calendar_reason *calendar_reason_copy(struct calendar_arena *arena, const struct calendar_reason *reason);

/** The sentence, without a final dot, cut to fit at a character's edge. Returns ret. */
char *calendar_reason_say(const struct calendar_reason *reason, bool dutch, char ret[CALENDAR_REASON_TEXT]);

/** Its name, for machines: "LINE_TWICE". */
const char *calendar_reason_name(enum calendar_why why);

/** The sentence as reason.def has it. */
const char *calendar_reason_template(enum calendar_why why, bool dutch);

#endif
