/* service/ — what a calendar says, taken over; and what any change of a meeting carries along. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/service/allow.h"
#include "daemon/service/check.h"
#include "daemon/service/event.h"
#include "daemon/service/meeting.h"
#include "daemon/service/meeting_content.h"
#include "daemon/service/name.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/viewer.h"
#include "daemon/store/coaching.h"
#include "daemon/store/meeting.h"

#define MOST_IN_BATCH   2000
#define MARK_SIZE       128
#define RECURRENCE_SIZE 32

static const char *state_name(MeetingState state)
{
	return protobuf_c_enum_descriptor_get_value(&meeting_state__descriptor, (int)state)->name;
}

/* Carries sessions along with a meeting that was moved, cancelled, or is back. */
static enum status carry_sessions(
	struct call *call, MeetingChange change, const Meeting *before, const Meeting *meeting)
{
	enum status st = STATUS_OK;

	if (change == MEETING_CHANGE_CANCELLED)
		return service_session_meeting_cancelled(call, meeting);
	if (change == MEETING_CHANGE_MOVED)
		st = service_session_meeting_moved(call, meeting);
	if (st == STATUS_OK && before->state == MEETING_STATE_CANCELLED && meeting->state == MEETING_STATE_SCHEDULED)
		st = service_session_meeting_restored(call, meeting);
	return st;
}

/* The owner's coach of today; the one who has coached them longest when there are more. NULL: nobody. */
static enum status find_coach(struct call *call, const char *owner, const char **ret)
{
	const struct store_viewer *viewer;
	Coaching **coachings;
	size_t count;
	enum status st;

	st = service_viewer(call, &viewer);
	if (st == STATUS_OK)
		st = store_coaching_of(call->conn, owner, viewer->today, call->arena, &coachings, &count, &call->error);
	if (st == STATUS_OK)
		*ret = count > 0 ? coachings[0]->coach : NULL;
	return st;
}

static enum status tell(
	struct call *call, const char *type, const Meeting *meeting, MeetingState before, const char *coach)
{
	return service_event_append(call, type, meeting->name,
		before == MEETING_STATE_UNSPECIFIED ? NULL : state_name(before), state_name(meeting->state),
		meeting->owner, coach);
}

enum status service_meeting_tell(struct call *call, const char *type, const Meeting *meeting, MeetingState before)
{
	const char *coach;
	enum status st = find_coach(call, meeting->owner, &coach);

	return st == STATUS_OK ? tell(call, type, meeting, before, coach) : st;
}

enum status service_meeting_change(
	struct call *call, MeetingChange change, const Meeting *before, const Meeting *meeting)
{
	static const char *const types[] = {
		[MEETING_CHANGE_UPDATED] = "meeting.updated",
		[MEETING_CHANGE_MOVED] = "meeting.moved",
		[MEETING_CHANGE_CANCELLED] = "meeting.cancelled",
	};
	enum status st;

	if (change == MEETING_CHANGE_UNCHANGED)
		return STATUS_OK;
	st = store_meeting_update(call->conn, meeting, &call->error);
	if (st == STATUS_OK)
		st = service_meeting_tell(call, types[change], meeting, before->state);
	return st == STATUS_OK ? carry_sessions(call, change, before, meeting) : st;
}

static enum status check_item(struct call *call, const Meeting *meeting)
{
	enum status st;

	st = service_check_present(call, "uid", meeting->uid);
	if (st == STATUS_OK)
		st = service_check_size(call, "uid", meeting->uid, CHECK_KEY);
	if (st == STATUS_OK)
		st = service_check_line(call, "recurrence_id", meeting->recurrence_id, RECURRENCE_SIZE);
	return st == STATUS_OK ? service_meeting_check(call, meeting) : st;
}

/* What is the same for all meetings of a batch, found once. */
struct batch {
	const BatchUpsertMeetingsRequest *in;
	const char *owner, *coach; /* names; coach: NULL for none */
};

/* Most meetings of a large batch are new, so that is tried first. */
static enum status insert_item(
	struct call *call, const struct batch *batch, const Meeting *meeting, const char **ret_name)
{
	Meeting made = *meeting;
	enum status st;
	bool is_new;

	made.name = call_new_name(call, "meetings");
	made.create_time = made.update_time;
	*ret_name = NULL;
	st = store_meeting_insert_new(call->conn, &made, &is_new, &call->error);
	if (st != STATUS_OK || !is_new)
		return st;
	*ret_name = made.name;
	return tell(call, "meeting.created", &made, MEETING_STATE_UNSPECIFIED, batch->coach);
}

/* What is known is brought in line. */
static enum status update_item(struct call *call, Meeting *meeting, MeetingChange *ret_change, const char **ret_name)
{
	Meeting *before;
	enum status st = store_meeting_find(call->conn, meeting->owner, meeting->calendar, meeting->uid,
		meeting->recurrence_id, call->arena, &before, &call->error);

	if (st != STATUS_OK)
		return st;
	*ret_name = meeting->name = before->name;
	if (before->state == MEETING_STATE_MERGED)
		return service_meeting_take_duplicate(call, before, meeting, ret_change, ret_name);
	*ret_change = service_meeting_compare(call, before, meeting);
	return service_meeting_change(call, *ret_change, before, meeting);
}

/* Brings one meeting in line with what the calendar says. A refused one is no failure of the call: it writes nothing.
 */
static enum status take_item(struct call *call, const struct batch *batch, Meeting *meeting, MeetingResult *ret)
{
	const char *name = NULL;
	enum status st;

	meeting->owner = (char *)batch->owner;
	meeting->merged_into = (char *)protobuf_c_empty_string;
	meeting->calendar = batch->in->calendar;
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
	ret->change = MEETING_CHANGE_CREATED;
	st = insert_item(call, batch, meeting, &name);
	if (st == STATUS_OK && name == NULL)
		st = update_item(call, meeting, &ret->change, &name);
	ret->meeting = (char *)name;
	return st;
}

static enum status check_batch(struct call *call, const BatchUpsertMeetingsRequest *in)
{
	enum status st;

	if (in->n_renames > MOST_IN_BATCH)
		return service_check_count(call, "renames", in->n_renames, MOST_IN_BATCH);
	if (in->n_former_uids > MOST_IN_BATCH)
		return service_check_count(call, "former_uids", in->n_former_uids, MOST_IN_BATCH);
	if (in->n_meetings > MOST_IN_BATCH)
		return service_refuse(call, STATUS_INVALID_ARGUMENT, "TOO_MANY", "meetings",
			"meetings: %zu were sent; at most %d are taken at once",
			"meetings: er zijn er %zu gestuurd; er passen er hooguit %d in één keer", in->n_meetings,
			MOST_IN_BATCH);
	st = service_check_present(call, "calendar", in->calendar);
	if (st == STATUS_OK)
		st = service_check_line(call, "calendar", in->calendar, CHECK_TITLE);
	if (st == STATUS_OK)
		st = service_check_line(call, "former_calendar", in->former_calendar, CHECK_TITLE);
	return st == STATUS_OK ? service_check_line(call, "mark", in->mark, MARK_SIZE) : st;
}

static enum status rename_all(struct call *call, const struct batch *batch)
{
	const BatchUpsertMeetingsRequest *in = batch->in;
	enum status st = STATUS_OK;

	for (size_t i = 0; i < in->n_renames && st == STATUS_OK; i++) {
		st = service_check_line(call, "renames", in->renames[i]->to, RECURRENCE_SIZE);
		if (st == STATUS_OK)
			st = store_meeting_rename(call->conn, batch->owner, in->calendar, in->renames[i], &call->error);
	}
	return st;
}

/* What was known under another calendar goes on under this one: all of it, or only some UIDs. */
static enum status rename_calendar(struct call *call, const struct batch *batch)
{
	const BatchUpsertMeetingsRequest *in = batch->in;
	const char *former = in->former_calendar;
	enum status st = STATUS_OK;

	if (former[0] == '\0')
		return STATUS_OK;
	if (in->n_former_uids == 0)
		return store_meeting_rename_calendar(call->conn, batch->owner, former, in->calendar, &call->error);
	for (size_t i = 0; i < in->n_former_uids && st == STATUS_OK; i++)
		st = store_meeting_rename_calendar_of(
			call->conn, batch->owner, former, in->calendar, in->former_uids[i], &call->error);
	return st;
}

static enum status take_all(struct call *call, const struct batch *batch, BatchUpsertMeetingsResponse *response)
{
	const BatchUpsertMeetingsRequest *in = batch->in;
	enum status st = STATUS_OK;

	response->results = arena_alloc(call->arena, (in->n_meetings + 1) * sizeof(*response->results));
	for (size_t i = 0; i < in->n_meetings && st == STATUS_OK; i++) {
		MeetingResult *result = arena_alloc(call->arena, sizeof(*result));

		meeting_result__init(result);
		response->results[response->n_results++] = result;
		st = take_item(
			call, batch, arena_memdup(call->arena, in->meetings[i], sizeof(*in->meetings[i])), result);
	}
	return st;
}

enum status service_meeting_upsert(
	struct call *call, const BatchUpsertMeetingsRequest *in, BatchUpsertMeetingsResponse **ret)
{
	BatchUpsertMeetingsResponse *response = arena_alloc(call->arena, sizeof(*response));
	struct batch batch = { .in = in };
	Person *owner;
	enum status st;

	batch_upsert_meetings_response__init(response);
	st = check_batch(call, in);
	if (st == STATUS_OK)
		st = service_name_person(call, "owner", in->owner, &owner);
	if (st == STATUS_OK)
		st = service_allow_own(call, in->owner, owner->name);
	if (st != STATUS_OK)
		return st;
	batch.owner = owner->name;
	st = find_coach(call, owner->name, &batch.coach);
	if (st == STATUS_OK)
		st = rename_calendar(call, &batch);
	if (st == STATUS_OK)
		st = rename_all(call, &batch);
	if (st == STATUS_OK)
		st = take_all(call, &batch, response);
	if (st == STATUS_OK)
		st = store_meeting_mark_set(call->conn, owner->name, in->calendar, in->mark, &call->error);
	if (st == STATUS_OK)
		*ret = response;
	return st;
}
