/* plugins/calendar/meetings: see sync.h. */
#include "sync.h"

#include "ical/civil.h"
#include "meeting.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH_MEETINGS = 500, BATCH_BYTES = 600 * 1024, PAGE_SIZE = 50 };

/* A meeting that the daemon has of this calendar. */
struct known {
	const Meeting *meeting;
	bool seen; /* the file says something about it */
};

struct wanted {
	Meeting *meeting;
	const struct calendar_event *event; /* NULL when the meeting vanished from the file */
};

struct sync {
	struct calendar_sync_job job;
	struct calendar_arena arena; /* all below lives in it, unless said otherwise */
	struct calendar_owner owner;
	Person *person; /* own */
	int64_t now_us;
	ListMeetingsResponse **pages; /* own, each */
	size_t page_count, page_room;
	struct known *known; /* sorted by UID, then recurrence id */
	size_t known_count;
	struct wanted *wanted;
	size_t wanted_count, wanted_room;
	size_t sent;  /* of wanted: answered */
	size_t batch; /* of wanted: under way */
	struct calendar_refusals refusals;
	const struct calendar_event *lasts_nothing; /* the last one refused for it: a series is listed once */
	struct calendar_sync_result result;
};

struct calendar_window calendar_sync_window(int64_t now_us)
{
	int64_t today = calendar_civil_wall_day(now_us / 1000000);

	return (struct calendar_window){ (today - CALENDAR_DAYS_BACK) * CALENDAR_DAY,
		(today + CALENDAR_DAYS_AHEAD) * CALENDAR_DAY };
}

static void sync_end(struct sync *sync, int status, const struct calendar_reason *why, const char *code)
{
	sync->result.status = status;
	sync->result.why = why;
	sync->result.code = code;
	sync->result.refusals = &sync->refusals;
	sync->job.done(sync->job.arg, &sync->result);
	for (size_t i = 0; i < sync->page_count; i++)
		sdk_free(&sync->pages[i]->base);
	if (sync->person)
		sdk_free(&sync->person->base);
	calendar_source_destroy(sync->job.source);
	calendar_arena_free(&sync->arena);
	free(sync);
}

static void no_memory(struct sync *sync)
{
	sync_end(sync, STATUS_RESOURCE_EXHAUSTED, calendar_reason(CALENDAR_WHY_NO_MEMORY), "");
}

/* What the daemon says, it says in the caller's language. */
static const struct calendar_reason *told(struct sync *sync, const char *message)
{
	return calendar_reason_keep(
		&sync->arena, (struct calendar_reason){ .told = calendar_arena_print(&sync->arena, "%s", message) });
}

static void call_failed(struct sync *sync, const struct ridealong_reply *end)
{
	sync_end(sync, end->status, told(sync, end->message), end->reason);
}

static int identity_compare(const char *uid, const char *recurrence, const Meeting *meeting)
{
	int order = strcmp(uid, meeting->uid);

	return order != 0 ? order : strcmp(recurrence, meeting->recurrence_id);
}

static int known_compare(const void *left, const void *right)
{
	const struct known *a = left, *b = right;

	return identity_compare(a->meeting->uid, a->meeting->recurrence_id, b->meeting);
}

static struct known *known_find(struct sync *sync, const char *uid, const char *recurrence)
{
	size_t low = 0, high = sync->known_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (identity_compare(uid, recurrence, sync->known[middle].meeting) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == sync->known_count || identity_compare(uid, recurrence, sync->known[low].meeting) != 0)
		return NULL;
	return &sync->known[low];
}

static bool known_gather(struct sync *sync)
{
	size_t count = 0;

	for (size_t i = 0; i < sync->page_count; i++)
		count += sync->pages[i]->n_meetings;
	sync->known = calendar_arena_take(&sync->arena, (count + 1) * sizeof(*sync->known));
	if (!sync->known)
		return false;
	for (size_t i = 0; i < sync->page_count; i++) {
		for (size_t k = 0; k < sync->pages[i]->n_meetings; k++)
			sync->known[sync->known_count++].meeting = sync->pages[i]->meetings[k];
	}
	qsort(sync->known, sync->known_count, sizeof(*sync->known), known_compare);
	return true;
}

static void refusal_add(struct sync *sync, const char *uid, unsigned line, const struct calendar_reason *reason)
{
	struct calendar_refusals *refusals = &sync->refusals;
	struct calendar_refusal *list =
		calendar_arena_grow(&sync->arena, refusals->list, refusals->count, &refusals->room, sizeof(*list));

	if (!list)
		return;
	refusals->list = list;
	list[refusals->count++] = (struct calendar_refusal){ uid, line, reason };
}

static bool wanted_add(struct sync *sync, Meeting *meeting, const struct calendar_event *event)
{
	struct wanted *list =
		calendar_arena_grow(&sync->arena, sync->wanted, sync->wanted_count, &sync->wanted_room, sizeof(*list));

	if (!list || !meeting)
		return false;
	sync->wanted = list;
	list[sync->wanted_count++] = (struct wanted){ meeting, event };
	return true;
}

static bool is_cancelled(const Meeting *meeting)
{
	return meeting->state == MEETING_STATE_CANCELLED;
}

/* What the file says within the window, and of what is known also beyond it. */
static bool occurrence_plan(struct sync *sync, const struct calendar_occurrence *occurrence, bool inside)
{
	const char *uid = calendar_meeting_uid(occurrence->event, &sync->arena);
	struct known *known = known_find(sync, uid, occurrence->recurrence_id);

	if (known)
		known->seen = true;
	if (!inside && !known) {
		sync->result.outside++;
		return true;
	}
	if (occurrence->end <= occurrence->start) {
		if (sync->lasts_nothing != occurrence->event)
			refusal_add(sync, uid, occurrence->event->line, calendar_reason(CALENDAR_WHY_LASTS_NOTHING));
		sync->lasts_nothing = occurrence->event;
		return true;
	}
	/* Nobody needs to hear of a meeting for the first time when it is called off. */
	if (occurrence->cancelled && (!known || is_cancelled(known->meeting)))
		return true;
	return wanted_add(sync, calendar_meeting_make(occurrence, &sync->owner, &sync->arena), occurrence->event);
}

static void refused_protect(struct sync *sync, const char *uid)
{
	for (size_t i = 0; i < sync->known_count; i++) {
		if (strcmp(sync->known[i].meeting->uid, uid) == 0)
			sync->known[i].seen = true;
	}
}

/* What is still to come and stands in the file no more. */
static bool vanished_plan(struct sync *sync)
{
	if (!calendar_source_is_whole(sync->job.source))
		return true;
	for (size_t i = 0; i < sync->known_count; i++) {
		const struct known *known = &sync->known[i];
		Meeting *meeting;

		if (known->seen || is_cancelled(known->meeting) ||
			sdk_time_us(known->meeting->start_time) <= sync->now_us)
			continue;
		meeting = calendar_arena_take(&sync->arena, sizeof(*meeting));
		if (!meeting)
			return false;
		*meeting = *known->meeting; /* its words stay those of the known one, which outlives the call */
		meeting->state = MEETING_STATE_CANCELLED;
		if (!wanted_add(sync, meeting, NULL))
			return false;
	}
	return true;
}

/* Series without any occurrence in the window, that no single event outside of it speaks for. Both lists are in order.
 */
static int series_outside(const struct calendar_source *source, const struct calendar_occurrences *outside)
{
	size_t empty_count, at = 0;
	const char *const *empty = calendar_source_empty_series(source, &empty_count);
	int count = 0;

	for (size_t i = 0; i < empty_count; i++) {
		while (at < outside->count && strcmp(outside->list[at].event->uid, empty[i]) < 0)
			at++;
		count += at == outside->count || strcmp(outside->list[at].event->uid, empty[i]) != 0;
	}
	return count;
}

static bool plan(struct sync *sync)
{
	const struct calendar_occurrences *inside, *outside;
	const struct calendar_refusals *refusals;
	bool fine = known_gather(sync);

	calendar_source_expand(sync->job.source, sync->result.window, &inside, &refusals);
	outside = calendar_source_outside(sync->job.source);
	for (size_t i = 0; fine && i < inside->count; i++)
		fine = occurrence_plan(sync, &inside->list[i], true);
	for (size_t i = 0; fine && i < outside->count; i++)
		fine = occurrence_plan(sync, &outside->list[i], false);
	sync->result.outside += series_outside(sync->job.source, outside);
	for (size_t i = 0; i < refusals->count; i++) {
		refusal_add(sync, refusals->list[i].uid, refusals->list[i].line, refusals->list[i].reason);
		refused_protect(sync, refusals->list[i].uid);
	}
	return fine && vanished_plan(sync);
}

static void result_count(struct sync *sync, const struct wanted *wanted, const MeetingResult *result)
{
	switch (result->change) {
	case MEETING_CHANGE_CREATED:
		sync->result.created++;
		break;
	case MEETING_CHANGE_UNCHANGED:
		sync->result.unchanged++;
		break;
	case MEETING_CHANGE_UPDATED:
		sync->result.updated++;
		break;
	case MEETING_CHANGE_MOVED:
		sync->result.moved++;
		break;
	case MEETING_CHANGE_CANCELLED:
		sync->result.cancelled++;
		break;
	default:
		refusal_add(sync, wanted->meeting->uid, wanted->event ? wanted->event->line : 0,
			told(sync, result->message));
		break;
	}
}

static void batch_send(struct sync *sync);

SDK_REPLY(on_batch, struct sync, sync, BatchUpsertMeetingsResponse, reply)
{
	if (end->status != STATUS_OK) {
		call_failed(sync, end);
		return;
	}
	if (reply->n_results != sync->batch) {
		sync_end(sync, STATUS_DATA_LOSS, calendar_reason(CALENDAR_WHY_CALL_ANSWER), "");
		return;
	}
	for (size_t i = 0; i < sync->batch; i++)
		result_count(sync, &sync->wanted[sync->sent + i], reply->results[i]);
	sync->sent += sync->batch;
	batch_send(sync);
}

static void batch_send(struct sync *sync)
{
	BatchUpsertMeetingsRequest request = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	Meeting *meetings[BATCH_MEETINGS];
	size_t bytes = 0;

	for (sync->batch = 0; sync->batch < BATCH_MEETINGS && sync->sent + sync->batch < sync->wanted_count;
		sync->batch++) {
		Meeting *meeting = sync->wanted[sync->sent + sync->batch].meeting;

		bytes += meeting__get_packed_size(meeting) + 8;
		if (sync->batch > 0 && bytes > BATCH_BYTES)
			break;
		meetings[sync->batch] = meeting;
	}
	if (sync->batch == 0) {
		sync_end(sync, STATUS_OK, NULL, "");
		return;
	}
	request.owner = (char *)sync->job.owner;
	request.calendar = (char *)sync->job.calendar;
	request.meetings = meetings;
	request.n_meetings = sync->batch;
	sdk_call(sync->job.sdk, sync->job.work, &meetings__descriptor, "BatchUpsertMeetings", sync->job.act_as,
		&request.base, on_batch, sync);
}

static void page_ask(struct sync *sync, const char *token);

SDK_REPLY(on_page, struct sync, sync, ListMeetingsResponse, reply)
{
	ListMeetingsResponse **pages;

	if (end->status != STATUS_OK) {
		call_failed(sync, end);
		return;
	}
	pages = calendar_arena_grow(
		&sync->arena, sync->pages, sync->page_count, &sync->page_room, sizeof(*sync->pages));
	if (!pages) {
		no_memory(sync);
		return;
	}
	sync->pages = pages;
	pages[sync->page_count] = (ListMeetingsResponse *)sdk_copy(&reply->base);
	reply = pages[sync->page_count++];
	if (*reply->next_page_token)
		page_ask(sync, reply->next_page_token);
	else if (plan(sync))
		batch_send(sync);
	else
		no_memory(sync);
}

static void page_ask(struct sync *sync, const char *token)
{
	ListMeetingsRequest request = LIST_MEETINGS_REQUEST__INIT;
	Timestamp from = sdk_time(sync->result.window.from * 1000000);

	request.owner = (char *)sync->job.owner;
	request.calendar = (char *)sync->job.calendar;
	request.from_time = &from;
	request.include_cancelled = true;
	request.include_merged = true;
	request.page_size = PAGE_SIZE;
	request.page_token = (char *)token;
	sdk_call(sync->job.sdk, sync->job.work, &meetings__descriptor, "ListMeetings", sync->job.act_as, &request.base,
		on_page, sync);
}

SDK_REPLY(on_person, struct sync, sync, Person, reply)
{
	if (end->status != STATUS_OK) {
		call_failed(sync, end);
		return;
	}
	sync->person = (Person *)sdk_copy(&reply->base);
	sync->job.owner = sync->person->name;
	sync->now_us = sdk_now(sync->job.sdk);
	sync->result.window = calendar_sync_window(sync->now_us);
	sync->owner = (struct calendar_owner){ .email = sync->person->email,
		.aliases = (const char *const *)sync->person->aliases,
		.alias_count = sync->person->n_aliases,
		.zone = calendar_source_zone(sync->job.source, sync->person->time_zone) };
	sync->owner.zone_name = sync->owner.zone ? sync->person->time_zone : "";
	page_ask(sync, "");
}

void calendar_sync_start(const struct calendar_sync_job *job)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	struct sync *sync = calloc(1, sizeof(*sync));

	if (!sync)
		abort(); /* as the SDK does; the host starts anew */
	sync->job = *job;
	sync->job.owner = calendar_arena_print(&sync->arena, "%s", job->owner);
	sync->job.calendar = calendar_arena_print(&sync->arena, "%s", job->calendar);
	sync->job.act_as = job->act_as ? calendar_arena_print(&sync->arena, "%s", job->act_as) : NULL;
	request.name = (char *)sync->job.owner;
	sdk_call(job->sdk, job->work, &people__descriptor, "GetPerson", sync->job.act_as, &request.base, on_person,
		sync);
}
