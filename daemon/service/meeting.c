/* service/ — Meetings. Nothing a method answers here depends on sessions: whether somebody plans to come along must not
 * show in a meeting. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/event.h"
#include "daemon/service/meeting_content.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/viewer.h"
#include "daemon/store/coaching.h"
#include "daemon/store/meeting.h"

#define RPC_SERVICE Meetings_Service

#define MOST_IN_BATCH 500

static const char *state_name(MeetingState state)
{
	return protobuf_c_enum_descriptor_get_value(&meeting_state__descriptor, (int)state)->name;
}

/* Carries sessions along with a meeting that was moved or cancelled. */
static enum status carry_sessions(struct call *call, MeetingChange change, const Meeting *meeting)
{
	if (change == MEETING_CHANGE_MOVED)
		return service_session_meeting_moved(call, meeting);
	if (change == MEETING_CHANGE_CANCELLED)
		return service_session_meeting_cancelled(call, meeting);
	return STATUS_OK;
}

/* The owner's coach of today hears of it, too; the one who has coached them longest when there are more. */
static enum status tell(struct call *call, const char *type, const Meeting *meeting, MeetingState before)
{
	const struct store_viewer *viewer;
	Coaching **coachings;
	size_t count;
	enum status st;

	st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_coaching_of(
			call->conn, meeting->owner, viewer->today, call->arena, &coachings, &count, &call->error);
	if (st != STATUS_OK)
		return st;
	return service_event_append(call, type, meeting->name,
		before == MEETING_STATE_UNSPECIFIED ? NULL : state_name(before), state_name(meeting->state),
		meeting->owner, count > 0 ? coachings[0]->coach : NULL);
}

RPC_METHOD(create_meeting, CreateMeetingRequest, Meeting)
(struct call *call, const CreateMeetingRequest *in, Meeting **ret)
{
	const char *owner_name;
	Meeting *meeting;
	Person *owner;
	enum status st;

	if (in->meeting == NULL)
		return service_refuse(
			call, STATUS_INVALID_ARGUMENT, "MISSING", "meeting", "meeting is missing", "meeting ontbreekt");
	owner_name = in->meeting->owner[0] != '\0' ? in->meeting->owner : "people/me";
	st = service_name_person(call, "meeting.owner", owner_name, &owner);
	if (st == STATUS_OK)
		st = service_allow_own(call, owner_name, owner->name);
	if (st != STATUS_OK)
		return st;
	meeting = arena_memdup(call->arena, in->meeting, sizeof(*meeting));
	meeting->owner = owner->name;
	meeting->calendar = meeting->uid = meeting->recurrence_id = (char *)protobuf_c_empty_string;
	meeting->state = MEETING_STATE_SCHEDULED;
	if (meeting->time_zone[0] == '\0')
		meeting->time_zone = owner->time_zone;
	service_meeting_normalize(meeting);
	st = service_meeting_check(call, meeting);
	if (st != STATUS_OK)
		return st;
	meeting->name = call_new_name(call, "meetings");
	meeting->create_time = meeting->update_time = instant_new(call->arena, call->now);
	st = store_meeting_insert(call->conn, meeting, &call->error);
	if (st == STATUS_OK)
		st = tell(call, "meeting.created", meeting, MEETING_STATE_UNSPECIFIED);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &meeting->base);
	*ret = meeting;
	return STATUS_OK;
}

/* The meeting, when the caller may do this call's method to it. */
static enum status find(struct call *call, const char *name, Meeting **ret)
{
	const struct store_viewer *viewer;
	Meeting *meeting;
	enum status st;

	st = service_name_check(call, "name", name, "meetings");
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_meeting_see(call->conn, viewer, name, call->arena, &meeting, &call->error);
	if (st != STATUS_OK)
		return st;
	if (meeting == NULL)
		return may_not_found(name, call->locale, &call->error);
	*ret = meeting;
	return service_allow_own(call, name, meeting->owner);
}

RPC_METHOD(get_meeting, GetMeetingRequest, Meeting)(struct call *call, const GetMeetingRequest *in, Meeting **ret)
{
	enum status st = find(call, in->name, ret);

	if (st == STATUS_OK)
		service_etag_set(call, &(*ret)->base);
	return st;
}

static enum status read_filter(struct call *call, const ListMeetingsRequest *in, struct store_meeting_filter *ret)
{
	enum status st;

	*ret = (struct store_meeting_filter){ .from = INT64_MIN,
		.until = INT64_MAX,
		.calendar = in->calendar,
		.cancelled = in->include_cancelled,
		.after = in->page_token };
	st = service_name_filter(call, "owner", in->owner, &ret->owner);
	if (st == STATUS_OK && in->from_time != NULL)
		st = service_check_time(call, "from_time", in->from_time, &ret->from);
	if (st == STATUS_OK && in->until_time != NULL)
		st = service_check_time(call, "until_time", in->until_time, &ret->until);
	return st;
}

RPC_METHOD(list_meetings, ListMeetingsRequest, ListMeetingsResponse)
(struct call *call, const ListMeetingsRequest *in, ListMeetingsResponse **ret)
{
	ListMeetingsResponse *list = arena_alloc(call->arena, sizeof(*list));
	const struct store_viewer *viewer;
	struct store_meeting_filter filter;
	enum status st;
	int size;

	list_meetings_response__init(list);
	st = service_page_size(call, in->page_size, &size);
	if (st == STATUS_OK)
		st = read_filter(call, in, &filter);
	if (st == STATUS_OK)
		st = service_viewer(call, &viewer);
	if (st != STATUS_OK)
		return st;
	filter.limit = size + 1;
	st = store_meeting_list(
		call->conn, viewer, &filter, call->arena, &list->meetings, &list->n_meetings, &call->error);
	if (st != STATUS_OK)
		return st;
	list->next_page_token = service_page_end(list->meetings, &list->n_meetings, size);
	service_etag_set_all(call, list->meetings, list->n_meetings);
	*ret = list;
	return STATUS_OK;
}

RPC_METHOD(cancel_meeting, CancelMeetingRequest, Meeting)
(struct call *call, const CancelMeetingRequest *in, Meeting **ret)
{
	Meeting *meeting;
	enum status st;

	st = find(call, in->name, &meeting);
	if (st != STATUS_OK)
		return st;
	if (meeting->calendar[0] != '\0')
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "FROM_CALENDAR", "name",
			"the meeting comes from the calendar \"%.100s\": cancel it there",
			"de afspraak komt uit de agenda \"%.100s\": zeg die daar af", meeting->calendar);
	if (meeting->state == MEETING_STATE_CANCELLED)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "CANCELLED", "name",
			"the meeting is cancelled already", "de afspraak is al afgezegd");
	meeting->state = MEETING_STATE_CANCELLED;
	meeting->update_time = instant_new(call->arena, call->now);
	st = store_meeting_update(call->conn, meeting, &call->error);
	if (st == STATUS_OK)
		st = tell(call, "meeting.cancelled", meeting, MEETING_STATE_SCHEDULED);
	if (st == STATUS_OK)
		st = carry_sessions(call, MEETING_CHANGE_CANCELLED, meeting);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &meeting->base);
	*ret = meeting;
	return STATUS_OK;
}

static enum status check_item(struct call *call, const Meeting *meeting)
{
	enum status st;

	st = service_check_present(call, "uid", meeting->uid);
	if (st == STATUS_OK)
		st = service_check_size(call, "uid", meeting->uid, CHECK_KEY);
	if (st == STATUS_OK)
		st = service_check_line(call, "recurrence_id", meeting->recurrence_id, 32);
	return st == STATUS_OK ? service_meeting_check(call, meeting) : st;
}

static enum status insert_item(struct call *call, Meeting *meeting)
{
	enum status st;

	meeting->name = call_new_name(call, "meetings");
	meeting->create_time = meeting->update_time;
	st = store_meeting_insert(call->conn, meeting, &call->error);
	return st == STATUS_OK ? tell(call, "meeting.created", meeting, MEETING_STATE_UNSPECIFIED) : st;
}

static enum status update_item(struct call *call, MeetingChange change, Meeting *meeting, const Meeting *before)
{
	static const char *const types[] = {
		[MEETING_CHANGE_UPDATED] = "meeting.updated",
		[MEETING_CHANGE_MOVED] = "meeting.moved",
		[MEETING_CHANGE_CANCELLED] = "meeting.cancelled",
	};
	enum status st;

	meeting->name = before->name;
	if (change == MEETING_CHANGE_UNCHANGED)
		return STATUS_OK;
	st = store_meeting_update(call->conn, meeting, &call->error);
	if (st == STATUS_OK)
		st = tell(call, types[change], meeting, before->state);
	return st == STATUS_OK ? carry_sessions(call, change, meeting) : st;
}

/* Brings one meeting in line with what the calendar says. A refused one is no failure of the call: it writes nothing.
 */
static enum status take_item(struct call *call, const BatchUpsertMeetingsRequest *in, const char *owner,
	Meeting *meeting, MeetingResult *ret)
{
	Meeting *before;
	enum status st;

	meeting->owner = (char *)owner;
	meeting->calendar = in->calendar;
	meeting->update_time = instant_new(call->arena, call->now);
	service_meeting_normalize(meeting);
	st = check_item(call, meeting);
	if (st != STATUS_OK) {
		ret->change = MEETING_CHANGE_REFUSED;
		ret->status = st;
		ret->message = arena_strdup(call->arena, call->error.message);
		memset(&call->error, 0, sizeof(call->error));
		return STATUS_OK;
	}
	st = store_meeting_find(call->conn, owner, in->calendar, meeting->uid, meeting->recurrence_id, call->arena,
		&before, &call->error);
	if (st != STATUS_OK)
		return st;
	if (before == NULL) {
		ret->change = MEETING_CHANGE_CREATED;
		st = insert_item(call, meeting);
	} else {
		ret->change = service_meeting_compare(call, before, meeting);
		st = update_item(call, ret->change, meeting, before);
	}
	ret->meeting = meeting->name;
	return st;
}

static enum status check_batch(struct call *call, const BatchUpsertMeetingsRequest *in)
{
	enum status st;

	if (in->n_meetings > MOST_IN_BATCH)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "TOO_MANY", "meetings",
			"meetings: %zu were sent; at most %d are taken at once",
			"meetings: er zijn er %zu gestuurd; er passen er hooguit %d in één keer", in->n_meetings,
			MOST_IN_BATCH);
	st = service_check_present(call, "calendar", in->calendar);
	return st == STATUS_OK ? service_check_line(call, "calendar", in->calendar, CHECK_TITLE) : st;
}

RPC_METHOD(batch_upsert_meetings, BatchUpsertMeetingsRequest, BatchUpsertMeetingsResponse)
(struct call *call, const BatchUpsertMeetingsRequest *in, BatchUpsertMeetingsResponse **ret)
{
	BatchUpsertMeetingsResponse *response = arena_alloc(call->arena, sizeof(*response));
	Person *owner;
	enum status st;

	batch_upsert_meetings_response__init(response);
	st = check_batch(call, in);
	if (st == STATUS_OK)
		st = service_name_person(call, "owner", in->owner, &owner);
	if (st == STATUS_OK)
		st = service_allow_own(call, in->owner, owner->name);
	response->results = arena_alloc(call->arena, (in->n_meetings + 1) * sizeof(*response->results));
	for (size_t i = 0; i < in->n_meetings && st == STATUS_OK; i++) {
		MeetingResult *result = arena_alloc(call->arena, sizeof(*result));

		meeting_result__init(result);
		response->results[response->n_results++] = result;
		st = take_item(call, in, owner->name,
			arena_memdup(call->arena, in->meetings[i], sizeof(*in->meetings[i])), result);
	}
	if (st == STATUS_OK)
		*ret = response;
	return st;
}

Meetings_Service service_meetings = MEETINGS__INIT(handle_);
