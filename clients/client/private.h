/* clients/client — what the library's own files share: a client, its calls, who waits for what, and the connection.
 *
 * One lock guards it all, and nothing waits under it but for the lock. Whoever waits for a call sees to all of them
 * meanwhile, one thread at a time (drive.c). Callers' callbacks run without the lock. */
#ifndef RIDEALONG_CLIENT_PRIVATE_H
#define RIDEALONG_CLIENT_PRIVATE_H

#include <pthread.h>
#include <stdbool.h>

#include "message.h"
#include "ridealong/client.h"
#include "stream.h"

#define CLIENT_MESSAGE_MAX (1024 * 1024)
#define CLIENT_PATIENCE_MS 3000  /* for a connection, or for a daemon that does not read */
#define CLIENT_GRACE_MS    2000  /* how much longer than the daemon we wait */
#define CLIENT_TIMEOUT_MS  30000 /* of a call, by default */
#define CLIENT_NEVER       INT64_MAX

/** Milliseconds of a clock that only goes forward. */
int64_t client_now(void);

/* Calls: call.c. A call is used again when it is over. */

enum call_stage { CALL_FREE, CALL_QUEUED, CALL_SENT, CALL_OVER };

struct call {
	struct ridealong_client *client;
	struct call *next; /* of those that are free, queued, sent and in the same bucket, or over */
	struct call **at;  /* what points to it, where it is queued or sent */
	enum call_stage stage;
	uint64_t id;
	char *act_as;                   /* own, or NULL */
	int64_t deadline, queued_until; /* the earlier one ends a call that is not sent */
	ridealong_done_cb done;         /* NULL: somebody waits for it */
	void *arg;
	struct message *request;      /* until it is sent */
	struct message *reply;        /* route and body, once it is there */
	size_t reply_body;            /* where the body begins */
	struct ridealong_error error; /* why there is none */
};

/** Begins a call; NULL when memory is out. With `done`, the thread of the library finishes it and nobody else may touch
 *  it; without, whoever began it does, when it is over. Not under the lock. */
struct call *client_call_begin(struct ridealong_client *client, const char *method, const void *bytes, size_t length,
	const struct ridealong_call_options *options, ridealong_done_cb done, void *arg, uint64_t *ret_id);
/** Its end, without an error by its reply. Under the lock; it is neither queued nor sent any more. */
void client_call_over(struct call *call, const struct ridealong_error *error);
/** Tells how a call ended that is over, and lets go of it. Not under the lock. */
void client_call_finish(struct call *call, ridealong_done_cb done, void *arg);
/** By which its reply is known: the bits of the id that a route has room for. */
uint32_t client_call_number(const struct call *call);
/** When its time is over; CLIENT_NEVER when it is itself. */
int64_t client_call_due(const struct call *call);
/** Frees what a call holds; it must not be under way. */
void client_call_destroy(struct call *call);

/* Calls under way: waiting.c. All of it under the lock. */

#define WAITING_BUCKETS 256

struct waiting {
	struct call *queue, **queue_end; /* to be sent, oldest first */
	struct call *sent[WAITING_BUCKETS];
};

void client_waiting_init(struct waiting *waiting);
void client_waiting_add(struct waiting *waiting, struct call *call);
/** The oldest request, whose call counts as sent from here on; the caller frees it. NULL when none is queued. */
struct message *client_waiting_send(struct waiting *waiting);
/** Hands a reply to the call that waits for it, or frees it. False when it has no route. */
bool client_waiting_reply(struct waiting *waiting, struct message *reply);

/** Ends a call; without an error it has a reply. */
void client_waiting_end(struct waiting *waiting, struct call *call, const struct ridealong_error *error);
/** Ends all that are queued, or all that are sent. */
void client_waiting_end_queued(struct waiting *waiting, const struct ridealong_error *error);
void client_waiting_end_sent(struct waiting *waiting, const struct ridealong_error *error);

/* The connection: connection.c. All of it under the lock, but for its beginning. */

#define CONNECTION_BATCH 8 /* requests that are written at once */

enum connection_state {
	CONNECTION_DOWN,
	CONNECTION_PAUSING, /* before it dials again */
	CONNECTION_DIALLING,
	CONNECTION_GREETING,
	CONNECTION_GREETED, /* by us; the daemon's greeting is to come */
	CONNECTION_UP
};

struct connection {
	struct ridealong_client *client;
	const struct stream_kind *kind;
	enum connection_state state;
	bool known; /* has been up: a daemon that went away is waited for */
	struct stream *stream;

	int64_t paused_until, shaking_since;
	enum stream_status failure; /* of the last dial */
	uint8_t greeting[FRAME_GREETING_SIZE];
	size_t greeted; /* bytes of it */

	struct reader reader;

	struct message *batch[CONNECTION_BATCH];
	struct iovec rest[CONNECTION_BATCH]; /* of the batch, from the first that is not written */
	unsigned batched, written;
};

/** Dials nothing yet. FINE, or why nothing ever could be dialled. */
enum stream_status client_connection_init(struct connection *connection, struct ridealong_client *client);
void client_connection_finish(struct connection *connection);
/** Does all that can be done without waiting: dials when calls are queued, sends them, hands out replies. */
void client_connection_go_on(struct connection *connection);
/** When it is to go on, or to be looked at, without anything to read or write; CLIENT_NEVER if not. */
int64_t client_connection_due(const struct connection *connection);
/** Gives up a dial that has taken too long. */
void client_connection_look(struct connection *connection, int64_t now);
/** What is to be polled for until then; a descriptor below 0 for nothing. */
struct pollfd client_connection_poll(const struct connection *connection);
/** Why nothing can be sent. */
void client_connection_excuse(const struct connection *connection, struct ridealong_error *ret);
/** What that means for those who wanted to dial; returns the status. */
int client_connection_error(const struct ridealong_client *client, enum stream_status why, struct ridealong_error *ret);

/* Who sees to it all: drive.c. */

struct drive {
	int door;            /* an eventfd: who sleeps hears a knock at it */
	bool asleep;         /* somebody does, without the lock, for what follows */
	struct pollfd waits; /* of the connection */
	int64_t until;
	int64_t calls_due;    /* no call is due before */
	pthread_cond_t moved; /* a call is over, or nobody drives any more */

	pthread_t thread; /* of the library, for calls that nobody waits for */
	bool has_thread;
	struct call *over, **over_end; /* of those, oldest first */
};

/** False when the system has no room. */
bool client_drive_init(struct drive *drive);
void client_drive_finish(struct drive *drive);

/** There is a thread from here on; false when the system gives none. Not under the lock. */
bool client_drive_start(struct ridealong_client *client);
/** Returns when all calls are over and told of, and the thread has ended; the client must be closing. Not under the
 *  lock. */
void client_drive_stop(struct ridealong_client *client);

/** A call was queued that is due then: goes on as far as it can, and wakes who sleeps for something else. Under the
 *  lock. */
void client_drive_go_on(struct ridealong_client *client, int64_t due);
/** Of a call that is over now. Under the lock. */
void client_drive_tell(struct call *call);
/** Returns when the call is over. Not under the lock. */
void client_drive_wait(const struct call *call);

struct service; /* service.c */

struct ridealong_client {
	char *server, *token, *act_as, *locale; /* token, act_as and locale may be NULL */
	uint32_t timeout_ms;

	pthread_mutex_t lock; /* all below */
	int patience_ms;
	bool closing;
	uint64_t next_id;
	unsigned busy;       /* calls under way */
	struct call **calls; /* all that were ever made */
	size_t call_count;
	struct call *free;
	struct waiting waiting;
	struct connection connection;
	struct drive drive;

	struct service *services;
	struct ridealong_error last_error;
};

/** Fills *ret (NULL is fine) and returns the status. reason may be NULL. */
int client_error_set(struct ridealong_error *ret, int status, const char *reason, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/** Ends of a call that the daemon did not answer. */
void client_error_cancelled(struct ridealong_error *ret);
void client_error_late(const struct ridealong_client *client, struct ridealong_error *ret);
void client_error_lost(const struct ridealong_client *client, struct ridealong_error *ret);

/** A copy of the caller's options, whatever their age: what their `size` does not reach is zero. */
struct ridealong_call_options client_call_options(const struct ridealong_call_options *options);

/** Whether calls of the method carry a request id, as their verb says. */
bool client_method_writes(const char *method);

/** Ends the services' table. */
void client_services_destroy(struct ridealong_client *client);

#endif
