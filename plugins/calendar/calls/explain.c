/* plugins/calendar/calls: Calendars.ExplainEvent. See plugin.h. */
#include "meetings/explain.h"

#include "caller.h"
#include "partners.h"

#include "ical/check.h"
#include "meetings/sync.h"
#include "plugin.h"
#include "shelf/reading.h"

#include "proto/status.h"
#include "ridealong/v1/person.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALENDARS_TOLD = 20, OCCURRENCES_TOLD = 10, NAMES_TOLD = 8 };

struct explain_call {
	struct calendar_caller caller;
	char *uid;
	Person *person; /* own; whose calendars */
	struct calendar_turn turn;
	struct calendar_arena arena; /* the answer */
	struct calendar_window window;
	struct calendar_source *zones;
	struct calendar_owner owner;
	struct calendar_partners *partners; /* own; of the owner */
	ExplainEventResponse response;
	ExplainedEvent *events[CALENDARS_TOLD];
};

static void explain_call_end(void *arg)
{
	struct explain_call *call = arg;

	calendar_source_destroy(call->zones);
	calendar_partners_destroy(call->partners);
	calendar_arena_free(&call->arena);
	if (call->person)
		sdk_free(&call->person->base);
	calendar_caller_finish(&call->caller);
	free(call->uid);
	free(call);
}

static void refuse(struct explain_call *call, int status, const char *code, struct calendar_reason reason)
{
	calendar_caller_refuse(&call->caller, status, code, reason);
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
	fact->text = kept_text(call, calendar_reason_say(reason, call->caller.dutch, text));
	return fact;
}

static void fact_add(struct explain_call *call, ExplainedEvent *event, const struct calendar_reason *reason)
{
	event->facts[event->n_facts] = fact_make(call, reason);
	event->n_facts += event->facts[event->n_facts] != NULL;
}

/* What the daemon did not take over of it; what is refused before, the explanation says itself. */
static void refusals_fill(
	struct explain_call *call, ExplainedEvent *event, const struct calendar_refusals *refusals, const char *uid)
{
	bool is_first = true;

	for (size_t i = 0; i < refusals->count; i++) {
		const struct calendar_refusal *refusal = &refusals->list[i];

		if (!refusal->reason->told || strcmp(refusal->uid, uid) != 0)
			continue;
		if (is_first)
			fact_add(call, event, calendar_reason(CALENDAR_WHY_EXPLAIN_NOT_TAKEN));
		fact_add(call, event, refusal->reason);
		is_first = false;
	}
}

static void facts_fill(struct explain_call *call, ExplainedEvent *event, const struct calendar_shelved *calendar,
	const struct calendar_explanation *explanation, const char *uid)
{
	struct calendar_refusals refusals = { 0 };

	calendar_shelf_refusals(call->caller.plugin->shelf, calendar->calendar, &call->arena, &refusals);
	event->facts =
		calendar_arena_take(&call->arena, (explanation->count + refusals.count + 1) * sizeof(*event->facts));
	if (!event->facts)
		return;
	refusals_fill(call, event, &refusals, uid);
	for (size_t i = 0; i < explanation->count; i++)
		fact_add(call, event, explanation->facts[i]);
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
	const char *uid = calendar_arena_print(&call->arena, "%s", series->uid);
	struct calendar_explanation explanation;
	const struct calendar_reason *facts[2];
	struct calendar_arena worked = { 0 };

	if (!event)
		return;
	explained_event__init(event);
	event->calendar = kept_text(call, calendar->name);
	if (!calendar_explain(source, uid, call->window, &call->owner, call->partners, &worked, &explanation))
		refused_explain(series, facts, &explanation);
	event->meeting = explanation.is_meeting;
	facts_fill(call, event, calendar, &explanation, uid);
	occurrences_fill(call, event, &explanation);
	calendar_arena_free(&worked);
	call->events[call->response.n_events++] = event;
}

/* Is it the one that is asked for? An event without a UID is known by its number in the file, or as its meeting is. */
static bool is_asked(
	struct explain_call *call, const struct calendar_series_read *series, const struct calendar_source *source)
{
	struct calendar_event *const *events;
	size_t count = 0;

	if (strcmp(series->uid, call->uid) == 0)
		return true;
	events = calendar_source_series(source, series->uid, &count);
	return count > 0 && strcmp(calendar_meeting_uid(events[0], &call->arena), call->uid) == 0;
}

/* False when the shelf could not be read. */
static bool calendar_look(struct explain_call *call, const struct calendar_shelved *calendar)
{
	bool has_uid = strncmp(call->uid, "(no-uid-", 8) != 0 && strncmp(call->uid, "no-uid-", 7) != 0;
	struct calendar_reading *reading = calendar_reading_begin_uid(
		call->caller.plugin->shelf, calendar->calendar, has_uid ? call->uid : "", call->window, NULL);
	const struct calendar_series_read *series;
	bool good = reading != NULL;

	while (good && call->response.n_events < CALENDARS_TOLD && (series = calendar_reading_next(reading))) {
		if (is_asked(call, series, calendar_reading_source(reading)))
			series_explain(call, calendar, series, calendar_reading_source(reading));
	}
	good = good && !calendar_reading_is_broken(reading);
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
	call->response.owner = call->person->name;
	sdk_finish(&call->caller.plugin->sdk, call->caller.work, &call->response.base);
	explain_call_end(call);
}

/* Where it was looked for. */
static void refuse_unknown(struct explain_call *call, const struct calendar_shelved *calendars, size_t count)
{
	struct calendar_reason reason = { .why = CALENDAR_WHY_CALL_NO_EVENT, .text = call->uid, .name = "" };

	for (size_t i = 0; i < count; i++)
		reason.name =
			calendar_arena_print(&call->arena, "%s%s%s", reason.name, i > 0 ? ", " : "", calendars[i].name);
	if (count == 0)
		reason.why = CALENDAR_WHY_CALL_NOTHING_READ;
	refuse(call, STATUS_NOT_FOUND, "NO_EVENT", reason);
}

static void on_turn(void *arg)
{
	struct explain_call *call = arg;
	struct calendar_shelf *shelf = call->caller.plugin->shelf;
	struct calendar_shelved *calendars = NULL;
	size_t count = 0;
	bool good = calendar_shelf_list(shelf, call->person->name, &call->arena, &calendars, &count);

	for (size_t i = 0; good && i < count; i++)
		good = calendar_look(call, &calendars[i]);
	calendar_shelf_turn_end(shelf, &call->turn);
	if (!good)
		refuse(call, STATUS_UNAVAILABLE, NULL, (struct calendar_reason){ .why = CALENDAR_WHY_SHELF });
	else if (call->response.n_events == 0)
		refuse_unknown(call, calendars, count);
	else
		answer(call);
}

static void on_partners(void *arg, const struct ridealong_reply *end, struct calendar_partners *partners)
{
	struct explain_call *call = arg;

	call->partners = partners;
	if (end->status != STATUS_OK) {
		sdk_finish_as(&call->caller.plugin->sdk, call->caller.work, end);
		explain_call_end(call);
		return;
	}
	call->turn = (struct calendar_turn){ .have = on_turn, .arg = call };
	calendar_shelf_turn(call->caller.plugin->shelf, &call->turn);
}

/* Who is asked on behalf of; NULL: an administrator or a program, by the plugin's own rights. */
static void on_owner(void *arg, const Person *person)
{
	struct explain_call *call = arg;

	call->person = (Person *)sdk_copy(&person->base);
	call->zones = calendar_source_create("", NULL);
	if (!call->zones)
		abort(); /* as the SDK does; the host starts anew */
	call->owner = (struct calendar_owner){ .email = call->person->email,
		.aliases = (const char *const *)call->person->aliases,
		.alias_count = call->person->n_aliases,
		.zone = calendar_source_zone(call->zones, call->person->time_zone) };
	call->owner.zone_name = call->owner.zone ? call->person->time_zone : "";
	call->window = calendar_sync_window(sdk_now(&call->caller.plugin->sdk));
	calendar_partners_ask(&call->caller.plugin->sdk, call->caller.work, calendar_caller_as(&call->caller),
		call->person->name, on_partners, call);
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
	calendar_caller_init(&call->caller, plugin, work, told);
	call->uid = strdup(request->uid);
	explain_event_response__init(&call->response);
	if (!call->uid)
		abort();
	calendar_caller_ask(&call->caller, request->owner, on_owner, explain_call_end, call);
	sdk_free(message);
}
