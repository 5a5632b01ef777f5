/* store/ — for whom a list or a row is read: every query of a noun has the viewer's predicate in its SQL. */
#ifndef RIDEALONG_STORE_VIEWER_H
#define RIDEALONG_STORE_VIEWER_H

#include <stdbool.h>

/** Plain value; strings as long as the call. */
struct store_viewer {
	bool all;           /* administrators, and plugins and programs by scope: no predicate */
	bool hidden;        /* with `all`: also unrevealed sessions, but never those of which `person` is the coachee */
	const char *person; /* "people/ID"; "" when the viewer is no person */
	const char *today;  /* "2026-03-02" in the person's zone: coaching relations are those of this day */
};

#endif
