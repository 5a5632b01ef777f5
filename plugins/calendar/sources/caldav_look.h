/* plugins/calendar/sources: asks the name service where a domain has its calendars (dav/service.h), beside the loop. */
#ifndef CALENDAR_CALDAV_LOOK_H
#define CALENDAR_CALDAV_LOOK_H

#include "dav/service.h"

struct uv_loop_s;

/** done() comes once, later, within some seconds; NULL: the domain does not say. It cannot be ended before. */
void calendar_look(struct uv_loop_s *loop, const char *domain,
	void (*done)(void *arg, const struct calendar_service *service), void *arg);

#endif
