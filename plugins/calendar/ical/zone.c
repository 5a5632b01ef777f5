/* plugins/calendar/ical: see zone.h. */
#include "zone.h"

#include "civil.h"
#include "definition.h"
#include "number.h"
#include "tzfile.h"
#include "zone_name.h"

#include <string.h>
#include <strings.h>

enum {
	NAMES_MAX = 5000, /* of zones in a source; the world has some 600 */
	SHOWN_MAX = 200   /* bytes of a name that a reason keeps */
};

/* A name, what the tz database has for it, and the zones that are called so. */
struct calendar_zone_named {
	const char *text;
	struct calendar_zone_named *next; /* of its chain */
	struct calendar_zone *newest;
	const struct calendar_definition *definition; /* the first in the source */
	bool looked_for;                              /* in the database: */
	const char *database_name;                    /* NULL: it is not there */
	struct calendar_onsets onsets;
};

/* What a name means within one VCALENDAR. */
struct calendar_zone {
	struct calendar_zone_named *name;
	size_t scope;
	const struct calendar_definition *definition; /* or NULL */
	const char *database_name;
	const struct calendar_reason *unknown; /* the reason, once looked for in vain */
	bool resolved;
	struct calendar_onsets onsets;
};

void calendar_zones_init(struct calendar_zones *zones, struct calendar_arena *arena)
{
	*zones =
		(struct calendar_zones){ .arena = arena, .folder = CALENDAR_TZFILE_FOLDER, .work = CALENDAR_ZONE_WORK };
}

const char *calendar_zone_database_name(const struct calendar_zone *zone)
{
	return zone->database_name;
}

void calendar_zones_scope(struct calendar_zones *zones)
{
	zones->scope++;
	zones->reading = NULL;
}

/* NULL when there are too many, or no memory is left. */
static struct calendar_zone_named *name_of(struct calendar_zones *zones, const char *text)
{
	struct calendar_zone_named **chain = &zones->chains[calendar_number_of(text) % CALENDAR_ZONE_CHAINS], *name;

	for (name = *chain; name && strcmp(name->text, text) != 0;)
		name = name->next;
	if (name || zones->names == NAMES_MAX)
		return name;
	name = calendar_arena_take(zones->arena, sizeof(*name));
	if (!name)
		return NULL;
	name->text = calendar_arena_text(zones->arena, text, strlen(text));
	if (!name->text)
		return NULL;
	zones->names++;
	name->next = *chain;
	return *chain = name;
}

static const struct calendar_reason *unknown(struct calendar_zones *zones, const char *text, enum calendar_why why)
{
	return calendar_reason_keep(
		zones->arena, (struct calendar_reason){ .why = why,
				      .text = calendar_arena_text(zones->arena, text, strnlen(text, SHOWN_MAX)) });
}

struct calendar_zone *calendar_zones_mention(struct calendar_zones *zones, const char *tzid)
{
	struct calendar_zone_named *name = name_of(zones, tzid);
	struct calendar_zone *zone;

	if (name && name->newest && name->newest->scope == zones->scope)
		return name->newest;
	zone = calendar_arena_take(zones->arena, sizeof(*zone));
	if (!zone)
		return NULL;
	zone->scope = zones->scope;
	zone->name = name;
	if (name)
		name->newest = zone;
	else
		zone->unknown = unknown(zones, tzid, CALENDAR_WHY_ZONE_WORK);
	return zone;
}

/* A whole VTIMEZONE has been read: it becomes that of its TZID. */
static void definition_end(struct calendar_zones *zones)
{
	const struct calendar_definition *read = zones->reading;
	struct calendar_zone *zone = read->tzid ? calendar_zones_mention(zones, read->tzid) : NULL;

	zones->reading = NULL;
	if (!zone || !zone->name || read->count == 0)
		return;
	zone->definition = read;
	if (!zone->name->definition)
		zone->name->definition = read;
}

void calendar_zones_line(struct calendar_zones *zones, const struct calendar_line *line)
{
	bool names_it = strcasecmp(line->value, "VTIMEZONE") == 0;

	if (names_it && calendar_line_is(line, "BEGIN"))
		zones->reading = calendar_arena_take(zones->arena, sizeof(*zones->reading));
	else if (!zones->reading)
		return;
	else if (!calendar_line_is(line, "END"))
		calendar_definition_line(zones->reading, line, zones->arena);
	else if (names_it)
		definition_end(zones);
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

struct looking {
	struct calendar_zones *zones;
	struct calendar_zone_named *name;
};

static bool database_read(void *arg, const char *text)
{
	struct looking *looking = arg;
	struct calendar_arena *arena = looking->zones->arena;
	struct calendar_onsets onsets = { 0 };

	if (is_utc_name(text))
		text = "Etc/UTC";
	else if (!calendar_tzfile_read(looking->zones->folder, text, arena, &onsets))
		return false;
	looking->name->onsets = onsets;
	looking->name->database_name = calendar_arena_text(arena, text, strlen(text));
	return looking->name->database_name != NULL;
}

/* The zone that the database has by a name, or by another name of the same zone; each is looked for once. */
static bool database_load(struct calendar_zones *zones, struct calendar_zone *zone, struct calendar_zone_named *name)
{
	struct looking looking = { zones, name };

	if (!name)
		return false;
	if (!name->looked_for && !database_read(&looking, name->text))
		calendar_zone_name_others(name->text, database_read, &looking);
	name->looked_for = true;
	zone->onsets = name->onsets;
	zone->database_name = name->database_name;
	return zone->database_name != NULL;
}

/* Some programs define a zone in the first VCALENDAR of a file only. */
static bool definition_load(struct calendar_zones *zones, struct calendar_zone *zone)
{
	const struct calendar_definition *definition = zone->definition ? zone->definition : zone->name->definition;

	return definition && calendar_definition_expand(definition, &zones->work, zones->arena, &zone->onsets);
}

static bool windows_load(struct calendar_zones *zones, struct calendar_zone *zone)
{
	char text[CALENDAR_ZONE_NAME_MAX];

	return calendar_zone_name_of_windows(zone->name->text, text) &&
	       database_load(zones, zone, name_of(zones, text));
}

/* "/mozilla.org/20070129_1/America/Argentina/Buenos_Aires": the longest end that is a name. */
static bool path_load(struct calendar_zones *zones, struct calendar_zone *zone)
{
	const char *at = zone->name->text;
	size_t length = strlen(at);

	if (*at != '/')
		return false;
	if (length > CALENDAR_ZONE_NAME_MAX)
		at += length - CALENDAR_ZONE_NAME_MAX;
	for (at = strchr(at + 1, '/'); at; at = strchr(at + 1, '/')) {
		if (strchr(at + 1, '/') && database_load(zones, zone, name_of(zones, at + 1)))
			return true;
	}
	return false;
}

const struct calendar_reason *calendar_zone_resolve(struct calendar_zones *zones, struct calendar_zone *zone)
{
	if (zone->resolved || zone->unknown)
		return zone->unknown;
	zone->resolved = database_load(zones, zone, zone->name) || definition_load(zones, zone) ||
			 windows_load(zones, zone) || path_load(zones, zone);
	if (!zone->resolved)
		zone->unknown = unknown(
			zones, zone->name->text, zones->work > 0 ? CALENDAR_WHY_ZONE_UNKNOWN : CALENDAR_WHY_ZONE_WORK);
	return zone->unknown;
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
