/* plugins/calendar/ical: see scheduling.h. */
#include "scheduling.h"

#include "civil.h"
#include "object.h"
#include "series.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define ANSWERED "X-RIDEALONG-ANSWERED" /* parameter of ATTENDEE: the DTSTAMP of the answer that counts */

struct scheduling {
	struct calendar_arena *arena;
	struct calendar_object kept, message;
	struct calendar_moment start;     /* of the series: what occurrences are named by, … */
	const struct calendar_zone *home; /* … and where its calendar is kept, or NULL */
	struct calendar_bounds bounds;    /* of all looks into the series together */
	bool changed;
	const struct calendar_reason *ignored; /* the first thing that did not count */
};

static void ignore(struct scheduling *scheduling, enum calendar_why why, const char *text)
{
	if (!scheduling->ignored)
		scheduling->ignored =
			calendar_reason_keep(scheduling->arena, (struct calendar_reason){ .why = why, .text = text });
}

static bool is_occurrence(const struct calendar_item *item)
{
	return item->event->recurrence.kind != CALENDAR_NOTHING;
}

/* Which occurrence an item is about. An unknown zone is one that both texts write alike. */
static int64_t key_of(const struct scheduling *scheduling, const struct calendar_item *item)
{
	const struct calendar_moment *moment = &item->event->recurrence;

	return calendar_moment_key(
		moment, scheduling->start.kind != CALENDAR_NOTHING ? &scheduling->start : moment, scheduling->home);
}

static void zones_resolve(struct calendar_object *object)
{
	for (size_t i = 0; i < object->count; i++) {
		const struct calendar_event *event = object->items[i]->event;

		calendar_moment_resolve(&event->start, &object->zones);
		calendar_moment_resolve(&event->end, &object->zones);
		calendar_moment_resolve(&event->recurrence, &object->zones);
	}
}

static void start_take(struct scheduling *scheduling, const struct calendar_event *master)
{
	struct calendar_zone *zone = master->heading->zone;
	struct calendar_zones *zones =
		master->heading == &scheduling->kept.heading ? &scheduling->kept.zones : &scheduling->message.zones;

	scheduling->start = master->start;
	if (zone && !calendar_zone_resolve(zones, zone))
		scheduling->home = zone;
}

static struct calendar_item *occurrence_find(const struct scheduling *scheduling, int64_t key)
{
	for (size_t i = 0; i < scheduling->kept.count; i++) {
		struct calendar_item *item = scheduling->kept.items[i];

		if (!item->gone && is_occurrence(item) && key_of(scheduling, item) == key)
			return item;
	}
	return NULL;
}

static bool is_older(const struct calendar_item *item, const struct calendar_item *than)
{
	return than && calendar_event_version(item->event, than->event) < 0;
}

/* ---- people */

/* The address of an ATTENDEE line, lower case; NULL when it has none. */
static const char *address_of(struct scheduling *scheduling, const char *line)
{
	const char *at;
	bool quoted = false;
	char *text;

	for (at = line; *at && (quoted || *at != ':'); at++)
		quoted ^= *at == '"';
	if (!*at)
		return NULL;
	at += 1;
	at += strncasecmp(at, "mailto:", 7) == 0 ? 7 : 0;
	text = calendar_arena_print(scheduling->arena, "%s", at);
	for (char *c = text; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return text;
}

/* The end of the parameter that begins at `at`: its ; or : outside of quotes. */
static const char *parameter_end(const char *at)
{
	bool quoted = false;

	for (; *at && (quoted || (*at != ';' && *at != ':')); at++)
		quoted ^= *at == '"';
	return at;
}

/* The value of a parameter of a line, or "". */
static const char *parameter_of(struct scheduling *scheduling, const char *line, const char *name)
{
	size_t length = strlen(name);
	const char *at = parameter_end(line);

	while (*at == ';') {
		const char *end = parameter_end(at + 1);

		if (strncasecmp(at + 1, name, length) == 0 && at[1 + length] == '=')
			return calendar_arena_print(
				scheduling->arena, "%.*s", (int)(end - at - length - 2), at + length + 2);
		at = end;
	}
	return "";
}

/* The line with another answer in it. */
static const char *line_answered(
	struct scheduling *scheduling, const char *line, const char *partstat, const char *stamp)
{
	const char *at = parameter_end(line);
	const char *answered =
		calendar_arena_print(scheduling->arena, "%.*s;PARTSTAT=%s", (int)(at - line), line, partstat);

	if (*stamp)
		answered = calendar_arena_print(scheduling->arena, "%s;" ANSWERED "=%s", answered, stamp);
	while (*at == ';') {
		const char *end = parameter_end(at + 1);

		if (strncasecmp(at + 1, "PARTSTAT=", 9) != 0 &&
			strncasecmp(at + 1, ANSWERED "=", sizeof(ANSWERED)) != 0)
			answered = calendar_arena_print(scheduling->arena, "%s%.*s", answered, (int)(end - at), at);
		at = end;
	}
	return calendar_arena_print(scheduling->arena, "%s%s", answered, at);
}

static bool has_answered(const char *partstat)
{
	return *partstat && strcasecmp(partstat, "NEEDS-ACTION") != 0;
}

/* The line of an attendee, or NULL. */
static const char **attendee_find(struct scheduling *scheduling, struct calendar_item *item, const char *address)
{
	for (size_t i = 0; i < item->count; i++) {
		const char *own = calendar_item_line_is(item->lines[i], "ATTENDEE")
					  ? address_of(scheduling, item->lines[i])
					  : NULL;

		if (own && strcmp(own, address) == 0)
			return &item->lines[i];
	}
	return NULL;
}

/* A change that asks nobody anew leaves what they answered. */
static void answers_keep(struct scheduling *scheduling, struct calendar_item *next, struct calendar_item *before)
{
	if (next->event->sequence != before->event->sequence)
		return;
	for (size_t i = 0; i < next->count; i++) {
		const char *line = next->lines[i], *address, **old;

		if (!calendar_item_line_is(line, "ATTENDEE") ||
			has_answered(parameter_of(scheduling, line, "PARTSTAT")))
			continue;
		address = address_of(scheduling, line);
		old = address ? attendee_find(scheduling, before, address) : NULL;
		if (old && has_answered(parameter_of(scheduling, *old, "PARTSTAT")))
			next->lines[i] = line_answered(scheduling, line, parameter_of(scheduling, *old, "PARTSTAT"),
				parameter_of(scheduling, *old, ANSWERED));
	}
}

/* ---- one occurrence of a series */

/* A DTSTART or DTEND at another wall time. */
static const char *line_moved(struct scheduling *scheduling, const char *line, const struct calendar_moment *moment)
{
	char text[CALENDAR_CIVIL_TEXT_MAX], *to = text;
	const char *value = line + strlen(line);

	while (value > line && value[-1] != ':')
		value--;
	if (moment->kind == CALENDAR_DATE)
		calendar_civil_write_date(calendar_civil_wall_day(moment->wall), text);
	else
		calendar_civil_write_time(moment->wall, text);
	for (const char *from = text; *from; from++) { /* 2026-03-02T08:00:00 → 20260302T080000 */
		if (*from != '-' && *from != ':')
			*to++ = *from;
	}
	*to = '\0';
	return calendar_arena_print(scheduling->arena, "%.*s%s%s", (int)(value - line), line, text,
		moment->kind == CALENDAR_UTC ? "Z" : "");
}

static struct calendar_moment moment_at(const struct calendar_moment *like, int64_t instant)
{
	struct calendar_moment moment = *like;

	moment.wall = like->kind == CALENDAR_ZONED ? calendar_zone_wall(like->zone, instant) : instant;
	return moment;
}

static bool series_has(struct scheduling *scheduling, struct calendar_item *master, int64_t key)
{
	struct calendar_occurrences inside = { 0 }, outside = { 0 };
	struct calendar_event *event = master->event;

	return !calendar_series_expand(&event, 1, (struct calendar_window){ key, key + 1 }, &scheduling->bounds,
		       &scheduling->kept.zones, scheduling->arena, &inside, &outside) &&
	       inside.count > 0 && *inside.list[0].recurrence_id;
}

/* One occurrence of the series with an item of its own. NULL when the series has none there. */
static struct calendar_item *occurrence_split(struct scheduling *scheduling, int64_t key)
{
	static const char *const of_series[] = { "RRULE", "RDATE", "EXDATE", "EXRULE" };
	struct calendar_item *master = calendar_object_master(&scheduling->kept), *item;
	const struct calendar_event *event = master ? master->event : NULL;
	struct calendar_moment start, end;

	if (!master || !series_has(scheduling, master, key))
		return NULL;
	item = calendar_object_copy(&scheduling->kept, master);
	if (!item)
		return NULL;
	start = moment_at(&event->start, key);
	end = moment_at(
		&event->end, key + calendar_moment_instant(&event->end) - calendar_moment_instant(&event->start));
	for (size_t i = 0; i < sizeof(of_series) / sizeof(*of_series); i++)
		calendar_object_set(&scheduling->kept, item, of_series[i], NULL);
	calendar_object_set(&scheduling->kept, item, "DTSTART",
		line_moved(scheduling, calendar_item_line(master, "DTSTART"), &start));
	if (event->end.kind != CALENDAR_NOTHING)
		calendar_object_set(&scheduling->kept, item, "DTEND",
			line_moved(scheduling, calendar_item_line(master, "DTEND"), &end));
	calendar_object_set(&scheduling->kept, item, "RECURRENCE-ID",
		calendar_arena_print(
			scheduling->arena, "RECURRENCE-ID%s", calendar_item_line(item, "DTSTART") + strlen("DTSTART")));
	calendar_object_add(&scheduling->kept, item);
	return item;
}

/* ---- REQUEST */

/* What somebody answered to one occurrence of the series as it was stays with that of the series as it is. */
static void occurrence_answers_keep(struct scheduling *scheduling, const struct calendar_item *before)
{
	struct calendar_item *item = NULL;

	for (size_t i = 0; i < before->count; i++) {
		const char *line = before->lines[i], *stamp, *address, **now;

		if (!calendar_item_line_is(line, "ATTENDEE"))
			continue;
		stamp = parameter_of(scheduling, line, ANSWERED);
		address = *stamp ? address_of(scheduling, line) : NULL;
		if (address && !item)
			item = occurrence_split(scheduling, key_of(scheduling, before));
		now = address && item ? attendee_find(scheduling, item, address) : NULL;
		if (now)
			*now = line_answered(scheduling, *now, parameter_of(scheduling, line, "PARTSTAT"), stamp);
	}
}

static void series_request(struct scheduling *scheduling, struct calendar_item *item)
{
	struct calendar_item *master = calendar_object_master(&scheduling->kept);
	size_t count = scheduling->kept.count;

	if (is_older(item, master))
		return;
	if (master)
		answers_keep(scheduling, item, master);
	for (size_t i = 0; i < count; i++) {
		struct calendar_item *old = scheduling->kept.items[i];

		old->gone |= !is_occurrence(old) || calendar_event_version(old->event, item->event) <= 0;
	}
	calendar_object_add(&scheduling->kept, item);
	for (size_t i = 0; i < count; i++) {
		struct calendar_item *old = scheduling->kept.items[i];

		if (old->gone && is_occurrence(old) && old->event->sequence == item->event->sequence)
			occurrence_answers_keep(scheduling, old);
	}
	scheduling->kept.zone_of_times = scheduling->message.zone_of_times;
	scheduling->changed = true;
}

static void occurrence_put(struct scheduling *scheduling, struct calendar_item *item, int64_t key)
{
	struct calendar_item *old = occurrence_find(scheduling, key);

	if (is_older(item, old))
		return;
	if (old) {
		answers_keep(scheduling, item, old);
		old->gone = true;
	}
	calendar_object_add(&scheduling->kept, item);
	scheduling->changed = true;
}

/* Of a version of the series that is gone: not even a change of one of its occurrences counts any more. */
static bool is_of_an_older_series(const struct scheduling *scheduling, const struct calendar_item *item)
{
	const struct calendar_item *master = calendar_object_master(&scheduling->kept);

	return master && item->event->sequence < master->event->sequence && item->event->stamp < master->event->stamp;
}

static void request_apply(struct scheduling *scheduling)
{
	struct calendar_item *master = calendar_object_master(&scheduling->message);

	for (size_t i = 0; i < scheduling->message.count; i++) {
		if (scheduling->message.items[i]->event->start.kind == CALENDAR_NOTHING) {
			ignore(scheduling, CALENDAR_WHY_NO_START, "");
			return;
		}
	}
	if (master)
		series_request(scheduling, master);
	for (size_t i = 0; i < scheduling->message.count; i++) {
		struct calendar_item *item = scheduling->message.items[i];

		if (is_occurrence(item) && (master ? scheduling->changed : !is_of_an_older_series(scheduling, item)))
			occurrence_put(scheduling, item, key_of(scheduling, item));
	}
}

/* ---- ADD */

/* Makes an event that happens once the occurrence of a series that begins when it does. */
static struct calendar_item *occurrence_from(struct scheduling *scheduling, struct calendar_item *item)
{
	const char *start = calendar_item_line(item, "DTSTART");

	if (!start || item->event->rule_count > 0 || item->event->extra_count > 0) {
		ignore(scheduling, CALENDAR_WHY_MESSAGE_ADD, "");
		return NULL;
	}
	calendar_object_set(&scheduling->kept, item, "RECURRENCE-ID",
		calendar_arena_print(scheduling->arena, "RECURRENCE-ID%s", start + strlen("DTSTART")));
	item->event->recurrence = item->event->start;
	return item;
}

static void add_apply(struct scheduling *scheduling)
{
	struct calendar_item *master = calendar_object_master(&scheduling->kept);

	for (size_t i = 0; i < scheduling->message.count; i++) {
		struct calendar_item *item = scheduling->message.items[i];

		if (!master)
			ignore(scheduling, CALENDAR_WHY_MESSAGE_ALONE, "");
		else if (item->event->sequence >= master->event->sequence && occurrence_from(scheduling, item))
			occurrence_put(scheduling, item, key_of(scheduling, item));
	}
}

/* ---- CANCEL */

static void cancel(struct scheduling *scheduling, struct calendar_item *item, const struct calendar_item *by)
{
	static const char *const versions[] = { "SEQUENCE", "DTSTAMP" };

	calendar_object_set(&scheduling->kept, item, "STATUS", "STATUS:CANCELLED");
	for (size_t i = 0; i < 2 && item != by; i++) {
		const char *line = calendar_item_line(by, versions[i]);

		if (line)
			calendar_object_set(&scheduling->kept, item, versions[i], line);
	}
	scheduling->changed = true;
}

static void series_cancel(struct scheduling *scheduling, struct calendar_item *by)
{
	struct calendar_object *kept = &scheduling->kept;

	if (is_older(by, calendar_object_master(kept)))
		return;
	if (kept->count == 0 && by->event->start.kind == CALENDAR_NOTHING)
		ignore(scheduling, CALENDAR_WHY_MESSAGE_ALONE, "");
	else if (kept->count == 0)
		calendar_object_add(kept, by);
	for (size_t i = 0; i < kept->count; i++) {
		if (!is_older(by, kept->items[i]))
			cancel(scheduling, kept->items[i], by);
	}
}

static void occurrence_cancel(struct scheduling *scheduling, struct calendar_item *by)
{
	int64_t key = key_of(scheduling, by);
	struct calendar_item *old = occurrence_find(scheduling, key);

	if (is_older(by, old) || is_of_an_older_series(scheduling, by))
		return;
	if (by->event->this_and_future) {
		for (size_t i = 0; i < scheduling->kept.count; i++) {
			struct calendar_item *item = scheduling->kept.items[i];

			if (is_occurrence(item) && key_of(scheduling, item) > key && !is_older(by, item))
				cancel(scheduling, item, by);
		}
	}
	if (!old)
		old = occurrence_split(scheduling, key);
	if (!old) { /* the series may be on its way */
		if (by->event->start.kind == CALENDAR_NOTHING)
			calendar_object_set(&scheduling->kept, by, "DTSTART",
				calendar_arena_print(scheduling->arena, "DTSTART%s",
					calendar_item_line(by, "RECURRENCE-ID") + strlen("RECURRENCE-ID")));
		calendar_object_add(&scheduling->kept, by);
		old = by;
	}
	calendar_object_set(&scheduling->kept, old, "RECURRENCE-ID", calendar_item_line(by, "RECURRENCE-ID"));
	cancel(scheduling, old, by);
}

static void cancel_apply(struct scheduling *scheduling)
{
	for (size_t i = 0; i < scheduling->message.count; i++) {
		struct calendar_item *by = scheduling->message.items[i];

		if (is_occurrence(by))
			occurrence_cancel(scheduling, by);
		else
			series_cancel(scheduling, by);
	}
}

/* ---- REPLY */

static const char *stamp_of(const struct calendar_item *item)
{
	const char *line = calendar_item_line(item, "DTSTAMP");

	return line ? strrchr(line, ':') + 1 : "";
}

/* Takes the answer over into one item, unless it answers an older version or a newer answer is there. */
static void answer_put(struct scheduling *scheduling, struct calendar_item *item, const struct calendar_item *reply,
	const char *answer)
{
	const char *address = address_of(scheduling, answer), *stamp = stamp_of(reply);
	const char **line = address ? attendee_find(scheduling, item, address) : NULL;
	const char *partstat = parameter_of(scheduling, answer, "PARTSTAT");

	if (!line) {
		ignore(scheduling, CALENDAR_WHY_MESSAGE_STRANGER, address ? address : "");
		return;
	}
	if (reply->event->sequence < item->event->sequence ||
		strcmp(stamp, parameter_of(scheduling, *line, ANSWERED)) < 0)
		return;
	*line = line_answered(scheduling, *line, *partstat ? partstat : "NEEDS-ACTION", stamp);
	scheduling->changed = true;
}

static void reply_to_occurrence(struct scheduling *scheduling, const struct calendar_item *reply, const char *answer)
{
	int64_t key = key_of(scheduling, reply);
	struct calendar_item *item = occurrence_find(scheduling, key);

	if (!item)
		item = occurrence_split(scheduling, key);
	if (item)
		answer_put(scheduling, item, reply, answer);
	else
		ignore(scheduling, CALENDAR_WHY_MESSAGE_NOWHERE, "");
}

static void reply_apply(struct scheduling *scheduling)
{
	for (size_t i = 0; i < scheduling->message.count; i++) {
		const struct calendar_item *reply = scheduling->message.items[i];
		const char *answer = calendar_item_line(reply, "ATTENDEE");
		size_t count = scheduling->kept.count;

		if (count == 0)
			ignore(scheduling, CALENDAR_WHY_MESSAGE_ALONE, "");
		else if (!answer)
			ignore(scheduling, CALENDAR_WHY_MESSAGE_STRANGER, "");
		else if (is_occurrence(reply))
			reply_to_occurrence(scheduling, reply, answer);
		for (size_t k = 0; answer && !is_occurrence(reply) && k < count; k++)
			answer_put(scheduling, scheduling->kept.items[k], reply, answer);
	}
}

/* ---- all */

static void publish_apply(struct scheduling *scheduling)
{
	for (size_t i = 0; i < scheduling->kept.count; i++)
		scheduling->kept.items[i]->gone = true;
	for (size_t i = 0; i < scheduling->message.count; i++)
		calendar_object_add(&scheduling->kept, scheduling->message.items[i]);
	scheduling->kept.zone_of_times = scheduling->message.zone_of_times;
	scheduling->changed = true;
}

/* Of a message that cannot be read whole nothing counts: what it is about might be something else. */
static bool is_unreadable(struct scheduling *scheduling)
{
	const struct calendar_object *message = &scheduling->message;

	for (size_t i = 0; i < message->count && !scheduling->ignored; i++)
		scheduling->ignored = message->items[i]->event->refused;
	return scheduling->ignored != NULL;
}

static void message_apply(struct scheduling *scheduling)
{
	static const struct {
		const char *method;
		void (*apply)(struct scheduling *scheduling);
	} methods[] = { { "", publish_apply }, { "PUBLISH", publish_apply }, { "REQUEST", request_apply },
		{ "ADD", add_apply }, { "CANCEL", cancel_apply }, { "REPLY", reply_apply } };
	const char *method = scheduling->message.method;

	if (scheduling->message.count == 0) {
		ignore(scheduling, CALENDAR_WHY_MESSAGE_EMPTY, "");
		return;
	}
	if (is_unreadable(scheduling))
		return;
	for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++) {
		if (strcasecmp(method, methods[i].method) == 0) {
			methods[i].apply(scheduling);
			if (!scheduling->changed)
				ignore(scheduling, CALENDAR_WHY_MESSAGE_OLD, "");
			return;
		}
	}
	ignore(scheduling, CALENDAR_WHY_MESSAGE_METHOD, method);
}

/* The definitions of what replaces the series count before those that were kept. */
static const char *text_write(struct scheduling *scheduling, const char *method)
{
	struct calendar_object *kept = &scheduling->kept;
	bool anew = scheduling->message.count > 0 && calendar_object_master(&scheduling->message) &&
		    strcasecmp(method, "REPLY") != 0 && strcasecmp(method, "ADD") != 0 &&
		    strcasecmp(method, "CANCEL") != 0;
	struct calendar_object order = *kept;

	if (anew) {
		order.definitions = NULL;
		order.definition_count = order.definition_room = 0;
		calendar_object_borrow_zones(&order, &scheduling->message);
	}
	calendar_object_borrow_zones(&order, anew ? kept : &scheduling->message);
	order.out_of_memory |= scheduling->message.out_of_memory;
	return calendar_object_write(&order);
}

struct calendar_scheduled calendar_scheduling_apply(const char *kept, const char *message, struct calendar_arena *arena)
{
	struct scheduling scheduling = { .arena = arena, .bounds = { .occurrences = 10, .work = 5000000 } };
	struct calendar_item *master;
	const char *text;

	calendar_object_read(&scheduling.kept, kept, arena);
	calendar_object_read(&scheduling.message, message, arena);
	zones_resolve(&scheduling.kept);
	zones_resolve(&scheduling.message);
	master = calendar_object_master(&scheduling.kept);
	if (!master)
		master = calendar_object_master(&scheduling.message);
	if (master)
		start_take(&scheduling, master->event);
	message_apply(&scheduling);
	if (!scheduling.changed)
		return (struct calendar_scheduled){ false, kept, scheduling.ignored };
	text = text_write(&scheduling, scheduling.message.method);
	if (!text)
		return (struct calendar_scheduled){ false, kept, calendar_reason(CALENDAR_WHY_NO_MEMORY) };
	return (struct calendar_scheduled){ true, text, NULL };
}
