/* plugins/calendar/ical: occurrences written as a person or a test reads them.
 *
 * An instant is 2026-03-02T08:00:00Z, a floating local time 2026-03-02T08:00:00, a whole day 2026-03-02 with the day
 * after it as its end.
 */
#ifndef CALENDAR_CHECK_H
#define CALENDAR_CHECK_H

#include "civil.h"
#include "series.h"

struct calendar_check_row {
	const char *uid;
	char start[CALENDAR_CIVIL_TEXT_MAX];
	char end[CALENDAR_CIVIL_TEXT_MAX];
	const char *summary;
	const char *status;
};

void calendar_check_row(const struct calendar_occurrence *occurrence, struct calendar_check_row *ret);

/** The row of a series that has no occurrence in the window: its start is "-". */
void calendar_check_empty_row(const char *uid, struct calendar_check_row *ret);

#endif
