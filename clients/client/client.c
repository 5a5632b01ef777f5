/* clients/client — the connection to one daemon. */
#include <nng/nng.h>
#include <nng/protocol/reqrep0/req.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>

#include "private.h"
#include "proto/status.h"

#define DEFAULT_SERVER "ipc:///run/ridealong/ridealong.sock"
#define SERVER_MAX     256
#define RECEIVE_MAX    (CLIENT_MESSAGE_MAX + 64 * 1024)
#define CLOSE_WAIT_S   2
#define REDIAL_MIN_MS  100
#define REDIAL_MAX_MS  1000

int client_error_set(struct ridealong_error *ret, int status, const char *reason, const char *format, ...)
{
	va_list args;

	if (ret == NULL)
		return status;
	memset(ret, 0, sizeof(*ret));
	ret->status = status;
	if (reason != NULL)
		snprintf(ret->reason, sizeof(ret->reason), "%s", reason);
	va_start(args, format);
	vsnprintf(ret->message, sizeof(ret->message), format, args);
	va_end(args);
	return status;
}

/* nng's codes die here. */
static int dial_error(const struct ridealong_client *client, int code, struct ridealong_error *ret)
{
	switch (code) {
	case NNG_EPERM:
	case NNG_ECRYPTO:
	case NNG_ESYSERR + 13: /* EACCES, where nng has no name for it */
		return client_error_set(ret, STATUS_PERMISSION_DENIED, "SOCKET_DENIED",
			"you may not open the daemon's socket at %s: ask its administrator to let you in",
			client->server);
	case NNG_EADDRINVAL:
	case NNG_EINVAL:
	case NNG_ENOTSUP:
		return client_error_set(ret, STATUS_INVALID_ARGUMENT, "BAD_SERVER",
			"%s is no address of a daemon: write it as ipc:///path/to/socket or tcp://host:port",
			client->server);
	default:
		return client_error_set(ret, STATUS_UNAVAILABLE, "NO_DAEMON",
			"no daemon answers at %s: start ridealongd, or name its address with --server or "
			"RIDEALONG_SERVER",
			client->server);
	}
}

/* An address that swallows packets must not hold a caller for minutes. */
static void on_patience_ended(void *arg)
{
	struct ridealong_client *client = arg;

	if (nng_aio_result(client->patience) == 0)
		nng_dialer_close(client->dialer);
}

static int dial(struct ridealong_client *client)
{
	int code = nng_dialer_create(&client->dialer, client->socket, client->server);

	if (code != 0)
		return code;
	nng_sleep_aio(CLIENT_PATIENCE_MS, client->patience);
	code = nng_dialer_start(client->dialer, 0);
	nng_aio_cancel(client->patience);
	nng_aio_wait(client->patience);
	if (code != 0)
		nng_dialer_close(client->dialer);
	return code;
}

int client_connect(struct ridealong_client *client, struct ridealong_error *ret_error)
{
	int code = 0;

	pthread_mutex_lock(&client->dial_lock);
	if (!client->dialled)
		code = dial(client);
	client->dialled = code == 0;
	pthread_mutex_unlock(&client->dial_lock);
	return code == 0 ? STATUS_OK : dial_error(client, code, ret_error);
}

/* Whether a daemon listens, or listened, at PATH/REST; then *ret is its address. */
static bool is_socket(const char *path, const char *rest, char ret[SERVER_MAX])
{
	struct stat info;

	if (path == NULL || path[0] != '/' || snprintf(ret, SERVER_MAX, "ipc://%s/%s", path, rest) >= SERVER_MAX)
		return false;
	return stat(ret + strlen("ipc://"), &info) == 0 && S_ISSOCK(info.st_mode);
}

/* What is named; else the caller's own private instance, where one is; else the machine's. */
static const char *server_of(const struct ridealong_options *options, char own[SERVER_MAX])
{
	const char *named = options->server != NULL ? options->server : getenv("RIDEALONG_SERVER");

	if (named != NULL && named[0] != '\0')
		return named;
	if (is_socket(getenv("XDG_RUNTIME_DIR"), "ridealong.sock", own) ||
		is_socket(getenv("XDG_STATE_HOME"), "ridealong/ridealong.sock", own) ||
		is_socket(getenv("HOME"), ".local/state/ridealong/ridealong.sock", own))
		return own;
	return DEFAULT_SERVER;
}

static int copy(char **ret, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return 1;
	*ret = strdup(text);
	return *ret != NULL;
}

static int copy_options(struct ridealong_client *client, const struct ridealong_options *options)
{
	char own[SERVER_MAX];

	client->timeout_ms = options->timeout_ms != 0 ? options->timeout_ms : CLIENT_TIMEOUT_MS;
	return copy(&client->server, server_of(options, own)) && copy(&client->token, options->token) &&
	       copy(&client->act_as, options->act_as) && copy(&client->locale, options->locale);
}

static int open_socket(struct ridealong_client *client)
{
	if (nng_req0_open(&client->socket) != 0)
		return 0;
	if (nng_aio_alloc(&client->patience, on_patience_ended, client) != 0) {
		nng_close(client->socket);
		return 0;
	}
	/* A request that nng repeats by itself would come without its deadline. */
	nng_socket_set_ms(client->socket, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE);
	nng_socket_set_size(client->socket, NNG_OPT_RECVMAXSZ, RECEIVE_MAX);
	nng_socket_set_ms(client->socket, NNG_OPT_RECONNMINT, REDIAL_MIN_MS);
	nng_socket_set_ms(client->socket, NNG_OPT_RECONNMAXT, REDIAL_MAX_MS);
	return 1;
}

static void forget(struct ridealong_client *client)
{
	pthread_cond_destroy(&client->idle);
	pthread_mutex_destroy(&client->lock);
	pthread_mutex_destroy(&client->dial_lock);
	if (client->token != NULL)
		explicit_bzero(client->token, strlen(client->token));
	free(client->server);
	free(client->token);
	free(client->act_as);
	free(client->locale);
	free(client);
}

int ridealong_client_open(
	const struct ridealong_options *options, struct ridealong_client **ret, struct ridealong_error *ret_error)
{
	struct ridealong_options wanted = { 0 };
	struct ridealong_client *client = calloc(1, sizeof(*client));
	nng_url *url;

	if (options != NULL)
		memcpy(&wanted, options, options->size < sizeof(wanted) ? options->size : sizeof(wanted));
	if (client == NULL)
		return client_error_set(ret_error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
	pthread_mutex_init(&client->dial_lock, NULL);
	pthread_mutex_init(&client->lock, NULL);
	pthread_cond_init(&client->idle, NULL);
	/* Ids of another client of the same caller must not be ours: a cancel names them. */
	if (getrandom(&client->next_id, sizeof(client->next_id), 0) != sizeof(client->next_id) ||
		!copy_options(client, &wanted)) {
		forget(client);
		return client_error_set(ret_error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
	}
	if (nng_url_parse(&url, client->server) != 0) {
		const int status = dial_error(client, NNG_EADDRINVAL, ret_error);

		forget(client);
		return status;
	}
	nng_url_free(url);
	if (!open_socket(client)) {
		forget(client);
		return client_error_set(ret_error, STATUS_RESOURCE_EXHAUSTED, NULL, "no socket can be opened");
	}
	*ret = client;
	return STATUS_OK;
}

/* nng 1.5.2 may wait for ever in nng_close() for a connection that it lost track of; a caller must not. */
struct undertaker {
	pthread_mutex_t lock;
	pthread_cond_t told;
	nng_socket socket;
	bool done, left;
};

static void undertaker_free(struct undertaker *undertaker)
{
	pthread_cond_destroy(&undertaker->told);
	pthread_mutex_destroy(&undertaker->lock);
	free(undertaker);
}

static void *bury(void *arg)
{
	struct undertaker *undertaker = arg;
	bool left;

	nng_close(undertaker->socket);
	pthread_mutex_lock(&undertaker->lock);
	undertaker->done = true;
	left = undertaker->left;
	pthread_cond_signal(&undertaker->told);
	pthread_mutex_unlock(&undertaker->lock);
	if (left)
		undertaker_free(undertaker);
	return NULL;
}

static void close_socket(nng_socket socket)
{
	struct undertaker *undertaker = calloc(1, sizeof(*undertaker));
	struct timespec until;
	pthread_t thread;
	bool done;

	if (undertaker == NULL)
		return;
	pthread_mutex_init(&undertaker->lock, NULL);
	pthread_cond_init(&undertaker->told, NULL);
	undertaker->socket = socket;
	if (pthread_create(&thread, NULL, bury, undertaker) != 0) {
		undertaker_free(undertaker);
		return;
	}
	pthread_detach(thread);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += CLOSE_WAIT_S;
	pthread_mutex_lock(&undertaker->lock);
	while (!undertaker->done && pthread_cond_timedwait(&undertaker->told, &undertaker->lock, &until) == 0)
		;
	done = undertaker->done;
	undertaker->left = true;
	pthread_mutex_unlock(&undertaker->lock);
	if (done)
		undertaker_free(undertaker);
}

void ridealong_client_close(struct ridealong_client *client)
{
	if (client == NULL)
		return;
	pthread_mutex_lock(&client->lock);
	client->closing = true;
	for (size_t i = 0; i < client->call_count; i++)
		if (client->calls[i]->stage != CALL_FREE)
			nng_aio_cancel(client->calls[i]->aio);
	while (client->busy > 0)
		pthread_cond_wait(&client->idle, &client->lock);
	pthread_mutex_unlock(&client->lock);

	for (size_t i = 0; i < client->call_count; i++)
		client_call_destroy(client->calls[i]);
	free(client->calls);
	client_services_destroy(client);
	close_socket(client->socket);
	nng_aio_free(client->patience);
	forget(client);
}
