/* transport/ — bytes in, bytes out. The only storey that knows nng.
 *
 * A REP socket with many contexts; each context with its message is a slot, and every slot that was delivered is
 * replied to exactly once, by any thread, now or much later. */
#ifndef RIDEALONG_TRANSPORT_TRANSPORT_H
#define RIDEALONG_TRANSPORT_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "proto/status.h"

/** An envelope with its payload is at most 1 MiB; what is larger than this is no envelope, and closes the pipe. */
#define TRANSPORT_MESSAGE_SIZE (1024 * 1024 + 64 * 1024)

struct transport;
struct transport_slot;

/** A message. Valid within the call. */
struct transport_message {
	uint32_t caller; /* number of its pipe */
	bool local;      /* it came by a local socket: uid is the kernel's word for who is at the other end */
	uid_t uid;
	const void *bytes;
	size_t size;
};

struct transport_options {
	/** "ipc:///run/ridealong/ridealong.sock", "tcp://127.0.0.1:7411", …, NULL-terminated. */
	const char *const *listen;
	unsigned mode;       /* permissions of ipc sockets, such as 0666 */
	int send_timeout_ms; /* of a reply to a caller who does not read; 0: ten seconds */
	/** On a thread of nng; several at a time. May take its time: nng has few threads. */
	void (*deliver)(void *arg, struct transport_slot *slot, const struct transport_message *message);
	/** The caller is gone: transport_alive() says no from here on. On a thread of nng. */
	void (*gone)(void *arg, uint32_t caller);
	void *arg;
};

/** The socket and its contexts; callers come with transport_listen(). Options are copied, their strings are not. */
enum status transport_create(const struct transport_options *options, struct transport **ret, struct error *reterr);
/** Listens at every address before it returns; callbacks begin within. UNAVAILABLE names the address that cannot be
 * had, INVALID_ARGUMENT the one that is none, FAILED_PRECONDITION the one where a file stands that is no socket. */
enum status transport_listen(struct transport *transport, struct error *reterr);
/** Every slot must have been replied to. No callback comes after it. nng_close() can hang: callers keep a watchdog.
 * NULL is fine. */
void transport_destroy(struct transport *transport);

/** Sends and lets go of the slot. Bytes are copied. A caller who does not read for ten seconds is cut off. Any thread.
 */
void transport_slot_reply(struct transport_slot *slot, const void *bytes, size_t size);

/** Any thread. */
bool transport_alive(struct transport *transport, uint32_t caller);

struct transport_counts {
	int slots, receiving, callers;
};
void transport_count(struct transport *transport, struct transport_counts *ret);

#endif
