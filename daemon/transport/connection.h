/* transport/ — one caller's stream; for the files of this storey alone.
 *
 * Reading (reader.h) and writing (writer.h) go on side by side, each as a chain of callbacks on threads of nng. Whoever
 * may still touch a connection holds it: the two chains, every call that was delivered and not answered, and whoever
 * ends it. It is freed when the last one lets go. */
#ifndef RIDEALONG_TRANSPORT_CONNECTION_H
#define RIDEALONG_TRANSPORT_CONNECTION_H

#include <nng/nng.h>

#include "daemon/transport/inside.h"
#include "proto/frame.h"

#define CONNECTION_BUFFER 4096

struct parcel; /* writer.c */

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
	struct connection *next_waiting;
	bool waits;
	int calls;

	/* Of whoever reads. */
	nng_aio *in;
	bool greeted, ready; /* ready: the buffer holds more than the beginning of a message */
	size_t start, end;   /* of what is in the buffer */
	struct transport_slot *arriving;
	uint8_t buffer[CONNECTION_BUFFER];

	pthread_mutex_t lock; /* of what follows, and of every operation of nng's: one begun on a closed stream never
				 ends */
	bool closed, sending;
	bool held_back; /* in a thread's list of those that have replies to let out */
	struct connection *next_held_back;
	nng_aio *out;
	struct parcel *first, **last;
	size_t sent; /* of the first */
};

/* A message: while it comes in, while its call runs, and until its reply is written. */
struct transport_slot {
	struct connection *connection;
	struct frame_route route;
	size_t size, have; /* of route and body together: all of it, and what has come */
	uint8_t message[];
};

/** Takes the stream over: greets, and delivers what comes. */
void connection_start(struct transport *transport, nng_stream *stream, enum frame_stream kind);

/** Before letting somebody else touch it. */
void connection_hold(struct connection *connection);
/** Frees it after the last one. */
void connection_let_go(struct connection *connection);

/** From whichever side the end is seen first: nothing is read or written any more, and the caller is gone. Whoever
 * calls holds it. */
void connection_end(struct connection *connection);
/** Ends all that are open and returns when the last connection is freed: then every call has been replied to and no
 *  callback is under way. Not from a thread of nng. */
void connection_end_all(struct transport *transport);

/** Of a message that is delivered next. */
void connection_call_begins(struct connection *connection);
/** Its reply is written, or nobody wants it: frees the slot, which lets go, and lets one that waited be read from. */
void connection_call_is_over(struct transport_slot *slot);
/** Whether there are too many calls to read on; then it is read from again when some are over. */
bool connection_must_wait(struct connection *connection);

#endif
