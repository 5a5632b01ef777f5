/* plugins/calendar/dav: what is asked of a calendar server: the bodies of PROPFIND and REPORT. Those that are made live
 * in the arena. Pure. Out of memory aborts. */
#ifndef CALENDAR_DAV_QUESTION_H
#define CALENDAR_DAV_QUESTION_H

#include "ical/series.h"

#include <stddef.h>

/** PROPFIND: what a resource is, to whom it belongs, and in which ways it can be read. */
extern const char calendar_question_what[];
/** PROPFIND, Depth 1: what lies in a calendar, and in which version (RFC 4791 8.2.1.3). */
extern const char calendar_question_etags[];

/** REPORT: what has changed since a token, "" for everything (RFC 6578 3.2). */
const char *calendar_question_changes(struct calendar_arena *arena, const char *token);
/** REPORT: these objects, whole (RFC 4791 7.9). */
const char *calendar_question_objects(struct calendar_arena *arena, const char *const *hrefs, size_t count);
/** REPORT: all objects with something in a window, whole (RFC 4791 7.8). */
const char *calendar_question_window(struct calendar_arena *arena, struct calendar_window window);

#endif
