/* transport/ — the door: listeners let callers in, a connection speaks with each. */
#include "daemon/transport/transport.h"

#include <stdlib.h>
#include <time.h>

#include "daemon/transport/connection.h"
#include "daemon/transport/inside.h"
#include "daemon/transport/listener.h"

#define SEND_TIMEOUT_MS 10000

enum status transport_create(const struct transport_options *options, struct transport **ret, struct error *reterr)
{
	struct transport *transport = calloc(1, sizeof(*transport));
	pthread_condattr_t monotonic;

	if (transport == NULL)
		return error_set(reterr, STATUS_RESOURCE_EXHAUSTED, "out of memory");
	transport->options = *options;
	if (options->send_timeout_ms == 0)
		transport->options.send_timeout_ms = SEND_TIMEOUT_MS;
	transport_lock_init(&transport->lock);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&transport->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	callers_init(&transport->callers);
	*ret = transport;
	return STATUS_OK;
}

enum status transport_listen(struct transport *transport, struct error *reterr)
{
	for (const char *const *address = transport->options.listen; *address != NULL; address++) {
		struct listener *listener;
		enum status status = listener_open(transport, *address, &listener, reterr);

		if (status != STATUS_OK)
			return status;
		listener->next = transport->listeners;
		transport->listeners = listener;
	}
	return STATUS_OK;
}

/* Replies under way get their chance, as long as a caller who does not read has. */
static void let_replies_out(struct transport *transport)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += transport->options.send_timeout_ms / 1000 + 1;
	pthread_mutex_lock(&transport->lock);
	while (atomic_load(&transport->writing) > 0 &&
		pthread_cond_timedwait(&transport->changed, &transport->lock, &until) == 0)
		;
	pthread_mutex_unlock(&transport->lock);
}

void transport_destroy(struct transport *transport)
{
	if (transport == NULL)
		return;
	while (transport->listeners != NULL) {
		struct listener *listener = transport->listeners;

		transport->listeners = listener->next;
		listener_close(listener);
	}
	atomic_store(&transport->stopping, true);
	let_replies_out(transport);
	connection_end_all(transport);
	callers_finish(&transport->callers);
	pthread_cond_destroy(&transport->changed);
	pthread_mutex_destroy(&transport->lock);
	free(transport);
}

bool transport_alive(struct transport *transport, uint32_t caller)
{
	return callers_has(&transport->callers, caller);
}

void transport_count(struct transport *transport, struct transport_counts *ret)
{
	pthread_mutex_lock(&transport->lock);
	ret->calls = transport->calls;
	pthread_mutex_unlock(&transport->lock);
	ret->callers = callers_count(&transport->callers);
}
