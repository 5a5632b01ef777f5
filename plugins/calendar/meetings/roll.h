/* plugins/calendar/meetings: the window moves by itself. Once a day, by the daemon's clock, each calendar on the shelf
 * is worked out anew, so that what recurs goes on appearing though nobody sends it again.
 *
 * The day's roll is a durable timer, keyed by the day, so that one that is due while nobody is there is had later.
 * Host's thread.
 */
#ifndef CALENDAR_ROLL_H
#define CALENDAR_ROLL_H

#include "sync.h"

struct calendar_roll;

struct calendar_roll *calendar_roll_create(const struct sdk *sdk, struct calendar_desk *desk);
/** NULL is fine. No roll may be under way: the desk has stopped. */
void calendar_roll_destroy(struct calendar_roll *roll);

/** There are calendars: sees to it, once a process, that the next day has a roll. */
void calendar_roll_arm(struct calendar_roll *roll);

/** Is it a timer of a roll? */
bool calendar_roll_is(const struct ridealong_timer *timer);
/** It is due. Finishes the work when every calendar has been worked out and the next day has its roll; badly
 * when the daemon was not there for one of them, to be had again. */
void calendar_roll_due(struct calendar_roll *roll, struct ridealong_work *work);

#endif
