/* plugins/calendar/shelf: see reading.h. */
#include "reading.h"

#include <stdlib.h>
#include <string.h>

enum {
	ZONES_MAX = 4 * 1024 * 1024, /* bytes of zones, before the engine begins anew */
	SCOPE_FREE = 2048,           /* bytes of a scope that are no work to speak of, … */
	SCOPE_BYTES_A_STEP = 2       /* … and those beyond, of which so many are as much work as a step of a rule */
};

struct calendar_reading {
	struct calendar_shelf *shelf;
	int64_t calendar;
	struct calendar_window window;
	struct calendar_limits limits;
	struct calendar_budget budget; /* what is left */
	struct calendar_source *source;
	int64_t scope;               /* the one that the source is in */
	struct calendar_arena arena; /* of the present series */
	struct calendar_kept kept;   /* the event that comes next */
	bool has_kept, broken;
	struct calendar_refusal refusal;
	struct calendar_series_read series;
};

static const struct calendar_occurrences nothing;

enum { NO_SCOPE = -1, FIRST_SCOPE = 0 };

/* False when that is too much work by now, or not possible. */
static bool scope_enter(struct calendar_reading *reading, int64_t scope)
{
	const char *text;
	size_t length;

	if (scope == reading->scope)
		return true;
	if (reading->budget.work <= 0)
		return false;
	text = calendar_shelf_scope(reading->shelf, reading->calendar, scope, &reading->arena);
	if (!text) {
		reading->broken = true;
		return false;
	}
	length = strlen(text);
	if (length > SCOPE_FREE)
		reading->budget.work -= (int64_t)(length - SCOPE_FREE) / SCOPE_BYTES_A_STEP;
	calendar_source_jump(reading->source, 1, 0);
	calendar_source_feed(reading->source, text, length);
	calendar_source_jump(reading->source, 1, 0);
	reading->scope = scope;
	return true;
}

/* Some programs define a zone in the first VCALENDAR of a file only, so that one is always known. */
static bool source_begin(struct calendar_reading *reading)
{
	calendar_source_destroy(reading->source);
	reading->source = calendar_source_create("", &reading->limits);
	reading->scope = NO_SCOPE;
	if (!reading->source)
		return false;
	calendar_source_draw_on(reading->source, &reading->budget);
	scope_enter(reading, FIRST_SCOPE);
	return !reading->broken;
}

static void kept_next(struct calendar_reading *reading)
{
	reading->has_kept = calendar_shelf_walk_next(reading->shelf, &reading->kept);
}

struct calendar_reading *calendar_reading_open(struct calendar_shelf *shelf, int64_t calendar,
	struct calendar_window window, const struct calendar_limits *limits)
{
	struct calendar_reading *reading = calloc(1, sizeof(*reading));

	if (!reading)
		return NULL;
	reading->shelf = shelf;
	reading->calendar = calendar;
	reading->window = window;
	reading->limits = limits ? *limits : calendar_limits_default;
	reading->limits.bytes = UINT64_MAX; /* it came within its limits onto the shelf */
	reading->budget = calendar_budget_of(&reading->limits);
	if (source_begin(reading))
		return reading;
	calendar_reading_end(reading);
	return NULL;
}

static struct calendar_reading *begin(struct calendar_shelf *shelf, int64_t calendar, const char *uid,
	struct calendar_window window, const struct calendar_limits *limits)
{
	struct calendar_reading *reading = calendar_reading_open(shelf, calendar, window, limits);

	if (!reading)
		return NULL;
	if (uid ? calendar_shelf_walk_uid(shelf, calendar, uid) : calendar_shelf_walk(shelf, calendar)) {
		kept_next(reading);
		return reading;
	}
	calendar_reading_end(reading);
	return NULL;
}

struct calendar_reading *calendar_reading_begin(struct calendar_shelf *shelf, int64_t calendar,
	struct calendar_window window, const struct calendar_limits *limits)
{
	return begin(shelf, calendar, NULL, window, limits);
}

struct calendar_reading *calendar_reading_begin_uid(struct calendar_shelf *shelf, int64_t calendar, const char *uid,
	struct calendar_window window, const struct calendar_limits *limits)
{
	return begin(shelf, calendar, uid, window, limits);
}

static void refuse(struct calendar_reading *reading, enum calendar_why why)
{
	if (reading->refusal.reason)
		return;
	reading->refusal.line = reading->kept.line;
	reading->refusal.reason = calendar_reason_keep(
		&reading->arena, (struct calendar_reason){ .why = why, .count = reading->kept.refused_most });
}

/* Takes in the VEVENTs of the next series; those without a UID are each their own. */
static void series_gather(struct calendar_reading *reading)
{
	struct calendar_series_read *series = &reading->series;

	series->uid = *reading->kept.uid ? calendar_arena_print(&reading->arena, "%s", reading->kept.uid)
					 : calendar_arena_print(&reading->arena, "(no-uid-%zu)", reading->kept.number);
	do {
		const struct calendar_kept *kept = &reading->kept;

		if (kept->refused != CALENDAR_WHYS) {
			refuse(reading, (enum calendar_why)kept->refused);
		} else if (!scope_enter(reading, kept->scope)) {
			refuse(reading, CALENDAR_WHY_MUCH_WORK_IN_ALL);
		} else {
			calendar_source_jump(reading->source, kept->line, kept->number);
			calendar_source_feed(reading->source, kept->text, kept->length);
		}
		series->events++;
		kept_next(reading);
	} while (reading->has_kept && !reading->broken && *reading->kept.uid &&
		 strcmp(reading->kept.uid, series->uid) == 0);
	calendar_source_jump(reading->source, 1, 0);
}

static void series_expand(struct calendar_reading *reading)
{
	struct calendar_series_read *series = &reading->series;
	const struct calendar_refusals *refusals;

	calendar_source_expand(reading->source, reading->window, &series->inside, &refusals);
	series->outside = calendar_source_outside(reading->source);
	if (refusals->count > 0)
		series->refused = &refusals->list[0];
}

const struct calendar_series_read *calendar_reading_next(struct calendar_reading *reading)
{
	struct calendar_series_read *series = &reading->series;

	if (!reading->has_kept || reading->broken)
		return NULL;
	calendar_arena_reset(&reading->arena);
	if (calendar_source_zone_memory(reading->source) > ZONES_MAX) {
		if (!source_begin(reading))
			return NULL;
	} else {
		calendar_source_next(reading->source);
	}
	reading->refusal = (struct calendar_refusal){ 0 };
	*series = (struct calendar_series_read){ .inside = &nothing, .outside = &nothing };
	series_gather(reading);
	if (reading->broken)
		return NULL;
	if (reading->refusal.reason) {
		reading->refusal.uid = series->uid;
		series->refused = &reading->refusal;
	} else {
		series_expand(reading);
	}
	return series;
}

const struct calendar_series_read *calendar_reading_of(struct calendar_reading *reading, const char *uid, int64_t event)
{
	const struct calendar_series_read *series;

	if (*uid)
		calendar_shelf_walk_uid(reading->shelf, reading->calendar, uid);
	else
		calendar_shelf_walk_event(reading->shelf, reading->calendar, event);
	kept_next(reading);
	series = calendar_reading_next(reading);
	reading->broken = reading->broken || calendar_shelf_walk_failed(reading->shelf);
	return reading->broken ? NULL : series;
}

struct calendar_source *calendar_reading_source(const struct calendar_reading *reading)
{
	return reading->source;
}

bool calendar_reading_is_broken(const struct calendar_reading *reading)
{
	return reading->broken || calendar_shelf_walk_failed(reading->shelf);
}

void calendar_reading_end(struct calendar_reading *reading)
{
	if (!reading)
		return;
	calendar_shelf_walk_end(reading->shelf);
	calendar_source_destroy(reading->source);
	calendar_arena_free(&reading->arena);
	free(reading);
}
