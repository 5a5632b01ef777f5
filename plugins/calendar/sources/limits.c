/* plugins/calendar/sources: see limits.h. */
#include "limits.h"

#include <stdlib.h>

enum { MIB_MAX = 4096, EVENTS_MAX = 10000000 };

/* A whole number of one up to most, or 0. */
static unsigned long number_of(const char *value, unsigned long most)
{
	char *end;
	unsigned long number = strtoul(value, &end, 10);

	return *value >= '0' && *value <= '9' && *end == '\0' && number <= most ? number : 0;
}

const char *calendar_limits_mib_fault(const char *value)
{
	return number_of(value, MIB_MAX) > 0 ? NULL : "is no whole number of MiB from 1 to 4096";
}

const char *calendar_limits_events_fault(const char *value)
{
	return number_of(value, EVENTS_MAX) > 0 ? NULL : "is no whole number from 1 to 10000000";
}

struct calendar_limits calendar_limits_read(const struct sdk *sdk)
{
	struct calendar_limits limits = calendar_limits_default;
	unsigned long mib = number_of(sdk_config(sdk, "largest_file_mib", ""), MIB_MAX);
	unsigned long events = number_of(sdk_config(sdk, "most_events", ""), EVENTS_MAX);

	if (mib > 0)
		limits.bytes = (uint64_t)mib * 1024 * 1024;
	if (events > limits.events)
		limits.work = limits.work / (int64_t)limits.events * (int64_t)events;
	if (events > 0)
		limits.events = events;
	return limits;
}
