/* domain/ — quick lines: one grammar for stdin, mail, paper and phone, English and Dutch at once.
 *
 *	" heard or seen      + worked         - moment > first step     ! action point @fri     ? promise @tue
 *	=1 yes =2 partly     ^n (help given)  anything else: the writer's experience
 *	+ asked first =2     what is heard, worked or a tip, ends in the number of the intention it is about
 *	=a1 yes, a line      what was seen of the first action point from before
 *	!1 done   !1 @fri   !1 drop reason    what becomes of it
 *	! action @fri #training #asking       how it teaches (experience, coaching, training);
 *	                                      any other tag: the skill
 *
 * What is not understood is kept as text with a problem in words; nothing is dropped. Pure; any thread. */
#ifndef RIDEALONG_DOMAIN_QUICK_LINE_H
#define RIDEALONG_DOMAIN_QUICK_LINE_H

#include <ridealong/v1/debrief.pb-c.h>
#include <stdbool.h>

#include "daemon/base/arena.h"
#include "daemon/domain/quick_answer.h"
#include "ridealong/v1/action_point.pb-c.h"

enum quick_kind {
	QUICK_HEARD,
	QUICK_WORKED,
	QUICK_TIP,
	QUICK_HELP,
	QUICK_ACTION,
	QUICK_PROMISE,
	QUICK_OUTCOME,
	QUICK_SIGHTING, /* what was seen of an action point from before */
	QUICK_POINT,    /* what becomes of one: done, another date, dropped */
	QUICK_EXPERIENCE,
	QUICK_TEXT, /* kept as it was written */
};

/** One thing that was said. A line may say several: "=1 yes =2 no", "^n ^t". Texts are never NULL. */
struct quick_entry {
	enum quick_kind kind;
	size_t row;            /* of struct quick_lines' rows */
	const char *text;      /* without signs and date; of a tip, the moment */
	const char *next_step; /* of a tip: the first step; may be empty */
	const char *due;       /* of an action point or promise: "2026-05-15"; empty: before the next session */
	int number; /* which intention, 1 to 9: of an outcome, or of what ends in "=2", 0 for none; of a sighting or
		       what becomes of an action point: which one, 1 to 99; whether it exists is the caller's to say */
	Outcome outcome;       /* of an outcome or a sighting */
	enum quick_verb verb;  /* of what becomes of an action point: DONE, EXTEND or DROP; the text is the reason */
	int days;              /* with EXTEND: so many days more, and `due` is empty; else 0 */
	LearningKind learning; /* of an action point or promise; may be UNSPECIFIED */
	const char *skill;     /* of an action point or promise; may be empty */
	ObservationKind observation; /* what it is as an observation; UNSPECIFIED for what is none */
	bool as_text;        /* nothing could come of it, and its words stay as text; whoever keeps it says so */
	bool own_view;       /* of an outcome: the coachee's own beside the coach's; whoever keeps it says so */
	const char *problem; /* what was not understood, in the locale; empty when all was */
};

struct quick_lines {
	char **rows; /* the lines that were not blank, trimmed, quoted mail and signature cut */
	size_t n_rows;
	struct quick_entry *entries; /* in their order */
	size_t n_entries;
};

/** Reads lines. `today` is the writer's local day (day.h), from which "@fri" counts. All in the arena. */
struct quick_lines quick_lines_read(const char *text, int today, const char *locale, struct arena *arena);

/* ---- what they were taken for (quick_meaning.c) ---- */

/** What an entry was taken for, in words: "worked", "intention 2: partly", "action point, by Friday 15 May". */
const char *quick_entry_meaning(const struct quick_entry *entry, const char *locale, struct arena *arena);

/** A LineResult a row, with its entries' meanings and problems: *ret_count of them. */
LineResult **quick_lines_results(
	const struct quick_lines *lines, const char *locale, struct arena *arena, size_t *ret_count);

#endif
