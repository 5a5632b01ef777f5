/* plugins/calendar/sources: how much a calendar may hold, as the section of the configuration says it:
 *
 *	largest_file_mib = 10
 *	most_events = 10000
 */
#ifndef CALENDAR_LIMITS_H
#define CALENDAR_LIMITS_H

#include "ical/source.h"

#include <ridealong/sdk.h>

/** The default limits, and what the section says instead. With more events more work is allowed. */
struct calendar_limits calendar_limits_read(const struct sdk *sdk);

/** The faults of the two keys, for struct ridealong_setting. */
const char *calendar_limits_mib_fault(const char *value);
const char *calendar_limits_events_fault(const char *value);

#endif
