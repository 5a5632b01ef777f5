/* service/ — two meetings that were made one become two again, for as long as that can be taken back. */
#include <string.h>

#include "daemon/domain/instant.h"
#include "daemon/domain/merge.h"
#include "daemon/service/meeting.h"
#include "daemon/service/refuse.h"
#include "daemon/service/session.h"
#include "daemon/service/unannounced.h"
#include "daemon/store/meeting.h"
#include "daemon/store/merge.h"
#include "daemon/store/preparation.h"
#include "daemon/store/session.h"
#include "daemon/store/timer.h"

enum status service_meeting_unmerge_until(struct call *call, const char *duplicate, int64_t until)
{
	const char *key = arena_printf(call->arena, SERVICE_MEETING_UNMERGE "/%s", duplicate);
	struct error error = { 0 };
	enum status st;

	if (until != 0)
		return store_timer_set(call->conn, STORE_TIMER_SERVICE, key, until, call->now,
			(ProtobufCBinaryData){ 0 }, &call->error);
	st = store_timer_delete(call->conn, STORE_TIMER_SERVICE, key, &error);
	if (st == STATUS_OK || st == STATUS_NOT_FOUND)
		return STATUS_OK;
	call->error = error;
	return st;
}

enum status service_meeting_merge_forget(struct call *call, const char *duplicate)
{
	return store_merge_forget(call->conn, duplicate, &call->error);
}

static enum status check_back(
	struct call *call, const Meeting *duplicate, const struct store_merge *merge, const Meeting *keep, bool begun)
{
	if (call->now - merge->merge_time > MERGE_UNDO_US)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "TOO_LATE", "name",
			"a merge can be taken back within 24 hours only",
			"samenvoegen kan alleen binnen 24 uur worden teruggedraaid");
	if (keep->state == MEETING_STATE_MERGED)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "MERGED", "name",
			"%s was itself merged into another meeting: take that back first",
			"%s is zelf samengevoegd met een andere afspraak: draai dat eerst terug", keep->name);
	if (begun)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "BEGAN", "name",
			"a session has begun since %s was merged: it stays as it is",
			"er is een sessie begonnen sinds %s is samengevoegd: het blijft zo", duplicate->name);
	return STATUS_OK;
}

/* The preparation becomes what it was, unless somebody went on with it since: then it stays, with all that is in it. */
static enum status take_back_preparation(struct call *call, const struct store_merge *merge, const Meeting *keep)
{
	Preparation *now, *before = NULL;
	enum status st = store_preparation_get(call->conn, keep->name, call->arena, &now, &call->error);

	if (st != STATUS_OK || now == NULL || merge->prepared_time == 0 ||
		instant_us(now->update_time) != merge->prepared_time)
		return st;
	if (merge->preparation.len > 0)
		before = preparation__unpack(
			arena_allocator(call->arena), merge->preparation.len, merge->preparation.data);
	return before != NULL ? store_preparation_put(call->conn, before, &call->error)
			      : store_preparation_delete(call->conn, keep->name, &call->error);
}

/* One that the preparation of the other meeting had moved on goes back without it. */
static enum status give_back(struct call *call, Session *session)
{
	struct lifecycle_ask ask = { .action = LIFECYCLE_RETURN, .who = LIFECYCLE_SERVICE };
	struct lifecycle_step step;
	Preparation *preparation;
	enum status st = store_preparation_get(call->conn, session->meeting, call->arena, &preparation, &call->error);

	if (st != STATUS_OK || (preparation != NULL && preparation->state == PREPARATION_STATE_SUBMITTED))
		return st;
	st = service_session_decide(call, session, &ask, &step);
	return st == STATUS_OK ? service_session_take(call, session, &step) : st;
}

static enum status take_back_session(
	struct call *call, const struct store_merge_session *was, const Meeting *keep, const Meeting *duplicate)
{
	Session *session;
	enum status st = store_session_get(call->conn, was->session, call->arena, &session, NULL, &call->error);

	if (st != STATUS_OK || session == NULL || strcmp(session->meeting, keep->name) != 0)
		return st;
	if (was->moved)
		st = service_session_carry(call, session, duplicate);
	if (st == STATUS_OK && session->state == SESSION_STATE_CANCELLED && session->merged_into[0] != '\0' &&
		call->now < instant_us(was->moved ? duplicate->start_time : keep->start_time)) {
		st = service_session_times(call, session, was->moved ? duplicate : keep);
		if (st == STATUS_OK)
			st = service_session_reopen(call, session, LIFECYCLE_SERVICE, 0);
	}
	if (st == STATUS_OK && was->state == SESSION_STATE_PLANNED && session->state == SESSION_STATE_PREPARED)
		st = give_back(call, session);
	return st;
}

static enum status any_begun_since(
	struct call *call, const struct store_merge_session *sessions, size_t count, bool *ret_begun)
{
	Session *session;
	enum status st = STATUS_OK;

	*ret_begun = false;
	for (size_t i = 0; st == STATUS_OK && i < count; i++) {
		st = store_session_get(call->conn, sessions[i].session, call->arena, &session, NULL, &call->error);
		if (st == STATUS_OK && session != NULL)
			*ret_begun = *ret_begun || (lifecycle_begun(session) && session->state != sessions[i].state);
	}
	return st;
}

/* All sessions that go back or are back, and then what a duplicate that is off means for them. */
static enum status take_back_sessions(struct call *call, const struct store_merge_session *sessions, size_t count,
	const Meeting *keep, const Meeting *duplicate)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < count; i++)
		st = take_back_session(call, &sessions[i], keep, duplicate);
	if (st == STATUS_OK && duplicate->state == MEETING_STATE_CANCELLED)
		st = service_session_meeting_cancelled(call, duplicate);
	return st == STATUS_OK && count > 0 ? service_unannounced_check_all(call, duplicate->owner) : st;
}

enum status service_meeting_unmerge(struct call *call, Meeting *duplicate)
{
	struct store_merge_session *sessions;
	struct store_merge *merge;
	bool begun = false;
	Meeting *keep;
	size_t count;
	enum status st = store_merge_get(call->conn, duplicate->name, call->arena, &merge, &call->error);

	if (st == STATUS_OK && merge == NULL)
		return service_refuse(call, STATUS_FAILED_PRECONDITION, "NOT_MERGED", "name",
			"the meeting was not merged into another: there is nothing to take back",
			"de afspraak is niet met een andere samengevoegd: er valt niets terug te draaien");
	if (st == STATUS_OK)
		st = store_meeting_get(call->conn, merge->keep, call->arena, &keep, &call->error);
	if (st == STATUS_OK)
		st = store_merge_sessions(call->conn, duplicate->name, call->arena, &sessions, &count, &call->error);
	if (st == STATUS_OK)
		st = any_begun_since(call, sessions, count, &begun);
	if (st == STATUS_OK)
		st = check_back(call, duplicate, merge, keep, begun);
	if (st == STATUS_OK)
		st = store_merge_delete(call->conn, duplicate->name, &call->error);
	if (st == STATUS_OK)
		st = service_meeting_unmerge_until(call, duplicate->name, 0);
	if (st != STATUS_OK)
		return st;
	duplicate->state = merge->state;
	duplicate->merged_into = (char *)protobuf_c_empty_string;
	duplicate->update_time = instant_new(call->arena, call->now);
	st = store_meeting_update(call->conn, duplicate, &call->error);
	if (st == STATUS_OK)
		st = service_meeting_tell(call, "meeting.unmerged", duplicate, MEETING_STATE_MERGED);
	if (st == STATUS_OK)
		st = take_back_preparation(call, merge, keep);
	return st == STATUS_OK ? take_back_sessions(call, sessions, count, keep, duplicate) : st;
}
