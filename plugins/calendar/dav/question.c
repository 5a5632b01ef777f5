/* plugins/calendar/dav: see question.h. */
#include "question.h"

#include "ical/civil.h"

#include <stdlib.h>
#include <string.h>

#define HEAD   "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define SPACES " xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\""

const char calendar_question_what[] =
	HEAD "<propfind" SPACES " xmlns:S=\"http://calendarserver.org/ns/\"><prop>"
	     "<resourcetype/><displayname/><current-user-principal/><C:calendar-home-set/>"
	     "<C:supported-calendar-component-set/><supported-report-set/><sync-token/><S:getctag/>"
	     "</prop></propfind>\n";

const char calendar_question_etags[] = HEAD "<propfind" SPACES "><prop><getetag/><resourcetype/></prop></propfind>\n";

static size_t escaped_write(char *to, const char *text)
{
	size_t length = 0;

	for (; *text; text++) {
		const char *piece = *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : NULL;
		size_t size = piece ? strlen(piece) : 1;

		if (to)
			memcpy(to + length, piece ? piece : text, size);
		length += size;
	}
	return length;
}

static void *checked(void *memory)
{
	if (!memory)
		abort(); /* as the SDK does; the host starts anew */
	return memory;
}

static const char *escape(struct calendar_arena *arena, const char *text)
{
	char *to = checked(calendar_arena_take(arena, escaped_write(NULL, text) + 1));

	escaped_write(to, text);
	return to;
}

const char *calendar_question_changes(struct calendar_arena *arena, const char *token)
{
	return calendar_arena_print(arena,
		HEAD "<sync-collection" SPACES "><sync-token>%s</sync-token><sync-level>1</sync-level>"
		     "<prop><getetag/></prop></sync-collection>\n",
		escape(arena, token));
}

const char *calendar_question_objects(struct calendar_arena *arena, const char *const *hrefs, size_t count)
{
	static const char head[] = HEAD "<C:calendar-multiget" SPACES "><prop><getetag/><C:calendar-data/></prop>";
	static const char open[] = "<href>", close[] = "</href>", tail[] = "</C:calendar-multiget>\n";
	size_t size = sizeof(head) + sizeof(tail);
	char *body, *at;

	for (size_t i = 0; i < count; i++)
		size += sizeof(open) + escaped_write(NULL, hrefs[i]) + sizeof(close);
	body = at = checked(calendar_arena_take(arena, size));
	at = stpcpy(at, head);
	for (size_t i = 0; i < count; i++) {
		at = stpcpy(at, open);
		at += escaped_write(at, hrefs[i]);
		at = stpcpy(at, close);
	}
	stpcpy(at, tail);
	return body;
}

/* A window begins and ends at midnight. */
static const char *midnight(struct calendar_arena *arena, int64_t seconds)
{
	struct calendar_date date = calendar_civil_date(calendar_civil_wall_day(seconds));

	return calendar_arena_print(arena, "%04d%02d%02dT000000Z", date.year, date.month, date.day);
}

const char *calendar_question_window(struct calendar_arena *arena, struct calendar_window window)
{
	return calendar_arena_print(arena,
		HEAD "<C:calendar-query" SPACES "><prop><getetag/><C:calendar-data/></prop><C:filter>"
		     "<C:comp-filter name=\"VCALENDAR\"><C:comp-filter name=\"VEVENT\">"
		     "<C:time-range start=\"%s\" end=\"%s\"/></C:comp-filter></C:comp-filter></C:filter>"
		     "</C:calendar-query>\n",
		midnight(arena, window.from), midnight(arena, window.end));
}
