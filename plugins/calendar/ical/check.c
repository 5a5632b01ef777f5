/* plugins/calendar/ical: see check.h. */
#include "check.h"

#include <string.h>

static void time_write(enum calendar_kind kind, int64_t time_us, char text[CALENDAR_CIVIL_TEXT_MAX])
{
	int64_t seconds = time_us / 1000000;

	if (kind == CALENDAR_DATE) {
		calendar_civil_write_date(calendar_civil_wall_day(seconds), text);
		return;
	}
	calendar_civil_write_time(seconds, text);
	if (kind != CALENDAR_FLOATING)
		strcat(text, "Z");
}

void calendar_check_row(const struct calendar_occurrence *occurrence, struct calendar_check_row *ret)
{
	ret->uid = occurrence->event->uid;
	ret->summary = occurrence->event->summary;
	ret->status = occurrence->event->status;
	time_write(occurrence->kind, occurrence->start, ret->start);
	time_write(occurrence->kind, occurrence->end, ret->end);
}

void calendar_check_empty_row(const char *uid, struct calendar_check_row *ret)
{
	*ret = (struct calendar_check_row){ .uid = uid, .start = "-", .end = "-", .summary = "", .status = "" };
}
