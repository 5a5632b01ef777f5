/* clients/client — a stream of bytes to a daemon, on which nothing waits: what cannot be done at once is tried again
 * when poll() says so. A local socket is our own (local.c); what lies across the network is reached by nng, names and
 * TLS included (network.c). One thread at a time. */
#ifndef RIDEALONG_CLIENT_STREAM_H
#define RIDEALONG_CLIENT_STREAM_H

#include <poll.h>
#include <stddef.h>
#include <sys/uio.h>

/** How it went. The system's codes and nng's die here. */
enum stream_status {
	STREAM_FINE,
	STREAM_LATER,      /* nothing happened: poll */
	STREAM_NOBODY,     /* nobody is there, or not any more */
	STREAM_BUSY,       /* whoever is there has no room now */
	STREAM_SILENT,     /* nothing came for too long */
	STREAM_STRANGER,   /* whoever is there is no daemon */
	STREAM_DENIED,     /* we may not */
	STREAM_NO_ADDRESS, /* nobody could ever be there */
	STREAM_NO_MEMORY
};

struct stream {
	const struct stream_kind *kind;
};

struct stream_kind {
	/** NO_ADDRESS, NO_MEMORY, or FINE: it can be dialled. */
	enum stream_status (*check)(const char *address);
	/** Begins to dial; on FINE *ret is the stream to be. */
	enum stream_status (*dial)(const char *address, struct stream **ret);
	/** FINE when the dial has come through. */
	enum stream_status (*dialled)(struct stream *stream);
	/** FINE when *ret bytes were read or written, one at least. */
	enum stream_status (*read)(struct stream *stream, const struct iovec *to, unsigned pieces, size_t *ret);
	enum stream_status (*write)(struct stream *stream, const struct iovec *from, unsigned pieces, size_t *ret);
	/** What to poll for, if those events are what is waited for: POLLIN to read, POLLOUT to write and to have
	 * dialled. */
	struct pollfd (*poll)(const struct stream *stream, short events);
	/** At whatever point it is; waits for nobody. */
	void (*close)(struct stream *stream);
};

extern const struct stream_kind client_local, client_network;

#endif
