/* domain/ — an appointment as an iCalendar file. */
#include "daemon/domain/invitation.h"

#include <stdlib.h>

#include "proto/icalendar.h"

const char *invitation_method(const struct invitation *invitation)
{
	if (invitation->inviter_email == NULL)
		return "PUBLISH";
	return invitation->cancelled ? "CANCEL" : "REQUEST";
}

const char *invitation_text(const struct invitation *invitation, struct arena *arena)
{
	const struct icalendar_attendee two[] = { { invitation->names[0], invitation->emails[0] },
		{ invitation->names[1], invitation->emails[1] } };
	const bool invites = invitation->inviter_email != NULL;
	struct icalendar calendar = { 0 };
	const char *text;

	icalendar_begin(&calendar, &(struct icalendar_head){ .method = invitation_method(invitation) });
	icalendar_event(
		&calendar, &(struct icalendar_event){ .uid = invitation->uid,
				   .summary = invitation->summary,
				   .description = invitation->description,
				   .organizer_name = invites ? invitation->inviter_name : invitation->organizer_name,
				   .organizer_email = invites ? invitation->inviter_email : invitation->organizer_email,
				   .attendees = two,
				   .n_attendees = invites ? 2 : 0,
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
