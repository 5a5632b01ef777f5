/* plugins/calendar/shelf: what is in a file, before it is taken in: how many events there are of each UID. So a series
 * can be read as soon as all of it is on the shelf, while the rest of the file is still on its way.
 */
#ifndef CALENDAR_SURVEY_H
#define CALENDAR_SURVEY_H

#include "ical/structure.h"

struct calendar_survey;

/** Of a file that may have so many events. NULL without memory. */
struct calendar_survey *calendar_survey_create(size_t events);
void calendar_survey_destroy(struct calendar_survey *survey); /* NULL is fine */

/** The next piece. False: the end will be, whatever comes. */
bool calendar_survey_feed(struct calendar_survey *survey, const void *bytes, size_t length);
/** The end of the file. False: a series cannot be read before the whole file is there, because what events are read
 * with stands behind them, because there are too many to keep count of, or without memory. */
bool calendar_survey_end(struct calendar_survey *survey);

/** After the end: one more event of that UID ("" for none) is on the shelf. True: it was the last one. */
bool calendar_survey_count(struct calendar_survey *survey, const char *uid);

#endif
