/* service/ — Meetings. Nothing a method answers here depends on sessions: whether somebody plans to come along must not
 * show in a meeting. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/may.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/etag.h"
#include "daemon/service/mask.h"
#include "daemon/service/meeting.h"
#include "daemon/service/meeting_content.h"
#include "daemon/service/name.h"
#include "daemon/service/page.h"
#include "daemon/service/refuse.h"
#include "daemon/service/viewer.h"
#include "daemon/store/coaching.h"
#include "daemon/store/meeting.h"

#define RPC_SERVICE Meetings_Service

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
	meeting->calendar = meeting->uid = meeting->recurrence_id = meeting->merged_into =
		(char *)protobuf_c_empty_string;
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
		st = service_meeting_tell(call, "meeting.created", meeting, MEETING_STATE_UNSPECIFIED);
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
		.merged = in->include_merged,
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
	if (store_or_empty(filter.owner)[0] == '\0' || filter.calendar[0] == '\0')
		return STATUS_OK;
	return store_meeting_mark_get(
		call->conn, filter.owner, filter.calendar, call->arena, &list->mark, &call->error);
}

/* What a calendar says is changed there. */
static enum status find_by_hand(struct call *call, const char *field, const char *name, Meeting **ret)
{
	enum status st = find(call, name, ret);

	if (st == STATUS_OK && (*ret)->state == MEETING_STATE_MERGED)
		return service_meeting_refuse_merged(call, field, *ret);
	if (st != STATUS_OK || (*ret)->calendar[0] == '\0')
		return st;
	return service_refuse(call, STATUS_FAILED_PRECONDITION, "FROM_CALENDAR", field,
		"the meeting comes from the calendar \"%.100s\": change it there, and read the calendar anew",
		"de afspraak komt uit de agenda \"%.100s\": wijzig die daar, en lees de agenda opnieuw in",
		(*ret)->calendar);
}

static enum status change(
	struct call *call, MeetingChange change, const Meeting *before, Meeting *meeting, Meeting **ret)
{
	enum status st;

	meeting->update_time = instant_new(call->arena, call->now);
	st = service_meeting_change(call, change, before, meeting);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &meeting->base);
	*ret = meeting;
	return STATUS_OK;
}

/* Takes over the fields that are named. A start alone moves the meeting as it is. */
static void take_fields(struct call *call, Meeting *meeting, const Meeting *given, const FieldMask *mask)
{
	int64_t length = instant_us(meeting->end_time) - instant_us(meeting->start_time);

	if (service_mask_has(mask, "title"))
		meeting->title = given->title;
	if (service_mask_has(mask, "customer"))
		meeting->customer = given->customer;
	if (service_mask_has(mask, "place"))
		meeting->place = given->place;
	if (service_mask_has(mask, "time_zone") && given->time_zone[0] != '\0')
		meeting->time_zone = given->time_zone;
	if (service_mask_has(mask, "online"))
		meeting->online = given->online;
	if (service_mask_has(mask, "start_time") && given->start_time != NULL) {
		meeting->start_time = given->start_time;
		meeting->end_time = instant_new(call->arena, instant_us(given->start_time) + length);
	}
	if (service_mask_has(mask, "end_time") && given->end_time != NULL)
		meeting->end_time = given->end_time;
}

RPC_METHOD(update_meeting, UpdateMeetingRequest, Meeting)
(struct call *call, const UpdateMeetingRequest *in, Meeting **ret)
{
	Meeting none = MEETING__INIT, *meeting, before;
	const Meeting *given = in->meeting == NULL ? &none : in->meeting;
	enum status st = find_by_hand(call, "meeting.name", given->name, &meeting);

	if (st == STATUS_OK)
		st = service_mask_check(
			call, in->update_mask, "title customer place start_time end_time time_zone online");
	if (st != STATUS_OK)
		return st;
	before = *meeting;
	service_etag_set(call, &before.base);
	st = service_etag_check(call, given->etag, &before.base);
	if (st != STATUS_OK)
		return st;
	if (meeting->state == MEETING_STATE_CANCELLED)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "CANCELLED", "meeting.name",
			"the meeting is cancelled: take that back first, or enter a new one",
			"de afspraak is afgezegd: draai dat eerst terug, of voer een nieuwe in");
	take_fields(call, meeting, given, in->update_mask);
	st = service_meeting_check(call, meeting);
	if (st != STATUS_OK)
		return st;
	return change(call, service_meeting_compare(call, &before, meeting), &before, meeting, ret);
}

RPC_METHOD(restore_meeting, RestoreMeetingRequest, Meeting)
(struct call *call, const RestoreMeetingRequest *in, Meeting **ret)
{
	Meeting *meeting, before;
	enum status st = find_by_hand(call, "name", in->name, &meeting);

	if (st != STATUS_OK)
		return st;
	before = *meeting;
	if (meeting->state != MEETING_STATE_CANCELLED)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "NOT_CANCELLED", "name",
			"the meeting stands: there is nothing to take back",
			"de afspraak staat gewoon: er valt niets terug te draaien");
	meeting->state = MEETING_STATE_SCHEDULED;
	return change(call, MEETING_CHANGE_UPDATED, &before, meeting, ret);
}

RPC_METHOD(cancel_meeting, CancelMeetingRequest, Meeting)
(struct call *call, const CancelMeetingRequest *in, Meeting **ret)
{
	Meeting *meeting, before;
	enum status st = find_by_hand(call, "name", in->name, &meeting);

	if (st != STATUS_OK)
		return st;
	before = *meeting;
	if (meeting->state == MEETING_STATE_CANCELLED)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "CANCELLED", "name",
			"the meeting is cancelled already", "de afspraak is al afgezegd");
	meeting->state = MEETING_STATE_CANCELLED;
	return change(call, MEETING_CHANGE_CANCELLED, &before, meeting, ret);
}

RPC_METHOD(merge_meetings, MergeMeetingsRequest, Meeting)
(struct call *call, const MergeMeetingsRequest *in, Meeting **ret)
{
	Meeting *keep, *duplicate;
	enum status st = find(call, in->keep, &keep);

	if (st == STATUS_OK)
		st = find(call, in->duplicate, &duplicate);
	if (st == STATUS_OK)
		st = service_meeting_merge(call, keep, duplicate);
	if (st != STATUS_OK)
		return st;
	service_etag_set(call, &keep->base);
	*ret = keep;
	return STATUS_OK;
}

RPC_METHOD(unmerge_meeting, UnmergeMeetingRequest, Meeting)
(struct call *call, const UnmergeMeetingRequest *in, Meeting **ret)
{
	enum status st = find(call, in->name, ret);

	if (st == STATUS_OK)
		st = service_meeting_unmerge(call, *ret);
	if (st == STATUS_OK)
		service_etag_set(call, &(*ret)->base);
	return st;
}

RPC_METHOD(list_meeting_duplicates, ListMeetingDuplicatesRequest, ListMeetingDuplicatesResponse)
(struct call *call, const ListMeetingDuplicatesRequest *in, ListMeetingDuplicatesResponse **ret)
{
	const char *owner_name = in->owner[0] != '\0' ? in->owner : "people/me";
	Person *owner;
	enum status st = service_name_person(call, "owner", owner_name, &owner);

	if (st == STATUS_OK)
		st = service_allow_own(call, owner_name, owner->name);
	return st == STATUS_OK ? service_meeting_duplicates(call, owner->name, in, ret) : st;
}

RPC_METHOD(batch_upsert_meetings, BatchUpsertMeetingsRequest, BatchUpsertMeetingsResponse)
(struct call *call, const BatchUpsertMeetingsRequest *in, BatchUpsertMeetingsResponse **ret)
{
	return service_meeting_upsert(call, in, ret);
}

Meetings_Service service_meetings = MEETINGS__INIT(handle_);
