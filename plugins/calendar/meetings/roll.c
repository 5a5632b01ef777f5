/* plugins/calendar/meetings: see roll.h. */
#include "roll.h"

#include "ical/civil.h"

#include "proto/status.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char key_begin[] = "roll ";

enum { HOUR = 3 }; /* of UTC: when the fewest wait for something else */

struct calendar_roll {
	const struct sdk *sdk;
	struct calendar_desk *desk;
	bool armed;
};

/* One roll through all calendars. */
struct round {
	struct calendar_roll *roll;
	struct ridealong_work *work;
	struct calendar_arena arena;
	struct calendar_shelved *calendars;
	size_t count, at;
	int status; /* the first failure that trying again may mend */
};

struct calendar_roll *calendar_roll_create(const struct sdk *sdk, struct calendar_desk *desk)
{
	struct calendar_roll *roll = calloc(1, sizeof(*roll));

	if (!roll)
		return NULL;
	roll->sdk = sdk;
	roll->desk = desk;
	return roll;
}

void calendar_roll_destroy(struct calendar_roll *roll)
{
	free(roll);
}

static void next_day_set(struct calendar_roll *roll, struct ridealong_work *work, sdk_reply_cb done, void *arg)
{
	int64_t day = calendar_civil_wall_day(sdk_now(roll->sdk) / 1000000) + 1;
	char key[32];

	snprintf(key, sizeof(key), "%s%" PRId64, key_begin, day);
	sdk_timer_set(roll->sdk, work, key, (day * CALENDAR_DAY + HOUR * 3600) * INT64_C(1000000), NULL, 0, done, arg);
}

SDK_REPLY(on_armed, struct calendar_roll, roll, ProtobufCMessage, timer)
{
	(void)timer;
	if (end->status != STATUS_OK && end->status != STATUS_CANCELLED)
		roll->armed = false;
}

void calendar_roll_arm(struct calendar_roll *roll)
{
	if (roll->armed)
		return;
	roll->armed = true;
	next_day_set(roll, NULL, on_armed, roll);
}

static void round_end(struct round *round)
{
	struct calendar_roll *roll = round->roll;

	if (round->status == STATUS_OK)
		next_day_set(roll, round->work, sdk_end_with, sdk_last(roll->sdk, round->work));
	else
		sdk_fail(roll->sdk, round->work, round->status, NULL, "not every calendar could be worked out");
	calendar_arena_free(&round->arena);
	free(round);
}

static bool may_mend(int status)
{
	return status == STATUS_UNAVAILABLE || status == STATUS_DEADLINE_EXCEEDED || status == STATUS_ABORTED ||
	       status == STATUS_CANCELLED || status == STATUS_RESOURCE_EXHAUSTED;
}

static void round_next(struct round *round);

static void on_synced(void *arg, const struct calendar_sync_result *result)
{
	char reason[CALENDAR_REASON_TEXT];
	struct round *round = arg;

	if (result->status != STATUS_OK)
		sdk_log(round->roll->sdk, RIDEALONG_WARNING, "%s: %s", round->calendars[round->at].name,
			calendar_reason_say(result->why, false, reason));
	if (may_mend(result->status) && round->status == STATUS_OK)
		round->status = result->status;
	round->at++;
	round_next(round);
}

static void round_next(struct round *round)
{
	const struct calendar_shelved *calendar = &round->calendars[round->at];

	if (round->at == round->count || round->status == STATUS_CANCELLED) {
		round_end(round);
		return;
	}
	calendar_sync_start(round->roll->desk, &(struct calendar_sync_job){ .work = round->work,
						       .owner = calendar->owner,
						       .calendar = calendar->name,
						       .kind = calendar->kind,
						       .done = on_synced,
						       .arg = round });
}

bool calendar_roll_is(const struct ridealong_timer *timer)
{
	return strncmp(timer->key, key_begin, strlen(key_begin)) == 0;
}

void calendar_roll_due(struct calendar_roll *roll, struct ridealong_work *work)
{
	struct round *round = calloc(1, sizeof(*round));

	if (!round)
		abort(); /* as the SDK does; the host starts anew */
	round->roll = roll;
	round->work = work;
	if (!calendar_shelf_list(
		    calendar_desk_shelf(roll->desk), NULL, &round->arena, &round->calendars, &round->count))
		round->status = STATUS_UNAVAILABLE;
	if (round->status == STATUS_OK)
		round_next(round);
	else
		round_end(round);
}
