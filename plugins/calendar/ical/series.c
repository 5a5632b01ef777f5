/* plugins/calendar/ical: see series.h. */
#include "series.h"

#include "civil.h"
#include "rrule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t second_us = 1000000;

/* Steps of a rule: as much work is it to note that there is an occurrence or an exception, and to write one down. */
enum { INSTANCE_WORK = 3, OCCURRENCE_WORK = 50 };

/* One occurrence that the master's rules produce. key is its place on the line of time: what RECURRENCE-ID, EXDATE and
 * double productions are compared by. */
struct instance {
	int64_t key;
	int64_t wall;
	const struct calendar_moment *end; /* of an RDATE period, or NULL */
};

struct series {
	const struct calendar_event *master;
	const struct calendar_zone *home; /* where its calendar is kept (X-WR-TIMEZONE); NULL when it does not say so */
	const struct calendar_event **overrides; /* in order of the occurrence they replace */
	int64_t *override_keys;
	size_t override_count;
	struct calendar_window window;
	int64_t widest_shift; /* by which a THISANDFUTURE can carry an occurrence into the window */
	struct calendar_bounds *bounds;
	struct calendar_zones *zones;
	struct calendar_arena *arena;
	struct instance *instances;
	size_t instance_count, instance_room;
	int64_t *excepted;
	size_t excepted_count, excepted_room;
	struct calendar_occurrences *out;
	struct calendar_occurrences *outside;
	size_t out_before, outside_before;
};

static int64_t wall_instant(const struct calendar_moment *like, int64_t wall)
{
	return like->kind == CALENDAR_ZONED ? calendar_zone_utc(like->zone, wall) : wall;
}

static int64_t midnight(int64_t wall)
{
	return calendar_civil_wall_day(wall) * CALENDAR_DAY;
}

static int64_t key_of(const struct series *series, const struct calendar_moment *moment)
{
	return calendar_moment_key(moment, series->master ? &series->master->start : moment, series->home);
}

static const struct calendar_reason *event_resolve(const struct series *series, const struct calendar_event *event)
{
	const struct calendar_reason *reason = calendar_moment_resolve(&event->start, series->zones);

	if (!reason)
		reason = calendar_moment_resolve(&event->end, series->zones);
	if (!reason)
		reason = calendar_moment_resolve(&event->recurrence, series->zones);
	for (size_t i = 0; !reason && i < event->excepted_count; i++)
		reason = calendar_moment_resolve(&event->excepted[i], series->zones);
	for (size_t i = 0; !reason && i < event->extra_count; i++) {
		reason = calendar_moment_resolve(&event->extras[i].start, series->zones);
		if (!reason)
			reason = calendar_moment_resolve(&event->extras[i].end, series->zones);
	}
	return reason;
}

static bool has_no_zone(const struct calendar_moment *moment)
{
	return moment->kind == CALENDAR_FLOATING;
}

/* Does it depend on where the calendar is kept which occurrence of such a series this moment means? */
static bool depends_on_home(const struct calendar_moment *moment, const struct calendar_moment *start)
{
	return (has_no_zone(start) && calendar_moment_is_instant(moment)) ||
	       (start->kind == CALENDAR_UTC && has_no_zone(moment)) ||
	       (start->kind == CALENDAR_DATE && moment->kind == CALENDAR_UTC);
}

/* Finds where the calendar is kept; the reason when it says so, and that is unknown. */
static const struct calendar_reason *home_find(struct series *series, const struct calendar_event *event)
{
	struct calendar_zone *zone = event->heading->zone;
	const struct calendar_reason *unknown = zone ? calendar_zone_resolve(series->zones, zone) : NULL;

	if (unknown)
		return calendar_reason_keep(series->arena,
			(struct calendar_reason){ .why = CALENDAR_WHY_ZONE_OF_CALENDAR, .text = unknown->text });
	if (!series->home)
		series->home = zone;
	return NULL;
}

/* Of a moment that names an occurrence. */
static const struct calendar_reason *name_check(
	struct series *series, const struct calendar_event *event, const struct calendar_moment *moment)
{
	const struct calendar_moment *start = series->master ? &series->master->start : moment;
	const struct calendar_reason *reason = NULL;

	if (!depends_on_home(moment, start))
		return NULL;
	reason = home_find(series, event);
	if (!reason && has_no_zone(start) && !series->home)
		reason = calendar_reason(CALENDAR_WHY_ZONE_ON_CHANGE);
	return reason;
}

static const struct calendar_reason *home_check(struct series *series, const struct calendar_event *event)
{
	const struct calendar_reason *reason = has_no_zone(&event->start) ? home_find(series, event) : NULL;

	if (!reason)
		reason = name_check(series, event, &event->recurrence);
	for (size_t i = 0; !reason && i < event->excepted_count; i++)
		reason = name_check(series, event, &event->excepted[i]);
	for (size_t i = 0; !reason && i < event->extra_count; i++)
		reason = name_check(series, event, &event->extras[i].start);
	return reason;
}

static const struct calendar_reason *event_check(struct series *series, const struct calendar_event *event)
{
	const struct calendar_reason *reason = event->refused;

	if (!reason && event->start.kind == CALENDAR_NOTHING)
		reason = calendar_reason(CALENDAR_WHY_NO_START);
	if (!reason && event->end.kind != CALENDAR_NOTHING &&
		(event->start.kind == CALENDAR_DATE) != (event->end.kind == CALENDAR_DATE))
		reason = calendar_reason(CALENDAR_WHY_DATE_AND_TIME);
	if (!reason && event->end.kind != CALENDAR_NOTHING && has_no_zone(&event->start) != has_no_zone(&event->end))
		reason = calendar_reason(CALENDAR_WHY_ZONE_ON_ONE_SIDE);
	if (!reason)
		reason = event_resolve(series, event);
	if (!reason)
		reason = home_check(series, event);
	if (!reason && event->end.kind != CALENDAR_NOTHING &&
		calendar_moment_instant(&event->end) < calendar_moment_instant(&event->start))
		reason = calendar_reason(CALENDAR_WHY_ENDS_BEFORE_IT_BEGINS);
	if (!reason && event->duration_days * CALENDAR_DAY + event->duration_seconds < 0)
		reason = calendar_reason(CALENDAR_WHY_ENDS_BEFORE_IT_BEGINS);
	return reason;
}

static bool override_before(const struct series *series, size_t left, size_t right)
{
	return series->override_keys[left] < series->override_keys[right];
}

/* Puts an override in its place; of two for the same occurrence the better version stays. */
static const struct calendar_reason *override_add(struct series *series, const struct calendar_event *event)
{
	int64_t key = key_of(series, &event->recurrence);
	size_t at = series->override_count;

	for (size_t i = 0; i < series->override_count; i++) {
		if (series->override_keys[i] != key)
			continue;
		if (calendar_event_compare(event, series->overrides[i]) > 0)
			series->overrides[i] = event;
		return NULL;
	}
	series->override_keys[at] = key;
	series->overrides[at] = event;
	series->override_count++;
	for (; at > 0 && override_before(series, at, at - 1); at--) {
		const struct calendar_event *moved = series->overrides[at - 1];

		series->overrides[at] = moved;
		series->override_keys[at] = series->override_keys[at - 1];
		series->overrides[at - 1] = event;
		series->override_keys[at - 1] = key;
	}
	return NULL;
}

/* Finds the master and the overrides that count, and checks them. */
static const struct calendar_reason *series_read(
	struct series *series, struct calendar_event *const *events, size_t count)
{
	const struct calendar_reason *reason = NULL;

	for (size_t i = 0; i < count; i++) {
		if (events[i]->refused)
			return events[i]->refused;
		if (events[i]->recurrence.kind != CALENDAR_NOTHING)
			continue;
		if (!series->master || calendar_event_compare(events[i], series->master) > 0)
			series->master = events[i];
	}
	if (series->master)
		reason = event_check(series, series->master);
	series->overrides = calendar_arena_take(series->arena, count * sizeof(*series->overrides));
	series->override_keys = calendar_arena_take(series->arena, count * sizeof(*series->override_keys));
	if (!series->overrides || !series->override_keys)
		return calendar_reason(CALENDAR_WHY_NO_MEMORY);
	for (size_t i = 0; !reason && i < count; i++) {
		if (events[i]->recurrence.kind == CALENDAR_NOTHING)
			continue;
		reason = event_check(series, events[i]);
		if (!reason)
			reason = override_add(series, events[i]);
	}
	return reason;
}

/* How far an override moves its occurrence. */
static int64_t shift_of(const struct series *series, size_t override)
{
	return calendar_moment_instant(&series->overrides[override]->start) - series->override_keys[override];
}

static void widest_shift_find(struct series *series)
{
	for (size_t i = 0; i < series->override_count; i++) {
		int64_t shift = series->overrides[i]->this_and_future ? llabs(shift_of(series, i)) + CALENDAR_DAY : 0;

		if (shift > series->widest_shift)
			series->widest_shift = shift;
	}
}

static const struct calendar_reason *too_many(const struct series *series)
{
	return calendar_reason_keep(series->arena,
		(struct calendar_reason){ .why = CALENDAR_WHY_MANY_OCCURRENCES, .count = series->bounds->occurrences });
}

static const struct calendar_reason *instance_add(struct series *series, struct instance instance)
{
	/* Twice the bound, because double productions and exceptions are taken out later. */
	if (series->instance_count >= 2 * series->bounds->occurrences + series->master->excepted_count)
		return too_many(series);
	series->instances = calendar_arena_grow(series->arena, series->instances, series->instance_count,
		&series->instance_room, sizeof(*series->instances));
	if (!series->instances)
		return calendar_reason(CALENDAR_WHY_NO_MEMORY);
	series->instances[series->instance_count++] = instance;
	return NULL;
}

static bool until_passed(const struct series *series, const struct calendar_rrule *rule, int64_t wall)
{
	const struct calendar_moment *start = &series->master->start;
	struct calendar_moment until = { rule->until, CALENDAR_UTC, NULL };

	switch (rule->until_kind) {
	case CALENDAR_UNTIL_NONE:
		return false;
	case CALENDAR_UNTIL_DATE:
		return midnight(wall) > rule->until;
	case CALENDAR_UNTIL_LOCAL:
		return wall > rule->until;
	case CALENDAR_UNTIL_UTC:
		return wall_instant(start, wall) > calendar_moment_key(&until, start, series->home);
	}
	return true;
}

/* Walks one RRULE (or EXRULE) through the window; each occurrence goes to add(). */
static const struct calendar_reason *rule_walk(struct series *series, const char *text,
	const struct calendar_reason *(*add)(struct series *series, struct instance instance))
{
	const struct calendar_moment *start = &series->master->start;
	/* A day more at each end: the window is in UTC, the walk in wall time. */
	int64_t from = series->window.from - series->widest_shift - 2 * CALENDAR_DAY;
	int64_t end = series->window.end + series->widest_shift + 2 * CALENDAR_DAY;
	enum calendar_step step = CALENDAR_STEP_END;
	struct calendar_rrule_walk walk;
	struct calendar_rrule rule;
	const struct calendar_reason *reason = calendar_rrule_read(text, &rule);
	int64_t wall;

	if (!reason && rule.until_kind == CALENDAR_UNTIL_UTC && start->kind == CALENDAR_DATE)
		reason = home_find(series, series->master); /* whose day that is */
	if (!reason)
		reason = calendar_rrule_begin(
			&walk, &rule, start->wall, start->kind == CALENDAR_DATE, from, end, series->bounds->work);
	if (reason)
		return reason;
	while (!reason && (step = calendar_rrule_next(&walk, &wall)) == CALENDAR_STEP_NEXT) {
		if (until_passed(series, &rule, wall))
			break;
		if (wall < from)
			continue;
		walk.work -= INSTANCE_WORK;
		reason = add(series, (struct instance){ wall_instant(start, wall), wall, NULL });
	}
	series->bounds->work = walk.work;
	return reason || step != CALENDAR_STEP_TOO_MUCH_WORK ? reason : calendar_reason(CALENDAR_WHY_MUCH_WORK);
}

static int instance_compare(const void *left, const void *right)
{
	const struct instance *a = left, *b = right;

	if (a->key != b->key)
		return a->key > b->key ? 1 : -1;
	return (a->end == NULL) - (b->end == NULL); /* a period says more than a rule */
}

static int key_compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

static const struct calendar_reason *excepted_key_add(struct series *series, int64_t key)
{
	series->excepted = calendar_arena_grow(series->arena, series->excepted, series->excepted_count,
		&series->excepted_room, sizeof(*series->excepted));
	if (!series->excepted)
		return calendar_reason(CALENDAR_WHY_NO_MEMORY);
	series->excepted[series->excepted_count++] = key;
	return NULL;
}

static const struct calendar_reason *excepted_add(struct series *series, struct instance instance)
{
	if (series->excepted_count > 2 * series->bounds->occurrences + series->master->excepted_count)
		return calendar_reason(CALENDAR_WHY_MANY_EXCEPTIONS);
	return excepted_key_add(series, instance.key);
}

static const struct calendar_reason *exceptions_read(struct series *series)
{
	const struct calendar_event *master = series->master;
	const struct calendar_reason *reason = NULL;

	for (size_t i = 0; !reason && i < master->excepted_count; i++)
		reason = excepted_key_add(series, key_of(series, &master->excepted[i]));
	for (size_t i = 0; !reason && i < master->except_rule_count; i++)
		reason = rule_walk(series, master->except_rules[i], excepted_add);
	if (series->excepted_count > 0)
		qsort(series->excepted, series->excepted_count, sizeof(*series->excepted), key_compare);
	return reason;
}

static bool is_excepted(const struct series *series, int64_t key)
{
	return series->excepted_count > 0 &&
	       bsearch(&key, series->excepted, series->excepted_count, sizeof(key), key_compare);
}

/* The recurrence set (RFC 5545 section 3.8.5): rules and single dates, without doubles. */
static const struct calendar_reason *instances_make(struct series *series)
{
	const struct calendar_event *master = series->master;
	const struct calendar_reason *reason = exceptions_read(series);
	size_t kept = 0;

	for (size_t i = 0; !reason && i < master->rule_count; i++)
		reason = rule_walk(series, master->rules[i], instance_add);
	if (!reason && master->rule_count == 0) /* whatever the window: DTSTART has an event of its own */
		reason = instance_add(
			series, (struct instance){ key_of(series, &master->start), master->start.wall, NULL });
	for (size_t i = 0; !reason && i < master->extra_count; i++) {
		const struct calendar_extra *extra = &master->extras[i];
		int64_t key = key_of(series, &extra->start);
		int64_t wall = master->start.kind == CALENDAR_ZONED ? calendar_zone_wall(master->start.zone, key) : key;
		bool has_period = extra->end.kind != CALENDAR_NOTHING && master->start.kind != CALENDAR_DATE;

		if (key >= series->window.from - series->widest_shift - CALENDAR_DAY &&
			key < series->window.end + series->widest_shift + CALENDAR_DAY)
			reason = instance_add(series, (struct instance){ key, wall, has_period ? &extra->end : NULL });
	}
	if (reason || series->instance_count == 0)
		return reason;
	qsort(series->instances, series->instance_count, sizeof(*series->instances), instance_compare);
	for (size_t i = 0; i < series->instance_count; i++) {
		if ((kept == 0 || series->instances[kept - 1].key != series->instances[i].key) &&
			!is_excepted(series, series->instances[i].key))
			series->instances[kept++] = series->instances[i];
	}
	series->instance_count = kept;
	return NULL;
}

/* Where something that begins at this wall time, and lasts as long as the event does, ends. */
static int64_t end_of(const struct calendar_event *event, int64_t wall)
{
	const struct calendar_moment *start = &event->start;

	if (event->end.kind != CALENDAR_NOTHING) /* the same exact length each time (RFC 5545 section 3.8.5.3) */
		return wall_instant(start, wall) + calendar_moment_instant(&event->end) -
		       calendar_moment_instant(start);
	if (event->has_duration)
		return wall_instant(start, wall + event->duration_days * CALENDAR_DAY) + event->duration_seconds;
	return start->kind == CALENDAR_DATE ? wall + CALENDAR_DAY : wall_instant(start, wall);
}

static const char *recurrence_text(const struct series *series, enum calendar_kind kind, int64_t key)
{
	struct calendar_date date = calendar_civil_date(calendar_civil_wall_day(key));
	int second = (int)(key - midnight(key));

	if (kind == CALENDAR_DATE)
		return calendar_arena_print(series->arena, "%04d%02d%02d", date.year, date.month, date.day);
	return calendar_arena_print(series->arena, "%04d%02d%02dT%02d%02d%02d%s", date.year, date.month, date.day,
		second / 3600, second / 60 % 60, second % 60, kind == CALENDAR_FLOATING ? "" : "Z");
}

static const struct calendar_reason *occurrence_add(
	struct series *series, struct calendar_occurrences *list, const struct calendar_occurrence *occurrence)
{
	list->list = calendar_arena_grow(series->arena, list->list, list->count, &list->room, sizeof(*list->list));
	if (!list->list || !occurrence->recurrence_id)
		return calendar_reason(CALENDAR_WHY_NO_MEMORY);
	list->list[list->count++] = *occurrence;
	return NULL;
}

/* has_own_event: the occurrence is not one of many that a rule makes. */
static const struct calendar_reason *emit(struct series *series, const struct calendar_event *event, int64_t start,
	int64_t end, const char *recurrence_id, bool has_own_event)
{
	const char *zone = event->start.kind == CALENDAR_ZONED ? calendar_zone_database_name(event->start.zone) : NULL;
	struct calendar_zone *floats_in = event->start.kind == CALENDAR_FLOATING ? event->heading->zone : NULL;
	struct calendar_occurrence occurrence = { .event = event,
		.kind = event->start.kind,
		.start = start * second_us,
		.end = end * second_us,
		.zone = zone ? zone : "",
		.floats_in = floats_in && !calendar_zone_resolve(series->zones, floats_in) ? floats_in : NULL,
		.recurrence_id = recurrence_id,
		.cancelled = calendar_event_is_cancelled(event) };

	series->bounds->work -= OCCURRENCE_WORK;
	if (start < series->window.from || start >= series->window.end)
		return has_own_event ? occurrence_add(series, series->outside, &occurrence) : NULL;
	if (series->out->count - series->out_before >= series->bounds->occurrences)
		return too_many(series);
	return occurrence_add(series, series->out, &occurrence);
}

/* The override that speaks for an occurrence: its own, else the last THISANDFUTURE before it, else none. */
static size_t override_for(const struct series *series, int64_t key, bool *ret_own)
{
	size_t found = series->override_count;

	*ret_own = false;
	for (size_t i = 0; i < series->override_count && series->override_keys[i] <= key; i++) {
		*ret_own = series->override_keys[i] == key;
		if (*ret_own || series->overrides[i]->this_and_future)
			found = i;
	}
	return found;
}

static const struct calendar_reason *instance_emit(struct series *series, const struct instance *instance, bool recurs)
{
	const struct calendar_event *master = series->master;
	const char *text = recurs ? recurrence_text(series, master->start.kind, instance->key) : "";
	int64_t end = instance->end ? key_of(series, instance->end) : end_of(master, instance->wall);
	bool own;
	size_t override = override_for(series, instance->key, &own);

	if (own)
		return NULL; /* the override is emitted in its own right */
	if (override < series->override_count) {
		/* RFC 5545 section 3.8.4.4: those that follow move by the same distance on the clock */
		const struct calendar_event *event = series->overrides[override];
		int64_t wall = instance->wall + event->start.wall;

		if (event->start.kind == master->start.kind) {
			wall -= master->start.kind == CALENDAR_ZONED
					? calendar_zone_wall(master->start.zone, series->override_keys[override])
					: series->override_keys[override];
			return emit(series, event, wall_instant(&event->start, wall), end_of(event, wall), text, false);
		}
		return calendar_reason(CALENDAR_WHY_CHANGED_UNLIKE_SERIES);
	}
	return emit(series, master, instance->key, end, text, !recurs);
}

static const struct calendar_reason *master_emit(struct series *series)
{
	const struct calendar_event *master = series->master;
	bool recurs = master->rule_count > 0 || master->extra_count > 0;
	const struct calendar_reason *reason = instances_make(series);

	for (size_t i = 0; !reason && i < series->instance_count; i++)
		reason = instance_emit(series, &series->instances[i], recurs);
	return reason;
}

static const struct calendar_reason *overrides_emit(struct series *series)
{
	const struct calendar_reason *reason = NULL;

	for (size_t i = 0; !reason && i < series->override_count; i++) {
		const struct calendar_event *event = series->overrides[i];
		enum calendar_kind kind = series->master ? series->master->start.kind : event->recurrence.kind;

		reason = emit(series, event, calendar_moment_instant(&event->start), end_of(event, event->start.wall),
			recurrence_text(series, kind, series->override_keys[i]), true);
	}
	return reason;
}

static int occurrence_compare(const void *left, const void *right)
{
	const struct calendar_occurrence *a = left, *b = right;

	return (a->start > b->start) - (a->start < b->start);
}

const struct calendar_reason *calendar_series_expand(struct calendar_event *const *events, size_t count,
	struct calendar_window window, struct calendar_bounds *bounds, struct calendar_zones *zones,
	struct calendar_arena *arena, struct calendar_occurrences *ret, struct calendar_occurrences *ret_outside)
{
	struct series series = { .window = window,
		.bounds = bounds,
		.zones = zones,
		.arena = arena,
		.out = ret,
		.outside = ret_outside,
		.out_before = ret->count,
		.outside_before = ret_outside->count };
	const struct calendar_reason *reason = series_read(&series, events, count);

	if (!reason)
		widest_shift_find(&series);
	if (!reason && series.master)
		reason = master_emit(&series);
	if (!reason)
		reason = overrides_emit(&series);
	if (reason) {
		ret->count = series.out_before;
		ret_outside->count = series.outside_before;
	} else if (ret->count > series.out_before) {
		qsort(ret->list + series.out_before, ret->count - series.out_before, sizeof(*ret->list),
			occurrence_compare);
	}
	return reason;
}
