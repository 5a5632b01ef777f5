/* domain/ — an appointment as an iCalendar file. */
#include "daemon/domain/invitation.h"

#include <stdlib.h>

#include "proto/icalendar.h"

const char *invitation_text(const struct invitation *invitation, struct arena *arena)
{
	struct icalendar calendar = { 0 };
	const char *text;

	icalendar_begin(&calendar, &(struct icalendar_head){ .name = NULL });
	icalendar_event(
		&calendar, &(struct icalendar_event){ .uid = invitation->uid,
				   .summary = invitation->summary,
				   .description = invitation->description,
				   .organizer_name = invitation->organizer_name,
				   .organizer_email = invitation->organizer_email,
				   .start = invitation->start,
				   .end = invitation->end,
				   .created = invitation->created,
				   .changed = invitation->changed,
				   .status = invitation->cancelled ? ICALENDAR_CANCELLED : ICALENDAR_CONFIRMED,
				   .access = invitation->confidential ? ICALENDAR_CONFIDENTIAL : ICALENDAR_PUBLIC });
	icalendar_end(&calendar);
	text = arena_strdup(arena, calendar.bytes);
	free(calendar.bytes);
	return text;
}
