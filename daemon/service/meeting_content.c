/* service/ — what a meeting consists of. */
#include "daemon/service/meeting_content.h"

#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/service/check.h"
#include "daemon/service/refuse.h"
#include "daemon/store/meeting.h"

#define MOST_ATTENDEES 500

void service_meeting_normalize(Meeting *meeting)
{
	if (meeting->state == MEETING_STATE_UNSPECIFIED)
		meeting->state = MEETING_STATE_SCHEDULED;
	if (!meeting->confidential)
		return;
	meeting->title = meeting->customer = meeting->place = (char *)protobuf_c_empty_string;
	meeting->n_attendees = 0;
	meeting->attendees = NULL;
	meeting->online = false;
}

static enum status check_times(struct call *call, const Meeting *meeting)
{
	int64_t start, end;
	enum status st;

	st = service_check_time(call, "start_time", meeting->start_time, &start);
	if (st == STATUS_OK)
		st = service_check_time(call, "end_time", meeting->end_time, &end);
	if (st != STATUS_OK)
		return st;
	if (end <= start)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "TIME_ORDER", "end_time",
			"end_time must be after start_time", "end_time moet na start_time liggen");
	if (end - start > STORE_MEETING_LONGEST)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "TOO_LONG", "end_time",
			"end_time is more than a year after start_time",
			"end_time ligt meer dan een jaar na start_time");
	return STATUS_OK;
}

/* Addresses of attendees come from other people's calendars: they are kept as they are, whatever they look like. */
static enum status check_attendees(struct call *call, const Meeting *meeting)
{
	enum status st = service_check_count(call, "attendees", meeting->n_attendees, MOST_ATTENDEES);

	for (size_t i = 0; i < meeting->n_attendees && st == STATUS_OK; i++) {
		st = service_check_size(call, "attendees.email", meeting->attendees[i]->email, CHECK_TITLE);
		if (st == STATUS_OK)
			st = service_check_size(
				call, "attendees.display_name", meeting->attendees[i]->display_name, CHECK_TITLE);
	}
	return st;
}

static enum status check_texts(struct call *call, const Meeting *meeting)
{
	enum status st;

	st = service_check_size(call, "title", meeting->title, CHECK_TITLE);
	if (st == STATUS_OK)
		st = service_check_size(call, "customer", meeting->customer, CHECK_TITLE);
	if (st == STATUS_OK)
		st = service_check_size(call, "place", meeting->place, CHECK_TITLE);
	if (st == STATUS_OK && meeting->time_zone[0] != '\0')
		st = service_check_zone(call, "time_zone", meeting->time_zone);
	return st;
}

enum status service_meeting_check(struct call *call, const Meeting *meeting)
{
	enum status st;

	if (meeting->state != MEETING_STATE_SCHEDULED && meeting->state != MEETING_STATE_CANCELLED)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "STATE", "state", "state is none of a meeting",
			"state is geen toestand van een afspraak");
	st = check_times(call, meeting);
	if (st == STATUS_OK)
		st = check_texts(call, meeting);
	return st == STATUS_OK ? check_attendees(call, meeting) : st;
}

/* What counts as content, as bytes. */
static ProtobufCBinaryData content_of(struct call *call, const Meeting *meeting)
{
	Meeting content = *meeting;
	ProtobufCBinaryData packed;

	content.name = content.owner = content.calendar = content.uid = content.recurrence_id = content.etag =
		content.merged_into = (char *)protobuf_c_empty_string;
	content.create_time = content.update_time = NULL;
	content.state = MEETING_STATE_UNSPECIFIED;
	/* Through µs, as they are stored: finer fractions are no change. */
	content.start_time = instant_new(call->arena, instant_us(meeting->start_time));
	content.end_time = instant_new(call->arena, instant_us(meeting->end_time));
	packed.len = meeting__get_packed_size(&content);
	packed.data = arena_alloc(call->arena, packed.len);
	meeting__pack(&content, packed.data);
	return packed;
}

MeetingChange service_meeting_compare(struct call *call, const Meeting *before, const Meeting *after)
{
	ProtobufCBinaryData old = content_of(call, before), new = content_of(call, after);
	bool same = old.len == new.len &&memcmp(old.data, new.data, old.len) == 0;

	if (before->state != MEETING_STATE_CANCELLED && after->state == MEETING_STATE_CANCELLED)
		return MEETING_CHANGE_CANCELLED;
	if (same && before->state == after->state)
		return MEETING_CHANGE_UNCHANGED;
	if (after->state == MEETING_STATE_SCHEDULED &&
		(instant_us(before->start_time) != instant_us(after->start_time) ||
			instant_us(before->end_time) != instant_us(after->end_time)))
		return MEETING_CHANGE_MOVED;
	return MEETING_CHANGE_UPDATED;
}
