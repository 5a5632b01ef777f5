/* clients/cli — calls, and what is said when one fails. */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/contract.h"
#include "proto/defuse.h"

#define TOKEN_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

static int read_token(struct cli *cli)
{
	char line[256] = "";
	FILE *file = fopen(cli->token_file, "r");

	if (file == NULL || fgets(line, sizeof(line), file) == NULL) {
		if (file != NULL)
			fclose(file);
		return cli_usage(cli, _("the token file %s cannot be read"), cli->token_file);
	}
	fclose(file);
	line[strcspn(line, " \t\r\n")] = '\0';
	if (strncmp(line, "ra_", 3) != 0 || strspn(line, TOKEN_CHARACTERS) != strlen(line))
		return cli_usage(cli, _("the file %s holds no token; one begins with ra_"), cli->token_file);
	cli->token = strdup(line);
	return 0;
}

int cli_identify(struct cli *cli)
{
	return cli->token_file != NULL && cli->token == NULL ? read_token(cli) : 0;
}

static int open_client(struct cli *cli, struct ridealong_error *ret_error)
{
	struct ridealong_options options = { .size = sizeof(options) };

	if (cli->client != NULL)
		return STATUS_OK;
	options.server = cli->server;
	options.token = cli->token;
	options.act_as = cli->act_as;
	options.locale = cli->locale;
	return ridealong_client_open(&options, &cli->client, ret_error);
}

#define METHOD_SIZE 200

static void full_name(const char *method, char ret[METHOD_SIZE])
{
	snprintf(ret, METHOD_SIZE, "ridealong.v1.%s", method);
}

const ProtobufCMethodDescriptor *cli_method(const char *method)
{
	const ProtobufCMethodDescriptor *found;
	char full[METHOD_SIZE];

	full_name(method, full);
	found = contract_method_named(full);
	if (found == NULL)
		abort();
	return found;
}

int cli_try(struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply,
	uint32_t timeout_ms, void *ret, struct ridealong_error *ret_error)
{
	const struct ridealong_call_options options = { .size = sizeof(options), .timeout_ms = timeout_ms };
	struct ridealong_error ignored;
	char full[METHOD_SIZE];
	int status;

	if (ret_error == NULL)
		ret_error = &ignored;
	if (cli_identify(cli) != 0)
		exit(status_exit_code(STATUS_INVALID_ARGUMENT));
	status = open_client(cli, ret_error);
	if (status != STATUS_OK)
		return status;
	full_name(method, full);
	status = ridealong_call(cli->client, full, request, &options, reply, ret, ret_error);
	if (status == STATUS_OK && cli->output == CLI_TABLE)
		cli_defuse_message(*(ProtobufCMessage **)ret);
	else if (status != STATUS_OK)
		defuse(ret_error->message);
	return status;
}

int cli_call(
	struct cli *cli, const char *method, const void *request, const ProtobufCMessageDescriptor *reply, void *ret)
{
	struct ridealong_error error;

	if (cli_try(cli, method, request, reply, 0, ret, &error) == STATUS_OK)
		return 0;
	return cli_failed(cli, &error);
}

int cli_etag(struct cli *cli, const char *method, const char *name, char **ret)
{
	const ProtobufCMethodDescriptor *get = cli_method(method);
	ProtobufCMessage *request = malloc(get->input->sizeof_message), *reply;
	int code;

	if (request == NULL)
		abort();
	protobuf_c_message_init(get->input, request);
	*(char **)((char *)request + cli_field(get->input, "name")->offset) = (char *)name;
	code = cli_call(cli, method, request, get->output, &reply);
	free(request);
	if (code == 0)
		*ret = *(char **)((char *)reply + cli_field(get->output, "etag")->offset);
	return code;
}

/* The library speaks English; these sentences of its are ours to translate. */
static void print_message(const struct cli *cli, const struct ridealong_error *error)
{
	const char *server = cli->server != NULL ? cli->server : getenv("RIDEALONG_SERVER");

	if (server == NULL || server[0] == '\0')
		server = "ipc:///run/ridealong/ridealong.sock";
	if (strcmp(error->reason, "NO_DAEMON") == 0)
		fprintf(stderr,
			_("ridealong: no daemon answers at %s: start ridealongd, or name its address with --server or "
			  "RIDEALONG_SERVER\n"),
			server);
	else if (strcmp(error->reason, "SOCKET_DENIED") == 0)
		fprintf(stderr,
			_("ridealong: you may not open the daemon's socket at %s: ask its administrator to let you "
			  "in\n"),
			server);
	else if (strcmp(error->reason, "BAD_SERVER") == 0)
		fprintf(stderr,
			_("ridealong: %s is no address of a daemon: write it as ipc:///path/to/socket or "
			  "tcp://host:port\n"),
			server);
	else if (strcmp(error->reason, "NOT_RIDEALONG") == 0)
		fprintf(stderr,
			_("ridealong: what answers at %s is no Ridealong daemon: name the daemon's address with "
			  "--server or RIDEALONG_SERVER\n"),
			server);
	else if (strcmp(error->reason, "CONNECTION_LOST") == 0)
		fprintf(stderr, _("ridealong: the connection to the daemon at %s broke before it answered\n"), server);
	else if (strcmp(error->reason, "DEADLINE") == 0)
		fprintf(stderr, _("ridealong: the daemon at %s did not answer in time\n"), server);
	else if (error->message[0] == '\0')
		fprintf(stderr, "ridealong: %s\n", status_name((enum status)error->status));
	else
		fprintf(stderr, "ridealong: %s\n", error->message);
}

int cli_failed(struct cli *cli, const struct ridealong_error *error)
{
	const char *next = cli_advice(cli, error);

	print_message(cli, error);
	if (next != NULL)
		fprintf(stderr, "  %s\n", next);
	return status_exit_code((enum status)error->status);
}
