/* plugins/calendar/meetings: see message.h. */
#include "message.h"

#include "ical/scheduling.h"
#include "shelf/intake.h"
#include "shelf/message.h"

#include "proto/status.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A message on its way through the calendars that hold its UID, one sync each. */
struct delivery {
	struct calendar_desk *desk;
	struct calendar_sync_job job; /* as it was given, but for the spool, which the first sync has */
	struct calendar_message message;
	const struct calendar_reason *refused;
	struct calendar_arena arena; /* what lives as long as the delivery */
	bool is_chosen;              /* the calendars are known */
	bool is_file;                /* it is a calendar after all */
	bool is_unknown;             /* none held it before */
	struct calendar_shelved *calendars;
	size_t count, at;
	const char *text;                   /* what the present calendar is to keep */
	const char **applied;               /* names */
	struct calendar_sync_result result; /* of all together */
	struct calendar_refusals refusals;
	struct calendar_told told;
};

static const char *copy(struct delivery *delivery, const char *text)
{
	return text ? calendar_arena_print(&delivery->arena, "%s", text) : NULL;
}

static void delivery_end(struct delivery *delivery)
{
	delivery->job.done(delivery->job.arg, &delivery->result);
	calendar_arena_free(&delivery->arena);
	free(delivery);
}

/* ---- where it goes ---- */

/* Does a calendar of that name hold events that came with METHOD:REQUEST, too, and was none? */
static bool is_export(struct delivery *delivery, struct calendar_shelf *shelf, const char *owner)
{
	int64_t calendar = calendar_shelf_find(shelf, owner, delivery->job.calendar);
	struct calendar_arena *arena = &delivery->arena;

	return calendar && strcmp(delivery->message.method, "REQUEST") == 0 &&
	       strcasecmp(calendar_shelf_state(shelf, calendar, CALENDAR_STATE_METHOD, arena), "REQUEST") == 0 &&
	       strtoll(calendar_shelf_state(shelf, calendar, CALENDAR_STATE_EVENTS, arena), NULL, 10) > 0;
}

/* The calendar of messages; it need not be there yet. */
static bool messages_choose(struct delivery *delivery, struct calendar_shelf *shelf, const char *owner)
{
	delivery->calendars = calendar_arena_take(&delivery->arena, sizeof(*delivery->calendars));
	if (!delivery->calendars)
		return false;
	delivery->calendars[0] =
		(struct calendar_shelved){ .calendar = calendar_shelf_find(shelf, owner, CALENDAR_MESSAGES_NAMED),
			.name = CALENDAR_MESSAGES_NAMED,
			.kind = CALENDAR_MESSAGES };
	delivery->count = 1;
	delivery->is_unknown = true;
	return true;
}

static bool calendars_choose(struct delivery *delivery, struct calendar_shelf *shelf, const char *owner)
{
	delivery->is_chosen = true;
	delivery->is_file = !*delivery->message.method || is_export(delivery, shelf, owner);
	if (delivery->is_file)
		return true;
	if (!calendar_shelf_holding(
		    shelf, owner, delivery->message.uid, &delivery->arena, &delivery->calendars, &delivery->count) ||
		(delivery->count == 0 && !messages_choose(delivery, shelf, owner)))
		return false;
	delivery->applied = calendar_arena_take(&delivery->arena, delivery->count * sizeof(*delivery->applied));
	return delivery->applied != NULL;
}

/* ---- what it changes there ---- */

/* Works out what the present calendar is to keep. */
static bool apply(struct delivery *delivery, struct calendar_shelf *shelf, struct calendar_sync_choice *choice)
{
	const struct calendar_shelved *calendar = &delivery->calendars[delivery->at];
	const char *uid = delivery->message.uid, *kept = "";
	struct calendar_scheduled scheduled;

	if (calendar->calendar)
		kept = calendar_message_kept(shelf, calendar->calendar, uid, &delivery->arena);
	if (!kept)
		return false;
	scheduled = calendar_scheduling_apply(kept, delivery->message.text, &delivery->arena);
	delivery->text = scheduled.text;
	choice->changes = scheduled.changed;
	choice->about = uid;
	choice->calendar = calendar->name;
	choice->kind = calendar->kind;
	if (!delivery->told.ignored)
		delivery->told.ignored = scheduled.ignored;
	if (!scheduled.changed && delivery->is_unknown)
		choice->calendar = NULL;
	return true;
}

static bool on_choose(void *arg, struct calendar_shelf *shelf, const char *owner, struct calendar_sync_choice *choice)
{
	struct delivery *delivery = arg;

	if (!delivery->is_chosen && !delivery->refused && !calendars_choose(delivery, shelf, owner))
		return false;
	choice->refused = delivery->refused;
	choice->is_file = delivery->is_file;
	if (!choice->refused && choice->is_file && delivery->job.choose)
		return delivery->job.choose(delivery->job.arg, shelf, owner, choice);
	if (choice->refused || choice->is_file)
		return true;
	delivery->result.events = (int64_t)delivery->message.events;
	if (!apply(delivery, shelf, choice))
		return false;
	if (choice->changes)
		delivery->applied[delivery->told.calendar_count++] = choice->calendar;
	return true;
}

static bool on_put(void *arg, struct calendar_shelf *shelf, int64_t calendar)
{
	struct delivery *delivery = arg;

	return calendar_shelf_put_uid(
		shelf, calendar, delivery->message.uid, delivery->text, calendar_desk_limits(delivery->desk));
}

/* ---- what came of it ---- */

static void refusals_take(struct delivery *delivery, const struct calendar_refusals *refusals)
{
	struct calendar_refusals *own = &delivery->refusals;

	for (size_t i = 0; i < refusals->count; i++) {
		const struct calendar_refusal *refusal = &refusals->list[i];
		struct calendar_refusal *list;

		if (strcmp(refusal->uid, delivery->message.uid) != 0)
			continue;
		list = calendar_arena_grow(&delivery->arena, own->list, own->count, &own->room, sizeof(*list));
		if (!list)
			return;
		own->list = list;
		list[own->count++] = (struct calendar_refusal){ delivery->message.uid, refusal->line,
			calendar_reason_copy(&delivery->arena, refusal->reason) };
	}
	delivery->result.refused = (int)own->count;
}

static void result_add(struct delivery *delivery, const struct calendar_sync_result *result)
{
	struct calendar_sync_result *all = &delivery->result;

	all->status = result->status;
	all->why = result->why ? calendar_reason_copy(&delivery->arena, result->why) : NULL;
	all->code = copy(delivery, result->code);
	all->window = result->window;
	all->created += result->created;
	all->updated += result->updated;
	all->moved += result->moved;
	all->cancelled += result->cancelled;
	all->unchanged += result->about_unchanged;
	all->outside += result->about_outside;
	refusals_take(delivery, result->refusals);
}

/* A file that is a calendar has the sync's own result. */
static void file_end(struct delivery *delivery, const struct calendar_sync_result *result)
{
	delivery->result = *result;
	delivery_end(delivery);
}

static void message_end(struct delivery *delivery)
{
	struct calendar_told *told = &delivery->told;

	told->method = delivery->message.method;
	told->uid = delivery->message.uid;
	told->calendars = delivery->applied;
	if (told->calendar_count > 0)
		told->ignored = NULL;
	if (delivery->is_unknown && strcmp(told->method, "CANCEL") == 0)
		told->ignored = calendar_reason(CALENDAR_WHY_MESSAGE_ALONE);
	delivery->result.message = told;
	delivery->result.refusals = &delivery->refusals;
	delivery_end(delivery);
}

static void deliver(struct delivery *delivery, struct calendar_spool *spool);

static void on_done(void *arg, const struct calendar_sync_result *result)
{
	struct delivery *delivery = arg;

	if (!delivery->is_chosen || delivery->is_file) {
		file_end(delivery, result);
		return;
	}
	result_add(delivery, result);
	delivery->at++;
	if (result->status == STATUS_OK && delivery->at < delivery->count)
		deliver(delivery, NULL);
	else
		message_end(delivery);
}

/* The next calendar. */
static void deliver(struct delivery *delivery, struct calendar_spool *spool)
{
	struct calendar_sync_job job = delivery->job;

	job.spool = spool;
	job.choose = on_choose;
	job.put = on_put;
	job.done = on_done;
	job.arg = delivery;
	calendar_sync_start(delivery->desk, &job);
}

void calendar_message_start(struct calendar_desk *desk, const struct calendar_sync_job *job)
{
	struct delivery *delivery = calloc(1, sizeof(*delivery));

	if (!delivery)
		abort(); /* as the SDK does; the host starts anew */
	delivery->desk = desk;
	delivery->job = *job;
	delivery->job.owner = copy(delivery, job->owner);
	delivery->job.calendar = copy(delivery, job->calendar);
	delivery->job.kind = copy(delivery, job->kind);
	delivery->job.file = copy(delivery, job->file ? job->file : job->calendar);
	delivery->job.act_as = copy(delivery, job->act_as);
	delivery->refused = calendar_message_read(job->spool, delivery->job.file, &delivery->arena, &delivery->message);
	deliver(delivery, job->spool);
}
