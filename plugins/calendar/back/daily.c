/* plugins/calendar/back: see daily.h. */
#include "back/daily.h"

#include "proto/status.h"

#include <string.h>

#define KEY    "back"
#define DAY_US INT64_C(86400000000)

static void on_set(void *arg, const struct ridealong_reply *end, const ProtobufCMessage *reply)
{
	struct daily *daily = arg;

	(void)reply;
	if (end->status == STATUS_OK || end->status == STATUS_CANCELLED)
		return;
	sdk_log(daily->sdk, RIDEALONG_WARNING, "calendars are not written anew tomorrow: %s", end->message);
	daily->woken_us = 0;
}

void daily_wake(struct daily *daily)
{
	const int64_t now = sdk_now(daily->sdk), midnight = now - now % DAY_US + DAY_US;

	if (daily->woken_us == midnight)
		return;
	daily->woken_us = midnight;
	sdk_timer_set(daily->sdk, NULL, KEY, midnight, NULL, 0, on_set, daily);
}

bool daily_is(const struct ridealong_timer *timer)
{
	return strcmp(timer->key, KEY) == 0;
}
