/* clients/client — a client: how it is opened, and how all of it ends. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "private.h"
#include "proto/status.h"

#define DEFAULT_SERVER "ipc:///run/ridealong/ridealong.sock"
#define SERVER_MAX     256

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

void client_error_cancelled(struct ridealong_error *ret)
{
	client_error_set(ret, STATUS_CANCELLED, NULL, "the call was cancelled");
}

void client_error_late(const struct ridealong_client *client, struct ridealong_error *ret)
{
	client_error_set(
		ret, STATUS_DEADLINE_EXCEEDED, "DEADLINE", "the daemon at %s did not answer in time", client->server);
}

void client_error_lost(const struct ridealong_client *client, struct ridealong_error *ret)
{
	client_error_set(ret, STATUS_UNAVAILABLE, "CONNECTION_LOST",
		"the connection to the daemon at %s broke before it answered", client->server);
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

	client->patience_ms = CLIENT_PATIENCE_MS;
	client->timeout_ms = options->timeout_ms != 0 ? options->timeout_ms : CLIENT_TIMEOUT_MS;
	return copy(&client->server, server_of(options, own)) && copy(&client->token, options->token) &&
	       copy(&client->act_as, options->act_as) && copy(&client->locale, options->locale);
}

static void forget(struct ridealong_client *client)
{
	client_connection_finish(&client->connection);
	client_drive_finish(&client->drive);
	pthread_mutex_destroy(&client->lock);
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
	enum stream_status reachable;

	if (options != NULL)
		memcpy(&wanted, options, options->size < sizeof(wanted) ? options->size : sizeof(wanted));
	if (client == NULL)
		return client_error_set(ret_error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
	pthread_mutex_init(&client->lock, NULL);
	client_waiting_init(&client->waiting);
	/* Ids of another client of the same caller must not be ours: a cancel names them. */
	if (!client_drive_init(&client->drive) ||
		getrandom(&client->next_id, sizeof(client->next_id), 0) != sizeof(client->next_id) ||
		!copy_options(client, &wanted)) {
		forget(client);
		return client_error_set(ret_error, STATUS_RESOURCE_EXHAUSTED, NULL, "out of memory");
	}
	reachable = client_connection_init(&client->connection, client);
	if (reachable != STREAM_FINE) {
		const int status = client_connection_error(client, reachable, ret_error);

		forget(client);
		return status;
	}
	*ret = client;
	return STATUS_OK;
}

void ridealong_client_close(struct ridealong_client *client)
{
	struct ridealong_error error;

	if (client == NULL)
		return;
	client_error_cancelled(&error);
	pthread_mutex_lock(&client->lock);
	client->closing = true;
	client_waiting_end_queued(&client->waiting, &error);
	client_waiting_end_sent(&client->waiting, &error);
	pthread_mutex_unlock(&client->lock);
	client_drive_stop(client);
	for (size_t i = 0; i < client->call_count; i++)
		client_call_destroy(client->calls[i]);
	free(client->calls);
	client_services_destroy(client);
	forget(client);
}
