/* clients/client — the watch: ends calls whose time is over, and a dial that takes too long.
 *
 * nng could do that with a timeout per operation. But what it gave up on may, just then, have come to an end and begun
 * anew, and it is the new operation that nng then gives up on (as of 1.5.2). */
#include "private.h"
#include "proto/status.h"

static nng_time earlier(nng_time one, nng_time other)
{
	return one < other ? one : other;
}

static nng_time due(const struct call *call)
{
	switch (call->stage) {
	case CALL_QUEUED:
		return earlier(call->queued_until, call->deadline);
	case CALL_SENT:
		return call->deadline;
	default:
		return WATCH_NEVER;
	}
}

static void end_late(struct ridealong_client *client, struct call *call, nng_time now)
{
	struct ridealong_error error;

	if (call->deadline <= now) {
		client_waiting_end(&client->waiting, call, NNG_ETIMEDOUT, NULL);
		return;
	}
	client_connection_excuse(&client->connection, &error);
	client_waiting_end(&client->waiting, call, 0, &error);
}

/* Returns what is due next. */
static nng_time look(struct ridealong_client *client, nng_time now)
{
	nng_time next = client_connection_look(&client->connection, now);

	for (size_t i = 0; i < client->call_count; i++) {
		struct call *call = client->calls[i];

		if (due(call) <= now)
			end_late(client, call, now);
		next = earlier(next, due(call));
	}
	return next;
}

static void on_awake(void *arg)
{
	struct ridealong_client *client = arg;

	pthread_mutex_lock(&client->lock);
	client->watch.until = WATCH_NEVER;
	if (!client->closing)
		client_watch_until(client, look(client, nng_clock()));
	pthread_mutex_unlock(&client->lock);
}

/* nng would take a number that is too large for it for something else; on waking we look anew anyway. */
static nng_duration time_left(nng_time until)
{
	const nng_time now = nng_clock();

	if (until <= now)
		return 0;
	return until - now > INT32_MAX ? INT32_MAX : (nng_duration)(until - now);
}

void client_watch_until(struct ridealong_client *client, nng_time until)
{
	struct watch *watch = &client->watch;
	const bool asleep = watch->until != WATCH_NEVER;

	if (until >= watch->until)
		return;
	watch->until = until;
	if (asleep)
		nng_aio_cancel(watch->sleep); /* wakes, looks, and sleeps as long as is right */
	else
		nng_sleep_aio(time_left(until), watch->sleep);
}

void client_watch_call(struct ridealong_client *client, const struct call *call)
{
	client_watch_until(client, due(call));
}

int client_watch_init(struct ridealong_client *client)
{
	client->watch.until = WATCH_NEVER;
	return nng_aio_alloc(&client->watch.sleep, on_awake, client);
}
