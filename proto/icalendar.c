/* proto/ — iCalendar: lines, their folds and their escapes. */
#include "proto/icalendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FOLD_AT 75 /* octets, RFC 5545 section 3.1 */

static void put(struct icalendar *calendar, const char *bytes, size_t length)
{
	if (calendar->size - calendar->length < length + 1) {
		calendar->size = 2 * (calendar->size + length + 1);
		calendar->bytes = realloc(calendar->bytes, calendar->size);
		if (calendar->bytes == NULL)
			abort();
	}
	memcpy(calendar->bytes + calendar->length, bytes, length);
	calendar->length += length;
	calendar->bytes[calendar->length] = '\0';
}

/* A content line is written as a whole behind what is there, and then folded. */
static void put_text(struct icalendar *calendar, const char *text)
{
	put(calendar, text, strlen(text));
}

static bool inside_character(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Ends the line that began there, folded between characters. */
static void end_line(struct icalendar *calendar, size_t begin)
{
	size_t length = calendar->length - begin, room = FOLD_AT;
	char *line = malloc(length + 1);
	const char *rest = line;

	if (line == NULL)
		abort();
	memcpy(line, calendar->bytes + begin, length);
	line[length] = '\0';
	calendar->length = begin;
	while (length > room) {
		size_t piece = room;

		while (piece > 1 && inside_character(rest[piece]))
			piece--;
		put(calendar, rest, piece);
		put(calendar, "\r\n ", 3);
		rest += piece;
		length -= piece;
		room = FOLD_AT - 1;
	}
	put(calendar, rest, length);
	put(calendar, "\r\n", 2);
	free(line);
}

static void put_line(struct icalendar *calendar, const char *line)
{
	const size_t begin = calendar->length;

	put_text(calendar, line);
	end_line(calendar, begin);
}

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

/* RFC 5545 section 3.3.11; other control characters have no place in a text. */
static void put_escaped(struct icalendar *calendar, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n') {
			put(calendar, "\\n", 2);
		} else if (!is_control(*text)) {
			if (strchr("\\;,", *text) != NULL)
				put(calendar, "\\", 1);
			put(calendar, text, 1);
		}
	}
}

/* A parameter's value stands between quotes and cannot hold one (section 3.2). */
static void put_quoted(struct icalendar *calendar, const char *text)
{
	put(calendar, "\"", 1);
	for (; *text != '\0'; text++)
		put(calendar, *text == '"' || is_control(*text) ? "'" : text, 1);
	put(calendar, "\"", 1);
}

/* "SUMMARY:" and a text; nothing when there is none. */
static void put_property(struct icalendar *calendar, const char *property, const char *text)
{
	const size_t begin = calendar->length;

	if (text == NULL || text[0] == '\0')
		return;
	put_text(calendar, property);
	put_escaped(calendar, text);
	end_line(calendar, begin);
}

static void put_number(struct icalendar *calendar, const char *property, int number, const char *unit)
{
	char line[64];

	snprintf(line, sizeof(line), "%s%d%s", property, number, unit);
	put_line(calendar, line);
}

static void put_moment(struct icalendar *calendar, const char *property, int64_t us)
{
	const time_t seconds = (time_t)(us / 1000000);
	struct tm parts;
	char moment[32], line[64];

	gmtime_r(&seconds, &parts);
	strftime(moment, sizeof(moment), "%Y%m%dT%H%M%SZ", &parts);
	snprintf(line, sizeof(line), "%s%s", property, moment);
	put_line(calendar, line);
}

/* From "2026-03-02" that day, or the one after it: DTEND is the first that is not taken any more. */
static void put_day(struct icalendar *calendar, const char *property, const char *date, int later)
{
	struct tm parts = { 0 };
	char day[16], line[64];

	if (sscanf(date, "%d-%d-%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday) == 3) {
		parts.tm_year -= 1900;
		parts.tm_mon -= 1;
		parts.tm_mday += later;
		timegm(&parts); /* makes a day of March of February 30th */
	}
	strftime(day, sizeof(day), "%Y%m%d", &parts);
	snprintf(line, sizeof(line), "%s;VALUE=DATE:%s", property, day);
	put_line(calendar, line);
}

static void put_time(struct icalendar *calendar, const struct icalendar_event *event)
{
	if (event->date != NULL) {
		put_day(calendar, "DTSTART", event->date, 0);
		put_day(calendar, "DTEND", event->date, 1);
	} else {
		put_moment(calendar, "DTSTART:", event->start);
		put_moment(calendar, "DTEND:", event->end);
	}
}

/* "ORGANIZER;CN=" and somebody. */
static void put_person(struct icalendar *calendar, const char *property, const char *name, const char *email)
{
	const size_t begin = calendar->length;

	if (email == NULL)
		return;
	put_text(calendar, property);
	put_quoted(calendar, name);
	put_text(calendar, ":mailto:");
	put_text(calendar, email);
	end_line(calendar, begin);
}

static void put_people(struct icalendar *calendar, const struct icalendar_event *event)
{
	put_person(calendar, "ORGANIZER;CN=", event->organizer_name, event->organizer_email);
	for (size_t i = 0; i < event->n_attendees; i++)
		put_person(calendar,
			"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE;CN=", event->attendees[i].name,
			event->attendees[i].email);
}

void icalendar_begin(struct icalendar *calendar, const struct icalendar_head *head)
{
	put_line(calendar, "BEGIN:VCALENDAR");
	put_line(calendar, "VERSION:2.0");
	put_line(calendar, "PRODID:-//Ridealong//Ridealong//EN");
	if (!head->stored)
		put_property(calendar, "METHOD:", head->method != NULL ? head->method : "PUBLISH");
	put_property(calendar, "NAME:", head->name); /* RFC 7986, and what was in use before it */
	put_property(calendar, "X-WR-CALNAME:", head->name);
	if (head->refresh_minutes > 0) {
		put_number(calendar, "REFRESH-INTERVAL;VALUE=DURATION:PT", head->refresh_minutes, "M");
		put_number(calendar, "X-PUBLISHED-TTL:PT", head->refresh_minutes, "M");
	}
}

void icalendar_event(struct icalendar *calendar, const struct icalendar_event *event)
{
	static const char *const statuses[] = { "STATUS:CONFIRMED", "STATUS:TENTATIVE", "STATUS:CANCELLED" };
	static const char *const classes[] = { NULL, "CLASS:CONFIDENTIAL", "CLASS:PRIVATE" };
	const int64_t age = (event->changed - event->created) / 1000000;

	put_line(calendar, "BEGIN:VEVENT");
	put_property(calendar, "UID:", event->uid);
	put_moment(calendar, "DTSTAMP:", event->changed);
	put_moment(calendar, "LAST-MODIFIED:", event->changed);
	put_number(calendar, "SEQUENCE:", age > 0 && age < INT32_MAX ? (int)age : 0, "");
	put_time(calendar, event);
	put_property(calendar, "SUMMARY:", event->summary);
	put_property(calendar, "DESCRIPTION:", event->description);
	put_property(calendar, "LOCATION:", event->location);
	put_people(calendar, event);
	put_line(calendar, statuses[event->status]);
	if (classes[event->access] != NULL)
		put_line(calendar, classes[event->access]);
	if (event->free)
		put_line(calendar, "TRANSP:TRANSPARENT");
	put_line(calendar, "END:VEVENT");
}

void icalendar_end(struct icalendar *calendar)
{
	put_line(calendar, "END:VCALENDAR");
}
