/* transport/ — from bytes to messages.
 *
 * One thread at a time reads: it takes a message, lets another thread read on, and only then delivers its own, so that
 * the calls of one caller run beside each other. What came with the message but belongs to the next waits in the
 * buffer. */
#include "daemon/transport/reader.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"

#define GREETING_MS 10000

/* Under the lock: on with the message that is coming in, and into the buffer what comes after it. */
static void receive(struct connection *connection)
{
	struct transport_slot *slot = connection->arriving;
	unsigned pieces = 0;
	nng_iov iov[2];

	memmove(connection->buffer, connection->buffer + connection->start, connection->end - connection->start);
	connection->end -= connection->start;
	connection->start = 0;
	if (slot != NULL) {
		iov[pieces].iov_buf = slot->message + slot->have;
		iov[pieces++].iov_len = slot->size - slot->have;
	}
	iov[pieces].iov_buf = connection->buffer + connection->end;
	iov[pieces++].iov_len = CONNECTION_BUFFER - connection->end;
	nng_aio_set_iov(connection->in, pieces, iov);
	nng_aio_set_timeout(connection->in, connection->greeted ? NNG_DURATION_INFINITE : GREETING_MS);
	nng_stream_recv(connection->stream, connection->in);
}

/* Reads on, unless there is too much to do already. */
void reader_go_on(struct connection *connection)
{
	bool closed;

	pthread_mutex_lock(&connection->lock);
	closed = connection->closed;
	if (!closed && !connection_must_wait(connection)) {
		if (!connection->ready)
			receive(connection);
		else if (nng_aio_begin(connection->in))
			nng_aio_finish(connection->in, 0); /* to another thread, as if it had come just now */
	}
	pthread_mutex_unlock(&connection->lock);
	if (closed)
		connection_let_go(connection);
}

static void account(struct connection *connection, size_t count)
{
	struct transport_slot *slot = connection->arriving;

	if (slot != NULL) {
		const size_t missing = slot->size - slot->have, of_it = count < missing ? count : missing;

		slot->have += of_it;
		count -= of_it;
	}
	connection->end += count;
}

/* Out of the buffer goes the prefix, and what there is of the message. */
static bool begin_message(struct connection *connection, size_t size)
{
	struct transport_slot *slot = malloc(sizeof(*slot) + size);
	size_t there;

	if (slot == NULL) {
		log_warning("no memory for a message of %zu bytes; its caller is cut off", size);
		return false;
	}
	connection->start += frame_prefix_size(connection->kind);
	there = connection->end - connection->start;
	slot->connection = connection;
	slot->size = size;
	slot->have = there < size ? there : size;
	memcpy(slot->message, connection->buffer + connection->start, slot->have);
	connection->start += slot->have;
	connection->arriving = slot;
	return true;
}

enum found { FOUND_LITTLE, FOUND_MESSAGE, FOUND_GARBAGE };

static enum found greet_back(struct connection *connection)
{
	if (!frame_greets(FRAME_REQUESTER, connection->buffer + connection->start))
		return FOUND_GARBAGE;
	connection->start += FRAME_GREETING_SIZE;
	connection->greeted = true;
	pthread_mutex_lock(&connection->lock);
	if (!connection->closed) /* else it was taken off the list already, and nobody would do so again */
		callers_add(&connection->transport->callers, connection->number);
	pthread_mutex_unlock(&connection->lock);
	return FOUND_LITTLE;
}

/* What the buffer and the message that is coming in amount to. */
static enum found look(struct connection *connection)
{
	const uint8_t *at;
	size_t size;

	if (!connection->greeted) {
		if (connection->end - connection->start < FRAME_GREETING_SIZE)
			return FOUND_LITTLE;
		if (greet_back(connection) == FOUND_GARBAGE)
			return FOUND_GARBAGE;
	}
	if (connection->arriving == NULL) {
		if (connection->end - connection->start < frame_prefix_size(connection->kind))
			return FOUND_LITTLE;
		at = connection->buffer + connection->start;
		if (!frame_prefix_read(connection->kind, at, TRANSPORT_MESSAGE_SIZE, &size) ||
			!begin_message(connection, size))
			return FOUND_GARBAGE;
	}
	return connection->arriving->have == connection->arriving->size ? FOUND_MESSAGE : FOUND_LITTLE;
}

static void deliver(struct connection *connection, struct transport_slot *slot, size_t body)
{
	struct transport *transport = connection->transport;
	const struct transport_message message = { .caller = connection->number,
		.local = connection->local,
		.uid = connection->uid,
		.bytes = slot->message + body,
		.size = slot->size - body };

	transport->options.deliver(transport->options.arg, slot, &message);
}

static void stop_reading(struct connection *connection)
{
	connection_end(connection);
	connection_let_go(connection);
}

static void on_message(struct connection *connection)
{
	struct transport_slot *slot = connection->arriving;
	size_t body;

	if (!frame_route_read(slot->message, slot->size, &slot->route, &body) ||
		atomic_load(&connection->transport->stopping)) {
		stop_reading(connection);
		return;
	}
	connection->arriving = NULL;
	connection->ready = look(connection) != FOUND_LITTLE;
	connection_call_begins(connection);
	connection_hold(connection); /* the slot */
	connection_hold(connection); /* this callback: once it reads on, others may end it */
	reader_go_on(connection);
	deliver(connection, slot, body);
	connection_let_go(connection);
}

void reader_on_in(void *arg)
{
	struct connection *connection = arg;

	if (nng_aio_result(connection->in) != 0) {
		stop_reading(connection);
		return;
	}
	account(connection, nng_aio_count(connection->in));
	connection->ready = false;
	switch (look(connection)) {
	case FOUND_LITTLE:
		reader_go_on(connection);
		return;
	case FOUND_MESSAGE:
		on_message(connection);
		return;
	case FOUND_GARBAGE:
		stop_reading(connection);
		return;
	}
}
