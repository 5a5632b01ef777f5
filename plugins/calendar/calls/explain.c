/* plugins/calendar/calls: Calendars.ExplainEvent. See plugin.h. */
#include "meetings/explain.h"

#include "ical/check.h"
#include "meetings/sync.h"
#include "plugin.h"
#include "shelf/reading.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALENDARS_TOLD = 20, OCCURRENCES_TOLD = 10 };

struct explain_call {
	struct calendar_plugin *plugin;
	struct ridealong_work *work;
	bool dutch;
	char *caller, *uid;
	Person *person; /* own; whose calendars */
	struct calendar_turn turn;
	struct calendar_arena arena; /* the answer */
	struct calendar_window window;
	struct calendar_source *zones;
	struct calendar_owner owner;
	ExplainEventResponse response;
	ExplainedEvent *events[CALENDARS_TOLD];
};

static void explain_call_end(struct explain_call *call)
{
	calendar_source_destroy(call->zones);
	calendar_arena_free(&call->arena);
	if (call->person)
		sdk_free(&call->person->base);
	free(call->caller);
	free(call->uid);
	free(call);
}

static void refuse(struct explain_call *call, int status, const char *code, struct calendar_reason reason)
{
	char text[CALENDAR_REASON_TEXT];

	sdk_fail(&call->plugin->sdk, call->work, status, code, "%s", calendar_reason_say(&reason, call->dutch, text));
	explain_call_end(call);
}

static char *kept_text(struct explain_call *call, const char *text)
{
	return calendar_arena_print(&call->arena, "%s", text);
}

static ExplainedFact *fact_make(struct explain_call *call, const struct calendar_reason *reason)
{
	ExplainedFact *fact = calendar_arena_take(&call->arena, sizeof(*fact));
	char text[CALENDAR_REASON_TEXT];

	if (!fact)
		return NULL;
	explained_fact__init(fact);
	fact->code = (char *)calendar_reason_name(reason->why);
	fact->text = kept_text(call, calendar_reason_say(reason, call->dutch, text));
	return fact;
}

static void facts_fill(struct explain_call *call, ExplainedEvent *event, const struct calendar_explanation *explanation)
{
	event->facts = calendar_arena_take(&call->arena, (explanation->count + 1) * sizeof(*event->facts));
	for (size_t i = 0; event->facts && i < explanation->count; i++) {
		event->facts[event->n_facts] = fact_make(call, explanation->facts[i]);
		event->n_facts += event->facts[event->n_facts] != NULL;
	}
}

static Occurrence *occurrence_make(struct explain_call *call, const struct calendar_occurrence *said)
{
	Occurrence *occurrence = calendar_arena_take(&call->arena, sizeof(*occurrence));
	struct calendar_check_row row;

	if (!occurrence)
		return NULL;
	calendar_check_row(said, &row);
	occurrence__init(occurrence);
	occurrence->uid = call->uid;
	occurrence->start = kept_text(call, row.start);
	occurrence->end = kept_text(call, row.end);
	occurrence->summary = kept_text(call, row.summary);
	occurrence->status = kept_text(call, row.status);
	return occurrence;
}

static void occurrences_fill(
	struct explain_call *call, ExplainedEvent *event, const struct calendar_explanation *explanation)
{
	size_t most = explanation->occurrence_count;

	most = most < OCCURRENCES_TOLD ? most : OCCURRENCES_TOLD;
	event->occurrences_total = (int32_t)explanation->occurrence_count;
	event->occurrences = calendar_arena_take(&call->arena, (most + 1) * sizeof(*event->occurrences));
	for (size_t i = 0; event->occurrences && i < most; i++) {
		event->occurrences[i] = occurrence_make(call, explanation->occurrences[i]);
		event->n_occurrences += event->occurrences[i] != NULL;
	}
}

/* One that the shelf did not take has nothing to explain but that. */
static void refused_explain(const struct calendar_series_read *series, const struct calendar_reason *facts[2],
	struct calendar_explanation *ret)
{
	facts[0] = calendar_reason(CALENDAR_WHY_EXPLAIN_REFUSED);
	facts[1] = series->refused->reason;
	*ret = (struct calendar_explanation){ .facts = facts, .count = 2 };
}

static void series_explain(struct explain_call *call, const struct calendar_shelved *calendar,
	const struct calendar_series_read *series, struct calendar_source *source)
{
	ExplainedEvent *event = calendar_arena_take(&call->arena, sizeof(*event));
	struct calendar_explanation explanation;
	const struct calendar_reason *facts[2];
	struct calendar_arena worked = { 0 };

	if (!event)
		return;
	explained_event__init(event);
	event->calendar = kept_text(call, calendar->name);
	if (!calendar_explain(source, call->uid, call->window, &call->owner, &worked, &explanation))
		refused_explain(series, facts, &explanation);
	event->meeting = explanation.is_meeting;
	facts_fill(call, event, &explanation);
	occurrences_fill(call, event, &explanation);
	calendar_arena_free(&worked);
	call->events[call->response.n_events++] = event;
}

/* False when the shelf could not be read. */
static bool calendar_look(struct explain_call *call, const struct calendar_shelved *calendar)
{
	struct calendar_reading *reading =
		calendar_reading_begin_uid(call->plugin->shelf, calendar->calendar, call->uid, call->window, NULL);
	const struct calendar_series_read *series = reading ? calendar_reading_next(reading) : NULL;
	bool good = reading && !calendar_reading_is_broken(reading);

	if (good && series)
		series_explain(call, calendar, series, calendar_reading_source(reading));
	calendar_reading_end(reading);
	return good;
}

static void answer(struct explain_call *call)
{
	char from[CALENDAR_CIVIL_TEXT_MAX], until[CALENDAR_CIVIL_TEXT_MAX];

	calendar_civil_write_date(calendar_civil_wall_day(call->window.from), from);
	calendar_civil_write_date(calendar_civil_wall_day(call->window.end), until);
	call->response.window_from = from;
	call->response.window_until = until;
	call->response.events = call->events;
	sdk_finish(&call->plugin->sdk, call->work, &call->response.base);
	explain_call_end(call);
}

static void on_turn(void *arg)
{
	struct explain_call *call = arg;
	struct calendar_shelf *shelf = call->plugin->shelf;
	struct calendar_shelved *calendars = NULL;
	size_t count = 0;
	bool good = calendar_shelf_list(shelf, call->person->name, &call->arena, &calendars, &count);

	for (size_t i = 0; good && i < count && call->response.n_events < CALENDARS_TOLD; i++)
		good = calendar_look(call, &calendars[i]);
	calendar_shelf_turn_end(shelf, &call->turn);
	if (!good)
		refuse(call, STATUS_UNAVAILABLE, NULL, (struct calendar_reason){ .why = CALENDAR_WHY_SHELF });
	else if (call->response.n_events == 0)
		refuse(call, STATUS_NOT_FOUND, "NO_EVENT",
			(struct calendar_reason){ .why = CALENDAR_WHY_CALL_NO_EVENT, .text = call->uid });
	else
		answer(call);
}

SDK_REPLY(on_owner, struct explain_call, call, Person, person)
{
	if (end->status != STATUS_OK) {
		sdk_finish_as(&call->plugin->sdk, call->work, end);
		explain_call_end(call);
		return;
	}
	if (strncmp(call->caller, "people/", 7) == 0 && strcmp(call->caller, person->name) != 0) {
		refuse(call, STATUS_PERMISSION_DENIED, "NOT_YOURS",
			(struct calendar_reason){ .why = CALENDAR_WHY_CALL_NOT_YOURS });
		return;
	}
	call->person = (Person *)sdk_copy(&person->base);
	call->zones = calendar_source_create("", NULL);
	if (!call->zones)
		abort(); /* as the SDK does; the host starts anew */
	call->owner = (struct calendar_owner){ .email = call->person->email,
		.aliases = (const char *const *)call->person->aliases,
		.alias_count = call->person->n_aliases,
		.zone = calendar_source_zone(call->zones, call->person->time_zone) };
	call->owner.zone_name = call->owner.zone ? call->person->time_zone : "";
	call->window = calendar_sync_window(sdk_now(&call->plugin->sdk));
	call->turn = (struct calendar_turn){ .have = on_turn, .arg = call };
	calendar_shelf_turn(call->plugin->shelf, &call->turn);
}

static void owner_ask(struct explain_call *call, const char *owner)
{
	bool is_person = strncmp(call->caller, "people/", 7) == 0;
	GetPersonRequest request = GET_PERSON_REQUEST__INIT;

	request.name = *owner ? (char *)owner : call->caller;
	if (!*owner && !is_person)
		refuse(call, STATUS_INVALID_ARGUMENT, "OWNER_MISSING",
			(struct calendar_reason){ .why = CALENDAR_WHY_CALL_NO_OWNER });
	else
		sdk_call(&call->plugin->sdk, call->work, &people__descriptor, "GetPerson",
			is_person ? call->caller : NULL, &request.base, on_owner, call);
}

void calendar_explain_call(
	struct calendar_plugin *plugin, struct ridealong_work *work, const struct ridealong_call *told)
{
	ProtobufCMessage *message = sdk_request(&plugin->sdk, work, told, &explain_event_request__descriptor);
	const ExplainEventRequest *request = (const ExplainEventRequest *)message;
	struct explain_call *call;

	if (!message)
		return;
	call = calloc(1, sizeof(*call));
	if (!call)
		abort();
	*call = (struct explain_call){ .plugin = plugin,
		.work = work,
		.dutch = calendar_call_is_dutch(told),
		.caller = strdup(told->caller),
		.uid = strdup(request->uid) };
	explain_event_response__init(&call->response);
	if (!call->caller || !call->uid)
		abort();
	owner_ask(call, request->owner);
	sdk_free(message);
}
