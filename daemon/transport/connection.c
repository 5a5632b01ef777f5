/* transport/ — the life of a connection, and how many calls its callers may have under way. */
#include "daemon/transport/connection.h"

#include <stdlib.h>

#include "daemon/base/log.h"
#include "daemon/transport/reader.h"
#include "daemon/transport/writer.h"

#define CALLS_AT_MOST    12288 /* of all callers: beyond it nobody is read from */
#define CALLS_PER_CALLER 6144  /* one leaves room for the others */

void connection_hold(struct connection *connection)
{
	atomic_fetch_add(&connection->holders, 1);
}

void connection_let_go(struct connection *connection)
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

static void stop_waiting(struct connection *connection)
{
	struct connection **at = &connection->transport->waiting;

	while (*at != connection)
		at = &(*at)->next_waiting;
	*at = connection->next_waiting;
	connection->waits = false;
}

/* Whether nobody was reading any more. */
static bool leave(struct connection *connection)
{
	struct transport *transport = connection->transport;
	bool waited;

	pthread_mutex_lock(&transport->lock);
	if (connection->next != NULL)
		connection->next->previous = connection->previous;
	if (connection->previous != NULL)
		connection->previous->next = connection->next;
	else
		transport->open = connection->next;
	waited = connection->waits;
	if (waited)
		stop_waiting(connection);
	pthread_mutex_unlock(&transport->lock);
	return waited;
}

static bool has_room(const struct connection *connection)
{
	return connection->calls < CALLS_PER_CALLER && connection->transport->calls < CALLS_AT_MOST;
}

bool connection_must_wait(struct connection *connection)
{
	struct transport *transport = connection->transport;
	bool wait;

	pthread_mutex_lock(&transport->lock);
	wait = !has_room(connection);
	if (wait) {
		connection->waits = true;
		connection->next_waiting = transport->waiting;
		transport->waiting = connection;
	}
	pthread_mutex_unlock(&transport->lock);
	return wait;
}

void connection_call_begins(struct connection *connection)
{
	pthread_mutex_lock(&connection->transport->lock);
	connection->calls++;
	connection->transport->calls++;
	pthread_mutex_unlock(&connection->transport->lock);
}

/* Another that waited may be read from, its own caller or somebody else. */
void connection_call_is_over(struct transport_slot *slot)
{
	struct connection *connection = slot->connection, *waiting;
	struct transport *transport = connection->transport;

	free(slot);
	pthread_mutex_lock(&transport->lock);
	connection->calls--;
	transport->calls--;
	waiting = transport->waiting;
	while (waiting != NULL && !has_room(waiting))
		waiting = waiting->next_waiting;
	if (waiting != NULL)
		stop_waiting(waiting);
	pthread_mutex_unlock(&transport->lock);
	if (waiting != NULL)
		reader_go_on(waiting);
	connection_let_go(connection);
}

/* The end, from whichever side it is seen first. */
void connection_end(struct connection *connection)
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
		connection_let_go(connection);
	if (callers_remove(&transport->callers, connection->number))
		transport->options.gone(transport->options.arg, connection->number);
}

/* The beginning. */

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
	if (nng_aio_alloc(&connection->in, reader_on_in, connection) != 0)
		goto free_connection;
	if (nng_aio_alloc(&connection->out, writer_on_out, connection) != 0)
		goto free_in;
	transport_lock_init(&connection->lock);
	connection_hold(connection); /* whoever reads */
	enter(connection);
	writer_greet(connection);
	reader_go_on(connection);
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
		connection_hold(connection);
		pthread_mutex_unlock(&transport->lock);
		connection_end(connection);
		connection_let_go(connection);
		pthread_mutex_lock(&transport->lock);
	}
	while (transport->connections > 0)
		pthread_cond_wait(&transport->changed, &transport->lock);
	pthread_mutex_unlock(&transport->lock);
}
