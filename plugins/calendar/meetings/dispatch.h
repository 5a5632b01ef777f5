/* plugins/calendar/meetings: batches on their way to the daemon. Several are under way at once: the daemon takes some
 * into one transaction, and meanwhile the next are made. Host's thread.
 */
#ifndef CALENDAR_DISPATCH_H
#define CALENDAR_DISPATCH_H

#include "batch.h"

#include <ridealong/sdk.h>

enum { CALENDAR_FLIGHTS = 6 };

struct calendar_dispatch;

struct calendar_flight {
	struct calendar_dispatch *dispatch;
	struct calendar_batch batch;
	bool under_way;
};

/** Embedded in what it is for. */
struct calendar_dispatch {
	const struct sdk *sdk;
	struct ridealong_work *work;
	const char *act_as, *owner, *calendar; /* as of struct calendar_sync_job */
	/** A batch was taken: what became of its meetings. */
	void (*taken)(void *arg, const struct calendar_batch *batch, const BatchUpsertMeetingsResponse *reply);
	/** One was not. */
	void (*failed)(void *arg, const struct ridealong_reply *end);
	void *arg;

	struct calendar_batch *batch; /* that is to be filled; NULL: all are under way */
	struct calendar_flight flights[CALENDAR_FLIGHTS];
	int under_way;
	void (*after_one)(void *arg); /* when one has landed; NULL: nobody waits for that */
	void (*after_all)(void *arg); /* when all have; NULL: nobody waits */
	void (*stopped)(void *arg);   /* NULL until it is to stop */
};

/** What is above the blank line is set. */
void calendar_dispatch_init(struct calendar_dispatch *dispatch);
/** When nothing is under way. */
void calendar_dispatch_finish(struct calendar_dispatch *dispatch);

/** Sends what is in the batch; another one is to be filled then. mark as of the request, "" for none. False without
 * memory. */
bool calendar_dispatch_send(struct calendar_dispatch *dispatch, const char *mark);
/** Goes on when one of those that are under way has landed. */
void calendar_dispatch_await_one(struct calendar_dispatch *dispatch, void (*then)(void *arg));
/** Goes on when all have landed: at once, or later. */
void calendar_dispatch_await(struct calendar_dispatch *dispatch, void (*then)(void *arg));
/** Nothing is told any more but stopped(), once nothing is under way: at once, or later. */
void calendar_dispatch_stop(struct calendar_dispatch *dispatch, void (*stopped)(void *arg));

#endif
