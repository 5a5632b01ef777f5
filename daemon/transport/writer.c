/* transport/ — replies, in the order in which they came, as many at a time as nng takes. */
#include "daemon/transport/writer.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/log.h"

#define PIECES 8 /* as many as nng takes at once */

/* Bytes on their way to the caller: a reply, or (without a slot) the greeting. */
struct parcel {
	struct parcel *next;
	struct transport_slot *slot;
	size_t size;
	uint8_t bytes[];
};

/* Of a thread that has many answers at once. */
static _Thread_local struct {
	bool on;
	struct connection *first; /* held, until they are let out */
} holding_back;

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
			connection_call_is_over(parcel->slot);
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

/* Under the lock. */
static void begin_sending(struct connection *connection)
{
	connection->sending = true;
	connection_hold(connection);
	atomic_fetch_add(&connection->transport->writing, 1);
	send_more(connection);
}

/* Under the lock. One that another thread holds back already goes out with what that one lets out. */
static void hold_back(struct connection *connection)
{
	if (connection->held_back)
		return;
	connection->held_back = true;
	connection_hold(connection);
	connection->next_held_back = holding_back.first;
	holding_back.first = connection;
}

static void post(struct connection *connection, struct parcel *parcel)
{
	pthread_mutex_lock(&connection->lock);
	if (!connection->closed) {
		*connection->last = parcel;
		connection->last = &parcel->next;
		parcel = NULL;
		if (!connection->sending && holding_back.on)
			hold_back(connection);
		else if (!connection->sending)
			begin_sending(connection);
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
	connection_let_go(connection);
}

void writer_on_out(void *arg)
{
	struct connection *connection = arg;
	struct parcel *written;
	bool sending;

	if (nng_aio_result(connection->out) != 0) /* also when the caller did not read for too long */
		connection_end(connection);
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

void transport_hold_back(void)
{
	holding_back.on = true;
}

static void let_out(struct connection *connection)
{
	struct parcel *unwanted = NULL;

	pthread_mutex_lock(&connection->lock);
	connection->held_back = false;
	if (!connection->sending && connection->closed)
		unwanted = take_written(connection, 0);
	else if (!connection->sending && connection->first != NULL)
		begin_sending(connection);
	pthread_mutex_unlock(&connection->lock);
	drop(unwanted);
	connection_let_go(connection);
}

void transport_let_out(void)
{
	struct connection *connection, *next;

	holding_back.on = false;
	for (connection = holding_back.first; connection != NULL; connection = next) {
		next = connection->next_held_back; /* read before anybody else may hold it back again */
		let_out(connection);
	}
	holding_back.first = NULL;
}

void transport_slot_reply(struct transport_slot *slot, const void *bytes, size_t size)
{
	struct connection *connection = slot->connection;
	uint8_t head[FRAME_HEAD_MAX];
	struct parcel *parcel = wrap(head, frame_head(connection->kind, &slot->route, size, head), bytes, size);

	parcel->slot = slot;
	post(connection, parcel);
}

void writer_greet(struct connection *connection)
{
	uint8_t greeting[FRAME_GREETING_SIZE];

	frame_greet(FRAME_REPLIER, greeting);
	post(connection, wrap(greeting, sizeof(greeting), NULL, 0));
}
