/* clients/client — what the library's own files share: a client, its calls, who waits for what, and the connection.
 *
 * One lock guards it all. nng tells of what it did on threads of its own and never from within what it is asked, so it
 * is asked under the lock. Callers' callbacks run without it. */
#ifndef RIDEALONG_CLIENT_PRIVATE_H
#define RIDEALONG_CLIENT_PRIVATE_H

#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>
#include <pthread.h>
#include <stdbool.h>

#include "message.h"
#include "ridealong/client.h"

#define CLIENT_MESSAGE_MAX (1024 * 1024)
#define CLIENT_PATIENCE_MS 3000  /* for a connection, or for a daemon that does not read */
#define CLIENT_GRACE_MS    2000  /* how much longer than the daemon we wait */
#define CLIENT_TIMEOUT_MS  30000 /* of a call, by default */

/* Calls: call.c. A call is an operation of its aio: the reply, the deadline and the client's end all lead to the aio's
 * callback, once. It is used again when it is over. */

enum call_stage { CALL_FREE, CALL_OVER, CALL_QUEUED, CALL_SENT };

struct call {
	struct ridealong_client *client;
	struct call *next; /* of those that are free, queued, or sent and in the same bucket */
	struct call **at;  /* what points to it, where it is queued or sent */
	nng_aio *aio;
	enum call_stage stage;
	uint64_t id;
	char *act_as;                    /* own, or NULL */
	nng_time deadline, queued_until; /* the earlier one ends a call that is not sent */
	ridealong_done_cb done;
	void *arg;
	struct message *request;      /* until it is sent */
	struct message *reply;        /* route and body, once it is there */
	size_t reply_body;            /* where the body begins */
	struct ridealong_error error; /* why there is none, where that is known */
};

/** By which its reply is known: the bits of the id that a route has room for. */
uint32_t client_call_number(const struct call *call);
/** Frees what a call holds; it must not be under way. */
void client_call_destroy(struct call *call);

/* Calls under way: waiting.c. All of it under the lock. */

#define WAITING_BUCKETS 256

struct waiting {
	struct call *queue, **queue_end; /* to be sent, oldest first */
	struct call *sent[WAITING_BUCKETS];
};

void client_waiting_init(struct waiting *waiting);
/** Queues a call whose aio has begun. */
void client_waiting_add(struct waiting *waiting, struct call *call);
/** The oldest request, whose call counts as sent from here on; the caller frees it. NULL when none is queued. */
struct message *client_waiting_send(struct waiting *waiting);
/** Hands a reply to the call that waits for it, or frees it. False when it has no route. */
bool client_waiting_reply(struct waiting *waiting, struct message *reply);

/** Ends a call: its callback comes, with the error if there is one, else with nng's code. */
void client_waiting_end(struct waiting *waiting, struct call *call, int code, const struct ridealong_error *error);
/** Ends all that are queued, or all that are sent. */
void client_waiting_end_queued(struct waiting *waiting, int code, const struct ridealong_error *error);
void client_waiting_end_sent(struct waiting *waiting, int code);

/* The connection: connection.c. All of it under the lock, but for its beginning and its end. */

#define CONNECTION_BATCH 8 /* pieces that nng takes at once */

enum connection_state {
	CONNECTION_DOWN,
	CONNECTION_PAUSING, /* before it dials again */
	CONNECTION_DIALLING,
	CONNECTION_GREETING,
	CONNECTION_GREETED, /* by us; the daemon's greeting is to come */
	CONNECTION_UP,
	CONNECTION_ENDING /* closed; nng is still to give back what it was asked */
};

struct connection {
	struct ridealong_client *client;
	enum connection_state state;
	enum frame_stream kind;
	bool known;                /* has been up: a daemon that went away is waited for */
	nng_stream_dialer *dialer; /* while it dials */
	nng_stream *stream;

	nng_aio *shake; /* pauses, dials, greets */
	nng_time shaking_since;
	int failure; /* of the last dial */
	uint8_t greeting[FRAME_GREETING_SIZE];
	size_t greeted; /* bytes of it */

	nng_aio *read;
	bool reading;
	struct reader reader;

	nng_aio *write;
	bool writing;
	struct message *batch[CONNECTION_BATCH];
	nng_iov rest[CONNECTION_BATCH]; /* of the batch, from the first that is not written */
	unsigned batched, written;
};

/** Dials nothing yet. Returns nng's code; then a finish is due all the same. */
int client_connection_init(struct connection *connection, struct ridealong_client *client);
/** Not under the lock. The client must be closing. Waits until nng has given back everything. */
void client_connection_finish(struct connection *connection);
/** Sends what is queued: at once, or as soon as there is a daemon. */
void client_connection_send(struct connection *connection);
/** Gives up a dial that has taken too long; returns when to look again. */
nng_time client_connection_look(struct connection *connection, nng_time now);
/** Why nothing can be sent. */
void client_connection_excuse(const struct connection *connection, struct ridealong_error *ret);
/** What nng's code means for those who wanted to dial; returns the status. */
int client_connection_error(const struct connection *connection, int code, struct ridealong_error *ret);

/* The watch over time: watch.c. All of it under the lock. */

#define WATCH_NEVER UINT64_MAX

struct watch {
	nng_aio *sleep;
	nng_time until;
};

/** Returns nng's code. It ends with its aio. */
int client_watch_init(struct ridealong_client *client);
/** Looks at that time at the latest; or when the call's time is over. */
void client_watch_until(struct ridealong_client *client, nng_time until);
void client_watch_call(struct ridealong_client *client, const struct call *call);

struct service; /* service.c */

struct ridealong_client {
	char *server, *token, *act_as, *locale; /* token, act_as and locale may be NULL */
	uint32_t timeout_ms;
	nng_duration patience_ms;

	pthread_mutex_t lock; /* all below */
	pthread_cond_t idle;
	bool closing;
	uint64_t next_id;
	unsigned busy;       /* calls under way */
	struct call **calls; /* all that were ever made */
	size_t call_count;
	struct call *free;
	struct waiting waiting;
	struct connection connection;
	struct watch watch;

	struct service *services;
	struct ridealong_error last_error;
};

/** Fills *ret (NULL is fine) and returns the status. reason may be NULL. */
int client_error_set(struct ridealong_error *ret, int status, const char *reason, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/** A copy of the caller's options, whatever their age: what their `size` does not reach is zero. */
struct ridealong_call_options client_call_options(const struct ridealong_call_options *options);

/** Whether calls of the method carry a request id, as their verb says. */
bool client_method_writes(const char *method);

/** Ends what is under way, waits for its callback, and frees; NULL is fine. Not under the lock. */
void client_aio_end(nng_aio *aio);

/** Ends the services' table. */
void client_services_destroy(struct ridealong_client *client);

#endif
