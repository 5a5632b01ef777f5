/* plugins/reminders/channels/ — what channels over the network have in common. */
#include "plugins/reminders/channels/courier.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void forget(struct trip *trip)
{
	trip->courier->table->forget(trip);
	curl_easy_cleanup(trip->transfer.curl);
	free(trip);
}

static void tell(struct trip *trip, enum status status, const char *message, int64_t wait_us)
{
	trip->done(trip->arg, status, message, wait_us);
	forget(trip);
}

static void append(struct trip **list, struct trip *trip)
{
	while (*list != NULL)
		list = &(*list)->next;
	trip->next = NULL;
	*list = trip;
}

static void take_out(struct trip **list, struct trip *trip)
{
	while (*list != trip)
		list = &(*list)->next;
	*list = trip->next;
}

/* ---- on their way ---- */

static void on_ended(struct net_transfer *transfer, CURLcode code);

/* Each attempt has a handle of its own, so that nothing of another stays in it. */
static enum status set_out(struct trip *trip, struct error *reterr)
{
	enum status st;

	curl_easy_cleanup(trip->transfer.curl);
	trip->transfer.curl = curl_easy_init();
	if (trip->transfer.curl == NULL)
		abort();
	trip->transfer.ended = on_ended;
	st = trip->courier->table->prepare(trip, reterr);
	if (st == STATUS_OK)
		net_multi_begin(trip->courier->multi, &trip->transfer);
	return st;
}

static void on_kick(uv_timer_t *timer)
{
	struct courier *courier = timer->data;
	struct error error = { 0 };

	while (courier->waiting != NULL && courier->n_under_way < courier->table->most && !courier->closing) {
		struct trip *trip = courier->waiting;

		courier->waiting = trip->next;
		if (set_out(trip, &error) != STATUS_OK) {
			tell(trip, error.status, error.message, 0);
			continue;
		}
		append(&courier->under_way, trip);
		courier->n_under_way++;
	}
}

static void on_ended(struct net_transfer *transfer, CURLcode code)
{
	struct trip *trip = (struct trip *)transfer;
	struct courier *courier = trip->courier;
	struct outcome outcome = { .status = STATUS_OK };
	struct error error = { 0 };

	courier->table->judge(trip, code, &outcome);
	if (outcome.at_once && set_out(trip, &error) == STATUS_OK)
		return;
	take_out(&courier->under_way, trip);
	courier->n_under_way--;
	uv_timer_start(&courier->kick, on_kick, 0, 0);
	tell(trip, outcome.status, outcome.message, outcome.wait_us);
}

static void deliver(struct channel *channel, const struct channel_mail *mail, channel_done_cb done, void *arg)
{
	struct courier *courier = (struct courier *)channel;
	struct trip *trip = calloc(1, courier->table->trip_size);

	if (trip == NULL)
		abort();
	trip->courier = courier;
	trip->mail = mail;
	trip->done = done;
	trip->arg = arg;
	append(&courier->waiting, trip);
	uv_timer_start(&courier->kick, on_kick, 0, 0);
}

/* ---- beginning and end ---- */

static void let_go(struct courier *courier)
{
	if (--courier->open > 0)
		return;
	while (courier->under_way != NULL || courier->waiting != NULL) {
		struct trip **list = courier->under_way != NULL ? &courier->under_way : &courier->waiting;
		struct trip *trip = *list;

		*list = trip->next;
		tell(trip, STATUS_UNAVAILABLE, "the service was stopped while this was under way", 0);
	}
	courier->table->destroy(courier);
}

static void on_kick_closed(uv_handle_t *handle)
{
	let_go(handle->data);
}

static void on_stopped(void *arg)
{
	let_go(arg);
}

static void close_channel(struct channel *channel)
{
	struct courier *courier = (struct courier *)channel;

	courier->closing = true;
	if (courier->table->before_close != NULL)
		courier->table->before_close(courier);
	for (struct trip *trip = courier->under_way; trip != NULL; trip = trip->next)
		net_multi_leave(&trip->transfer);
	uv_close((uv_handle_t *)&courier->kick, on_kick_closed);
	net_multi_stop(courier->multi, on_stopped, courier);
}

void courier_init(struct courier *courier, uv_loop_t *loop, const char *name, const struct courier_table *table)
{
	*courier = (struct courier){ .channel = { .name = name, .deliver = deliver, .close = close_channel },
		.table = table,
		.multi = net_multi_start(loop),
		.open = 2 };
	uv_timer_init(loop, &courier->kick);
	courier->kick.data = courier;
}

/* ---- words ---- */

char *courier_copy(const char *text)
{
	char *fresh = text != NULL ? strdup(text) : NULL;

	if (text != NULL && fresh == NULL)
		abort();
	return fresh;
}

void courier_host(const char *url, char ret[256])
{
	const char *host = strstr(url, "://");

	host = host != NULL ? host + 3 : url;
	snprintf(ret, 256, "%.*s", (int)strcspn(host, "/?#"), host);
}

void courier_trouble(
	const struct net_transfer *transfer, CURLcode code, const char *host, int seconds, char *ret, size_t size)
{
	ret[0] = '\0';
	if (transfer->refused[0] != '\0') {
		snprintf(ret, size, "%s leads to %s, an address of a private network", host, transfer->refused);
		return;
	}
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
		snprintf(ret, size, "no host is called %s, as far as can be found out now", host);
		return;
	case CURLE_COULDNT_CONNECT:
		snprintf(ret, size, "%s does not answer", host);
		return;
	case CURLE_OPERATION_TIMEDOUT:
		snprintf(ret, size, "%s took more than %d seconds", host, seconds);
		return;
	case CURLE_PEER_FAILED_VERIFICATION:
		snprintf(ret, size, "the certificate of %s is not to be trusted, or is another host's", host);
		return;
	case CURLE_SSL_CONNECT_ERROR:
		snprintf(ret, size, "%s and this service do not agree on TLS", host);
		return;
	case CURLE_SSL_CACERT_BADFILE:
		snprintf(ret, size, "ca_file has no certificates that can be read");
		return;
	default:
		return;
	}
}
