/* plugins/calendar/shelf: what is kept of a VEVENT: the properties that are read, each on one line, in UTF-8.
 *
 * Of a description stay the lines that say something (the customer, an address to join at); long words are cut. Of a
 * private event stay its UID, times, class and state. Lines left out are empty ones, so that each line is where it was
 * in the file.
 */
#ifndef CALENDAR_KEEP_H
#define CALENDAR_KEEP_H

#include "ical/line.h"

#include <stdint.h>

struct calendar_keep_line {
	size_t at, length; /* in the bytes */
	unsigned number;
	bool is_word; /* not for a private event */
};

struct calendar_keep {
	struct calendar_arena arena; /* all below */
	char *bytes;
	size_t length, room;
	struct calendar_keep_line *lines;
	size_t count, line_room;
	const char *uid; /* "" when it has none */
	unsigned line;   /* where it begins */
	bool is_private;
	bool after_list;    /* a line without a name may be the lost rest of a rule */
	bool out_of_memory; /* once true, it is not to be used */
};

/** A VEVENT that begins on this line; what was there before is forgotten. */
void calendar_keep_begin(struct calendar_keep *keep, unsigned line);
void calendar_keep_take(struct calendar_keep *keep, const struct calendar_line *line);
/** The whole text from BEGIN to END, valid until the next begin. NULL without memory. */
const char *calendar_keep_end(struct calendar_keep *keep, size_t *ret_length);
void calendar_keep_finish(struct calendar_keep *keep);

/** Whether a VCALENDAR's property is kept, … */
bool calendar_keep_has_property(const struct calendar_line *line);
/** … or a line of a VTIMEZONE: what zones are read for; not who made them, nor where they can be had. */
bool calendar_keep_has_zone_line(const struct calendar_line *line);

#endif
