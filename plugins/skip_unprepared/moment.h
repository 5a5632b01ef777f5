/* skip_unprepared — moments as people read them, by ICU. A zone that ICU does not know counts as UTC. */
#ifndef RIDEALONG_SKIP_UNPREPARED_MOMENT_H
#define RIDEALONG_SKIP_UNPREPARED_MOMENT_H

#include <stddef.h>
#include <stdint.h>

#define MOMENT_DAY  11 /* "2026-05-12" and its NUL */
#define MOMENT_TEXT 120

/** The local day of an instant (µs). */
void moment_day(int64_t us, const char *zone, char ret[MOMENT_DAY]);
/** "15:00". */
void moment_time(int64_t us, const char *zone, char ret[MOMENT_TEXT]);
/** "Tuesday 12 May 15:00", "dinsdag 12 mei 15:00". */
void moment_text(int64_t us, const char *zone, const char *locale, char ret[MOMENT_TEXT]);

#endif
