/* clients/client — the connection to one daemon: a stream that is dialled, greeted, written, read, and lost. */
#include <stdlib.h>
#include <string.h>

#include "private.h"
#include "proto/status.h"

#define REDIAL_MS 100

int client_connection_error(const struct ridealong_client *client, enum stream_status why, struct ridealong_error *ret)
{
	switch (why) {
	case STREAM_NO_MEMORY:
		return client_error_set(ret, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
	case STREAM_DENIED:
		return client_error_set(ret, STATUS_PERMISSION_DENIED, "SOCKET_DENIED",
			"you may not open the daemon's socket at %s: ask its administrator to let you in",
			client->server);
	case STREAM_NO_ADDRESS:
		return client_error_set(ret, STATUS_INVALID_ARGUMENT, "BAD_SERVER",
			"%s is no address of a daemon: write it as ipc:///path/to/socket or tcp://host:port",
			client->server);
	case STREAM_STRANGER:
		return client_error_set(ret, STATUS_UNAVAILABLE, "NOT_RIDEALONG",
			"what answers at %s is no Ridealong daemon: name the daemon's address with --server or "
			"RIDEALONG_SERVER",
			client->server);
	default:
		return client_error_set(ret, STATUS_UNAVAILABLE, "NO_DAEMON",
			"no daemon answers at %s: start ridealongd, or name its address with --server or "
			"RIDEALONG_SERVER",
			client->server);
	}
}

void client_connection_excuse(const struct connection *connection, struct ridealong_error *ret)
{
	if (connection->state == CONNECTION_UP)
		client_error_set(ret, STATUS_UNAVAILABLE, "NO_DAEMON", "the daemon at %s does not take calls",
			connection->client->server);
	else
		client_connection_error(connection->client, connection->failure, ret);
}

static struct waiting *waiting_of(const struct connection *connection)
{
	return &connection->client->waiting;
}

/* Whether somebody wants to be connected. */
static bool is_wanted(const struct connection *connection)
{
	return !connection->client->closing && waiting_of(connection)->queue != NULL;
}

/* Reading, writing, and the end of both. */

static void drop_stream(struct connection *connection)
{
	if (connection->stream != NULL)
		connection->stream->kind->close(connection->stream);
	connection->stream = NULL;
}

static void drop_batch(struct connection *connection)
{
	while (connection->batched > 0)
		free(connection->batch[--connection->batched]);
	connection->written = 0;
}

/* Nobody can say whether what was sent was also done. What is queued waits for the next connection. */
static void lose(struct connection *connection)
{
	struct ridealong_error error;

	drop_batch(connection);
	client_reader_finish(&connection->reader);
	drop_stream(connection);
	connection->state = CONNECTION_DOWN;
	client_error_lost(connection->client, &error);
	client_waiting_end_sent(waiting_of(connection), &error);
}

/* Hands out what came; false when it was no message, or no reply. */
static bool hand_out(struct connection *connection, size_t count)
{
	struct message *message;

	client_reader_fill(&connection->reader, count);
	while (client_reader_next(&connection->reader, &message)) {
		if (message == NULL)
			return true;
		if (!client_waiting_reply(waiting_of(connection), message))
			return false;
	}
	return false;
}

/* Reads what there is: what does not fill the room was all. */
static enum stream_status read_on(struct connection *connection)
{
	size_t size, count = 0;

	do {
		struct iovec room[READER_PIECES];
		const unsigned pieces = client_reader_room(&connection->reader, room);
		enum stream_status status;

		status = connection->stream->kind->read(connection->stream, room, pieces, &count);
		if (status != STREAM_FINE)
			return status;
		if (!hand_out(connection, count))
			return STREAM_STRANGER;
		size = 0;
		for (unsigned i = 0; i < pieces; i++)
			size += room[i].iov_len;
	} while (count == size);
	return STREAM_LATER;
}

/* Takes the next requests; false when there are none. */
static bool fill_batch(struct connection *connection)
{
	struct message *request;

	drop_batch(connection);
	while (connection->batched < CONNECTION_BATCH &&
		(request = client_waiting_send(waiting_of(connection))) != NULL) {
		connection->rest[connection->batched] =
			(struct iovec){ .iov_base = request->bytes, .iov_len = request->size };
		connection->batch[connection->batched++] = request;
	}
	return connection->batched > 0;
}

static void count_as_written(struct connection *connection, size_t count)
{
	struct iovec *rest = connection->rest;

	while (connection->written < connection->batched && count >= rest[connection->written].iov_len)
		count -= rest[connection->written++].iov_len;
	if (connection->written == connection->batched)
		return;
	rest[connection->written].iov_base = (char *)rest[connection->written].iov_base + count;
	rest[connection->written].iov_len -= count;
}

/* Writes what is queued, as much as the daemon takes. */
static enum stream_status write_on(struct connection *connection)
{
	while (connection->written < connection->batched || fill_batch(connection)) {
		size_t count;
		const enum stream_status status = connection->stream->kind->write(connection->stream,
			connection->rest + connection->written, connection->batched - connection->written, &count);

		if (status != STREAM_FINE)
			return status;
		count_as_written(connection, count);
	}
	return STREAM_LATER;
}

/* First what came: a daemon that went away is not to be asked. */
static bool exchange(struct connection *connection)
{
	enum stream_status status = read_on(connection);

	if (status == STREAM_LATER)
		status = write_on(connection);
	if (status == STREAM_LATER)
		return false;
	lose(connection);
	return true;
}

/* Dialling and greeting: one thing after the other. Each says whether there is more to do at once. */

static int64_t give_up_at(const struct connection *connection)
{
	return connection->shaking_since + connection->client->patience_ms;
}

static bool is_shaking(const struct connection *connection)
{
	return connection->state >= CONNECTION_DIALLING && connection->state <= CONNECTION_GREETED;
}

/* A daemon that was known may be restarting, and one without room may be busy; what is no daemon becomes none. */
static bool is_worth_another_dial(const struct connection *connection, enum stream_status why)
{
	return why == STREAM_BUSY || (connection->known && why != STREAM_STRANGER);
}

static bool fail(struct connection *connection, enum stream_status why)
{
	struct ridealong_error error;

	drop_stream(connection);
	connection->state = CONNECTION_DOWN;
	connection->failure = why;
	if (!is_wanted(connection) || why == STREAM_SILENT)
		return true; /* who came later than the dial wants another */
	if (is_worth_another_dial(connection, why)) {
		connection->state = CONNECTION_PAUSING;
		connection->paused_until = client_now() + REDIAL_MS;
	} else {
		client_connection_error(connection->client, why, &error);
		client_waiting_end_queued(waiting_of(connection), &error);
	}
	return true;
}

/* What could not be done now is done later, or it has failed. */
static bool put_off(struct connection *connection, enum stream_status why)
{
	return why != STREAM_LATER && fail(connection, why);
}

static bool dial(struct connection *connection)
{
	enum stream_status status;

	if (!is_wanted(connection))
		return false;
	status = connection->kind->dial(connection->client->server, &connection->stream);
	if (status != STREAM_FINE)
		return fail(connection, status);
	connection->state = CONNECTION_DIALLING;
	connection->shaking_since = client_now();
	return true;
}

static bool pause_over(struct connection *connection)
{
	if (client_now() < connection->paused_until)
		return false;
	connection->state = CONNECTION_DOWN;
	return true;
}

static bool be_dialled(struct connection *connection)
{
	const enum stream_status status = connection->stream->kind->dialled(connection->stream);

	if (status != STREAM_FINE)
		return put_off(connection, status);
	connection->failure = STREAM_FINE;
	connection->state = CONNECTION_GREETING;
	connection->greeted = 0;
	frame_greet(FRAME_REQUESTER, connection->greeting);
	return true;
}

static struct iovec rest_of_greeting(struct connection *connection)
{
	return (struct iovec){ .iov_base = connection->greeting + connection->greeted,
		.iov_len = sizeof(connection->greeting) - connection->greeted };
}

static bool greet(struct connection *connection)
{
	const struct iovec rest = rest_of_greeting(connection);
	size_t count;
	const enum stream_status status = connection->stream->kind->write(connection->stream, &rest, 1, &count);

	if (status != STREAM_FINE)
		return put_off(connection, status);
	connection->greeted += count;
	if (connection->greeted < sizeof(connection->greeting))
		return true;
	connection->state = CONNECTION_GREETED;
	connection->greeted = 0;
	return true;
}

static bool be_greeted(struct connection *connection)
{
	const struct iovec rest = rest_of_greeting(connection);
	size_t count;
	const enum stream_status status = connection->stream->kind->read(connection->stream, &rest, 1, &count);

	if (status != STREAM_FINE)
		return put_off(connection, status);
	connection->greeted += count;
	if (connection->greeted < sizeof(connection->greeting))
		return true;
	if (!frame_greets(FRAME_REPLIER, connection->greeting))
		return fail(connection, STREAM_STRANGER);
	connection->state = CONNECTION_UP;
	connection->known = true;
	client_reader_init(&connection->reader, frame_stream_of(connection->client->server));
	return true;
}

static bool step(struct connection *connection)
{
	switch (connection->state) {
	case CONNECTION_DOWN:
		return dial(connection);
	case CONNECTION_PAUSING:
		return pause_over(connection);
	case CONNECTION_DIALLING:
		return be_dialled(connection);
	case CONNECTION_GREETING:
		return greet(connection);
	case CONNECTION_GREETED:
		return be_greeted(connection);
	default:
		return exchange(connection);
	}
}

void client_connection_go_on(struct connection *connection)
{
	while (step(connection))
		;
}

int64_t client_connection_due(const struct connection *connection)
{
	if (connection->state == CONNECTION_PAUSING)
		return connection->paused_until;
	return is_shaking(connection) ? give_up_at(connection) : CLIENT_NEVER;
}

void client_connection_look(struct connection *connection, int64_t now)
{
	if (is_shaking(connection) && give_up_at(connection) <= now)
		fail(connection, STREAM_SILENT);
}

struct pollfd client_connection_poll(const struct connection *connection)
{
	const bool reads = connection->state == CONNECTION_GREETED || connection->state == CONNECTION_UP;
	const bool writes = connection->state == CONNECTION_DIALLING || connection->state == CONNECTION_GREETING ||
			    connection->written < connection->batched;

	if (connection->stream == NULL)
		return (struct pollfd){ .fd = -1 };
	return connection->stream->kind->poll(connection->stream, (reads ? POLLIN : 0) | (writes ? POLLOUT : 0));
}

enum stream_status client_connection_init(struct connection *connection, struct ridealong_client *client)
{
	const bool ours = strncmp(client->server, "ipc://", 6) == 0 || strncmp(client->server, "unix://", 7) == 0;

	connection->client = client;
	connection->kind = ours ? &client_local : &client_network;
	return connection->kind->check(client->server);
}

void client_connection_finish(struct connection *connection)
{
	drop_batch(connection);
	client_reader_finish(&connection->reader);
	drop_stream(connection);
}
