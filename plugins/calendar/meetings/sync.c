/* plugins/calendar/meetings: see sync.h. */
#include "batch.h"
#include "inside.h"
#include "known.h"
#include "meeting.h"
#include "move.h"

#include "ical/civil.h"
#include "shelf/intake.h"
#include "shelf/message.h"
#include "shelf/reading.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Several batches are under way at once: the daemon takes some into one transaction, and meanwhile the next are made.
 */
enum { PAGE_SIZE = 50, REFUSALS_LISTED = 100, PIECE = 64 * 1024, FLIGHTS = 6 };

struct flight {
	struct sync *sync;
	struct calendar_batch batch;
	bool under_way;
};

struct sync {
	struct calendar_stretch stretch; /* first: it is what the desk knows */
	struct calendar_sync_job job;
	struct calendar_turn turn;
	struct calendar_arena arena; /* what lives as long as the sync */
	Person *person;              /* own */
	struct calendar_source *zones;
	struct calendar_owner owner;
	int64_t now_us;
	struct calendar_known known;
	int64_t calendar;  /* on the shelf */
	bool is_whole;     /* what is absent is gone */
	bool is_partial;   /* it holds what messages said: a series that is not there need not be gone */
	const char *about; /* the UID of a message; or NULL */
	struct calendar_intake *intake;
	struct calendar_reading *reading;
	const struct calendar_series_read *series;  /* the present one, … */
	size_t at;                                  /* … and which of its occurrences comes next */
	const struct calendar_event *lasts_nothing; /* the last one refused for it: a series is listed once */
	bool looking;                               /* the walk only finds out what is there */
	struct calendar_arena made;                 /* the present meeting */
	struct calendar_moves moves;                /* of the present series */
	struct flight flights[FLIGHTS];
	struct calendar_batch *batch; /* of the flight that is filled; NULL: all are under way */
	int under_way;
	void (*after_batch)(struct sync *sync);   /* when one has landed; NULL: nobody waits for that */
	void (*after_flights)(struct sync *sync); /* when all have; NULL: nobody waits */
	bool ends;                                /* it ends, as the result says, when all have landed */
	char *token;                              /* own: the next page of what vanished */
	char mark[CALENDAR_DIGEST_TEXT];          /* by what the daemon is to know the calendar; "" until it is known */
	bool is_last;                             /* with the present batch all is in line */
	size_t vanishing, coming;
	struct calendar_refusals refusals;
	struct calendar_sync_result result;
};

struct calendar_window calendar_sync_window(int64_t now_us)
{
	int64_t today = calendar_civil_wall_day(now_us / 1000000);

	return (struct calendar_window){ (today - CALENDAR_DAYS_BACK) * CALENDAR_DAY,
		(today + CALENDAR_DAYS_AHEAD) * CALENDAR_DAY };
}

/* ---- how it ends ---- */

static void on_closed(struct calendar_stretch *stretch)
{
	struct sync *sync = (struct sync *)stretch;

	if (sync->person)
		sdk_free(&sync->person->base);
	calendar_spool_destroy(sync->job.spool);
	calendar_source_destroy(sync->zones);
	calendar_known_finish(&sync->known);
	calendar_moves_finish(&sync->moves);
	for (size_t i = 0; i < FLIGHTS; i++)
		calendar_batch_finish(&sync->flights[i].batch);
	calendar_arena_free(&sync->made);
	calendar_arena_free(&sync->arena);
	free(sync->token);
	free(sync);
}

/* Not before every answer is there. */
static void sync_close(struct sync *sync)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;

	if (sync->under_way > 0)
		return;
	calendar_intake_destroy(sync->intake);
	calendar_reading_end(sync->reading);
	sync->intake = NULL;
	sync->reading = NULL;
	sync->result.refusals = &sync->refusals;
	desk_remove(&sync->stretch);
	calendar_shelf_turn_end(shelf, &sync->turn);
	sync->job.done(sync->job.arg, &sync->result);
}

static void sync_end(struct sync *sync, int status, const struct calendar_reason *why, const char *code)
{
	if (!sync->ends) { /* the first reason counts */
		sync->result.status = status;
		sync->result.why = why;
		sync->result.code = code;
	}
	sync->ends = true;
	sync_close(sync);
}

static void no_memory(struct sync *sync)
{
	sync_end(sync, STATUS_RESOURCE_EXHAUSTED, calendar_reason(CALENDAR_WHY_NO_MEMORY), "");
}

static void shelf_failed(struct sync *sync)
{
	const struct calendar_desk *desk = sync->stretch.desk;

	sdk_log(desk->sdk, RIDEALONG_WARNING, "%s", calendar_shelf_trouble(desk->shelf));
	sync_end(sync, STATUS_UNAVAILABLE,
		calendar_reason_keep(
			&sync->arena, (struct calendar_reason){ .why = CALENDAR_WHY_SHELF, .text = sync->job.file }),
		"");
}

static void on_given_up(struct calendar_stretch *stretch)
{
	sync_end((struct sync *)stretch, STATUS_CANCELLED, calendar_reason(CALENDAR_WHY_NO_MEMORY), "");
}

/* What the daemon says, it says in the caller's language. */
static const struct calendar_reason *told(struct sync *sync, const char *message)
{
	return calendar_reason_keep(
		&sync->arena, (struct calendar_reason){ .told = calendar_arena_print(&sync->arena, "%s", message) });
}

static void call_failed(struct sync *sync, const struct ridealong_reply *end)
{
	sync_end(sync, end->status, told(sync, end->message), calendar_arena_print(&sync->arena, "%s", end->reason));
}

static void refusal_add(struct sync *sync, const char *uid, unsigned line, const struct calendar_reason *reason)
{
	struct calendar_refusals *refusals = &sync->refusals;
	struct calendar_refusal *list;

	sync->result.refused++;
	if (refusals->count == REFUSALS_LISTED)
		return;
	list = calendar_arena_grow(&sync->arena, refusals->list, refusals->count, &refusals->room, sizeof(*list));
	if (!list)
		return;
	refusals->list = list;
	list[refusals->count++] = (struct calendar_refusal){ calendar_arena_print(&sync->arena, "%s", uid), line,
		calendar_reason_copy(&sync->arena, reason) };
}

/* ---- what is handed over ---- */

static void result_count(
	struct sync *sync, const struct calendar_batch *batch, size_t number, const MeetingResult *result)
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
		refusal_add(sync, calendar_batch_uid(batch, number, &sync->arena), batch->meetings[number].line,
			told(sync, result->message));
		break;
	}
}

static void batch_choose(struct sync *sync)
{
	for (size_t i = 0; i < FLIGHTS && !sync->batch; i++) {
		if (!sync->flights[i].under_way)
			sync->batch = &sync->flights[i].batch;
	}
}

/* Whoever waits for what has just landed goes on. */
static void landed(struct sync *sync)
{
	void (*then)(struct sync * sync) = sync->after_batch;

	sync->after_batch = NULL;
	if (!then && sync->under_way == 0) {
		then = sync->after_flights;
		sync->after_flights = NULL;
	}
	if (then)
		then(sync);
}

SDK_REPLY(on_batch, struct flight, flight, BatchUpsertMeetingsResponse, reply)
{
	struct calendar_batch *batch = &flight->batch;
	struct sync *sync = flight->sync;

	flight->under_way = false;
	sync->under_way--;
	if (sync->ends) {
		sync_close(sync);
		return;
	}
	if (end->status != STATUS_OK) {
		call_failed(sync, end);
		return;
	}
	if (reply->n_results != batch->count) {
		sync_end(sync, STATUS_DATA_LOSS, calendar_reason(CALENDAR_WHY_CALL_ANSWER), "");
		return;
	}
	for (size_t i = 0; i < batch->count; i++)
		result_count(sync, batch, i, reply->results[i]);
	calendar_batch_clear(batch);
	batch_choose(sync);
	landed(sync);
}

/* Sends what there is. False without memory: the sync has ended. */
static bool batch_send(struct sync *sync)
{
	BatchUpsertMeetingsRequest request = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	struct calendar_batch *batch = sync->batch;
	struct flight *flight = &sync->flights[0];
	const uint8_t *bytes;
	size_t length;

	while (&flight->batch != batch)
		flight++;
	if (sync->is_last)
		request.mark = sync->mark;
	request.owner = (char *)sync->job.owner;
	request.calendar = (char *)sync->job.calendar;
	bytes = calendar_batch_pack(batch, &request, &length);
	if (!bytes) {
		no_memory(sync);
		return false;
	}
	flight->sync = sync;
	flight->under_way = true;
	sync->under_way++;
	sync->batch = NULL;
	batch_choose(sync);
	sdk_call_packed(sync->stretch.desk->sdk, sync->job.work, &meetings__descriptor, "BatchUpsertMeetings",
		sync->job.act_as, bytes, length, on_batch, flight);
	return true;
}

/* Goes on when all that was sent has landed. */
static void flights_await(struct sync *sync, void (*then)(struct sync *sync))
{
	sync->after_flights = then;
	if (sync->under_way > 0)
		return;
	sync->after_flights = NULL;
	then(sync);
}

/* ---- the known meetings, in pages; each() is told of every one ---- */

static void page_ask(struct sync *sync, const char *token, sdk_reply_cb done)
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
	sdk_call(sync->stretch.desk->sdk, sync->job.work, &meetings__descriptor, "ListMeetings", sync->job.act_as,
		&request.base, done, sync);
}

/* ---- the last step: what was there, and is there no more ---- */

static bool is_coming(const struct sync *sync, const struct calendar_known_meeting *known)
{
	return !calendar_known_is(known, CALENDAR_KNOWN_CANCELLED) &&
	       calendar_known_start(known) > sync->now_us / 1000000;
}

static bool is_vanished(const struct sync *sync, const struct calendar_known_meeting *known)
{
	return is_coming(sync, known) && !calendar_known_is(known, CALENDAR_KNOWN_SEEN);
}

static void vanishing_count(struct sync *sync)
{
	sync->vanishing = sync->coming = 0;
	for (size_t i = 0; i < sync->known.count; i++) {
		sync->coming += is_coming(sync, &sync->known.list[i]);
		sync->vanishing += is_vanished(sync, &sync->known.list[i]);
	}
}

/* What a message says of its own event is meant, however much of it goes. */
static void meant_leave_out(struct sync *sync)
{
	size_t count = 0;
	const struct calendar_known_meeting *known =
		sync->about ? calendar_known_series(&sync->known, sync->about, &count) : NULL;

	for (size_t i = 0; known && i < count; i++) {
		sync->coming -= is_coming(sync, &known[i]);
		sync->vanishing -= is_vanished(sync, &known[i]);
	}
}

/* What was held before is still held when nothing new has come. */
static bool synced_note(struct sync *sync)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;
	bool has_come = (sync->job.spool || sync->job.put) && !sync->about;
	char now[32];

	snprintf(now, sizeof(now), "%" PRId64, sync->now_us);
	return calendar_shelf_state_set(shelf, sync->calendar, CALENDAR_STATE_SYNCED, now) &&
	       (!has_come || calendar_shelf_state_set(shelf, sync->calendar, CALENDAR_STATE_HELD, NULL));
}

/* So that the next sync can answer the same, when nothing has changed. */
static bool result_note(struct sync *sync)
{
	const struct calendar_sync_result *result = &sync->result;
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;
	char counts[64];

	snprintf(counts, sizeof(counts), "%d %d %d",
		result->created + result->updated + result->moved + result->unchanged, result->outside,
		result->refused);
	return calendar_shelf_begin(shelf) && synced_note(sync) &&
	       calendar_shelf_state_set(shelf, sync->calendar, CALENDAR_STATE_RESULT, counts) &&
	       calendar_shelf_state_set(shelf, sync->calendar, CALENDAR_STATE_MARK, sync->mark) &&
	       calendar_shelf_refusals_set(shelf, sync->calendar, &sync->refusals) && calendar_shelf_commit(shelf);
}

static void finish(struct sync *sync)
{
	struct calendar_desk *desk = sync->stretch.desk;
	bool has_come = sync->job.spool || sync->job.put;

	if (!result_note(sync)) {
		shelf_failed(sync);
		return;
	}
	sync_end(sync, STATUS_OK, NULL, "");
	if (has_come && desk->synced)
		desk->synced(desk->synced_arg);
}

static void vanished_next(struct sync *sync);

/* Their words go back as they came, so that cancelling changes nothing else. */
SDK_REPLY(on_vanished_page, struct sync, sync, ListMeetingsResponse, reply)
{
	bool good = true;

	if (end->status != STATUS_OK) {
		call_failed(sync, end);
		return;
	}
	for (size_t i = 0; good && i < reply->n_meetings; i++) {
		Meeting meeting = *reply->meetings[i];
		const struct calendar_known_meeting *known =
			calendar_known_find(&sync->known, meeting.uid, meeting.recurrence_id);

		if (!known || !is_vanished(sync, known))
			continue;
		meeting.state = MEETING_STATE_CANCELLED;
		good = calendar_batch_add(sync->batch, &meeting, 0);
	}
	free(sync->token);
	sync->token = strdup(reply->next_page_token);
	if (!good || !sync->token) {
		no_memory(sync);
		return;
	}
	sync->is_last = !*sync->token;
	if ((sync->batch->count > 0 || sync->is_last) && !batch_send(sync))
		return;
	flights_await(sync, sync->is_last ? finish : vanished_next);
}

static void vanished_next(struct sync *sync)
{
	page_ask(sync, sync->token ? sync->token : "", on_vanished_page);
}

/* The walk is over and all that was sent has landed: what is left goes out, and what vanished after it. The last batch
 * is alone, because a batch without a mark takes away the one before. */
static void rest_send(struct sync *sync)
{
	vanishing_count(sync);
	sync->is_last = sync->vanishing == 0;
	if ((sync->batch->count > 0 || sync->is_last) && !batch_send(sync))
		return;
	flights_await(sync, sync->is_last ? finish : vanished_next);
}

/* ---- the walk: what the calendar says, series by series ---- */

static bool former_take(struct sync *sync, const Meeting *meeting, const struct calendar_known_meeting *former)
{
	char from[CALENDAR_RECURRENCE_TEXT];

	calendar_known_recurrence_id(former, from);
	return calendar_batch_rename(sync->batch, meeting, from);
}

static bool is_about(const struct sync *sync)
{
	return sync->about && strcmp(sync->about, sync->series->uid) == 0;
}

static void unchanged_count(struct sync *sync)
{
	sync->result.unchanged++;
	sync->result.about_unchanged += is_about(sync);
}

static void outside_count(struct sync *sync)
{
	sync->result.outside++;
	sync->result.about_outside += is_about(sync);
}

/* Takes one occurrence; false without memory. What is known counts also beyond the window. */
static bool occurrence_take(struct sync *sync, const struct calendar_occurrence *occurrence, bool inside)
{
	const char *uid = calendar_meeting_uid(occurrence->event, &sync->made);
	struct calendar_known_meeting *known = calendar_known_find(&sync->known, uid, occurrence->recurrence_id);
	struct calendar_known_meeting *former =
		!known && inside ? calendar_moves_former(&sync->moves, occurrence) : NULL;
	Meeting *meeting;

	if (known)
		known->start_flags |= CALENDAR_KNOWN_SEEN;
	if (sync->looking)
		return true;
	if (former && calendar_known_start(former) <= sync->now_us / 1000000) {
		unchanged_count(sync); /* it is past, and stays as it was */
		return true;
	}
	if (!inside && !known) {
		outside_count(sync);
		return true;
	}
	/* Nobody needs to hear of a meeting for the first time when it is called off. */
	if (calendar_meeting_is_off(occurrence, &sync->owner) &&
		(!known || calendar_known_is(known, CALENDAR_KNOWN_CANCELLED)))
		return true;
	if (occurrence->end <= occurrence->start) {
		if (sync->lasts_nothing != occurrence->event)
			refusal_add(sync, uid, occurrence->event->line, calendar_reason(CALENDAR_WHY_LASTS_NOTHING));
		sync->lasts_nothing = occurrence->event;
		return true;
	}
	meeting = calendar_meeting_make(occurrence, &sync->owner, &sync->made);
	if (!meeting)
		return false;
	if (known && !calendar_known_is(known, CALENDAR_KNOWN_MERGED) &&
		calendar_known_is_same(&sync->known, known, meeting)) {
		unchanged_count(sync);
		return true;
	}
	return calendar_batch_add(sync->batch, meeting, occurrence->event->line) &&
	       (!former || former_take(sync, meeting, former));
}

/* A series that is refused keeps its meetings as they are. */
static void refused_take(struct sync *sync, const struct calendar_series_read *series)
{
	size_t count;
	struct calendar_known_meeting *known = calendar_known_series(&sync->known, series->uid, &count);

	for (size_t i = 0; i < count; i++)
		known[i].start_flags |= CALENDAR_KNOWN_SEEN;
	if (!sync->looking)
		refusal_add(sync, series->uid, series->refused->line, series->refused->reason);
}

/* What it does not say of them from here on, is gone. */
static void series_unsee(struct sync *sync, const char *uid)
{
	size_t count;
	struct calendar_known_meeting *known = calendar_known_series(&sync->known, uid, &count);

	for (size_t i = 0; known && i < count; i++)
		known[i].start_flags &= ~(int64_t)CALENDAR_KNOWN_SEEN;
}

/* False without memory. */
static bool series_open(struct sync *sync)
{
	const struct calendar_series_read *series = sync->series;

	sync->at = 0;
	sync->lasts_nothing = NULL;
	if (!series->refused && (sync->is_partial || is_about(sync)))
		series_unsee(sync, series->uid);
	if (series->refused)
		refused_take(sync, series);
	else if (series->inside->count + series->outside->count == 0 && !sync->looking)
		outside_count(sync);
	else if (sync->known.count > 0 && !calendar_moves_find(&sync->moves, &sync->known, series, sync->result.window))
		return false;
	return true;
}

/* The next occurrence of the walk; false when there is none left, or the series must be changed first. */
static bool series_next(struct sync *sync, const struct calendar_occurrence **ret, bool *ret_inside)
{
	const struct calendar_series_read *series = sync->series;
	size_t inside = series->inside->count;

	if (sync->at == inside + series->outside->count)
		return false;
	*ret_inside = sync->at < inside;
	*ret = *ret_inside ? &series->inside->list[sync->at] : &series->outside->list[sync->at - inside];
	sync->at++;
	return true;
}

static void walked(struct sync *sync);

static void walk_on(struct sync *sync);

static void on_walk(struct calendar_stretch *stretch)
{
	struct sync *sync = (struct sync *)stretch;

	if (!sync->ends) /* a batch has failed meanwhile */
		walk_on(sync);
}

static void walk_later(struct sync *sync)
{
	desk_later(&sync->stretch, on_walk);
}

static void walk_on(struct sync *sync)
{
	const struct calendar_occurrence *occurrence;
	bool inside;

	for (;;) {
		while (sync->series && series_next(sync, &occurrence, &inside)) {
			calendar_arena_reset(&sync->made);
			if (!occurrence_take(sync, occurrence, inside)) {
				no_memory(sync);
				return;
			}
			if (calendar_batch_is_full(sync->batch) && !batch_send(sync))
				return;
			if (!sync->batch) { /* until one has landed */
				sync->after_batch = walk_later;
				return;
			}
		}
		sync->series = calendar_reading_next(sync->reading);
		if (!sync->series)
			break;
		if (!series_open(sync)) {
			no_memory(sync);
			return;
		}
		if (desk_is_time(&sync->stretch)) {
			walk_later(sync);
			return;
		}
	}
	walked(sync);
}

static void walk_begin(struct sync *sync, bool looking)
{
	calendar_known_see(&sync->known, !sync->is_whole);
	sync->looking = looking;
	sync->series = NULL;
	sync->reading = calendar_reading_begin(
		sync->stretch.desk->shelf, sync->calendar, sync->result.window, &sync->stretch.desk->limits);
	if (sync->reading)
		walk_later(sync);
	else
		shelf_failed(sync);
}

/* ---- the brake ---- */

static void hold(struct sync *sync)
{
	const struct calendar_desk *desk = sync->stretch.desk;
	char held[64];

	calendar_shelf_rollback(desk->shelf);
	snprintf(held, sizeof(held), "%zu %zu %" PRId64, sync->vanishing, sync->coming, sync->now_us);
	calendar_shelf_state_set(desk->shelf, calendar_shelf_find(desk->shelf, sync->job.owner, sync->job.calendar),
		CALENDAR_STATE_HELD, held);
	sync->result.held = (int)sync->vanishing;
	sync_end(sync, STATUS_FAILED_PRECONDITION,
		calendar_reason_keep(
			&sync->arena, (struct calendar_reason){ .why = CALENDAR_WHY_CANCELS_MOST,
					      .count = sync->vanishing,
					      .name = calendar_arena_print(&sync->arena, "%zu", sync->coming) }),
		"CANCELS_MOST");
}

static void take_over(struct sync *sync)
{
	if (calendar_shelf_commit(sync->stretch.desk->shelf))
		walk_begin(sync, false);
	else
		shelf_failed(sync);
}

static void walked(struct sync *sync)
{
	bool broken = calendar_reading_is_broken(sync->reading);

	calendar_reading_end(sync->reading);
	sync->reading = NULL;
	if (broken) {
		shelf_failed(sync);
	} else if (!sync->looking) {
		calendar_shelf_settle(sync->stretch.desk->shelf); /* while the last batches are under way */
		flights_await(sync, rest_send);
	} else {
		vanishing_count(sync);
		meant_leave_out(sync);
		if (2 * sync->vanishing > sync->coming)
			hold(sync);
		else
			take_over(sync);
	}
}

/* ---- what shows that nothing has changed ---- */

static void mark_add(crypto_generichash_state *state, const char *text)
{
	crypto_generichash_update(state, (const unsigned char *)text, strlen(text) + 1);
}

/* All that meetings are made from: what the calendar holds, whose it is, the window, and how we read. */
static void mark_make(struct sync *sync, const char *content)
{
	unsigned char digest[crypto_generichash_BYTES];
	crypto_generichash_state state;
	char day[32];

	snprintf(day, sizeof(day), "%" PRId64, sync->result.window.from);
	crypto_generichash_init(&state, NULL, 0, sizeof(digest));
	mark_add(&state, RIDEALONG_VERSION);
	mark_add(&state, content);
	mark_add(&state, day);
	mark_add(&state, sync->owner.email);
	mark_add(&state, sync->owner.zone_name);
	for (size_t i = 0; i < sync->owner.alias_count; i++)
		mark_add(&state, sync->owner.aliases[i]);
	crypto_generichash_final(&state, digest, sizeof(digest));
	sodium_bin2hex(sync->mark, sizeof(sync->mark), digest, sizeof(digest));
}

/* Is that the file that was taken in last? */
static bool is_taken_in(struct sync *sync, const char *digest)
{
	const char *last =
		calendar_shelf_state(sync->stretch.desk->shelf, sync->calendar, CALENDAR_STATE_FILE, &sync->arena);

	return strcmp(last, digest) == 0;
}

/* Are the meetings in line already, for all that the shelf and the daemon know? */
static bool is_in_line(struct sync *sync, const char *known_mark)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;
	const char *content;
	char digest[CALENDAR_DIGEST_TEXT];

	sync->calendar = calendar_shelf_find(shelf, sync->job.owner, sync->job.calendar);
	if (!sync->calendar || !*known_mark || sync->job.put)
		return false;
	content = calendar_shelf_state(shelf, sync->calendar, CALENDAR_STATE_CONTENT, &sync->arena);
	if (sync->job.spool) {
		calendar_spool_digest(sync->job.spool, digest);
		if (calendar_spool_is_too_large(sync->job.spool) || !is_taken_in(sync, digest))
			return false;
	}
	mark_make(sync, content);
	return strcmp(sync->mark, known_mark) == 0 &&
	       strcmp(sync->mark, calendar_shelf_state(shelf, sync->calendar, CALENDAR_STATE_MARK, &sync->arena)) == 0;
}

/* The same counts as last time, without looking. */
static void answer_again(struct sync *sync)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;
	struct calendar_sync_result *result = &sync->result;

	sscanf(calendar_shelf_state(shelf, sync->calendar, CALENDAR_STATE_RESULT, &sync->arena), "%d %d %d",
		&result->unchanged, &result->outside, &result->refused);
	result->events =
		strtoll(calendar_shelf_state(shelf, sync->calendar, CALENDAR_STATE_EVENTS, &sync->arena), NULL, 10);
	if (calendar_shelf_refusals(shelf, sync->calendar, &sync->arena, &sync->refusals) && synced_note(sync))
		sync_end(sync, STATUS_OK, NULL, "");
	else
		shelf_failed(sync);
}

/* What is on the shelf now is what the calendar says; is it to be looked at first? */
static void shelved(struct sync *sync)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;
	struct calendar_arena *arena = &sync->arena;

	mark_make(sync, calendar_shelf_state(shelf, sync->calendar, CALENDAR_STATE_CONTENT, arena));
	sync->is_whole = !sync->is_partial && !*calendar_shelf_state(shelf, sync->calendar, CALENDAR_STATE_CUT, arena);
	sync->result.events =
		strtoll(calendar_shelf_state(shelf, sync->calendar, CALENDAR_STATE_EVENTS, arena), NULL, 10);
	vanishing_count(sync);
	if (sync->coming > 0 && sync->is_whole && !sync->job.accept_cancellations)
		walk_begin(sync, true);
	else
		take_over(sync);
}

/* ---- what has come goes onto the shelf ---- */

static bool intake_note(struct sync *sync)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;
	char digest[CALENDAR_DIGEST_TEXT], events[32];

	calendar_spool_digest(sync->job.spool, digest);
	snprintf(events, sizeof(events), "%zu", calendar_intake_events(sync->intake));
	return calendar_shelf_state_set(shelf, sync->calendar, CALENDAR_STATE_CONTENT, digest) &&
	       calendar_shelf_state_set(shelf, sync->calendar, CALENDAR_STATE_FILE, digest) &&
	       calendar_shelf_state_set(
		       shelf, sync->calendar, CALENDAR_STATE_METHOD, calendar_intake_method(sync->intake)) &&
	       calendar_shelf_state_set(shelf, sync->calendar, CALENDAR_STATE_EVENTS, events) &&
	       calendar_shelf_state_set(
		       shelf, sync->calendar, CALENDAR_STATE_CUT, calendar_intake_is_cut(sync->intake) ? "1" : NULL);
}

static void intake_end(struct sync *sync)
{
	const struct calendar_reason *refused = calendar_intake_end(sync->intake, &sync->arena);

	if (refused && refused->why == CALENDAR_WHY_SHELF)
		shelf_failed(sync);
	else if (refused)
		sync_end(sync, STATUS_INVALID_ARGUMENT, refused, "FILE_REFUSED");
	else if (!intake_note(sync))
		shelf_failed(sync);
	else {
		calendar_intake_destroy(sync->intake);
		sync->intake = NULL;
		shelved(sync);
	}
}

static void on_intake(struct calendar_stretch *stretch)
{
	struct sync *sync = (struct sync *)stretch;
	char piece[PIECE];
	size_t length;

	while ((length = calendar_spool_read(sync->job.spool, piece, sizeof(piece))) > 0) {
		calendar_intake_feed(sync->intake, piece, length);
		if (desk_is_time(stretch)) {
			desk_later(stretch, on_intake);
			return;
		}
	}
	if (calendar_spool_is_broken(sync->job.spool))
		shelf_failed(sync);
	else
		intake_end(sync);
}

static void intake_begin(struct sync *sync)
{
	const struct calendar_desk *desk = sync->stretch.desk;

	if (calendar_spool_is_too_large(sync->job.spool)) {
		sync_end(sync, STATUS_INVALID_ARGUMENT,
			calendar_reason_keep(&sync->arena, (struct calendar_reason){ .why = CALENDAR_WHY_FILE_LARGE,
								   .text = sync->job.file,
								   .count = desk->limits.bytes / 1024 / 1024 }),
			"FILE_REFUSED");
		return;
	}
	if (calendar_shelf_clear(desk->shelf, sync->calendar))
		sync->intake =
			calendar_intake_begin(desk->shelf, sync->calendar, "", "", sync->job.file, &desk->limits);
	if (sync->intake)
		desk_later(&sync->stretch, on_intake);
	else
		shelf_failed(sync);
}

/* Whether messages have changed what came of that file since it was taken in. */
static bool is_changed_since(struct sync *sync)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;
	char digest[CALENDAR_DIGEST_TEXT];

	calendar_spool_digest(sync->job.spool, digest);
	return !calendar_spool_is_too_large(sync->job.spool) && is_taken_in(sync, digest) &&
	       strcmp(calendar_shelf_state(shelf, sync->calendar, CALENDAR_STATE_CONTENT, &sync->arena), digest) != 0;
}

static void shelf_begin(struct sync *sync)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;

	calendar_known_sort(&sync->known);
	if (calendar_shelf_begin(shelf))
		sync->calendar = calendar_shelf_calendar(shelf, sync->job.owner, sync->job.calendar, sync->job.kind);
	sync->is_partial = strcmp(sync->job.kind, CALENDAR_MESSAGES) == 0;
	if (!sync->calendar)
		shelf_failed(sync);
	else if (sync->job.spool && !is_changed_since(sync))
		intake_begin(sync);
	else if (sync->job.put &&
		 !(sync->job.put(sync->job.arg, shelf, sync->calendar) && calendar_shelf_tidy(shelf, sync->calendar)))
		shelf_failed(sync);
	else
		shelved(sync);
}

/* ---- who the owner is, and what is known ---- */

SDK_REPLY(on_known_page, struct sync, sync, ListMeetingsResponse, reply)
{
	bool good = true;

	if (end->status != STATUS_OK) {
		call_failed(sync, end);
		return;
	}
	if (sync->known.count == 0 && is_in_line(sync, reply->mark)) {
		answer_again(sync);
		return;
	}
	sync->calendar = 0;
	for (size_t i = 0; good && i < reply->n_meetings; i++)
		good = calendar_known_add(&sync->known, reply->meetings[i]);
	if (!good)
		no_memory(sync);
	else if (*reply->next_page_token)
		page_ask(sync, reply->next_page_token, on_known_page);
	else
		shelf_begin(sync);
}

/* Takes over what the choice says. False: it has ended. */
static bool chosen(struct sync *sync, const struct calendar_sync_choice *choice)
{
	if (choice->refused)
		sync_end(sync, STATUS_INVALID_ARGUMENT, calendar_reason_copy(&sync->arena, choice->refused),
			"FILE_REFUSED");
	else if (!choice->calendar)
		sync_end(sync, STATUS_OK, NULL, "");
	if (sync->ends)
		return false;
	sync->job.calendar = calendar_arena_print(&sync->arena, "%s", choice->calendar);
	sync->job.kind = calendar_arena_print(&sync->arena, "%s", choice->kind);
	if (choice->about)
		sync->about = calendar_arena_print(&sync->arena, "%s", choice->about);
	if (choice->is_file || !choice->changes)
		sync->job.put = NULL;
	if (!choice->is_file) {
		calendar_spool_destroy(sync->job.spool);
		sync->job.spool = NULL;
	}
	return true;
}

static bool choose(struct sync *sync)
{
	struct calendar_sync_choice choice = { .calendar = sync->job.calendar, .kind = sync->job.kind };

	if (!sync->job.choose)
		return true;
	if (sync->job.choose(sync->job.arg, sync->stretch.desk->shelf, sync->job.owner, &choice))
		return chosen(sync, &choice);
	shelf_failed(sync);
	return false;
}

SDK_REPLY(on_person, struct sync, sync, Person, reply)
{
	if (end->status != STATUS_OK) {
		call_failed(sync, end);
		return;
	}
	sync->person = (Person *)sdk_copy(&reply->base);
	sync->zones = calendar_source_create("", NULL);
	if (!sync->zones) {
		no_memory(sync);
		return;
	}
	sync->job.owner = sync->person->name;
	sync->now_us = sdk_now(sync->stretch.desk->sdk);
	sync->result.window = calendar_sync_window(sync->now_us);
	sync->owner = (struct calendar_owner){ .email = sync->person->email,
		.aliases = (const char *const *)sync->person->aliases,
		.alias_count = sync->person->n_aliases,
		.zone = calendar_source_zone(sync->zones, sync->person->time_zone) };
	sync->owner.zone_name = sync->owner.zone ? sync->person->time_zone : "";
	if (choose(sync))
		page_ask(sync, "", on_known_page);
}

static void on_turn(void *arg)
{
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;
	struct sync *sync = arg;

	if (sync->stretch.desk->stopping)
		return;
	request.name = (char *)sync->job.owner;
	sdk_call(sync->stretch.desk->sdk, sync->job.work, &people__descriptor, "GetPerson", sync->job.act_as,
		&request.base, on_person, sync);
}

void calendar_sync_start(struct calendar_desk *desk, const struct calendar_sync_job *job)
{
	struct sync *sync = calloc(1, sizeof(*sync));

	if (!sync)
		abort(); /* as the SDK does; the host starts anew */
	sync->job = *job;
	sync->job.owner = calendar_arena_print(&sync->arena, "%s", job->owner);
	sync->job.calendar = calendar_arena_print(&sync->arena, "%s", job->calendar);
	sync->job.kind = calendar_arena_print(&sync->arena, "%s", job->kind);
	sync->job.file = calendar_arena_print(&sync->arena, "%s", job->file ? job->file : job->calendar);
	sync->job.act_as = job->act_as ? calendar_arena_print(&sync->arena, "%s", job->act_as) : NULL;
	calendar_known_init(&sync->known);
	batch_choose(sync);
	sync->stretch.give_up = on_given_up;
	sync->stretch.closed = on_closed;
	desk_add(desk, &sync->stretch);
	sync->turn = (struct calendar_turn){ .have = on_turn, .arg = sync };
	calendar_shelf_turn(desk->shelf, &sync->turn);
}
