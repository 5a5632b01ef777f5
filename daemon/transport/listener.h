/* transport/ — an address where callers come in; for the files of this storey alone. */
#ifndef RIDEALONG_TRANSPORT_LISTENER_H
#define RIDEALONG_TRANSPORT_LISTENER_H

#include <nng/nng.h>

#include "daemon/transport/inside.h"
#include "proto/frame.h"

struct listener {
	struct transport *transport;
	enum frame_stream kind;
	nng_stream_listener *streams;
	nng_aio *accept;
	struct listener *next; /* the transport's other ones */
};

/** Listens before it returns; every caller becomes a connection. Failures are transport_listen()'s. */
enum status listener_open(
	struct transport *transport, const char *address, struct listener **ret, struct error *reterr);
/** Nobody comes in any more once it returns. Not from a thread of nng. NULL is fine. */
void listener_close(struct listener *listener);

#endif
