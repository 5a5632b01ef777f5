/* plugins/calendar/ical: see zone.h. */
#include "zone.h"

#include "civil.h"
#include "rrule.h"
#include "tzfile.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

enum {
	FIRST_YEAR = 1900, /* onsets before it matter to no appointment */
	LAST_YEAR = 2200,
	OBSERVANCES_MAX = 1000,
	ONSETS_MAX = 20000,
	RULE_WORK = 1000000, /* steps for one observance, … */
	ALL_WORK = 20000000, /* … and for all of a source; */
	ONSET_WORK = 20,     /* an onset counts for so many, because it stays */
	NAME_MAX_LENGTH = 200
};

/* STANDARD or DAYLIGHT: from each onset on, the offset is `to`. */
struct observance {
	bool is_standard;
	bool has_start, has_from, has_to;
	int64_t start; /* wall time */
	int from, to;  /* seconds east of UTC */
	const char *rule;
	int64_t *dates; /* RDATE, wall times */
	size_t date_count, date_room;
};

struct calendar_zone {
	const char *name;
	struct calendar_zone *next; /* of its chain */
	size_t number;              /* among all */
	const char *database_name;
	const struct calendar_reason *unknown; /* the reason, once looked for in vain */
	bool resolved;
	bool defined; /* the file has a whole VTIMEZONE */
	struct observance *observances;
	size_t observance_count, observance_room;
	struct calendar_onsets onsets;
};

void calendar_zones_init(struct calendar_zones *zones, struct calendar_arena *arena)
{
	*zones = (struct calendar_zones){ .arena = arena, .work = ALL_WORK };
}

const char *calendar_zone_database_name(const struct calendar_zone *zone)
{
	return zone->database_name;
}

void calendar_zones_scope(struct calendar_zones *zones)
{
	zones->scope = zones->count;
	zones->reading = NULL;
}

/* FNV-1a. */
static struct calendar_zone **chain_of(struct calendar_zones *zones, const char *name)
{
	uint32_t number = UINT32_C(2166136261);

	for (; *name; name++)
		number = (number ^ (unsigned char)*name) * UINT32_C(16777619);
	return &zones->chains[number % CALENDAR_ZONE_CHAINS];
}

struct calendar_zone *calendar_zones_mention(struct calendar_zones *zones, const char *tzid)
{
	struct calendar_zone **chain = chain_of(zones, tzid), *zone;

	for (zone = *chain; zone && zone->number >= zones->scope; zone = zone->next) {
		if (strcmp(zone->name, tzid) == 0)
			return zone;
	}
	zone = calendar_arena_take(zones->arena, sizeof(*zone));
	if (!zone)
		return NULL;
	zone->name = calendar_arena_text(zones->arena, tzid, strlen(tzid));
	if (!zone->name)
		return NULL;
	zone->number = zones->count++;
	zone->next = *chain;
	*chain = zone;
	return zone;
}

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

static void dates_read(struct calendar_zones *zones, struct observance *observance, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, ",");
		int64_t *dates, wall;
		bool is_date, is_utc;

		/* VALUE=PERIOD says the start before a slash */
		if (calendar_civil_read(text, strcspn(text, ",/"), &wall, &is_date, &is_utc)) {
			dates = calendar_arena_grow(zones->arena, observance->dates, observance->date_count,
				&observance->date_room, sizeof(*dates));
			if (!dates || observance->date_count >= ONSETS_MAX)
				return;
			observance->dates = dates;
			dates[observance->date_count++] = wall;
		}
		text += length + (text[length] == ',');
	}
}

static void observance_line(
	struct calendar_zones *zones, struct observance *observance, const struct calendar_line *line)
{
	bool is_date, is_utc;

	if (calendar_line_is(line, "DTSTART"))
		observance->has_start =
			calendar_civil_read(line->value, line->value_length, &observance->start, &is_date, &is_utc);
	else if (calendar_line_is(line, "TZOFFSETFROM"))
		observance->has_from = offset_read(line->value, line->value_length, &observance->from);
	else if (calendar_line_is(line, "TZOFFSETTO"))
		observance->has_to = offset_read(line->value, line->value_length, &observance->to);
	else if (calendar_line_is(line, "RRULE"))
		observance->rule = calendar_arena_text(zones->arena, line->value, line->value_length);
	else if (calendar_line_is(line, "RDATE"))
		dates_read(zones, observance, line->value);
}

static void observance_add(struct calendar_zones *zones, struct calendar_zone *zone, bool is_standard)
{
	struct observance *list = calendar_arena_grow(
		zones->arena, zone->observances, zone->observance_count, &zone->observance_room, sizeof(*list));

	if (!list || zone->observance_count >= OBSERVANCES_MAX)
		return;
	zone->observances = list;
	list[zone->observance_count++] = (struct observance){ .is_standard = is_standard };
}

/* A whole VTIMEZONE has been read: it becomes that of its TZID. */
static void definition_end(struct calendar_zones *zones, struct calendar_zone *read)
{
	struct calendar_zone *zone = read->name ? calendar_zones_mention(zones, read->name) : NULL;

	if (!zone || read->observance_count == 0)
		return;
	zone->defined = true;
	zone->observances = read->observances;
	zone->observance_count = read->observance_count;
}

void calendar_zones_line(struct calendar_zones *zones, const struct calendar_line *line)
{
	struct calendar_zone *zone = zones->reading;
	bool begins = calendar_line_is(line, "BEGIN");

	if (begins && strcasecmp(line->value, "VTIMEZONE") == 0)
		zones->reading = calendar_arena_take(zones->arena, sizeof(*zone));
	else if (!zone)
		return;
	else if (begins)
		observance_add(zones, zone, strcasecmp(line->value, "STANDARD") == 0);
	else if (calendar_line_is(line, "TZID"))
		zone->name = calendar_arena_text(zones->arena, line->value, line->value_length);
	else if (!calendar_line_is(line, "END")) {
		if (zone->observance_count > 0)
			observance_line(zones, &zone->observances[zone->observance_count - 1], line);
	} else if (strcasecmp(line->value, "VTIMEZONE") == 0) {
		definition_end(zones, zone);
		zones->reading = NULL;
	}
}

static bool onset_add(
	struct calendar_zones *zones, struct calendar_zone *zone, const struct observance *observance, int64_t wall)
{
	zones->work -= ONSET_WORK;
	return zone->onsets.count < ONSETS_MAX && zones->work > 0 &&
	       calendar_onsets_add(&zone->onsets, zones->arena, wall - observance->from, observance->to);
}

static bool observance_expand(
	struct calendar_zones *zones, struct calendar_zone *zone, const struct observance *observance)
{
	const int64_t from = calendar_civil_day(FIRST_YEAR, 1, 1) * CALENDAR_DAY;
	const int64_t end = calendar_civil_day(LAST_YEAR, 1, 1) * CALENDAR_DAY;
	struct calendar_rrule_walk walk;
	struct calendar_rrule rule;
	enum calendar_step step;
	int64_t work, wall;

	if (!observance->has_start || !observance->has_from || !observance->has_to)
		return false;
	for (size_t i = 0; i < observance->date_count; i++) {
		if (!onset_add(zones, zone, observance, observance->dates[i]))
			return false;
	}
	if (!onset_add(zones, zone, observance, observance->start))
		return false;
	if (!observance->rule)
		return true;
	work = zones->work < RULE_WORK ? zones->work : RULE_WORK;
	if (calendar_rrule_read(observance->rule, &rule) ||
		calendar_rrule_begin(&walk, &rule, observance->start, false, from, end, work))
		return false;
	while ((step = calendar_rrule_next(&walk, &wall)) == CALENDAR_STEP_NEXT) {
		zones->work -= work - walk.work;
		work = walk.work;
		/* UNTIL in a VTIMEZONE is UTC; written as a local time it is one. */
		int64_t against = rule.until_kind == CALENDAR_UNTIL_UTC ? wall - observance->from : wall;

		if (rule.until_kind == CALENDAR_UNTIL_DATE)
			against -= CALENDAR_DAY - 1;
		if (rule.until_kind != CALENDAR_UNTIL_NONE && against > rule.until)
			return true;
		if (!onset_add(zones, zone, observance, wall))
			return false;
	}
	zones->work -= work - walk.work;
	return step == CALENDAR_STEP_END;
}

static int onset_compare(const void *left, const void *right)
{
	const struct calendar_onset *a = left, *b = right;

	return (a->at > b->at) - (a->at < b->at);
}

/* Turns the definition into a table. False when it makes no sense. */
static bool zone_expand(struct calendar_zones *zones, struct calendar_zone *zone)
{
	struct calendar_onsets *onsets = &zone->onsets;
	const struct observance *first = NULL;

	onsets->count = 0;
	for (size_t i = 0; i < zone->observance_count; i++) {
		const struct observance *observance = &zone->observances[i];

		if (!observance_expand(zones, zone, observance))
			return false;
		if (observance->is_standard && (!first || observance->start < first->start))
			first = observance;
	}
	if (onsets->count == 0)
		return false;
	qsort(onsets->list, onsets->count, sizeof(*onsets->list), onset_compare);
	/* Before its first onset a zone keeps standard time, whatever that onset says it came from. */
	onsets->first = first ? first->to : zone->observances[0].from;
	return true;
}

static bool is_utc_name(const char *name)
{
	static const char *const names[] = { "UTC", "GMT", "Z", "Etc/UTC", "Etc/GMT", "Etc/UCT", "Etc/Zulu", "Zulu",
		"Etc/Universal", "Universal", "Etc/Greenwich", "Greenwich", "UCT" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcasecmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

/* A zone of that name that another VCALENDAR has had read already. */
static const struct calendar_zone *database_find(struct calendar_zones *zones, const char *name)
{
	const struct calendar_zone *zone = *chain_of(zones, name);

	while (zone && !(zone->database_name && strcmp(zone->database_name, name) == 0))
		zone = zone->next;
	return zone;
}

static bool database_load(struct calendar_zones *zones, struct calendar_zone *zone, const char *name)
{
	const struct calendar_zone *loaded = database_find(zones, name);
	struct calendar_onsets onsets = { 0 };

	if (loaded)
		onsets = loaded->onsets;
	else if (is_utc_name(name))
		name = "Etc/UTC";
	else if (!calendar_tzfile_read(name, zones->arena, &onsets))
		return false;
	zone->onsets = onsets;
	zone->database_name = calendar_arena_text(zones->arena, name, strlen(name));
	return zone->database_name != NULL;
}

static bool windows_load(struct calendar_zones *zones, struct calendar_zone *zone)
{
	UChar windows[NAME_MAX_LENGTH], known[NAME_MAX_LENGTH];
	UErrorCode error = U_ZERO_ERROR;
	char name[NAME_MAX_LENGTH];
	int32_t length;

	u_strFromUTF8(windows, NAME_MAX_LENGTH, NULL, zone->name, -1, &error);
	length = ucal_getTimeZoneIDForWindowsID(windows, -1, NULL, known, NAME_MAX_LENGTH, &error);
	if (U_FAILURE(error) || length <= 0 || length >= NAME_MAX_LENGTH)
		return false;
	u_strToUTF8(name, NAME_MAX_LENGTH, NULL, known, length, &error);
	return U_SUCCESS(error) && database_load(zones, zone, name);
}

/* "/mozilla.org/20070129_1/America/Argentina/Buenos_Aires": the longest end that is a name. */
static bool path_load(struct calendar_zones *zones, struct calendar_zone *zone)
{
	const char *at = zone->name[0] == '/' ? strchr(zone->name + 1, '/') : NULL;

	for (; at; at = strchr(at + 1, '/')) {
		if (strchr(at + 1, '/') && database_load(zones, zone, at + 1))
			return true;
	}
	return false;
}

/* Some programs define a zone in the first VCALENDAR of a file only. */
static void definition_borrow(struct calendar_zones *zones, struct calendar_zone *zone)
{
	const struct calendar_zone *first = NULL;

	for (const struct calendar_zone *other = *chain_of(zones, zone->name); other; other = other->next) {
		if (other->defined && strcmp(other->name, zone->name) == 0)
			first = other;
	}
	if (zone->defined || !first)
		return;
	zone->defined = true;
	zone->observances = first->observances;
	zone->observance_count = first->observance_count;
}

const struct calendar_reason *calendar_zone_resolve(struct calendar_zones *zones, struct calendar_zone *zone)
{
	if (zone->resolved || zone->unknown)
		return zone->unknown;
	definition_borrow(zones, zone);
	if (!database_load(zones, zone, zone->name)) {
		if (!(zone->defined && zone_expand(zones, zone)) && !windows_load(zones, zone) &&
			!path_load(zones, zone)) {
			zone->unknown = calendar_reason_keep(zones->arena,
				(struct calendar_reason){
					.why = zones->work > 0 ? CALENDAR_WHY_ZONE_UNKNOWN : CALENDAR_WHY_ZONE_WORK,
					.text = zone->name });
			return zone->unknown;
		}
	}
	zone->resolved = true;
	return NULL;
}

/* The number of onsets at or before a moment of UTC. */
static size_t onsets_before(const struct calendar_zone *zone, int64_t utc)
{
	size_t low = 0, high = zone->onsets.count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (zone->onsets.list[middle].at <= utc)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int offset_after(const struct calendar_zone *zone, size_t onsets)
{
	return onsets == 0 ? zone->onsets.first : zone->onsets.list[onsets - 1].after;
}

int64_t calendar_zone_wall(const struct calendar_zone *zone, int64_t utc)
{
	return utc + offset_after(zone, onsets_before(zone, utc));
}

int64_t calendar_zone_utc(const struct calendar_zone *zone, int64_t wall)
{
	/* No offset exceeds a day, so the answer lies within a day of the wall time read as UTC. */
	size_t stretch = onsets_before(zone, wall - CALENDAR_DAY);

	for (;; stretch++) {
		int offset = offset_after(zone, stretch);
		int64_t utc = wall - offset;

		if (stretch == zone->onsets.count || utc < zone->onsets.list[stretch].at)
			return utc; /* before this stretch began, it falls in the gap that opened it: see below */
		/* In the gap: later than this stretch, and earlier than the next one begins. */
		if (wall < zone->onsets.list[stretch].at + zone->onsets.list[stretch].after)
			return utc;
	}
}
