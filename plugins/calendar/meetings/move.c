/* plugins/calendar/meetings: see move.h. */
#include "move.h"

#include "ical/civil.h"

#include <stdlib.h>

/* Something of the series, old or new, at its place in it. */
struct stand {
	int64_t place;                                /* seconds */
	const struct calendar_occurrence *occurrence; /* of a new one */
	struct calendar_known_meeting *known;         /* of an old one */
};

struct stands {
	struct stand *list;
	size_t count;
};

static int stand_compare(const void *left, const void *right)
{
	const struct stand *a = left, *b = right;

	return (a->place > b->place) - (a->place < b->place);
}

static void sort(struct stands *stands)
{
	if (stands->count > 1)
		qsort(stands->list, stands->count, sizeof(*stands->list), stand_compare);
}

/* The smallest distance between two that follow each other, or more than that. */
static int64_t smallest_gap(const struct stands *stands, int64_t gap)
{
	for (size_t i = 1; i < stands->count; i++) {
		int64_t distance = stands->list[i].place - stands->list[i - 1].place;

		if (distance > 0 && distance < gap)
			gap = distance;
	}
	return gap;
}

/* The nearest one to a place, less far than that; NULL when there is none, or two. */
static const struct stand *nearest(const struct stands *stands, int64_t place, int64_t reach)
{
	size_t low = 0, high = stands->count;
	const struct stand *found = NULL;
	int64_t best = reach;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (stands->list[middle].place < place)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low > 0 ? low - 1 : 0; i < stands->count && i < low + 2; i++) {
		int64_t distance = llabs(stands->list[i].place - place);

		if (distance < best) {
			best = distance;
			found = &stands->list[i];
		} else if (distance == best && found) {
			return NULL;
		}
	}
	return found;
}

static bool may_have_moved(const struct calendar_known_meeting *known)
{
	char text[CALENDAR_RECURRENCE_TEXT];

	return !calendar_known_is(known, CALENDAR_KNOWN_SEEN) && !calendar_known_is(known, CALENDAR_KNOWN_CANCELLED) &&
	       calendar_known_recurrence_id(known, text);
}

/* Marks what is known by its identity; gathers all that the series has, and of it what is new. */
static void fresh_gather(struct calendar_known *known, const struct calendar_series_read *series, struct stands *all,
	struct stands *fresh)
{
	for (size_t i = 0; i < series->inside->count; i++) {
		const struct calendar_occurrence *occurrence = &series->inside->list[i];
		struct calendar_known_meeting *same =
			calendar_known_find(known, series->uid, occurrence->recurrence_id);
		struct stand stand = { calendar_known_place_of(
					       known, occurrence->recurrence_id, occurrence->start / 1000000),
			occurrence, NULL };

		all->list[all->count++] = stand;
		if (same)
			same->start_flags |= CALENDAR_KNOWN_SEEN;
		else if (!occurrence->cancelled && occurrence->end > occurrence->start)
			fresh->list[fresh->count++] = stand;
	}
	for (size_t i = 0; i < series->outside->count; i++) {
		struct calendar_known_meeting *same =
			calendar_known_find(known, series->uid, series->outside->list[i].recurrence_id);

		if (same)
			same->start_flags |= CALENDAR_KNOWN_SEEN;
	}
}

static void old_gather(struct calendar_known_meeting *known, size_t count, struct stands *all, struct stands *vanished)
{
	for (size_t i = 0; i < count; i++) {
		struct stand stand = { calendar_known_place(&known[i]), NULL, &known[i] };

		all->list[all->count++] = stand;
		if (may_have_moved(&known[i]))
			vanished->list[vanished->count++] = stand;
	}
}

static int move_compare(const void *left, const void *right)
{
	const struct calendar_move *a = left, *b = right;

	return (a->occurrence > b->occurrence) - (a->occurrence < b->occurrence);
}

static void move_add(struct calendar_moves *moves, const struct stand *old, const struct stand *new)
{
	moves->list[moves->count++] = (struct calendar_move){ new->occurrence, old->known };
	old->known->start_flags |= CALENDAR_KNOWN_SEEN;
}

/* Has the whole of it moved by one distance? Both begin within the window, so that their first ones are the first. */
static bool moved_as_one(const struct stands *fresh, const struct stands *vanished, int64_t gap, int64_t from)
{
	size_t count = fresh->count < vanished->count ? fresh->count : vanished->count;
	int64_t distance = fresh->list[0].place - vanished->list[0].place;

	if (fresh->list[0].place < from + gap || vanished->list[0].place < from + gap || llabs(distance) >= gap)
		return false;
	for (size_t i = 1; i < count; i++) {
		if (llabs(fresh->list[i].place - vanished->list[i].place - distance) > 3600)
			return false;
	}
	return true;
}

static void pair_in_order(struct calendar_moves *moves, const struct stands *fresh, const struct stands *vanished)
{
	for (size_t i = 0; i < fresh->count && i < vanished->count; i++)
		move_add(moves, &vanished->list[i], &fresh->list[i]);
}

/* Weeks begin on Monday; 1970 began on a Thursday. */
static int64_t week_of(int64_t place)
{
	int64_t day = calendar_civil_wall_day(place) + 3;

	return (day - (day % 7 + 7) % 7) / 7;
}

static void pair_nearest(
	struct calendar_moves *moves, const struct stands *fresh, const struct stands *vanished, int64_t gap)
{
	int64_t reach = (gap + 1) / 2;

	for (size_t i = 0; i < vanished->count; i++) {
		const struct stand *old = &vanished->list[i];
		const struct stand *new = nearest(fresh, old->place, reach);

		if (!new || nearest(vanished, new->place, reach) != old)
			continue;
		if (gap < 7 * CALENDAR_DAY || week_of(old->place) == week_of(new->place))
			move_add(moves, old, new);
	}
}

bool calendar_moves_find(struct calendar_moves *moves, struct calendar_known *known,
	const struct calendar_series_read *series, struct calendar_window window)
{
	size_t old_count, new_count = series->inside->count;
	struct calendar_known_meeting *old = calendar_known_series(known, series->uid, &old_count);
	struct stands all_old = { 0 }, all_new = { 0 }, vanished = { 0 }, fresh = { 0 };
	int64_t gap = 14 * CALENDAR_DAY;

	calendar_arena_reset(&moves->arena);
	moves->list = NULL;
	moves->count = 0;
	if (!old || new_count == 0)
		return true;
	all_old.list = calendar_arena_take(&moves->arena, old_count * sizeof(struct stand));
	all_new.list = calendar_arena_take(&moves->arena, new_count * sizeof(struct stand));
	vanished.list = calendar_arena_take(&moves->arena, old_count * sizeof(struct stand));
	fresh.list = calendar_arena_take(&moves->arena, new_count * sizeof(struct stand));
	moves->list = calendar_arena_take(&moves->arena, old_count * sizeof(*moves->list));
	if (!all_old.list || !all_new.list || !vanished.list || !fresh.list || !moves->list)
		return false;
	fresh_gather(known, series, &all_new, &fresh);
	old_gather(old, old_count, &all_old, &vanished);
	if (fresh.count == 0 || vanished.count == 0)
		return true;
	sort(&all_old);
	sort(&all_new);
	sort(&fresh);
	sort(&vanished);
	gap = smallest_gap(&all_new, smallest_gap(&all_old, gap));
	if (fresh.count == all_new.count && vanished.count == all_old.count &&
		moved_as_one(&fresh, &vanished, gap, window.from))
		pair_in_order(moves, &fresh, &vanished);
	else
		pair_nearest(moves, &fresh, &vanished, gap);
	if (moves->count > 1)
		qsort(moves->list, moves->count, sizeof(*moves->list), move_compare);
	return true;
}

struct calendar_known_meeting *calendar_moves_former(
	const struct calendar_moves *moves, const struct calendar_occurrence *occurrence)
{
	const struct calendar_move key = { occurrence, NULL };
	const struct calendar_move *found =
		moves->count > 0 ? bsearch(&key, moves->list, moves->count, sizeof(*moves->list), move_compare) : NULL;

	return found ? found->former : NULL;
}

void calendar_moves_finish(struct calendar_moves *moves)
{
	calendar_arena_free(&moves->arena);
}
