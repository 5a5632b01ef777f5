/* plugins/calendar/meetings: see meeting.h. */
#include "meeting.h"

#include "ical/meaning.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* So that a page of meetings always fits an answer, whatever a stranger wrote. */
enum { TEXT_MAX = 300, NAME_MAX_LENGTH = 80, EMAIL_MAX = 254, ATTENDEES_MAX = 40 };

/* FNV-1a: a number made from bytes, the same on every machine. */
static uint64_t number_of(uint64_t number, const char *text)
{
	for (; *text; text++)
		number = (number ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return number;
}

const char *calendar_meeting_uid(const struct calendar_event *event, struct calendar_arena *arena)
{
	uint64_t number = UINT64_C(14695981039346656037);

	if (event->has_uid)
		return event->uid;
	number = number_of(number, calendar_arena_print(arena, "%" PRId64 " %d %" PRId64 " %" PRId64 "\n",
					   event->start.wall, (int)event->start.kind, event->end.wall,
					   event->duration_days * 86400 + event->duration_seconds));
	number = number_of(number, event->summary);
	number = number_of(number, event->location);
	return calendar_arena_print(arena, "no-uid-%016" PRIx64, number);
}

/* At most so many bytes of a text, cut where a character ends, on one line. */
static char *text_clip(const char *text, size_t most, struct calendar_arena *arena)
{
	size_t length = strlen(text);
	char *copy;

	if (length > most) {
		length = most;
		while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
			length--;
	}
	copy = calendar_arena_text(arena, text, length);
	for (char *at = copy; at && *at; at++) {
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = ' ';
	}
	return copy ? copy : (char *)"";
}

static Timestamp *time_make(int64_t time_us, struct calendar_arena *arena)
{
	Timestamp *time = calendar_arena_take(arena, sizeof(*time));

	if (!time)
		return NULL;
	timestamp__init(time);
	time->seconds = time_us / 1000000; /* calendars know no fractions */
	return time;
}

/* Where the occurrence's clock hangs: times without a zone are those of the calendar's zone when it says one, else of
 * the owner's; whole days are the owner's. */
static void zone_find(const struct calendar_occurrence *occurrence, const struct calendar_owner *owner,
	const struct calendar_zone **ret_zone, const char **ret_name)
{
	const char *name = occurrence->floats_in ? calendar_zone_database_name(occurrence->floats_in) : NULL;

	*ret_zone = occurrence->floats_in ? occurrence->floats_in : owner->zone;
	*ret_name = occurrence->floats_in ? name ? name : "" : owner->zone_name;
}

static int64_t instant(const struct calendar_zone *zone, int64_t wall_us)
{
	return zone ? calendar_zone_utc(zone, wall_us / 1000000) * 1000000 : wall_us;
}

bool calendar_owner_is(const struct calendar_owner *owner, const char *email)
{
	if (strcasecmp(owner->email, email) == 0)
		return true;
	for (size_t i = 0; i < owner->alias_count; i++) {
		if (strcasecmp(owner->aliases[i], email) == 0)
			return true;
	}
	return false;
}

bool calendar_meeting_is_off(const struct calendar_occurrence *occurrence, const struct calendar_owner *owner)
{
	const struct calendar_event *event = occurrence->event;

	for (size_t i = 0; i < event->people_count; i++) {
		if (event->people[i].declined && calendar_owner_is(owner, event->people[i].email))
			return true;
	}
	return occurrence->cancelled;
}

/* Whom the meeting brings together: people, not rooms; the owner under the address that is known here. */
static void attendees_make(Meeting *meeting, const struct calendar_event *event, const struct calendar_owner *owner,
	struct calendar_arena *arena)
{
	size_t most = event->people_count < ATTENDEES_MAX ? event->people_count : ATTENDEES_MAX;

	if (most == 0)
		return;
	meeting->attendees = calendar_arena_take(arena, most * sizeof(*meeting->attendees));
	for (size_t i = 0; meeting->attendees && i < event->people_count && meeting->n_attendees < most; i++) {
		const struct calendar_person *person = &event->people[i];
		Attendee *attendee = calendar_arena_take(arena, sizeof(*attendee));

		if (!attendee || person->is_thing || strlen(person->email) > EMAIL_MAX)
			continue;
		attendee__init(attendee);
		attendee->email = (char *)(calendar_owner_is(owner, person->email) ? owner->email : person->email);
		attendee->display_name = text_clip(person->name, NAME_MAX_LENGTH, arena);
		attendee->organizer = person->organizer;
		meeting->attendees[meeting->n_attendees++] = attendee;
	}
}

static void words_make(Meeting *meeting, const struct calendar_event *event, const struct calendar_owner *owner,
	struct calendar_arena *arena)
{
	meeting->title = text_clip(event->summary, TEXT_MAX, arena);
	meeting->place = text_clip(event->location, TEXT_MAX, arena);
	meeting->customer = text_clip(calendar_meaning_customer(event, owner->email, arena, NULL), TEXT_MAX, arena);
	meeting->online = event->online || calendar_meaning_online(event->location, arena);
	attendees_make(meeting, event, owner, arena);
}

Meeting *calendar_meeting_make(
	const struct calendar_occurrence *occurrence, const struct calendar_owner *owner, struct calendar_arena *arena)
{
	bool has_instant = occurrence->kind == CALENDAR_UTC || occurrence->kind == CALENDAR_ZONED;
	Meeting *meeting = calendar_arena_take(arena, sizeof(*meeting));
	const struct calendar_zone *zone;
	const char *zone_name;

	if (!meeting)
		return NULL;
	meeting__init(meeting);
	zone_find(occurrence, owner, &zone, &zone_name);
	meeting->uid = (char *)calendar_meeting_uid(occurrence->event, arena);
	meeting->recurrence_id = (char *)occurrence->recurrence_id;
	meeting->state = calendar_meeting_is_off(occurrence, owner) ? MEETING_STATE_CANCELLED : MEETING_STATE_SCHEDULED;
	meeting->all_day = occurrence->kind == CALENDAR_DATE;
	meeting->time_zone = (char *)(has_instant ? occurrence->zone : zone_name);
	meeting->start_time = time_make(has_instant ? occurrence->start : instant(zone, occurrence->start), arena);
	meeting->end_time = time_make(has_instant ? occurrence->end : instant(zone, occurrence->end), arena);
	meeting->confidential = occurrence->event->class == CALENDAR_PRIVATE;
	if (!meeting->confidential)
		words_make(meeting, occurrence->event, owner, arena);
	return meeting->start_time && meeting->end_time ? meeting : NULL;
}
