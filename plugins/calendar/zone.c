/* plugins/calendar: see zone.h. */
#include "zone.h"

#include "civil.h"
#include "rrule.h"

#include <libical/ical.h>
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
	RULE_WORK = 1000000,
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

struct onset {
	int64_t at; /* seconds of UTC */
	int after;  /* the offset from then on */
};

struct calendar_zone {
	const char *name;
	const char *database_name;
	const char *unknown; /* the reason, once looked for in vain */
	bool resolved;
	bool defined; /* the file has a whole VTIMEZONE */
	struct observance *observances;
	size_t observance_count, observance_room;
	struct onset *onsets;
	size_t onset_count, onset_room;
	int first_offset; /* before the first onset */
};

void calendar_zones_init(struct calendar_zones *zones, struct calendar_arena *arena)
{
	*zones = (struct calendar_zones){ .arena = arena };
}

const char *calendar_zone_name(const struct calendar_zone *zone)
{
	return zone->name;
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

struct calendar_zone *calendar_zones_mention(struct calendar_zones *zones, const char *tzid)
{
	struct calendar_zone **list, *zone;

	for (size_t i = zones->count; i > zones->scope; i--) {
		if (strcmp(zones->list[i - 1]->name, tzid) == 0)
			return zones->list[i - 1];
	}
	list = calendar_arena_grow(zones->arena, zones->list, zones->count, &zones->room, sizeof(*list));
	zone = calendar_arena_take(zones->arena, sizeof(*zone));
	if (!list || !zone)
		return NULL;
	zone->name = calendar_arena_text(zones->arena, tzid, strlen(tzid));
	if (!zone->name)
		return NULL;
	zones->list = list;
	list[zones->count++] = zone;
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
	struct onset *list =
		calendar_arena_grow(zones->arena, zone->onsets, zone->onset_count, &zone->onset_room, sizeof(*list));

	if (!list || zone->onset_count >= ONSETS_MAX)
		return false;
	zone->onsets = list;
	list[zone->onset_count++] = (struct onset){ wall - observance->from, observance->to };
	return true;
}

static bool observance_expand(
	struct calendar_zones *zones, struct calendar_zone *zone, const struct observance *observance)
{
	const int64_t from = calendar_civil_day(FIRST_YEAR, 1, 1) * CALENDAR_DAY;
	const int64_t end = calendar_civil_day(LAST_YEAR, 1, 1) * CALENDAR_DAY;
	struct calendar_rrule_walk walk;
	struct calendar_rrule rule;
	enum calendar_step step;
	int64_t wall;

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
	if (calendar_rrule_read(observance->rule, &rule) ||
		calendar_rrule_begin(&walk, &rule, observance->start, false, from, end, RULE_WORK))
		return false;
	while ((step = calendar_rrule_next(&walk, &wall)) == CALENDAR_STEP_NEXT) {
		/* UNTIL in a VTIMEZONE is UTC; written as a local time it is one. */
		int64_t against = rule.until_kind == CALENDAR_UNTIL_UTC ? wall - observance->from : wall;

		if (rule.until_kind == CALENDAR_UNTIL_DATE)
			against -= CALENDAR_DAY - 1;
		if (rule.until_kind != CALENDAR_UNTIL_NONE && against > rule.until)
			return true;
		if (!onset_add(zones, zone, observance, wall))
			return false;
	}
	return step == CALENDAR_STEP_END;
}

static int onset_compare(const void *left, const void *right)
{
	const struct onset *a = left, *b = right;

	return (a->at > b->at) - (a->at < b->at);
}

/* Turns the definition into a table. False when it makes no sense. */
static bool zone_expand(struct calendar_zones *zones, struct calendar_zone *zone)
{
	const struct observance *first = NULL;

	zone->onset_count = 0;
	for (size_t i = 0; i < zone->observance_count; i++) {
		const struct observance *observance = &zone->observances[i];

		if (!observance_expand(zones, zone, observance))
			return false;
		if (observance->is_standard && (!first || observance->start < first->start))
			first = observance;
	}
	if (zone->onset_count == 0)
		return false;
	qsort(zone->onsets, zone->onset_count, sizeof(*zone->onsets), onset_compare);
	/* Before its first onset a zone keeps standard time, whatever that onset says it came from. */
	zone->first_offset = first ? first->to : zone->observances[0].from;
	return true;
}

/* libical writes its own zones as the lines of a VTIMEZONE. */
static void database_line(void *arg, const struct calendar_line *line)
{
	calendar_zones_line(arg, line);
}

/* A name that could be one of the tz database; libical opens a file of that name. */
static bool is_database_name(const char *name)
{
	size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

	return length > 0 && length < 64 && name[length] == '\0' && name[0] != '/' && name[length - 1] != '/';
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

static bool database_load(struct calendar_zones *zones, struct calendar_zone *zone, const char *name)
{
	struct calendar_zones own = { .arena = zones->arena };
	struct calendar_lines lines;
	icaltimezone *known;
	char *text;

	if (is_utc_name(name)) {
		zone->onset_count = 0;
		zone->first_offset = 0;
		zone->database_name = "Etc/UTC";
		return true;
	}
	known = is_database_name(name) ? icaltimezone_get_builtin_timezone(name) : NULL;
	text = known && icaltimezone_get_component(known)
		       ? icalcomponent_as_ical_string_r(icaltimezone_get_component(known))
		       : NULL;
	if (!text)
		return false;
	calendar_lines_init(&lines, database_line, &own);
	calendar_lines_feed(&lines, text, strlen(text));
	calendar_lines_end(&lines);
	calendar_lines_finish(&lines);
	icalmemory_free_buffer(text);
	if (own.count == 0)
		return false;
	*zone = (struct calendar_zone){ .name = zone->name,
		.observances = own.list[0]->observances,
		.observance_count = own.list[0]->observance_count };
	zone->database_name = calendar_arena_text(zones->arena, name, strlen(name));
	return zone->database_name && zone_expand(zones, zone);
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
static void definition_borrow(const struct calendar_zones *zones, struct calendar_zone *zone)
{
	for (size_t i = 0; !zone->defined && i < zones->count; i++) {
		const struct calendar_zone *other = zones->list[i];

		if (!other->defined || strcmp(other->name, zone->name) != 0)
			continue;
		zone->defined = true;
		zone->observances = other->observances;
		zone->observance_count = other->observance_count;
	}
}

const char *calendar_zone_resolve(struct calendar_zones *zones, struct calendar_zone *zone)
{
	struct calendar_zone before;

	if (zone->resolved || zone->unknown)
		return zone->unknown;
	definition_borrow(zones, zone);
	before = *zone;
	if (!database_load(zones, zone, zone->name)) {
		*zone = before;
		if (!(zone->defined && zone_expand(zones, zone)) && !windows_load(zones, zone) &&
			!path_load(zones, zone)) {
			*zone = before;
			zone->unknown = calendar_arena_print(zones->arena,
				"the time zone \"%s\" is neither defined in the file nor known", zone->name);
			return zone->unknown;
		}
	}
	zone->resolved = true;
	return NULL;
}

/* The number of onsets at or before a moment of UTC. */
static size_t onsets_before(const struct calendar_zone *zone, int64_t utc)
{
	size_t low = 0, high = zone->onset_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (zone->onsets[middle].at <= utc)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int offset_after(const struct calendar_zone *zone, size_t onsets)
{
	return onsets == 0 ? zone->first_offset : zone->onsets[onsets - 1].after;
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

		if (stretch == zone->onset_count || utc < zone->onsets[stretch].at)
			return utc; /* before this stretch began, it falls in the gap that opened it: see below */
		/* In the gap: later than this stretch, and earlier than the next one begins. */
		if (wall < zone->onsets[stretch].at + zone->onsets[stretch].after)
			return utc;
	}
}
