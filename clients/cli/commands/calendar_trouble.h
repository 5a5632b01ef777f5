/* clients/cli — what is wrong with calendars, and what to do about it: for calendar list, status and doctor. */
#ifndef RIDEALONG_CLI_CALENDAR_TROUBLE_H
#define RIDEALONG_CLI_CALENDAR_TROUBLE_H

#include "cli.h"
#include "ridealong/v1/calendar.pb-c.h"

/** Each calendar of an owner (ListCalendarsRequest.owner), page by page; how many there are, or -1 with the error. It
 *  answers within so much time, 0 for the usual. */
int calendar_each(struct cli *cli, const char *owner, uint32_t timeout_ms,
	void (*each)(void *arg, const Calendar *calendar), void *arg, struct ridealong_error *ret_error);

/** "work (Noor)", as people know it; malloc'd, as those below. */
char *calendar_title(struct cli *cli, const Calendar *calendar);
/** What is wrong with it, and since when. */
char *calendar_trouble_words(struct cli *cli, const Calendar *calendar);
/** What to do about it, with the command. */
char *calendar_trouble_advice(struct cli *cli, const Calendar *calendar);

/** Prints what is wrong with it, and what to do; nothing when all is well. */
void calendar_print_trouble(struct cli *cli, const Calendar *calendar);
/** Prints those of an owner in which something is wrong, below a heading; nothing when all is well, or it cannot be
 *  known within that time. */
void calendar_print_troubles(struct cli *cli, const char *owner, uint32_t timeout_ms, const char *heading);

#endif
