/* plugins/calendar/calls: see refused.h. */
#include "refused.h"

size_t calendar_refused_fill(const struct calendar_refusals *refusals, bool dutch, struct calendar_refused_page *ret)
{
	size_t count = refusals->count < CALENDAR_REFUSED_LISTED ? refusals->count : CALENDAR_REFUSED_LISTED;

	for (size_t i = 0; i < count; i++) {
		RefusedEvent *event = ret->list[i] = &ret->events[i];

		refused_event__init(event);
		event->uid = (char *)refusals->list[i].uid;
		event->line = (int32_t)refusals->list[i].line;
		event->reason = calendar_reason_say(refusals->list[i].reason, dutch, ret->texts[i]);
	}
	return count;
}
