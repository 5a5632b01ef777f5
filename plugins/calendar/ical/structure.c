/* plugins/calendar/ical: see structure.h. */
#include "structure.h"

#include <string.h>
#include <strings.h>

/* Does a BEGIN or END name this component? Spaces after it do no harm. */
static bool names(const struct calendar_line *line, const char *component)
{
	size_t length = strlen(component);

	return strncasecmp(line->value, component, length) == 0 &&
	       line->value[length + strspn(line->value + length, " \t")] == '\0';
}

static void event_end(struct calendar_structure *structure, enum calendar_why why)
{
	if (structure->in_event)
		structure->calls->event_end(structure->arg, why);
	structure->in_event = false;
}

static void component_begin(struct calendar_structure *structure, const struct calendar_line *line)
{
	if (names(line, "VCALENDAR")) {
		event_end(structure, CALENDAR_WHY_NO_END);
		structure->in_calendar = structure->seen_calendar = true;
		structure->nested = 0;
		structure->calls->calendar(structure->arg);
	} else if (names(line, "VEVENT")) {
		event_end(structure, CALENDAR_WHY_NO_END);
		structure->in_event = structure->calls->event(structure->arg, line, structure->events++);
		structure->nested = structure->in_event ? 0 : 1;
	} else if (names(line, "VTIMEZONE") && !structure->in_event) {
		structure->in_zone = true;
		structure->calls->zone(structure->arg, line);
	} else {
		structure->nested++;
	}
}

static void component_end(struct calendar_structure *structure, const struct calendar_line *line)
{
	if (names(line, "VCALENDAR")) {
		event_end(structure, CALENDAR_WHY_NO_END);
		structure->in_calendar = false;
		structure->nested = 0;
	} else if (names(line, "VEVENT")) {
		event_end(structure, CALENDAR_WHYS);
		structure->nested = 0;
	} else if (structure->nested > 0) {
		structure->nested--;
	}
}

static void on_line(void *arg, const struct calendar_line *line)
{
	struct calendar_structure *structure = arg;

	if (structure->first_line == 0)
		structure->first_line = line->number;
	if (structure->in_zone && calendar_line_leaves_zone(line))
		structure->in_zone = false;
	if (structure->in_zone) {
		structure->calls->zone(structure->arg, line);
		structure->in_zone = !calendar_line_is(line, "END") || !names(line, "VTIMEZONE");
	} else if (calendar_line_is(line, "BEGIN")) {
		component_begin(structure, line);
	} else if (calendar_line_is(line, "END")) {
		component_end(structure, line);
	} else if (structure->nested > 0) {
		return;
	} else if (structure->in_event) {
		structure->calls->event_line(structure->arg, line);
	} else if (structure->in_calendar) {
		structure->calls->property(structure->arg, line);
	}
}

void calendar_structure_init(
	struct calendar_structure *structure, const struct calendar_structure_calls *calls, void *arg)
{
	*structure = (struct calendar_structure){ .calls = calls, .arg = arg };
	calendar_lines_init(&structure->lines, on_line, structure);
}

bool calendar_structure_feed(struct calendar_structure *structure, const void *bytes, size_t length)
{
	if (!structure->lines.out_of_memory)
		calendar_lines_feed(&structure->lines, bytes, length);
	return !structure->lines.out_of_memory;
}

void calendar_structure_jump(struct calendar_structure *structure, unsigned line, size_t number)
{
	calendar_lines_jump(&structure->lines, line);
	event_end(structure, CALENDAR_WHY_NO_END);
	structure->nested = 0;
	structure->events = number;
}

void calendar_structure_end(struct calendar_structure *structure)
{
	calendar_lines_end(&structure->lines);
	structure->cut_short = structure->in_event || structure->in_calendar || structure->in_zone;
	event_end(structure, CALENDAR_WHY_FILE_ENDS_IN_IT);
}

void calendar_structure_finish(struct calendar_structure *structure)
{
	calendar_lines_finish(&structure->lines);
}

enum calendar_why calendar_structure_fault(const struct calendar_structure *structure)
{
	if (structure->lines.out_of_memory)
		return CALENDAR_WHY_FILE_NO_MEMORY;
	if (structure->seen_calendar || structure->events > 0)
		return CALENDAR_WHYS;
	return structure->first_line == 0 ? CALENDAR_WHY_FILE_EMPTY : CALENDAR_WHY_FILE_NO_CALENDAR;
}
