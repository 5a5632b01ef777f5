/* plugins/calendar/meetings: see walk.h. */
#include "walk.h"

#include <string.h>

void calendar_walk_init(struct calendar_walk *walk)
{
	calendar_known_init(&walk->known);
}

void calendar_walk_finish(struct calendar_walk *walk)
{
	calendar_walk_end(walk);
	calendar_known_finish(&walk->known);
	calendar_moves_finish(&walk->moves);
	calendar_arena_free(&walk->made);
}

/* ---- one occurrence ---- */

static bool is_about(const struct calendar_walk *walk, const char *uid)
{
	return walk->about && strcmp(walk->about, uid) == 0;
}

static void unchanged_count(struct calendar_walk *walk)
{
	walk->unchanged++;
	walk->about_unchanged += is_about(walk, walk->series->uid);
}

static void outside_count(struct calendar_walk *walk)
{
	walk->outside++;
	walk->about_outside += is_about(walk, walk->series->uid);
}

/* A meeting that is not as it is known. */
static enum calendar_walk_step difference_take(struct calendar_walk *walk, const struct calendar_occurrence *occurrence,
	const struct calendar_known_meeting *known, const struct calendar_known_meeting *former)
{
	Meeting *meeting = calendar_meeting_make(occurrence, walk->owner, &walk->made);
	char from[CALENDAR_RECURRENCE_TEXT];

	if (!meeting)
		return CALENDAR_WALK_NO_MEMORY;
	if (known && !calendar_known_is(known, CALENDAR_KNOWN_MERGED) &&
		calendar_known_is_same(&walk->known, known, meeting)) {
		unchanged_count(walk);
		return CALENDAR_WALK_ON;
	}
	if (former)
		calendar_known_recurrence_id(former, from);
	return walk->take(walk->arg, meeting, occurrence->event->line, former ? from : NULL);
}

/* What is known counts also beyond the window. */
static enum calendar_walk_step occurrence_take(
	struct calendar_walk *walk, const struct calendar_occurrence *occurrence, bool inside)
{
	const char *uid = calendar_meeting_uid(occurrence->event, &walk->made);
	struct calendar_known_meeting *known = calendar_known_find(&walk->known, uid, occurrence->recurrence_id);
	struct calendar_known_meeting *former =
		!known && inside ? calendar_moves_former(&walk->moves, occurrence) : NULL;

	if (known)
		known->start_flags |= CALENDAR_KNOWN_SEEN;
	if (walk->looking)
		return CALENDAR_WALK_ON;
	if (former && calendar_known_start(former) <= walk->now_us / 1000000) {
		unchanged_count(walk); /* it is past, and stays as it was */
		return CALENDAR_WALK_ON;
	}
	if (!inside && !known) {
		outside_count(walk);
		return CALENDAR_WALK_ON;
	}
	/* Nobody needs to hear of a meeting for the first time when it is called off. */
	if (calendar_meeting_is_off(occurrence, walk->owner) &&
		(!known || calendar_known_is(known, CALENDAR_KNOWN_CANCELLED)))
		return CALENDAR_WALK_ON;
	if (occurrence->end <= occurrence->start) {
		if (walk->lasts_nothing != occurrence->event)
			walk->refuse(
				walk->arg, uid, occurrence->event->line, calendar_reason(CALENDAR_WHY_LASTS_NOTHING));
		walk->lasts_nothing = occurrence->event;
		return CALENDAR_WALK_ON;
	}
	return difference_take(walk, occurrence, known, former);
}

/* ---- one series ---- */

static void series_see(struct calendar_walk *walk, const char *uid, bool seen)
{
	size_t count;
	struct calendar_known_meeting *known = calendar_known_series(&walk->known, uid, &count);

	for (size_t i = 0; i < count; i++) {
		known[i].start_flags &= ~(int64_t)CALENDAR_KNOWN_SEEN;
		known[i].start_flags |= seen ? CALENDAR_KNOWN_SEEN : 0;
	}
}

/* One that is refused keeps its meetings as they are. */
static void refused_take(struct calendar_walk *walk)
{
	const struct calendar_series_read *series = walk->series;

	series_see(walk, series->uid, true);
	if (!walk->looking)
		walk->refuse(walk->arg, series->uid, series->refused->line, series->refused->reason);
}

/* False without memory. */
static bool series_open(struct calendar_walk *walk)
{
	const struct calendar_series_read *series = walk->series;

	walk->at = 0;
	walk->lasts_nothing = NULL;
	if (series->refused) {
		refused_take(walk);
		return true;
	}
	if (walk->is_partial || is_about(walk, series->uid))
		series_see(walk, series->uid, false); /* what it does not say of them from here on is gone */
	if (series->inside->count + series->outside->count > 0 || walk->looking)
		return walk->known.count == 0 || calendar_moves_find(&walk->moves, &walk->known, series, walk->window);
	outside_count(walk);
	return true;
}

/* The next occurrence; false when there is none left. */
static bool series_next(struct calendar_walk *walk, const struct calendar_occurrence **ret, bool *ret_inside)
{
	const struct calendar_series_read *series = walk->series;
	size_t inside = series->inside->count;

	if (walk->at == inside + series->outside->count)
		return false;
	*ret_inside = walk->at < inside;
	*ret = *ret_inside ? &series->inside->list[walk->at] : &series->outside->list[walk->at - inside];
	walk->at++;
	return true;
}

static enum calendar_walk_step series_walk(struct calendar_walk *walk)
{
	enum calendar_walk_step step = CALENDAR_WALK_ON;
	const struct calendar_occurrence *occurrence;
	bool inside;

	while (step == CALENDAR_WALK_ON && series_next(walk, &occurrence, &inside)) {
		calendar_arena_reset(&walk->made);
		step = occurrence_take(walk, occurrence, inside);
	}
	return step;
}

/* ---- all of them ---- */

bool calendar_walk_begin(struct calendar_walk *walk, bool looking)
{
	calendar_known_see(&walk->known, !walk->is_whole);
	walk->looking = looking;
	walk->series = NULL;
	walk->reading = calendar_reading_begin(walk->shelf, walk->calendar, walk->window, walk->limits);
	return walk->reading != NULL;
}

void calendar_walk_follow(struct calendar_walk *walk, struct calendar_intake *intake)
{
	walk->looking = false;
	walk->series = NULL;
	walk->intake = intake;
}

void calendar_walk_end(struct calendar_walk *walk)
{
	calendar_reading_end(walk->reading);
	walk->reading = NULL;
	walk->intake = NULL;
}

static enum calendar_walk_step walk_over(struct calendar_walk *walk)
{
	bool broken = calendar_reading_is_broken(walk->reading);

	calendar_walk_end(walk);
	return broken ? CALENDAR_WALK_BROKEN : CALENDAR_WALK_OVER;
}

/* Begins the next series of the walk; ON, or why there is none. */
static enum calendar_walk_step series_find(struct calendar_walk *walk)
{
	walk->series = calendar_reading_next(walk->reading);
	return walk->series ? CALENDAR_WALK_ON : walk_over(walk);
}

/* The same of what is ready. */
static enum calendar_walk_step ready_find(struct calendar_walk *walk)
{
	struct calendar_ready ready;

	walk->series = NULL;
	if (!calendar_intake_ready(walk->intake, &ready))
		return CALENDAR_WALK_CAUGHT_UP;
	if (!walk->reading) /* not before its first event is there */
		walk->reading = calendar_reading_open(walk->shelf, walk->calendar, walk->window, walk->limits);
	if (walk->reading)
		walk->series = calendar_reading_of(walk->reading, ready.uid, ready.event);
	return walk->series ? CALENDAR_WALK_ON : CALENDAR_WALK_BROKEN;
}

enum calendar_walk_step calendar_walk_on(struct calendar_walk *walk, const struct calendar_stretch *stretch)
{
	for (;;) {
		enum calendar_walk_step step = walk->series ? series_walk(walk) : CALENDAR_WALK_ON;

		if (step == CALENDAR_WALK_ON)
			step = walk->intake ? ready_find(walk) : series_find(walk);
		if (step != CALENDAR_WALK_ON)
			return step;
		if (!series_open(walk))
			return CALENDAR_WALK_NO_MEMORY;
		if (desk_is_time(stretch))
			return CALENDAR_WALK_LATER;
	}
}

/* ---- what was there, and is there no more ---- */

static bool is_coming(const struct calendar_walk *walk, const struct calendar_known_meeting *known)
{
	return !calendar_known_is(known, CALENDAR_KNOWN_CANCELLED) &&
	       calendar_known_start(known) > walk->now_us / 1000000;
}

bool calendar_walk_is_vanished(const struct calendar_walk *walk, const struct calendar_known_meeting *known)
{
	return is_coming(walk, known) && !calendar_known_is(known, CALENDAR_KNOWN_SEEN);
}

void calendar_walk_count(struct calendar_walk *walk, bool meant, size_t *ret_vanished, size_t *ret_coming)
{
	size_t vanished = 0, coming = 0, count = 0;
	const struct calendar_known_meeting *about = NULL;

	for (size_t i = 0; i < walk->known.count; i++) {
		coming += is_coming(walk, &walk->known.list[i]);
		vanished += calendar_walk_is_vanished(walk, &walk->known.list[i]);
	}
	if (!meant && walk->about)
		about = calendar_known_series(&walk->known, walk->about, &count);
	for (size_t i = 0; i < count; i++) {
		coming -= is_coming(walk, &about[i]);
		vanished -= calendar_walk_is_vanished(walk, &about[i]);
	}
	*ret_vanished = vanished;
	*ret_coming = coming;
}
