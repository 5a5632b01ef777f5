/* transport/ — one caller's stream; for the files of this storey alone.
 *
 * Reading and writing go on side by side, each as a chain of callbacks on threads of nng. Whoever may still touch a
 * connection holds it: the two chains, every call that was delivered and not answered, and whoever ends it. It is freed
 * when the last one lets go. */
#ifndef RIDEALONG_TRANSPORT_CONNECTION_H
#define RIDEALONG_TRANSPORT_CONNECTION_H

#include <nng/nng.h>

#include "daemon/transport/inside.h"
#include "proto/frame.h"

/** Takes the stream over: greets, and delivers what comes. */
void connection_start(struct transport *transport, nng_stream *stream, enum frame_stream kind);
/** Ends all that are open and returns when the last connection is freed: then every call has been replied to and no
 *  callback is under way. Not from a thread of nng. */
void connection_end_all(struct transport *transport);

#endif
