/* domain/ — an appointment as an iCalendar file. */
#include "daemon/domain/invitation.h"

#include <stddef.h>
#include <string.h>
#include <time.h>

#define FOLD_AT 75 /* octets, RFC 5545 section 3.1 */

struct writer {
	char *bytes;
	size_t count;
	struct arena *arena;
};

static void put(struct writer *writer, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		*(char *)arena_push(writer->arena, &writer->bytes, &writer->count, 1) = bytes[i];
}

static bool inside_character(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* A content line, folded between characters. */
static void put_line(struct writer *writer, const char *line)
{
	size_t room = FOLD_AT;

	while (strlen(line) > room) {
		size_t length = room;

		while (length > 1 && inside_character(line[length]))
			length--;
		put(writer, line, length);
		put(writer, "\r\n ", 3);
		line += length;
		room = FOLD_AT - 1;
	}
	put(writer, line, strlen(line));
	put(writer, "\r\n", 2);
}

/* RFC 5545 section 3.3.11; other control characters have no place in a text. */
static const char *escape(const char *text, struct arena *arena)
{
	char *out = arena_alloc(arena, 2 * strlen(text) + 1), *at = out;

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\n') {
			*at++ = '\\';
			*at++ = 'n';
		} else if (c >= 0x20 && c != 0x7f) {
			if (strchr("\\;,", *text) != NULL)
				*at++ = '\\';
			*at++ = *text;
		}
	}
	*at = '\0';
	return out;
}

/* A parameter's value stands between quotes and cannot hold one (section 3.2). */
static const char *quotable(const char *text, struct arena *arena)
{
	char *out = arena_strdup(arena, text);

	for (char *at = out; *at != '\0'; at++)
		if (*at == '"' || (unsigned char)*at < 0x20 || *at == 0x7f)
			*at = '\'';
	return out;
}

static const char *moment(int64_t us, struct arena *arena)
{
	time_t seconds = (time_t)(us / 1000000);
	struct tm parts;

	gmtime_r(&seconds, &parts);
	return arena_printf(arena, "%04d%02d%02dT%02d%02d%02dZ", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
		parts.tm_hour, parts.tm_min, parts.tm_sec);
}

static void put_text(struct writer *writer, const char *property, const char *text)
{
	put_line(writer, arena_printf(writer->arena, "%s:%s", property, escape(text, writer->arena)));
}

static void put_moment(struct writer *writer, const char *property, int64_t us)
{
	put_line(writer, arena_printf(writer->arena, "%s:%s", property, moment(us, writer->arena)));
}

const char *invitation_text(const struct invitation *invitation, struct arena *arena)
{
	struct writer writer = { .arena = arena };
	int64_t age = (invitation->changed - invitation->created) / 1000000;

	put_line(&writer, "BEGIN:VCALENDAR");
	put_line(&writer, "VERSION:2.0");
	put_line(&writer, "PRODID:-//Ridealong//Ridealong//EN");
	put_line(&writer, "METHOD:PUBLISH");
	put_line(&writer, "BEGIN:VEVENT");
	put_text(&writer, "UID", invitation->uid);
	put_moment(&writer, "DTSTAMP", invitation->changed);
	put_moment(&writer, "LAST-MODIFIED", invitation->changed);
	put_line(&writer, arena_printf(arena, "SEQUENCE:%d", age > 0 && age < INT32_MAX ? (int)age : 0));
	put_moment(&writer, "DTSTART", invitation->start);
	put_moment(&writer, "DTEND", invitation->end);
	put_text(&writer, "SUMMARY", invitation->summary);
	put_text(&writer, "DESCRIPTION", invitation->description);
	put_line(&writer, arena_printf(arena, "ORGANIZER;CN=\"%s\":mailto:%s",
				  quotable(invitation->organizer_name, arena), invitation->organizer_email));
	put_line(&writer, invitation->cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
	if (invitation->confidential)
		put_line(&writer, "CLASS:CONFIDENTIAL");
	put_line(&writer, "END:VEVENT");
	put_line(&writer, "END:VCALENDAR");
	put(&writer, "", 1);
	return writer.bytes;
}
