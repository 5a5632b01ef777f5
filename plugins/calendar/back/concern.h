/* plugins/calendar/back: whom an event concerns, so that what they have in their calendars is written anew. */
#ifndef CALENDAR_BACK_CONCERN_H
#define CALENDAR_BACK_CONCERN_H

#include <ridealong/sdk.h>

/** Whose names and appointments it may change; each is told by "people/ID", NULL is everybody. done() comes once, later
 *  or at once, with how the look-up ended: of what is not there any more nobody is told. Host's thread. */
void calendar_concern_ask(const struct sdk *sdk, struct ridealong_work *work, const struct ridealong_event *event,
	void (*tell)(void *arg, const char *person), void (*done)(void *arg, const struct ridealong_reply *end),
	void *arg);

#endif
