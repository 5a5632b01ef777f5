/* transport/ — reading requests off a stream, and writing replies to it.
 *
 * One thread at a time reads: it takes a message, lets another thread read on, and only then delivers its own, so that
 * the calls of one caller run beside each other. What came with the message but belongs to the next waits in the
 * buffer. */
#include "daemon/transport/connection.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"

#define BUFFER_SIZE      4096
#define PIECES           8 /* as many as nng takes at once */
#define GREETING_MS      10000
#define CALLS_AT_MOST    12288 /* of all callers: beyond it nobody is read from */
#define CALLS_PER_CALLER 6144  /* one leaves room for the others */

/* A message: while it comes in, while its call runs, and until its reply is written. */
struct transport_slot {
	struct connection *connection;
	struct frame_route route;
	size_t size, have; /* of route and body together: all of it, and what has come */
	uint8_t message[];
};

/* Bytes on their way to the caller: a reply, or (without a slot) the greeting. */
struct parcel {
	struct parcel *next;
	struct transport_slot *slot;
	size_t size;
	uint8_t bytes[];
};

struct connection {
	struct transport *transport;
	nng_stream *stream;
	enum frame_stream kind;
	uint32_t number;
	bool local;
	uid_t uid;
	_Atomic int holders;

	/* Of the transport, under its lock. */
	struct connection *next, *previous; /* in the list of open ones */
	struct connection *next_held;
	bool is_held;
	int calls;

	/* Of whoever reads. */
	nng_aio *in;
	bool greeted, ready; /* ready: the buffer holds more than the beginning of a message */
	size_t start, end;   /* of what is in the buffer */
	struct transport_slot *arriving;
	uint8_t buffer[BUFFER_SIZE];

	pthread_mutex_t lock; /* of what follows, and of every operation of nng's: one begun on a closed stream never
				 ends */
	bool closed, sending;
	nng_aio *out;
	struct parcel *first, **last;
	size_t sent; /* of the first */
};

static void go_on(struct connection *connection);

/* Holding. */

static void hold(struct connection *connection)
{
	atomic_fetch_add(&connection->holders, 1);
}

static void let_go(struct connection *connection)
{
	struct transport *transport = connection->transport;

	if (atomic_fetch_sub(&connection->holders, 1) > 1)
		return;
	nng_stream_free(connection->stream);
	nng_aio_reap(connection->in); /* this may be its callback */
	nng_aio_reap(connection->out);
	free(connection->arriving);
	pthread_mutex_destroy(&connection->lock);
	free(connection);
	pthread_mutex_lock(&transport->lock);
	transport->connections--;
	pthread_cond_broadcast(&transport->changed);
	pthread_mutex_unlock(&transport->lock);
}

/* What the transport knows of it. */

static void enter(struct connection *connection)
{
	struct transport *transport = connection->transport;

	pthread_mutex_lock(&transport->lock);
	transport->connections++;
	connection->next = transport->open;
	if (connection->next != NULL)
		connection->next->previous = connection;
	transport->open = connection;
	pthread_mutex_unlock(&transport->lock);
}

static void unlist_held(struct connection *connection)
{
	struct connection **at = &connection->transport->held;

	while (*at != connection)
		at = &(*at)->next_held;
	*at = connection->next_held;
	connection->is_held = false;
}

/* Whether nobody was reading any more. */
static bool leave(struct connection *connection)
{
	struct transport *transport = connection->transport;
	bool was_held;

	pthread_mutex_lock(&transport->lock);
	if (connection->next != NULL)
		connection->next->previous = connection->previous;
	if (connection->previous != NULL)
		connection->previous->next = connection->next;
	else
		transport->open = connection->next;
	was_held = connection->is_held;
	if (was_held)
		unlist_held(connection);
	pthread_mutex_unlock(&transport->lock);
	return was_held;
}

static bool has_room(const struct connection *connection)
{
	return connection->calls < CALLS_PER_CALLER && connection->transport->calls < CALLS_AT_MOST;
}

static bool must_wait(struct connection *connection)
{
	struct transport *transport = connection->transport;
	bool wait;

	pthread_mutex_lock(&transport->lock);
	wait = !has_room(connection);
	if (wait) {
		connection->is_held = true;
		connection->next_held = transport->held;
		transport->held = connection;
	}
	pthread_mutex_unlock(&transport->lock);
	return wait;
}

static void call_begins(struct connection *connection)
{
	pthread_mutex_lock(&connection->transport->lock);
	connection->calls++;
	connection->transport->calls++;
	pthread_mutex_unlock(&connection->transport->lock);
}

/* Another that waited may be read from, its own caller or somebody else. */
static void call_is_over(struct transport_slot *slot)
{
	struct connection *connection = slot->connection, *waiting;
	struct transport *transport = connection->transport;

	free(slot);
	pthread_mutex_lock(&transport->lock);
	connection->calls--;
	transport->calls--;
	waiting = transport->held;
	while (waiting != NULL && !has_room(waiting))
		waiting = waiting->next_held;
	if (waiting != NULL)
		unlist_held(waiting);
	pthread_mutex_unlock(&transport->lock);
	if (waiting != NULL)
		go_on(waiting);
	let_go(connection);
}

/* The end, from whichever side it is seen first. */
static void end(struct connection *connection)
{
	struct transport *transport = connection->transport;
	bool first;

	pthread_mutex_lock(&connection->lock);
	first = !connection->closed;
	connection->closed = true;
	if (first)
		nng_stream_close(connection->stream);
	pthread_mutex_unlock(&connection->lock);
	if (!first)
		return;
	if (leave(connection))
		let_go(connection);
	if (callers_remove(&transport->callers, connection->number))
		transport->options.gone(transport->options.arg, connection->number);
}

/* Writing. */

static struct parcel *wrap(const void *head, size_t head_size, const void *body, size_t size)
{
	struct parcel *parcel = malloc(sizeof(*parcel) + head_size + size);

	if (parcel == NULL) {
		log_error("out of memory");
		abort();
	}
	parcel->next = NULL;
	parcel->slot = NULL;
	parcel->size = head_size + size;
	memcpy(parcel->bytes, head, head_size);
	if (size > 0)
		memcpy(parcel->bytes + head_size, body, size);
	return parcel;
}

static void drop(struct parcel *parcels)
{
	while (parcels != NULL) {
		struct parcel *parcel = parcels;

		parcels = parcel->next;
		if (parcel->slot != NULL)
			call_is_over(parcel->slot);
		free(parcel);
	}
}

/* Under the lock. */
static void send_more(struct connection *connection)
{
	size_t skip = connection->sent;
	unsigned pieces = 0;
	nng_iov iov[PIECES];

	for (struct parcel *parcel = connection->first; parcel != NULL && pieces < PIECES; parcel = parcel->next) {
		iov[pieces].iov_buf = parcel->bytes + skip;
		iov[pieces++].iov_len = parcel->size - skip;
		skip = 0;
	}
	nng_aio_set_iov(connection->out, pieces, iov);
	nng_aio_set_timeout(connection->out, connection->transport->options.send_timeout_ms);
	nng_stream_send(connection->stream, connection->out);
}

static void post(struct connection *connection, struct parcel *parcel)
{
	pthread_mutex_lock(&connection->lock);
	if (!connection->closed) {
		*connection->last = parcel;
		connection->last = &parcel->next;
		parcel = NULL;
		if (!connection->sending) {
			connection->sending = true;
			hold(connection);
			atomic_fetch_add(&connection->transport->writing, 1);
			send_more(connection);
		}
	}
	pthread_mutex_unlock(&connection->lock);
	drop(parcel);
}

/* Under the lock: those that are written whole, or all once nothing can be written any more. */
static struct parcel *take_written(struct connection *connection, size_t count)
{
	struct parcel *written = connection->first, **at = &written;

	count += connection->sent;
	while (*at != NULL && (connection->closed || count >= (*at)->size)) {
		count -= connection->closed ? 0 : (*at)->size;
		at = &(*at)->next;
	}
	connection->sent = count;
	connection->first = *at;
	*at = NULL;
	if (connection->first == NULL)
		connection->last = &connection->first;
	return written;
}

static void stop_writing(struct connection *connection)
{
	struct transport *transport = connection->transport;

	if (atomic_fetch_sub(&transport->writing, 1) == 1 && atomic_load(&transport->stopping)) {
		pthread_mutex_lock(&transport->lock);
		pthread_cond_broadcast(&transport->changed);
		pthread_mutex_unlock(&transport->lock);
	}
	let_go(connection);
}

static void on_out(void *arg)
{
	struct connection *connection = arg;
	struct parcel *written;
	bool sending;

	if (nng_aio_result(connection->out) != 0) /* also when the caller did not read for too long */
		end(connection);
	pthread_mutex_lock(&connection->lock);
	written = take_written(connection, nng_aio_count(connection->out));
	sending = connection->first != NULL;
	connection->sending = sending;
	if (sending)
		send_more(connection);
	pthread_mutex_unlock(&connection->lock);
	drop(written);
	if (!sending)
		stop_writing(connection);
}

void transport_slot_reply(struct transport_slot *slot, const void *bytes, size_t size)
{
	struct connection *connection = slot->connection;
	uint8_t head[FRAME_HEAD_MAX];
	struct parcel *parcel = wrap(head, frame_head(connection->kind, &slot->route, size, head), bytes, size);

	parcel->slot = slot;
	post(connection, parcel);
}

/* Reading. */

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
	iov[pieces++].iov_len = BUFFER_SIZE - connection->end;
	nng_aio_set_iov(connection->in, pieces, iov);
	nng_aio_set_timeout(connection->in, connection->greeted ? NNG_DURATION_INFINITE : GREETING_MS);
	nng_stream_recv(connection->stream, connection->in);
}

/* Reads on, unless there is too much to do already. */
static void go_on(struct connection *connection)
{
	bool closed;

	pthread_mutex_lock(&connection->lock);
	closed = connection->closed;
	if (!closed && !must_wait(connection)) {
		if (!connection->ready)
			receive(connection);
		else if (nng_aio_begin(connection->in))
			nng_aio_finish(connection->in, 0); /* to another thread, as if it had come just now */
	}
	pthread_mutex_unlock(&connection->lock);
	if (closed)
		let_go(connection);
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
	end(connection);
	let_go(connection);
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
	call_begins(connection);
	hold(connection); /* the slot */
	hold(connection); /* this callback: once it reads on, others may end it */
	go_on(connection);
	deliver(connection, slot, body);
	let_go(connection);
}

static void on_in(void *arg)
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
		go_on(connection);
		return;
	case FOUND_MESSAGE:
		on_message(connection);
		return;
	case FOUND_GARBAGE:
		stop_reading(connection);
		return;
	}
}

/* The beginning. */

static void greet(struct connection *connection)
{
	uint8_t greeting[FRAME_GREETING_SIZE];

	frame_greet(FRAME_REPLIER, greeting);
	post(connection, wrap(greeting, sizeof(greeting), NULL, 0));
}

void connection_start(struct transport *transport, nng_stream *stream, enum frame_stream kind)
{
	struct connection *connection = calloc(1, sizeof(*connection));
	uint64_t uid;

	if (connection == NULL)
		goto refuse;
	connection->transport = transport;
	connection->stream = stream;
	connection->kind = kind;
	connection->last = &connection->first;
	connection->local = nng_stream_get_uint64(stream, NNG_OPT_IPC_PEER_UID, &uid) == 0;
	connection->uid = connection->local ? (uid_t)uid : 0;
	connection->number = atomic_fetch_add(&transport->last_number, 1) + 1;
	if (nng_aio_alloc(&connection->in, on_in, connection) != 0)
		goto free_connection;
	if (nng_aio_alloc(&connection->out, on_out, connection) != 0)
		goto free_in;
	pthread_mutex_init(&connection->lock, NULL);
	hold(connection); /* whoever reads */
	enter(connection);
	greet(connection);
	go_on(connection);
	return;

free_in:
	nng_aio_free(connection->in);
free_connection:
	free(connection);
refuse:
	log_warning("no memory for another caller");
	nng_stream_close(stream);
	nng_stream_free(stream);
}

void connection_end_all(struct transport *transport)
{
	struct connection *connection;

	pthread_mutex_lock(&transport->lock);
	while ((connection = transport->open) != NULL) { /* one that another thread is ending leaves in a moment */
		hold(connection);
		pthread_mutex_unlock(&transport->lock);
		end(connection);
		let_go(connection);
		pthread_mutex_lock(&transport->lock);
	}
	while (transport->connections > 0)
		pthread_cond_wait(&transport->changed, &transport->lock);
	pthread_mutex_unlock(&transport->lock);
}
