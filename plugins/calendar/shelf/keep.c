/* plugins/calendar/shelf: see keep.h. */
#include "keep.h"

#include "ical/event.h"
#include "ical/meaning.h"

#include <string.h>

enum { WORD_MAX = 4096, STRAY_MAX = 200 };

/* Every property that is read, and what kind of thing it says. */
static const struct {
	const char *name;
	enum { KEEP_TIME, KEEP_LIST, KEEP_MARK, KEEP_WORD } kind;
} properties[] = {
	{ "ATTENDEE", KEEP_WORD },
	{ "CLASS", KEEP_MARK },
	{ "DTEND", KEEP_TIME },
	{ "DTSTAMP", KEEP_MARK },
	{ "DTSTART", KEEP_TIME },
	{ "DURATION", KEEP_TIME },
	{ "EXDATE", KEEP_LIST },
	{ "EXRULE", KEEP_LIST },
	{ "LAST-MODIFIED", KEEP_MARK },
	{ "LOCATION", KEEP_WORD },
	{ "ORGANIZER", KEEP_WORD },
	{ "RDATE", KEEP_LIST },
	{ "RECURRENCE-ID", KEEP_TIME },
	{ "RRULE", KEEP_LIST },
	{ "SEQUENCE", KEEP_MARK },
	{ "STATUS", KEEP_MARK },
	{ "SUMMARY", KEEP_WORD },
	{ "TRANSP", KEEP_MARK },
	{ "UID", KEEP_MARK },
};

enum { PROPERTIES = sizeof(properties) / sizeof(*properties) };

static void bytes_add(struct calendar_keep *keep, const char *bytes, size_t length)
{
	if (keep->length + length > keep->room) {
		size_t room = keep->room * 2 > keep->length + length ? keep->room * 2 : keep->length + length + 1024;
		char *moved = calendar_arena_take(&keep->arena, room);

		if (!moved) {
			keep->out_of_memory = true;
			return;
		}
		if (keep->length > 0)
			memcpy(moved, keep->bytes, keep->length);
		keep->bytes = moved;
		keep->room = room;
	}
	memcpy(keep->bytes + keep->length, bytes, length);
	keep->length += length;
}

static void line_begin(struct calendar_keep *keep, unsigned number, bool is_word)
{
	struct calendar_keep_line *lines =
		calendar_arena_grow(&keep->arena, keep->lines, keep->count, &keep->line_room, sizeof(*lines));

	if (!lines) {
		keep->out_of_memory = true;
		return;
	}
	keep->lines = lines;
	lines[keep->count++] = (struct calendar_keep_line){ keep->length, 0, number, is_word };
}

static void line_end(struct calendar_keep *keep)
{
	if (!keep->out_of_memory)
		keep->lines[keep->count - 1].length = keep->length - keep->lines[keep->count - 1].at;
}

/* At most so many bytes, cut where a character ends. */
static size_t cut(const char *text, size_t length, size_t most)
{
	if (length <= most)
		return length;
	while (most > 0 && ((unsigned char)text[most] & 0xc0) == 0x80)
		most--;
	return most;
}

/* What makes a line of time unreadable must go on doing so: a NUL, and being too long. */
static void whole_line(struct calendar_keep *keep, const struct calendar_line *line)
{
	line_begin(keep, line->number, false);
	bytes_add(keep, line->text, line->length);
	if (line->too_long)
		bytes_add(keep, "~", 1);
	if (line->has_nul)
		bytes_add(keep, "", 1);
	line_end(keep);
}

static void cut_line(struct calendar_keep *keep, const struct calendar_line *line, bool is_word, size_t most)
{
	line_begin(keep, line->number, is_word);
	bytes_add(keep, line->text, cut(line->text, line->length, most));
	line_end(keep);
}

/* A value as TEXT (RFC 5545 section 3.3.11). */
static void text_add(struct calendar_keep *keep, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			bytes_add(keep, "\\n", 2);
		else if (strchr("\\,;", *text))
			bytes_add(keep, (char[]){ '\\', *text }, 2);
		else
			bytes_add(keep, text, 1);
	}
}

static void description_line(struct calendar_keep *keep, const struct calendar_line *line)
{
	const char *text = calendar_line_text(line, &keep->arena);
	const char *customer = text ? calendar_meaning_customer_line(text, &keep->arena) : NULL;
	const char *online = text ? calendar_meaning_online(text, &keep->arena) : NULL;

	if (!customer && !online)
		return;
	line_begin(keep, line->number, true);
	bytes_add(keep, "DESCRIPTION:", strlen("DESCRIPTION:"));
	if (customer) {
		bytes_add(keep, "Customer: ", strlen("Customer: "));
		text_add(keep, customer);
		bytes_add(keep, "\\n", 2);
	}
	if (online)
		text_add(keep, online);
	line_end(keep);
}

static void uid_line(struct calendar_keep *keep, const struct calendar_line *line)
{
	const char *uid = calendar_line_text(line, &keep->arena);

	if (uid && *uid)
		keep->uid = uid;
}

void calendar_keep_begin(struct calendar_keep *keep, unsigned line)
{
	struct calendar_arena arena = keep->arena;

	calendar_arena_reset(&arena);
	*keep = (struct calendar_keep){ .arena = arena, .uid = "", .line = line };
}

/* The place among the properties, or PROPERTIES. */
static size_t property_of(const struct calendar_line *line)
{
	size_t at = 0;

	while (at < PROPERTIES && !calendar_line_is(line, properties[at].name))
		at++;
	return at;
}

void calendar_keep_take(struct calendar_keep *keep, const struct calendar_line *line)
{
	size_t property = property_of(line);

	if (line->name_length == 0) {
		if (keep->after_list)
			cut_line(keep, line, false, STRAY_MAX);
		return;
	}
	keep->after_list = property < PROPERTIES && properties[property].kind == KEEP_LIST;
	if (property == PROPERTIES) {
		if (calendar_line_is(line, "DESCRIPTION"))
			description_line(keep, line);
		else if (calendar_meaning_is_conference(line))
			cut_line(keep, line, true, WORD_MAX);
		return;
	}
	if (calendar_line_is(line, "UID"))
		uid_line(keep, line);
	if (calendar_line_is(line, "CLASS"))
		keep->is_private = calendar_event_class(line->value) == CALENDAR_PRIVATE;
	if (properties[property].kind == KEEP_TIME || properties[property].kind == KEEP_LIST)
		whole_line(keep, line);
	else
		cut_line(keep, line, properties[property].kind == KEEP_WORD, WORD_MAX);
}

const char *calendar_keep_end(struct calendar_keep *keep, size_t *ret_length)
{
	static const char begin[] = "BEGIN:VEVENT", end[] = "END:VEVENT\n";
	size_t breaks = keep->count > 0 ? keep->lines[keep->count - 1].number - keep->line : 0, length = 0;
	char *text = calendar_arena_take(&keep->arena, sizeof(begin) + sizeof(end) + breaks + keep->length + 1);
	unsigned number = keep->line;

	if (!text || keep->out_of_memory)
		return NULL;
	memcpy(text, begin, sizeof(begin) - 1);
	length = sizeof(begin) - 1;
	for (size_t i = 0; i < keep->count; i++) {
		const struct calendar_keep_line *line = &keep->lines[i];

		if (line->is_word && keep->is_private)
			continue;
		for (; number < line->number; number++)
			text[length++] = '\n';
		memcpy(text + length, keep->bytes + line->at, line->length);
		length += line->length;
	}
	text[length++] = '\n';
	memcpy(text + length, end, sizeof(end) - 1);
	*ret_length = length + sizeof(end) - 1;
	return text;
}

void calendar_keep_finish(struct calendar_keep *keep)
{
	calendar_arena_free(&keep->arena);
}

static bool is_among(const struct calendar_line *line, const char *const *names)
{
	while (*names && !calendar_line_is(line, *names))
		names++;
	return *names != NULL;
}

bool calendar_keep_has_property(const struct calendar_line *line)
{
	static const char *const kept[] = { "METHOD", "X-WR-TIMEZONE", "TIMEZONE-ID", NULL };

	return is_among(line, kept);
}

bool calendar_keep_has_zone_line(const struct calendar_line *line)
{
	static const char *const kept[] = { "BEGIN", "END", "TZID", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE",
		"RDATE", "X-LIC-LOCATION", NULL };

	return is_among(line, kept);
}
