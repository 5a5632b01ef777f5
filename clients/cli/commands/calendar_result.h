/* clients/cli — what became of the meetings of a calendar that was read: for calendar import and sync. */
#ifndef RIDEALONG_CLI_CALENDAR_RESULT_H
#define RIDEALONG_CLI_CALENDAR_RESULT_H

#include <stddef.h>

#include "cli.h"
#include "ridealong/v1/calendar.pb-c.h"

struct calendar_result {
	const char *what; /* the file, or the calendar */
	int events, created, updated, moved, unchanged, cancelled;
};

/** For people. */
void calendar_result_print(const struct calendar_result *result);
/** A time of an occurrence as people write it; what has no zone as it stands there. */
void calendar_time_show(struct cli *cli, const char *text, char ret[80]);
/** How many occurrences lie outside of the days that were looked at; nothing when none does. */
void calendar_outside_print(int outside, const char *from, const char *until);
/** The events that were not taken over, of which so many are listed. */
void calendar_refused_print(RefusedEvent *const *refused, size_t listed, int total);

#endif
