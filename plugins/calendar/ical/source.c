/* plugins/calendar/ical: see source.h. */
#include "source.h"

#include "arena.h"
#include "event.h"
#include "structure.h"
#include "zone.h"
#include "zone_name.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TOO_MANY_LISTED = 100 }; /* events beyond the limit that are still listed one by one */

const struct calendar_limits calendar_limits_default = {
	.bytes = UINT64_C(10) * 1024 * 1024,
	.memory = (size_t)64 * 1024 * 1024,
	.events = 10000,
	.occurrences = 3500,
	.series_work = 5000000,
	.work = 25000000,
};

struct calendar_source {
	char *name;
	struct calendar_limits limits;
	struct calendar_arena kept;   /* what the file says, but for … */
	struct calendar_arena zoned;  /* … its zones, and what its VCALENDARs say */
	struct calendar_arena worked; /* what the last expansion made of it */
	struct calendar_structure structure;
	struct calendar_zones zones;
	uint64_t bytes;
	const struct calendar_reason *refused;
	struct calendar_heading *heading; /* of the present VCALENDAR */
	struct calendar_event *event;     /* the VEVENT whose lines come in */
	bool cut_short;                   /* events are missing */
	bool out_of_memory;               /* once true, nothing more is read */

	struct calendar_event **events;
	size_t event_count, event_room;
	bool sorted;

	struct calendar_occurrences occurrences, outside;
	struct calendar_refusals refusals;
	const char **empty;
	size_t empty_count, empty_room;
	struct calendar_budget *budget;  /* somebody's; NULL: each expansion has its own */
	struct calendar_window expanded; /* the last window, … */
	bool is_expanded;                /* … if all of the lists still say what is in it */
};

/* Beyond the limit nothing is kept: events are refused, and what is in a zone that is defined there finds it unknown.
 */
static bool is_full(const struct calendar_source *source)
{
	return source->kept.held + source->zoned.held > source->limits.memory;
}

static void on_calendar(void *arg)
{
	struct calendar_source *source = arg;

	calendar_zones_scope(&source->zones);
	source->heading = calendar_arena_take(&source->zoned, sizeof(*source->heading));
	source->out_of_memory = source->out_of_memory || !source->heading;
}

static void on_property(void *arg, const struct calendar_line *line)
{
	struct calendar_source *source = arg;

	if (source->out_of_memory)
		return;
	if (calendar_line_is(line, "METHOD"))
		source->heading->method_cancel = strcasecmp(line->value, "CANCEL") == 0;
	else if (calendar_line_is(line, "X-WR-TIMEZONE"))
		calendar_heading_zone(source->heading, line, &source->zones);
}

static void on_zone(void *arg, const struct calendar_line *line)
{
	struct calendar_source *source = arg;

	if (!is_full(source) || calendar_line_is(line, "END"))
		calendar_zones_line(&source->zones, line);
}

static bool on_event(void *arg, const struct calendar_line *line, size_t number)
{
	struct calendar_source *source = arg;
	struct calendar_event **list, *event;

	if (source->out_of_memory || source->event_count >= source->limits.events + TOO_MANY_LISTED)
		return false;
	event = calendar_event_begin(&source->kept, source->heading, (unsigned)number, line->number);
	list = calendar_arena_grow(
		&source->kept, source->events, source->event_count, &source->event_room, sizeof(*list));
	if (!event || !list) {
		source->out_of_memory = true;
		return false;
	}
	source->event = event;
	source->events = list;
	list[source->event_count++] = event;
	if (source->event_count > source->limits.events) {
		source->cut_short = true;
		calendar_event_refuse(event,
			calendar_reason_keep(&source->kept, (struct calendar_reason){ .why = CALENDAR_WHY_MANY_EVENTS,
								    .count = source->limits.events }));
	}
	return true;
}

static void on_event_line(void *arg, const struct calendar_line *line)
{
	struct calendar_source *source = arg;
	struct calendar_event *event = source->event;

	if (is_full(source)) {
		source->cut_short = true;
		calendar_event_refuse(event, calendar_reason(CALENDAR_WHY_MUCH_MEMORY));
	}
	if (!event->refused || calendar_line_is(line, "UID")) /* so that the refusal can name it */
		calendar_event_line(event, line, &source->kept, &source->zones);
}

static void on_event_end(void *arg, enum calendar_why why)
{
	struct calendar_source *source = arg;

	if (why != CALENDAR_WHYS)
		calendar_event_refuse(source->event, calendar_reason(why));
}

static const struct calendar_structure_calls calls = { .calendar = on_calendar,
	.property = on_property,
	.zone = on_zone,
	.event = on_event,
	.event_line = on_event_line,
	.event_end = on_event_end };

struct calendar_source *calendar_source_create(const char *name, const struct calendar_limits *limits)
{
	struct calendar_source *source = calloc(1, sizeof(*source));

	if (!source)
		return NULL;
	source->limits = limits ? *limits : calendar_limits_default;
	source->name = strdup(name);
	calendar_zones_init(&source->zones, &source->zoned);
	calendar_structure_init(&source->structure, &calls, source);
	on_calendar(source); /* for events before any VCALENDAR */
	if (source->name && source->heading)
		return source;
	calendar_source_destroy(source);
	return NULL;
}

void calendar_source_destroy(struct calendar_source *source)
{
	if (!source)
		return;
	calendar_structure_finish(&source->structure);
	calendar_arena_free(&source->worked);
	calendar_arena_free(&source->kept);
	calendar_arena_free(&source->zoned);
	free(source->name);
	free(source);
}

static const struct calendar_reason *file_refused(struct calendar_source *source, enum calendar_why why)
{
	return calendar_reason_keep(&source->kept, (struct calendar_reason){ .why = why,
							   .text = source->name,
							   .line = source->structure.first_line,
							   .count = source->limits.bytes / 1024 / 1024 });
}

void calendar_source_refuse_large(struct calendar_source *source)
{
	source->refused = file_refused(source, CALENDAR_WHY_FILE_LARGE);
}

void calendar_source_feed(struct calendar_source *source, const void *bytes, size_t length)
{
	source->is_expanded = false;
	if (source->refused)
		return;
	source->bytes += length;
	if (source->bytes > source->limits.bytes) {
		calendar_source_refuse_large(source);
		return;
	}
	if (!calendar_structure_feed(&source->structure, bytes, length) || source->out_of_memory)
		source->refused = file_refused(source, CALENDAR_WHY_FILE_NO_MEMORY);
}

void calendar_source_end(struct calendar_source *source)
{
	enum calendar_why fault;

	if (!source->refused) {
		calendar_structure_end(&source->structure);
		fault = source->out_of_memory ? CALENDAR_WHY_FILE_NO_MEMORY
					      : calendar_structure_fault(&source->structure);
		if (fault != CALENDAR_WHYS)
			source->refused = file_refused(source, fault);
	}
	calendar_structure_finish(&source->structure);
}

const struct calendar_reason *calendar_source_refused(const struct calendar_source *source)
{
	return source->refused;
}

bool calendar_source_is_whole(const struct calendar_source *source)
{
	return !source->refused && !source->cut_short && !source->structure.cut_short;
}

size_t calendar_source_event_count(const struct calendar_source *source)
{
	return source->structure.events;
}

static int event_order(const void *left, const void *right)
{
	const struct calendar_event *a = *(struct calendar_event *const *)left;
	const struct calendar_event *b = *(struct calendar_event *const *)right;
	int order = strcmp(a->uid, b->uid);

	return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static void refusal_add(
	struct calendar_source *source, const struct calendar_event *event, const struct calendar_reason *reason)
{
	struct calendar_refusals *refusals = &source->refusals;
	struct calendar_refusal *list =
		calendar_arena_grow(&source->worked, refusals->list, refusals->count, &refusals->room, sizeof(*list));

	if (!list)
		return;
	refusals->list = list;
	list[refusals->count++] = (struct calendar_refusal){ event->uid, event->line, reason };
}

static void empty_add(struct calendar_source *source, const char *uid)
{
	const char **list = calendar_arena_grow(
		&source->worked, source->empty, source->empty_count, &source->empty_room, sizeof(*list));

	if (!list)
		return;
	source->empty = list;
	list[source->empty_count++] = uid;
}

/* The event of a series to which a refusal belongs. */
static const struct calendar_event *refused_event(struct calendar_event *const *events, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (events[i]->refused)
			return events[i];
	}
	return events[0];
}

struct calendar_budget calendar_budget_of(const struct calendar_limits *limits)
{
	return (struct calendar_budget){ .work = limits->work,
		.zone_work = CALENDAR_ZONE_WORK,
		.occurrences = CALENDAR_OCCURRENCES_AN_EVENT * limits->events };
}

static const struct calendar_reason *many_in_all(struct calendar_source *source)
{
	return calendar_reason_keep(
		&source->worked, (struct calendar_reason){ .why = CALENDAR_WHY_MANY_IN_ALL,
					 .count = calendar_budget_of(&source->limits).occurrences });
}

static void series_expand(struct calendar_source *source, struct calendar_event *const *events, size_t count,
	struct calendar_window window, struct calendar_budget *budget)
{
	const struct calendar_limits *limits = &source->limits;
	int64_t allowed = budget->work < limits->series_work ? budget->work : limits->series_work;
	bool is_short = budget->occurrences < limits->occurrences;
	struct calendar_bounds bounds = { is_short ? budget->occurrences : limits->occurrences, allowed };
	size_t before = source->occurrences.count;
	const struct calendar_reason *reason = calendar_reason(CALENDAR_WHY_MUCH_MEMORY);

	if (source->worked.held <= source->limits.memory)
		reason = calendar_series_expand(events, count, window, &bounds, &source->zones, &source->worked,
			&source->occurrences, &source->outside);

	budget->work -= allowed - bounds.work;
	budget->occurrences -= source->occurrences.count - before;
	if (reason && is_short && reason->why == CALENDAR_WHY_MANY_OCCURRENCES)
		reason = many_in_all(source);
	if (reason)
		refusal_add(source, refused_event(events, count), reason);
	else if (source->occurrences.count == before)
		empty_add(source, events[0]->uid);
}

static void expansion_forget(struct calendar_source *source)
{
	source->is_expanded = false;
	calendar_arena_reset(&source->worked);
	source->occurrences = source->outside = (struct calendar_occurrences){ 0 };
	source->refusals = (struct calendar_refusals){ 0 };
	source->empty = NULL;
	source->empty_count = source->empty_room = 0;
}

void calendar_source_next(struct calendar_source *source)
{
	calendar_source_jump(source, 1, 0);
	source->events = NULL;
	source->event_count = source->event_room = 0;
	source->sorted = false;
	expansion_forget(source);
	calendar_arena_reset(&source->kept);
}

void calendar_source_jump(struct calendar_source *source, unsigned line, size_t number)
{
	source->is_expanded = false;
	calendar_structure_jump(&source->structure, line, number);
	source->bytes = 0;
}

size_t calendar_source_zone_memory(const struct calendar_source *source)
{
	return source->zoned.held;
}

void calendar_source_draw_on(struct calendar_source *source, struct calendar_budget *budget)
{
	source->budget = budget;
}

static void window_expand(struct calendar_source *source, struct calendar_window window, struct calendar_budget *budget)
{
	expansion_forget(source);
	if (!source->sorted && source->event_count > 0)
		qsort(source->events, source->event_count, sizeof(*source->events), event_order);
	source->sorted = true;
	source->zones.work = budget->zone_work;
	for (size_t i = 0, next; !source->refused && i < source->event_count; i = next) {
		next = i + 1;
		while (next < source->event_count && strcmp(source->events[i]->uid, source->events[next]->uid) == 0)
			next++;
		series_expand(source, source->events + i, next - i, window, budget);
	}
	budget->zone_work = source->zones.work;
	source->expanded = window;
	source->is_expanded = true;
}

void calendar_source_expand(struct calendar_source *source, struct calendar_window window,
	const struct calendar_occurrences **ret_occurrences, const struct calendar_refusals **ret_refusals)
{
	struct calendar_budget own = calendar_budget_of(&source->limits);

	if (!source->is_expanded || source->expanded.from != window.from || source->expanded.end != window.end)
		window_expand(source, window, source->budget ? source->budget : &own);
	*ret_occurrences = &source->occurrences;
	*ret_refusals = &source->refusals;
}

struct calendar_event *const *calendar_source_series(
	const struct calendar_source *source, const char *uid, size_t *ret_count)
{
	size_t first = 0, end;

	while (first < source->event_count && strcmp(source->events[first]->uid, uid) != 0)
		first++;
	end = first;
	while (end < source->event_count && strcmp(source->events[end]->uid, uid) == 0)
		end++;
	*ret_count = end - first;
	return source->events ? source->events + first : NULL;
}

const char *const *calendar_source_empty_series(const struct calendar_source *source, size_t *ret_count)
{
	*ret_count = source->empty_count;
	return source->empty;
}

const struct calendar_occurrences *calendar_source_outside(const struct calendar_source *source)
{
	return &source->outside;
}

static const struct calendar_zone *zone_named(struct calendar_source *source, const char *name)
{
	struct calendar_zone *zone = calendar_zones_mention(&source->zones, name);

	return zone && !calendar_zone_resolve(&source->zones, zone) ? zone : NULL;
}

const struct calendar_zone *calendar_source_zone(struct calendar_source *source, const char *name)
{
	const struct calendar_zone *zone;
	char canonical[CALENDAR_ZONE_NAME_MAX];

	if (*name == '\0')
		return NULL;
	calendar_zones_scope(&source->zones); /* what the file says of that name does not count here */
	zone = zone_named(source, name);
	if (!zone && calendar_zone_name_canonical(name, canonical))
		zone = zone_named(source, canonical);
	return zone;
}
