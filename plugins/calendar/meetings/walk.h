/* plugins/calendar/meetings: what a calendar on the shelf says, beside what is known of it: the walk through its series
 * that finds the differences, and what is known that it says nothing of any more. Host's thread; within a turn.
 */
#ifndef CALENDAR_WALK_H
#define CALENDAR_WALK_H

#include "inside.h"
#include "known.h"
#include "meeting.h"
#include "move.h"

#include "shelf/intake.h"
#include "shelf/reading.h"

enum calendar_walk_step {
	CALENDAR_WALK_ON,        /* take(): the next one */
	CALENDAR_WALK_WAIT,      /* take(): not before calendar_walk_on() is called again */
	CALENDAR_WALK_LATER,     /* the stretch has lasted long enough */
	CALENDAR_WALK_CAUGHT_UP, /* nothing more is ready of what is taken in */
	CALENDAR_WALK_OVER,
	CALENDAR_WALK_BROKEN, /* the shelf failed */
	CALENDAR_WALK_NO_MEMORY
};

/** Embedded in what it is for. */
struct calendar_walk {
	struct calendar_shelf *shelf;
	int64_t calendar;
	const struct calendar_limits *limits;
	const struct calendar_owner *owner;
	int64_t now_us;
	struct calendar_window window;
	bool is_whole;     /* what is absent is gone, … */
	bool is_partial;   /* … or only what is absent of a series that is there */
	const char *about; /* a UID: of its series that goes for all calendars; or NULL */
	/** A meeting that is to be as it says. former: the RECURRENCE-ID by which it was known until now, or NULL. ON,
	 * WAIT or NO_MEMORY. */
	enum calendar_walk_step (*take)(void *arg, const Meeting *meeting, unsigned line, const char *former);
	void (*refuse)(void *arg, const char *uid, unsigned line, const struct calendar_reason *reason);
	void *arg;

	struct calendar_known known;
	int unchanged, outside;             /* counted in walks that do not only look */
	int about_unchanged, about_outside; /* of those, of the UID above */

	struct calendar_intake *intake; /* what is ready of it is walked; NULL: all is on the shelf */
	struct calendar_reading *reading;
	const struct calendar_series_read *series;  /* the present one, … */
	size_t at;                                  /* … and which of its occurrences comes next */
	const struct calendar_event *lasts_nothing; /* the last one refused for it: a series is listed once */
	bool looking;                               /* nothing is taken, refused or counted */
	struct calendar_arena made;                 /* the present meeting */
	struct calendar_moves moves;                /* of the present series */
};

void calendar_walk_init(struct calendar_walk *walk);
void calendar_walk_finish(struct calendar_walk *walk);

/** Begins a walk, with all above the first blank line set, and what is known in order. False when the shelf failed. */
bool calendar_walk_begin(struct calendar_walk *walk, bool looking);
/** Begins one beside an intake that follows a survey, when nothing is known: it catches up with what is ready, after
 *  each piece and at the end, and is then ended. */
void calendar_walk_follow(struct calendar_walk *walk, struct calendar_intake *intake);
/** Walks on: LATER, WAIT, CAUGHT_UP, or one of the ends. */
enum calendar_walk_step calendar_walk_on(struct calendar_walk *walk, const struct calendar_stretch *stretch);
/** Ends it before its end. */
void calendar_walk_end(struct calendar_walk *walk);

/** After a walk: is a known meeting that has not begun in the calendar no more? */
bool calendar_walk_is_vanished(const struct calendar_walk *walk, const struct calendar_known_meeting *known);
/** How many meetings are coming, and how many of those have vanished. meant: those of the UID of a message count as
 * well. */
void calendar_walk_count(struct calendar_walk *walk, bool meant, size_t *ret_vanished, size_t *ret_coming);

#endif
