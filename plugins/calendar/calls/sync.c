/* plugins/calendar/calls: Calendars.SyncCalendar. See plugin.h. */
#include "meetings/sync.h"
#include "caller.h"
#include "ical/civil.h"
#include "listing.h"
#include "refused.h"
#include "sources/subscription.h"

#include "proto/status.h"

#include <stdlib.h>
#include <string.h>

struct sync_call {
	struct calendar_caller caller;
	SyncCalendarRequest *request; /* own */
	Person *person;               /* own; whose calendar */
	struct calendar_arena arena;
	struct calendar_listed listed; /* as it is known, from its begin on */
	struct calendar_tally tally;
};

static void sync_call_end(void *arg)
{
	struct sync_call *call = arg;

	calendar_arena_free(&call->arena);
	if (call->person)
		sdk_free(&call->person->base);
	sdk_free(&call->request->base);
	calendar_caller_finish(&call->caller);
	free(call);
}

static void refuse(struct sync_call *call, int status, const char *code, struct calendar_reason reason)
{
	calendar_caller_refuse(&call->caller, status, code, reason);
	sync_call_end(call);
}

static const char *name_of(const struct sync_call *call)
{
	return calendar_caller_calendar(call->request->name);
}

/* As it is by now; a file that went is forgotten when its meetings are in line with that. */
static void look_again(struct sync_call *call)
{
	const struct calendar_listed *found;
	struct calendar_listed *list;
	size_t count;

	if (!calendar_listing_make(call->caller.plugin, call->person, &call->arena, &list, &count))
		return;
	found = calendar_listing_find(list, count, name_of(call));
	if (found)
		call->listed = *found;
	else
		call->listed.shelved = 0;
}

/* ---- the answer ---- */

static void answer(struct sync_call *call)
{
	const struct calendar_listed *listed = &call->listed;
	struct calendar_shelf *shelf = call->caller.plugin->shelf;
	struct calendar_window window = calendar_sync_window(sdk_now(&call->caller.plugin->sdk));
	char from[CALENDAR_CIVIL_TEXT_MAX], until[CALENDAR_CIVIL_TEXT_MAX];
	SyncCalendarResponse response = SYNC_CALENDAR_RESPONSE__INIT;
	struct calendar_refusals refusals = { 0 };
	struct calendar_refused_page refused;

	if (listed->shelved)
		calendar_shelf_refusals(shelf, listed->shelved, &call->arena, &refusals);
	calendar_civil_write_date(calendar_civil_wall_day(window.from), from);
	calendar_civil_write_date(calendar_civil_wall_day(window.end), until);
	response.calendar = calendar_listed_show(call->caller.plugin, listed, call->caller.dutch, &call->arena);
	response.created = call->tally.created;
	response.updated = call->tally.updated;
	response.moved = call->tally.moved;
	response.cancelled = call->tally.cancelled;
	response.outside = call->tally.outside;
	/* a file that has not changed is not even looked into */
	response.unchanged = call->tally.calendars > 0 ? call->tally.unchanged : response.calendar->meetings;
	response.window_from = from;
	response.window_until = until;
	response.n_refused = calendar_refused_fill(&refusals, call->caller.dutch, &refused);
	response.refused = refused.list;
	response.refused_total = response.calendar->refused;
	sdk_finish(&call->caller.plugin->sdk, call->caller.work, &response.base);
	sync_call_end(call);
}

/* What is wrong with it, or with a file of the folder that was asked for. */
static const struct calendar_trouble *trouble_of(
	const struct calendar_subscription *subscription, const struct calendar_listed *listed)
{
	const bool all = strcmp(listed->name, subscription->name) == 0;
	const struct calendar_trouble *trouble = calendar_subscription_trouble(subscription, subscription->name);

	if (trouble)
		return trouble;
	return all ? subscription->troubles : calendar_subscription_trouble(subscription, listed->name);
}

/* Of a folder, it also says which file. */
static const char *trouble_say(struct sync_call *call, const struct calendar_trouble *trouble)
{
	const char *told = trouble->told[call->caller.dutch];

	if (strcmp(trouble->calendar, name_of(call)) == 0 || strstr(told, trouble->calendar))
		return told;
	return calendar_arena_print(&call->arena, "%s: %s", trouble->calendar, told);
}

static void on_read(void *arg, const struct calendar_outcome *outcome)
{
	struct sync_call *call = arg;
	struct calendar_subscription *subscription = call->listed.subscription;
	const struct calendar_trouble *trouble = trouble_of(subscription, &call->listed);

	look_again(call);
	if (trouble) {
		refuse(call, trouble->status, trouble->code,
			(struct calendar_reason){ .told = trouble_say(call, trouble) });
	} else if (outcome->status != STATUS_OK) {
		refuse(call, outcome->status, NULL, *outcome->why);
	} else {
		call->tally = subscription->tally;
		answer(call);
	}
}

static void on_synced(void *arg, const struct calendar_sync_result *result)
{
	struct sync_call *call = arg;

	if (result->status != STATUS_OK) {
		refuse(call, result->status, result->code, *result->why);
		return;
	}
	call->tally = (struct calendar_tally){ .calendars = 1,
		.created = result->created,
		.updated = result->updated,
		.moved = result->moved,
		.unchanged = result->unchanged,
		.cancelled = result->cancelled,
		.outside = result->outside };
	look_again(call);
	answer(call);
}

/* ---- the read ---- */

static void shelved_sync(struct sync_call *call)
{
	calendar_sync_start(
		call->caller.plugin->desk, &(struct calendar_sync_job){ .work = call->caller.work,
						   .act_as = calendar_caller_as(&call->caller),
						   .owner = call->listed.owner,
						   .calendar = call->listed.name,
						   .kind = call->listed.kind,
						   .accept_cancellations = call->request->accept_cancellations,
						   .done = on_synced,
						   .arg = call });
}

static void on_person(void *arg, const Person *person)
{
	struct sync_call *call = arg;

	call->person = (Person *)sdk_copy(&person->base);
	if (!calendar_listing_pick(&call->caller, call->person, name_of(call), &call->arena, &call->listed))
		sync_call_end(call);
	else if (call->listed.subscription)
		calendar_subscription_read(call->listed.subscription,
			call->request->accept_cancellations ? call->listed.name : NULL, on_read, call);
	else
		shelved_sync(call);
}

void calendar_sync_call(struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *told)
{
	ProtobufCMessage *request = sdk_request(&plugin->sdk, work, told, &sync_calendar_request__descriptor);
	struct sync_call *call;

	if (!request)
		return;
	call = calloc(1, sizeof(*call));
	if (!call)
		abort(); /* as the SDK does; the host starts anew */
	calendar_caller_init(&call->caller, plugin, work, told);
	call->request = (SyncCalendarRequest *)request;
	calendar_caller_ask(&call->caller, call->request->name, on_person, sync_call_end, call);
}
