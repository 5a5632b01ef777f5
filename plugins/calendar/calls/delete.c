/* plugins/calendar/calls: Calendars.DeleteCalendar. See plugin.h.
 *
 * What is gone from a calendar is cancelled; so a calendar that is to be forgotten says nothing from now on, and when
 * its meetings are in line with that, it goes. What was cancelled so comes back, with its sessions, once the same
 * events are imported under the same name. */
#include "caller.h"
#include "listing.h"
#include "meetings/sync.h"

#include "proto/status.h"

#include <stdlib.h>
#include <string.h>

struct delete_call {
	struct calendar_caller caller;
	DeleteCalendarRequest *request; /* own */
	struct calendar_arena arena;
	int64_t shelved;
	struct calendar_turn turn;
	DeleteCalendarResponse response;
};

static void delete_call_end(void *arg)
{
	struct delete_call *call = arg;

	calendar_arena_free(&call->arena);
	sdk_free(&call->request->base);
	calendar_caller_finish(&call->caller);
	free(call);
}

static void refuse(struct delete_call *call, int status, const char *code, struct calendar_reason reason)
{
	calendar_caller_refuse(&call->caller, status, code, reason);
	delete_call_end(call);
}

static const char *name_of(const struct delete_call *call)
{
	return calendar_caller_calendar(call->request->name);
}

static void shelf_failed(struct delete_call *call)
{
	refuse(call, STATUS_UNAVAILABLE, NULL,
		(struct calendar_reason){ .why = CALENDAR_WHY_SHELF, .name = "", .text = name_of(call) });
}

static void on_turn(void *arg)
{
	struct delete_call *call = arg;
	struct calendar_shelf *shelf = call->caller.plugin->shelf;
	bool good = calendar_shelf_forget(shelf, call->shelved);

	calendar_shelf_turn_end(shelf, &call->turn);
	if (!good) {
		shelf_failed(call);
		return;
	}
	sdk_finish(&call->caller.plugin->sdk, call->caller.work, &call->response.base);
	delete_call_end(call);
}

static void on_synced(void *arg, const struct calendar_sync_result *result)
{
	struct delete_call *call = arg;

	if (result->status != STATUS_OK) {
		refuse(call, result->status, result->code, *result->why);
		return;
	}
	call->response.cancelled = result->cancelled;
	call->turn = (struct calendar_turn){ .have = on_turn, .arg = call };
	calendar_shelf_turn(call->caller.plugin->shelf, &call->turn);
}

static void empty(struct delete_call *call, const struct calendar_listed *listed)
{
	static const char nothing[] = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
	struct calendar_spool *spool = calendar_desk_spool(call->caller.plugin->desk);

	if (!spool) {
		shelf_failed(call);
		return;
	}
	calendar_spool_add(spool, nothing, sizeof(nothing) - 1);
	call->shelved = listed->shelved;
	calendar_sync_start(
		call->caller.plugin->desk, &(struct calendar_sync_job){ .work = call->caller.work,
						   .act_as = calendar_caller_as(&call->caller),
						   .owner = listed->owner,
						   .calendar = listed->name,
						   .kind = "file", /* whatever it was: what it holds is all there is */
						   .spool = spool,
						   .accept_cancellations = true,
						   .done = on_synced,
						   .arg = call });
}

static void on_person(void *arg, const Person *person)
{
	struct delete_call *call = arg;
	struct calendar_listed listed;

	if (!calendar_listing_pick(&call->caller, person, name_of(call), &call->arena, &listed))
		delete_call_end(call);
	else if (listed.subscription)
		refuse(call, STATUS_FAILED_PRECONDITION, "COMES_BY_ITSELF",
			(struct calendar_reason){ .why = CALENDAR_WHY_CALL_COMES_BY_ITSELF });
	else
		empty(call, &listed);
}

void calendar_delete_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *told)
{
	ProtobufCMessage *request = sdk_request(&plugin->sdk, work, told, &delete_calendar_request__descriptor);
	struct delete_call *call;

	if (!request)
		return;
	call = calloc(1, sizeof(*call));
	if (!call)
		abort(); /* as the SDK does; the host starts anew */
	calendar_caller_init(&call->caller, plugin, work, told);
	call->request = (DeleteCalendarRequest *)request;
	delete_calendar_response__init(&call->response);
	calendar_caller_ask(&call->caller, call->request->name, on_person, delete_call_end, call);
}
