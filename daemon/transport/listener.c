/* transport/ — listening, and letting callers in. */
#include "daemon/transport/listener.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/transport/connection.h"

#define PAUSE_MS 100 /* when the machine has no room for another caller */

/* Accepts one after the other, until the listener is closed. */
static void on_accept(void *arg)
{
	struct listener *listener = arg;
	nng_stream *stream;

	switch (nng_aio_result(listener->accept)) {
	case 0:
		stream = nng_aio_get_output(listener->accept, 0);
		if (stream != NULL) /* NULL after a pause */
			connection_start(listener->transport, stream, listener->kind);
		break;
	case NNG_ECONNABORTED: /* whoever called thought better of it */
	case NNG_ECONNRESET:
		break;
	case NNG_ECLOSED:
	case NNG_ECANCELED:
		return;
	default:
		nng_sleep_aio(PAUSE_MS, listener->accept);
		return;
	}
	nng_stream_listener_accept(listener->streams, listener->accept);
}

/* nng removes whatever it finds where its socket is to be. */
static bool is_in_the_way(const char *address)
{
	struct stat found;

	return strncmp(address, "ipc://", 6) == 0 && lstat(address + 6, &found) == 0 && !S_ISSOCK(found.st_mode);
}

static enum status listen_at(struct listener *listener, const char *address, struct error *reterr)
{
	int failed = nng_stream_listener_alloc(&listener->streams, address);

	if (failed == 0)
		failed = nng_aio_alloc(&listener->accept, on_accept, listener);
	if (failed != 0)
		return error_set(reterr, STATUS_INVALID_ARGUMENT,
			"\"%s\" is no address to listen at, such as ipc:///run/ridealong/ridealong.sock (%s)", address,
			nng_strerror(failed));
	if (listener->kind == FRAME_LOCAL)
		nng_stream_listener_set_int(
			listener->streams, NNG_OPT_IPC_PERMISSIONS, (int)listener->transport->options.mode);
	failed = nng_stream_listener_listen(listener->streams);
	if (failed != 0)
		return error_set(reterr, STATUS_UNAVAILABLE, "cannot listen at %s: %s", address, nng_strerror(failed));
	nng_stream_listener_accept(listener->streams, listener->accept);
	return STATUS_OK;
}

enum status listener_open(struct transport *transport, const char *address, struct listener **ret, struct error *reterr)
{
	struct listener *listener;
	enum status status;

	if (is_in_the_way(address))
		return error_set(reterr, STATUS_FAILED_PRECONDITION,
			"cannot listen at %s: what is there already is no socket; it stays as it is", address);
	listener = calloc(1, sizeof(*listener));
	if (listener == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	listener->transport = transport;
	listener->kind = frame_stream_of(address);
	status = listen_at(listener, address, reterr);
	if (status != STATUS_OK) {
		listener_close(listener);
		return status;
	}
	*ret = listener;
	return STATUS_OK;
}

void listener_close(struct listener *listener)
{
	if (listener == NULL)
		return;
	if (listener->streams != NULL)
		nng_stream_listener_close(listener->streams);
	if (listener->accept != NULL) {
		nng_aio_stop(listener->accept);
		nng_aio_free(listener->accept);
	}
	if (listener->streams != NULL)
		nng_stream_listener_free(listener->streams);
	free(listener);
}
