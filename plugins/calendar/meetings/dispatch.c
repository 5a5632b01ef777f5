/* plugins/calendar/meetings: see dispatch.h. */
#include "dispatch.h"

#include "proto/status.h"

static void batch_choose(struct calendar_dispatch *dispatch)
{
	for (size_t i = 0; i < CALENDAR_FLIGHTS && !dispatch->batch; i++) {
		if (!dispatch->flights[i].under_way)
			dispatch->batch = &dispatch->flights[i].batch;
	}
}

void calendar_dispatch_init(struct calendar_dispatch *dispatch)
{
	for (size_t i = 0; i < CALENDAR_FLIGHTS; i++)
		dispatch->flights[i].dispatch = dispatch;
	batch_choose(dispatch);
}

void calendar_dispatch_finish(struct calendar_dispatch *dispatch)
{
	for (size_t i = 0; i < CALENDAR_FLIGHTS; i++)
		calendar_batch_finish(&dispatch->flights[i].batch);
}

/* Whoever waits for what has just landed goes on. */
static void landed(struct calendar_dispatch *dispatch)
{
	void (*then)(void *arg) = dispatch->after_one;

	dispatch->after_one = NULL;
	if (!then && dispatch->under_way == 0) {
		then = dispatch->after_all;
		dispatch->after_all = NULL;
	}
	if (then)
		then(dispatch->arg);
}

SDK_REPLY(on_taken, struct calendar_flight, flight, BatchUpsertMeetingsResponse, reply)
{
	struct calendar_dispatch *dispatch = flight->dispatch;

	flight->under_way = false;
	dispatch->under_way--;
	if (dispatch->stopped) {
		calendar_dispatch_stop(dispatch, dispatch->stopped);
		return;
	}
	if (end->status != STATUS_OK) {
		dispatch->failed(dispatch->arg, end);
		return;
	}
	dispatch->taken(dispatch->arg, &flight->batch, reply);
	if (dispatch->stopped)
		return;
	calendar_batch_clear(&flight->batch);
	batch_choose(dispatch);
	landed(dispatch);
}

bool calendar_dispatch_send(struct calendar_dispatch *dispatch, const char *mark)
{
	BatchUpsertMeetingsRequest request = BATCH_UPSERT_MEETINGS_REQUEST__INIT;
	struct calendar_flight *flight = &dispatch->flights[0];
	const uint8_t *bytes;
	size_t length;

	while (&flight->batch != dispatch->batch)
		flight++;
	request.mark = (char *)mark;
	request.owner = (char *)dispatch->owner;
	request.calendar = (char *)dispatch->calendar;
	bytes = calendar_batch_pack(&flight->batch, &request, &length);
	if (!bytes)
		return false;
	flight->under_way = true;
	dispatch->under_way++;
	dispatch->batch = NULL;
	batch_choose(dispatch);
	sdk_call_packed(dispatch->sdk, dispatch->work, &meetings__descriptor, "BatchUpsertMeetings", dispatch->act_as,
		bytes, length, on_taken, flight);
	return true;
}

void calendar_dispatch_await_one(struct calendar_dispatch *dispatch, void (*then)(void *arg))
{
	dispatch->after_one = then;
}

void calendar_dispatch_await(struct calendar_dispatch *dispatch, void (*then)(void *arg))
{
	dispatch->after_all = then;
	if (dispatch->under_way > 0)
		return;
	dispatch->after_all = NULL;
	then(dispatch->arg);
}

void calendar_dispatch_stop(struct calendar_dispatch *dispatch, void (*stopped)(void *arg))
{
	dispatch->stopped = stopped;
	if (dispatch->under_way == 0)
		stopped(dispatch->arg);
}
