/* clients/client — streams across the network, by nng: names, and TLS where it knows it.
 *
 * nng tells of what it did on threads of its own, and takes what it is asked to write or to fill until it is done with
 * it. So there is room on either side, and a bell that it rings (an eventfd) is all there is to poll for. A stream of
 * nng never gives back what it is asked after it was closed, nor may it be freed before it gave back what it was asked
 * earlier. */
#include <nng/nng.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "stream.h"

#define ROOM 65536

struct side {
	struct network *network;
	nng_aio *aio;
	bool busy;          /* nng has it */
	size_t from, until; /* of what is in the room and did not go on yet */
	uint8_t room[ROOM];
};

struct network {
	struct stream base; /* first: whoever has the stream has this */
	int bell;
	nng_stream_dialer *dialer; /* one of its own: nng does not bear one that is used again */
	nng_aio *dial;

	pthread_mutex_t lock; /* all below */
	nng_stream *stream;   /* once it is dialled */
	enum stream_status status;
	struct side in, out;
};

/* nng's codes die here. */
static enum stream_status status_of(int code)
{
	switch (code) {
	case 0:
		return STREAM_FINE;
	case NNG_EAGAIN:
		return STREAM_BUSY;
	case NNG_ENOMEM:
		return STREAM_NO_MEMORY;
	case NNG_EPERM:
	case NNG_ECRYPTO:
	case NNG_ESYSERR + 13: /* EACCES, where nng has no name for it */
		return STREAM_DENIED;
	case NNG_EADDRINVAL:
	case NNG_EINVAL:
	case NNG_ENOTSUP:
		return STREAM_NO_ADDRESS;
	case NNG_EPROTO:
		return STREAM_STRANGER;
	default:
		return STREAM_NOBODY;
	}
}

static void ring(struct network *network)
{
	eventfd_write(network->bell, 1);
}

/* Before looking at what there is, or what comes next would go unheard. */
static void hear(struct network *network)
{
	eventfd_t rung;

	eventfd_read(network->bell, &rung);
}

static void on_dialled(void *arg)
{
	struct network *network = arg;
	const int code = nng_aio_result(network->dial);

	pthread_mutex_lock(&network->lock);
	network->status = status_of(code);
	if (code == 0)
		network->stream = nng_aio_get_output(network->dial, 0);
	pthread_mutex_unlock(&network->lock);
	ring(network);
}

static bool come_back(struct side *side)
{
	const int code = nng_aio_result(side->aio);

	side->busy = false;
	if (code != 0 && side->network->status == STREAM_FINE)
		side->network->status = STREAM_NOBODY;
	return code == 0;
}

static void on_read(void *arg)
{
	struct side *in = arg;

	pthread_mutex_lock(&in->network->lock);
	if (come_back(in))
		in->until = nng_aio_count(in->aio);
	pthread_mutex_unlock(&in->network->lock);
	ring(in->network);
}

static void on_written(void *arg)
{
	struct side *out = arg;

	pthread_mutex_lock(&out->network->lock);
	if (come_back(out))
		out->from += nng_aio_count(out->aio);
	pthread_mutex_unlock(&out->network->lock);
	ring(out->network);
}

/* Asks nng to fill or to write what is left of the room up to there. */
static void operate(struct side *side, size_t until, void (*operation)(nng_stream *, nng_aio *))
{
	nng_iov rest = { .iov_buf = side->room + side->from, .iov_len = until - side->from };

	nng_aio_set_iov(side->aio, 1, &rest);
	side->busy = true;
	operation(side->network->stream, side->aio);
}

/* Has nng do what it can do now: write what is left, and read when there is nothing. */
static void go_on(struct network *network)
{
	struct side *in = &network->in, *out = &network->out;

	if (network->status != STREAM_FINE)
		return;
	if (!out->busy && out->from < out->until)
		operate(out, out->until, nng_stream_send);
	if (!in->busy && in->from == in->until) {
		in->from = in->until = 0;
		operate(in, ROOM, nng_stream_recv);
	}
}

static size_t min_size(size_t one, size_t other)
{
	return one < other ? one : other;
}

/* What nng has read is taken out of its room. */
static size_t take(struct side *in, const struct iovec *to, unsigned pieces)
{
	const size_t before = in->from;

	if (in->busy)
		return 0;
	for (unsigned i = 0; i < pieces; i++) {
		const size_t count = min_size(to[i].iov_len, in->until - in->from);

		memcpy(to[i].iov_base, in->room + in->from, count);
		in->from += count;
	}
	return in->from - before;
}

/* As much as fits is put into the room, once all that was there is written. */
static size_t put(struct side *out, const struct iovec *from, unsigned pieces)
{
	if (out->busy || out->from < out->until)
		return 0;
	out->from = out->until = 0;
	for (unsigned i = 0; i < pieces; i++) {
		const size_t count = min_size(from[i].iov_len, ROOM - out->until);

		memcpy(out->room + out->until, from[i].iov_base, count);
		out->until += count;
	}
	return out->until;
}

static enum stream_status after(struct network *network, size_t count)
{
	if (count > 0)
		return STREAM_FINE;
	return network->status == STREAM_FINE ? STREAM_LATER : network->status;
}

static enum stream_status read_some(struct stream *stream, const struct iovec *to, unsigned pieces, size_t *ret)
{
	struct network *network = (struct network *)stream;
	enum stream_status status;

	hear(network);
	pthread_mutex_lock(&network->lock);
	*ret = take(&network->in, to, pieces);
	status = after(network, *ret);
	go_on(network);
	pthread_mutex_unlock(&network->lock);
	return status;
}

/* What is in the room counts as written: that it never arrived shows when nothing can be read. */
static enum stream_status write_some(struct stream *stream, const struct iovec *from, unsigned pieces, size_t *ret)
{
	struct network *network = (struct network *)stream;
	enum stream_status status;

	hear(network);
	pthread_mutex_lock(&network->lock);
	*ret = put(&network->out, from, pieces);
	status = after(network, *ret);
	go_on(network);
	pthread_mutex_unlock(&network->lock);
	return status;
}

static enum stream_status dialled(struct stream *stream)
{
	struct network *network = (struct network *)stream;
	enum stream_status status;

	hear(network);
	pthread_mutex_lock(&network->lock);
	status = network->status;
	pthread_mutex_unlock(&network->lock);
	return status;
}

static struct pollfd poll_for(const struct stream *stream, short events)
{
	(void)events;
	return (struct pollfd){ .fd = ((const struct network *)stream)->bell, .events = POLLIN };
}

/* Ends what is under way, waits for its callback, and frees; NULL is fine. */
static void end(nng_aio *aio)
{
	if (aio == NULL)
		return;
	nng_aio_stop(aio);
	nng_aio_free(aio);
}

static void on_reaped(nng_aio *aio, void *arg, int code)
{
	nng_stream_dialer_free(arg);
	nng_aio_finish(aio, code);
}

/* Freeing a dialler may wait for what its dial left behind, and we do not. So nng's reaper does it, which frees the
 * streams too: it ends an operation whose aio it is given. */
static void reap_dialer(nng_stream_dialer *dialer)
{
	nng_aio *aio;

	if (nng_aio_alloc(&aio, NULL, NULL) != 0) {
		nng_stream_dialer_free(dialer);
		return;
	}
	nng_aio_begin(aio);
	nng_aio_defer(aio, on_reaped, dialer);
	nng_aio_reap(aio);
}

static void close_network(struct stream *stream)
{
	struct network *network = (struct network *)stream;

	end(network->dial); /* from here on it has a stream, or none */
	if (network->stream != NULL)
		nng_stream_close(network->stream);
	end(network->in.aio);
	end(network->out.aio);
	if (network->stream != NULL)
		nng_stream_free(network->stream);
	if (network->dialer != NULL)
		reap_dialer(network->dialer);
	pthread_mutex_destroy(&network->lock);
	if (network->bell >= 0)
		close(network->bell);
	free(network);
}

/* SP over WebSockets has no greeting, and no stream that we could frame. */
static int create_dialer(const char *address, nng_stream_dialer **ret)
{
	return strncmp(address, "ws", 2) == 0 ? NNG_ENOTSUP : nng_stream_dialer_alloc(ret, address);
}

static enum stream_status check(const char *address)
{
	nng_stream_dialer *dialer;
	const int code = create_dialer(address, &dialer); /* knows what is an address */

	if (code == 0)
		nng_stream_dialer_free(dialer);
	return status_of(code);
}

static int prepare(struct network *network, const char *address)
{
	int code = network->bell < 0 ? NNG_ENOMEM : create_dialer(address, &network->dialer);

	if (code == 0)
		code = nng_aio_alloc(&network->dial, on_dialled, network);
	if (code == 0)
		code = nng_aio_alloc(&network->in.aio, on_read, &network->in);
	if (code == 0)
		code = nng_aio_alloc(&network->out.aio, on_written, &network->out);
	return code;
}

static enum stream_status dial(const char *address, struct stream **ret)
{
	struct network *network = calloc(1, sizeof(*network));
	int code;

	if (network == NULL)
		return STREAM_NO_MEMORY;
	network->base.kind = &client_network;
	network->status = STREAM_LATER;
	network->in.network = network->out.network = network;
	network->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	pthread_mutex_init(&network->lock, NULL);
	code = prepare(network, address);
	if (code != 0) {
		close_network(&network->base);
		return status_of(code);
	}
	/* A request is not to wait for the next one. Local sockets know nothing of that. */
	nng_stream_dialer_set_bool(network->dialer, NNG_OPT_TCP_NODELAY, true);
	nng_stream_dialer_dial(network->dialer, network->dial);
	*ret = &network->base;
	return STREAM_FINE;
}

const struct stream_kind client_network = {
	.check = check,
	.dial = dial,
	.dialled = dialled,
	.read = read_some,
	.write = write_some,
	.poll = poll_for,
	.close = close_network,
};
