/* plugins/calendar/back: what is of a person in a window of time, as that person may see it.
 *
 * It is asked as the person: what they may not see yet is not there, and need not be left out. Host's thread.
 */
#ifndef CALENDAR_BACK_VIEW_H
#define CALENDAR_BACK_VIEW_H

#include <ridealong/sdk.h>

#include "ridealong/v1/action_point.pb-c.h"
#include "ridealong/v1/person.pb-c.h"
#include "ridealong/v1/session.pb-c.h"

enum { CALENDAR_VIEW_DAYS_BACK = 60, CALENDAR_VIEW_DAYS_AHEAD = 400 };

struct calendar_view {
	const Person *person;
	const Session *const *sessions; /* by start */
	size_t session_count;
	const ActionPoint *const *points; /* their own that are open, by due date */
	size_t point_count;
};

/** Asks for it. `done` comes exactly once, later: with a view that is valid within it, or NULL and why not. */
void calendar_view_ask(const struct sdk *sdk, const char *person,
	void (*done)(void *arg, const struct ridealong_reply *end, const struct calendar_view *view), void *arg);

#endif
