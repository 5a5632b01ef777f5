/* clients/client — the connection to one daemon: a stream that is dialled, greeted, written, read, and lost.
 *
 * nng's streams never give back what they are asked after they were closed, nor may they be freed before they gave back
 * what they were asked earlier. So whether something is under way is written down here, under the lock. */
#include <stdlib.h>
#include <string.h>

#include "private.h"
#include "proto/status.h"

#define REDIAL_MS 100

/* nng's codes die here. */
int client_connection_error(const struct connection *connection, int code, struct ridealong_error *ret)
{
	const char *server = connection->client->server;

	switch (code) {
	case NNG_ENOMEM:
		return client_error_set(ret, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
	case NNG_EPERM:
	case NNG_ECRYPTO:
	case NNG_ESYSERR + 13: /* EACCES, where nng has no name for it */
		return client_error_set(ret, STATUS_PERMISSION_DENIED, "SOCKET_DENIED",
			"you may not open the daemon's socket at %s: ask its administrator to let you in", server);
	case NNG_EADDRINVAL:
	case NNG_EINVAL:
	case NNG_ENOTSUP:
		return client_error_set(ret, STATUS_INVALID_ARGUMENT, "BAD_SERVER",
			"%s is no address of a daemon: write it as ipc:///path/to/socket or tcp://host:port", server);
	case NNG_EPROTO:
		return client_error_set(ret, STATUS_UNAVAILABLE, "NOT_RIDEALONG",
			"what answers at %s is no Ridealong daemon: name the daemon's address with --server or "
			"RIDEALONG_SERVER",
			server);
	default:
		return client_error_set(ret, STATUS_UNAVAILABLE, "NO_DAEMON",
			"no daemon answers at %s: start ridealongd, or name its address with --server or "
			"RIDEALONG_SERVER",
			server);
	}
}

static struct waiting *waiting_of(const struct connection *connection)
{
	return &connection->client->waiting;
}

void client_connection_excuse(const struct connection *connection, struct ridealong_error *ret)
{
	if (connection->state == CONNECTION_UP)
		client_error_set(ret, STATUS_UNAVAILABLE, "NO_DAEMON", "the daemon at %s does not take calls",
			connection->client->server);
	else
		client_connection_error(connection, connection->failure, ret);
}

/* Reading, writing, and the end of both. */

static void drop_stream(struct connection *connection)
{
	if (connection->stream == NULL)
		return;
	nng_stream_close(connection->stream);
	nng_stream_free(connection->stream);
	connection->stream = NULL;
}

/* A stream that was closed is freed by whoever sees the last of its operations come back. */
static void release(struct connection *connection)
{
	if (connection->state != CONNECTION_ENDING || connection->reading || connection->writing)
		return;
	client_reader_finish(&connection->reader);
	drop_stream(connection);
	connection->state = CONNECTION_DOWN;
	client_connection_send(connection);
}

/* Nobody can say whether what was sent was also done. What is queued waits for the next connection. */
static void lose(struct connection *connection)
{
	if (connection->state == CONNECTION_UP) {
		connection->state = CONNECTION_ENDING;
		nng_stream_close(connection->stream);
		client_waiting_end_sent(waiting_of(connection), NNG_ECONNSHUT);
	}
	release(connection);
}

static void read_on(struct connection *connection)
{
	nng_iov room[READER_PIECES];

	nng_aio_set_iov(connection->read, client_reader_room(&connection->reader, room), room);
	connection->reading = true;
	nng_stream_recv(connection->stream, connection->read);
}

/* Hands out what came; false when it was no message, or no reply. */
static bool hand_out(struct connection *connection)
{
	struct message *message;

	client_reader_fill(&connection->reader, nng_aio_count(connection->read));
	while (client_reader_next(&connection->reader, &message)) {
		if (message == NULL)
			return true;
		if (!client_waiting_reply(waiting_of(connection), message))
			return false;
	}
	return false;
}

static void on_read(void *arg)
{
	struct connection *connection = arg;

	pthread_mutex_lock(&connection->client->lock);
	connection->reading = false;
	if (connection->state == CONNECTION_UP && !connection->client->closing &&
		nng_aio_result(connection->read) == 0 && hand_out(connection))
		read_on(connection);
	else
		lose(connection);
	pthread_mutex_unlock(&connection->client->lock);
}

static void drop_batch(struct connection *connection)
{
	while (connection->batched > 0)
		free(connection->batch[--connection->batched]);
}

static void write_rest(struct connection *connection)
{
	nng_aio_set_iov(
		connection->write, connection->batched - connection->written, connection->rest + connection->written);
	connection->writing = true;
	nng_stream_send(connection->stream, connection->write);
}

static void write_next(struct connection *connection)
{
	struct message *request;

	connection->written = 0;
	while (connection->batched < CONNECTION_BATCH &&
		(request = client_waiting_send(waiting_of(connection))) != NULL) {
		connection->rest[connection->batched] =
			(nng_iov){ .iov_buf = request->bytes, .iov_len = request->size };
		connection->batch[connection->batched++] = request;
	}
	if (connection->batched > 0)
		write_rest(connection);
}

/* nng writes as much as the daemon takes. */
static bool is_written(struct connection *connection)
{
	size_t count = nng_aio_count(connection->write);

	while (connection->written < connection->batched && count >= connection->rest[connection->written].iov_len)
		count -= connection->rest[connection->written++].iov_len;
	if (connection->written == connection->batched)
		return true;
	connection->rest[connection->written].iov_buf = (char *)connection->rest[connection->written].iov_buf + count;
	connection->rest[connection->written].iov_len -= count;
	return false;
}

static void on_write(void *arg)
{
	struct connection *connection = arg;

	pthread_mutex_lock(&connection->client->lock);
	connection->writing = false;
	if (connection->state != CONNECTION_UP || connection->client->closing ||
		nng_aio_result(connection->write) != 0) {
		drop_batch(connection);
		lose(connection);
	} else if (is_written(connection)) {
		drop_batch(connection);
		write_next(connection);
	} else {
		write_rest(connection);
	}
	pthread_mutex_unlock(&connection->client->lock);
}

/* Dialling and greeting: one thing after the other, each with the same aio. */

static void on_reaped(nng_aio *aio, void *arg, int code)
{
	nng_stream_dialer_free(arg);
	nng_aio_finish(aio, code);
}

/* Freeing a dialler waits for what its dial left behind, which a callback must not. So nng's reaper does it, which
 * frees the streams too: it ends an operation whose aio it is given. */
static void reap_dialer(nng_stream_dialer *dialer)
{
	nng_aio *aio;

	if (nng_aio_alloc(&aio, NULL, NULL) != 0) {
		nng_stream_dialer_free(dialer);
		return;
	}
	nng_aio_begin(aio);
	nng_aio_defer(aio, on_reaped, dialer);
	nng_aio_reap(aio);
}

/* SP over WebSockets has no greeting, and no stream that we could frame. */
static int create_dialer(const char *server, nng_stream_dialer **ret)
{
	return strncmp(server, "ws", 2) == 0 ? NNG_ENOTSUP : nng_stream_dialer_alloc(ret, server);
}

static nng_time give_up_at(const struct connection *connection)
{
	return connection->shaking_since + (nng_time)connection->client->patience_ms;
}

/* A daemon that was known may be restarting, and one without room may be busy; what is no daemon becomes none. */
static bool is_worth_another_dial(const struct connection *connection, int code)
{
	return code != NNG_EPROTO && (connection->known || code == NNG_EAGAIN);
}

static void fail(struct connection *connection, int code)
{
	struct waiting *waiting = waiting_of(connection);
	struct ridealong_error error;

	drop_stream(connection);
	connection->state = CONNECTION_DOWN;
	connection->failure = code;
	if (connection->client->closing || waiting->queue == NULL)
		return;
	if (code == NNG_ETIMEDOUT) {
		client_connection_send(connection); /* for those who came later than the dial */
	} else if (is_worth_another_dial(connection, code)) {
		connection->state = CONNECTION_PAUSING;
		nng_sleep_aio(REDIAL_MS, connection->shake);
	} else {
		client_connection_error(connection, code, &error);
		client_waiting_end_queued(waiting, 0, &error);
	}
}

/* A dialler of its own for each dial: nng does not bear one that is used again while what it gave up on lingers. */
static void dial(struct connection *connection)
{
	const int code = create_dialer(connection->client->server, &connection->dialer);

	if (code != 0) {
		fail(connection, code);
		return;
	}
	/* A request is not to wait for the next one. Local sockets know nothing of that. */
	nng_stream_dialer_set_bool(connection->dialer, NNG_OPT_TCP_NODELAY, true);
	connection->state = CONNECTION_DIALLING;
	connection->shaking_since = nng_clock();
	nng_stream_dialer_dial(connection->dialer, connection->shake);
	client_watch_until(connection->client, give_up_at(connection));
}

nng_time client_connection_look(struct connection *connection, nng_time now)
{
	if (connection->state < CONNECTION_DIALLING || connection->state > CONNECTION_GREETED)
		return WATCH_NEVER;
	if (give_up_at(connection) > now)
		return give_up_at(connection);
	nng_aio_abort(connection->shake, NNG_ETIMEDOUT);
	return WATCH_NEVER;
}

static void shake(struct connection *connection, void (*operate)(nng_stream *, nng_aio *))
{
	nng_iov rest = { .iov_buf = connection->greeting + connection->greeted,
		.iov_len = sizeof(connection->greeting) - connection->greeted };

	nng_aio_set_iov(connection->shake, 1, &rest);
	operate(connection->stream, connection->shake);
}

static void greet(struct connection *connection)
{
	connection->failure = 0;
	connection->state = CONNECTION_GREETING;
	connection->greeted = 0;
	frame_greet(FRAME_REQUESTER, connection->greeting);
	shake(connection, nng_stream_send);
}

static void be_greeted(struct connection *connection)
{
	connection->state = CONNECTION_GREETED;
	connection->greeted = 0;
	shake(connection, nng_stream_recv);
}

static void come_up(struct connection *connection)
{
	connection->state = CONNECTION_UP;
	connection->known = true;
	client_reader_init(&connection->reader, connection->kind);
	read_on(connection);
	client_connection_send(connection);
}

static void go_on(struct connection *connection)
{
	if (connection->state == CONNECTION_GREETING || connection->state == CONNECTION_GREETED)
		connection->greeted += nng_aio_count(connection->shake);
	switch (connection->state) {
	case CONNECTION_PAUSING:
		connection->state = CONNECTION_DOWN;
		client_connection_send(connection);
		break;
	case CONNECTION_DIALLING:
		greet(connection);
		break;
	case CONNECTION_GREETING:
		if (connection->greeted < sizeof(connection->greeting))
			shake(connection, nng_stream_send);
		else
			be_greeted(connection);
		break;
	default:
		if (connection->greeted < sizeof(connection->greeting))
			shake(connection, nng_stream_recv);
		else if (frame_greets(FRAME_REPLIER, connection->greeting))
			come_up(connection);
		else
			fail(connection, NNG_EPROTO);
		break;
	}
}

static void on_shake(void *arg)
{
	struct connection *connection = arg;
	int code;

	pthread_mutex_lock(&connection->client->lock);
	code = nng_aio_result(connection->shake);
	if (connection->state == CONNECTION_DIALLING) {
		connection->stream = code == 0 ? nng_aio_get_output(connection->shake, 0) : NULL;
		reap_dialer(connection->dialer);
	}
	if (connection->client->closing)
		code = NNG_ECLOSED;
	if (code == 0)
		go_on(connection);
	else
		fail(connection, code);
	pthread_mutex_unlock(&connection->client->lock);
}

void client_connection_send(struct connection *connection)
{
	if (connection->client->closing || waiting_of(connection)->queue == NULL)
		return;
	if (connection->state == CONNECTION_DOWN)
		dial(connection);
	else if (connection->state == CONNECTION_UP && !connection->writing)
		write_next(connection);
}

int client_connection_init(struct connection *connection, struct ridealong_client *client)
{
	nng_stream_dialer *dialer;
	int code;

	connection->client = client;
	connection->kind = frame_stream_of(client->server);
	code = create_dialer(client->server, &dialer); /* knows what is an address */
	if (code != 0)
		return code;
	nng_stream_dialer_free(dialer);
	code = nng_aio_alloc(&connection->shake, on_shake, connection);
	if (code == 0)
		code = nng_aio_alloc(&connection->read, on_read, connection);
	if (code == 0)
		code = nng_aio_alloc(&connection->write, on_write, connection);
	return code;
}

void client_connection_finish(struct connection *connection)
{
	client_aio_end(connection->shake);
	client_aio_end(connection->read);
	client_aio_end(connection->write);
	drop_batch(connection);
	client_reader_finish(&connection->reader);
	drop_stream(connection);
}
