/* plugins/calendar/calls: events that were not taken over, as the contract lists them. */
#ifndef CALENDAR_REFUSED_H
#define CALENDAR_REFUSED_H

#include "ical/source.h"

#include "ridealong/v1/calendar.pb-c.h"

enum { CALENDAR_REFUSED_LISTED = 100 };

struct calendar_refused_page {
	RefusedEvent events[CALENDAR_REFUSED_LISTED], *list[CALENDAR_REFUSED_LISTED];
	char texts[CALENDAR_REFUSED_LISTED][CALENDAR_REASON_TEXT];
};

/** Fills list with the first of them, in the caller's language, and says how many; UIDs stay where they are. */
size_t calendar_refused_fill(const struct calendar_refusals *refusals, bool dutch, struct calendar_refused_page *ret);

#endif
