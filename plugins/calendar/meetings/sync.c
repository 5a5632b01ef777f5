/* plugins/calendar/meetings: see sync.h. */
#include "adoption.h"
#include "dispatch.h"
#include "inside.h"
#include "record.h"
#include "walk.h"

#include "ical/civil.h"
#include "shelf/intake.h"
#include "shelf/message.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_SIZE = 50, REFUSALS_LISTED = 100, PIECE = 64 * 1024 };

struct sync {
	struct calendar_stretch stretch; /* first: it is what the desk knows */
	struct calendar_sync_job job;
	struct calendar_turn turn;
	struct calendar_arena arena; /* what lives as long as the sync */
	Person *person;              /* own */
	struct calendar_source *zones;
	struct calendar_owner owner;
	int64_t now_us;
	int64_t calendar; /* on the shelf */
	struct calendar_intake *intake;
	struct calendar_survey *survey; /* NULL: nothing is walked before all is taken in */
	bool taken_in;                  /* there are no more pieces */
	struct calendar_walk walk;
	struct calendar_dispatch dispatch;
	bool has_adopted;                /* what messages began is its own by now */
	bool ends;                       /* it ends, as the result says, when all that is under way has landed */
	char *token;                     /* own: the next page of what vanished */
	char mark[CALENDAR_DIGEST_TEXT]; /* by what the daemon is to know the calendar; "" until it is known */
	bool is_last;                    /* with the present batch all is in line */
	size_t vanishing, coming;
	int refused; /* so far; the result has them at the end */
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
	calendar_walk_finish(&sync->walk);
	calendar_dispatch_finish(&sync->dispatch);
	calendar_arena_free(&sync->arena);
	free(sync->token);
	free(sync);
}

/* What has been found without telling the daemon. */
static void walk_count(struct sync *sync)
{
	struct calendar_walk *walk = &sync->walk;
	struct calendar_sync_result *result = &sync->result;

	result->unchanged += walk->unchanged;
	result->outside += walk->outside;
	result->about_unchanged += walk->about_unchanged;
	result->about_outside += walk->about_outside;
	result->refused += sync->refused;
	walk->unchanged = walk->outside = walk->about_unchanged = walk->about_outside = sync->refused = 0;
}

/* Every answer is there. */
static void sync_close(void *arg)
{
	struct sync *sync = arg;
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;

	calendar_walk_end(&sync->walk);
	calendar_intake_destroy(sync->intake);
	calendar_survey_destroy(sync->survey);
	sync->intake = NULL;
	sync->survey = NULL;
	walk_count(sync);
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
	calendar_dispatch_stop(&sync->dispatch, sync_close);
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

	sync->refused++;
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

static void on_taken(void *arg, const struct calendar_batch *batch, const BatchUpsertMeetingsResponse *reply)
{
	struct sync *sync = arg;

	if (reply->n_results != batch->count) {
		sync_end(sync, STATUS_DATA_LOSS, calendar_reason(CALENDAR_WHY_CALL_ANSWER), "");
		return;
	}
	for (size_t i = 0; i < batch->count; i++)
		result_count(sync, batch, i, reply->results[i]);
}

static void on_failed(void *arg, const struct ridealong_reply *end)
{
	call_failed(arg, end);
}

/* Sends what there is. False without memory: the sync has ended. */
static bool batch_send(struct sync *sync)
{
	if (calendar_dispatch_send(&sync->dispatch, sync->is_last ? sync->mark : ""))
		return true;
	no_memory(sync);
	return false;
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

/* What was held before is still held when nothing new has come. */
static bool is_released(const struct sync *sync)
{
	return (sync->job.spool || sync->job.put) && !sync->walk.about;
}

static void finish(void *arg)
{
	struct sync *sync = arg;
	struct calendar_desk *desk = sync->stretch.desk;

	walk_count(sync);
	sync->result.refusals = &sync->refusals;
	if (!calendar_record_result(
		    desk->shelf, sync->calendar, sync->now_us, is_released(sync), sync->mark, &sync->result)) {
		shelf_failed(sync);
		return;
	}
	sync_end(sync, STATUS_OK, NULL, "");
	if ((sync->job.spool || sync->job.put) && desk->synced)
		desk->synced(desk->synced_arg);
}

static void vanished_next(void *arg);

/* What is left goes out, and what vanished after it. The last batch is alone, because a batch without a mark takes away
 * the one before. */
static void rest_send(struct sync *sync)
{
	if ((sync->dispatch.batch->count > 0 || sync->is_last) && !batch_send(sync))
		return;
	calendar_dispatch_await(&sync->dispatch, sync->is_last ? finish : vanished_next);
}

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
			calendar_known_find(&sync->walk.known, meeting.uid, meeting.recurrence_id);

		if (!known || !calendar_walk_is_vanished(&sync->walk, known))
			continue;
		meeting.state = MEETING_STATE_CANCELLED;
		good = calendar_batch_add(sync->dispatch.batch, &meeting, 0);
	}
	free(sync->token);
	sync->token = strdup(reply->next_page_token);
	if (!good || !sync->token) {
		no_memory(sync);
		return;
	}
	sync->is_last = !*sync->token;
	rest_send(sync);
}

static void vanished_next(void *arg)
{
	struct sync *sync = arg;

	page_ask(sync, sync->token ? sync->token : "", on_vanished_page);
}

/* The walk is over and all that was sent has landed. */
static void walked(void *arg)
{
	struct sync *sync = arg;

	calendar_walk_count(&sync->walk, true, &sync->vanishing, &sync->coming);
	sync->is_last = sync->vanishing == 0;
	rest_send(sync);
}

/* ---- the walk ---- */

static enum calendar_walk_step on_difference(void *arg, const Meeting *meeting, unsigned line, const char *former)
{
	struct sync *sync = arg;
	struct calendar_batch *batch = sync->dispatch.batch;

	if (!calendar_batch_add(batch, meeting, line) || (former && !calendar_batch_rename(batch, meeting, former)))
		return CALENDAR_WALK_NO_MEMORY;
	if (calendar_batch_is_full(batch) && !calendar_dispatch_send(&sync->dispatch, ""))
		return CALENDAR_WALK_NO_MEMORY;
	return sync->dispatch.batch ? CALENDAR_WALK_ON : CALENDAR_WALK_WAIT;
}

static void on_refused(void *arg, const char *uid, unsigned line, const struct calendar_reason *reason)
{
	refusal_add(arg, uid, line, reason);
}

static void walk_later(void *arg);

static void looked(struct sync *sync);

static void caught_up(struct sync *sync);

static void walk_over(struct sync *sync)
{
	if (sync->walk.looking) {
		looked(sync);
		return;
	}
	calendar_shelf_settle(sync->stretch.desk->shelf); /* while the last batches are under way */
	calendar_dispatch_await(&sync->dispatch, walked);
}

static void on_walk(struct calendar_stretch *stretch)
{
	struct sync *sync = (struct sync *)stretch;

	if (sync->ends) /* a batch has failed meanwhile */
		return;
	switch (calendar_walk_on(&sync->walk, stretch)) {
	case CALENDAR_WALK_WAIT:
		calendar_dispatch_await_one(&sync->dispatch, walk_later);
		break;
	case CALENDAR_WALK_CAUGHT_UP:
		caught_up(sync);
		break;
	case CALENDAR_WALK_OVER:
		walk_over(sync);
		break;
	case CALENDAR_WALK_BROKEN:
		shelf_failed(sync);
		break;
	case CALENDAR_WALK_NO_MEMORY:
		no_memory(sync);
		break;
	default:
		walk_later(sync);
		break;
	}
}

static void walk_later(void *arg)
{
	struct sync *sync = arg;

	desk_later(&sync->stretch, on_walk);
}

static void walk_begin(struct sync *sync, bool looking)
{
	if (calendar_walk_begin(&sync->walk, looking))
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

static void known_ask(struct sync *sync);

/* What was adopted is known from now on, too. */
static void on_adopted(void *arg, const struct ridealong_reply *end)
{
	struct sync *sync = arg;

	if (end->status != STATUS_OK) {
		call_failed(sync, end);
		return;
	}
	sync->has_adopted = true;
	calendar_known_finish(&sync->walk.known);
	calendar_known_init(&sync->walk.known);
	known_ask(sync);
}

/* It was walked as it was taken in. */
static void followed(struct sync *sync)
{
	calendar_walk_end(&sync->walk);
	walk_over(sync);
}

static void take_over(struct sync *sync)
{
	const struct calendar_desk *desk = sync->stretch.desk;

	if (!calendar_shelf_commit(desk->shelf))
		shelf_failed(sync);
	else if (sync->survey)
		followed(sync);
	else if (!calendar_adoption_start(&(struct calendar_adoption_job){ .sdk = desk->sdk,
			 .shelf = desk->shelf,
			 .work = sync->job.work,
			 .act_as = sync->job.act_as,
			 .owner = sync->job.owner,
			 .calendar = sync->job.calendar,
			 .shelved = sync->calendar,
			 .known = &sync->walk.known,
			 .done = on_adopted,
			 .arg = sync }))
		walk_begin(sync, false);
}

/* The walk that only looked is over. */
static void looked(struct sync *sync)
{
	calendar_walk_count(&sync->walk, false, &sync->vanishing, &sync->coming);
	if (2 * sync->vanishing > sync->coming)
		hold(sync);
	else
		take_over(sync);
}

/* ---- what shows that nothing has changed ---- */

/* Are the meetings in line already, for all that the shelf and the daemon know? */
static bool is_in_line(struct sync *sync, const char *known_mark)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;

	sync->calendar = calendar_shelf_find(shelf, sync->job.owner, sync->job.calendar);
	if (!sync->calendar || !*known_mark || sync->job.put ||
		(sync->job.spool && !calendar_record_is_file(shelf, sync->calendar, sync->job.spool)))
		return false;
	calendar_record_mark(shelf, sync->calendar, &sync->owner, sync->result.window, sync->mark);
	return strcmp(sync->mark, known_mark) == 0 && calendar_record_has_mark(shelf, sync->calendar, sync->mark);
}

/* The same counts as last time, without looking. */
static void answer_again(struct sync *sync)
{
	if (calendar_record_again(sync->stretch.desk->shelf, sync->calendar, sync->now_us, is_released(sync),
		    &sync->arena, &sync->result, &sync->refusals))
		sync_end(sync, STATUS_OK, NULL, "");
	else
		shelf_failed(sync);
}

/* What is on the shelf now is what the calendar says; is it to be looked at first? */
static void shelved(struct sync *sync)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;

	calendar_record_mark(shelf, sync->calendar, &sync->owner, sync->result.window, sync->mark);
	sync->walk.calendar = sync->calendar;
	sync->walk.is_partial = strcmp(sync->job.kind, CALENDAR_MESSAGES) == 0;
	sync->walk.is_whole = !sync->walk.is_partial &&
			      !*calendar_shelf_state(shelf, sync->calendar, CALENDAR_STATE_CUT, &sync->arena);
	sync->result.events = calendar_record_events(shelf, sync->calendar);
	sync->result.refused = (int)calendar_intake_dropped((size_t)sync->result.events, &sync->stretch.desk->limits);
	calendar_walk_count(&sync->walk, true, &sync->vanishing, &sync->coming);
	if (sync->coming > 0 && sync->walk.is_whole && !sync->job.accept_cancellations)
		walk_begin(sync, true);
	else
		take_over(sync);
}

/* ---- what has come goes onto the shelf ---- */

static bool intake_note(struct sync *sync)
{
	return calendar_record_file(sync->stretch.desk->shelf, sync->calendar, sync->job.spool,
		calendar_intake_method(sync->intake), calendar_intake_events(sync->intake),
		calendar_intake_is_cut(sync->intake));
}

static void intake_end(struct sync *sync)
{
	calendar_intake_destroy(sync->intake);
	sync->intake = NULL;
	shelved(sync);
}

static void pieces_end(struct sync *sync)
{
	const struct calendar_reason *refused = calendar_intake_end(sync->intake, &sync->arena);

	sync->taken_in = true;
	if (refused && refused->why == CALENDAR_WHY_SHELF)
		shelf_failed(sync);
	else if (refused)
		sync_end(sync, STATUS_INVALID_ARGUMENT, refused, "FILE_REFUSED");
	else if (!intake_note(sync))
		shelf_failed(sync);
	else if (sync->survey)
		on_walk(&sync->stretch);
	else
		intake_end(sync);
}

static void on_intake(struct calendar_stretch *stretch)
{
	struct sync *sync = (struct sync *)stretch;
	char piece[PIECE];
	size_t length;

	if (sync->ends) /* a batch has failed meanwhile */
		return;
	while ((length = calendar_spool_read(sync->job.spool, piece, sizeof(piece))) > 0) {
		calendar_intake_feed(sync->intake, piece, length);
		if (sync->survey) {
			on_walk(stretch);
			return;
		}
		if (desk_is_time(stretch)) {
			desk_later(stretch, on_intake);
			return;
		}
	}
	if (calendar_spool_is_broken(sync->job.spool))
		shelf_failed(sync);
	else
		pieces_end(sync);
}

static void caught_up(struct sync *sync)
{
	if (sync->taken_in)
		intake_end(sync);
	else
		desk_later(&sync->stretch, on_intake);
}

/* ---- when nothing is known yet, nothing can vanish or move: a series goes its way as soon as all of it is there,
 * while the daemon would have nothing to do. How many events each has is counted first. ---- */

static void survey_end(struct sync *sync)
{
	calendar_spool_rewind(sync->job.spool);
	if (calendar_survey_end(sync->survey)) {
		calendar_intake_follow(sync->intake, sync->survey);
		calendar_walk_follow(&sync->walk, sync->intake);
	} else {
		calendar_survey_destroy(sync->survey);
		sync->survey = NULL;
	}
	desk_later(&sync->stretch, on_intake);
}

static void on_survey(struct calendar_stretch *stretch)
{
	struct sync *sync = (struct sync *)stretch;
	char piece[PIECE];
	size_t length;

	while ((length = calendar_spool_read(sync->job.spool, piece, sizeof(piece))) > 0) {
		if (!calendar_survey_feed(sync->survey, piece, length))
			break;
		if (desk_is_time(stretch)) {
			desk_later(stretch, on_survey);
			return;
		}
	}
	survey_end(sync);
}

/* What messages began might be adopted, and then is known. */
static bool may_survey(const struct sync *sync)
{
	return sync->walk.known.count == 0 &&
	       calendar_shelf_find(sync->stretch.desk->shelf, sync->job.owner, CALENDAR_MESSAGES_NAMED) == 0;
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
	if (!sync->intake) {
		shelf_failed(sync);
		return;
	}
	sync->walk.calendar = sync->calendar;
	if (may_survey(sync))
		sync->survey = calendar_survey_create(desk->limits.events);
	desk_later(&sync->stretch, sync->survey ? on_survey : on_intake);
}

/* Is that the file that was taken in last, of which messages have changed something since? */
static bool is_outdated(struct sync *sync)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;

	return calendar_record_is_file(shelf, sync->calendar, sync->job.spool) &&
	       calendar_record_is_changed(shelf, sync->calendar);
}

static void shelf_begin(struct sync *sync)
{
	struct calendar_shelf *shelf = sync->stretch.desk->shelf;

	sync->calendar = 0;
	if (calendar_shelf_begin(shelf))
		sync->calendar = calendar_shelf_calendar(shelf, sync->job.owner, sync->job.calendar, sync->job.kind);
	if (!sync->calendar)
		shelf_failed(sync);
	else if (sync->job.spool && !is_outdated(sync))
		intake_begin(sync);
	else if (sync->job.put &&
		 !(sync->job.put(sync->job.arg, shelf, sync->calendar) && calendar_shelf_tidy(shelf, sync->calendar)))
		shelf_failed(sync);
	else
		shelved(sync);
}

/* ---- who the owner is, and what is known ---- */

static void known_end(struct sync *sync)
{
	calendar_known_sort(&sync->walk.known);
	if (sync->has_adopted)
		walk_begin(sync, false);
	else
		shelf_begin(sync);
}

SDK_REPLY(on_known_page, struct sync, sync, ListMeetingsResponse, reply)
{
	bool good = true;

	if (end->status != STATUS_OK) {
		call_failed(sync, end);
		return;
	}
	if (!sync->has_adopted && sync->walk.known.count == 0 && is_in_line(sync, reply->mark)) {
		answer_again(sync);
		return;
	}
	for (size_t i = 0; good && i < reply->n_meetings; i++)
		good = calendar_known_add(&sync->walk.known, reply->meetings[i]);
	if (!good)
		no_memory(sync);
	else if (*reply->next_page_token)
		page_ask(sync, reply->next_page_token, on_known_page);
	else
		known_end(sync);
}

static void known_ask(struct sync *sync)
{
	page_ask(sync, "", on_known_page);
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
		sync->walk.about = calendar_arena_print(&sync->arena, "%s", choice->about);
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

/* All that the walk and what it sends need to know by now. */
static void walk_prepare(struct sync *sync)
{
	sync->walk.owner = &sync->owner;
	sync->walk.now_us = sync->now_us;
	sync->walk.window = sync->result.window;
	sync->dispatch.owner = sync->job.owner;
	sync->dispatch.calendar = sync->job.calendar;
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
	if (!choose(sync))
		return;
	walk_prepare(sync);
	known_ask(sync);
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
	sync->walk.shelf = desk->shelf;
	sync->walk.limits = &desk->limits;
	sync->walk.take = on_difference;
	sync->walk.refuse = on_refused;
	sync->walk.arg = sync;
	calendar_walk_init(&sync->walk);
	sync->dispatch.sdk = desk->sdk;
	sync->dispatch.work = job->work;
	sync->dispatch.act_as = sync->job.act_as;
	sync->dispatch.taken = on_taken;
	sync->dispatch.failed = on_failed;
	sync->dispatch.arg = sync;
	calendar_dispatch_init(&sync->dispatch);
	sync->stretch.give_up = on_given_up;
	sync->stretch.closed = on_closed;
	desk_add(desk, &sync->stretch);
	sync->turn = (struct calendar_turn){ .have = on_turn, .arg = sync };
	calendar_shelf_turn(desk->shelf, &sync->turn);
}
