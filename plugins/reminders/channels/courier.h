/* plugins/reminders/channels/ — what channels over the network have in common: mails wait, a few at a time are on their
 * way to one server, and each callback comes once, later. A channel is a table of functions over it. On the plugin's
 * loop; without memory it aborts. */
#ifndef RIDEALONG_REMINDERS_COURIER_H
#define RIDEALONG_REMINDERS_COURIER_H

#include <stdbool.h>

#include "plugins/net/multi.h"
#include "plugins/reminders/channels/channel.h"

struct courier;

/** A mail on its way; first member of what a channel keeps of it, zeroed. */
struct trip {
	struct net_transfer transfer;
	struct trip *next;
	struct courier *courier;
	const struct channel_mail *mail;
	channel_done_cb done;
	void *arg;
};

/** How a trip went, as channel_done_cb has it. */
struct outcome {
	enum status status;
	char message[400];
	int64_t wait_us;
	bool at_once; /* nothing was delivered, and it is to be tried once more now */
};

struct courier_table {
	size_t trip_size;
	int most; /* trips on their way at a time */
	/** Sets what the handle, a fresh one, is to do. Anything but OK is how it went. */
	enum status (*prepare)(struct trip *trip, struct error *reterr);
	/** The transfer is over. */
	void (*judge)(struct trip *trip, CURLcode code, struct outcome *ret);
	/** Frees what the channel keeps of a trip, but for the trip itself and its handle. */
	void (*forget)(struct trip *trip);
	/** Before connections are closed. May be NULL. */
	void (*before_close)(struct courier *courier);
	/** Frees the channel, its courier with it. */
	void (*destroy)(struct courier *courier);
};

/** First member of a channel. */
struct courier {
	struct channel channel;
	const struct courier_table *table;
	struct net_multi *multi;
	uv_timer_t kick;
	struct trip *waiting, *under_way;
	int n_under_way, open;
	bool closing;
};

/** Fills the courier: it is a channel from then on. */
void courier_init(struct courier *courier, uv_loop_t *loop, const char *name, const struct courier_table *table);

/** A setting, for a channel to keep; NULL gives NULL. */
char *courier_copy(const char *text);
/** The host and port of an address, for sentences. */
void courier_host(const char *url, char ret[256]);
/** What a transfer that did not get through met with, in words: whose host it is, and what; "" when that is for the
 * channel to say. */
void courier_trouble(
	const struct net_transfer *transfer, CURLcode code, const char *host, int seconds, char *ret, size_t size);

#endif
