/* plugins/calendar/ical: one VEVENT as it stands in the file (RFC 5545 section 3.6.1), before any meaning is given to
 * it.
 *
 * An event is put together line by line. All of it lives in the arena of its source.
 */
#ifndef CALENDAR_EVENT_H
#define CALENDAR_EVENT_H

#include "arena.h"
#include "line.h"
#include "reason.h"
#include "zone.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum calendar_kind { CALENDAR_NOTHING, CALENDAR_DATE, CALENDAR_FLOATING, CALENDAR_UTC, CALENDAR_ZONED };

/** A DATE or DATE-TIME as written. */
struct calendar_moment {
	int64_t wall; /* seconds; midnight for a date; see civil.h */
	enum calendar_kind kind;
	struct calendar_zone *zone; /* of a ZONED moment */
};

/** RDATE: an occurrence of its own, with a length of its own when it is a period. */
struct calendar_extra {
	struct calendar_moment start;
	struct calendar_moment end; /* CALENDAR_NOTHING: the event's own length */
};

struct calendar_person {
	const char *email; /* lower case, without mailto: */
	uint32_t number;   /* made from it, so that of many the same is soon found */
	const char *name;  /* CN; may be empty */
	bool organizer;
	bool is_thing; /* CUTYPE ROOM or RESOURCE */
	bool declined; /* PARTSTAT=DECLINED */
};

enum calendar_class { CALENDAR_PUBLIC, CALENDAR_PRIVATE };

/** What a VCALENDAR says of all its events, wherever in it that stands. */
struct calendar_heading {
	bool method_cancel;         /* METHOD:CANCEL */
	struct calendar_zone *zone; /* X-WR-TIMEZONE: where times without a zone are meant; or NULL */
};

/** Reads X-WR-TIMEZONE. */
void calendar_heading_zone(
	struct calendar_heading *heading, const struct calendar_line *line, struct calendar_zones *zones);

struct calendar_event {
	const char *uid; /* "(no-uid-N)" when it has none, N being its number */
	bool has_uid;
	unsigned number; /* among all VEVENTs of the source, from 0 */
	unsigned line;   /* of its BEGIN */
	const struct calendar_heading *heading;
	const struct calendar_reason *refused; /* the first reason why it cannot be taken, or NULL */

	struct calendar_moment start;
	struct calendar_moment end; /* DTEND */
	bool has_duration;          /* DURATION; the days are nominal, the seconds exact */
	int64_t duration_days, duration_seconds;
	struct calendar_moment recurrence; /* RECURRENCE-ID */
	bool this_and_future;
	const char **rules; /* the texts of its RRULEs */
	size_t rule_count, rule_room;
	const char **except_rules;
	size_t except_rule_count, except_rule_room;
	struct calendar_extra *extras;
	size_t extra_count, extra_room;
	struct calendar_moment *excepted; /* EXDATE */
	size_t excepted_count, excepted_room;
	int64_t sequence;
	int64_t stamp; /* DTSTAMP, else LAST-MODIFIED; seconds of UTC; 0 when it has none */

	const char *summary, *location, *status; /* "" when absent; status as written */
	enum calendar_class class;
	bool leaves_free;     /* TRANSP:TRANSPARENT */
	const char *online;   /* the address to join at, or NULL */
	const char *customer; /* from a line "Customer: …" in its description, or NULL */
	struct calendar_person *people;
	size_t people_count, people_room;
	bool last_was_list; /* while reading: a line without a name may be the lost rest of a rule or a list of dates */
};

/** A new event that begins at this line. NULL without memory. */
struct calendar_event *calendar_event_begin(
	struct calendar_arena *arena, const struct calendar_heading *heading, unsigned number, unsigned line);

/** A property of the event. What is not understood of those that decide about time refuses the event. */
void calendar_event_line(struct calendar_event *event, const struct calendar_line *line, struct calendar_arena *arena,
	struct calendar_zones *zones);

/** Refuses the event, unless that happened before. reason must live as long as the event. */
void calendar_event_refuse(struct calendar_event *event, const struct calendar_reason *reason);

/** What CLASS says: RFC 5545 section 3.8.1.3; what is not known counts as private. */
enum calendar_class calendar_event_class(const char *value);

/** Is it, or its occurrence, called off? STATUS:CANCELLED or METHOD:CANCEL. */
bool calendar_event_is_cancelled(const struct calendar_event *event);

/** Whether left is an older (below 0), the same (0) or a newer version of a thing than right: SEQUENCE decides, then
 * DTSTAMP (RFC 5546 section 2.1.5). */
int calendar_event_version(const struct calendar_event *left, const struct calendar_event *right);

/** Which of two versions of the same thing counts: above 0 when left does. The newer one, else the one that comes later
 * in the file. */
int calendar_event_compare(const struct calendar_event *left, const struct calendar_event *right);

/** Finds out what the zone of a moment means. NULL, or the reason why it is unknown. */
const struct calendar_reason *calendar_moment_resolve(
	const struct calendar_moment *moment, struct calendar_zones *zones);

/** Where a moment that names an occurrence (RECURRENCE-ID, EXDATE) stands on the line of time, given how the series'
 * DTSTART is written. A date names the occurrence of that day; a time without a zone is one in the series' zone. home
 * is where the calendar is kept (X-WR-TIMEZONE), or NULL when it does not say so: there it is that a moment of UTC is
 * on a day or at an hour, and that a time without a zone is in a series of UTC. Zones must be resolved. */
int64_t calendar_moment_key(
	const struct calendar_moment *moment, const struct calendar_moment *start, const struct calendar_zone *home);

/** Is it an instant, whoever reads it? */
static inline bool calendar_moment_is_instant(const struct calendar_moment *moment)
{
	return moment->kind == CALENDAR_UTC || moment->kind == CALENDAR_ZONED;
}

/** The moment on one line of time: seconds of UTC, or the wall time when it has no zone. Its zone must be resolved. */
int64_t calendar_moment_instant(const struct calendar_moment *moment);

#endif
