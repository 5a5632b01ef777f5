/* plugins/calendar/ical: see definition.h. */
#include "definition.h"

#include "civil.h"
#include "rrule.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	FIRST_YEAR = 1900, /* onsets before it matter to no appointment */
	LAST_YEAR = 2200,
	OBSERVANCES_MAX = 1000,
	ONSETS_MAX = 20000,
	RULE_WORK = 1000000, /* steps for one observance */
	ONSET_WORK = 20      /* an onset counts for so many, because it stays */
};

/* STANDARD or DAYLIGHT: from each onset on, the offset is `to`. */
struct calendar_observance {
	bool is_standard;
	bool has_start, has_from, has_to;
	int64_t start; /* wall time */
	int from, to;  /* seconds east of UTC */
	const char *rule;
	int64_t *dates; /* RDATE, wall times */
	size_t date_count, date_room;
};

/* An expansion under way. */
struct expansion {
	struct calendar_arena *arena;
	struct calendar_onsets onsets;
	int64_t *work;
};

/* ±HHMM or ±HHMMSS. */
static bool offset_read(const char *text, size_t length, int *ret)
{
	int digits[6] = { 0 };
	size_t count = 0;

	if (length < 5 || (text[0] != '+' && text[0] != '-'))
		return false;
	for (size_t i = 1; i < length; i++) {
		if (text[i] < '0' || text[i] > '9' || count == 6)
			return false;
		digits[count++] = text[i] - '0';
	}
	if (count != 4 && count != 6)
		return false;
	*ret = (digits[0] * 10 + digits[1]) * 3600 + (digits[2] * 10 + digits[3]) * 60 + digits[4] * 10 + digits[5];
	if (*ret > CALENDAR_DAY)
		return false;
	*ret = text[0] == '-' ? -*ret : *ret;
	return true;
}

/* False when there are too many, or one is none. */
static bool dates_read(struct calendar_observance *observance, const char *text, struct calendar_arena *arena)
{
	while (*text) {
		size_t length = strcspn(text, ",");
		int64_t *dates, wall;
		bool is_date, is_utc;

		/* VALUE=PERIOD says the start before a slash */
		if (!calendar_civil_read(text, strcspn(text, ",/"), &wall, &is_date, &is_utc))
			return false;
		dates = calendar_arena_grow(
			arena, observance->dates, observance->date_count, &observance->date_room, sizeof(*dates));
		if (!dates || observance->date_count >= ONSETS_MAX)
			return false;
		observance->dates = dates;
		dates[observance->date_count++] = wall;
		text += length + (text[length] == ',');
	}
	return true;
}

/* False when the line is not understood. */
static bool observance_line(
	struct calendar_observance *observance, const struct calendar_line *line, struct calendar_arena *arena)
{
	bool is_date, is_utc;

	if (calendar_line_is(line, "DTSTART"))
		return observance->has_start = calendar_civil_read(
			       line->value, line->value_length, &observance->start, &is_date, &is_utc);
	if (calendar_line_is(line, "TZOFFSETFROM"))
		return observance->has_from = offset_read(line->value, line->value_length, &observance->from);
	if (calendar_line_is(line, "TZOFFSETTO"))
		return observance->has_to = offset_read(line->value, line->value_length, &observance->to);
	if (calendar_line_is(line, "RDATE"))
		return dates_read(observance, line->value, arena);
	if (!calendar_line_is(line, "RRULE"))
		return true;
	if (observance->rule) /* which of the two? */
		return false;
	observance->rule = calendar_arena_text(arena, line->value, line->value_length);
	return observance->rule != NULL;
}

static bool observance_add(struct calendar_definition *definition, bool is_standard, struct calendar_arena *arena)
{
	struct calendar_observance *list = calendar_arena_grow(
		arena, definition->observances, definition->count, &definition->room, sizeof(*list));

	if (!list || definition->count >= OBSERVANCES_MAX)
		return false;
	definition->observances = list;
	list[definition->count++] = (struct calendar_observance){ .is_standard = is_standard };
	return true;
}

void calendar_definition_line(
	struct calendar_definition *definition, const struct calendar_line *line, struct calendar_arena *arena)
{
	bool understood = true;

	if (definition->broken)
		return;
	if (calendar_line_is(line, "BEGIN"))
		understood = observance_add(definition, strcasecmp(line->value, "STANDARD") == 0, arena);
	else if (calendar_line_is(line, "TZID"))
		definition->tzid = calendar_arena_text(arena, line->value, line->value_length);
	else if (definition->count > 0)
		understood = observance_line(&definition->observances[definition->count - 1], line, arena);
	definition->broken = !understood;
}

static bool onset_add(struct expansion *expansion, const struct calendar_observance *observance, int64_t wall)
{
	*expansion->work -= ONSET_WORK;
	return expansion->onsets.count<ONSETS_MAX && * expansion->work> 0 &&
	       calendar_onsets_add(&expansion->onsets, expansion->arena, wall - observance->from, observance->to);
}

/* UNTIL in a VTIMEZONE is UTC; written as a local time it is one. */
static bool until_passed(const struct calendar_rrule *rule, const struct calendar_observance *observance, int64_t wall)
{
	int64_t against = rule->until_kind == CALENDAR_UNTIL_UTC ? wall - observance->from : wall;

	if (rule->until_kind == CALENDAR_UNTIL_DATE)
		against -= CALENDAR_DAY - 1;
	return rule->until_kind != CALENDAR_UNTIL_NONE && against > rule->until;
}

static bool rule_expand(struct expansion *expansion, const struct calendar_observance *observance)
{
	const int64_t from = calendar_civil_day(FIRST_YEAR, 1, 1) * CALENDAR_DAY;
	const int64_t end = calendar_civil_day(LAST_YEAR, 1, 1) * CALENDAR_DAY;
	int64_t work = *expansion->work < RULE_WORK ? *expansion->work : RULE_WORK, wall;
	enum calendar_step step = CALENDAR_STEP_END;
	struct calendar_rrule_walk walk;
	struct calendar_rrule rule;

	if (calendar_rrule_read(observance->rule, &rule) ||
		calendar_rrule_begin(&walk, &rule, observance->start, false, from, end, work))
		return false;
	while ((step = calendar_rrule_next(&walk, &wall)) == CALENDAR_STEP_NEXT) {
		*expansion->work -= work - walk.work;
		work = walk.work;
		if (until_passed(&rule, observance, wall))
			return true;
		if (!onset_add(expansion, observance, wall))
			return false;
	}
	*expansion->work -= work - walk.work;
	return step == CALENDAR_STEP_END;
}

static bool observance_expand(struct expansion *expansion, const struct calendar_observance *observance)
{
	if (!observance->has_start || !observance->has_from || !observance->has_to)
		return false;
	for (size_t i = 0; i < observance->date_count; i++) {
		if (!onset_add(expansion, observance, observance->dates[i]))
			return false;
	}
	return onset_add(expansion, observance, observance->start) &&
	       (!observance->rule || rule_expand(expansion, observance));
}

static int onset_compare(const void *left, const void *right)
{
	const struct calendar_onset *a = left, *b = right;

	return (a->at > b->at) - (a->at < b->at);
}

bool calendar_definition_expand(const struct calendar_definition *definition, int64_t *work,
	struct calendar_arena *arena, struct calendar_onsets *ret)
{
	struct expansion expansion = { .arena = arena, .work = work };
	const struct calendar_observance *first = NULL;

	if (definition->broken || definition->count == 0)
		return false;
	for (size_t i = 0; i < definition->count; i++) {
		const struct calendar_observance *observance = &definition->observances[i];

		if (!observance_expand(&expansion, observance))
			return false;
		if (observance->is_standard && (!first || observance->start < first->start))
			first = observance;
	}
	*ret = expansion.onsets;
	qsort(ret->list, ret->count, sizeof(*ret->list), onset_compare);
	/* Before its first onset a zone keeps standard time, whatever that onset says it came from. */
	ret->first = first ? first->to : definition->observances[0].from;
	return true;
}
