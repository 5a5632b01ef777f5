/* plugins/calendar/ical: see event.h. */
#include "event.h"

#include "civil.h"
#include "meaning.h"
#include "number.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
	EXTRAS_MAX = 20000, /* RDATE or EXDATE values of an event */
	RULES_MAX = 50,
	PEOPLE_MAX = 2000,
	DURATION_DIGITS = 7,
	SHOWN_MAX = 200 /* bytes of a line that a reason keeps */
};

struct event_reader {
	struct calendar_event *event;
	const struct calendar_line *line;
	struct calendar_arena *arena;
	struct calendar_zones *zones;
};

void calendar_heading_zone(
	struct calendar_heading *heading, const struct calendar_line *line, struct calendar_zones *zones)
{
	const char *name = line->value + strspn(line->value, " \t");
	size_t length = strlen(name);
	char *text;

	while (length > 0 && isspace((unsigned char)name[length - 1]))
		length--;
	text = calendar_arena_text(zones->arena, name, length);
	if (text && *text)
		heading->zone = calendar_zones_mention(zones, text);
}

struct calendar_event *calendar_event_begin(
	struct calendar_arena *arena, const struct calendar_heading *heading, unsigned number, unsigned line)
{
	struct calendar_event *event = calendar_arena_take(arena, sizeof(*event));

	if (!event)
		return NULL;
	event->heading = heading;
	event->number = number;
	event->line = line;
	event->uid = calendar_arena_print(arena, "(no-uid-%u)", number);
	event->summary = event->location = event->status = "";
	return event;
}

void calendar_event_refuse(struct calendar_event *event, const struct calendar_reason *reason)
{
	if (!event->refused)
		event->refused = reason;
}

bool calendar_event_is_cancelled(const struct calendar_event *event)
{
	return event->heading->method_cancel || strcasecmp(event->status, "CANCELLED") == 0;
}

int calendar_event_version(const struct calendar_event *left, const struct calendar_event *right)
{
	if (left->sequence != right->sequence)
		return left->sequence > right->sequence ? 1 : -1;
	return (left->stamp > right->stamp) - (left->stamp < right->stamp);
}

int calendar_event_compare(const struct calendar_event *left, const struct calendar_event *right)
{
	int version = calendar_event_version(left, right);

	return version != 0 ? version : left->number > right->number ? 1 : -1;
}

const struct calendar_reason *calendar_moment_resolve(
	const struct calendar_moment *moment, struct calendar_zones *zones)
{
	return moment->kind == CALENDAR_ZONED ? calendar_zone_resolve(zones, moment->zone) : NULL;
}

static int64_t midnight(int64_t wall)
{
	return calendar_civil_wall_day(wall) * CALENDAR_DAY;
}

/* What the clock shows at that moment where the series and its calendar are. */
static int64_t wall_there(const struct calendar_moment *moment, const struct calendar_zone *home)
{
	if (!calendar_moment_is_instant(moment))
		return moment->wall;
	return home ? calendar_zone_wall(home, calendar_moment_instant(moment)) : calendar_moment_instant(moment);
}

int64_t calendar_moment_key(
	const struct calendar_moment *moment, const struct calendar_moment *start, const struct calendar_zone *home)
{
	struct calendar_moment there = *start;

	if (start->kind == CALENDAR_DATE) /* a zone of its own is where that day is meant */
		return midnight(moment->kind == CALENDAR_UTC ? wall_there(moment, home) : moment->wall);
	if (start->kind == CALENDAR_FLOATING && moment->kind != CALENDAR_DATE)
		return wall_there(moment, home);
	if (calendar_moment_is_instant(moment))
		return calendar_moment_instant(moment);
	if (start->kind == CALENDAR_UTC && moment->kind == CALENDAR_FLOATING && home)
		return calendar_zone_utc(home, moment->wall);
	there.wall = moment->wall;
	if (moment->kind == CALENDAR_DATE)
		there.wall += start->wall - midnight(start->wall);
	return calendar_moment_instant(&there);
}

int64_t calendar_moment_instant(const struct calendar_moment *moment)
{
	return moment->kind == CALENDAR_ZONED ? calendar_zone_utc(moment->zone, moment->wall) : moment->wall;
}

static void refuse_line(struct event_reader *reader, enum calendar_why why)
{
	const struct calendar_line *line = reader->line;
	const char *text = line->name_length > 0 ? line->value : line->text;

	calendar_event_refuse(reader->event,
		calendar_reason_keep(reader->arena,
			(struct calendar_reason){ .why = why,
				.line = line->number,
				.name = calendar_arena_text(reader->arena, line->name, line->name_length),
				.text = calendar_arena_text(reader->arena, text, strnlen(text, SHOWN_MAX)) }));
}

static void refuse_many(struct event_reader *reader, enum calendar_why why, uint64_t most)
{
	calendar_event_refuse(reader->event,
		calendar_reason_keep(reader->arena, (struct calendar_reason){ .why = why, .count = most }));
}

static bool moment_read(
	struct event_reader *reader, const char *text, size_t length, const char *tzid, struct calendar_moment *ret)
{
	bool is_date, is_utc;

	while (length > 0 && isspace((unsigned char)*text))
		text++, length--;
	while (length > 0 && isspace((unsigned char)text[length - 1]))
		length--;
	*ret = (struct calendar_moment){ .kind = CALENDAR_NOTHING };
	if (!calendar_civil_read(text, length, &ret->wall, &is_date, &is_utc))
		return false;
	ret->kind = is_date ? CALENDAR_DATE : is_utc ? CALENDAR_UTC : tzid ? CALENDAR_ZONED : CALENDAR_FLOATING;
	if (ret->kind == CALENDAR_ZONED)
		ret->zone = calendar_zones_mention(reader->zones, tzid);
	return ret->kind != CALENDAR_ZONED || ret->zone;
}

static const char *line_tzid(struct event_reader *reader)
{
	const char *tzid = calendar_line_parameter(reader->line, "TZID", reader->arena);

	return tzid && *tzid ? tzid : NULL;
}

static void single_moment_read(struct event_reader *reader, struct calendar_moment *ret)
{
	if (ret->kind != CALENDAR_NOTHING)
		refuse_line(reader, CALENDAR_WHY_LINE_TWICE);
	else if (!moment_read(reader, reader->line->value, reader->line->value_length, line_tzid(reader), ret))
		refuse_line(reader, CALENDAR_WHY_LINE_NO_MOMENT);
}

/* RFC 5545 section 3.3.6: weeks and days are nominal, the rest exact. */
static bool duration_read(const char *text, int64_t *ret_days, int64_t *ret_seconds)
{
	static const struct {
		char unit;
		bool in_time;
		int64_t days, seconds;
	} units[] = { { 'W', false, 7, 0 }, { 'D', false, 1, 0 }, { 'H', true, 0, 3600 }, { 'M', true, 0, 60 },
		{ 'S', true, 0, 1 } };
	bool negative = *text == '-', in_time = false, any = false;
	int64_t days = 0, seconds = 0;

	text += *text == '-' || *text == '+';
	if (toupper((unsigned char)*text++) != 'P')
		return false;
	while (*text) {
		size_t digits = strspn(text, "0123456789"), unit = 0;
		int64_t number = 0;

		if (digits == 0 && toupper((unsigned char)*text) == 'T' && !in_time) {
			in_time = true;
			text++;
			continue;
		}
		if (digits == 0 || digits > DURATION_DIGITS)
			return false;
		while (digits-- > 0)
			number = number * 10 + (*text++ - '0');
		while (unit < 5 &&
			(units[unit].unit != toupper((unsigned char)*text) || units[unit].in_time != in_time))
			unit++;
		if (unit == 5)
			return false;
		text++;
		days += number * units[unit].days;
		seconds += number * units[unit].seconds;
		any = true;
	}
	*ret_days = negative ? -days : days;
	*ret_seconds = negative ? -seconds : seconds;
	return any;
}

static void duration_line(struct event_reader *reader)
{
	struct calendar_event *event = reader->event;

	event->has_duration = duration_read(reader->line->value, &event->duration_days, &event->duration_seconds);
	if (!event->has_duration)
		refuse_line(reader, CALENDAR_WHY_LINE_NO_DURATION);
}

/* start/end or start/duration */
static bool period_read(
	struct event_reader *reader, const char *text, size_t length, const char *tzid, struct calendar_extra *ret)
{
	const char *slash = memchr(text, '/', length);
	char rest[64];
	size_t rest_length;
	int64_t days, seconds;

	*ret = (struct calendar_extra){ .end = { .kind = CALENDAR_NOTHING } };
	if (!slash)
		return moment_read(reader, text, length, tzid, &ret->start);
	rest_length = (size_t)(text + length - slash - 1);
	if (!moment_read(reader, text, (size_t)(slash - text), tzid, &ret->start) || rest_length >= sizeof(rest))
		return false;
	memcpy(rest, slash + 1, rest_length);
	rest[rest_length] = '\0';
	if (moment_read(reader, rest, rest_length, tzid, &ret->end))
		return true;
	if (!duration_read(rest, &days, &seconds))
		return false;
	ret->end = ret->start;
	ret->end.wall += days * CALENDAR_DAY + seconds;
	return true;
}

static void moments_line(struct event_reader *reader, bool are_excepted)
{
	struct calendar_event *event = reader->event;
	const char *text = reader->line->value, *tzid = line_tzid(reader);

	while (*text) {
		size_t length = strcspn(text, ",");
		struct calendar_extra extra;

		if (length > 0 && !period_read(reader, text, length, tzid, &extra)) {
			refuse_line(reader, CALENDAR_WHY_LINE_NO_MOMENTS);
			return;
		}
		if (length > 0 && are_excepted) {
			event->excepted = calendar_arena_grow(reader->arena, event->excepted, event->excepted_count,
				&event->excepted_room, sizeof(*event->excepted));
			if (event->excepted)
				event->excepted[event->excepted_count++] = extra.start;
		} else if (length > 0) {
			event->extras = calendar_arena_grow(reader->arena, event->extras, event->extra_count,
				&event->extra_room, sizeof(*event->extras));
			if (event->extras)
				event->extras[event->extra_count++] = extra;
		}
		if (event->extra_count > EXTRAS_MAX || event->excepted_count > EXTRAS_MAX) {
			refuse_many(reader, CALENDAR_WHY_MANY_DATES, EXTRAS_MAX);
			return;
		}
		text += length + (text[length] == ',');
	}
}

static void rule_line(struct event_reader *reader, const char ***rules, size_t *count, size_t *room)
{
	*rules = calendar_arena_grow(reader->arena, *rules, *count, room, sizeof(**rules));
	if (!*rules || *count >= RULES_MAX) {
		refuse_many(reader, CALENDAR_WHY_MANY_RULES, RULES_MAX);
		return;
	}
	(*rules)[(*count)++] = calendar_arena_text(reader->arena, reader->line->value, reader->line->value_length);
}

/* mailto:Jane@Example.com → jane@example.com; NULL for what is no address */
static const char *address_read(struct event_reader *reader, const char *text)
{
	size_t length;
	char *email;

	text += strncasecmp(text, "mailto:", 7) == 0 ? 7 : 0;
	while (isspace((unsigned char)*text))
		text++;
	length = strcspn(text, " \t?");
	if (!memchr(text, '@', length))
		return NULL;
	email = calendar_arena_text(reader->arena, text, length);
	for (char *at = email; at && *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return email;
}

static bool parameter_is(struct event_reader *reader, const char *name, const char *value)
{
	const char *parameter = calendar_line_parameter(reader->line, name, reader->arena);

	return parameter && strcasecmp(parameter, value) == 0;
}

static void person_line(struct event_reader *reader, bool organizer)
{
	struct calendar_event *event = reader->event;
	const char *email = address_read(reader, reader->line->value);
	const char *name = calendar_line_parameter(reader->line, "CN", reader->arena);
	const char *address = calendar_line_parameter(reader->line, "EMAIL", reader->arena);
	bool declined = parameter_is(reader, "PARTSTAT", "DECLINED");
	uint32_t number;

	if (address && *address)
		email = address_read(reader, address); /* RFC 7986: when the value itself is no address */
	if (!email || event->people_count >= PEOPLE_MAX)
		return;
	number = calendar_number_of(email);
	for (size_t i = 0; i < event->people_count; i++) {
		if (event->people[i].number == number && strcmp(event->people[i].email, email) == 0) {
			event->people[i].organizer |= organizer;
			event->people[i].declined |= declined;
			return;
		}
	}
	event->people = calendar_arena_grow(
		reader->arena, event->people, event->people_count, &event->people_room, sizeof(*event->people));
	if (!event->people)
		return;
	event->people[event->people_count++] = (struct calendar_person){ .email = email,
		.number = number,
		.name = name ? name : "",
		.organizer = organizer,
		.declined = declined,
		.is_thing = parameter_is(reader, "CUTYPE", "ROOM") || parameter_is(reader, "CUTYPE", "RESOURCE") };
}

static void uid_line(struct event_reader *reader)
{
	const char *text = calendar_line_text(reader->line, reader->arena);

	if (!text || *text == '\0')
		return;
	reader->event->uid = text;
	reader->event->has_uid = true;
}

static void number_line(struct event_reader *reader)
{
	int64_t number = 0;

	for (const char *at = reader->line->value; *at >= '0' && *at <= '9' && number < INT32_MAX; at++)
		number = number * 10 + (*at - '0');
	reader->event->sequence = number;
}

static void stamp_line(struct event_reader *reader, bool counts)
{
	struct calendar_moment stamp;

	if (moment_read(reader, reader->line->value, reader->line->value_length, NULL, &stamp) &&
		(counts || reader->event->stamp == 0))
		reader->event->stamp = stamp.wall;
}

static void text_line(struct event_reader *reader, const char **ret)
{
	const char *text = calendar_line_text(reader->line, reader->arena);

	if (text && **ret == '\0')
		*ret = text;
}

enum calendar_class calendar_event_class(const char *value)
{
	return strcasecmp(value, "PUBLIC") == 0 || *value == '\0' ? CALENDAR_PUBLIC : CALENDAR_PRIVATE;
}

static void description_line(struct event_reader *reader)
{
	const char *text = calendar_line_text(reader->line, reader->arena);

	if (!text)
		return;
	if (!reader->event->online)
		reader->event->online = calendar_meaning_online(text, reader->arena);
	if (!reader->event->customer)
		reader->event->customer = calendar_meaning_customer_line(text, reader->arena);
}

/* Those that decide when the event is. True when the line was one. */
static bool time_line(struct event_reader *reader)
{
	const struct calendar_line *line = reader->line;
	struct calendar_event *event = reader->event;

	if (calendar_line_is(line, "DTSTART")) {
		single_moment_read(reader, &event->start);
	} else if (calendar_line_is(line, "DTEND")) {
		single_moment_read(reader, &event->end);
	} else if (calendar_line_is(line, "DURATION")) {
		duration_line(reader);
	} else if (calendar_line_is(line, "RECURRENCE-ID")) {
		single_moment_read(reader, &event->recurrence);
		event->this_and_future = parameter_is(reader, "RANGE", "THISANDFUTURE");
	} else if (calendar_line_is(line, "RRULE")) {
		rule_line(reader, &event->rules, &event->rule_count, &event->rule_room);
	} else if (calendar_line_is(line, "EXRULE")) {
		rule_line(reader, &event->except_rules, &event->except_rule_count, &event->except_rule_room);
	} else if (calendar_line_is(line, "RDATE")) {
		moments_line(reader, false);
	} else if (calendar_line_is(line, "EXDATE")) {
		moments_line(reader, true);
	} else {
		return false;
	}
	if (line->has_nul || line->too_long)
		refuse_line(reader, line->has_nul ? CALENDAR_WHY_LINE_HOLDS_NUL : CALENDAR_WHY_LINE_LONG);
	return true;
}

/* All others that are read. Everything else in an event is passed over. */
static void word_line(struct event_reader *reader)
{
	const struct calendar_line *line = reader->line;
	struct calendar_event *event = reader->event;

	if (calendar_line_is(line, "UID"))
		uid_line(reader);
	else if (calendar_line_is(line, "SUMMARY"))
		text_line(reader, &event->summary);
	else if (calendar_line_is(line, "LOCATION"))
		text_line(reader, &event->location);
	else if (calendar_line_is(line, "STATUS"))
		text_line(reader, &event->status);
	else if (calendar_line_is(line, "DESCRIPTION"))
		description_line(reader);
	else if (calendar_line_is(line, "CLASS"))
		event->class = calendar_event_class(line->value);
	else if (calendar_line_is(line, "TRANSP"))
		event->leaves_free = strcasecmp(line->value, "TRANSPARENT") == 0;
	else if (calendar_line_is(line, "SEQUENCE"))
		number_line(reader);
	else if (calendar_line_is(line, "DTSTAMP"))
		stamp_line(reader, true);
	else if (calendar_line_is(line, "LAST-MODIFIED"))
		stamp_line(reader, false);
	else if (calendar_line_is(line, "ORGANIZER") || calendar_line_is(line, "ATTENDEE"))
		person_line(reader, calendar_line_is(line, "ORGANIZER"));
	else if (!event->online && calendar_meaning_is_conference(line))
		event->online = calendar_meaning_online(line->value, reader->arena);
}

void calendar_event_line(struct calendar_event *event, const struct calendar_line *line, struct calendar_arena *arena,
	struct calendar_zones *zones)
{
	struct event_reader reader = { event, line, arena, zones };

	if (line->name_length == 0) {
		if (event->last_was_list)
			refuse_line(&reader, CALENDAR_WHY_LINE_OF_NO_CALENDAR);
		return;
	}
	if (!time_line(&reader))
		word_line(&reader);
	event->last_was_list = calendar_line_is(line, "RRULE") || calendar_line_is(line, "EXRULE") ||
			       calendar_line_is(line, "RDATE") || calendar_line_is(line, "EXDATE");
}
