/* transport/ — bytes in, bytes out. The only storey that knows nng.
 *
 * Callers come with a REQ socket of nng, or with anything that frames its messages so (proto/frame.h). A message that
 * was delivered is a slot; every slot is replied to exactly once, by any thread, now or much later.
 *
 * We stand on nng's streams and not on its REP socket, which in 1.5.2 loses a connection that ends while a part of a
 * message is on its way: its one reaper waits for it ever after, and no other caller's death is told. */
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
	uint32_t caller; /* a number that no other caller has or had */
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
	/** On a thread of nng; several at a time, also of one caller. May take its time: nng has few threads. */
	void (*deliver)(void *arg, struct transport_slot *slot, const struct transport_message *message);
	/** The caller is gone: transport_alive() says no from here on. On a thread of nng. */
	void (*gone)(void *arg, uint32_t caller);
	void *arg;
};

/** Callers come with transport_listen(). Options are copied, their strings are not. */
enum status transport_create(const struct transport_options *options, struct transport **ret, struct error *reterr);
/** Listens at every address before it returns; callbacks begin within. UNAVAILABLE names the address that cannot be
 * had, INVALID_ARGUMENT the one that is none, FAILED_PRECONDITION the one where a file stands that is no socket. */
enum status transport_listen(struct transport *transport, struct error *reterr);
/** Writes the replies that are on their way, as long as that takes no longer than a caller's patience, then closes.
 * Every slot must be replied to, or be so soon. No callback comes after it. Not from within one. NULL is fine. */
void transport_destroy(struct transport *transport);

/** Sends and lets go of the slot. Bytes are copied. Any thread. A caller who reads nothing for ten seconds is cut off;
 * one for whom thousands of calls are under way is not read from until some are over. */
void transport_slot_reply(struct transport_slot *slot, const void *bytes, size_t size);

/** What the calling thread replies between the two goes out at the second, to each caller in one go: for whoever has
 *  many answers at once. Not nested; nothing may block in between. */
void transport_hold_back(void);
void transport_let_out(void);

/** Any thread. */
bool transport_alive(struct transport *transport, uint32_t caller);

struct transport_counts {
	int calls; /* delivered, and their reply not written yet */
	int callers;
};
void transport_count(struct transport *transport, struct transport_counts *ret);

#endif
