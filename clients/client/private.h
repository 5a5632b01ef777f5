/* clients/client — what the library's own files share: the connection, and calls under way.
 *
 * A call has an nng context and an aio of its own, reused when it is over. Everything of it happens in the aio's
 * callback, one stage after the other; `lock` guards what two threads may see. */
#ifndef RIDEALONG_CLIENT_PRIVATE_H
#define RIDEALONG_CLIENT_PRIVATE_H

#include <nng/nng.h>
#include <nng/supplemental/util/platform.h>
#include <pthread.h>
#include <stdbool.h>

#include "ridealong/client.h"

#define CLIENT_MESSAGE_MAX (1024 * 1024)
#define CLIENT_PATIENCE_MS 3000  /* for a connection, or for a daemon that does not read */
#define CLIENT_GRACE_MS    2000  /* how much longer than the daemon we wait */
#define CLIENT_TIMEOUT_MS  30000 /* of a call, by default */

enum call_stage { CALL_FREE, CALL_FAILED, CALL_SENDING, CALL_RECEIVING };

struct call {
	struct ridealong_client *client;
	struct call *next; /* in the client's free list */
	nng_ctx context;
	nng_aio *aio;
	enum call_stage stage;
	uint64_t id;
	char *act_as; /* own, or NULL */
	nng_time deadline;
	ridealong_done_cb done;
	void *arg;
	struct ridealong_error error; /* of a call that failed before it was sent */
};

struct service; /* service.c */

struct ridealong_client {
	char *server, *token, *act_as, *locale; /* token, act_as and locale may be NULL */
	uint32_t timeout_ms;
	nng_socket socket;

	pthread_mutex_t dial_lock; /* one dials, the others wait for its outcome */
	nng_dialer dialer;
	bool dialled;
	nng_aio *patience; /* runs while somebody dials */

	pthread_mutex_t lock; /* all below */
	pthread_cond_t idle;
	bool closing;
	uint64_t next_id;
	unsigned busy;       /* calls under way */
	struct call **calls; /* all that were ever made */
	size_t call_count;
	struct call *free;

	struct service *services;
	struct ridealong_error last_error;
};

/** Fills *ret (NULL is fine) and returns the status. reason may be NULL. */
int client_error_set(struct ridealong_error *ret, int status, const char *reason, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/** Dials until it succeeded once; from then on nng reconnects by itself, and calls wait a moment for it. (A dialer must
 * not be closed to dial anew: nng may be dialling, and loses messages then.) Blocks while it dials. */
int client_connect(struct ridealong_client *client, struct ridealong_error *ret_error);

/** A copy of the caller's options, whatever their age: what their `size` does not reach is zero. */
struct ridealong_call_options client_call_options(const struct ridealong_call_options *options);

/** Whether calls of the method carry a request id, as their verb says. */
bool client_method_writes(const char *method);

/** Frees what a call holds; it must not be under way. */
void client_call_destroy(struct call *call);

/** Ends the services' table. */
void client_services_destroy(struct ridealong_client *client);

#endif
