/* plugins/calendar/ical: from bytes to content lines (RFC 5545 section 3.1).
 *
 * Bytes come in pieces of any size; whole logical lines come out, unfolded, as valid UTF-8. CR, LF and CRLF all end a
 * line; a byte order mark is dropped; UTF-16 with a mark is converted; a line that is not UTF-8 is read as Latin-1. At
 * most one line is in memory.
 */
#ifndef CALENDAR_LINE_H
#define CALENDAR_LINE_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { CALENDAR_LINE_MAX = 1024 * 1024 };

/** One content line. Everything points into the reader's buffer and is good until the callback returns. */
struct calendar_line {
	const char *text; /* the whole line, ends in NUL */
	size_t length;
	unsigned number;    /* where it began in the file, from 1 */
	const char *name;   /* what stands before the first ; or : (any case) */
	size_t name_length; /* 0 when the text is no content line at all */
	const char *parameters;
	size_t parameters_length;
	const char *value; /* ends in NUL */
	size_t value_length;
	bool too_long; /* longer than CALENDAR_LINE_MAX: only its beginning is here */
	bool has_nul;  /* the file had a NUL in it; it was left out */
};

/** Is this the property (or parameter) of that name? Names compare without case. */
static inline bool calendar_line_is(const struct calendar_line *line, const char *name)
{
	/* Most are told apart by their first letter; it is asked of every line, for many names. */
	return ((line->name[0] ^ name[0]) & ~0x20) == 0 && line->name_length == strlen(name) &&
	       strncasecmp(line->name, name, line->name_length) == 0;
}

/** Does a VTIMEZONE that has not ended end here all the same? Where a VEVENT or a VCALENDAR begins, or one ends. */
bool calendar_line_leaves_zone(const struct calendar_line *line);

/** The value of a parameter without its quotes, in the arena; RFC 6868 ^-escapes are undone. NULL when the line has no
 *  such parameter or there is no memory. */
const char *calendar_line_parameter(const struct calendar_line *line, const char *name, struct calendar_arena *arena);

/** The value with its backslash escapes undone (RFC 5545 section 3.3.11), in the arena. NULL without memory. */
const char *calendar_line_text(const struct calendar_line *line, struct calendar_arena *arena);

struct calendar_lines {
	void (*on_line)(void *arg, const struct calendar_line *line);
	void *arg;
	char *buffer;
	size_t length;
	size_t room;
	unsigned started;  /* the file's line on which the present logical line began */
	unsigned physical; /* the file's present line */
	enum { CALENDAR_LINES_START, CALENDAR_LINES_UTF8, CALENDAR_LINES_UTF16LE, CALENDAR_LINES_UTF16BE } encoding;
	unsigned char head[4]; /* the first bytes, until the encoding is known; later half of a UTF-16 unit */
	size_t head_length;
	unsigned surrogate;
	bool line_ended;
	bool after_cr;
	bool too_long;
	bool has_nul;
	bool out_of_memory; /* once true, nothing more is read */
};

/** Lines go to on_line in order, on the thread that feeds. */
void calendar_lines_init(
	struct calendar_lines *lines, void (*on_line)(void *, const struct calendar_line *), void *arg);
void calendar_lines_feed(struct calendar_lines *lines, const void *bytes, size_t length);

/** What has come goes out as a line, and the next byte begins line `number`. */
void calendar_lines_jump(struct calendar_lines *lines, unsigned number);

/** The end of the file: the last line goes out, ended or not. */
void calendar_lines_end(struct calendar_lines *lines);
void calendar_lines_finish(struct calendar_lines *lines);

#endif
